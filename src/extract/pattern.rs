//! Applies patterns: shapes of words around names, matched on a whole sentence, brackets included.

mod fit;
mod place;

use super::CompiledPattern;
use super::discourse::Filled;
use super::line::{Line, TokenKind, WordAt};
use super::read::{Candidate, Object, Reading, cover, within};
use super::status::status;
use super::trace::Failure;
use crate::document::BlockKind;
use crate::fact::{Amount, Status, Time};
use crate::pack::grammar::WordClass;
use crate::pack::ontology::Range;
use crate::pack::rules::{Bound, Pattern, Slot};
use crate::span::Span;
use crate::text::script;
use regex::Captures;
use std::collections::BTreeMap;

/// Whether text starts with words, which `{}` at their end leads on to any name.
fn stands_before(words: &str, text: &str) -> bool {
    match words.strip_suffix("{}") {
        Some(words) => {
            text.strip_prefix(words).is_some_and(|t| t.starts_with(|c| ('\u{E000}'..'\u{F000}').contains(&c)))
        }
        None => text.starts_with(words),
    }
}

impl Reading<'_> {
    /// All patterns on a sentence.
    pub fn match_patterns(&mut self, line: &Line, sentence: Span) {
        let engine = self.engine;
        for at in engine.prefilter.candidates(&line.text) {
            let p = &engine.patterns[at];
            let pattern = &engine.rules[p.file].patterns[p.pattern];
            if pattern.lead && !self.in_lead(sentence)
                || pattern.item && !self.in_item(sentence)
                || pattern.prose && self.in_item(sentence)
                || !pattern.under.is_empty() && !self.is_under(&pattern.under, sentence)
                || self.is_under(&pattern.not_under, sentence)
                || !pattern.title_ends.is_empty() && !self.title_ends(&pattern.title_ends)
            {
                self.tell_match(p, line, sentence, Failure::Elsewhere);
                continue;
            }
            let mut from = 0;
            // Most patterns do not match, and telling that is much faster than capturing.
            while p.regex.is_match_at(&line.text, from)
                && let Some(found) = p.regex.captures_at(&line.text, from)
            {
                let whole = found.get(0).expect("group 0 is the match");
                // The next match may start inside this one: A（今B）（今C）, lists of offices.
                from = line.bytes.iter().copied().find(|b| *b > whole.start()).unwrap_or(line.text.len());
                let (after, before) = (&line.text[whole.end()..], &line.text[..whole.start()]);
                let outside = pattern.not_before.iter().any(|w| stands_before(w, after))
                    || pattern.not_after.iter().any(|w| before.ends_with(w.as_str()))
                    || self.follows_names(pattern, line, before, line.token_at(whole.start()));
                let behind = p.behind.as_ref().filter(|_| !outside).map(|b| b.captures(before));
                match behind {
                    _ if outside => self.tell_match(p, line, sentence, Failure::Beside),
                    Some(None) => self.tell_match(p, line, sentence, Failure::Beside),
                    Some(Some(before)) => self.take_match(p, line, &[found, before], sentence),
                    None => self.take_match(p, line, &[found], sentence),
                }
                if from >= line.text.len() {
                    break;
                }
            }
        }
    }

    /// Takes a match: what the pattern captured, and what its `behind` did.
    fn take_match(&mut self, p: &CompiledPattern, line: &Line, all: &[Captures<'_>], sentence: Span) {
        let Some(found) = all.first() else { return };
        let engine = self.engine;
        let rules = &engine.rules[p.file];
        let rule = &rules.patterns[p.pattern];
        let Some(relation) = self.extractor.ontology.relations.get(&rules.relation) else { return };
        let whole = found.get(0).expect("group 0 is the match");
        // Which of several belongs to which, a shape of words does not tell.
        let rest = &line.text[whole.end()..];
        // A phrase of its own behind the match is what is told apart: between X and Y, signed by A and B, respectively.
        let several = rest.split_once("respectively").is_some_and(|(between, _)| !between.contains(" by "));
        if !rule.timeless && engine.english.is_some() && several {
            return;
        }
        let (start, end) = (line.token_at(whole.start()), line.token_at(whole.end()));
        if start == end {
            return;
        }
        let first = self.candidates.len();
        self.tell(|t| t.begin(rules, &rule.name, sentence, self.words_between(line, start, end)));
        for (name, openings) in &rule.starts {
            let Some(group) = all.iter().find_map(|f| f.name(name)) else { continue };
            let span = line.span(line.token_at(group.start()), line.token_at(group.end()));
            let text: String = self.folded[span.range()].iter().collect();
            if !openings.iter().any(|o| text.starts_with(o.as_str())) {
                return;
            }
        }
        for (name, endings) in &rule.ends {
            let Some(group) = all.iter().find_map(|f| f.name(name)) else { continue };
            let span = line.span(line.token_at(group.start()), line.token_at(group.end()));
            let text: String = self.folded[span.range()].iter().collect();
            let (not, wanted): (Vec<&String>, Vec<&String>) = endings.iter().partition(|e| e.starts_with('!'));
            let ends = |e: &&String| text.ends_with(e.trim_start_matches('!'));
            if not.iter().any(ends) || !wanted.is_empty() && !wanted.iter().any(ends) {
                return;
            }
        }
        let mut roles: BTreeMap<&str, Vec<Object>> = BTreeMap::new();
        let (mut time, mut amount) = (None, None);
        let names = p.regex.capture_names().flatten().map(|n| (n, found));
        let behind = p.behind.iter().flat_map(|b| b.capture_names().flatten());
        for (name, found) in names.chain(behind.flat_map(|n| all.get(1).map(|f| (n, f)))) {
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
            if role == "amount" {
                amount = line.tokens[from..to].iter().find_map(|t| self.counted_by(t.kind));
                continue;
            }
            let Some(role) = crate::pack::rules::ROLES.iter().find(|r| **r == role) else { continue };
            // A name in several words is the words that stand there: Emperor X.
            let words = engine.english.is_some() && relation.range == Range::Text && *role == "o" && to > from + 1;
            let mut values = match rule.listed && *role == "o" {
                _ if words => vec![self.words(line, from, to)],
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
            let mut filled = match role_rule.from[..] {
                [Slot::Realm] => {
                    let given = rule.roles.get("s").filter(|_| !roles.contains_key("s"));
                    let subject = given.map(|r| self.slot_of_pattern(relation, "s", r, line, start, end));
                    let subject = subject.map(|f| f.into_iter().map(Object::Entity).collect::<Vec<_>>());
                    self.realm(&rules.relation, roles.get("s").or(subject.as_ref()))
                }
                [Slot::Opponent] => self.opponent_of_captured(relation, role, &roles),
                _ => self.slot_of_pattern(relation, role, role_rule, line, start, end),
            };
            // Who gives is the other side than who receives.
            let receiver =
                roles.get("to").and_then(|to| to.first()).filter(|_| role_rule.from.contains(&Slot::Partner));
            if let Some(Object::Entity(to)) = receiver {
                filled.retain(|f| f.entity != to.entity);
                if let (true, Some(entity)) = (filled.is_empty(), self.other_side(to.entity, Slot::Partner)) {
                    filled.push(Filled { entity, span: None, how: "the other side".into() });
                }
            }
            if filled.is_empty() && !role_rule.optional {
                let stands = || self.words_between(line, Self::segment_start(line, start), start);
                return self.fail(|| Failure::Unfilled { role: (*role).to_owned(), stands: stands() });
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
            // Brackets are an aside: a date in one does not carry over to what stands outside.
            let aside = in_aside(line, 0, line.tokens[start].span);
            time = times(start..end)
                .find(|t| usable(t) && !in_aside(line, start, self.times[*t].span))
                .map(|t| (t, "stands in the phrase".to_string()));
            let signing = rules.relation == self.extractor.domain.relations.concludes;
            let of_agreement = |t: usize| !signing && self.dates_agreement_behind(line, self.times[t].span);
            let before = || {
                times(0..start)
                    .rfind(|t| usable(t) && !of_agreement(*t) && (aside || !in_aside(line, 0, self.times[*t].span)))
                    .map(|t| (t, "carried over from before".to_string()))
            };
            // 新疆回變（1864至1877年間…叛亂: what a bracket right behind a happening says of it.
            let glossed = || {
                let open = (start + 1..end).find(|i| {
                    line.tokens[*i].symbol == '('
                        && matches!(line.tokens[i - 1].kind, TokenKind::Entity(m)
                            if self.extractor.domain.is_happening(&self.mentions.mentions[m].class))
                })?;
                times(open + 1..(open + 2).min(end)).find(usable).map(|t| (t, "stands behind the name".to_string()))
            };
            time = time.or_else(glossed);
            let behind = || {
                let stop = |i: &usize| matches!(line.tokens[*i].symbol, ',' | '，' | '。' | ';' | '；' | ')');
                let clause_end = (end..line.tokens.len()).find(stop).unwrap_or(line.tokens.len());
                times(end..clause_end).find(usable).map(|t| (t, "stands in the clause".to_string()))
            };
            // English says when behind what it is said of, Chinese before it.
            time = time
                .or_else(|| if self.parsed.is_some() { behind().or_else(before) } else { before().or_else(behind) })
                .or_else(|| if aside { None } else { self.time_around(line, start, end) });
        }
        let segment_end = (end..line.tokens.len())
            .find(|i| matches!(line.tokens[*i].symbol, ',' | '，' | '。' | ';' | '；'))
            .unwrap_or(line.tokens.len());
        let verb = |w: &&WordAt| {
            let word = &engine.lexicon.words[w.word];
            let modal = [WordClass::Negation, WordClass::Intention, WordClass::Demand].iter().any(|c| word.is(*c));
            w.start >= start && w.end <= end && word.is_verb() && !modal
        };
        let asked = line.words.iter().find(verb).filter(|_| rule.verbal).map_or(start, |w| w.start);
        let status_end = if rule.over_topic { end } else { segment_end };
        let status = match &self.parsed {
            Some(parsed) => parsed.status_at(start, end),
            None => status(line, &engine.lexicon, &engine.grammar, asked, end, status_end),
        };
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
        self.tell_status(status, || self.because_within(line, (start, end), asked, segment_end, &rule.pattern));
        self.tell_captured(relation, &roles);
        if rule.dated_name {
            let span = line.span(start, end);
            let inside = self.times.iter().position(|t| span.contains(t.span) && t.time.is_some());
            time = inside.map(|t| (t, "stands in the name".to_string()));
        }
        let quote = line.span(start, end);
        let rule_name = format!("{}/{}", rules.path.trim_end_matches(".toml"), rule.name);
        let subjects = roles.remove("s").unwrap_or_default();
        let mut objects = roles.remove("o").unwrap_or_default();
        if rules.relation == self.extractor.domain.relations.concludes {
            let entities = |of: &[Object]| -> Vec<Filled> {
                let all = of.iter().filter_map(|o| if let Object::Entity(f) = o { Some(f.clone()) } else { None });
                all.collect()
            };
            let signers: Vec<usize> = entities(&subjects).iter().map(|f| f.entity).collect();
            if let Some(entity) = self.agreement_of(&signers, &entities(&objects)) {
                let how = "the treaty of those who sign".to_string();
                objects = vec![Object::Entity(Filled { entity, span: None, how })];
            }
        }
        if rule.latin {
            let letters = |o: &Object| match o {
                Object::Literal(text, _) => text.chars().filter(|c| c.is_ascii_alphabetic()).count() * 2 > text.len(),
                Object::Entity(Filled { span: Some(span), .. }) => self.folded[span.range()].iter().all(char::is_ascii),
                Object::Entity(_) => false,
            };
            objects.retain(letters);
        }
        // A part of what the text nowhere names by itself is nothing to be in.
        objects.retain_mut(|object| match object {
            Object::Entity(filled) => self.take_suffix_away(filled, &rule.without_suffix),
            Object::Literal(..) => true,
        });
        if rule.capital {
            objects.retain_mut(|o| match o {
                Object::Literal(text, _) => {
                    // now in Poland: where it lies, not what it is called
                    let first = text.split_whitespace().next().unwrap_or_default();
                    if engine.grammar.mark("preposition").iter().any(|p| p == first) {
                        return false;
                    }
                    *text = bare_name(text);
                    // known as "X" had done…: the name ends with its quotation mark
                    text.truncate(text.find(['"', '”']).unwrap_or(text.len()));
                    text.chars().find(|c| c.is_alphanumeric()).is_some_and(|c| !c.is_lowercase() && !c.is_numeric())
                }
                Object::Entity(_) => true,
            });
        }
        if rule.single && subjects.len() > 1 {
            return;
        }
        if rule.object_is_time {
            let Some((t, _)) = &time else { return self.fail(|| Failure::Undated) };
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
        let counts = |(a, _): &(Amount, Span)| self.extractor.domain.counts(&rules.relation, &a.unit);
        let amount =
            amount.or_else(|| line.tokens[start..end].iter().find_map(|t| self.counted_by(t.kind).filter(counts)));
        // Who is called by an office while something happens holds it then, whenever else he did.
        let lasting = rule.timeless && engine.english.is_none() && self.extractor.domain.is_lasting(&rules.relation);
        let meanwhile = if lasting { self.time_meanwhile(line, start, end) } else { None };
        let carried = self.year_before();
        for s in &subjects {
            let Object::Entity(s) = s else { continue };
            if !self.admits_role(relation, "s", s.entity) {
                continue;
            }
            let person = *self.class(s.entity) == *self.extractor.domain.classes.person;
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
                if let (Object::Literal(text, _), Range::Text) = (o, &relation.range)
                    && self.names_another_kind(text, s.entity)
                {
                    continue;
                }
                // 固始汗自稱「固始汗」: the page's own name is no other one.
                if let (Object::Literal(text, _), Range::Text) = (o, &relation.range)
                    && Some(s.entity) == self.mentions.topic
                    && script::fold_str(text) == script::fold_str(&self.mentions.entities[s.entity].title)
                {
                    continue;
                }
                if rule.alike && !self.alike(s, o) {
                    continue;
                }
                // Two known places are not one because one stands in brackets behind the other.
                let land = |e: usize| self.extractor.domain.is_territory(&self.mentions.entities[e].class);
                let apart = |e: &usize| engine.english.is_some() && land(*e);
                let known = |e: usize| Some(e).filter(apart).and_then(|e| self.mentions.entities[e].gazetteer);
                if let (Object::Entity(f), Range::Text) = (o, &relation.range)
                    && known(f.entity).is_some_and(|a| known(s.entity).is_some_and(|b| a != b))
                {
                    continue;
                }
                if let (Object::Entity(f), Range::Text) = (o, &relation.range) {
                    let (a, b) = (&self.mentions.entities[f.entity].class, &self.mentions.entities[s.entity].class);
                    // 這些人被稱為“甲”: whoever is carried over is not meant by his usual name.
                    if f.entity == s.entity && s.span.is_none() && !self.in_lead(sentence) && self.is_usual_name(f) {
                        continue;
                    }
                    let known = self.extractor.ontology.classes.contains_key(&**a);
                    // An adjective of a land names nothing else.
                    let domain = &self.extractor.domain;
                    let renamed = rule.renames && **a != *domain.classes.polity;
                    if f.entity != s.entity && a != b && known && !renamed && !self.quoted(f) {
                        continue;
                    }
                }
                let o = match (o, &relation.range) {
                    (Object::Entity(Filled { span: Some(span), .. }), Range::Text) => {
                        let words = self.document.slice(*span);
                        Object::Literal(if engine.english.is_some() { bare_name(&words) } else { words }, *span)
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
                    stated: match time {
                        // A land has its capital before and after.
                        None if rule.timeless => meanwhile.clone().filter(|_| person),
                        None => carried.clone(),
                        Some(_) => None,
                    },
                    status,
                    quote: within(cover(quote, s.span, sentence), sentence),
                    sentence,
                });
            }
        }
        self.gave(first);
    }
}

/// Whether a date stands in a bracket that opens after token `start`.
fn in_aside(line: &Line, start: usize, date: Span) -> bool {
    let mut depth = 0;
    for token in &line.tokens[start..] {
        match token.symbol {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ if token.span == date => return depth > 0,
            _ => {}
        }
    }
    false
}

/// A name without quotation marks, "the" and words before it that begin small: modern Yining City.
fn bare_name(text: &str) -> String {
    let mut name = text.trim_matches(['"', '“', '”', '_', '*', ' ', ',']);
    while let Some((first, rest)) = name.split_once(' ') {
        let small = first.chars().all(|c| c.is_lowercase()) && rest.starts_with(|c: char| c.is_uppercase());
        if !small && first != "The" {
            break;
        }
        name = rest;
    }
    name.to_string()
}

/// One end of a span of dates; `None` for a date that is no span, or is open there.
pub(super) fn end_of(time: &Time, bound: Bound) -> Option<String> {
    if bound == Bound::Point {
        return (!time.edtf.contains(['/', 'X'])).then(|| time.edtf.clone());
    }
    let (start, end) = time.edtf.split_once('/')?;
    let wanted = if bound == Bound::Start { start } else { end };
    (!wanted.is_empty() && wanted != "..").then(|| wanted.to_string())
}

/// The end of a span of dates that a rule means: the whole date if it names none.
fn end_of_span(time: &Time, rule: &Pattern) -> Option<String> {
    let Some(bound) = rule.bound else { return Some(time.edtf.clone()) };
    if rule.loose && !time.edtf.contains('/') {
        return Some(time.edtf.clone());
    }
    if let Some((least, most)) = rule.years {
        let years = time.end?.1.year - time.earliest.year;
        if years < least || years > most {
            return None;
        }
    }
    end_of(time, bound)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::time::{self, TimeContext};

    fn end(text: &str, fields: &str) -> Option<String> {
        let folded: Vec<char> = text.chars().map(crate::text::script::fold).collect();
        let mention = time::find_times(&folded, crate::document::Lang::Zh).into_iter().next()?;
        let resolved = TimeContext::new().resolve(&mention.expr, text)?;
        let rule: Pattern = toml::from_str(&format!("name = \"p\"\npattern = \"p\"\n{fields}")).expect("a pattern");
        end_of_span(&resolved.time, &rule)
    }

    #[test]
    fn a_span_of_dates_gives_the_end_that_is_meant() {
        assert_eq!(end("1700年－1721年", "bound = \"start\"").as_deref(), Some("1700"));
        assert_eq!(end("1700年－1721年", "bound = \"end\"").as_deref(), Some("1721"));
        assert_eq!(end("1700年", "bound = \"end\""), None, "a single date has no ends");
        assert_eq!(end("1700年", "").as_deref(), Some("1700"));
    }

    #[test]
    fn a_reign_is_no_life() {
        assert_eq!(end("1526年－1530年", "bound = \"start\"\nyears = [20, 110]"), None);
        assert_eq!(end("1893年－1986年", "bound = \"start\"\nyears = [20, 110]").as_deref(), Some("1893"));
    }
}
