//! Who acts where the clause does not say so: in a passive without its agent, where a treaty gives and takes, where only
//! the treaty that was signed is named.

use super::act::Act;
use crate::extract::discourse::Filled;
use crate::extract::read::{Object, Reading};
use crate::fact::Status;
use crate::pack::ontology::Relation;
use crate::pack::rules::{Frame, RoleRule, Slot};

/// So many of the names last said are still spoken of.
const SPOKEN_OF: usize = 5;

impl Reading<'_> {
    /// Who acts where a clause names nobody who could; `taken` is what the act is done to.
    pub(super) fn left_out(
        &self,
        relation: &Relation,
        (frame, rule): (&Frame, &RoleRule),
        act: &Act,
        taken: &[usize],
    ) -> Vec<Filled> {
        let agent = act.slots.iter().any(|(s, _)| *s == Slot::Subject);
        let named = act.slots.iter().any(|(s, f)| *s == Slot::Subject && !f.is_empty());
        let treaty = !act.passive
            && act.slots.iter().any(|(s, f)| *s == Slot::Subject && f.iter().any(|f| self.is_agreement(f)));
        let admitted = |found: Option<usize>, how: &str| -> Vec<Filled> {
            let free = found.filter(|a| !taken.contains(a) && self.admits(relation, "s", Some(rule), *a));
            free.into_iter().map(|entity| Filled { entity, span: None, how: how.into() }).collect()
        };
        // Who the other side is, else who acted before in the paragraph.
        if frame.agentless && (act.passive && !agent || treaty) || rule.from.contains(&Slot::Partner) {
            let receiver = frame.roles.get("to").map(|to| self.role(relation, ("to", to, frame), act, taken));
            let other = match receiver.and_then(|found| found.into_iter().next()) {
                Some(to) => self.other_side(to.entity, Slot::Partner).or(self.other_side(to.entity, Slot::Opponent)),
                None if treaty || rule.from.contains(&Slot::Partner) => None,
                None => {
                    // A commander takes towns, but what a state does is not his act.
                    let hostile = self.extractor.domain.is_hostile(&relation.name);
                    let polity = |a: &usize| self.class(*a) == self.extractor.domain.classes.polity;
                    // Only who this sentence or the one before speaks of can be left out.
                    let d = &self.discourse;
                    let spoken_of = |a: &usize| d.attacker_ago <= 1 && d.subject.contains(a);
                    d.attacker.filter(|a| spoken_of(a) && (hostile || polity(a)))
                }
            };
            let found = admitted(other, "who acted before");
            if !found.is_empty() {
                return found;
            }
        }
        // A treaty was signed: by those who dealt with each other last.
        if act.passive && relation.name == self.extractor.domain.relations.concludes && !named {
            // The treaty was signed at X: by whom is told already.
            let signers = self.signers_of(taken);
            if !signers.is_empty() {
                return signers;
            }
            let adjectives = taken.iter().map(|t| self.named_parties(*t)).find(|p| p.len() == 2);
            let unnamed =
                |t: &usize| self.mentions.entities[*t].names.iter().all(|n| !n.starts_with(char::is_uppercase));
            let both = adjectives.unwrap_or_else(|| self.parties_spoken_of(taken.iter().all(unnamed)));
            let filled = |entity| Filled { entity, span: None, how: "the two sides".into() };
            return both.into_iter().map(filled).collect();
        }
        // attacked X and was defeated: by X
        let domain = &self.extractor.domain;
        let against = domain.is_hostile(&relation.name) || domain.overcomes(&relation.name);
        if act.joined && act.passive && against {
            let other = taken.iter().find_map(|o| self.discourse.opponents.get(o).copied());
            return admitted(other, "whom the subject attacked");
        }
        Vec::new()
    }

    /// Who signed a treaty as far as the text has said so.
    fn signers_of(&self, treaties: &[usize]) -> Vec<Filled> {
        let [treaty] = treaties else { return Vec::new() };
        let concludes = &self.extractor.domain.relations.concludes;
        let mut found: Vec<Filled> = Vec::new();
        for c in self.candidates.iter().filter(|c| c.relation == *concludes && c.status == Status::Affirmed) {
            let same = matches!(&c.object, Object::Entity(o) if o.entity == *treaty);
            if same && found.iter().all(|f| f.entity != c.subject.entity) {
                found.push(Filled { entity: c.subject.entity, span: None, how: "signed it as told before".into() });
            }
        }
        found
    }

    /// Whether a treaty is meant.
    pub(super) fn is_agreement(&self, filled: &Filled) -> bool {
        *self.class(filled.entity) == *self.extractor.domain.classes.agreement
    }

    /// The two polities of this paragraph between whom something is agreed where nobody is named: those that were at odds
    /// last, else, for what has no name of its own, the only two that the text speaks of.
    fn parties_spoken_of(&self, unnamed: bool) -> Vec<usize> {
        let d = &self.discourse;
        let polity = |e: &usize| self.class(*e) == self.extractor.domain.classes.polity;
        let treaty = |e: &usize| self.class(*e) == self.extractor.domain.classes.agreement;
        let near: Vec<usize> = d.recent.iter().rev().copied().filter(|e| !treaty(e)).take(SPOKEN_OF).collect();
        let here = |e: &usize| near.contains(e) && d.named_here.contains(e);
        let at_odds = |(a, b): &(usize, usize)| d.opponents.get(a) == Some(b) && here(a) && here(b);
        let polities: Vec<usize> = near.iter().copied().filter(polity).collect();
        match d.pair.filter(at_odds) {
            Some((a, b)) => vec![a, b],
            None if unnamed && polities.len() == 2 && polities.iter().all(here) => polities,
            None => Vec::new(),
        }
    }
}
