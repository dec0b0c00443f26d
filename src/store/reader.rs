//! Reading the current graph, and the two forms that a graph has on disk.

use super::layout::{ReadLock, WriteLock, read_manifest};
use super::{Manifest, StoreDir, StoreError};
use crate::graph::Namespaces;
use oxigraph::io::{RdfFormat, RdfSerializer};
use oxigraph::model::Quad;
use oxigraph::store::Store;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;

/// The folder of the database in a generation.
const DATABASE: &str = "db";
/// The file of the graph in a generation of a program without RocksDB.
const NQUADS: &str = "graph.nq";

/// The current graph of a store, open for reading. It stays what it is, whatever is built meanwhile.
pub struct Reader {
    store: Store,
    namespaces: Namespaces,
    manifest: Manifest,
    /// The name of the generation.
    generation: String,
    _lock: Option<ReadLock>,
    _write_lock: Option<WriteLock>,
}

impl Reader {
    /// A graph that stands in no folder.
    #[cfg(test)]
    pub(super) fn of_store(store: Store, namespaces: Namespaces) -> Reader {
        let manifest = Manifest::new("test", "test", namespaces.base());
        Reader { store, namespaces, manifest, generation: String::new(), _lock: None, _write_lock: None }
    }

    pub fn open(folder: &StoreDir) -> Result<Reader, StoreError> {
        let (generation, lock) = folder.open_current()?;
        let manifest = read_manifest(&generation)?;
        let namespaces = Namespaces::new(&manifest.base).map_err(|e| StoreError::damaged(folder.path(), e))?;
        let store = open_graph(&generation)?;
        let generation = name_of(&generation);
        Ok(Reader { store, namespaces, manifest, generation, _lock: Some(lock), _write_lock: None })
    }

    /// Opens the current graph to change it. Nobody else can read or build it meanwhile.
    ///
    /// # Errors
    /// Also where others have it open.
    pub fn open_to_write(folder: &StoreDir) -> Result<Reader, StoreError> {
        let (generation, lock, write_lock) = folder.open_current_alone()?;
        let manifest = read_manifest(&generation)?;
        let namespaces = Namespaces::new(&manifest.base).map_err(|e| StoreError::damaged(folder.path(), e))?;
        let store = open_graph_to_write(&generation)?;
        let generation = name_of(&generation);
        Ok(Reader { store, namespaces, manifest, generation, _lock: Some(lock), _write_lock: Some(write_lock) })
    }

    /// The name of the generation, which no other build of the store has.
    pub fn generation(&self) -> &str {
        &self.generation
    }

    pub fn store(&self) -> &Store {
        &self.store
    }

    /// The namespaces that the graph was built with.
    pub fn namespaces(&self) -> &Namespaces {
        &self.namespaces
    }

    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }
}

fn name_of(generation: &Path) -> String {
    generation.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Whether a generation holds a graph that this program can open: one that is damaged has to be built anew.
pub(super) fn can_open(generation: &Path) -> bool {
    open_graph(generation).is_ok()
}

fn open_graph(generation: &Path) -> Result<Store, StoreError> {
    let nquads = generation.join(NQUADS);
    if nquads.is_file() {
        // Whole, not as a stream: a parser of streams refuses statements over 16 MiB, and the text of a page is one.
        let lines = fs::read(&nquads).map_err(|e| StoreError::io("read", &nquads, e))?;
        let store = Store::new()?;
        let mut loader = store.bulk_loader();
        loader.load_from_slice(RdfFormat::NQuads, &lines).map_err(|e| StoreError::damaged(&nquads, e))?;
        loader.commit()?;
        return Ok(store);
    }
    open_database(&generation.join(DATABASE))
}

/// As [`open_graph`], but what is changed stays. A graph that stands in a file is changed in memory only.
fn open_graph_to_write(generation: &Path) -> Result<Store, StoreError> {
    #[cfg(feature = "rocksdb")]
    if !generation.join(NQUADS).is_file() {
        let folder = generation.join(DATABASE);
        return Store::open(&folder).map_err(|e| StoreError::damaged(&folder, e));
    }
    open_graph(generation)
}

#[cfg(feature = "rocksdb")]
fn open_database(folder: &Path) -> Result<Store, StoreError> {
    Store::open_read_only(folder).map_err(|e| StoreError::damaged(folder, e))
}

#[cfg(not(feature = "rocksdb"))]
fn open_database(folder: &Path) -> Result<Store, StoreError> {
    Err(StoreError::damaged(folder, "it was built by a kg with RocksDB, and this one has none"))
}

/// Writes a graph, piece by piece, in memory that does not grow with it.
#[cfg(feature = "rocksdb")]
pub(super) fn write_graph(
    generation: &Path,
    pieces: impl Iterator<Item = Result<Vec<Quad>, StoreError>>,
) -> Result<(), StoreError> {
    // Two threads and 256 MB: twice as fast as one and 128 MB, and still far from what a small machine has.
    let fail = |e| super::database_error("write", generation, e);
    let store = Store::open(generation.join(DATABASE)).map_err(fail)?;
    let mut loader = store.bulk_loader().with_num_threads(2).with_max_memory_size_in_megabytes(256);
    let quads = pieces.flat_map(|piece| match piece {
        Ok(quads) => quads.into_iter().map(Ok).collect(),
        Err(error) => vec![Err(error)],
    });
    loader.load_ok_quads::<LoadError, LoadError>(quads.map(|q| q.map_err(LoadError::Piece))).map_err(|e| match e {
        LoadError::Piece(error) => error,
        LoadError::Database(error) => fail(error),
    })?;
    loader.commit().map_err(fail)?;
    store.flush().map_err(fail)
}

/// Which end of loading failed.
#[cfg(feature = "rocksdb")]
enum LoadError {
    Piece(StoreError),
    Database(oxigraph::store::StorageError),
}

#[cfg(feature = "rocksdb")]
impl From<oxigraph::store::StorageError> for LoadError {
    fn from(error: oxigraph::store::StorageError) -> LoadError {
        LoadError::Database(error)
    }
}

#[cfg(not(feature = "rocksdb"))]
pub(super) fn write_graph(
    generation: &Path,
    pieces: impl Iterator<Item = Result<Vec<Quad>, StoreError>>,
) -> Result<(), StoreError> {
    write_nquads(generation, pieces)
}

/// Writes a graph as N-Quads.
#[cfg_attr(feature = "rocksdb", allow(dead_code))]
fn write_nquads(
    generation: &Path,
    pieces: impl Iterator<Item = Result<Vec<Quad>, StoreError>>,
) -> Result<(), StoreError> {
    let path = generation.join(NQUADS);
    let fail = |e| StoreError::io("write", &path, e);
    let file = BufWriter::new(File::create(&path).map_err(fail)?);
    let mut serializer = RdfSerializer::from_format(RdfFormat::NQuads).for_writer(file);
    for piece in pieces {
        for quad in piece? {
            serializer.serialize_quad(&quad).map_err(fail)?;
        }
    }
    serializer.finish().and_then(|mut file| file.flush()).map_err(fail)
}
