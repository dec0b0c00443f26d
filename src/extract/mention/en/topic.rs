//! What a page is about: its title, and what its first sentence says it is.

use super::namer::bare;
use super::registry::Registry;
use super::resolve::form_key;
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
    let lead = || lead_class(scan, &words);
    let id = match entries {
        Some(entry) => registry.entry(entry),
        None => {
            let class = scan
                .class_of_title(&title)
                .or_else(lead)
                .or_else(|| scan.given_name(&words))
                .or_else(|| scan.titled_name(&words))?;
            let id = registry.push(&title, &class);
            registry.entities[id].names.insert(name);
            id
        }
    };
    registry.topic = Some(id);
    registry.name(id, &key);
    registry.name(id, &form_key(&key));
    if registry.entities[id].page.is_none() {
        registry.entities[id].page = Some(title);
    }
    Some(id)
}

/// What the first sentences say the page is about: "X (…) was a Russian general".
fn lead_class(scan: &Scan<'_>, words: &[String]) -> Option<Arc<str>> {
    let starts = |at: &usize| scan.tokens[*at].gap == Gap::Start;
    let begins: Vec<usize> = (0..scan.tokens.len()).filter(starts).take(4).collect();
    // The name itself can be missing where a template told it: was the first emperor of….
    let told = |at: usize| matches!(scan.key(at), "was" | "were" | "is");
    if let Some(first) = begins.first().filter(|b| told(**b)) {
        return scan.said_to_be(*first).or_else(|| scan.holds_office(first + 1));
    }
    begins.windows(2).chain([&[*begins.last()?, scan.tokens.len()][..]]).take(3).find_map(|s| {
        let (from, to) = (s[0], s[1].min(s[0] + 60));
        let named = (from..to).find(|at| words.first().is_some_and(|w| scan.key(*at) == w))?;
        let verb = (named + 1..to).find(|k| matches!(scan.key(*k), "is" | "was" | "are" | "were"))?;
        // The verb has no mark before it but the brackets behind the name.
        scan.said_to_be(verb).or_else(|| scan.holds_office(verb + 1))
    })
}

impl Scan<'_> {
    /// A title that begins with a given name: a person.
    fn given_name(&self, words: &[String]) -> Option<Arc<str>> {
        let given = words.len() > 1 && self.namer.is_word(&words[0], super::namer::bit::GIVEN);
        given.then(|| self.namer.class.person.clone())
    }

    /// A title before a name: Emperor X.
    fn titled_name(&self, words: &[String]) -> Option<Arc<str>> {
        let titled = words.len() > 1
            && self.namer.is_word(&words[0], super::namer::bit::TITLE)
            && !words.iter().any(|w| w == "of")
            && !self.namer.polity_head(&words[words.len() - 1]);
        titled.then(|| self.namer.class.person.clone())
    }

    /// "was Emir of Afghanistan", "was King": a person.
    fn holds_office(&self, at: usize) -> Option<Arc<str>> {
        let titled = self.longest(at, |w| (w.bits & super::namer::bit::OFFICE != 0).then_some(())).is_some();
        titled.then(|| self.namer.class.person.clone())
    }
}
