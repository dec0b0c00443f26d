//! Applies patterns: shapes of words around names, matched on a whole sentence, brackets included.

use super::CompiledPattern;
use super::clause::{Clauses, subjects};
use super::discourse::Filled;
use super::line::{Line, TokenKind};
use super::read::{Candidate, Object, Reading, cover, within};
use super::status::status;
use crate::document::BlockKind;
use crate::fact::{Status, Time};
use crate::pack::grammar::WordClass;
use crate::pack::ontology::{Range, Relation};
use crate::pack::rules::{Bound, Pattern, RoleRule, Slot};
use crate::span::Span;
use regex::Captures;
use std::collections::BTreeMap;

impl Reading<'_> {
    /// All patterns on a sentence.
    pub fn match_patterns(&mut self, line: &Line, sentence: Span) {
        let engine = self.engine;
        for at in engine.prefilter.candidates(&line.text) {
            let p = &engine.patterns[at];
            let pattern = &engine.rules[p.file].patterns[p.pattern];
            if pattern.lead && !self.in_lead(sentence)
                || pattern.item && !self.in_item(sentence)
                || !pattern.under.is_empty() && !self.is_under(&pattern.under, sentence)
                || self.is_under(&pattern.not_under, sentence)
            {
                continue;
            }
            let mut from = 0;
            while let Some(found) = p.regex.captures_at(&line.text, from) {
                let whole = found.get(0).expect("group 0 is the match");
                // The next match may start inside this one: A（今B）（今C）, lists of offices.
                from = line.bytes.iter().copied().find(|b| *b > whole.start()).unwrap_or(line.text.len());
                let (after, before) = (&line.text[whole.end()..], &line.text[..whole.start()]);
                let outside = pattern.not_before.iter().any(|w| after.starts_with(w.as_str()))
                    || pattern.not_after.iter().any(|w| before.ends_with(w.as_str()));
                if !outside {
                    self.take_match(p, line, &found, sentence);
                }
                if from >= line.text.len() {
                    break;
                }
            }
        }
    }

    fn in_lead(&self, sentence: Span) -> bool {
        self.document.sections.first().is_none_or(|s| s.level == 0 && s.span.contains(sentence))
    }

    fn in_item(&self, sentence: Span) -> bool {
        let at = self.document.blocks.partition_point(|b| b.span.end <= sentence.start);
        self.document.blocks.get(at).is_some_and(|b| matches!(b.kind, BlockKind::ListItem(_)))
    }

    /// Whether a heading above holds one of some words: that of its section, or of a section around it.
    fn is_under(&self, words: &[String], sentence: Span) -> bool {
        if words.is_empty() {
            return false;
        }
        let at = self.document.blocks.partition_point(|b| b.span.end <= sentence.start);
        let Some(own) = self.document.blocks.get(at).map(|b| b.section) else { return false };
        let mut level = u8::MAX;
        for section in self.document.sections.iter().take(own + 1).rev() {
            if section.level < level {
                level = section.level;
                let heading = crate::text::script::fold_str(&section.title);
                if level > 0 && words.iter().any(|w| heading.contains(w.as_str())) {
                    return true;
                }
            }
        }
        false
    }

    fn take_match(&mut self, p: &CompiledPattern, line: &Line, found: &Captures<'_>, sentence: Span) {
        let engine = self.engine;
        let rules = &engine.rules[p.file];
        let rule = &rules.patterns[p.pattern];
        let Some(relation) = self.extractor.ontology.relations.get(&rules.relation) else { return };
        let whole = found.get(0).expect("group 0 is the match");
        let (start, end) = (line.token_at(whole.start()), line.token_at(whole.end()));
        if start == end {
            return;
        }
        for (name, endings) in &rule.ends {
            let Some(group) = found.name(name) else { continue };
            let span = line.span(line.token_at(group.start()), line.token_at(group.end()));
            let text: String = self.folded[span.range()].iter().collect();
            let (not, wanted): (Vec<&String>, Vec<&String>) = endings.iter().partition(|e| e.starts_with('!'));
            let ends = |e: &&String| text.ends_with(e.trim_start_matches('!'));
            if not.iter().any(ends) || !wanted.is_empty() && !wanted.iter().any(ends) {
                return;
            }
        }
        let mut roles: BTreeMap<&str, Vec<Object>> = BTreeMap::new();
        let mut time = None;
        for name in p.regex.capture_names().flatten() {
            let Some(group) = found.name(name) else { continue };
            let (from, to) = (line.token_at(group.start()), line.token_at(group.end()));
            if from == to {
                continue;
            }
            let role = name.trim_end_matches(|c: char| c.is_ascii_digit());
            if role == "time" {
                if let TokenKind::Time(t) = line.tokens[from].kind {
                    time = Some((t, "stands in the phrase".to_string()));
                }
                continue;
            }
            let Some(role) = crate::pack::rules::ROLES.iter().find(|r| **r == role) else { continue };
            let mut values = match rule.listed && *role == "o" {
                true => self.listed(line, from, to),
                false => self.captured(line, from, to),
            };
            if let Some(not) = rule.not_named.get(name) {
                values.retain(|v| !self.is_named(v, not));
                if values.is_empty() {
                    return;
                }
            }
            roles.entry(role).or_default().extend(values);
        }
        for (role, role_rule) in &rule.roles {
            if roles.contains_key(role.as_str()) {
                continue;
            }
            let Some(role) = crate::pack::rules::ROLES.iter().find(|r| **r == role.as_str()) else { continue };
            let filled = self.slot_of_pattern(relation, role, role_rule, line, start, end);
            if filled.is_empty() && !role_rule.optional {
                return;
            }
            roles.entry(role).or_default().extend(filled.into_iter().map(Object::Entity));
        }
        if time.is_none() && !rule.timeless {
            let usable = |t: &usize| self.times[*t].time.is_some();
            let times = |range: std::ops::Range<usize>| {
                range.filter_map(|i| match line.tokens[i].kind {
                    TokenKind::Time(t) => Some(t),
                    _ => None,
                })
            };
            // Brackets are an aside: a date in one does not carry over.
            time = times(start..end)
                .find(usable)
                .map(|t| (t, "stands in the phrase".to_string()))
                .or_else(|| times(0..start).filter(usable).last().map(|t| (t, "carried over from before".to_string())))
                .or_else(|| {
                    let stop = |i: &usize| matches!(line.tokens[*i].symbol, ',' | '，' | '。' | ';' | '；' | ')');
                    let clause_end = (end..line.tokens.len()).find(stop).unwrap_or(line.tokens.len());
                    times(end..clause_end).find(usable).map(|t| (t, "stands in the clause".to_string()))
                });
        }
        let segment_end = (end..line.tokens.len())
            .find(|i| matches!(line.tokens[*i].symbol, ',' | '，' | '。' | ';' | '；'))
            .unwrap_or(line.tokens.len());
        let status = status(line, &engine.lexicon, &engine.grammar, start, end, segment_end);
        let status = match self.doubt_within(line, (start, end), &rule.pattern) {
            Some(doubt) if status == Status::Affirmed && !rule.timeless => doubt,
            _ => status,
        };
        // A name or an office is what it is even inside a wish or a quotation, unless it is denied.
        let status = match status {
            Status::Affirmed | Status::Negated => status,
            _ if rule.timeless => Status::Affirmed,
            _ => status,
        };
        let quote = line.span(start, end);
        let rule_name = format!("{}/{}", rules.path.trim_end_matches(".toml"), rule.name);
        let subjects = roles.remove("s").unwrap_or_default();
        let mut objects = roles.remove("o").unwrap_or_default();
        if rule.latin {
            let letters = |o: &Object| match o {
                Object::Literal(text, _) => text.chars().filter(|c| c.is_ascii_alphabetic()).count() * 2 > text.len(),
                Object::Entity(Filled { span: Some(span), .. }) => self.folded[span.range()].iter().all(char::is_ascii),
                Object::Entity(_) => false,
            };
            objects.retain(letters);
        }
        if rule.single && subjects.len() > 1 {
            return;
        }
        if rule.object_is_time {
            let Some((t, _)) = &time else { return };
            let dated = &self.times[*t];
            let Some(literal) = dated.time.as_ref().and_then(|t| end_of_span(t, rule)) else { return };
            objects = vec![Object::Literal(literal, dated.span)];
        }
        let mut qualifiers = BTreeMap::new();
        for (role, values) in roles {
            if role == "amount" {
                continue;
            }
            if let Some(first) = values.into_iter().next() {
                if matches!(&first, Object::Entity(f) if !self.admits_role(relation, role, f.entity)) {
                    continue;
                }
                qualifiers
                    .insert(crate::pack::rules::ROLES.iter().find(|r| **r == role).copied().unwrap_or("to"), first);
            }
        }
        let amount = line.tokens[start..end].iter().find_map(|t| match t.kind {
            TokenKind::Amount(a) => self.amounts.get(a).map(|(span, amount)| (amount.clone(), *span)),
            _ => None,
        });
        let carried = self.year_before();
        for s in &subjects {
            let Object::Entity(s) = s else { continue };
            if !self.admits_role(relation, "s", s.entity) {
                continue;
            }
            for o in &objects {
                let fits = match (o, &relation.range) {
                    (Object::Entity(f), Range::Classes(_)) => {
                        f.entity != s.entity && self.admits_role(relation, "o", f.entity)
                    }
                    // A name that is also a mention is still the words that stand there.
                    (Object::Literal(..), Range::Text | Range::Date) => true,
                    _ => false,
                };
                // Another name of a treaty is not the name of a place.
                if let (Object::Literal(text, _), Range::Text) = (o, &relation.range) {
                    if self.names_another_kind(text, s.entity) {
                        continue;
                    }
                }
                if let (Object::Entity(f), Range::Text) = (o, &relation.range) {
                    let (a, b) = (&self.mentions.entities[f.entity].class, &self.mentions.entities[s.entity].class);
                    if f.entity != s.entity && a != b && self.extractor.ontology.classes.contains_key(&**a) {
                        continue;
                    }
                }
                let o = match (o, &relation.range) {
                    (Object::Entity(Filled { span: Some(span), .. }), Range::Text) => {
                        Object::Literal(self.document.slice(*span), *span)
                    }
                    _ if fits => o.clone(),
                    _ => continue,
                };
                self.candidates.push(Candidate {
                    relation: rules.relation.clone(),
                    rule: rule_name.clone(),
                    subject: s.clone(),
                    object: o,
                    qualifiers: qualifiers.clone(),
                    amount: amount.clone(),
                    time: time.clone(),
                    stated: if time.is_none() && !rule.timeless { carried.clone() } else { None },
                    status,
                    quote: within(cover(quote, s.span, sentence), sentence),
                    sentence,
                });
            }
        }
    }

    /// What a word inside a match says against it, unless the pattern itself asks for that word: 英國企圖使某國成為….
    fn doubt_within(&self, line: &Line, tokens: (usize, usize), pattern: &str) -> Option<Status> {
        let words = line.words.iter().filter(|w| w.start >= tokens.0 && w.end <= tokens.1);
        words.map(|w| &self.engine.lexicon.words[w.word]).filter(|w| !pattern.contains(w.text.as_str())).find_map(|w| {
            let doubts = [
                (WordClass::Negation, Status::Negated),
                (WordClass::Intention, Status::Intended),
                (WordClass::Demand, Status::Demanded),
                (WordClass::Condition, Status::Hypothetical),
            ];
            doubts.into_iter().find(|(class, _)| w.is(*class)).map(|(_, status)| status)
        })
    }

    /// What a capture holds: entities, or else its words.
    fn captured(&self, line: &Line, from: usize, to: usize) -> Vec<Object> {
        let mut entities = Vec::new();
        let mut plain = 0;
        for t in from..to {
            match line.tokens[t].kind {
                // 京津: one-character forms of places side by side are two, not one in the other.
                TokenKind::Entity(m)
                    if line.tokens[t].span.len() == 1
                        && *self.mentions.mentions[m].class == *self.extractor.domain.classes.place => {}
                TokenKind::Entity(_) | TokenKind::Pronoun(_) => {
                    entities.extend(self.resolve(line, t, &[]).into_iter().map(Object::Entity));
                }
                TokenKind::Char('、' | '与' | '和' | '及' | ',' | '以') => {}
                _ => plain += 1,
            }
        }
        if plain == 0 && !entities.is_empty() {
            return entities;
        }
        let span = line.span(from, to);
        vec![Object::Literal(self.document.slice(span).trim().to_string(), span)]
    }

    /// The members of a list of captured words: names between 、 and 或 are each one, brackets are left out.
    fn listed(&self, line: &Line, from: usize, to: usize) -> Vec<Object> {
        let mut out = Vec::new();
        let (mut first, mut depth) = (from, 0);
        for t in from..=to {
            let symbol = line.tokens.get(t).filter(|_| t < to).map(|t| t.symbol);
            // 和 may be part of a name, unless one of its sides is quoted.
            let quoted = || {
                line.tokens[t - 1].symbol == '》'
                    || line.tokens.get(t + 1).is_some_and(|t| matches!(t.symbol, '《' | '“' | '「'))
            };
            let splits = match symbol {
                None => true,
                Some('(') => depth == 0,
                Some('、' | '或' | ',' | '，') => depth == 0,
                Some('和' | '及' | '与') => depth == 0 && t > from && quoted(),
                Some(_) => false,
            };
            if splits && first < t {
                let (mut a, mut b) = (first, t);
                let mark = |t: usize| matches!(line.tokens[t].kind, TokenKind::Char(c) if !c.is_alphanumeric() && !matches!(c, '·' | '‧' | '．'));
                while a < b && mark(a) {
                    a += 1;
                }
                while a < b && mark(b - 1) {
                    b -= 1;
                }
                if a < b && depth == 0 {
                    let single = b - a == 1 && matches!(line.tokens[a].kind, TokenKind::Entity(_));
                    match single {
                        true => out.extend(self.captured(line, a, b)),
                        false => {
                            let span = line.span(a, b);
                            out.push(Object::Literal(self.document.slice(span).trim().to_string(), span));
                        }
                    }
                }
            }
            match symbol {
                Some('(') => depth += 1,
                Some(')') => depth -= 1,
                _ => {}
            }
            if splits || symbol == Some(')') {
                first = t + 1;
            }
        }
        out
    }

    /// Whether a thing has one of some names as its whole name.
    fn is_named(&self, object: &Object, names: &[String]) -> bool {
        let title = match object {
            Object::Entity(f) => &self.mentions.entities[f.entity].title,
            Object::Literal(text, _) => text,
        };
        let title = crate::text::script::fold_str(title);
        names.contains(&title)
    }

    /// Whether words end like the name of a thing of another class: no 國 is called …條約.
    fn names_another_kind(&self, text: &str, entity: usize) -> bool {
        let class = &self.mentions.entities[entity].class;
        let shown = self.extractor.namers.get(&self.document.lang).and_then(|n| n.class_by_ending(text));
        shown.is_some_and(|shown| {
            const DEEDS: [&str; 4] = ["War", "Rebellion", "Event", "Thing"];
            let same = shown == *class || DEEDS.contains(&&*shown) && DEEDS.contains(&&**class);
            !same && matches!(&*shown, "War" | "Rebellion" | "Event" | "Treaty")
        })
    }

    /// What stands right before a token, or before the bracket around it: a name of its own.
    fn beside(&self, line: &Line, start: usize) -> Vec<Filled> {
        let mut at = aside_start(line, start).unwrap_or(start);
        let mut comma = false;
        loop {
            match at.checked_sub(1).map(|t| &line.tokens[t]) {
                // 甲（…），又稱乙; 《甲》（…）又稱乙.
                Some(t) if t.symbol == ')' => at = aside_start(line, at - 1).unwrap_or(0),
                Some(t) if matches!(t.symbol, '》' | '”' | '」' | '亦' | '也' | '又') => at -= 1,
                Some(t) if matches!(t.symbol, '，' | ',') && !comma => {
                    comma = true;
                    at -= 1;
                }
                // Over a comma only a name that is a clause by itself is still the one.
                Some(t)
                    if matches!(t.kind, TokenKind::Entity(_))
                        && (!comma || Self::segment_start(line, at - 1) == at - 1) =>
                {
                    return self.resolve(line, at - 1, &[]);
                }
                _ => return Vec::new(),
            }
        }
    }

    /// The entities that a segment names before an item.
    fn discourse_subjects(&self, clauses: &Clauses<'_>, begin: usize, item: usize) -> Vec<usize> {
        let groups = (begin..item).filter_map(|i| clauses.group(i));
        groups
            .flat_map(|g| &g.members)
            .flat_map(|np| self.resolve(clauses.line, np.head, &[]))
            .map(|f| f.entity)
            .collect()
    }

    fn slot_of_pattern(
        &self,
        relation: &Relation,
        role: &str,
        rule: &RoleRule,
        line: &Line,
        start: usize,
        match_end: usize,
    ) -> Vec<Filled> {
        let fits = |e: usize| {
            if rule.class.is_empty() {
                self.admits_role(relation, role, e)
            } else {
                self.extractor.ontology.admits(&rule.class, &self.mentions.entities[e].class)
            }
        };
        let carried = |entities: &[usize], how: &str| -> Vec<Filled> {
            let fitting = entities.iter().copied().filter(|e| fits(*e));
            fitting.map(|entity| Filled { entity, span: None, how: how.to_string() }).collect()
        };
        for slot in &rule.from {
            let found = match slot {
                Slot::Subject => {
                    let mentions = self.mentions;
                    let class_of = |t: usize| match line.tokens[t].kind {
                        TokenKind::Entity(m) => mentions.entities[mentions.mentions[m].entity].class.as_ref(),
                        _ => "",
                    };
                    // An aside is about what stands before it, if it names nothing itself.
                    let aside = aside_start(line, start).filter(|open| aside_start(line, match_end) == Some(*open));
                    let clauses = Clauses::new(line, &self.engine.lexicon, &self.extractor.domain, &class_of);
                    let end = clauses.items.iter().position(|i| i.end > start).unwrap_or(clauses.items.len());
                    let acting = |item: usize| self.acting(&clauses, item);
                    let mut here: Vec<Filled> = Vec::new();
                    if let Some(open) = aside {
                        let begin = clauses.items.iter().position(|i| i.start > open).unwrap_or(end);
                        for item in subjects(&clauses, begin, end, &self.engine.lexicon, &self.engine.grammar, &acting)
                        {
                            let members = clauses.group(item).into_iter().flat_map(|g| &g.members);
                            here.extend(
                                members.flat_map(|np| self.resolve(line, np.head, &[])).filter(|f| fits(f.entity)),
                            );
                        }
                        if here.is_empty() {
                            here = self.beside(line, start);
                            here.retain(|f| fits(f.entity));
                        }
                        return here;
                    }
                    // 某人派其出任…: who was sent.
                    let begin = clauses.items[..end]
                        .iter()
                        .rposition(|i| matches!(i.kind, super::clause::ItemKind::Stop(_)))
                        .map_or(0, |i| i + 1);
                    let words = &self.engine.lexicon.words;
                    let pivot = (begin + 1..end).rev().find(|i| {
                        clauses.group(*i).is_some()
                            && clauses.word(i - 1).is_some_and(|w| words[w].is(WordClass::Pivot))
                    });
                    if let Some((item, group)) = pivot.and_then(|i| Some((i, clauses.group(i)?))) {
                        for np in &group.members {
                            here.extend(self.resolve(line, np.head, &self.discourse_subjects(&clauses, begin, item)));
                        }
                        here.retain(|f| fits(f.entity));
                    }
                    let mut stop = end;
                    // Whether somebody else was spoken of on the way.
                    let mut unsure = false;
                    // The segment of the match, then those before it.
                    while here.is_empty() {
                        let begin = clauses.items[..stop]
                            .iter()
                            .rposition(|i| matches!(i.kind, super::clause::ItemKind::Stop(_)))
                            .map_or(0, |i| i + 1);
                        for item in subjects(&clauses, begin, stop, &self.engine.lexicon, &self.engine.grammar, &acting)
                        {
                            let Some(group) = clauses.group(item) else { continue };
                            // Whoever is not named is what the page is about, unless a clause opens with another.
                            if self.discourse.title.is_some_and(fits)
                                && stop != end
                                && !opens_clause(&clauses, begin, item)
                            {
                                let other = |e: usize| fits(e) && Some(e) != self.discourse.title;
                                let heads = group.members.iter().flat_map(|np| self.resolve(line, np.head, &[]));
                                unsure |= heads.into_iter().any(|f| other(f.entity));
                                continue;
                            }
                            for np in &group.members {
                                // 日本以北 says where, not what.
                                if !super::compose::bounded(self.folded, line.tokens[np.head].span) {
                                    here.extend(
                                        self.resolve(line, np.head, &[]).into_iter().filter(|f| fits(f.entity)),
                                    );
                                }
                            }
                            if !here.is_empty() {
                                break;
                            }
                        }
                        if begin == 0 {
                            break;
                        }
                        stop = begin - 1;
                    }
                    for f in &mut here {
                        f.how = "subject of the clause".into();
                    }
                    if !here.is_empty() || unsure {
                        // Better nobody than the wrong one.
                        return here;
                    }
                    if self.discourse.about_person && self.discourse.title.is_some_and(fits) {
                        carried(self.discourse.title.as_slice(), "topic of the page")
                    } else {
                        carried(&self.discourse.subject, "subject of the clause before")
                    }
                }
                Slot::Beside => self.beside(line, start).into_iter().filter(|f| fits(f.entity)).collect(),
                Slot::Title => carried(self.discourse.title.as_slice(), "topic of the page"),
                Slot::Treaty => carried(self.discourse.treaty.as_slice(), "treaty of the sentence"),
                Slot::LastTreaty => carried(self.discourse.treaty.as_slice(), "treaty named before"),
                Slot::TreatyTitle => {
                    let topic = self.discourse.section_treaty.as_ref().or(self.discourse.title.as_ref());
                    carried(topic.map_or(&[], std::slice::from_ref), "treaty that the section is about")
                }
                Slot::Government => carried(self.discourse.government.as_slice(), "who appointed before"),
                Slot::LastPlace => carried(self.discourse.place.as_slice(), "place of the act before"),
                Slot::LastObject => carried(&self.discourse.object, "object of the act before"),
                _ => Vec::new(),
            };
            if !found.is_empty() {
                return found;
            }
        }
        Vec::new()
    }
}

/// Where the bracket around a token opens, if it stands in one.
fn aside_start(line: &Line, token: usize) -> Option<usize> {
    let mut depth = 0;
    for t in (0..token).rev() {
        match line.tokens[t].symbol {
            ')' => depth += 1,
            '(' if depth == 0 => return Some(t),
            '(' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// Whether nothing but dates and connectives stands between the start of a segment and an item.
fn opens_clause(clauses: &Clauses<'_>, begin: usize, item: usize) -> bool {
    use super::clause::ItemKind;
    (begin..item).all(|i| matches!(clauses.items[i].kind, ItemKind::Time(_) | ItemKind::Word(_)))
}

/// The end of a span of dates that a rule means: the whole date if it names none.
fn end_of_span(time: &Time, rule: &Pattern) -> Option<String> {
    let Some(bound) = rule.bound else { return Some(time.edtf.clone()) };
    let (start, end) = time.edtf.split_once('/')?;
    if let Some((least, most)) = rule.years {
        let years = time.end?.1.year - time.earliest.year;
        if years < least || years > most {
            return None;
        }
    }
    let wanted = match bound {
        Bound::Start => start,
        Bound::End => end,
    };
    (!wanted.is_empty() && wanted != "..").then(|| wanted.to_string())
}
