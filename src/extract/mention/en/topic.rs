//! What a page is about: its title, and what its first sentence says it is.

use super::namer::bare;
use super::registry::Registry;
use super::scan::Scan;
use super::token::Gap;
use std::sync::Arc;

/// Makes the thing that the page is about, if its class can be told.
pub fn topic(scan: &Scan<'_>, registry: &mut Registry<'_>) -> Option<usize> {
    let title = scan.document.title.replace('_', " ");
    let name = bare(&title).to_owned();
    let (words, _) = scan.namer.words_of(&name);
    if words.is_empty() {
        return None;
    }
    let key = words.join(" ");
    let entries = scan.namer.entries(&key).and_then(|e| registry.choose(e, registry.year));
    let lead = lead_class(scan, &words);
    let id = match entries {
        Some(entry) => registry.entry(entry),
        None => {
            let class = scan.class_of_title(&title).or_else(|| lead.0.clone())?;
            let id = registry.push(&title, &class);
            registry.entities[id].names.insert(name);
            id
        }
    };
    registry.topic = Some(id);
    registry.name(id, &key);
    if registry.entities[id].page.is_none() {
        registry.entities[id].page = Some(title);
    }
    Some(id)
}

/// What the first sentence says the page is about: "X (…) was a Russian general". Also where that name stands.
fn lead_class(scan: &Scan<'_>, words: &[String]) -> (Option<Arc<str>>, usize) {
    let first = scan.tokens.iter().skip(1).position(|t| t.gap == Gap::Start).map_or(scan.tokens.len(), |p| p + 1);
    let last = words.last().map_or("", |w| w.as_str());
    let Some(at) = (0..first.min(40)).find(|at| scan.key(*at) == last) else { return (None, 0) };
    // Over brackets and other names to the verb.
    let verb = (at + 1..first).find(|k| matches!(scan.key(*k), "is" | "was" | "are" | "were"));
    let class = verb.and_then(|v| scan.said_to_be(v)).or_else(|| verb.and_then(|v| scan.holds_office(v + 1)));
    (class, at)
}

impl Scan<'_> {
    /// "was Emir of Afghanistan", "was King": a person.
    fn holds_office(&self, at: usize) -> Option<Arc<str>> {
        let titled = self.longest(at, |w| (w.bits & super::namer::bit::OFFICE != 0).then_some(())).is_some();
        titled.then(|| self.namer.class.person.clone())
    }
}
