//! Names that stand for who acts: allies spelled out before their joint force, a seat for the polity that it rules.

use super::argument::Filler;
use super::clause::Clauses;
use super::discourse::Filled;
use super::read::Reading;
use crate::pack::ontology::Relation;
use crate::pack::rules::RoleRule;
use crate::text::script::fold_str;

impl Reading<'_> {
    /// The group of polities whose joint force fills a slot: 英法等四國 in 英法等四國聯合艦隊.
    pub(super) fn spelled_out(&self, clauses: &Clauses<'_>, filler: &Filler) -> Option<usize> {
        let force = self.group_entities(clauses, filler.item, &[]);
        let [force] = &force[..] else { return None };
        let words: String = self.folded[force.span?.range()].iter().collect();
        let joint = self.engine.grammar.mark("joint-force").iter().any(|w| words.ends_with(w.as_str()));
        let before = (0..filler.item).rev().find(|i| clauses.group(*i).is_some()).filter(|_| joint)?;
        let gap = clauses.text(before + 1, filler.item);
        let counted = gap.chars().count() <= 4 && (gap.is_empty() || gap.ends_with('国') || gap.starts_with('等'));
        let allies = self.group_entities(clauses, before, &[]);
        (counted && allies.len() > 1 && allies.iter().all(|a| self.is_polity(a.entity))).then_some(before)
    }

    /// Puts polities in the place of the towns that they are named after, where only a polity can act: 莫斯科 for 莫斯科大公國.
    pub(super) fn take_polities_of_seats(
        &self,
        relation: &Relation,
        role: &str,
        rule: &RoleRule,
        filler: &Filler,
        entities: &mut [Filled],
    ) {
        let place = &self.extractor.domain.classes.place;
        if role != "s" || filler.slot != crate::pack::rules::Slot::Subject {
            return;
        }
        for f in entities.iter_mut() {
            if *self.class(f.entity) != **place || self.admits(relation, role, Some(rule), f.entity) {
                continue;
            }
            if let Some(polity) = self.polity_of_seat(f.entity) {
                let how =
                    format!("{} for {}", self.mentions.entities[f.entity].title, self.mentions.entities[polity].title);
                *f = Filled { entity: polity, how, ..f.clone() };
            }
        }
    }

    /// The one polity of the document that is named after a place, with nothing but its kind behind the name.
    fn polity_of_seat(&self, place: usize) -> Option<usize> {
        let names: Vec<String> = self.mentions.entities[place].names.iter().map(|n| fold_str(n)).collect();
        let kinds = self.engine.grammar.mark("polity-kind");
        let named = |name: &String| {
            let name = fold_str(name);
            names.iter().any(|n| name.strip_prefix(n.as_str()).is_some_and(|kind| kinds.iter().any(|k| k == kind)))
        };
        let mut found = (0..self.mentions.entities.len())
            .filter(|e| self.is_polity(*e) && self.mentions.entities[*e].names.iter().any(named));
        let first = found.next()?;
        found.next().is_none().then_some(first)
    }
}
