//! Applies a frame to its verb: roles, status, date, quantity, and the candidates that come of it.

use super::argument::Slots;
use super::clause::{Clauses, ItemKind};
use super::discourse::Filled;
use super::lexicon::FrameId;
use super::read::{Candidate, Object, Reading, cover, within};
use super::status::status;
use super::trace::Failure;
use crate::fact::{Amount, Status};
use crate::pack::grammar::WordClass;
use crate::pack::rules::{Bound, Frame, RoleRule, Slot};
use crate::span::Span;
use std::collections::BTreeMap;

impl Reading<'_> {
    pub fn apply_frame(&mut self, id: FrameId, clauses: &Clauses<'_>, verb: usize, slots: &Slots, sentence: Span) {
        let engine = self.engine;
        let rules = &engine.rules[id.file];
        let frame: &Frame = &rules.frames[id.frame];
        let Some(relation) = self.extractor.ontology.relations.get(&rules.relation) else { return };
        let (start, end) = clauses.segment(verb);
        let (before, after) = (clauses.text(start, verb), clauses.text(verb + 1, end));
        let verb_tokens = (clauses.items[verb].start, clauses.items[verb].end);
        let verb_span = clauses.line.span(verb_tokens.0, verb_tokens.1);
        self.tell(|t| t.begin(rules, &frame.name, sentence, self.document.slice(verb_span)));
        let has = |words: &[String], text: &str| words.iter().any(|w| text.contains(w.as_str()));
        if (!frame.after.is_empty() && !has(&frame.after, after))
            || (!frame.before.is_empty() && !has(&frame.before, before))
            || has(&frame.without, before)
            || has(&frame.without, after)
        {
            return self.fail(|| Failure::of_words(frame, |w| before.contains(w), |w| after.contains(w)));
        }
        if frame.bounded && !self.stands_alone(clauses, verb) {
            return self.fail(|| Failure::Bounded);
        }
        if frame.outside_terms && self.stipulated_by().is_some() {
            return self.fail(|| Failure::Elsewhere);
        }
        // 在某國援助下: under what something happens is no act of the clause.
        let led = relation.name == self.extractor.domain.relations.leads;
        if !led && self.engine.grammar.mark("under").iter().any(|w| after.starts_with(w.as_str())) {
            return self.fail(|| Failure::Elsewhere);
        }
        if frame.alone && slots.shared {
            return self.fail(|| Failure::Shared);
        }
        let described = || self.engine.grammar.mark("of").iter().any(|of| slots.gap.starts_with(of.as_str()));
        // How many there are of the object stands before it and parts nothing: 率3.5萬俄軍.
        let counts = |c: &char| c.is_ascii_digit() || ".,万千百十余多名约".contains(*c);
        if frame.close && (slots.gap.chars().filter(|c| !counts(c)).count() > 3 || described()) {
            return self.fail(|| Failure::Close { between: slots.gap.clone() });
        }
        let mut used = Vec::new();
        let default_object = RoleRule { from: vec![Slot::Object], ..RoleRule::default() };
        let default_subject = RoleRule { from: vec![Slot::Subject], ..RoleRule::default() };
        let object_rule = frame.roles.get("o").unwrap_or(&default_object);
        let subject_rule = frame.roles.get("s").unwrap_or(&default_subject);

        let mut objects = Vec::new();
        if !frame.object_is_time {
            objects = self.fill(relation, "o", object_rule, clauses, verb, slots, &mut used, &[]);
            // 中亞的貿易 is not 中亞.
            if let Some(item) = slots.object_end {
                let from_object = objects.iter().any(|o| o.how.contains("object of the verb"));
                let inside = self.only_holds(clauses, item, end);
                let state = objects.iter().any(|o| self.class(o.entity) == self.extractor.domain.classes.polity);
                if from_object
                    && (inside
                        || self.only_possessor(clauses, item, end)
                        || state && self.only_part(clauses, item, end))
                {
                    return self.fail(|| Failure::Possessor);
                }
            }
        }
        objects.retain(|o| self.ends_so(o, &frame.object_ends, &frame.object_not_ends));
        let taken: Vec<usize> = objects.iter().map(|o| o.entity).collect();
        let mut subjects = self.fill(relation, "s", subject_rule, clauses, verb, slots, &mut used, &taken);
        if objects.is_empty()
            && object_rule.from.iter().any(|s| {
                let told_by_the_other = [
                    Slot::Opponent,
                    Slot::Partner,
                    Slot::NamedPlaces,
                    Slot::Adversary,
                    Slot::Overlord,
                    Slot::Suzerain,
                    Slot::Foothold,
                ];
                told_by_the_other.contains(s)
            })
        {
            // The other side can only be told once this one is known.
            let known: Vec<usize> = subjects.iter().map(|s| s.entity).collect();
            objects = self.fill(relation, "o", object_rule, clauses, verb, slots, &mut used, &known);
            objects.retain(|o| !known.contains(&o.entity));
        }
        if let Some(treaty) =
            objects.iter().map(|o| o.entity).find(|e| self.class(*e) == self.extractor.domain.classes.agreement)
        {
            // Nobody, a pronoun, or only a counterpart (與某國簽訂的…): the name may tell more.
            let polity = |s: &Filled| *self.class(s.entity) == *self.extractor.domain.classes.polity;
            let carried = |s: &Filled| s.span.is_none() && polity(s) && !self.parties(treaty).contains(&s.entity);
            let weak = |s: &Filled| s.how.contains(" = ") || s.how.contains("after its coverb") || carried(s);
            let unsaid = subjects.iter().all(|s| s.span.is_none()) && subjects.iter().any(carried);
            let vague = unsaid || subjects.iter().all(weak);
            if relation.name == self.extractor.domain.relations.concludes && vague {
                let parties = self.parties(treaty);
                if !parties.is_empty() {
                    let how = "party by the name of the treaty";
                    subjects =
                        parties.into_iter().map(|entity| Filled { entity, span: None, how: how.into() }).collect();
                }
            }
        }
        if relation.name == self.extractor.domain.relations.concludes {
            let principals = self.principals(clauses, (start, end), &subjects);
            subjects.extend(principals.into_iter().filter(|p| !taken.contains(&p.entity)));
            subjects.extend(self.victor_beside(&subjects));
            // 某國與他國簽訂協議: not the treaty of the page, which others signed.
            if objects.iter().all(|o| o.span.is_none()) && self.strange_signers(&subjects) {
                objects.clear();
            }
            let signers: Vec<usize> = subjects.iter().map(|s| s.entity).collect();
            if let Some(entity) = self.agreement_of(&signers, &objects) {
                objects = vec![Filled { entity, span: None, how: "the treaty of those who sign".into() }];
            }
        }
        let sent = self.sent_by_polity(frame, slots, clauses, &mut subjects, &taken);
        // 甲與乙交戰: one group holds both sides. Three names without a joint (甲、乙、丙) are one side.
        let mutual = relation.symmetric && object_rule.from.contains(&Slot::With);
        if mutual && objects.is_empty() && subjects.len() >= 2 {
            let named = |s: &Filled| s.span.is_some() && s.how.ends_with("subject of the clause");
            let two = subjects.len() == 2 && subjects.iter().all(named);
            let joint = self.split_at(clauses, slots).or(two.then_some(1));
            if let Some(split) = joint {
                objects = subjects.split_off(split.clamp(1, subjects.len() - 1));
            }
        }
        let segment_end = clauses.items[end - 1].end;
        // 與某國作戰的某軍: the clause describes its subject.
        if mutual
            && subjects.is_empty()
            && objects.iter().all(|o| o.how.ends_with("after its coverb"))
            && self.engine.grammar.mark("of").iter().any(|of| slots.gap.starts_with(of.as_str()))
            && let Some(item) = slots.object_end
        {
            subjects = self.group_entities(clauses, item, &taken);
            subjects.retain(|s| self.admits(relation, "s", Some(subject_rule), s.entity));
            subjects.iter_mut().for_each(|s| s.how = "described by the clause".into());
        }
        if mutual && !subjects.is_empty() {
            let companions = self.companions(clauses, slots);
            let (with, against): (Vec<Filled>, Vec<Filled>) =
                objects.into_iter().partition(|o| o.span.is_some() && companions.contains(&o.span));
            subjects.extend(with);
            objects = against;
        }
        let status_end = if frame.over_topic { verb_tokens.1 } else { segment_end };
        let told = |to: usize| status(clauses.line, &engine.lexicon, &engine.grammar, verb_tokens.0, verb_tokens.1, to);
        let mut status = told(status_end);
        // 討伐某人失敗: it was tried, and that is the act.
        if frame.attempt && status == Status::Negated {
            status = told(verb_tokens.1);
        }
        // 希望奪回被某國佔領的某地: what describes the object holds, whatever is said of the act.
        if slots.relative_from.is_some() && status == Status::Intended {
            status = Status::Affirmed;
        }
        self.tell_status(status, || self.because(clauses.line, verb_tokens, status_end));
        let signing = relation.name == self.extractor.domain.relations.concludes;
        let time = self.time_of(clauses, verb, (start, end), signing);

        // 爆發了1877年某地起義: its name says when better than the clause before.
        let carried_over = time.as_ref().is_none_or(|(_, how)| how.starts_with("carried"));
        let time = subjects.iter().filter(|_| carried_over).find_map(|s| self.time_in_name(s)).or(time);

        let mut qualifiers: BTreeMap<&'static str, Object> = BTreeMap::new();
        for role in ["place", "to", "treaty", "leader", "position"] {
            let Some(rule) = frame.roles.get(role) else { continue };
            let mut not: Vec<usize> = taken.clone();
            if subjects.len() == 1 {
                not.push(subjects[0].entity);
            }
            let found = self.fill(relation, role, rule, clauses, verb, slots, &mut used, &not);
            match found.into_iter().next() {
                Some(f) => {
                    qualifiers.insert(role, Object::Entity(f));
                }
                None if rule.optional => {}
                None => return self.fail(|| self.unfilled(role, clauses, verb)),
            }
        }
        if let Some(leader) = sent {
            qualifiers.entry("leader").or_insert(Object::Entity(leader));
        }
        // Who receives does not give: 雙方…割讓…予俄國.
        if let Some(Object::Entity(to)) = qualifiers.get("to") {
            subjects.retain(|s| s.entity != to.entity);
            let other =
                self.other_side(to.entity, Slot::Partner).filter(|_| subject_rule.from.contains(&Slot::Partner));
            if let (true, Some(entity)) = (subjects.is_empty() && !slots.passive, other) {
                subjects.push(Filled { entity, span: None, how: "the other side".into() });
            }
        }
        let amount =
            frame.roles.contains_key("amount").then(|| self.amount_after(clauses, verb, &rules.relation)).flatten();
        let rule_name = format!("{}/{}", rules.path.trim_end_matches(".toml"), frame.name);

        if frame.object_is_time {
            let Some((t, how)) = time else { return self.fail(|| Failure::Undated) };
            let Some(literal) = self.times[t].time.as_ref().map(|t| one_end(&t.edtf, frame.bound)) else {
                return self.fail(|| Failure::Undated);
            };
            if subjects.is_empty() {
                return self.fail(|| self.unfilled("s", clauses, verb));
            }
            let first = self.candidates.len();
            let span = self.times[t].span;
            for subject in subjects {
                let literal = named_year(&self.mentions.entities[subject.entity].title).unwrap_or(literal.clone());
                let quote = cover(verb_span, subject.span, sentence).cover(span.cover(verb_span));
                self.candidates.push(Candidate {
                    relation: rules.relation.clone(),
                    rule: rule_name.clone(),
                    subject,
                    object: Object::Literal(literal.clone(), span),
                    qualifiers: BTreeMap::new(),
                    amount: None,
                    time: Some((t, how.clone())),
                    stated: None,
                    status,
                    quote: within(quote, sentence),
                    sentence,
                });
            }
            return self.gave(first);
        }
        if subjects.is_empty() || objects.is_empty() {
            // 某國派兵討伐: against whom, the text may tell elsewhere.
            if let ([one], true) = (&subjects[..], frame.attempt && status == Status::Affirmed)
                && (one.span.is_some() || !self.discourse.subject_is_old)
                && self.extractor.domain.is_hostile(&relation.name)
            {
                self.discourse.aggressor = Some((one.entity, 0));
            }
            return self.fail(|| self.unfilled(if objects.is_empty() { "o" } else { "s" }, clauses, verb));
        }
        let first = self.candidates.len();
        let own_times: Vec<Option<usize>> = objects.iter().map(|o| self.time_in_list(clauses, verb, o)).collect();
        let dealt = self.dealt_times(clauses, verb, start, objects.len());
        let carried = self.year_before();
        // 甲與乙分別攻打丙和丁: each has its own.
        let dealt_out = subjects.len() == objects.len()
            && subjects.len() > 1
            && self.engine.grammar.mark("each-its-own").iter().any(|w| before.ends_with(w.as_str()));
        for (at, s) in subjects.iter().enumerate() {
            for (nth, o) in objects.iter().enumerate() {
                if s.entity == o.entity || dealt_out && at != nth {
                    continue;
                }
                // 爆發了1877年起義: the year in its name is its own, whatever date stands before.
                let named = [s.entity, o.entity].into_iter().find_map(|e| {
                    let own = self.extractor.domain.is_happening(self.class(e));
                    named_year(&self.mentions.entities[e].title).filter(|_| own)
                });
                let inside = |year: &String| {
                    let told = time.as_ref().and_then(|(t, _)| self.times[*t].time.as_ref());
                    told.is_none_or(|t| !t.edtf.starts_with(year.as_str()))
                };
                let named = named.filter(inside).and_then(|y| y.parse().ok()).map(crate::text::time::whole_year);
                let mut quote = cover(verb_span, s.span, sentence);
                quote = cover(quote, o.span, sentence);
                if let Some((_, span)) = &amount {
                    quote = quote.cover(*span);
                }
                self.candidates.push(Candidate {
                    relation: rules.relation.clone(),
                    rule: rule_name.clone(),
                    subject: s.clone(),
                    object: Object::Entity(o.clone()),
                    qualifiers: qualifiers.clone(),
                    amount: amount.clone(),
                    time: dealt
                        .get(nth)
                        .map(|t| (*t, "dealt out in order".to_string()))
                        .or_else(|| own_times[nth].map(|t| (t, "stands before it in the list".to_string())))
                        .or_else(|| time.clone().filter(|_| named.is_none())),
                    stated: match &named {
                        Some(year) if dealt.is_empty() => Some(year.clone()),
                        _ if dealt.is_empty() && time.is_none() => carried.clone(),
                        _ => None,
                    },
                    status,
                    quote: within(quote, sentence),
                    sentence,
                });
            }
        }
        self.gave(first);
        for at in first..self.candidates.len() {
            self.remember(at);
        }
        self.discourse.object = objects.iter().map(|o| o.entity).collect();
        let about_places = object_rule.class.contains(&self.extractor.domain.classes.place);
        for o in &objects {
            if about_places && self.extractor.domain.is_territory(self.class(o.entity)) {
                self.discourse.place = Some(o.entity);
                self.discourse.place_is_here = true;
            }
        }
    }

    /// Whether the characters beside a verb are names, dates, stops, aspect marks or words of their own.
    pub fn stands_alone(&self, clauses: &Clauses<'_>, verb: usize) -> bool {
        let aspect = self.engine.grammar.mark("aspect");
        // 為某人所滅.
        let passive = |i: usize| self.engine.grammar.mark("passive-verb").iter().any(|w| clauses.text(i, i + 1) == *w);
        let before = verb == 0 || !matches!(clauses.items[verb - 1].kind, ItemKind::Text) || passive(verb - 1);
        let after = match clauses.items.get(verb + 1).map(|i| &i.kind) {
            Some(ItemKind::Text) => aspect.iter().any(|a| clauses.text(verb + 1, verb + 2) == a.as_str()),
            _ => true,
        };
        before && after
    }

    /// The polities for whom persons act, where they stand right before them: 清朝 in 清朝黑龍江將軍奕山, 清朝代表桂良, and
    /// those who send them: 清朝 in 清朝派奕山….
    fn principals(&self, clauses: &Clauses<'_>, segment: (usize, usize), persons: &[Filled]) -> Vec<Filled> {
        let classes = &self.extractor.domain.classes;
        let mut found: Vec<Filled> = Vec::new();
        let polity = |f: &Filled| *self.class(f.entity) == *classes.polity;
        for item in segment.0..segment.1 {
            let Some(group) = clauses.group(item) else { continue };
            let mut theirs: Vec<Filled> = Vec::new();
            for np in &group.members {
                let head = self.resolve(clauses.line, np.head, &[]);
                let acts = |h: &Filled| persons.iter().any(|p| p.entity == h.entity && p.span == h.span);
                if !head.iter().any(|h| *self.class(h.entity) == *classes.person && acts(h)) {
                    continue;
                }
                theirs.extend(np.modifiers.iter().flat_map(|t| self.resolve(clauses.line, *t, &[])));
                // 清朝代表桂良, 清朝派奕山: a word of sending or standing for somebody is between the two.
                let Some(before) = (segment.0..item).rev().find(|i| clauses.group(*i).is_some()) else { continue };
                let between = clauses.text(before + 1, item);
                let stands_for = self.engine.grammar.mark("delegate").iter().any(|w| between.ends_with(w.as_str()));
                let sends = (before + 1..item)
                    .any(|i| clauses.word(i).is_some_and(|w| self.engine.lexicon.words[w].is(WordClass::Pivot)));
                if stands_for && between.chars().count() <= 6 || sends {
                    theirs.extend(self.group_entities(clauses, before, &[]));
                }
            }
            theirs.retain(|f| polity(f));
            for f in theirs {
                if !persons.iter().chain(&found).any(|p| p.entity == f.entity) {
                    found.push(Filled { how: "for whom the signer acts".into(), ..f });
                }
            }
        }
        found
    }

    /// Where those stand who are on the side of the subject: 甲 in 與甲與乙交戰.
    fn companions(&self, clauses: &Clauses<'_>, slots: &Slots) -> Vec<Option<Span>> {
        let Some(with) = slots.fillers.iter().find(|f| f.slot == Slot::With) else { return Vec::new() };
        let Some(group) = clauses.group(with.item) else { return Vec::new() };
        let line = clauses.line;
        let symbol = |token: usize| line.tokens.get(token).map(|t| t.symbol);
        let coverb = (0..with.item).rev().find(|i| clauses.word(*i).is_some()).map(|i| clauses.items[i].start);
        let first = |member: usize| {
            let np = &group.members[member];
            np.modifiers.iter().copied().chain([np.head]).min().unwrap_or(np.head)
        };
        let same = |m: &&usize| coverb.is_some_and(|c| first(**m) > 0 && symbol(first(**m) - 1) == symbol(c));
        let Some(joint) = group.joints.iter().find(same) else { return Vec::new() };
        group.members[..*joint].iter().map(|np| Some(line.tokens[np.head].span)).collect()
    }

    /// Before which member of the subject a counterpart starts. 甲、乙和丙 is one side; 甲、乙與丙 are two.
    pub fn split_at(&self, clauses: &Clauses<'_>, slots: &Slots) -> Option<usize> {
        let subject = slots.fillers.iter().find(|f| f.slot == Slot::Subject)?;
        let group = clauses.group(subject.item)?;
        let enumerates = |member: usize| {
            let np = &group.members[member];
            let first = np.modifiers.iter().copied().chain([np.head]).min().unwrap_or(np.head);
            let joint = first.checked_sub(1).map(|t| clauses.line.tokens[t].symbol.to_string());
            member > 1 && joint.is_some_and(|c| self.engine.grammar.mark("enumerating").contains(&c))
        };
        group.joints.iter().copied().find(|m| !enumerates(*m))
    }

    /// Whether the words of an object, with what follows them, end as a frame asks: 瑞典軍, 俄國的部隊.
    fn ends_so(&self, object: &Filled, ends: &[String], not: &[String]) -> bool {
        let Some(span) = object.span else { return ends.is_empty() };
        let text: String = self.folded[span.range()].iter().collect();
        let after: String = self.folded[span.end()..].iter().take(6).collect();
        let after = after.trim_start_matches(['的', '之']);
        let so = |words: &[String]| words.iter().any(|w| text.ends_with(w.as_str()) || after.starts_with(w.as_str()));
        (ends.is_empty() || so(ends)) && !so(not)
    }

    /// Whether what follows the object's group makes it only the possessor of something unnamed.
    pub fn only_possessor(&self, clauses: &Clauses<'_>, item: usize, end: usize) -> bool {
        let tail = clauses.text(item + 1, end);
        let grammar = &self.engine.grammar;
        let Some(rest) = grammar.mark("of").iter().find_map(|of| tail.strip_prefix(of.as_str())) else { return false };
        // 東征某國的期間, 攻佔某城的同時.
        let when = grammar.mark("of-when").iter().any(|w| rest.starts_with(w.as_str()));
        !when && !grammar.mark("same-thing").iter().any(|w| rest.contains(w.as_str()))
    }

    /// Whether an unknown place inside the object follows it directly, or what it has a great part of: 攻下出雲國白鹿城,
    /// 控制北非的大部份腓尼基人殖民地.
    fn only_holds(&self, clauses: &Clauses<'_>, item: usize, end: usize) -> bool {
        let grammar = &self.engine.grammar;
        if item + 1 >= end || clauses.items[item + 1].kind != ItemKind::Text {
            return false;
        }
        let text = clauses.text(item + 1, item + 2);
        let of = grammar.mark("of").iter().any(|of| text.starts_with(of.as_str()));
        if of {
            let named = item + 2 < end && clauses.group(item + 2).is_some();
            return named && grammar.mark("great-part").iter().any(|w| text.ends_with(w.as_str()));
        }
        let part = text.split('等').next().unwrap_or(text);
        let long = (2..=5).contains(&part.chars().count());
        long && grammar.mark("place-ending").iter().any(|w| part.ends_with(w.as_str()))
    }

    /// Whether a noun follows the object directly that makes it something else: 中國機關 is not 中國.
    pub fn only_part(&self, clauses: &Clauses<'_>, item: usize, end: usize) -> bool {
        let seat = |m: &str| {
            let tail = clauses.text(item + 1, end);
            self.engine.grammar.mark(m).iter().any(|w| tail.starts_with(w.as_str()))
        };
        // 某國地區兩個省的總督 is not the country.
        let tail = clauses.text(item + 1, end);
        let grammar = &self.engine.grammar;
        let inside = || grammar.mark("inside").iter().any(|w| tail.starts_with(w.as_str()));
        let of = || grammar.mark("of").iter().any(|w| tail.contains(w.as_str()));
        if seat("seat") || seat("part") || inside() && of() {
            return true;
        }
        if item + 1 >= end || !matches!(clauses.items[item + 1].kind, ItemKind::Text) {
            return false;
        }
        let tail = clauses.text(item + 1, item + 2);
        let grammar = &self.engine.grammar;
        let known = ["of", "same-thing", "tail"].iter().flat_map(|m| grammar.mark(m));
        !known.into_iter().any(|w| tail.starts_with(w.as_str()))
    }

    /// A quantity after a verb, in its segment or the next.
    pub fn amount_after(&self, clauses: &Clauses<'_>, verb: usize, relation: &str) -> Option<(Amount, Span)> {
        let mut stops = 0;
        for item in &clauses.items[verb + 1..] {
            match item.kind {
                ItemKind::Amount(a) => {
                    let counted = |amount: &Amount| self.extractor.domain.counts(relation, &amount.unit);
                    if let Some((span, amount)) = self.amounts.get(a).filter(|(_, amount)| counted(amount)) {
                        return Some((amount.clone(), *span));
                    }
                }
                ItemKind::Stop(_) => {
                    stops += 1;
                    if stops > 1 {
                        return None;
                    }
                }
                ItemKind::Word(w) if stops > 0 && !self.engine.lexicon.words[w].frames.is_empty() => return None,
                _ => {}
            }
        }
        None
    }
}

/// The year that a name starts with: 1877年…起義.
fn named_year(title: &str) -> Option<String> {
    let digits: String = title.chars().take_while(char::is_ascii_digit).collect();
    (digits.len() == 4 && title[4..].starts_with('年')).then_some(digits)
}

/// The end of a span of dates that a frame means, and any other date whole.
fn one_end(edtf: &str, bound: Option<Bound>) -> String {
    let end = match (edtf.split_once('/'), bound) {
        (Some((start, _)), Some(Bound::Start)) => start,
        (Some((_, end)), Some(Bound::End)) => end,
        _ => edtf,
    };
    if end.is_empty() || end == ".." { edtf.to_string() } else { end.to_string() }
}
