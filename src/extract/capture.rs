//! What the captures of a pattern hold: names, lists of names, words.

use super::discourse::Filled;
use super::line::{Line, TokenKind};
use super::read::{Object, Reading};
use crate::span::Span;

impl Reading<'_> {
    /// What a capture holds: entities, or else its words.
    pub(super) fn captured(&self, line: &Line, from: usize, to: usize) -> Vec<Object> {
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
                TokenKind::Char(_) if self.joins_names(line, from, to, t) => {}
                _ => plain += 1,
            }
        }
        if plain == 0 && !entities.is_empty() {
            return entities;
        }
        vec![self.words(line, from, to)]
    }

    /// The words of a capture.
    pub(super) fn words(&self, line: &Line, from: usize, to: usize) -> Object {
        let span = line.span(from, to);
        Object::Literal(self.document.slice(span).trim().to_string(), span)
    }

    /// Whether a letter between names belongs to a word that joins them: English only.
    fn joins_names(&self, line: &Line, from: usize, to: usize, at: usize) -> bool {
        if self.engine.english.is_none() {
            return false;
        }
        let plain = |t: &usize| matches!(line.tokens[*t].kind, TokenKind::Char(_));
        let start = (from..at).rev().take_while(plain).last().unwrap_or(at);
        let end = (at..to).take_while(plain).last().map_or(at, |t| t + 1);
        let words: String = line.tokens[start..end].iter().map(|t| t.symbol).collect();
        start > from
            && end < to
            && matches!(words.trim_matches([' ', ',']), "" | "and" | "as well as" | "and the" | "the")
    }

    /// The members of a list of captured words: names between 、 and 或 are each one, brackets are left out.
    pub(super) fn listed(&self, line: &Line, from: usize, to: usize) -> Vec<Object> {
        let mut out = Vec::new();
        let (mut first, mut depth, mut quoted_now) = (from, 0, false);
        let is = |t: usize, among: &str| line.tokens.get(t).is_some_and(|t| among.contains(t.symbol));
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
                Some('、' | '或' | ',' | '，') => depth == 0 && !quoted_now,
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
                // 又稱《乙》, the second of a list: 又稱 is not part of the name.
                if a > from && b > a + 2 && is(a, "又亦也或") && is(a + 1, "称名作译叫") {
                    a += if is(a + 2, "为作") { 3 } else { 2 };
                }
                while a < b && mark(a) {
                    a += 1;
                }
                // 或意譯為“石國”: what stands before the mark is no part of the name.
                let opened = (a..b).rfind(|t| matches!(line.tokens[*t].symbol, '“' | '「' | '『' | '《'));
                a = opened.map_or(a, |t| t + 1);
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
                // “曹、单大刀会” is one name.
                Some('“' | '「' | '『' | '《') => quoted_now = true,
                Some('”' | '」' | '』' | '》') => quoted_now = false,
                _ => {}
            }
            if splits || symbol == Some(')') {
                first = t + 1;
            }
        }
        out
    }

    /// Whether a thing has one of some names as its whole name.
    pub(super) fn is_named(&self, object: &Object, names: &[String]) -> bool {
        let title = match object {
            Object::Entity(f) => &self.mentions.entities[f.entity].title,
            Object::Literal(text, _) => text,
        };
        let title = crate::text::script::fold_str(title);
        names.contains(&title)
    }

    /// Whether words end like the name of a thing of another class: no 國 is called …條約.
    pub(super) fn names_another_kind(&self, text: &str, entity: usize) -> bool {
        let class = &self.mentions.entities[entity].class;
        let shown = self.extractor.namers.get(&self.document.lang).and_then(|n| n.class_by_ending(text));
        let domain = &self.extractor.domain;
        // A thing of no known class may be anything, and a war and a rebellion are told apart by nobody.
        let known = self.extractor.ontology.classes.contains_key(&**class);
        known
            && shown.is_some_and(|shown| {
                let happening = domain.is_happening(&shown);
                let same = shown == *class || happening && domain.is_happening(class);
                !same && (happening || *shown == *domain.classes.agreement)
            })
    }

    /// Whether two names share enough characters to be spellings or short forms of one name.
    pub(super) fn alike(&self, subject: &Filled, object: &Object) -> bool {
        let words = |span: Option<Span>| -> Vec<char> { span.map_or(vec![], |s| self.folded[s.range()].to_vec()) };
        let (a, b) = match object {
            Object::Literal(_, span) => (words(subject.span), words(Some(*span))),
            Object::Entity(f) => (words(subject.span), words(f.span)),
        };
        if self.engine.english.is_some() {
            // The city of Danzig is Danzig.
            let of = a.windows(4).rposition(|w| w == [' ', 'o', 'f', ' ']).map_or(0, |i| i + 4);
            return similar(&a[of..], &b);
        }
        let shared = b.iter().filter(|c| a.contains(c)).count();
        a != b && shared >= 2 && 2 * shared >= a.len().min(b.len())
    }
}

/// Whether two words are spellings of one name: they share most of their pairs of letters, marks aside.
fn similar(a: &[char], b: &[char]) -> bool {
    let letters = |word: &[char]| word.iter().copied().filter(char::is_ascii_alphabetic).collect::<Vec<char>>();
    let (a, b) = (letters(a), letters(b));
    let (Some(first), Some(other)) = (a.first(), b.first()) else { return false };
    let pairs = |word: &[char]| word.windows(2).map(|p| (p[0], p[1])).collect::<Vec<_>>();
    let (pa, pb) = (pairs(&a), pairs(&b));
    let shared = pb.iter().filter(|p| pa.contains(p)).count();
    a != b && first == other && b.len() >= 3 && shared * 2 >= pa.len().min(pb.len()).max(1)
}
