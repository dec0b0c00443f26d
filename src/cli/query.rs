//! `kg query`

use super::output::{is_terminal, stdout, table};
use super::settings::Context;
use super::{Error, Exit, Result};
use clap::ValueEnum;
use comfy_table::CellAlignment;
use kg::query::{FillError, Header, Named, fill, library, run};
use kg::store::Reader;
use kg::store::export::turtle::Shortener;
use kg::store::export::{Format as RdfFormat, write_triples};
use kg::store::names::nearest;
use oxigraph::model::{Term, Triple};
use oxigraph::sparql::results::{QueryResultsFormat, QueryResultsSerializer};
use oxigraph::sparql::{QueryResults, QuerySolutionIter};
use std::io::{Read, Write};
use std::path::Path;

/// Ask the graph in SPARQL
///
/// QUERY is the name of a query of the library (`kg query --list`), a file, or `-` for standard input; `-e` takes the
/// query itself. The prefixes e: f: ev: kg: rule: g: and the usual ones (rdf rdfs xsd owl skos dcterms foaf oa prov sem
/// edtf …) need not be declared.
///
/// Evidence stands in the graphs of the documents: reach it with `GRAPH ?document { … }`, or ask all graphs as one with
/// `--union`. Parameters of a query are given with `--set name=value`; entities by any of their names.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// A query's name, a file, or `-`
    #[arg(value_name = "QUERY", required_unless_present_any = ["expression", "list"])]
    query: Option<String>,
    /// The query itself
    #[arg(short, value_name = "SPARQL", conflicts_with = "query")]
    expression: Option<String>,
    /// The value of a parameter (may be repeated)
    #[arg(long = "set", value_name = "NAME=VALUE")]
    set: Vec<String>,
    /// How to write the answer [default: table on a terminal, else csv, or turtle for a graph]
    #[arg(long, short, value_enum)]
    format: Option<Format>,
    /// Ask all graphs as one
    #[arg(long)]
    union: bool,
    /// List the queries of the library
    #[arg(long)]
    list: bool,
    /// Print the query, its parameters filled in, instead of running it
    #[arg(long)]
    show: bool,
}

const EXAMPLES: &str = "\
Examples:
  kg query --list
  kg query cessions --set giver=清朝
  kg query timeline --set entity=Khiva --set from=1830 --set to=1880
  kg query -e 'SELECT ?s { ?s kg:protectorateOf e:俄羅斯帝國 }' --format json
  kg query my.rq --format csv > answer.csv";

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Table,
    Json,
    Xml,
    Csv,
    Tsv,
    Turtle,
    #[value(alias = "nt")]
    Ntriples,
    Rdfxml,
    Jsonld,
}

impl Format {
    fn of_rows(self) -> Option<QueryResultsFormat> {
        Some(match self {
            Format::Json => QueryResultsFormat::Json,
            Format::Xml => QueryResultsFormat::Xml,
            Format::Csv => QueryResultsFormat::Csv,
            Format::Tsv => QueryResultsFormat::Tsv,
            _ => return None,
        })
    }

    fn of_graph(self) -> Option<RdfFormat> {
        Some(match self {
            Format::Turtle => RdfFormat::Turtle,
            Format::Ntriples => RdfFormat::NTriples,
            Format::Rdfxml => RdfFormat::RdfXml,
            Format::Jsonld => RdfFormat::JsonLd,
            _ => return None,
        })
    }
}

pub fn run_command(context: &Context, args: Args) -> Result<Exit> {
    if args.list {
        list()?;
        return Ok(Exit::Done);
    }
    let (name, text) = text(&args)?;
    let header = Header::parse(&text).map_err(|e| Error::message(format!("{name}: {e}")))?;
    let mut given = Vec::new();
    for set in &args.set {
        let pair = set.split_once('=').ok_or_else(|| Error::message(format!("--set {set}: write name=value")))?;
        given.push((pair.0.trim().to_owned(), pair.1.to_owned()));
    }
    let reader = context.reader()?;
    let filled = match fill(&text, &header, &given, &reader) {
        Ok(filled) => filled,
        // Nothing of that name: a finding, not a failure.
        Err(FillError::Name { name, error }) => {
            eprintln!("kg: {name}: {error}");
            return Ok(Exit::Findings);
        }
        Err(error) => return Err(Error::message(error.to_string())),
    };
    filled.choices.iter().for_each(|choice| context.say(choice));
    let mut out = stdout();
    if args.show {
        writeln!(out, "{}", filled.text.trim_end())?;
        out.flush()?;
        return Ok(Exit::Done);
    }
    let results = run(&reader, &filled.text, args.union);
    match results.map_err(|e| Error::message(format!("{name}: {e}")))? {
        QueryResults::Solutions(solutions) => write_rows(&mut out, &reader, solutions, args.format)?,
        QueryResults::Boolean(answer) => write_answer(&mut out, answer, args.format)?,
        QueryResults::Graph(triples) => {
            let triples: std::result::Result<Vec<Triple>, _> = triples.collect();
            let triples = triples.map_err(|e| Error::message(format!("{name}: {e}")))?;
            let format = args.format.unwrap_or(Format::Turtle);
            let format = format.of_graph().ok_or_else(|| {
                Error::message("the answer is a graph: choose --format turtle, ntriples, rdfxml or jsonld")
            })?;
            write_triples(reader.namespaces(), triples, format, &mut out)?;
        }
    }
    out.flush()?;
    Ok(Exit::Done)
}

/// The query and what it is called in messages.
fn text(args: &Args) -> Result<(String, String)> {
    if let Some(text) = &args.expression {
        return Ok(("-e".to_owned(), text.clone()));
    }
    let name = args.query.as_deref().unwrap_or("-");
    if name == "-" {
        let mut text = String::new();
        let read = std::io::stdin().read_to_string(&mut text);
        read.map_err(|e| Error::message(format!("cannot read the query from standard input: {e}")))?;
        return Ok(("standard input".to_owned(), text));
    }
    let library = library();
    if let Some(named) = library.iter().find(|n| n.name == name) {
        return Ok((name.to_owned(), named.text.to_owned()));
    }
    let path = Path::new(name);
    if path.is_file() {
        let text = std::fs::read_to_string(path);
        return Ok((name.to_owned(), text.map_err(|e| Error::message(format!("cannot read `{name}`: {e}")))?));
    }
    let names = library.into_iter().map(|n| n.name).collect();
    let near = nearest(name, &names);
    let hint = if near.is_empty() { String::new() } else { format!("; near it: {}", near.join(", ")) };
    Err(Error::message(format!("there is no file and no query `{name}`{hint}. `kg query --list` shows all queries")))
}

fn list() -> Result<()> {
    let mut out = stdout();
    for Named { name, header, .. } in library() {
        writeln!(out, "{name}\n    {}", header.title)?;
        for line in header.comment.lines() {
            writeln!(out, "    {line}")?;
        }
        for param in &header.params {
            let default = match &param.default {
                Some(default) => format!("   [default: {default}]"),
                None if param.required => "   [must be given]".to_owned(),
                None => String::new(),
            };
            writeln!(out, "      --set {}=<{}>   {}{default}", param.name, param.kind, param.description)?;
        }
        writeln!(out)?;
    }
    out.flush()?;
    Ok(())
}

fn write_rows(
    out: &mut impl Write,
    reader: &Reader,
    rows: QuerySolutionIter<'_>,
    format: Option<Format>,
) -> Result<()> {
    let format = format.unwrap_or(if is_terminal() { Format::Table } else { Format::Csv });
    let failed = |e: oxigraph::sparql::QueryEvaluationError| Error::message(format!("the query failed: {e}"));
    if format == Format::Table {
        let shortener = Shortener::new(reader.namespaces());
        let variables: Vec<String> = rows.variables().iter().map(|v| v.as_str().to_owned()).collect();
        let header: Vec<&str> = variables.iter().map(String::as_str).collect();
        let mut table = table(&header);
        let mut numbers = vec![true; variables.len()];
        let mut count = 0;
        for row in rows {
            let row = row.map_err(failed)?;
            let cells = row.values().iter().zip(&mut numbers).map(|(term, number)| {
                *number &= term.as_ref().is_none_or(is_number);
                term.as_ref().map_or(String::new(), |t| shown(t, &shortener))
            });
            table.add_row(cells.collect::<Vec<_>>());
            count += 1;
        }
        for (i, _) in numbers.iter().enumerate().filter(|(_, number)| **number) {
            if let Some(column) = table.column_mut(i) {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
        writeln!(out, "{table}\n{count} row{}", if count == 1 { "" } else { "s" })?;
        return Ok(());
    }
    let format = format
        .of_rows()
        .ok_or_else(|| Error::message("the answer is a table: choose --format table, json, xml, csv or tsv"))?;
    let variables = rows.variables().to_vec();
    let mut serializer = QueryResultsSerializer::from_format(format).serialize_solutions_to_writer(out, variables)?;
    for row in rows {
        serializer.serialize(&row.map_err(failed)?)?;
    }
    serializer.finish()?;
    Ok(())
}

fn is_number(term: &Term) -> bool {
    matches!(term, Term::Literal(l) if l.datatype().as_str().ends_with("#integer") || l.datatype().as_str().ends_with("#decimal"))
}

/// A term as people read it.
fn shown(term: &Term, shortener: &Shortener) -> String {
    match term {
        Term::NamedNode(node) => shortener.shown(node.as_str()).into_owned(),
        Term::Literal(literal) => literal.value().to_owned(),
        other => other.to_string(),
    }
}

fn write_answer(out: &mut impl Write, answer: bool, format: Option<Format>) -> Result<()> {
    match format.and_then(Format::of_rows) {
        Some(format) => {
            QueryResultsSerializer::from_format(format).serialize_boolean_to_writer(&mut *out, answer)?;
            writeln!(out)?;
        }
        None => writeln!(out, "{answer}")?,
    }
    Ok(())
}
