//! Relatives who are not named: *his father*, where the page has said who that is.

use crate::extract::discourse::Filled;
use crate::extract::read::{Object, Reading};
use crate::fact::Status;

impl Reading<'_> {
    /// Who the father, the only brother, … of somebody is, as far as the page has said so.
    pub(super) fn relative(&self, owner: &[Filled], word: &str) -> Vec<Filled> {
        let (Some(lexicon), [owner]) = (self.engine.english.as_ref(), owner) else { return Vec::new() };
        let relations = &self.extractor.domain.relations;
        // Pairs of the relation with the owner at one end: who stands at the other, and the words that say it.
        let others = |relation: &str, up: bool, down: bool| -> Vec<(usize, String)> {
            let mut found: Vec<(usize, String)> = Vec::new();
            for c in self.candidates.iter().filter(|c| c.relation == relation && c.status == Status::Affirmed) {
                let Object::Entity(object) = &c.object else { continue };
                let other = match (c.subject.entity, object.entity) {
                    (s, o) if up && o == owner.entity => s,
                    (s, o) if down && s == owner.entity => o,
                    _ => continue,
                };
                if found.iter().all(|(e, _)| *e != other) {
                    found.push((other, self.document.slice(c.quote).to_lowercase()));
                }
            }
            found
        };
        let found: Vec<usize> = if lexicon.is("kin-parent", word) {
            let mother = |said: &str| said.split(|c: char| !c.is_alphabetic()).any(|w| lexicon.is("kin-mother", w));
            let wanted = lexicon.is("kin-mother", word);
            let parents = others(&relations.parent, true, false);
            parents.iter().filter(|(_, said)| mother(said) == wanted).map(|(e, _)| *e).collect()
        } else if lexicon.is("kin-child", word) {
            others(&relations.parent, false, true).into_iter().map(|(e, _)| e).collect()
        } else if lexicon.is("kin-sibling", word) {
            others(&relations.siblings, true, true).into_iter().map(|(e, _)| e).collect()
        } else if lexicon.is("kin-spouse", word) {
            others(&relations.spouses, true, true).into_iter().map(|(e, _)| e).collect()
        } else {
            Vec::new()
        };
        let [one] = found[..] else { return Vec::new() };
        let how =
            format!("{word} of {} = {}", self.mentions.entities[owner.entity].title, self.mentions.entities[one].title);
        vec![Filled { entity: one, span: None, how }]
    }
}
