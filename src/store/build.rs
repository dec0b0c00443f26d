//! Building: files → extractions → merged graph → a new generation.
//!
//! Documents are read in parallel, a batch at a time, and only what merging needs is kept of each; their evidence is
//! written from the cache afterwards. So a build of many documents needs little more memory than a build of few.

use super::cache::Cache;
use super::layout::{Counts, Manifest, SkippedSource, Source, StoreDir, read_manifest, write_manifest};
use super::{StoreError, reader};
use crate::extract::Extractor;
use crate::fact::{Extraction, Status};
use crate::graph::meta::{self, Build};
use crate::graph::quads::Writer;
use crate::graph::{Merger, Namespaces};
use crate::pack::Pack;
use crate::source;
use oxigraph::model::Quad;
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use std::collections::HashSet;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

/// How many documents are in memory at once.
const BATCH: usize = 64;

/// Builds the graph of a store.
pub struct Builder<'a> {
    pub store: &'a StoreDir,
    pub pack: &'a Pack,
    pub extractor: &'a Extractor,
    pub namespaces: &'a Namespaces,
}

/// How far a build is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// So many of so many files are read.
    Reading(usize, usize),
    /// The evidence of so many of so many documents is written.
    Writing(usize, usize),
}

/// A file that was not built from, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    pub path: String,
    pub reason: String,
}

/// What a build did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    pub counts: Counts,
    pub skipped: Vec<Skipped>,
    /// How many documents were read anew.
    pub read: usize,
    /// Nothing had changed, and nothing was written.
    pub unchanged: bool,
}

/// A file to build from, with its contents' hash or why there is none.
struct Input {
    path: PathBuf,
    shown: String,
    sha256: Result<String, String>,
}

impl Builder<'_> {
    /// Builds from files. `progress` is told of each step, from any thread.
    ///
    /// Fails if none of the files can be read, so that a slip of the hand does not empty a store.
    pub fn build(&self, files: &[PathBuf], progress: &(dyn Fn(Step) + Sync)) -> Result<Outcome, StoreError> {
        let lock = self.store.lock()?;
        self.store.sweep(&lock)?;
        let program = program_version();
        let cache = Cache::new(self.store.cache(), &self.pack.version, &program);
        let mut inputs: Vec<Input> = files.par_iter().map(|path| hash(path)).collect();
        inputs.sort_by(|a, b| a.shown.cmp(&b.shown));
        inputs.dedup_by(|a, b| a.shown == b.shown);

        let mut manifest = Manifest::new(&program, &self.pack.version, self.namespaces.base());
        if let Some(outcome) = self.unchanged(&manifest, &inputs)? {
            return Ok(outcome);
        }
        let mut merger = Merger::default();
        let mut read = 0;
        let done = AtomicUsize::new(0);
        for batch in inputs.chunks(BATCH) {
            let extractions: Vec<Result<Read, SkippedSource>> = batch
                .par_iter()
                .map(|input| {
                    let result = self.extraction(input, &cache);
                    progress(Step::Reading(done.fetch_add(1, Ordering::Relaxed) + 1, inputs.len()));
                    result
                })
                .collect::<Result<_, StoreError>>()?;
            for result in extractions {
                match result {
                    Ok(Read { extraction, anew }) => {
                        read += usize::from(anew);
                        merger.add(&extraction);
                        let info = extraction.document;
                        let (path, sha256, title, lang) = (info.path, info.sha256, info.title, info.lang);
                        manifest.documents.push(Source { path, sha256, title, lang });
                    }
                    Err(skipped) => manifest.skipped.push(skipped),
                }
            }
        }
        if manifest.documents.is_empty() {
            let why = manifest.skipped.first().map_or(String::new(), |s| format!(": `{}` {}", s.path, s.reason));
            return Err(StoreError::NothingToRead(format!("none of {} files can be read{why}", inputs.len())));
        }
        let generation = self.store.new_generation()?;
        let written = self.write(&generation, merger, &cache, &mut manifest, progress);
        if let Err(error) = written.and_then(|()| self.store.switch(&generation)) {
            let _ = fs::remove_dir_all(&generation);
            return Err(error);
        }
        // From here on the new graph is the graph; tidying up must not make a good build look bad.
        let _ = self.store.sweep(&lock);
        cache.keep_only(&manifest.documents.iter().map(|d| cache.key(&d.path, &d.sha256)).collect::<HashSet<_>>());
        Ok(Outcome { counts: manifest.counts, skipped: skipped(&manifest), read, unchanged: false })
    }

    /// The outcome of a build that has nothing to do.
    fn unchanged(&self, manifest: &Manifest, inputs: &[Input]) -> Result<Option<Outcome>, StoreError> {
        // A damaged store is a reason to build, not to fail.
        let Ok(Some(generation)) = self.store.current() else { return Ok(None) };
        let Ok(before) = read_manifest(&generation) else { return Ok(None) };
        if !reader::can_open(&generation) {
            return Ok(None);
        }
        let was_skipped = |input: &Input| before.skipped.iter().find(|s| s.path == input.shown);
        let mut now = Manifest { counts: before.counts, ..manifest.clone() };
        for input in inputs {
            match (was_skipped(input), &input.sha256) {
                (None, Ok(sha256)) => now.documents.push(Source {
                    path: input.shown.clone(),
                    sha256: sha256.clone(),
                    title: String::new(),
                    lang: crate::document::Lang::Zh,
                }),
                (_, sha256) => now.skipped.push(SkippedSource {
                    path: input.shown.clone(),
                    sha256: sha256.clone().ok(),
                    reason: String::new(),
                }),
            }
        }
        Ok(before.same_input(&now).then(|| Outcome {
            counts: before.counts,
            skipped: skipped(&before),
            read: 0,
            unchanged: true,
        }))
    }

    /// What a file says, from the cache or read anew; the inner error says why there is no document in it.
    fn extraction(&self, input: &Input, cache: &Cache) -> Result<Result<Read, SkippedSource>, StoreError> {
        let skip = |sha256: Option<&String>, reason: String| {
            Ok(Err(SkippedSource { path: input.shown.clone(), sha256: sha256.cloned(), reason }))
        };
        let sha256 = match &input.sha256 {
            Ok(sha256) => sha256,
            Err(reason) => return skip(None, reason.clone()),
        };
        if let Some(extraction) = cache.get(&cache.key(&input.shown, sha256)) {
            return Ok(Ok(Read { extraction, anew: false }));
        }
        // A mistake of the program in one document must not cost the others.
        let read = catch_unwind(AssertUnwindSafe(|| {
            let mut document = source::read_file(&input.path).map_err(|e| e.to_string())?;
            document.path = input.shown.clone();
            Ok(self.extractor.extract(&document))
        }));
        let extraction = match read {
            Ok(Ok(extraction)) => extraction,
            Ok(Err(reason)) => return skip(Some(sha256), reason),
            Err(_) => {
                return skip(Some(sha256), "kg failed on it, which is a mistake in kg; please report it".to_owned());
            }
        };
        cache.put(&cache.key(&input.shown, &extraction.document.sha256), &extraction)?;
        Ok(Ok(Read { extraction, anew: true }))
    }

    /// Writes the graph and the manifest of a generation.
    fn write(
        &self,
        generation: &Path,
        merger: Merger,
        cache: &Cache,
        manifest: &mut Manifest,
        progress: &(dyn Fn(Step) + Sync),
    ) -> Result<(), StoreError> {
        let Pack { ontology, gazetteer, .. } = self.pack;
        let merged = merger.finish(ontology, gazetteer, self.namespaces);
        let writer = Writer { namespaces: self.namespaces, ontology, gazetteer, merged: &merged };
        let vocabulary =
            meta::ontology_quads(&ontology.turtle, self.namespaces).map_err(|e| StoreError::Ontology(e.to_string()))?;
        let evidence = AtomicUsize::new(0);
        let total = merged.documents.len();
        let annotation = crate::graph::vocab::oa::HAS_BODY;
        let batches = manifest.documents.chunks(BATCH).zip(merged.documents.chunks(BATCH)).enumerate();
        let documents = batches.flat_map(|(batch, (sources, documents))| {
            let quads: Vec<Result<Vec<Quad>, StoreError>> = sources
                .par_iter()
                .zip(documents)
                .map(|(source, document)| {
                    let extraction = self.cached(cache, source)?;
                    let quads = writer.document_quads(document, &extraction);
                    let annotations = quads.iter().filter(|q| q.predicate == annotation).count();
                    evidence.fetch_add(annotations, Ordering::Relaxed);
                    Ok(quads)
                })
                .collect();
            progress(Step::Writing((batch * BATCH + quads.len()).min(total), total));
            quads
        });
        // The counts of the description are known when all the rest is written.
        let description = std::iter::once_with(|| {
            let build = Build { pack_version: &self.pack.version, evidence: evidence.load(Ordering::Relaxed) };
            Ok(writer.meta_quads(&build))
        });
        let pieces = std::iter::once(Ok(vocabulary)).chain(writer.default_graph().map(Ok));
        reader::write_graph(generation, pieces.chain(documents).chain(description))?;
        manifest.counts = Counts {
            documents: total,
            entities: merged.entities.len(),
            facts: merged.facts.len(),
            affirmed: merged.facts.iter().filter(|f| f.status == Status::Affirmed).count(),
            evidence: evidence.load(Ordering::Relaxed),
        };
        write_manifest(generation, manifest)
    }

    fn cached(&self, cache: &Cache, source: &Source) -> Result<Extraction, StoreError> {
        let key = cache.key(&source.path, &source.sha256);
        cache.get(&key).ok_or_else(|| {
            let why = if cache.has(&key) { "cannot be read" } else { "is gone" };
            StoreError::damaged(self.store.path(), format!("the cached extraction of `{}` {why}", source.path))
        })
    }
}

struct Read {
    extraction: Extraction,
    anew: bool,
}

fn skipped(manifest: &Manifest) -> Vec<Skipped> {
    let one = |s: &SkippedSource| Skipped { path: s.path.clone(), reason: s.reason.clone() };
    manifest.skipped.iter().map(one).collect()
}

fn hash(path: &Path) -> Input {
    let mut hash = Sha256::new();
    let read = fs::File::open(path).and_then(|mut file| std::io::copy(&mut file, &mut hash));
    let sha256 = match read {
        Ok(_) => Ok(hash.finalize().iter().map(|b| format!("{b:02x}")).collect()),
        Err(error) => Err(format!("cannot be read: {error}")),
    };
    let shown = path.to_string_lossy().replace('\\', "/");
    let shown = shown.strip_prefix("./").map(str::to_owned).unwrap_or(shown);
    Input { path: path.to_path_buf(), shown, sha256 }
}

/// The version of the program, and which build of it: while it is worked on, every build may read differently.
fn program_version() -> String {
    let file = std::env::current_exe().and_then(fs::metadata).ok();
    let modified = file.as_ref().and_then(|f| f.modified().ok());
    let modified = modified.and_then(|t| t.duration_since(std::time::UNIX_EPOCH).ok()).map_or(0, |d| d.as_nanos());
    format!("{} {} {modified}", meta::VERSION, file.map_or(0, |f| f.len()))
}
