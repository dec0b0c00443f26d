//! How pages of this kind are laid out: the headings of *apparatus*, the parts of a page that are not its prose.

/// Headings of apparatus in Chinese, in simplified characters. See [`is_apparatus`] for what may stand around them.
const CHINESE: &[&str] = &[
    // References and notes.
    "参考",
    "参考文献",
    "参考资料",
    "参考书目",
    "参考书籍",
    "参考著作",
    "参考来源",
    "参考条目",
    "参考网页",
    "参考网站",
    "参考链接",
    "文献",
    "文献来源",
    "资料来源",
    "来源",
    "来源文献",
    "引用",
    "引用文献",
    "引用来源",
    "引文",
    "出处",
    "注释",
    "注解",
    "注脚",
    "注",
    "脚注",
    "备注",
    "附注",
    "书目",
    "史料",
    "史料来源",
    // Links to other pages.
    "参见",
    "参看",
    "参阅",
    "另见",
    "另请参阅",
    "相关条目",
    "相关链接",
    "相关连结",
    "相关文献",
    "相关书籍",
    "外部链接",
    "外部连结",
    "外部连接",
    "外部资源",
    "网站链接",
    "网站连结",
    "网络资源",
    "延伸阅读",
    "扩展阅读",
    "进阶阅读",
    "深入阅读",
    "阅读",
    // Pictures.
    "图集",
    "画廊",
    "图库",
    "图片",
    "图片集",
    "相册",
    "相簿",
];

/// The traditional characters of [`CHINESE`] and their simplified forms.
const SIMPLIFIED: &[(char, char)] = &[
    ('參', '参'),
    ('獻', '献'),
    ('資', '资'),
    ('書', '书'),
    ('來', '来'),
    ('條', '条'),
    ('頁', '页'),
    ('網', '网'),
    ('絡', '络'),
    ('鏈', '链'),
    ('連', '连'),
    ('結', '结'),
    ('處', '处'),
    ('釋', '释'),
    ('註', '注'),
    ('腳', '脚'),
    ('備', '备'),
    ('見', '见'),
    ('閱', '阅'),
    ('讀', '读'),
    ('請', '请'),
    ('關', '关'),
    ('擴', '扩'),
    ('進', '进'),
    ('階', '阶'),
    ('圖', '图'),
    ('畫', '画'),
    ('庫', '库'),
    ('冊', '册'),
];

/// What joins two headings of apparatus into one.
const JOINTS: [char; 10] = ['與', '与', '和', '及', '暨', '、', '，', '/', '&', '·'];

/// English words that a heading of apparatus may hold: "Notes and references", "Primary sources".
const ENGLISH: &[&str] = &[
    "additional",
    "also",
    "and",
    "articles",
    "bibliographies",
    "bibliography",
    "citations",
    "cited",
    "endnotes",
    "explanatory",
    "external",
    "footnotes",
    "further",
    "gallery",
    "general",
    "links",
    "literature",
    "note",
    "notes",
    "online",
    "primary",
    "reading",
    "readings",
    "reference",
    "references",
    "related",
    "resources",
    "secondary",
    "see",
    "selected",
    "source",
    "sources",
    "works",
];

/// Words of [`ENGLISH`] of which a heading of apparatus holds at least one.
const ENGLISH_NOUNS: &[&str] = &[
    "also",
    "bibliographies",
    "bibliography",
    "citations",
    "cited",
    "endnotes",
    "footnotes",
    "gallery",
    "links",
    "notes",
    "reading",
    "readings",
    "reference",
    "references",
    "sources",
];

/// Whether a heading says that its section is no prose: references, notes, "see also", external links, pictures.
///
/// `參考文獻與註釋`, `注释、参考资料`, `參考文獻[1]`, `Notes and references` count; `著作` and `Works` do not.
pub(super) fn is_apparatus(heading: &str) -> bool {
    // No heading of apparatus is longer than a few words.
    if heading.len() > 100 {
        return false;
    }
    if heading.chars().any(|c| c.is_alphabetic() && !c.is_ascii()) {
        let mut parts = heading.split(JOINTS).map(simplified).filter(|part| !part.is_empty()).peekable();
        return parts.peek().is_some() && parts.all(|part| CHINESE.contains(&part.as_str()));
    }
    let lower = heading.to_ascii_lowercase();
    let mut words = lower.split(|c: char| !c.is_ascii_alphabetic()).filter(|w| !w.is_empty());
    words.clone().all(|w| ENGLISH.contains(&w)) && words.any(|w| ENGLISH_NOUNS.contains(&w))
}

/// The letters of a part of a heading, in simplified characters.
fn simplified(part: &str) -> String {
    let one = |c: char| SIMPLIFIED.iter().find(|(traditional, _)| *traditional == c).map_or(c, |(_, simple)| *simple);
    part.chars().filter(|c| c.is_alphabetic()).map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::is_apparatus;

    #[test]
    fn apparatus_in_both_scripts_and_english() {
        for heading in [
            "參見",
            "参见",
            "参考文獻",
            "參考文獻與註釋",
            "注释、参考资料",
            "外部連結",
            "參考文獻[1]",
            "圖集",
            "Notes and references",
            "See also",
            "EXTERNAL LINKS",
            "Primary sources",
        ] {
            assert!(is_apparatus(heading), "{heading}");
        }
    }

    #[test]
    fn headings_of_prose() {
        for heading in [
            "歷史",
            "影響",
            "著作",
            "文藝作品",
            "注意事項",
            "參考埃及",
            "Sources of the Nile",
            "Works",
            "Related events",
            "1839",
        ] {
            assert!(!is_apparatus(heading), "{heading}");
        }
    }
}
