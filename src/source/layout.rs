//! How pages of this kind are laid out: the headings of *apparatus*, the parts of a page that are not its prose.

/// Headings of apparatus as they are written, in one of the two Chinese scripts or in English, lower case and without
/// spaces. See [`is_apparatus`] for what may stand around them.
const APPARATUS: &[&str] = &[
    // references and notes
    "參考",
    "参考",
    "參考文獻",
    "参考文献",
    "参考文獻",
    "參考資料",
    "参考资料",
    "參考書目",
    "参考书目",
    "參考來源",
    "参考来源",
    "參考書籍",
    "参考书籍",
    "參考著作",
    "参考著作",
    "參考條目",
    "参考条目",
    "文獻",
    "文献",
    "文獻來源",
    "文献来源",
    "資料來源",
    "资料来源",
    "來源",
    "来源",
    "引用",
    "引用文獻",
    "引用文献",
    "引文",
    "出處",
    "出处",
    "注釋",
    "注释",
    "註釋",
    "註解",
    "注解",
    "註腳",
    "注脚",
    "腳註",
    "脚注",
    "腳注",
    "註",
    "注",
    "備註",
    "备注",
    "附註",
    "附注",
    "書目",
    "书目",
    "史料",
    "參考與註釋",
    "注释与参考",
    // links to other pages
    "參見",
    "参见",
    "参見",
    "參看",
    "参看",
    "參閱",
    "参阅",
    "另見",
    "另见",
    "相關條目",
    "相关条目",
    "相關連結",
    "相关链接",
    "相关连结",
    "外部連結",
    "外部链接",
    "外部鏈接",
    "外部连接",
    "外部連接",
    "網站連結",
    "延伸閱讀",
    "延伸阅读",
    "擴展閱讀",
    "扩展阅读",
    "進階閱讀",
    "深入閱讀",
    // pictures
    "圖集",
    "图集",
    "畫廊",
    "画廊",
    "圖庫",
    "图库",
    "圖片",
    "图片",
    "相簿",
    // English
    "references",
    "reference",
    "notes",
    "footnotes",
    "citations",
    "sources",
    "bibliography",
    "furtherreading",
    "externallinks",
    "seealso",
    "gallery",
    "relatedlinks",
];

/// English words that make a heading apparatus when it holds no others: "Notes and references", "Primary sources".
const ENGLISH: &[&str] = &[
    "references",
    "reference",
    "notes",
    "note",
    "footnotes",
    "citations",
    "sources",
    "source",
    "bibliography",
    "bibliographies",
    "further",
    "reading",
    "readings",
    "external",
    "links",
    "related",
    "see",
    "also",
    "gallery",
    "works",
    "cited",
    "literature",
    "primary",
    "secondary",
    "general",
    "explanatory",
    "additional",
    "selected",
    "and",
    "online",
    "endnotes",
    "articles",
    "resources",
];

/// Words of [`ENGLISH`] of which a heading of apparatus holds at least one.
const ENGLISH_NOUNS: &[&str] = &[
    "references",
    "reference",
    "notes",
    "footnotes",
    "citations",
    "sources",
    "bibliography",
    "bibliographies",
    "reading",
    "readings",
    "links",
    "also",
    "gallery",
    "cited",
    "endnotes",
];

/// Whether a heading says that its section is no prose: references, notes, "see also", external links, pictures.
///
/// `參考文獻與註釋`, `注释和参考资料`, `參考文獻[1]`, `Notes and references` count; `著作` and `Works` do not.
pub(super) fn is_apparatus(heading: &str) -> bool {
    let lower = heading.to_lowercase();
    let plain: String = lower.chars().filter(|c| c.is_alphabetic()).collect();
    if APPARATUS.contains(&plain.as_str()) {
        return true;
    }
    if plain.is_ascii() {
        let mut words = lower.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty()).peekable();
        return words.peek().is_some()
            && words.clone().all(|w| ENGLISH.contains(&w))
            && words.any(|w| ENGLISH_NOUNS.contains(&w));
    }
    // Two of them joined.
    let parts: Vec<&str> = plain.split(['與', '与', '和', '及', '暨']).collect();
    parts.len() > 1 && parts.iter().all(|part| APPARATUS.contains(part))
}

#[cfg(test)]
mod tests {
    use super::is_apparatus;

    #[test]
    fn apparatus_in_both_scripts_and_english() {
        for heading in
            ["參見", "参考文献", "參考文獻與註釋", "注释和参考资料", "外部連結", "Notes and references", "See also"]
        {
            assert!(is_apparatus(heading), "{heading}");
        }
        for heading in
            ["歷史", "影響", "著作", "文藝作品", "注意事項", "Sources of the Nile", "Works", "Related events"]
        {
            assert!(!is_apparatus(heading), "{heading}");
        }
    }
}
