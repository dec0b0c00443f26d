//! What a reader of a page would say it says.

use super::corpus_test::check;
use super::*;
use crate::span::Span;

fn page(text: &str) -> Document {
    named("page.md", text)
}

fn named(name: &str, text: &str) -> Document {
    let document = read(name, "page", text.as_bytes()).unwrap();
    check(&document, text.as_bytes()).unwrap();
    document
}

fn words(document: &Document, spans: &[Span]) -> Vec<String> {
    spans.iter().map(|s| document.slice(*s)).collect()
}

/// The blocks as `kind: text`, cells parted by `|`.
fn blocks(document: &Document) -> Vec<String> {
    let show = |block: &crate::document::Block| {
        let kind = match block.kind {
            BlockKind::Paragraph => "p".to_owned(),
            BlockKind::Heading(level) => format!("h{level}"),
            BlockKind::ListItem(depth) => format!("li{depth}"),
            BlockKind::Quote => "q".to_owned(),
            BlockKind::TableRow => "tr".to_owned(),
            BlockKind::TableHeader => "th".to_owned(),
        };
        let text =
            if block.cells.is_empty() { document.slice(block.span) } else { words(document, &block.cells).join("|") };
        format!("{kind}: {text}")
    };
    document.blocks.iter().map(show).collect()
}

fn links(document: &Document) -> Vec<(String, &str, Option<&str>)> {
    document.links.iter().map(|l| (document.slice(l.anchor), l.target.as_str(), l.wiki.as_deref())).collect()
}

/// The whole text of a page of one paragraph.
fn text(markdown: &str) -> String {
    let document = page(markdown);
    assert_eq!(document.blocks.len(), 1, "{:?}", blocks(&document));
    document.slice(document.blocks[0].span)
}

#[test]
fn title_and_address_come_from_the_first_line() {
    let first = "> 本文内容由[甲乙 (丙)](https://zh.wikipedia.org/wiki/甲乙_\\(丙\\))转换而来。\n\n正文。";
    let document = page(first);
    assert_eq!(document.title, "甲乙 (丙)");
    assert_eq!(document.url.as_deref(), Some("https://zh.wikipedia.org/wiki/甲乙_(丙)"));
    assert_eq!(document.text, "正文。");
    let document = read("d/甲_(乙).md", "甲_(乙)", "> 一句引文。\n\n正文。".as_bytes()).unwrap();
    assert_eq!((document.title.as_str(), document.url), ("甲 (乙)", None));
    assert_eq!(document.text, "一句引文。\n正文。");
}

#[test]
fn links_keep_their_anchor_and_lead_to_a_page() {
    let document = page(
        "1877年，[清政府平定新疆](https://zh.wikipedia.org/wiki/清政府 \"wikilink\")，派[某人](../Page/某人_\\(清\\).md \"wikilink\")\
         赴[基發](https://zh.wikipedia.org/wiki/:en:Khiva_\\(city\\) \"wikilink\")，見[報](http://example.org/a_(b))。",
    );
    assert_eq!(document.text, "1877年，清政府平定新疆，派某人赴基發，見報。");
    assert_eq!(
        links(&document),
        [
            ("清政府平定新疆".to_owned(), "清政府", None),
            ("某人".to_owned(), "某人 (清)", None),
            ("基發".to_owned(), "Khiva (city)", Some("en"))
        ]
    );
    let anchor = document.bytes(document.links[0].anchor);
    assert_eq!(anchor.len(), "清政府平定新疆".len());
}

#[test]
fn broken_links_stay_text() {
    assert_eq!(text("見[甲乙丙，無括號。"), "見[甲乙丙，無括號。");
    assert_eq!(text("見[甲](乙 丙)。"), "見[甲](乙 丙)。");
    assert_eq!(text("見[甲](../Page/乙.md \"wikilink\"。"), "見[甲](../Page/乙.md \"wikilink\"。");
    assert_eq!(text("[甲\n乙](../Page/丙.md \"wikilink\")。"), "甲乙。", "an anchor over two lines");
    assert_eq!(text("[a [b](../Page/B.md) c](../Page/C.md) 甲"), "a b c 甲", "a link in a link");
}

#[test]
fn images_and_their_captions_are_no_text() {
    let image = "[A.jpg](https://zh.wikipedia.org/wiki/File:A.jpg \"fig:A.jpg\")";
    assert_eq!(
        text(&format!("{image}城保衛戰的畫作，[某報](../Page/某報.md \"wikilink\")刊\\[1\\]\\]\\] {image}\n正文。")),
        "正文。"
    );
    assert_eq!(text(&format!("{image}\n甲攻乙\\[1\\]。")), "甲攻乙[1]。", "without a caption");
    assert_eq!(text("![圖](a.png) 正文。"), "正文。");
    assert_eq!(text("的情景\\]\\] 正文。"), "正文。", "a caption that lost its image");
    assert!(matches!(read("a.md", "a", image.as_bytes()), Err(SourceError::NotAnArticle { .. })));
}

#[test]
fn marks_are_part_of_the_text_and_listed() {
    let document = page(
        "甲攻乙\\[1\\]，路過塔-{}-城[2](http://example.org)。丙\\[註 3\\]-{干}-丁<sup>[4](https://zh.wikipedia.org/wiki/#注释)</sup>",
    );
    assert_eq!(document.text, "甲攻乙[1]，路過塔-{}-城[2]。丙[註 3]-{干}-丁[4]");
    assert_eq!(words(&document, &document.marks), ["[1]", "-{}-", "[2]", "[註 3]", "-{", "}-", "[4]"]);
    let variants = page("莫卧儿**-{zh-hans:莫卧儿; zh-tw:蒙兀兒}-帝国**。");
    assert_eq!(words(&variants, &variants.marks), ["-{zh-hans:", "; zh-tw:蒙兀兒}-"]);
    assert!(page("他稱之為[sic]甲。").marks.is_empty());
}

#[test]
fn emphasis_breaks_over_lines_and_may_be_unbalanced() {
    let document =
        page("**穆罕默德·雅霍甫**（\n**；），史稱“**阿古柏**”，又名**《甲》**或**乙**，*斜體*，2 * 3 * 4，a_b_c，**餘");
    assert_eq!(document.text, "穆罕默德·雅霍甫（；），史稱“阿古柏”，又名《甲》或乙，斜體，2 * 3 * 4，a_b_c，餘");
    assert_eq!(words(&document, &document.bold), ["穆罕默德·雅霍甫", "阿古柏", "《甲》", "乙", "斜體"]);
    let wiki = page("甲\n\n'''努尔哈赤 '''是''大汗''。[a](../Page/A.md)");
    assert_eq!(words(&wiki, &wiki.bold), ["努尔哈赤", "大汗"]);
}

#[test]
fn escapes_and_entities_are_one_code_point_each() {
    let source = "# 甲\n\n1\\_2\\*3\\(4\\)&nbsp;5&amp;6&#x4e2d;7&unknown;";
    let document = page(source);
    assert_eq!(document.slice(document.blocks[1].span), "1_2*3(4)\u{a0}5&6中7&unknown;");
    let at = document.chars.iter().position(|&c| c == '中').unwrap();
    assert_eq!(&source[document.bytes(Span::new(at, at + 1)).range()], "&#x4e2d;");
}

#[test]
fn lines_of_the_file() {
    let document = page("> 引文\n\n甲\n攻[乙](../Page/乙.md)。\n");
    let at = document.chars.iter().position(|&c| c == '乙').unwrap();
    assert_eq!((document.line(Span::new(0, 1)), document.line(Span::new(at, at + 1))), (1, 4));
}

#[test]
fn what_is_hidden_is_left_out() {
    assert_eq!(
        text("甲<ref name=\"a\">注。\n\n  - 書\n</ref>攻乙<ref name=b />，<!-- 甲\n\n乙 -->勝{{cite|a={{b}}}}。"),
        "甲攻乙，勝。"
    );
    assert_eq!(text("甲<ref>未完，攻乙。"), "甲未完，攻乙。", "never closed");
    assert_eq!(text("甲 {{ 未完"), "甲 {{ 未完");
    assert_eq!(text("__NOTOC__\n**甲**乙。"), "甲乙。");
    assert_eq!(text("Gotham{{'}}s first season"), "Gotham's first season");
}

#[test]
fn blocks_and_their_depth() {
    let document = page(
        "甲。\n\n# 一\n\n  - 乙\n      - 丙\n        丙續\n  - 丁\n\n<!-- end list -->\n\n  -\n    戊\n\n1.  己\n2.  庚\n\n> 辛\n> 壬\n\n二\n===\n\n1990. 年底\n",
    );
    let expected = [
        "p: 甲。",
        "h1: 一",
        "li0: 乙",
        "li1: 丙丙續",
        "li0: 丁",
        "li0: 戊",
        "li0: 己",
        "li0: 庚",
        "q: 辛壬",
        "h1: 二",
        "p: 1990. 年底",
    ];
    assert_eq!(blocks(&document), expected);
    assert_eq!(document.sections.iter().map(|s| s.title.as_str()).collect::<Vec<_>>(), ["", "一", "二"]);
}

#[test]
fn tables_have_rows_and_cells() {
    let document = page(
        "# 甲\n\n| 姓名 | 在位 |\n| --- | --- |\n| [乙](../Page/乙.md \"wikilink\") | 1785年 |\n| 丙 |   |\n\n| | |\n|--|--|\n| align=\"center\" \\! width=10% |**名** | width=\"2%\" |**年** |\n",
    );
    assert_eq!(blocks(&document)[1..], ["th: 姓名|在位", "tr: 乙|1785年", "tr: 丙|", "th: 名|年"]);
    assert_eq!(document.blocks.iter().map(|b| b.table).collect::<Vec<_>>(), [0, 0, 0, 0, 1]);
    assert_eq!(document.slice(document.blocks[2].span), "乙\t1785年");
}

#[test]
fn tables_of_printed_pages() {
    let grid = page(
        "Some text.\n\n+------+--------+\n| Name | Year   |\n+======+========+\n| One  | 1839   |\n| two  |        |\n+------+--------+\n| X    | 1840   |\n+------+--------+\n",
    );
    assert_eq!(blocks(&grid)[1..], ["th: Name|Year", "tr: One two|1839", "tr: X|1840"]);
    let drawn = page(
        "Some text.\n\n  Date      Place\n  --------- --------------\n  8 March   City of York\n  9 April   Bath\n\nMore text.\n",
    );
    assert_eq!(
        blocks(&drawn),
        ["p: Some text.", "th: Date|Place", "tr: 8 March|City of York", "tr: 9 April|Bath", "p: More text."]
    );
}

#[test]
fn html_tables_and_lists_are_blocks() {
    let document = page(
        "# 甲\n\n<table>\n<tr><th>年</th><th>事</th></tr>\n<tr><td>1881</td><td>甲<br/>乙</td></tr>\n<tr><td><ul>\n<li><a href=\"../Page/丙.md\" title=\"wikilink\">丙</a>攻丁</li>\n</ul></td></tr></table>\n",
    );
    assert_eq!(blocks(&document)[1..], ["th: 年|事", "tr: 1881|甲\n乙", "li0: 丙攻丁"]);
    assert_eq!(links(&document), [("丙".to_owned(), "丙", None)]);
}

#[test]
fn apparatus_and_what_is_below_it() {
    let document = page(
        "甲。\n\n## 參考文獻\n\n### 英文資料\n\n  - 書\n\n## 影響\n\n乙。\n\n## 參見\n\n[Category:甲_\\(乙\\)](https://zh.wikipedia.org/wiki/Category:甲_\\(乙\\) \"wikilink\")\n\n1.  注一\n2.\n",
    );
    let kinds: Vec<_> = document.sections.iter().map(|s| (s.title.as_str(), s.kind == SectionKind::Prose)).collect();
    assert_eq!(
        kinds,
        [("", true), ("參考文獻", false), ("英文資料", false), ("影響", true), ("參見", false), ("", false)]
    );
    assert_eq!(document.categories, ["甲 (乙)"]);
    assert_eq!(blocks(&document).last().unwrap(), "li0: 注一");
}

#[test]
fn printed_pages_have_bare_headings_and_footnotes_at_the_end() {
    let document = page(
        "The WAR OF CHINA was lost.[1]\n\n\nBackground\n\nOne _two_ three * four.\n\nCauses\n\nFive.\n\n\nExternal links\n\n-   A\n\nCategory:Wars Category:China\n\n[1]\n\n[2] A book.\n",
    );
    assert_eq!(document.lang, Lang::En);
    let kinds: Vec<_> =
        document.sections.iter().map(|s| (s.title.as_str(), s.level, s.kind == SectionKind::Prose)).collect();
    assert_eq!(
        kinds,
        [("", 0, true), ("Background", 2, true), ("Causes", 3, true), ("External links", 2, false), ("", 1, false)]
    );
    assert_eq!(document.categories, ["Wars", "China"]);
    assert_eq!(words(&document, &document.bold), ["WAR OF CHINA", "two"]);
    assert!(blocks(&document).contains(&"p: One two three * four.".to_owned()));
}

#[test]
fn leftovers_of_images_in_printed_pages() {
    let document = page(
        "A war.\n\nA.jpg (1837)]]\n\nThe war was long. , by an unknown artist]] It ended in 1840. Map_of_it_1.png Even then.\n\nof 1894]] The peace.\n",
    );
    assert_eq!(blocks(&document)[1..], ["p: The war was long. It ended in 1840. Even then.", "p: The peace."]);
}

#[test]
fn wikitext() {
    let document = named(
        "page.wikitext",
        "{{Infobox war\n|date=1839\n}}\n[[File:A.jpg|thumb|A [[map]] of it]]\n'''Khiva''' is a [[city (place)|city]] in [[:ru:Хива|Хива]].<ref>Book</ref> It is {{convert|44|km2}} wide.\n\n== History ==\n* One [https://example.org site] \n** two\n:said\n{| class=\"a\"\n! Year !! style=\"b\" | What\n|-\n| 1839 || War\n| x\n|}\n== See also ==\n* [[Other]]\n[[Category:Cities]]\n",
    );
    assert_eq!(
        blocks(&document),
        [
            "p: Khiva is a city in Хива. It is 44 km2 wide.",
            "h2: History",
            "li0: One site",
            "li1: two",
            "q: said",
            "th: Year|What",
            "tr: 1839|War|x",
            "h2: See also",
            "li0: Other",
        ]
    );
    assert_eq!(
        links(&document)[..2],
        [("city".to_owned(), "city (place)", None), ("Хива".to_owned(), "Хива", Some("ru"))]
    );
    assert_eq!(words(&document, &document.bold), ["Khiva"]);
    assert_eq!(document.categories, ["Cities"]);
}

#[test]
fn plain_text() {
    let lines = named("a.txt", "甲國史\n\n一八三九年，甲攻乙。\n乙國敗。\n\n背景\n\n丙。");
    assert_eq!(blocks(&lines), ["h1: 甲國史", "p: 一八三九年，甲攻乙。", "p: 乙國敗。", "h2: 背景", "p: 丙。"]);
    let wrapped = "In the year 1839 the Russians set out from their fort on the river and\nmarched over the frozen steppe toward the city of Khiva, which they did\nnot reach.";
    assert_eq!(named("a.txt", wrapped).blocks.len(), 1);
}

#[test]
fn errors_say_what_and_where() {
    let error = |name: &str, bytes: &[u8]| read(name, "a", bytes).map(|d| d.text).unwrap_err();
    assert_eq!(error("a.md", b"  \n"), SourceError::Empty);
    assert_eq!(error("a.pdf", b"a"), SourceError::UnknownFormat);
    let gbk = error("a.md", b"abc\n\xc7\xe5");
    assert_eq!(
        gbk.to_string(),
        "is not UTF-8: byte 4 on line 2 does not decode; save it as UTF-8 (from GBK or Big5: iconv -f GB18030 -t UTF-8)"
    );
    let cut = error("a.md", &"清".as_bytes()[..2]);
    assert!(cut.to_string().contains("the file ends inside a character"), "{cut}");
    assert!(error("a.md", b"\xff\xfea\0").to_string().contains("UTF-16"));
    assert!(error("a.md", b"a\0b").to_string().contains("byte 1 is NUL"));
    assert!(error("a.wiki", "#REDIRECT [[甲]]".as_bytes()).to_string().contains("redirects to 甲"));
    assert!(matches!(error("a.md", "# 甲\n\n## 參見\n\n  - 乙\n".as_bytes()), SourceError::NotAnArticle { .. }));
    let large = vec![b'a'; LARGEST + 1];
    assert_eq!(error("a.md", &large).to_string(), "is larger than 64 MiB; cut it into one file for each article");
}

#[test]
fn languages() {
    assert_eq!(page("1839年，俄國（Russian Empire）入侵希瓦汗國。").lang, Lang::Zh);
    assert_eq!(
        page("The emperor Seiwa (清和天皇) was the 56th emperor of Japan according to the order.").lang,
        Lang::En
    );
}

/// A page that has something of everything.
const EVERYTHING: &str = "\u{feff}> 本文内容由[甲](https://zh.wikipedia.org/wiki/甲)转换而来。\n\n[A.jpg](https://zh.wikipedia.org/wiki/File:A.jpg \"fig:A.jpg\")圖說\\]\\]\n**甲**（<small>Jia</small>），又稱‘''乙''’，&amp;是[丙丁](../Page/丙_\\(丁\\).md \"wikilink\")\\[1\\]、-{zh-hans:戊;zh-hant:己}-<ref>注</ref>{{lang|ru|Хива}}$\\frac{a_1}{b}$。\n\n## 一\n\n  - 子\n      - 丑[1](http://a.b/c_(d))\n\n<!-- end list -->\n\n> 寅\n\n| a | b |\n| - | - |\n| 卯 | [辰](../Page/辰.md) |\n\n+---+---+\n| x | y |\n+===+===+\n| 1 | 2 |\n+---+---+\n\n  aa   bb\n  ---- ----\n  1    2\n\n<table><tr><td><ul><li>巳</li></ul></td></tr></table>\n\n{| class=a\n|-\n| 午 || [[未|申]]\n|}\n\n== 酉 ==\n\n[Category:戌](https://zh.wikipedia.org/wiki/Category:戌 \"wikilink\")\r\n\r\n1.  亥 <http://a.b>\n";

/// Whatever is cut off, changed or doubled: there is an error or a document that holds together, and never a panic.
#[test]
fn damaged_pages_are_read_or_refused() {
    let bytes = EVERYTHING.as_bytes();
    check(&read("a.md", "a", bytes).unwrap(), bytes).unwrap();
    let try_all = |damaged: &[u8], what: &str| {
        for name in ["a.md", "a.wikitext", "a.txt"] {
            if let Ok(document) = read(name, "a", damaged) {
                check(&document, damaged).unwrap_or_else(|e| panic!("{name}, {what}: {e}"));
            }
        }
    };
    let signs = b"[](){}<>*_'|#-\\\n &$!:`\xe7";
    for at in 0..bytes.len() {
        try_all(&bytes[..at], &format!("cut after byte {at}"));
        try_all(&bytes[at..], &format!("cut before byte {at}"));
        let mut changed = bytes.to_vec();
        changed[at] = signs[at % signs.len()];
        try_all(&changed, &format!("byte {at} changed"));
        // The middle taken out, and put in twice: openings lose their ends, ends their openings.
        let end = (at + 1 + at % 37).min(bytes.len());
        try_all(&[&bytes[..at], &bytes[end..]].concat(), &format!("{at}..{end} taken out"));
        try_all(&[&bytes[..end], &bytes[at..]].concat(), &format!("{at}..{end} doubled"));
    }
}

#[test]
fn deep_nesting_is_no_problem() {
    for (open, close) in [
        ("[", "]"),
        ("[", "](b)"),
        ("{{", "}}"),
        ("(", ")"),
        ("**", "**"),
        ("\\[", "\\]"),
        ("[[", "]]"),
        ("<ul><li>", "</li></ul>"),
        ("> ", ""),
    ] {
        let source = format!("{}甲{}。", open.repeat(10_000), close.repeat(10_000));
        for name in ["a.md", "a.wikitext"] {
            if let Ok(document) = read(name, "a", source.as_bytes()) {
                check(&document, source.as_bytes()).unwrap();
            }
        }
    }
}
