//! What tells apart the parts of a page that was printed as plain text, where headings, bold and images have no markup:
//! headings are short lines, bold is in capitals, images and categories are words that were left over.

use super::lines::Line;
use crate::document::{BlockKind, DocumentBuilder};
use crate::span::Span;

/// Whether there is a link of Markdown, bold, or an escaped bracket: then the page was not printed.
pub(super) fn has_markdown(source: &str) -> bool {
    ["](http", "](..", ".md)", "**", "\\[", "\\]"].iter().any(|sign| source.contains(sign))
}

/// Whether the lines of a plain text were broken at a margin: most lines that another follows end near it.
pub(super) fn is_wrapped(source: &str, lines: &[Line]) -> bool {
    let width = |l: &Line| l.text(source).chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<usize>();
    let followed = lines.windows(2).filter(|w| !w[0].blank && !w[1].blank);
    let (all, near) =
        followed.fold((0, 0), |(all, near), w| (all + 1, near + usize::from((50..=100).contains(&width(&w[0])))));
    near * 10 >= all * 6
}

/// Whether a line reads like a heading: it begins like a name and does not end like a sentence.
pub(super) fn is_title(text: &str) -> bool {
    let begins = text.chars().next().is_some_and(|c| {
        c.is_uppercase() || c.is_numeric() || (c.is_alphabetic() && !c.is_lowercase()) || "_\"“‘'(《「".contains(c)
    });
    let ends = text.chars().next_back().is_none_or(|c| ".,:;!?…。，：；！？、\"”]".contains(c));
    // `Consort: Name (years; …), daughter of …` is an entry, not a heading.
    let entry = text.contains("; ") || (text.contains(": ") && text.contains('('));
    begins && !ends && !entry
}

/// A paragraph that only names categories, as printed text has it.
pub(super) fn is_category_line(text: &str) -> bool {
    text.starts_with("Category:") || text.matches(" Category:").take(2).count() == 2
}

/// Entries of a gallery whose element was lost: `Name.jpg|caption`.
pub(super) fn is_gallery(text: &str) -> bool {
    let head = text.split_once('|').map(|(head, _)| head).unwrap_or_default();
    head.len() < 200 && !head.contains('\n') && image_name(head.rsplit(' ').next().unwrap_or_default()) > 0
}

/// The length in bytes of an image's name that was left at the start of a printed paragraph.
pub(super) fn image_name(text: &str) -> usize {
    const ENDINGS: [&str; 12] =
        [".jpg", ".jpeg", ".png", ".svg", ".gif", ".tif", ".tiff", ".webm", ".ogg", ".ogv", ".webp", ".pdf"];
    let word = text.split_whitespace().next().unwrap_or_default();
    let tail: String =
        word.chars().rev().take(5).collect::<Vec<_>>().into_iter().rev().collect::<String>().to_lowercase();
    let image = ENDINGS.iter().any(|e| tail.ends_with(e)) || word == "thumb" || word.starts_with("thumb|");
    if image { word.len() } else { 0 }
}

/// Adds what stands in capitals in the first paragraph to what is emphasised: printed text has no other bold.
pub(super) fn mark_capitals(builder: &mut DocumentBuilder) {
    let first = builder.blocks.iter().find(|b| b.section == 0 && b.kind == BlockKind::Paragraph);
    let Some(span) = first.map(|b| b.span) else { return };
    let mut run: Option<Span> = None;
    let mut runs = Vec::new();
    let mut start = span.start();
    for word in builder.chars[span.range()].split(|c| c.is_whitespace()) {
        let sign = |c: &char| !c.is_alphanumeric();
        let before = word.iter().take_while(|c| sign(c)).count();
        let after = word.iter().rev().take_while(|c| sign(c)).count();
        let letters = word.iter().filter(|c| c.is_alphabetic());
        let capital = letters.clone().count() > 0 && letters.clone().all(|c| c.is_uppercase() || !c.is_lowercase());
        let number = run.is_some() && word.iter().any(char::is_ascii_digit) && letters.count() == 0;
        if capital || number {
            let core = Span::new(start + before, start + word.len() - after);
            run = Some(run.map_or(core, |r| r.cover(core)));
        }
        // A bracket or comma ends a name, a hyphen does not.
        if !(capital || number) || after > 0 {
            runs.extend(run.take());
        }
        start += word.len() + 1;
    }
    runs.extend(run);
    let long = |span: &Span| {
        let words = builder.chars[span.range()].split(|c| !c.is_alphabetic());
        words.into_iter().any(|w| w.len() >= 4 && w.iter().all(|c| c.is_uppercase()))
    };
    builder.bold.extend(runs.iter().filter(|r| long(r)));
    builder.bold.sort_unstable();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::read;

    #[test]
    fn capitals_of_the_first_paragraph_are_its_bold() {
        let text = "ABDUR RAHMAN KHAN () was Emir.\n\nThe USSR and NATO were not.\n";
        let document = read("a.md", "a", text.as_bytes()).unwrap();
        assert_eq!(document.bold.iter().map(|s| document.slice(*s)).collect::<Vec<_>>(), ["ABDUR RAHMAN KHAN"]);
        let war = read("a.md", "a", "The WAR OF 1839–1840, a US war.".as_bytes()).unwrap();
        assert!(war.bold.is_empty(), "no word of four letters");
    }

    #[test]
    fn headings_are_short_lines_alone() {
        assert!(is_title("Background and early career"));
        assert!(is_title("1864–1868: Kokand and Bukhara subdued"));
        assert!(!is_title("Froissart states these men fought:"));
        assert!(!is_title("the end of a sentence"));
        assert!(!is_title("It was so."));
    }

    #[test]
    fn names_of_images_that_were_left_over() {
        assert_eq!(image_name("Zakaukazie-Turkestan1903.jpg The conquest"), 28);
        assert_eq!(image_name("thumb 1871–1883"), 5);
        assert_eq!(image_name("A.jpgs"), 0);
        assert!(is_gallery("Aerial view of Khiva.JPG|the walls"));
        assert!(!is_gallery("a | b"));
    }
}
