//! What may stand in for a role that a clause leaves out, and what stands in the way.

use super::argument::{AGENT, Filler, RELATIVE_HEAD, Slots};
use super::clause::{Clauses, ItemKind};
use super::line::TokenKind;
use super::read::Reading;
use crate::pack::grammar::WordClass;
use crate::pack::rules::Slot;

impl Reading<'_> {
    /// Whether what fills the subject's slot can be the subject: not the head of a relative clause, and no happening or
    /// place that only says when or from where (某戰爭期間攻佔…, 由某地率軍…).
    pub(super) fn may_act(&self, clauses: &Clauses<'_>, filler: &Filler, verb: usize) -> bool {
        if filler.how == RELATIVE_HEAD {
            return false;
        }
        let ended = || {
            let acting = |item| self.acting(clauses, item);
            let syntax = self.syntax(clauses, &acting);
            (filler.item + 1..verb).any(|i| syntax.ends_clause(i))
        };
        let actor = self.group_entities(clauses, filler.item, &[]);
        let actor = actor.iter().any(|f| self.extractor.is_actor(self.class(f.entity)));
        actor || filler.item > verb || filler.how != AGENT && !ended()
    }

    /// Whether nothing but what says when follows a verb in its segment, and no coverb names a target before it.
    pub(super) fn names_nobody(&self, clauses: &Clauses<'_>, verb: usize) -> bool {
        let (start, end) = clauses.segment(verb);
        let behind = clauses.text(verb + 1, end);
        let closed = self.engine.grammar.mark("clause-end").iter().any(|w| behind.starts_with(w.as_str()));
        let toward = |i: usize| {
            clauses.word(i).is_some_and(|w| {
                let word = &self.engine.lexicon.words[w];
                word.is(WordClass::Toward) || word.is(WordClass::Dispose)
            })
        };
        (behind.chars().count() <= 1 || closed) && !(start..verb).any(toward) && !self.nominal(clauses, start, verb)
    }

    /// Whether a verb is a noun: 某地的反叛.
    pub(super) fn nominal(&self, clauses: &Clauses<'_>, start: usize, verb: usize) -> bool {
        // 開始了對某國的入侵: the noun says what the verb before only opens.
        let words = &self.engine.lexicon.words;
        let light = |i: usize| {
            let text = clauses.text(i, i + 1);
            self.engine.grammar.mark("light-verb").iter().any(|w| text == w.as_str())
                || clauses.word(i).is_some_and(|w| words[w].is(WordClass::Plain))
                || text == "了"
        };
        let toward = (start..verb).rev().find(|i| clauses.word(*i).is_some_and(|w| words[w].is(WordClass::Toward)));
        if toward.is_some_and(|t| {
            let opens = (start..t).rev().take_while(|i| light(*i)).collect::<Vec<_>>();
            opens.iter().any(|i| {
                let text = clauses.text(*i, i + 1);
                self.engine.grammar.mark("light-verb").iter().any(|w| text == w.as_str())
            })
        }) {
            return false;
        }
        // 對某國的激烈反抗: what stands between says how.
        let plain = |i: &usize| clauses.word(*i).is_some_and(|w| self.engine.lexicon.words[w].is(WordClass::Plain));
        let first = (start..verb).rev().take_while(plain).last().unwrap_or(verb);
        let before = clauses.text(start, first);
        self.engine.grammar.mark("of").iter().any(|of| before.ends_with(of.as_str()))
    }

    /// Whether a verb only describes the object of one before it: 吞併臣服於某國的土地.
    pub(super) fn within_relative(&self, clauses: &Clauses<'_>, slots: &Slots, start: usize, verb: usize) -> bool {
        let words = &self.engine.lexicon.words;
        let Some(object) = slots.object_end.filter(|o| *o > verb) else { return false };
        // 攻滅盤踞某地的某人: two verbs side by side, the first an act against what the second describes.
        let domain = &self.extractor.domain;
        let acts = |w: &super::lexicon::Word| {
            !w.classes.contains(&WordClass::Plain) && w.relations.iter().any(|r| domain.overcomes(r))
        };
        let beside = verb > start && clauses.word(verb - 1).is_some_and(|w| acts(&words[w]));
        let chained = slots.fillers.iter().any(|f| f.slot == Slot::Object && f.item > verb && f.item < object);
        if beside && chained {
            return true;
        }
        let behind = clauses.text(object + 1, clauses.segment(verb).1);
        let earlier = |i: usize| clauses.word(i).is_some_and(|w| words[w].is_verb() && !words[w].is(WordClass::Plain));
        let group = (start..verb).any(|i| earlier(i) && (i + 1..verb).any(|g| clauses.group(g).is_some()));
        group && self.engine.grammar.mark("of").iter().any(|of| behind.starts_with(of.as_str()))
    }

    /// Where a pronoun stands that only says whose something unnamed is: 其父, 他的部下.
    pub(super) fn possessive(&self, clauses: &Clauses<'_>, filler: &Filler) -> Option<crate::span::Span> {
        let np = clauses.group(filler.item)?.members.last()?;
        let token = clauses.line.tokens[np.head];
        let TokenKind::Pronoun(word) = token.kind else { return None };
        let is = |item: Option<usize>, class: WordClass| {
            let word = item.filter(|i| *i < clauses.items.len()).and_then(|i| clauses.word(i));
            word.is_some_and(|w| self.engine.lexicon.words[w].is(class))
        };
        // 遣其將某人: after a pivot, 將 is a general.
        let general = is(Some(filler.item + 1), WordClass::Dispose) && is(filler.item.checked_sub(1), WordClass::Pivot);
        let plain = clauses.items.get(filler.item + 1).is_some_and(|i| i.kind == ItemKind::Text);
        let followed = general || plain || is(Some(filler.item + 1), WordClass::Plain);
        let owner = match self.engine.lexicon.words[word].pronoun.as_deref() {
            Some("any") => followed,
            Some("he") => followed && filler.slot == Slot::Object,
            _ => false,
        };
        owner.then_some(token.span)
    }

    /// The states whose short forms a treaty's name starts with: 中俄… gives two.
    pub fn parties(&self, treaty: usize) -> Vec<usize> {
        let title = crate::text::script::fold_str(&self.mentions.entities[treaty].title);
        let mut found: Vec<usize> = Vec::new();
        // 第二次英阿戰爭, 1839年…: an ordinal or a year may stand before.
        let title = title.strip_prefix('第').and_then(|t| t.split_once('次')).map_or(title.as_str(), |(_, rest)| rest);
        for c in title.chars() {
            let Some(entries) = self.extractor.short_forms.get(&c) else { break };
            let known = |e: &&usize| self.mentions.entities[**e].gazetteer.is_some_and(|g| entries.contains(&g));
            let all: Vec<usize> = (0..self.mentions.entities.len()).collect();
            let Some(e) = all.iter().find(known) else { break };
            found.push(*e);
        }
        if found.len() >= 2 { found } else { Vec::new() }
    }

    /// The territories of the document whose names, two characters or longer, stand in the title of an entity; of
    /// names within names the longest.
    pub(super) fn named_places(&self, entity: usize) -> Vec<usize> {
        let fold = crate::text::script::fold_str;
        let title = fold(&self.mentions.entities[entity].title);
        let mut found: Vec<(String, usize)> = Vec::new();
        for (at, e) in self.mentions.entities.iter().enumerate() {
            if at == entity || !self.extractor.domain.is_territory(&e.class) {
                continue;
            }
            let names =
                e.names.iter().map(|n| fold(n)).filter(|n| n.chars().count() >= 2 && title.contains(n.as_str()));
            if let Some(name) = names.max_by_key(|n| n.len()) {
                found.push((name, at));
            }
        }
        let all = found.clone();
        found.retain(|(n, _)| !all.iter().any(|(other, _)| other != n && other.contains(n.as_str())));
        found.into_iter().map(|(_, at)| at).collect()
    }

    /// Whether a passive opens with something that no list knows: 貿易路線受…攻擊.
    pub(super) fn unknown_patient(&self, clauses: &Clauses<'_>, start: usize, verb: usize) -> bool {
        let words = &self.engine.lexicon.words;
        let is =
            |i: usize, test: &dyn Fn(&super::lexicon::Word) -> bool| clauses.word(i).is_some_and(|w| test(&words[w]));
        let Some(mark) = (start..verb).rev().find(|i| is(*i, &|w| w.is(WordClass::Passive))) else { return false };
        // 起義被鎮壓: the noun for an act is what is acted on.
        let noun = |i: usize| self.engine.grammar.mark("act-noun").iter().any(|n| clauses.text(i, i + 1) == n.as_str());
        let adverbs = |from: usize| (from..mark).all(|i| is(i, &|w| w.is(WordClass::Plain) || w.is(WordClass::Then)));
        if (start..mark).any(|i| noun(i) && adverbs(i + 1)) {
            return true;
        }
        // A verb or a number in between opens something else: 當傀儡不到4個月就被….
        let verb = (start..mark).rev().find(|i| is(*i, &|w| w.is_verb())).map_or(start, |v| v + 1);
        self.unknown_text(clauses, verb, mark) && !clauses.text(verb, mark).contains(|c: char| c.is_ascii_digit())
    }

    /// Whether the agent of a passive is somebody whom no list knows: 被守軍擊退.
    pub(super) fn unknown_agent(&self, clauses: &Clauses<'_>, segment: (usize, usize)) -> bool {
        let words = &self.engine.lexicon.words;
        let mark =
            (segment.0..segment.1).rev().find(|i| clauses.word(*i).is_some_and(|w| words[w].is(WordClass::Passive)));
        let actor = |i: usize| {
            let text = clauses.text(i, i + 1);
            self.engine.grammar.mark("actor-ending").iter().any(|w| text.ends_with(w.as_str()))
        };
        mark.is_none_or(|m| (m + 1..segment.1).any(|i| clauses.items[i].kind == ItemKind::Text || actor(i)))
    }

    /// The other of the two sides, or whom somebody was at odds with.
    pub fn other_side(&self, entity: usize, slot: Slot) -> Option<usize> {
        if slot == Slot::Opponent {
            let known = self.discourse.opponents.get(&entity).copied();
            // Who is known to fight somebody else did not beat this one.
            let actor = |e: &usize| !self.extractor.domain.is_territory(self.class(*e)) || self.is_polity(*e);
            let foe = |a: &usize| self.discourse.opponents.get(a).copied().filter(actor);
            let free = |a: &usize| *a != entity && foe(a).is_none_or(|foe| foe == entity);
            return known.or(self.discourse.attacker.filter(free));
        }
        match self.discourse.pair.or(self.discourse.sides) {
            Some((a, b)) if a == entity => Some(b),
            Some((a, b)) if b == entity => Some(a),
            // On the page of several treaties, with whom each was made.
            _ => self.topic_agreement().and_then(|_| self.other_party(entity)),
        }
    }

    /// Whether an entity is a polity.
    pub(super) fn is_polity(&self, entity: usize) -> bool {
        *self.class(entity) == *self.extractor.domain.classes.polity
    }

    /// The agreement that a segment names before its verb: 某條約使某國割讓….
    pub(super) fn agreement_before(&self, clauses: &Clauses<'_>, start: usize, verb: usize) -> Option<usize> {
        let agreement = self.extractor.domain.classes.agreement.as_str();
        let named = |item: usize| self.group_entities(clauses, item, &[]).into_iter().map(|f| f.entity);
        (start..verb).rev().flat_map(named).find(|e| self.class(*e) == agreement)
    }

    /// Whether the object of a verb is just "a treaty", unnamed.
    pub fn says_only_treaty(&self, clauses: &Clauses<'_>, verb: usize) -> bool {
        let (_, end) = clauses.segment(verb);
        let after = clauses.text(verb + 1, end).trim_start_matches(['了', '的']);
        let nouns = self.engine.grammar.mark("generic-treaty").iter();
        // 訂立和約的先例: what is spoken of is no treaty.
        let alone = |rest: &str| !self.engine.grammar.mark("of").iter().any(|of| rest.starts_with(of.as_str()));
        nouns.filter_map(|w| after.strip_prefix(w.as_str())).any(alone)
    }

    /// Whether the object of a verb is just "the revolt", unnamed: 鎮壓起義, 將叛亂鎮壓下去.
    pub(super) fn says_only_revolt(&self, clauses: &Clauses<'_>, verb: usize) -> bool {
        let (start, end) = clauses.segment(verb);
        let nouns = self.engine.grammar.mark("act-noun");
        let after = clauses.text(verb + 1, end).trim_start_matches(['了', '这', '该', '此', '次', '场']);
        let moved = || {
            let before = clauses.text(start, verb);
            let mark = (start..verb)
                .rev()
                .find(|i| clauses.word(*i).is_some_and(|w| self.engine.lexicon.words[w].is(WordClass::Dispose)));
            mark.is_some() && nouns.iter().any(|n| before.ends_with(n.as_str()))
        };
        let down = after.is_empty() || after == "下去";
        nouns.iter().any(|n| after == n.as_str()) || down && moved()
    }

    /// Whether a sentence speaks of a treaty without its name, or stands where its terms are told.
    pub fn speaks_of_treaty(&self, clauses: &Clauses<'_>) -> bool {
        let generic = self.engine.grammar.mark("generic-treaty");
        generic.iter().any(|w| clauses.line.text.contains(w.as_str())) || self.discourse.in_terms
    }

    /// Places among what modifies the subject of a clause.
    pub fn modifier_places(&self, clauses: &Clauses<'_>, slots: &Slots) -> Vec<usize> {
        let Some(subject) = slots.fillers.iter().find(|f| f.slot == Slot::Subject) else { return Vec::new() };
        let Some(group) = clauses.group(subject.item) else { return Vec::new() };
        let line = clauses.line;
        let inside = group.members.iter().flat_map(|np| &np.modifiers).copied();
        // …的回民: the group that the subject's chain starts with.
        let (start, _) = clauses.segment(subject.item);
        let chained = (start..subject.item).rev().filter_map(|i| clauses.group(i)).take(1);
        let of = self.engine.grammar.mark("of");
        let gap_modifies = (start..subject.item).rev().find(|i| clauses.group(*i).is_some()).is_some_and(|i| {
            let gap = clauses.text(i + 1, subject.item);
            of.iter().any(|w| gap.ends_with(w.as_str()))
        });
        let before = chained.filter(|_| gap_modifies).flat_map(|g| g.members.iter().map(|np| np.head));
        inside
            .chain(before)
            .flat_map(|t| self.resolve(line, t, &[]))
            .map(|f| f.entity)
            .filter(|e| self.extractor.domain.is_territory(self.class(*e)))
            .collect()
    }
}
