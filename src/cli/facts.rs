//! `kg facts`

use super::output::{is_terminal, stdout, table, write_separated};
use super::settings::Context;
use super::{Error, Exit, Result};
use clap::ValueEnum;
use kg::graph::merge::fold_name;
use kg::graph::time::Bounds;
use kg::store::names::{NameError, nearest};
use kg::store::rows::{EntityRef, FactRow, Filler, each_row};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use std::io::Write;

/// List facts, one line for each document that states a fact
///
/// With `--format jsonl` a line is a JSON object: `doc`, `lang`, `r` (the relation), `s` and `o` (with `iri`, `class`
/// and `labels`, or a `literal`), the qualifiers that the document states (`time`, `place`, `to`, `treaty`, `leader`,
/// `position`, `amount`, `unit`), the `quote` with its `start` and `end` in code points of the document's plain text,
/// the `rule` that found it, and the `status`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// How to write them [default: table on a terminal, else jsonl]
    #[arg(long, short, value_enum)]
    format: Option<Format>,
    /// Only facts of the document with this title (may be repeated)
    #[arg(long, value_name = "TITLE")]
    doc: Vec<String>,
    /// Only facts of this relation, as `ceded` (may be repeated)
    #[arg(long, value_name = "NAME")]
    relation: Vec<String>,
    /// Only facts in which this entity takes part, under any of its names (may be repeated: any of them)
    #[arg(long, value_name = "NAME")]
    entity: Vec<String>,
    /// Only facts that can have happened on or after this date, as `1864`, `1864-10` or `1864-10-07`
    #[arg(long, value_name = "DATE")]
    from: Option<String>,
    /// Only facts that can have happened on or before this date
    #[arg(long, value_name = "DATE")]
    to: Option<String>,
    /// Whether the documents affirm the facts
    #[arg(long, value_enum, default_value_t = Status::Affirmed)]
    status: Status,
}

const EXAMPLES: &str = "\
Examples:
  kg facts --doc 伊犁條約
  kg facts --entity 阿古柏 --from 1865 --to 1870
  kg facts --format jsonl --status all > facts.jsonl";

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Jsonl,
    Csv,
    Tsv,
    Table,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Status {
    Affirmed,
    /// Said not to be so, or to have failed
    Negated,
    /// Wanted, planned, threatened, attempted
    Intended,
    /// Asked for, ordered
    Demanded,
    /// Under a condition, or a possibility
    Hypothetical,
    /// Somebody's words, a rumour
    Reported,
    All,
}

pub fn run(context: &Context, args: Args) -> Result<Exit> {
    let filter = Filter::new(&args)?;
    let reader = context.reader()?;
    let format = args.format.unwrap_or(if is_terminal() { Format::Table } else { Format::Jsonl });
    let mut writer = Writer::new(format)?;
    let mut seen = Seen::default();
    each_row(&reader, |row| {
        seen.note(&row, &filter);
        if filter.admits(&row) { writer.write(&row) } else { Ok(()) }
    })?;
    writer.finish()?;
    let strangers = seen.strangers(&filter);
    strangers.iter().for_each(|s| eprintln!("kg: {s}"));
    Ok(if strangers.is_empty() { Exit::Done } else { Exit::Findings })
}

/// Which facts are wanted. Names are folded.
struct Filter {
    docs: BTreeSet<String>,
    relations: BTreeSet<String>,
    entities: BTreeSet<String>,
    from: Option<Bounds>,
    to: Option<Bounds>,
    status: Option<String>,
    given: [Vec<String>; 3],
}

impl Filter {
    fn new(args: &Args) -> Result<Filter> {
        let date = |name: &str, text: &Option<String>| match text {
            Some(text) => Bounds::parse(text).map(Some).ok_or_else(|| {
                Error::message(format!("--{name}: `{text}` is no date; write 1864, 1864-10 or 1864-10-07"))
            }),
            None => Ok(None),
        };
        let status = args.status.to_possible_value().map(|v| v.get_name().to_owned());
        Ok(Filter {
            docs: args.doc.iter().map(|d| fold_name(d)).collect(),
            relations: args.relation.iter().cloned().collect(),
            entities: args.entity.iter().map(|e| fold_name(e)).collect(),
            from: date("from", &args.from)?,
            to: date("to", &args.to)?,
            status: status.filter(|_| args.status != Status::All),
            given: [args.doc.clone(), args.relation.clone(), args.entity.clone()],
        })
    }

    fn admits(&self, row: &FactRow) -> bool {
        let in_time = match row.bounds {
            Some(b) => {
                self.from.is_none_or(|from| b.last() >= from.earliest)
                    && self.to.is_none_or(|to| b.earliest <= to.last())
            }
            None => self.from.is_none() && self.to.is_none(),
        };
        in_time
            && (self.docs.is_empty() || self.docs.contains(&fold_name(&row.doc)))
            && (self.relations.is_empty() || self.relations.contains(&row.relation))
            && (self.entities.is_empty() || parties(row).any(|e| bears(e, &self.entities)))
            && self.status.as_ref().is_none_or(|s| *s == row.status)
    }
}

fn parties(row: &FactRow) -> impl Iterator<Item = &EntityRef> {
    let object = match &row.object {
        Filler::Entity(entity) => Some(&**entity),
        Filler::Literal(_) => None,
    };
    let qualifiers = [&row.place, &row.to, &row.treaty, &row.leader].into_iter().filter_map(|q| q.as_deref());
    std::iter::once(&*row.subject).chain(object).chain(qualifiers)
}

fn bears(entity: &EntityRef, names: &BTreeSet<String>) -> bool {
    entity.labels.iter().any(|l| names.contains(&fold_name(l)))
}

/// Which of the names asked for were met, and which names there are.
#[derive(Default)]
struct Seen {
    met: [BTreeSet<String>; 3],
}

impl Seen {
    fn note(&mut self, row: &FactRow, filter: &Filter) {
        let [docs, relations, entities] = &mut self.met;
        if !filter.docs.is_empty() {
            docs.insert(row.doc.clone());
        }
        if !filter.relations.is_empty() && !relations.contains(&row.relation) {
            relations.insert(row.relation.clone());
        }
        if !filter.entities.is_empty() {
            entities.extend(parties(row).flat_map(|e| &e.labels).cloned());
        }
    }

    /// A message for each name that nothing in the graph bears.
    fn strangers(&self, filter: &Filter) -> Vec<String> {
        let kinds = ["document", "fact of the relation", "entity in a fact"];
        let mut messages = Vec::new();
        for ((kind, given), met) in kinds.iter().zip(&filter.given).zip(&self.met) {
            let folded: BTreeSet<String> = met.iter().map(|m| fold_name(m)).collect();
            for name in given.iter().filter(|n| !folded.contains(&fold_name(n))) {
                let near = nearest(name, met);
                messages.push(NameError::Unknown { kind, name: name.clone(), near }.to_string());
            }
        }
        messages
    }
}

const COLUMNS: &[&str] = &[
    "doc", "lang", "r", "s", "s_class", "o", "o_class", "time", "to", "place", "treaty", "leader", "position",
    "amount", "unit", "quote", "start", "end", "rule", "status", "s_iri", "o_iri",
];

/// Writes rows in a format.
enum Writer {
    Jsonl(std::io::BufWriter<std::io::StdoutLock<'static>>),
    Separated(std::io::BufWriter<std::io::StdoutLock<'static>>, char),
    Table(Box<comfy_table::Table>),
}

impl Writer {
    fn new(format: Format) -> Result<Writer> {
        let separated = |separator| -> Result<Writer> {
            let mut out = stdout();
            write_separated(&mut out, separator, COLUMNS)?;
            Ok(Writer::Separated(out, separator))
        };
        match format {
            Format::Jsonl => Ok(Writer::Jsonl(stdout())),
            Format::Csv => separated(','),
            Format::Tsv => separated('\t'),
            Format::Table => {
                Ok(Writer::Table(Box::new(table(&["time", "subject", "relation", "object", "more", "document"]))))
            }
        }
    }

    fn write(&mut self, row: &FactRow) -> Result<()> {
        match self {
            Writer::Jsonl(out) => {
                serde_json::to_writer(&mut *out, &json_line(row)).map_err(std::io::Error::from)?;
                out.write_all(b"\n")?;
            }
            Writer::Separated(out, separator) => {
                let name = |e: &Option<std::sync::Arc<EntityRef>>| e.as_ref().map_or("", |e| e.title()).to_owned();
                let (object_class, object_iri) = match &row.object {
                    Filler::Entity(entity) => (entity.class.as_str(), entity.iri.as_str()),
                    Filler::Literal(_) => ("", ""),
                };
                let text = |t: &Option<String>| t.clone().unwrap_or_default();
                write_separated(
                    out,
                    *separator,
                    &[
                        &row.doc,
                        &row.lang,
                        &row.relation,
                        row.subject.title(),
                        &row.subject.class,
                        row.object.title(),
                        object_class,
                        &text(&row.time),
                        &name(&row.to),
                        &name(&row.place),
                        &name(&row.treaty),
                        &name(&row.leader),
                        &text(&row.position),
                        &text(&row.amount),
                        &text(&row.unit),
                        &row.quote,
                        &row.start.to_string(),
                        &row.end.to_string(),
                        &row.rule,
                        &row.status,
                        &row.subject.iri,
                        object_iri,
                    ],
                )?;
            }
            Writer::Table(table) => {
                let relation = match row.status.as_str() {
                    "affirmed" => row.relation.clone(),
                    status => format!("{} ({status})", row.relation),
                };
                table.add_row([
                    row.time.as_deref().unwrap_or(""),
                    row.subject.title(),
                    &relation,
                    row.object.title(),
                    &qualifiers(row),
                    &format!("{}:{}", row.doc, row.line),
                ]);
            }
        }
        Ok(())
    }

    fn finish(self) -> Result<()> {
        match self {
            Writer::Jsonl(mut out) | Writer::Separated(mut out, _) => out.flush()?,
            Writer::Table(table) => {
                let mut out = stdout();
                writeln!(out, "{table}")?;
                out.flush()?;
            }
        }
        Ok(())
    }
}

/// The qualifiers as `to 俄羅斯帝國, 440000 km2`.
fn qualifiers(row: &FactRow) -> String {
    let named = [("to", &row.to), ("at", &row.place), ("by", &row.treaty), ("led by", &row.leader)];
    let mut parts: Vec<String> =
        named.iter().filter_map(|(word, e)| Some(format!("{word} {}", e.as_ref()?.title()))).collect();
    parts.extend(row.position.as_ref().map(|p| format!("as {p}")));
    parts.extend(row.amount.as_ref().map(|a| format!("{a} {}", row.unit.as_deref().unwrap_or(""))));
    parts.join(", ")
}

fn json_line(row: &FactRow) -> Value {
    let entity = |e: &EntityRef| json!({"iri": e.iri, "class": e.class, "labels": e.labels});
    let mut line = Map::new();
    let mut put = |key: &str, value: Option<Value>| {
        if let Some(value) = value {
            line.insert(key.to_owned(), value);
        }
    };
    put("doc", Some(json!(row.doc)));
    put("lang", Some(json!(row.lang)));
    put("r", Some(json!(row.relation)));
    put("s", Some(entity(&row.subject)));
    put(
        "o",
        Some(match &row.object {
            Filler::Entity(e) => entity(e),
            Filler::Literal(text) => json!({ "literal": text }),
        }),
    );
    put("time", row.time.as_ref().map(|t| json!(t)));
    for (key, filler) in [("to", &row.to), ("place", &row.place), ("treaty", &row.treaty), ("leader", &row.leader)] {
        put(key, filler.as_deref().map(entity));
    }
    for (key, text) in [("position", &row.position), ("amount", &row.amount), ("unit", &row.unit)] {
        put(key, text.as_ref().map(|t| json!(t)));
    }
    put("quote", Some(json!(row.quote)));
    put("start", Some(json!(row.start)));
    put("end", Some(json!(row.end)));
    put("rule", Some(json!(row.rule)));
    put("status", Some(json!(row.status)));
    Value::Object(line)
}
