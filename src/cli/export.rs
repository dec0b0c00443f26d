//! `kg export`

use super::output::stdout;
use super::settings::Context;
use super::{Error, Exit, Result};
use clap::ValueEnum;
use kg::store::export::{ExportError, Format, Selection, export};
use kg::store::names::{NameError, Names};
use oxigraph::model::NamedNode;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::PathBuf;

/// Write the graph, or a part of it, as RDF
///
/// Without options: entities, direct triples and facts (the default graph) as Turtle. Formats with named graphs (trig,
/// nquads, jsonld) get all graphs, the evidence of every document among them. The same graph always gives the same
/// bytes.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The format of RDF
    #[arg(long, short, value_enum, default_value_t = FormatName::Turtle)]
    format: FormatName,
    /// Only one graph: `default`, `all`, `ontology`, `meta`, `links`, `inferred`, or an IRI
    #[arg(long, value_name = "NAME", conflicts_with_all = ["doc", "entity"])]
    graph: Option<String>,
    /// Only the document with this title: its evidence, and the facts that it states
    #[arg(long, value_name = "TITLE", conflicts_with = "entity")]
    doc: Option<String>,
    /// Only this entity: its names and the facts that it takes part in
    #[arg(long, value_name = "NAME")]
    entity: Option<String>,
    /// Say of each fact node which triple it reifies, with a triple term of RDF 1.2
    #[arg(long)]
    rdf12: bool,
    /// The file to write to [default: standard output]
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

const EXAMPLES: &str = "\
Examples:
  kg export > graph.ttl
  kg export --format nquads -o graph.nq     everything, evidence too
  kg export --entity 伊犁條約               one entity and its facts
  kg export --rdf12 --format ntriples";

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FormatName {
    #[value(alias = "ttl")]
    Turtle,
    Trig,
    #[value(alias = "nt")]
    Ntriples,
    #[value(alias = "nq")]
    Nquads,
    #[value(alias = "xml")]
    Rdfxml,
    #[value(alias = "json-ld")]
    Jsonld,
}

impl From<FormatName> for Format {
    fn from(name: FormatName) -> Format {
        match name {
            FormatName::Turtle => Format::Turtle,
            FormatName::Trig => Format::TriG,
            FormatName::Ntriples => Format::NTriples,
            FormatName::Nquads => Format::NQuads,
            FormatName::Rdfxml => Format::RdfXml,
            FormatName::Jsonld => Format::JsonLd,
        }
    }
}

pub fn run(context: &Context, args: Args) -> Result<Exit> {
    let reader = context.reader()?;
    let format = Format::from(args.format);
    let names = Names::new(&reader);
    let found = match (&args.graph, &args.doc, &args.entity) {
        (Some(graph), _, _) => Ok(match graph.as_str() {
            "default" => Selection::Default,
            "all" => Selection::All,
            "ontology" | "meta" | "links" | "inferred" => Selection::Graph(reader.namespaces().graph(graph)),
            iri => {
                let known = "a graph is `default`, `all`, `ontology`, `meta`, `links`, `inferred`, or an IRI";
                let node =
                    NamedNode::new(iri).map_err(|_| Error::message(format!("there is no graph `{iri}`: {known}")))?;
                Selection::Graph(node)
            }
        }),
        (_, Some(title), _) => names.document(title).map(|graph| Selection::Documents(vec![graph])),
        (_, _, Some(name)) => names.entity(name).map(Selection::Entity),
        _ if format.has_graphs() => Ok(Selection::All),
        _ => Ok(Selection::Default),
    };
    names.choices().iter().for_each(|choice| context.say(choice));
    let selection = match found {
        Ok(selection) => selection,
        Err(NameError::Store(error)) => return Err(error.into()),
        Err(error) => {
            eprintln!("kg: {error}");
            return Ok(Exit::Findings);
        }
    };
    match &args.output {
        None => export(&reader, &selection, format, args.rdf12, stdout())?,
        Some(path) => {
            // A file appears only when it is whole.
            let mut temporary = path.as_os_str().to_owned();
            temporary.push(".new");
            let temporary = PathBuf::from(temporary);
            let fail = |e: std::io::Error| Error::message(format!("cannot write `{}`: {e}", path.display()));
            let mut file = BufWriter::new(File::create(&temporary).map_err(fail)?);
            let written = export(&reader, &selection, format, args.rdf12, &mut file).map_err(|e| match e {
                ExportError::Output(e) => fail(e),
                other => other.into(),
            });
            let written = written.and_then(|()| file.flush().map_err(fail));
            if let Err(error) = written.and_then(|()| std::fs::rename(&temporary, path).map_err(fail)) {
                let _ = std::fs::remove_file(&temporary);
                return Err(error);
            }
        }
    }
    Ok(Exit::Done)
}
