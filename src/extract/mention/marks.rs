//! What words and characters can be to names.

use crate::pack::names::{NamesPack, Words};

/// A bit of [`Word::kinds`] each.
pub mod kind {
    pub const STOP: u64 = 1;
    pub const KEEP: u64 = 1 << 1;
    pub const HEAD: u64 = 1 << 2;
    pub const MODIFIER: u64 = 1 << 3;
    pub const REGION: u64 = 1 << 4;
    pub const KIN: u64 = 1 << 5;
    pub const SURNAME: u64 = 1 << 6;
    pub const TITLE: u64 = 1 << 7;
    pub const BEFORE_OFFICE: u64 = 1 << 8;
    pub const BEFORE_PERSON: u64 = 1 << 9;
    pub const AFTER_PERSON: u64 = 1 << 10;
    pub const BEFORE_PLACE: u64 = 1 << 11;
    pub const AFTER_PLACE: u64 = 1 << 12;
    pub const BEFORE_PEOPLE: u64 = 1 << 13;
    pub const AFTER_PEOPLE: u64 = 1 << 14;
    pub const BEFORE_STATE: u64 = 1 << 15;
    pub const AFTER_STATE: u64 = 1 << 16;
    pub const VERB: u64 = 1 << 17;
    pub const FORM: u64 = 1 << 18;
    pub const TITLED: u64 = 1 << 19;
    pub const FOUNDING: u64 = 1 << 20;
    pub const COVERB: u64 = 1 << 21;
    pub const REIGN: u64 = 1 << 22;
    pub const ENVOY: u64 = 1 << 23;
    pub const RANK: u64 = 1 << 24;
    pub const SIGNING: u64 = 1 << 25;
    pub const BIRTH: u64 = 1 << 26;
    pub const SEAT: u64 = 1 << 27;
    pub const TEMPLE: u64 = 1 << 28;
    pub const GIVEN: u64 = 1 << 29;
    pub const LONG_SURNAME: u64 = 1 << 30;
    pub const REGNAL: u64 = 1 << 31;
    pub const ENFEOFFED: u64 = 1 << 32;
    pub const STYLE: u64 = 1 << 33;
    pub const REIGN_ALONE: u64 = 1 << 34;
    pub const STAND_IN: u64 = 1 << 35;
    pub const RANKED: u64 = 1 << 36;
}

/// Characters with a part in the forms of names; see [`crate::pack::names::Marks`].
#[derive(Debug, Clone, Default)]
pub struct Marks {
    pub joiners: Vec<char>,
    pub kinds: Vec<char>,
    pub after_form: Vec<char>,
    pub after_office: Vec<char>,
    pub doers: Vec<char>,
    pub ordinal: Vec<char>,
    pub counters: Vec<char>,
    pub attributive: Vec<char>,
    pub copulas: Vec<char>,
    pub listing: Vec<Vec<char>>,
    pub not_fiefs: Vec<char>,
    /// What heads of offices end in that may share their first character with the name before them: 薩摩藩主.
    pub seat_heads: Vec<char>,
    pub scales: Vec<char>,
    pub inside: Vec<char>,
    pub kin: Vec<char>,
    pub relatives: Vec<char>,
    pub books: Vec<char>,
    pub and_so_on: Vec<char>,
    pub now: Vec<char>,
    pub rulers: Vec<char>,
    pub means: Vec<char>,
    pub persons: Vec<char>,
    pub not_emperors: Vec<char>,
    pub houses: Vec<char>,
    pub passives: Vec<char>,
}

pub fn marks(pack: &NamesPack) -> Marks {
    let chars = |words: &Words| words.iter().flatten().collect();
    let from = &pack.marks;
    Marks {
        joiners: chars(&from.joiners),
        kinds: chars(&from.kinds),
        after_form: chars(&from.after_form),
        after_office: chars(&from.after_office),
        doers: chars(&from.doers),
        ordinal: chars(&from.ordinal),
        counters: chars(&from.counters),
        attributive: chars(&from.attributive),
        copulas: chars(&from.copulas),
        listing: from.listing.iter().collect(),
        not_fiefs: chars(&from.not_fiefs),
        seat_heads: chars(&from.seat_heads),
        scales: chars(&from.scales),
        inside: chars(&from.inside),
        kin: chars(&from.kin),
        relatives: chars(&from.relatives),
        books: chars(&from.books),
        and_so_on: chars(&from.and_so_on),
        now: chars(&from.now),
        rulers: chars(&from.rulers),
        means: chars(&from.means),
        persons: chars(&from.persons),
        not_emperors: chars(&from.not_emperors),
        houses: chars(&from.houses),
        passives: chars(&from.passives),
    }
}
