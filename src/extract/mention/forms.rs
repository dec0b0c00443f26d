//! Names by what they end in: 第二次鴉片戰爭, 伊犁蘇丹國. The end is certain; the left border is looked for.

use super::How;
use super::candidate::{Candidate, Meaning};
use super::namer::{Namer, Sound, kind};
use super::registry::Registry;
use super::scan::{Glyph, Scan, is_han, is_numeral};
use super::sources::{KnownNames, class_of};

/// Words that can follow a name.
const WORDS: u64 = kind::STOP | kind::HEAD | kind::KIN | kind::AFTER_PERSON | kind::AFTER_PLACE;

/// How far a name may reach to the left of its form.
const LONGEST_BASE: usize = 16;

/// What stands before a form.
#[derive(Debug, Default)]
struct Base {
    from: usize,
    /// Characters in known names.
    known: usize,
    /// How many known names.
    parts: usize,
    /// Characters of ordinals and years.
    counted: usize,
    /// Characters that nothing vouches for.
    plain: usize,
    /// Of these, how many mostly write sounds, and whether all can.
    strong: usize,
    sounds: bool,
    /// The class of the only known name, where all of the base is that name.
    only: Option<std::sync::Arc<str>>,
    /// Whether what does the thing stands right before the word: people, a polity, 屯民.
    actor: bool,
    /// Whether the name of a place stands before what nothing vouches for.
    after_place: bool,
}

/// Proposes names by form and tells the registry of those that can be repeated elsewhere.
pub fn find(scan: &Scan<'_>, namer: &Namer, known: &KnownNames, registry: &mut Registry<'_>, out: &mut Vec<Candidate>) {
    let mut found = Vec::new();
    let mut chained = 0; // where the last place of an address ended: 長沙望城縣雷鋒鎮
    for (i, hit) in scan.hits.iter().enumerate() {
        if hit.word.form == 0 {
            continue;
        }
        let (start, end) = (hit.start as usize, hit.end as usize);
        // A longer form that begins or ends with this one stands for it.
        let longer = scan.hits[i + 1..].iter().take_while(|h| h.start == hit.start).any(|h| h.word.form > 0);
        if longer || continues(scan, namer, end) {
            continue;
        }
        let form = &namer.forms[hit.word.form as usize - 1];
        if known.ending(end).is_some() {
            continue;
        }
        let base = base_before(scan, namer, known, registry, start, chained);
        let from = base.from;
        let whole = end - start >= 3;
        let rejected = namer.not_names.get(scan.slice(from, end)).is_some();
        if let Some(from) = signed_from(scan, namer, from).filter(|_| rejected && form.class == namer.class.treaty) {
            out.push(Candidate::new(from, end, Meaning::Named(form.class.clone()), How::Form));
        }
        if from == start
            && whole
            && !rejected
            && let Some(id) = registry.ending_in(scan.slice(start, end), &form.class)
        {
            out.push(Candidate::new(from, end, Meaning::Entity(id), How::Form));
            continue;
        }
        if from == start && !whole || rejected {
            continue;
        }
        let clean = scan.opens(from);
        let verbal = scan.lexicon_verb(start, end);
        let sound = base.sounds && base.strong >= 2 && base.strong * 2 >= base.plain;
        let vouched = base.plain == 0 || sound;
        // 在摩臘婆決戰, 對埃及遠征: what is done, not what it is called.
        let deed = namer.deeds.iter().any(|(verb, _)| verb == scan.slice(start, end));
        let done = deed && scan.ends_at(from) & (kind::BEFORE_PLACE | kind::COVERB) != 0;
        // 在馬尼拉起事 says what was done there, 在武昌起義中 names it.
        let inside = |c: &char| namer.marks.inside.contains(c);
        let place = scan.ends_at(from) & kind::BEFORE_PLACE != 0 && base.plain == 0 && base.known > 0;
        let done = done || verbal && place && !scan.text.get(end).is_some_and(inside);
        // 國民黨黨魁: the name is over.
        let twice = end == start + 1 && start > 0 && scan.text[start - 1] == scan.text[start];
        let accept = if done
            || twice
            || verbal && base.actor
            || from < start && namer.marks.kinds.contains(&scan.text[start - 1])
        {
            false
        } else if form.open {
            base.plain <= 6
                && (clean || base.plain == 0)
                && (vouched || base.plain != 1 && bounded(scan, namer, from, end))
                && (!verbal || vouched && from < start || scan.count(scan.slice(from, end)) > 1)
        } else {
            let chain = (1..=3).contains(&base.plain)
                && base.after_place
                && end - start == 1
                && namer.chain.contains(&scan.text[start]);
            let made = base.plain == 0 && base.known > 0 && base.parts == 1;
            let heard = clean && sound && base.known == 0 && base.plain <= 8;
            from < start && (chain || closes(scan, known, end) && (made || heard))
        };
        // 美濃國關原: another name starts with the form.
        if known.starting(start).is_some_and(|n| n.to > end) {
            continue;
        }
        // 安祿山部將, and 安祿山部, which is his army.
        let person = base.only.as_ref().is_some_and(|c| *c == namer.class.person) && form.class == namer.class.people;
        if person || scan.word_at(start, kind::KIN | kind::HEAD) > end - start {
            continue;
        }
        // The fleet of a polity is the polity: that is for derivation to say.
        let same = base.only.as_ref().and_then(|c| namer.suffixes(c)).and_then(|s| s.get(scan.slice(start, end)));
        if same.is_some_and(|s| s.as_ref().is_some_and(|s| s.class.is_none())) {
            continue;
        }
        // An office takes in the part of the government that it heads: 外交部部長.
        if scan.word_at(end, kind::HEAD) > 0 && scan.ends_at(end) & kind::MODIFIER != 0 {
            continue;
        }
        if accept {
            if form.class == namer.class.place {
                chained = end;
            }
            found.push((from, end, form.class.clone(), base.plain));
        }
    }
    // Where one name ends like another, the shorter is the name unless the longer is repeated.
    for (from, end, class, plain) in found.iter() {
        let name = scan.slice(*from, *end);
        let shorter =
            found.iter().filter(|(f, e, c, _)| c == class && e - f < name.len() && name.ends_with(scan.slice(*f, *e)));
        let best = shorter.min_by_key(|(f, e, _, _)| e - f).filter(|_| *plain > 0 && scan.count(name) < 2);
        let from = best.map_or(*from, |(f, e, _, _)| end - (e - f));
        let name = scan.slice(from, *end);
        let written = scan.surface(from, *end);
        let id = registry.meaning(name).filter(|i| registry.entities[*i].class == *class);
        let meaning = match id {
            Some(id) => Meaning::Entity(id),
            None if *plain == 0 || scan.count(name) > 1 => Meaning::Entity(registry.named(name, &written, class)),
            None => Meaning::Named(class.clone()),
        };
        out.push(Candidate::new(from, *end, meaning, How::Form));
    }
}

/// Proposes the armies that a war is between and that are called by their sides: 東軍, 西軍.
pub fn sides(scan: &Scan<'_>, namer: &Namer, registry: &mut Registry<'_>, out: &mut Vec<Candidate>) {
    for word in &namer.side_armies {
        let alone = |at: usize| scan.opens(at) && !scan.inside_stop(at);
        let places: Vec<usize> = scan.find(word).filter(|at| alone(*at)).collect();
        if places.len() < 3 {
            continue;
        }
        let (from, to) = (places[0], places[0] + word.len());
        let id = registry.named(word, &scan.surface(from, to), &namer.class.army);
        out.extend(places.iter().map(|at| Candidate::new(*at, at + word.len(), Meaning::Entity(id), How::Form)));
    }
}

/// Whether the form is the beginning of a longer word: 戰爭罪, 條約國.
fn continues(scan: &Scan<'_>, namer: &Namer, end: usize) -> bool {
    scan.is_letter(end) && namer.marks.after_form.contains(&scan.text[end])
}

/// Where the name of a treaty begins that is signed, however common it is: 簽訂邊界條約.
fn signed_from(scan: &Scan<'_>, namer: &Namer, from: usize) -> Option<usize> {
    let word = scan.stop_to(from);
    let start = if word > 1 && !scan.lexicon_verb(from - word, from) { from - word } else { from };
    let verb = if start > 0 && namer.marks.attributive.contains(&scan.text[start - 1]) { start - 1 } else { start };
    (start < from && scan.ends_at(verb) & kind::SIGNING != 0).then_some(start)
}

/// Whether a name that nothing vouches for has borders that are hard to mistake, or is repeated.
fn bounded(scan: &Scan<'_>, namer: &Namer, from: usize, end: usize) -> bool {
    let verb = |len: usize| from >= len && scan.lexicon_verb(from - len, from);
    let signed = from > 0
        && namer.marks.attributive.contains(&scan.text[from - 1])
        && scan.ends_at(from - 1) & kind::SIGNING != 0;
    // 7月26日商河大戰: a date ends before it.
    let dated = from > 1 && "日月年".contains(scan.text[from - 1]) && is_numeral(scan.text[from - 2]);
    let left = dated
        || from == 0
        || signed
        || !matches!(scan.glyph(from - 1), Glyph::Letter | Glyph::Dot)
        || verb(scan.stop_to(from));
    left && scan.closes(end) || scan.count(scan.slice(from, end)) > 1
}

/// Whether a form of one character can end a name here.
pub fn closes(scan: &Scan<'_>, known: &KnownNames, end: usize) -> bool {
    scan.closes(end) || scan.word_at(end, WORDS) > 0 || known.starting(end).is_some() || !is_han(scan.text[end])
}

fn base_before(
    scan: &Scan<'_>,
    namer: &Namer,
    known: &KnownNames,
    registry: &Registry<'_>,
    start: usize,
    chained: usize,
) -> Base {
    let mut base = Base { from: start, sounds: true, ..Base::default() };
    let mut at = start;
    while at > 0 && start - at < LONGEST_BASE {
        if at == chained && at < start {
            base.after_place = true;
            break;
        }
        if let Some(name) = known.ending(at).filter(|n| n.from < n.to) {
            base.known += at - name.from;
            base.parts += 1;
            let class = class_of(namer, registry, name.entity);
            let acts = [&namer.class.people, &namer.class.polity, &namer.class.person].contains(&class);
            if base.plain > 0 && *class == namer.class.place && !base.sounds {
                base.after_place = true;
                base.known = 0;
                break;
            }
            base.actor |= at == start && acts;
            base.only = (at == start).then(|| class.clone());
            at = name.from;
            continue;
        }
        if let Some(len) = ordinal_before(scan, namer, at) {
            base.counted += len;
            base.only = None;
            at -= len;
            if len > 1 {
                break;
            }
            continue;
        }
        // 3.5萬俄軍: how many, not who.
        let number = |i: usize| scan.text[i].is_ascii_digit() || is_numeral(scan.text[i]);
        if at > 1 && namer.marks.scales.contains(&scan.text[at - 1]) && number(at - 2) {
            break;
        }
        let joins = match scan.glyph(at - 1) {
            Glyph::Letter => true,
            Glyph::Dot => at < start && namer.sound(scan.text[at]) != Sound::No,
            _ => false,
        };
        if !joins || scan.stop_to(at) > 0 || scan.inside_stop(at) || scan.ends_at(at) & kind::HEAD != 0 {
            break;
        }
        at -= 1;
        match namer.sound(scan.text[at]) {
            Sound::Strong => base.strong += 1,
            Sound::Weak => {}
            Sound::No if scan.glyph(at) == Glyph::Dot => {}
            Sound::No => base.sounds = false,
        }
        base.plain += 1;
        base.only = None;
    }
    base.actor |= start > 0 && namer.marks.doers.contains(&scan.text[start - 1]);
    base.from = at;
    base
}

/// How long the ordinal is that ends here: 第二次, 第三.
pub fn ordinal_before(scan: &Scan<'_>, namer: &Namer, at: usize) -> Option<usize> {
    let counter = at > 0 && namer.marks.counters.contains(&scan.text[at - 1]);
    let digits_end = if counter { at - 1 } else { at };
    let mut start = digits_end;
    while start > 0 && is_numeral(scan.text[start - 1]) {
        start -= 1;
    }
    let ordinal = start > 0 && start < digits_end && namer.marks.ordinal.contains(&scan.text[start - 1]);
    ordinal.then(|| at - start + 1)
}
