//! Clauses of English sentences, shown in one line each.

use super::chunk::ChunkKind;
use super::clause::GroupRef;
use super::unit::{UnitKind, units};
use super::{Lexicon, Parsed};
use crate::document::Lang;
use crate::extract::lexicon::Lexicon as Pronouns;
use crate::extract::line::{Line, Token, TokenKind};
use crate::fact::Status;
use crate::pack::Pack;
use crate::pack::rules::{THING, TIME};
use crate::span::Span;
use std::sync::LazyLock;

static WORDS: LazyLock<(Lexicon, Pronouns)> = LazyLock::new(|| {
    let pack = Pack::built_in().expect("the built-in pack loads");
    let english = pack.languages.iter().find(|l| l.lang == Lang::En).expect("English has rules");
    (Lexicon::new(&english.grammar, &english.rules), Pronouns::pronouns(&english.grammar))
});

/// Names with a capital are names, four digits a date.
fn line(text: &str) -> (Line, Vec<String>) {
    let mut tokens: Vec<Token> = Vec::new();
    let mut names = Vec::new();
    let mut from = 0;
    let mut push = |kind, symbol| {
        let at = tokens.len();
        tokens.push(Token { kind, symbol, span: Span::new(at, at + 1) });
    };
    while from < text.len() {
        let rest = &text[from..];
        let len = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
        let word = &rest[..len];
        let function = ["The", "He", "They", "It", "In", "After", "Having", "Defeated", "If", "A", "By", "Two", "His"];
        if len == 4 && word.chars().all(|c| c.is_ascii_digit()) {
            push(TokenKind::Time(0), TIME);
        } else if word.starts_with(char::is_uppercase) && !function.contains(&word) {
            names.push(word.to_owned());
            push(TokenKind::Entity(names.len() - 1), THING);
        } else {
            let len = len.max(rest.chars().next().map_or(1, char::len_utf8));
            for c in rest[..len].to_lowercase().chars() {
                push(TokenKind::Char(c), c);
            }
            from += len;
            continue;
        }
        from += len;
    }
    (Line::from_tokens(tokens, &WORDS.1, None), names)
}

/// `captured(Russia; Khiva) in=1873`: grammatical subject, object, phrases; `*` for a passive, the status if it is not affirmed.
fn clauses(text: &str) -> String {
    let (line, names) = line(text);
    let pronoun = |t: usize| match line.tokens[t].kind {
        TokenKind::Pronoun(w) => WORDS.1.words[w].pronoun.as_deref().unwrap_or_default(),
        _ => "",
    };
    let class = |t: usize| match line.tokens[t].kind {
        TokenKind::Entity(_) => "State",
        _ => "",
    };
    let parsed = Parsed::new(&line, units(&line, &WORDS.0), &WORDS.0, [&pronoun, &|_| "", &class]);
    let unit = |u: usize| match &parsed.units[u].kind {
        UnitKind::Word(w) => w.clone(),
        UnitKind::Name(t) => match line.tokens[*t].kind {
            TokenKind::Entity(m) => names[m].clone(),
            _ => String::new(),
        },
        UnitKind::Pronoun(t) => match line.tokens[*t].kind {
            TokenKind::Pronoun(w) => WORDS.1.words[w].text.clone(),
            _ => String::new(),
        },
        other => format!("{other:?}"),
    };
    let group = |g: &GroupRef| {
        let ChunkKind::Group(all) = &parsed.chunks[g.chunk].kind else { return String::new() };
        let heads: Vec<String> = all.members[g.from..g.to].iter().map(|m| unit(m.head)).collect();
        heads.join("+")
    };
    let first = |groups: &[GroupRef]| groups.first().map(group).unwrap_or_default();
    let show = |c: &super::Clause| {
        let ChunkKind::Verb(verb) = &parsed.chunks[c.chunk].kind else { return String::new() };
        let mut said = format!(
            "{}{}({}; {})",
            unit(verb.main),
            if c.passive { "*" } else { "" },
            first(&c.subject),
            first(&c.object)
        );
        if c.status != Status::Affirmed {
            said.push_str(&format!(" {:?}", c.status).to_lowercase());
        }
        for (p, g) in &c.phrases {
            said.push_str(&format!(" {p}={}", group(g)));
        }
        said
    };
    parsed.clauses.iter().map(show).collect::<Vec<_>>().join(" | ")
}

#[test]
fn active_and_passive() {
    assert_eq!(clauses("Russia captured Khiva in 1873."), "captured(Russia; Khiva)");
    assert_eq!(clauses("In 1873, Khiva was captured by Russia."), "captured*(Khiva; ) by=Russia");
    assert_eq!(clauses("Khiva had been captured."), "captured*(Khiva; )");
    assert_eq!(
        clauses("The army of Bukhara was soon defeated by Russia at Zerabulak."),
        "defeated*(army; ) by=Russia at=Zerabulak"
    );
}

#[test]
fn verbs_share_a_subject() {
    assert_eq!(clauses("Kaufman invaded and annexed Khiva."), "invaded(Kaufman; Khiva) | annexed(Kaufman; Khiva)");
    assert_eq!(
        clauses("Kaufman defeated Muzaffar, took Samarkand and founded Perovsk."),
        "defeated(Kaufman; Muzaffar) | took(Kaufman; Samarkand) | founded(Kaufman; Perovsk)"
    );
    assert_eq!(
        clauses("Merv was besieged and captured by Russia."),
        "besieged*(Merv; ) by=Russia | captured*(Merv; ) by=Russia"
    );
    assert_eq!(
        clauses("Khiva was attacked by Persia and surrendered."),
        "attacked*(Khiva; ) by=Persia | surrendered(Khiva; )"
    );
}

#[test]
fn names_joined() {
    assert_eq!(clauses("Russia captured Khiva, Merv and Bukhara."), "captured(Russia; Khiva+Merv+Bukhara)");
    assert_eq!(clauses("Britain and France attacked China."), "attacked(Britain+France; China)");
    assert_eq!(
        clauses("Russia attacked Khiva and Bukhara surrendered."),
        "attacked(Russia; Khiva) | surrendered(Bukhara; )"
    );
}

#[test]
fn relative_clauses() {
    assert_eq!(
        clauses("Kaufman, who had captured Samarkand, attacked Khiva."),
        "captured(Kaufman; Samarkand) | attacked(Kaufman; Khiva)"
    );
    assert_eq!(
        clauses("The general who captured Samarkand attacked Khiva."),
        "captured(the general; Samarkand) | attacked(the general; Khiva)"
    );
    assert_eq!(
        clauses("China rejected the treaty that Chonghou signed."),
        "rejected(China; the treaty) | signed(Chonghou; the treaty)"
    );
    assert_eq!(
        clauses("Khiva, captured by Russia in 1873, declined."),
        "captured*(Khiva; ) by=Russia | declined(Khiva; )"
    );
    assert_eq!(
        clauses("China rejected the treaty signed by Chonghou."),
        "rejected(China; the treaty) | signed*(the treaty; ) by=Chonghou"
    );
}

#[test]
fn appositions() {
    assert_eq!(clauses("Kaufman, the general, attacked Khiva."), "attacked(Kaufman; Khiva)");
    assert_eq!(clauses("Kaufman, after a long march, attacked Khiva."), "attacked(Kaufman; Khiva)");
}

#[test]
fn participles() {
    assert_eq!(
        clauses("Kaufman attacked Khiva, capturing Hazorasp and killing Nazar."),
        "attacked(Kaufman; Khiva) | capturing(Kaufman; Hazorasp) | killing(Kaufman; Nazar)"
    );
    assert_eq!(
        clauses("Having defeated Muzaffar, he annexed Samarkand."),
        "defeated(he; Muzaffar) | annexed(he; Samarkand)"
    );
    assert_eq!(
        clauses("After capturing Khiva, Kaufman founded Petro."),
        "capturing(Kaufman; Khiva) | founded(Kaufman; Petro)"
    );
    assert_eq!(clauses("Kaufman left without capturing Khiva."), "left(Kaufman; ) | capturing(Kaufman; Khiva) negated");
}

#[test]
fn infinitives() {
    assert_eq!(clauses("Kaufman marched to capture Khiva."), "marched(Kaufman; ) | capture(Kaufman; Khiva) intended");
    assert_eq!(clauses("Kaufman managed to capture Khiva."), "managed(Kaufman; ) | capture(Kaufman; Khiva)");
    assert_eq!(clauses("Kaufman failed to capture Khiva."), "failed(Kaufman; ) | capture(Kaufman; Khiva) negated");
    assert_eq!(
        clauses("Russia forced Bukhara to cede Samarkand."),
        "forced(Russia; Bukhara) | cede(Bukhara; Samarkand)"
    );
    assert_eq!(
        clauses("Bukhara was forced to cede Samarkand to Russia."),
        "forced*(Bukhara; ) | cede(Bukhara; Samarkand) to=Russia"
    );
    assert_eq!(
        clauses("Russia sent Kaufman to attack Khiva and capture Merv."),
        "sent(Russia; Kaufman) | attack(Kaufman; Khiva) | capture(Kaufman; Merv) intended"
    );
}

#[test]
fn what_is_not_affirmed() {
    assert_eq!(clauses("Kaufman did not capture Khiva."), "capture(Kaufman; Khiva) negated");
    assert_eq!(clauses("Kaufman would have captured Khiva."), "captured(Kaufman; Khiva) hypothetical");
    assert_eq!(clauses("He would later capture Khiva."), "capture(he; Khiva)");
    assert_eq!(
        clauses("Nazar claimed that Russia captured Khiva."),
        "claimed(Nazar; ) | captured(Russia; Khiva) reported"
    );
    assert_eq!(
        clauses("If Russia captured Khiva, Persia protested."),
        "captured(Russia; Khiva) hypothetical | protested(Persia; )"
    );
    assert_eq!(clauses("Kaufman almost captured Khiva."), "captured(Kaufman; Khiva) negated");
}
