//! Where a link leads: the *target* of a link is the title of a wiki page, its *namespace* says what the page is.

/// What stands behind a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Target {
    /// A page of a wiki; `wiki` is its language or project code where the link names one.
    Page { title: String, wiki: Option<String> },
    /// An image or sound: it and its caption are no text.
    File,
    /// The page belongs to a category: said of the page, not shown.
    Category(String),
    /// A place on the same page: a footnote or a section.
    Fragment,
    /// Another site, a special page, or nothing.
    External,
}

/// Namespaces of images and sounds, lower case.
const FILE: [&str; 9] = ["file", "image", "media", "文件", "檔案", "档案", "图像", "圖像", "媒体"];
/// Namespaces of categories, lower case.
const CATEGORY: [&str; 3] = ["category", "分类", "分類"];
/// Other namespaces that hold no articles, lower case.
const SERVICE: [&str; 13] = [
    "special",
    "help",
    "template",
    "user",
    "talk",
    "wikipedia",
    "portal",
    "module",
    "draft",
    "特殊",
    "模板",
    "用户",
    "维基百科",
];
/// Prefixes that lead to sister projects.
const PROJECTS: [&str; 14] =
    ["w", "s", "d", "q", "b", "n", "v", "m", "c", "wikt", "commons", "species", "wikisource", "wiktionary"];

/// Whether a title begins with an image namespace.
pub(super) fn is_file_title(title: &str) -> bool {
    let title = title.trim_start();
    let Some(colon) = title.bytes().take(12).position(|b| b == b':') else { return false };
    FILE.iter().any(|ns| title.get(..colon).is_some_and(|t| t.trim_end().eq_ignore_ascii_case(ns)))
}

/// The target of a Markdown link or an HTML `href`, as these pages write it: `../Page/X.md`,
/// `https://zh.wikipedia.org/wiki/X`. `wikilink` says that the link is marked as one by its title attribute.
pub(super) fn from_address(address: &str, wikilink: bool) -> Target {
    let address = unescape(address);
    if let Some(page) = strip_page_folder(&address) {
        return from_title(&percent_decode(page), None);
    }
    if let Some((host, path)) = split_url(&address) {
        let Some(page) = path.strip_prefix("/wiki/") else { return Target::External };
        let Some(wiki) = wiki_of_host(host) else { return Target::External };
        return from_title(&percent_decode(page), Some(wiki));
    }
    if address.starts_with('#') {
        return Target::Fragment;
    }
    if is_file_title(&address) {
        return Target::File;
    }
    let scheme = address.split_once(':').is_some_and(|(s, _)| s.bytes().all(|b| b.is_ascii_alphanumeric()));
    if wikilink && !scheme {
        return from_title(&percent_decode(&address), None);
    }
    Target::External
}

/// The target of a wikitext link, `Title#section`, `:en:Title`, `Category:Name`.
pub(super) fn from_title(title: &str, host: Option<&str>) -> Target {
    let whole = title.replace('_', " ");
    let page = whole.split('#').next().unwrap_or_default().trim();
    if page.is_empty() {
        return if whole.contains('#') { Target::Fragment } else { Target::External };
    }
    let (shown, page) = match page.strip_prefix(':') {
        Some(rest) => (true, rest.trim_start()),
        None => (false, page),
    };
    let mut wiki = host.map(str::to_owned);
    let mut page = page;
    // `w:en:Title`: a project, then a language.
    for _ in 0..2 {
        let Some((prefix, rest)) = page.split_once(':') else { break };
        let lower = prefix.trim().to_lowercase();
        if is_wiki_prefix(prefix, shown) {
            if prefix != "w" {
                wiki = Some(lower);
            }
            page = rest.trim_start();
            continue;
        }
        if FILE.contains(&lower.as_str()) {
            return if shown { Target::External } else { Target::File };
        }
        if CATEGORY.contains(&lower.as_str()) {
            let name = rest.split('|').next().unwrap_or_default().trim().to_owned();
            return if shown { Target::External } else { Target::Category(name) };
        }
        if SERVICE.contains(&lower.as_str()) {
            return Target::External;
        }
        break;
    }
    let page = page.trim();
    if page.is_empty() {
        return Target::External;
    }
    Target::Page { title: page.to_owned(), wiki }
}

/// A language or project code before a colon. Without a leading colon only two or three small letters are taken for a
/// language: a word that a title begins with has a capital.
fn is_wiki_prefix(prefix: &str, shown: bool) -> bool {
    if PROJECTS.contains(&prefix) {
        return true;
    }
    let code = !prefix.is_empty() && prefix.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
    let namespace = FILE.contains(&prefix) || CATEGORY.contains(&prefix) || SERVICE.contains(&prefix);
    code && !namespace && if shown { prefix.len() <= 12 } else { matches!(prefix.len(), 2 | 3) }
}

/// `X` of `../Page/X.md`, or of `X.md` beside this file.
fn strip_page_folder(address: &str) -> Option<&str> {
    if address.contains("://") {
        return None;
    }
    let page = address.split('#').next()?.strip_suffix(".md")?;
    Some(page.strip_prefix("../Page/").unwrap_or_else(|| page.rsplit('/').next().unwrap_or(page)))
}

/// Host and path of a URL, `//host/path` included.
fn split_url(address: &str) -> Option<(&str, &str)> {
    let rest = address
        .strip_prefix("https://")
        .or_else(|| address.strip_prefix("http://"))
        .or_else(|| address.strip_prefix("//"))?;
    Some(rest.find('/').map_or((rest, ""), |slash| rest.split_at(slash)))
}

/// The language of `zh.wikipedia.org`, `zh.m.wikipedia.org`; the project of `zh.wikisource.org`.
fn wiki_of_host(host: &str) -> Option<&str> {
    let name = host.strip_suffix(".wikipedia.org")?;
    let name = name.strip_suffix(".m").unwrap_or(name);
    let plain = !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
    (plain && name != "www").then_some(name)
}

/// Takes away the backslashes of Markdown and decodes `&amp;`.
fn unescape(address: &str) -> String {
    let mut out = String::with_capacity(address.len());
    let mut chars = address.chars().peekable();
    while let Some(c) = chars.next() {
        match (c, chars.peek()) {
            ('\\', Some(next)) if next.is_ascii_punctuation() => {
                out.push(*next);
                chars.next();
            }
            _ => out.push(c),
        }
    }
    if out.contains("&amp;") { out.replace("&amp;", "&") } else { out }
}

/// `%E4%BF%84` as text. What does not decode to UTF-8 stays as it is.
pub(super) fn percent_decode(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let bytes = text.as_bytes();
    let hex = |i: usize| bytes.get(i).and_then(|&b| (b as char).to_digit(16));
    let mut out = Vec::with_capacity(bytes.len());
    let mut i = 0;
    while i < bytes.len() {
        match (bytes[i], hex(i + 1), hex(i + 2)) {
            (b'%', Some(high), Some(low)) => {
                out.push((high * 16 + low) as u8);
                i += 3;
            }
            (b, ..) => {
                out.push(b);
                i += 1;
            }
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(title: &str, wiki: Option<&str>) -> Target {
        Target::Page { title: title.to_owned(), wiki: wiki.map(str::to_owned) }
    }

    #[test]
    fn addresses_name_pages() {
        assert_eq!(from_address("../Page/伊犁條約.md", true), page("伊犁條約", None));
        assert_eq!(from_address("https://zh.wikipedia.org/wiki/伊犁", true), page("伊犁", Some("zh")));
        assert_eq!(from_address("../Page/庙街_\\(俄罗斯\\).md", true), page("庙街 (俄罗斯)", None));
        assert_eq!(from_address("https://zh.wikipedia.org/wiki/%E4%BF%84", true), page("俄", Some("zh")));
        assert_eq!(from_address("https://zh.wikipedia.org/wiki/國籍法#历史背景", true), page("國籍法", Some("zh")));
        let en = "https://zh.wikipedia.org/wiki/:en:Khivan_campaign_of_1839";
        assert_eq!(from_address(en, true), page("Khivan campaign of 1839", Some("en")));
        assert_eq!(
            from_address("https://zh.wikipedia.org/wiki/:s:資治通鑑/卷283", true),
            page("資治通鑑/卷283", Some("s"))
        );
    }

    #[test]
    fn addresses_that_are_no_pages() {
        assert_eq!(from_address("https://zh.wikipedia.org/wiki/File:A.jpg", false), Target::File);
        assert_eq!(from_address("https://zh.wikipedia.org/wiki/image:A.jpg", true), Target::File);
        assert_eq!(from_address("File:RU043-11.jpg%7C阿穆爾哥薩克", false), Target::File);
        assert_eq!(from_address("https://zh.wikipedia.org/wiki/#注释", true), Target::Fragment);
        assert_eq!(from_address("http://www.peoples.ru/state/", false), Target::External);
        assert_eq!(from_address("", false), Target::External);
        let category = "https://zh.wikipedia.org/wiki/Category:中俄条约_\\(清朝\\)";
        assert_eq!(from_address(category, true), Target::Category("中俄条约 (清朝)".to_owned()));
    }

    #[test]
    fn titles_with_a_colon_stay_titles() {
        assert_eq!(from_title("Mission: Impossible", None), page("Mission: Impossible", None));
        assert_eq!(from_title("en:Russia", None), page("Russia", Some("en")));
        assert_eq!(from_title(":Category:Wars", None), Target::External);
    }

    #[test]
    fn broken_percent_signs_stay() {
        assert_eq!(percent_decode("100%"), "100%");
        assert_eq!(percent_decode("%FF%FE"), "%FF%FE");
    }
}
