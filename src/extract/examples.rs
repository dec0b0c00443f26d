//! Runs the example sentences of rule files, which are their tests.
//!
//! An *example* is a sentence, or a few, and the facts of its file's relation that it affirms. Names may be linked, as
//! on the pages where such sentences stand: `[[烏里揚諾夫]]`. A *mistake* is a fact that is missing, one too many, or one
//! whose time, place or other role is another; all mistakes of one example are one [`ExampleFailure`]. A role that the
//! example does not speak of may be anything; `time=` with nothing after it asks for none.

use super::Extractor;
use crate::document::{Document, Lang};
use crate::fact::{Entity, Extraction, Fact, Status, Term};
use crate::pack::Pack;
use crate::pack::ontology::{Range, Relation};
use crate::pack::rules::{Example, RuleFile};
use crate::source::{self, SourceError};
use crate::text::script::fold_str;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// The roles that an example may speak of.
const ROLES: [&str; 8] = ["time", "place", "to", "treaty", "leader", "position", "amount", "unit"];

/// An example that does not give the facts it promises.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExampleFailure {
    /// The rule file, as messages name it.
    pub file: String,
    /// The line on which the example starts, from 1.
    pub line: usize,
    pub text: String,
    /// At least one.
    pub mistakes: Vec<Mistake>,
}

/// What is wrong with the facts of an example.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mistake {
    /// An expected fact that is not affirmed. `instead` is the same fact under another status, if there is one.
    Missing { fact: String, instead: Option<String> },
    /// A fact of the relation that nobody expects.
    Unexpected { fact: String, rule: String },
    /// An expected fact with another value in a role.
    Role { fact: String, role: String, found: Option<String> },
    /// The example cannot be run, and why.
    Unusable(String),
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Mistake::Missing { fact, instead: None } => write!(f, "missing: {fact}"),
            Mistake::Missing { fact, instead: Some(instead) } => write!(f, "missing: {fact}; but found {instead}"),
            Mistake::Unexpected { fact, rule } => write!(f, "not expected: {fact} by {rule}"),
            Mistake::Role { fact, role, found: Some(found) } => write!(f, "wrong {role} of {fact}: found {found}"),
            Mistake::Role { fact, role, found: None } => write!(f, "wrong {role} of {fact}: found none"),
            Mistake::Unusable(why) => f.write_str(why),
        }
    }
}

impl fmt::Display for ExampleFailure {
    /// `zh/ceded.toml:42: the sentence`, then a line for each mistake.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.text.trim())?;
        self.mistakes.iter().try_for_each(|m| write!(f, "\n    {m}"))
    }
}

/// What all examples of a pack gave.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ExampleRun {
    /// In the order of the files.
    pub failures: Vec<ExampleFailure>,
    /// How many facts, of any status, each rule found in them.
    pub fired: BTreeMap<String, usize>,
}

/// Runs all examples of a pack, in the order of its files. The extractor is the one made of the pack.
pub fn check_examples(pack: &Pack, extractor: &Extractor) -> ExampleRun {
    let files = pack.languages.iter().flat_map(|l| l.rules.iter().map(move |r| (l.lang, r)));
    let relation = |r: &RuleFile| pack.ontology.relations.get(&r.relation);
    let examples: Vec<(Lang, &RuleFile, &Relation, &Example)> = files
        .filter_map(|(lang, rules)| Some((lang, rules, relation(rules)?)))
        .flat_map(|(lang, rules, relation)| rules.examples.iter().map(move |e| (lang, rules, relation, e)))
        .collect();
    let run = |(lang, rules, relation, example): &(Lang, &RuleFile, &Relation, &Example)| {
        let (mistakes, extraction) = run_example(extractor, *lang, relation, example);
        let failure = ExampleFailure {
            file: format!("{}{}", pack.root, rules.path),
            line: example.line,
            text: example.text.clone(),
            mistakes,
        };
        let facts = extraction.into_iter().flat_map(|e| e.facts);
        let fired = |f: Fact| f.evidence.into_iter().map(|e| e.rule).collect::<BTreeSet<_>>();
        ((!failure.mistakes.is_empty()).then_some(failure), facts.flat_map(fired).collect::<Vec<_>>())
    };
    let mut all = ExampleRun::default();
    for (failure, fired) in examples.par_iter().map(run).collect::<Vec<_>>() {
        all.failures.extend(failure);
        fired.into_iter().for_each(|rule| *all.fired.entry(rule).or_default() += 1);
    }
    all
}

/// What is wrong with one example; empty where it gives what it promises.
pub fn mistakes(extractor: &Extractor, lang: Lang, relation: &Relation, example: &Example) -> Vec<Mistake> {
    run_example(extractor, lang, relation, example).0
}

fn run_example(
    extractor: &Extractor,
    lang: Lang,
    relation: &Relation,
    example: &Example,
) -> (Vec<Mistake>, Option<Extraction>) {
    let mut expected = Vec::new();
    let mut mistakes = Vec::new();
    for fact in &example.facts {
        match Expected::parse(fact) {
            Ok(fact) => expected.push(fact),
            Err(why) => mistakes.push(Mistake::Unusable(why)),
        }
    }
    match read(extractor, lang, example) {
        Ok(extraction) => {
            mistakes.extend(compare(&extraction, relation, &expected));
            (mistakes, Some(extraction))
        }
        Err(why) => {
            mistakes.push(Mistake::Unusable(why));
            (mistakes, None)
        }
    }
}

/// The facts of an example's page.
fn read(extractor: &Extractor, lang: Lang, example: &Example) -> Result<Extraction, String> {
    let title = example.title.as_deref().unwrap_or_default();
    let mut document = page(title, &example.text).map_err(|e| format!("the example cannot be read: it {e}"))?;
    document.lang = lang;
    Ok(extractor.extract(&document))
}

/// A page of a few sentences. Markup is wikitext, or Markdown where a link is written `[name](page)`.
pub fn page(title: &str, text: &str) -> Result<Document, SourceError> {
    let (path, bold) = if text.contains("](") { ("text.md", "**") } else { ("text.wikitext", "'''") };
    if fold(text).contains(&fold(title)) {
        return source::read(path, title, text.as_bytes());
    }
    // The topic is known only if the page names it: its name stands alone before the text, and says nothing.
    source::read(path, title, format!("{bold}{title}{bold}\n\n{text}").as_bytes())
}

/// A fact that an example promises.
struct Expected<'e> {
    said: &'e str,
    subject: &'e str,
    /// `None` asks for any: `birthDate` with only a subject.
    object: Option<&'e str>,
    roles: Vec<(&'e str, &'e str)>,
}

impl<'e> Expected<'e> {
    /// Reads `subject | object | role=value, role=value`.
    fn parse(said: &'e str) -> Result<Expected<'e>, String> {
        let mut parts = said.split('|').map(str::trim);
        let subject = parts.next().unwrap_or_default();
        let object = parts.next().filter(|o| !o.is_empty());
        let mut roles: Vec<(&str, &str)> = Vec::new();
        for part in parts.flat_map(|p| p.split(", ")).map(str::trim).filter(|p| !p.is_empty()) {
            let (role, value) = part.split_once('=').unwrap_or((part, ""));
            let (role, value) = (role.trim(), value.trim());
            if !ROLES.contains(&role) || !part.contains('=') {
                return Err(format!("`{part}` in `{said}` is no role=value; the roles are {}", ROLES.join(", ")));
            }
            roles.push((role, value));
        }
        if subject.is_empty() {
            return Err(format!("`{said}` has no subject"));
        }
        Ok(Expected { said, subject, object, roles })
    }
}

fn compare(extraction: &Extraction, relation: &Relation, expected: &[Expected<'_>]) -> Vec<Mistake> {
    let shown = Shown { extraction };
    let of_relation = || extraction.facts.iter().filter(|f| f.relation == relation.name);
    let mut open: Vec<&Fact> = of_relation().filter(|f| f.status == Status::Affirmed).collect();
    let mut mistakes = Vec::new();
    for e in expected {
        let fits = |f: &&Fact| shown.fits(f, e, relation);
        // The one with the fewest wrong roles, the first among equals.
        let best = (0..open.len()).filter(|i| fits(&open[*i])).min_by_key(|i| shown.wrong_roles(open[*i], e).len());
        let Some(best) = best else {
            let instead = of_relation().find(|f| f.status != Status::Affirmed && fits(f));
            let instead = instead.map(|f| shown.fact(f));
            mistakes.push(Mistake::Missing { fact: e.said.to_owned(), instead });
            continue;
        };
        for (role, found) in shown.wrong_roles(open.remove(best), e) {
            mistakes.push(Mistake::Role { fact: e.said.to_owned(), role, found });
        }
    }
    for fact in open {
        let rule = fact.evidence.first().map(|e| e.rule.clone()).unwrap_or_default();
        mistakes.push(Mistake::Unexpected { fact: shown.fact(fact), rule });
    }
    mistakes
}

/// Facts in words.
struct Shown<'x> {
    extraction: &'x Extraction,
}

impl<'x> Shown<'x> {
    fn entity(&self, at: usize) -> Option<&'x Entity> {
        self.extraction.entities.get(at)
    }

    fn term(&self, term: &'x Term) -> &'x str {
        match term {
            Term::Entity(at) => self.entity(*at).map_or("?", |e| &e.title),
            Term::Literal(text) => text,
        }
    }

    fn role(&self, fact: &'x Fact, role: &str) -> Option<&'x str> {
        let entity = |at: Option<usize>| at.and_then(|at| self.entity(at)).map(|e| e.title.as_str());
        match role {
            "time" => fact.time.as_ref().map(|t| t.edtf.as_str()),
            "place" => entity(fact.place),
            "to" => entity(fact.to),
            "treaty" => entity(fact.treaty),
            "leader" => entity(fact.leader),
            "position" => fact.position.as_ref().map(|p| self.term(p)),
            "amount" => fact.amount.as_ref().map(|a| a.value.as_str()),
            "unit" => fact.amount.as_ref().map(|a| a.unit.as_str()),
            _ => None,
        }
    }

    /// `清朝 | 香港島 | time=1842, to=英國`, with its status where it is not affirmed.
    fn fact(&self, fact: &'x Fact) -> String {
        let roles: Vec<String> =
            ROLES.iter().filter_map(|r| self.role(fact, r).map(|value| format!("{r}={value}"))).collect();
        let subject = self.entity(fact.subject).map_or("?", |e| &e.title);
        let mut said = format!("{subject} | {}", self.term(&fact.object));
        if !roles.is_empty() {
            said = format!("{said} | {}", roles.join(", "));
        }
        match fact.status {
            Status::Affirmed => said,
            status => format!("{said} ({})", format!("{status:?}").to_lowercase()),
        }
    }

    /// Whether a term goes by a name.
    fn is(&self, term: &Term, name: &str) -> bool {
        match term {
            Term::Entity(at) => self.entity(*at).is_some_and(|e| is_called(e, name)),
            Term::Literal(text) => fold(text) == fold(name),
        }
    }

    /// Whether subject and object are those expected, either way round for a symmetric relation.
    fn fits(&self, fact: &Fact, expected: &Expected<'_>, relation: &Relation) -> bool {
        let subject = Term::Entity(fact.subject);
        let Some(object) = expected.object else { return self.is(&subject, expected.subject) };
        let object_fits = match (&relation.range, &fact.object) {
            (Range::Date, Term::Literal(date)) => date == object,
            (_, term) => self.is(term, object),
        };
        object_fits && self.is(&subject, expected.subject)
            || relation.symmetric && self.is(&subject, object) && self.is(&fact.object, expected.subject)
    }

    /// The roles of a fact that are not as expected, with what was found.
    fn wrong_roles(&self, fact: &Fact, expected: &Expected<'_>) -> Vec<(String, Option<String>)> {
        let wrong = expected.roles.iter().filter(|(role, value)| !self.has(fact, role, value));
        wrong.map(|(role, _)| ((*role).to_owned(), self.role(fact, role).map(str::to_owned))).collect()
    }

    fn has(&self, fact: &Fact, role: &str, value: &str) -> bool {
        let found = self.role(fact, role);
        if value.is_empty() {
            return found.is_none();
        }
        let entity = match role {
            "place" => fact.place,
            "to" => fact.to,
            "treaty" => fact.treaty,
            "leader" => fact.leader,
            "position" => return fact.position.as_ref().is_some_and(|p| self.is(p, value)),
            _ => return found == Some(value),
        };
        entity.and_then(|at| self.entity(at)).is_some_and(|e| is_called(e, value))
    }
}

pub(super) fn is_called(entity: &Entity, name: &str) -> bool {
    let name = fold(name);
    fold(&entity.title) == name || entity.names.iter().any(|n| fold(&n.text) == name)
}

/// A name without what spelling may vary: script, width, case, spaces, quotation and book marks.
pub(super) fn fold(name: &str) -> String {
    let skipped = |c: &char| c.is_whitespace() || "《》〈〉「」『』“”\"'’‘·・_*".contains(*c);
    fold_str(name).chars().filter(|c| !skipped(c)).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::LazyLock;

    static BUILT_IN: LazyLock<(Pack, Extractor)> = LazyLock::new(|| {
        let pack = Pack::built_in().expect("the built-in pack loads");
        let extractor = Extractor::new(&pack).expect("the built-in patterns compile");
        (pack, extractor)
    });

    fn try_example(relation: &str, title: Option<&str>, text: &str, facts: &[&str]) -> Vec<String> {
        let (pack, extractor) = &*BUILT_IN;
        let example = Example {
            text: text.to_owned(),
            facts: facts.iter().map(|f| (*f).to_owned()).collect(),
            title: title.map(str::to_owned),
            line: 1,
        };
        let relation = &pack.ontology.relations[relation];
        mistakes(extractor, Lang::Zh, relation, &example).iter().map(Mistake::to_string).collect()
    }

    #[test]
    fn what_is_promised_is_no_mistake() {
        let text = "1865年，俄軍攻佔塔什干。";
        assert_eq!(try_example("occupied", None, text, &["俄国 | 塔什干 | time=1865"]), [""; 0]);
        assert_eq!(try_example("foughtAgainst", None, "1856年，英軍與波斯軍交戰。", &["波斯 | 英國"]), [""; 0]);
        assert_eq!(try_example("occupied", None, "俄軍未能攻佔塔什干。", &[]), [""; 0]);
    }

    #[test]
    fn each_kind_of_mistake_is_told() {
        let text = "1865年，俄軍攻佔塔什干。";
        assert_eq!(
            try_example("occupied", None, text, &["俄國 | 塔什干 | time=1866"]),
            ["wrong time of 俄國 | 塔什干 | time=1866: found 1865"]
        );
        assert_eq!(
            try_example("occupied", None, text, &["俄國 | 塔什干 | time="]),
            ["wrong time of 俄國 | 塔什干 | time=: found 1865"]
        );
        let found = try_example("occupied", None, text, &["英國 | 塔什干"]);
        assert_eq!(found[0], "missing: 英國 | 塔什干");
        assert!(found[1].starts_with("not expected: ") && found[1].ends_with("by zh/occupied/active"), "{found:?}");
        let found = try_example("occupied", None, "俄軍未能攻佔塔什干。", &["俄國 | 塔什干"]);
        assert!(found[0].contains("but found") && found[0].ends_with("(negated)"), "{found:?}");
        let found = try_example("occupied", None, text, &["俄國 | 塔什干 | when=1865"]);
        assert!(found[0].contains("`when=1865`"), "{found:?}");
    }

    #[test]
    fn names_may_be_linked() {
        let page = page("", "[[布扎爾|布扎爾帕夏]]攻佔塔什干。").expect("a page");
        assert_eq!((page.text.trim(), page.links[0].target.as_str()), ("布扎爾帕夏攻佔塔什干。", "布扎爾"));
        let page = super::page("題", "[布扎爾](../Page/布扎爾.md)攻佔塔什干。").expect("a page");
        assert_eq!((page.blocks.len(), page.links.len()), (2, 1));
    }

    #[test]
    fn the_topic_need_not_stand_in_the_sentence() {
        let text = "1881年2月24日簽訂於聖彼得堡。";
        let facts = ["清朝 | 伊犁條約 | time=1881-02-24"];
        let found = try_example("partOf", Some("俄土戰爭"), "是克里米亞戰爭的一部分。", &["俄土戰爭 | 克里米亞戰爭"]);
        assert_eq!(found, [""; 0]);
        // Whatever comes of it, the name before the text states nothing by itself.
        assert_eq!(try_example("signed", Some("伊犁條約"), "1881年。", &[]), [""; 0]);
        assert!(try_example("signed", None, text, &facts).len() == 1);
    }
}
