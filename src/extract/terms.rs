//! On whose terms a text speaks: which treaty it means where it does not name it, and which one stipulates what it tells.

use super::discourse::Filled;
use super::line::{Line, TokenKind};
use super::read::{Object, Reading};

/// Characters between (第 and 條 at most: the number of an article.
const ARTICLE: usize = 8;

impl Reading<'_> {
    /// The treaty that the page is about.
    pub(super) fn topic_agreement(&self) -> Option<usize> {
        self.discourse.title.filter(|t| *self.class(*t) == *self.extractor.domain.classes.agreement)
    }

    /// The treaty on whose terms a sentence opens or which it quotes: 根據《甲》, …; 根據條約, …; …（第六條）.
    pub(super) fn stipulating(&self, line: &Line) -> Option<usize> {
        let topic = self.discourse.section_treaty.or(self.topic_agreement());
        let grammar = &self.engine.grammar;
        let generic = grammar.mark("generic-treaty");
        for word in grammar.mark("by-terms") {
            let Some((at, _)) = line.text.match_indices(word.as_str()).next() else { continue };
            let rest =
                line.text[at + word.len()..].trim_start_matches(['《', '了', '该', '此', '上', '述', '这', '项', '个']);
            if generic.iter().any(|w| rest.starts_with(w.as_str())) {
                return topic;
            }
            let token = line.token_at(line.text.len() - rest.len());
            let agreement = self.extractor.domain.classes.agreement.as_str();
            // 根據中俄《北京條約》: those who signed it may stand between.
            let next = line.tokens.get(token..).unwrap_or_default().iter().take(4);
            let named = next.filter_map(|t| match t.kind {
                TokenKind::Entity(m) => Some(self.mentions.mentions[m].entity),
                _ => None,
            });
            if let Some(named) = named.into_iter().find(|e| self.class(*e) == agreement) {
                return Some(named);
            }
        }
        topic.filter(|_| quotes_article(&line.text))
    }

    /// The treaty that stipulates what is told: its terms are being told.
    pub(super) fn stipulated_by(&self) -> Option<usize> {
        let topic = || self.discourse.section_treaty.or(self.topic_agreement());
        self.discourse.by_terms.or_else(|| topic().filter(|_| self.discourse.in_terms))
    }

    /// The treaty that a page of several tells by who signs: on a page of all the treaties of a place, 中俄… is that of
    /// the two whose delegates meet. Only for treaties that the sentence does not name.
    pub(super) fn agreement_of(&self, signers: &[usize], carried: &[Filled]) -> Option<usize> {
        let classes = &self.extractor.domain.classes;
        if carried.is_empty() || carried.iter().any(|o| o.span.is_some() || *self.class(o.entity) != *classes.agreement)
        {
            return None;
        }
        let mut polities: Vec<usize> = signers.iter().copied().filter(|e| *self.class(*e) == *classes.polity).collect();
        polities.sort_unstable();
        polities.dedup();
        if polities.len() < 2 {
            return None;
        }
        let called = |e: usize| crate::text::script::fold_str(&self.mentions.entities[e].title);
        let topic = called(carried[0].entity);
        let same = |e: &usize| {
            if *e == carried[0].entity || !called(*e).ends_with(topic.as_str()) {
                return false;
            }
            let mut parties = self.parties(*e);
            parties.sort_unstable();
            parties == polities
        };
        let treaties = (0..self.mentions.entities.len()).filter(|e| *self.class(*e) == *classes.agreement);
        let mut found = treaties.filter(same);
        found.next().filter(|_| found.next().is_none())
    }

    /// Who signs with the only party that a clause names, if this sentence has told of their war: 某國戰敗，簽訂《甲》.
    pub(super) fn victor_beside(&self, signers: &[Filled]) -> Option<Filled> {
        let polity = |e: usize| *self.class(e) == *self.extractor.domain.classes.polity;
        let [only] = signers else { return None };
        let entity = polity(only.entity).then(|| self.adversary_told(only.entity)).flatten().filter(|e| polity(*e))?;
        Some(Filled { entity, span: None, how: "whom the signer fought in this sentence".into() })
    }

    /// Whether one of several polities is none of those who, as the page has told, signed the treaty that it is about.
    pub(super) fn strange_signers(&self, subjects: &[Filled]) -> bool {
        let signers = &self.discourse.signers;
        let polity = |f: &&Filled| *self.class(f.entity) == *self.extractor.domain.classes.polity;
        let polities = subjects.iter().filter(polity);
        signers.len() >= 2
            && self.discourse.section_treaty.is_none()
            && polities.clone().count() > 1
            && polities.clone().any(|f| !signers.contains(&f.entity))
    }

    /// The other party of the treaties of the page whose names tell both: 清朝 beside 俄國 where there is 中俄北京條約.
    pub(super) fn other_party(&self, party: usize) -> Option<usize> {
        let agreement = self.extractor.domain.classes.agreement.as_str();
        let treaties = (0..self.mentions.entities.len()).filter(|e| self.class(*e) == agreement);
        let mut others: Vec<usize> = treaties
            .filter_map(|t| match self.parties(t)[..] {
                [a, b] if a == party => Some(b),
                [a, b] if b == party => Some(a),
                _ => None,
            })
            .collect();
        others.sort_unstable();
        others.dedup();
        match others[..] {
            [one] => Some(one),
            _ => None,
        }
    }

    /// Of several treaties of one name, the one between who gives and who receives: 清朝 cedes to 英國 by 中英北京條約.
    pub(super) fn refine_agreements(&mut self) {
        let agreement = self.extractor.domain.classes.agreement.as_str();
        let treaties: Vec<(usize, String, Vec<usize>)> = (0..self.mentions.entities.len())
            .filter(|e| self.class(*e) == agreement)
            .map(|e| (e, crate::text::script::fold_str(&self.mentions.entities[e].title), self.parties(e)))
            .collect();
        if treaties.iter().all(|(_, _, parties)| parties.is_empty()) {
            return;
        }
        let domain = &self.extractor.domain;
        for c in self.candidates.iter_mut().filter(|c| domain.is_stipulated(&c.relation)) {
            let other = match (c.qualifiers.get("to"), &c.object) {
                (Some(Object::Entity(to)), _) => to.entity,
                (_, Object::Entity(o)) => o.entity,
                _ => continue,
            };
            let Some(Object::Entity(known)) = c.qualifiers.get_mut("treaty") else { continue };
            let Some(name) = treaties.iter().find(|(e, ..)| *e == known.entity).map(|(_, name, _)| name) else {
                continue;
            };
            let between = |(e, title, parties): &&(usize, String, Vec<usize>)| {
                *e != known.entity
                    && title.ends_with(name.as_str())
                    && parties.contains(&c.subject.entity)
                    && parties.contains(&other)
            };
            let mut found = treaties.iter().filter(between).map(|(e, ..)| *e);
            if let (Some(treaty), None) = (found.next(), found.next()) {
                known.entity = treaty;
            }
        }
    }

    /// On a page about several treaties of one name, the one that somebody signed: 中俄天津條約 in the row of 俄國.
    pub(super) fn own_agreement(&self, relation: &str, subject: &Filled, object: Filled) -> Filled {
        if *relation != *self.extractor.domain.relations.concludes || Some(object.entity) != self.discourse.title {
            return object;
        }
        let called = |e: usize| crate::text::script::fold_str(&self.mentions.entities[e].title);
        let topic = called(object.entity);
        let agreement = self.extractor.domain.classes.agreement.as_str();
        let own = |e: &usize| {
            *e != object.entity
                && self.class(*e) == agreement
                && called(*e).ends_with(topic.as_str())
                && self.parties(*e).contains(&subject.entity)
        };
        let mut found = (0..self.mentions.entities.len()).filter(own);
        match (found.next(), found.next()) {
            (Some(entity), None) => Filled { entity, ..object },
            _ => object,
        }
    }
}

/// Whether a text quotes an article in brackets: （第六條）.
fn quotes_article(text: &str) -> bool {
    text.match_indices("(第").any(|(at, open)| {
        let inside = text[at + open.len()..].chars().take(ARTICLE);
        inside.take_while(|c| *c != ')').any(|c| matches!(c, '条' | '款'))
    })
}

#[cfg(test)]
mod tests {
    use super::quotes_article;

    #[test]
    fn an_article_stands_in_brackets() {
        assert!(quotes_article("割让某地给某国(第19条)。"));
        assert!(quotes_article("割让某地(第十二款)。"));
        assert!(!quotes_article("第19条军规(第二版)"));
    }
}
