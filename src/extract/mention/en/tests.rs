//! What is found in small documents, with the built-in pack.

use super::super::{Finder, Mentions, find};
use crate::document::Document;
use crate::pack::{LanguageNames, Pack};
use crate::text::script;
use std::sync::OnceLock;

fn finder() -> &'static Finder {
    static FINDER: OnceLock<Finder> = OnceLock::new();
    FINDER.get_or_init(|| {
        let pack = Pack::built_in().expect("the built-in pack loads");
        let words = |n: &&crate::pack::LanguagePack| matches!(n.names, LanguageNames::Words(_));
        let english = pack.languages.iter().find(words).expect("the pack has English");
        Finder::new(&pack.gazetteer, &english.names)
    })
}

fn read(title: &str, text: &str) -> (Document, Mentions) {
    let document = crate::source::read("test.md", title, text.as_bytes()).expect("the test page is readable");
    let mentions = find(&document, &script::fold_all(&document.chars), finder());
    (document, mentions)
}

/// The mentions as `words|class`.
fn found(text: &str) -> Vec<String> {
    let (document, mentions) = read("Test", text);
    mentions.mentions.iter().map(|m| format!("{}|{}", document.slice(m.span), m.class)).collect()
}

/// How many things the mentions of a text mean.
fn things(title: &str, text: &str) -> usize {
    read(title, text).1.entities.len()
}

#[test]
fn forms_tell_the_class() {
    assert_eq!(
        found("He signed the Treaty of Gandamak after the Battle of Maiwand, during the Second Anglo-Afghan War."),
        ["Treaty of Gandamak|Treaty", "Battle of Maiwand|War", "Second Anglo-Afghan War|War"]
    );
    assert_eq!(
        found("They crossed Lake Balaton and the Raba River during the Zebegény uprising and King Otto's War."),
        ["Lake Balaton|Place", "Raba River|Place", "Zebegény uprising|Rebellion", "King Otto's War|War"]
    );
    assert_eq!(
        found("She lived in the city of Zarmitan, in western Hungary."),
        ["city of Zarmitan|Place", "western Hungary|Place"]
    );
}

#[test]
fn common_words_of_names_are_no_names_by_themselves() {
    assert_eq!(
        found(
            "The Russian province was poor. A British expedition left. Full-scale war broke out. Protestantism spread."
        ),
        ["Russian|State", "British|State"]
    );
}

#[test]
fn adjectives_stand_for_the_polity_that_acts() {
    assert_eq!(
        found("In 1873 the Russians beat the Khivan army; the British watched, and Swedish merchants fled."),
        ["Russians|State", "Khivan army|State", "British|State", "Swedish merchants|People"]
    );
    assert_eq!(things("Test", "In 1860 Russian troops left. Russia had won. The Russian government was glad."), 1);
}

#[test]
fn the_year_chooses_between_things_of_one_name() {
    let title = |text: &str| read("Test", text).1.entities[0].title.clone();
    assert_ne!(title("In 1500 China was rich."), title("In 1860 China was poor."));
    assert_eq!(title("In 1860 China was poor."), title("In 1870 the Chinese were poor."));
}

#[test]
fn persons_are_known_by_titles_given_names_and_small_words() {
    assert_eq!(
        found("Rüdiger von Stolzau met General Karoly, Ahmed Bey and J. R. Hartley with Ivan the Bold."),
        [
            "Rüdiger von Stolzau|Person",
            "General Karoly|Person",
            "Ahmed Bey|Person",
            "J. R. Hartley|Person",
            "Ivan the Bold|Person"
        ]
    );
}

#[test]
fn surnames_mean_the_person_named_before() {
    assert_eq!(
        things("Test", "Arvid Lindqvist was born to a poor family. Later Lindqvist wrote that Arvid had left."),
        1
    );
    assert_eq!(things("Test", "The poet Yusuf Celebi Khan died. They buried Yusuf Celebi at night."), 1);
}

#[test]
fn an_office_is_a_mention_beside_whose_it_is_and_who_holds_it() {
    assert_eq!(
        found("The Norwegian king Sverker met King Harold II of England and the Governor of Zanzibar."),
        [
            "Norwegian|State",
            "king|Position",
            "Sverker|Person",
            "King|Position",
            "Harold II|Person",
            "England|State",
            "Governor|Position",
            "Zanzibar|State"
        ]
    );
    let (_, mentions) = read("Test", "The Norwegian king Sverker met King Harold II of England.");
    let titles: Vec<&str> =
        mentions.entities.iter().filter(|e| &*e.class == "Position").map(|e| e.title.as_str()).collect();
    assert_eq!(titles, ["Norwegian king", "King of England"]);
}

#[test]
fn surroundings_tell_the_class_of_what_is_unknown() {
    assert_eq!(
        found("They besieged Zarmit and reached Ovekan, a town in the hills."),
        ["Zarmit|Place", "Ovekan|Place"]
    );
    assert_eq!(found("His brother, Zarmit, who was born blind, succeeded Ovekan."), ["Zarmit|Person", "Ovekan|Person"]);
    assert_eq!(found("The chiefs were Emperors Zarmit and Ovekan.").last().map(String::as_str), Some("Ovekan|Person"));
}

#[test]
fn the_first_word_of_a_sentence_is_no_name_by_itself() {
    assert_eq!(found("Cavalry attacked at dawn. Several horses died. Hungary won."), ["Hungary|State"]);
}

#[test]
fn the_topic_is_found_by_title_and_lead() {
    let (_, mentions) = read("Zarmit Ovekan", "ZARMIT OVEKAN (1801–1870) was a Danish painter. Ovekan lived in Oslo.");
    let topic = mentions.topic.map(|t| mentions.entities[t].clone()).expect("the page is about somebody");
    assert_eq!((topic.title.as_str(), &*topic.class), ("Zarmit Ovekan", "Person"));
    assert_eq!(mentions.mentions.iter().filter(|m| Some(m.entity) == mentions.topic).count(), 2);
}

#[test]
fn two_ways_to_say_a_name_are_one_thing() {
    assert_eq!(things("Test", "The Treaty of Zarmit held. The Zarmit Treaty was long. The Treaty was broken."), 1);
    assert_eq!(things("Test", "They met Jovan-pal. Then Jovanpal left and all of Jovanpal's men fled."), 1);
}

#[test]
fn links_lead_to_what_is_meant() {
    let (_, mentions) = read(
        "Test",
        "He crossed [the border](https://en.wikipedia.org/wiki/Zarmit_River) near [Otto](https://en.wikipedia.org/wiki/Otto_Berg).",
    );
    let titles: Vec<&str> = mentions.entities.iter().map(|e| e.title.as_str()).collect();
    assert_eq!(titles, ["Zarmit River", "Otto Berg"]);
}

#[test]
fn no_text_makes_it_fail() {
    let pieces = [
        "King ", "of ", "the ", "Otto", "'s ", "’ ", "St. ", "II ", "War ", "von ", ", ", "(", ") ", ". ", "Russian ",
        "army ", "1860 ", "\n\n", "- ", "U.S. ",
    ];
    let mut state = 7_u64;
    for _ in 0..600 {
        let text: String = (0..14)
            .map(|_| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                pieces[(state >> 33) as usize % pieces.len()]
            })
            .collect();
        let (document, mentions) = read("King of the War", &format!("A man lived there. {text}"));
        let mut end = 0;
        for m in &mentions.mentions {
            assert!(m.span.start() >= end && m.span.end() <= document.chars.len() && !m.span.is_empty(), "{text}");
            end = m.span.end();
        }
    }
}

#[test]
fn titles_kin_and_pronouns_tell_he_from_she() {
    use super::super::Gender::{Female, Male};
    let (_, mentions) = read(
        "Zarmit Ovekan",
        "Zarmit Ovekan was a Danish painter. She left. She wrote to her sister, Karin Berg. Her father was King Sverker. She died.",
    );
    let gender = |title: &str| {
        mentions.entities.iter().position(|e| e.title == title).and_then(|e| mentions.gender.get(&e).copied())
    };
    assert_eq!(["Zarmit Ovekan", "Karin Berg", "Sverker"].map(gender), [Some(Female), Some(Female), Some(Male)]);
}
