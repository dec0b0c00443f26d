//! What is found in small documents, with the built-in pack.

use super::{Mentions, Namer, describe, find_characters};
use crate::document::Document;
use crate::pack::names::NamesPack;
use crate::pack::{Gazetteer, Ontology, PackFiles};
use crate::text::script;
use std::sync::OnceLock;

fn namer() -> &'static Namer {
    static NAMER: OnceLock<Namer> = OnceLock::new();
    NAMER.get_or_init(|| {
        let files = PackFiles::built_in();
        let ontology = Ontology::load(&files).expect("the built-in ontology loads");
        let gazetteer = Gazetteer::load(&files, &ontology).expect("the built-in gazetteer loads");
        Namer::new(&gazetteer, &NamesPack::load(&files, "zh").expect("the built-in names load"))
    })
}

fn read(title: &str, markdown: &str) -> (Document, Mentions) {
    let document = crate::source::read("test.md", title, markdown.as_bytes()).expect("the test page is readable");
    let mentions = find_characters(&document, &script::fold_all(&document.chars), namer());
    (document, mentions)
}

/// The mentions as `words|class|title`.
fn found(markdown: &str) -> Vec<String> {
    let (document, mentions) = read("測試", markdown);
    let show =
        |m: &super::Mention| format!("{}|{}|{}", document.slice(m.span), m.class, mentions.entities[m.entity].title);
    mentions.mentions.iter().map(show).collect()
}

/// The words and classes of the mentions.
fn classes(markdown: &str) -> Vec<String> {
    let cut = |m: String| m.rsplit_once('|').map_or(m.clone(), |(rest, _)| rest.to_owned());
    found(markdown).into_iter().map(cut).collect()
}

#[test]
fn an_anchor_that_runs_on_is_cut_at_the_name() {
    let text =
        "1877年，[湘軍在](../Page/湘軍.md \"wikilink\")[劉錦棠的率領下](../Page/劉錦棠.md \"wikilink\")收復新疆。";
    assert_eq!(classes(text), ["湘軍|Army", "劉錦棠|Person", "新疆|Place"]);
}

#[test]
fn links_on_common_nouns_are_no_mentions() {
    let text = "成為俄國的[保護國](../Page/保護國.md \"wikilink\")，簽訂[條約](../Page/條約.md \"wikilink\")，研究[天文學](../Page/天文學.md \"wikilink\")。";
    assert_eq!(classes(text), ["俄國|State"]);
}

#[test]
fn the_army_and_the_government_of_a_polity_are_the_polity() {
    let text = "1864年，俄軍與清軍交火，俄方要求清廷割地，俄國政府派兵。";
    let titles: Vec<String> = found(text).into_iter().filter_map(|m| m.rsplit('|').next().map(str::to_owned)).collect();
    assert_eq!(titles, ["俄羅斯帝國", "清朝", "俄羅斯帝國", "清朝", "俄羅斯帝國"]);
}

#[test]
fn short_forms_side_by_side_are_two_polities() {
    assert_eq!(classes("1881年，清俄簽訂條約，中、俄兩國撤軍。"), ["清|State", "俄|State", "中|State", "俄兩國|State"]);
    assert_eq!(classes("1860年，英法聯軍佔領北京。"), ["英|State", "法聯軍|State", "北京|Place"]);
}

#[test]
fn short_forms_are_not_found_inside_other_words() {
    assert_eq!(classes("其中國家機關無法解決，26日美麗的少年在途中見到他。"), [] as [&str; 0]);
}

#[test]
fn a_name_that_is_shared_means_the_polity_of_the_year() {
    let title = |text: &str| found(text)[0].rsplit('|').next().unwrap_or_default().to_owned();
    assert_eq!(title("1864年，中國割讓土地。"), "清朝");
    assert_eq!(title("1962年，中國派兵。"), "中華人民共和國");
}

#[test]
fn names_are_found_by_form_with_their_left_border() {
    let text = "清軍於哥扎提戰役被擊敗。1856年，爆發第二次鴉片戰爭。他建立“伊犁蘇丹國”。";
    let all = classes(text);
    assert!(all.contains(&"哥扎提戰役|War".to_owned()), "{all:?}");
    assert!(all.contains(&"第二次鴉片戰爭|War".to_owned()), "{all:?}");
    assert!(all.contains(&"伊犁蘇丹國|State".to_owned()), "{all:?}");
}

#[test]
fn what_people_do_is_no_name() {
    assert!(
        !classes("俄軍煽動伊犁回民叛亂，俄軍作報復性屠殺。").iter().any(|m| m.contains("叛亂") || m.contains("屠殺"))
    );
}

#[test]
fn titles_of_books_keep_names_out_and_treaties_are_found() {
    assert_eq!(classes("據《俄國史》記載，雙方簽訂《里瓦幾亞條約》。"), ["里瓦幾亞條約|Treaty"]);
}

#[test]
fn parts_of_a_place_are_places_of_their_own() {
    assert_eq!(
        classes("俄軍侵入新疆西北，割讓霍爾果斯河以西地區。"),
        ["俄軍|State", "新疆西北|Place", "霍爾果斯河以西地區|Place"]
    );
}

#[test]
fn an_office_and_its_holder_stand_side_by_side() {
    let text = "1858年，清朝黑龍江將軍奕山與俄國東西伯利亞總督尼古拉·穆拉维约夫談判，穆拉维约夫率軍。";
    let expected = [
        "清朝|State",
        "黑龍江將軍|Position",
        "奕山|Person",
        "俄國|State",
        "東西伯利亞總督|Position",
        "尼古拉·穆拉维约夫|Person",
        "穆拉维约夫|Person",
    ];
    assert_eq!(classes(text), expected);
    let (_, mentions) = read("測試", text);
    let people: Vec<usize> = mentions.mentions.iter().filter(|m| &*m.class == "Person").map(|m| m.entity).collect();
    assert_eq!(people[1], people[2], "the last part of a name stands for the person");
}

#[test]
fn an_envoy_office_takes_in_its_posts() {
    assert_eq!(classes("他擔任駐英、法公使。"), ["駐英、法公使|Position"]);
}

#[test]
fn names_in_the_lead_are_names_of_the_topic() {
    let text = "'''曾纪泽'''，字'''劼刚'''，是清朝外交家。\n\n1881年，劼刚赴俄國談判。";
    let document = crate::source::read("test.wikitext", "曾纪泽", text.as_bytes()).expect("the test page is readable");
    let mentions = find_characters(&document, &script::fold_all(&document.chars), namer());
    let topic = mentions.topic.expect("the topic is mentioned");
    assert_eq!(&*mentions.entities[topic].class, "Person");
    let last = mentions.mentions.iter().rfind(|m| document.slice(m.span) == "劼刚").expect("the name is found again");
    assert_eq!(last.entity, topic);
}

#[test]
fn a_known_name_inside_a_longer_sound_is_none() {
    assert!(!classes("卡塔爾勒不安心做傀儡。").iter().any(|m| m.starts_with("卡塔爾|")));
}

#[test]
fn mentions_are_sorted_and_do_not_overlap() {
    let text = "清朝陝甘總督左宗棠收復新疆北部的烏魯木齊，俄國佔領伊犁河谷以北地區。\n\n- 英、法、俄三國\n";
    let (document, mentions) = read("測試", text);
    assert!(mentions.mentions.windows(2).all(|m| m[0].span.end <= m[1].span.start));
    assert!(
        mentions.mentions.iter().all(|m| m.entity < mentions.entities.len() && m.span.end() <= document.chars.len())
    );
    assert!(describe(&document, &mentions).contains("[左宗棠|Person|左宗棠]"));
}

#[test]
fn no_input_makes_it_fail() {
    for text in [
        "·",
        "·阿·",
        "第次戰爭",
        "駐",
        "《",
        "“”",
        "一等侯",
        "以北",
        "、、、",
        "A.B.中",
        "軍軍軍軍",
        "[在](../Page/.md \"wikilink\")",
    ] {
        let Ok(document) = crate::source::read("test.md", "（）", text.as_bytes()) else { continue };
        let mentions = find_characters(&document, &script::fold_all(&document.chars), namer());
        let _ = describe(&document, &mentions);
    }
    assert_eq!(find_characters(&read("測試", "俄國").0, &[], namer()), Mentions::default());
}

#[test]
fn monarchs_are_known_by_reign_and_by_temple_name() {
    let text = "1820年，道光帝即位。唐莊宗派兵。934年，閔帝李從珂討伐節度使。閔帝失敗，李從珂投降。";
    assert_eq!(
        found(text).into_iter().filter(|m| m.contains("|Person|")).collect::<Vec<_>>(),
        [
            "道光帝|Person|道光帝",
            "唐莊宗|Person|唐莊宗",
            "閔帝|Person|閔帝",
            "李從珂|Person|閔帝",
            "閔帝|Person|閔帝",
            "李從珂|Person|閔帝"
        ]
    );
}

#[test]
fn monarchs_are_known_by_given_name_and_number() {
    let text = "法國國王亨利四世與英王詹姆斯一世結盟，路易十四親征，英國首相約翰·羅素反對。";
    let people = ["亨利四世|Person", "詹姆斯一世|Person", "路易十四|Person", "約翰·羅素|Person"];
    assert_eq!(classes(text).into_iter().filter(|m| m.ends_with("|Person")).collect::<Vec<_>>(), people);
}

#[test]
fn an_office_takes_in_its_seat_and_a_title_its_fief() {
    let text = "魏博節度使范延光起兵，梁王張宗禹投降。他被封為魏國公。諸王李某。";
    let offices = ["魏博節度使|Position", "梁王|Position", "魏國公|Position"];
    assert_eq!(classes(text).into_iter().filter(|m| m.ends_with("|Position")).collect::<Vec<_>>(), offices);
}

#[test]
fn a_verb_before_an_office_is_no_part_of_it() {
    assert_eq!(classes("1899年，署理山東巡撫。"), ["山東巡撫|Position"]);
}

#[test]
fn a_list_after_a_person_names_people() {
    let text = "殺死總兵唐殿魁、陳振邦、李錫增等。";
    assert_eq!(classes(text), ["總兵|Position", "唐殿魁|Person", "陳振邦|Person", "李錫增|Person"]);
}

#[test]
fn latin_names_after_an_office_are_people() {
    let text = "邁索爾國王Chikka Deva Raya戰敗。";
    assert!(classes(text).contains(&"Chikka Deva Raya|Person".to_owned()));
    assert_eq!(classes("他說過Chikka Deva Raya。"), [] as [&str; 0]);
}

#[test]
fn the_people_of_a_polity_are_the_polity_unless_they_rise() {
    assert_eq!(found("1640年，荷蘭人攻佔馬六甲。")[0], "荷蘭人|State|荷蘭");
    assert_eq!(classes("1794年，波蘭人在華沙發動起義。")[0], "波蘭人|People");
}

#[test]
fn a_list_of_reigns_names_people() {
    let text = "[兀魯伯](../Page/兀魯伯.md)：1447年－1449年在位，其弟[包朗阿](../Page/包朗阿.md)。";
    assert_eq!(classes(text), ["兀魯伯|Person", "包朗阿|Person"]);
}

#[test]
fn a_title_stands_for_the_only_one_who_bears_it() {
    let titles = found("沙皇亞歷山大二世即位。後來，沙皇下令進攻浩罕。他被封為沙皇。");
    assert_eq!(titles[2], "沙皇|Person|亞歷山大二世");
    assert!(titles.last().is_some_and(|m| m.starts_with("沙皇|Position")));
    assert!(classes("沙皇彼得一世去世，沙皇保羅一世即位。沙皇下令進攻浩罕。").contains(&"沙皇|Position".to_owned()));
}

#[test]
fn numbers_and_deeds_are_no_names() {
    assert_eq!(classes("他親率3.5萬俄軍東進。"), ["俄軍|State"]);
    assert_eq!(classes("雙方在[華沙](../Page/華沙.md)決戰。"), ["華沙|Place"]);
}

#[test]
fn a_dynasty_stands_alone_where_the_text_is_about_it() {
    let text = "唐朝衰落，唐朝皇帝逃亡。史思明降唐，唐封其為王。";
    assert_eq!(classes(text).iter().filter(|m| *m == "唐|State").count(), 2);
    assert!(!classes("史思明降唐，唐封其為王。").contains(&"唐|State".to_owned()));
}

#[test]
fn a_short_anchor_does_not_name_the_war_that_it_leads_to() {
    let text = "蘇聯入侵[阿富汗](../Page/阿富汗戰爭.md \"wikilink\")。";
    assert_eq!(classes(text), ["蘇聯|State", "阿富汗|State"]);
}

#[test]
fn armies_are_told_apart_by_their_side() {
    let text = "[捻軍](../Page/捻軍.md \"wikilink\")分為兩支，東捻軍南下。";
    assert_eq!(classes(text), ["捻軍|Army", "東捻軍|Army"]);
}

#[test]
fn names_with_long_family_names_are_found_with_their_parts() {
    let text = "[德川家康](../Page/德川家康.md)與[石田三成](../Page/石田三成.md)、加藤清正、福島正則、上杉景勝交戰。\
        織田信長死後，毛利輝元、島津義弘出兵，伊達政宗觀望。家康獲勝，三成被俘。";
    let people = classes(text);
    for name in ["德川家康", "石田三成", "加藤清正", "毛利輝元", "家康", "三成"] {
        assert!(people.contains(&format!("{name}|Person")), "{name} in {people:?}");
    }
}

#[test]
fn who_does_it_stands_between_the_passive_and_its_verb() {
    assert_eq!(classes("叛軍被阮福映擊敗。"), ["阮福映|Person"]);
    assert_eq!(classes("村莊被農民軍擊敗，又被當局鎮壓。"), [] as [&str; 0]);
}

#[test]
fn a_title_that_is_no_office_ends_a_name_written_by_sound() {
    let text = "1568年哈克納札爾汗時代國勢復興，後額什木汗即位，攻打長沙。";
    assert_eq!(classes(text), ["哈克納札爾汗|Person", "額什木汗|Person", "長沙|Place"]);
}

#[test]
fn a_war_that_is_counted_is_one_of_several() {
    let text = "[格拉茨戰爭](../Page/格拉茨戰爭.md \"wikilink\")有兩次，第二次[格拉茨戰爭](../Page/格拉茨戰爭.md \"wikilink\")最長。";
    assert_eq!(found(text), ["格拉茨戰爭|War|格拉茨戰爭", "第二次格拉茨戰爭|War|第二次格拉茨戰爭"]);
}

#[test]
fn a_ruler_by_a_reign_that_no_list_has_is_told_by_being_repeated() {
    let text = "嗣德帝派兵救援。後嗣德帝曾下令議和，先帝的臣子反對。";
    assert_eq!(classes(text), ["嗣德帝|Person", "嗣德帝|Person"]);
}

#[test]
fn whose_uncle_somebody_is_is_a_person() {
    let text =
        "他是[格拉迪斯](../Page/格拉迪斯.md \"wikilink\")的叔父，征討[普里西亞](../Page/普里西亞.md \"wikilink\")。";
    assert_eq!(classes(text), ["格拉迪斯|Person", "普里西亞|Thing"]);
}

#[test]
fn who_rules_a_land_is_named_after_its_title() {
    assert_eq!(
        classes("1840年暹羅王李成德去世，爪哇王子即位。"),
        ["暹羅王|Position", "李成德|Person", "爪哇王子|Position"]
    );
    assert_eq!(
        classes("斯科別列夫將軍攻城，以馬寶為先鋒。"),
        ["斯科別列夫|Person", "將軍|Position", "馬寶|Person", "先鋒|Position"]
    );
}
