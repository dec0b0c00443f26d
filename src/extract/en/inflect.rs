//! The forms of English verbs.

use crate::fast::FastMap;

/// A form of a verb. Regular verbs have one word for [`Form::Past`] and [`Form::Participle`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Form {
    Base,
    /// he *takes*
    Third,
    Past,
    Participle,
    /// *taking*
    Ing,
}

/// Past and participle of the verbs that do not inflect by rule, by their base. A form may have variants: `hanged/hung`.
#[derive(Debug, Default)]
pub struct Irregular(FastMap<String, (Vec<String>, Vec<String>)>);

impl Irregular {
    /// From lines such as `take took taken`; a line that is no such three words is left out.
    pub fn new(lines: &[String]) -> Irregular {
        let variants = |w: &str| w.split('/').map(str::to_owned).collect::<Vec<_>>();
        let read = |line: &String| {
            let mut words = line.split_whitespace();
            let base = words.next()?.to_owned();
            Some((base, (variants(words.next()?), variants(words.next()?))))
        };
        Irregular(lines.iter().filter_map(read).collect())
    }

    /// All forms of a verb.
    pub fn forms(&self, base: &str) -> Vec<(String, Form)> {
        let mut forms = vec![(base.to_owned(), Form::Base), (third(base), Form::Third)];
        let stems = stems(base);
        match self.0.get(base) {
            Some((past, participle)) => {
                forms.extend(past.iter().map(|w| (w.clone(), Form::Past)));
                forms.extend(participle.iter().map(|w| (w.clone(), Form::Participle)));
            }
            None => {
                for stem in &stems {
                    forms.push((format!("{stem}ed"), Form::Past));
                    forms.push((format!("{stem}ed"), Form::Participle));
                }
            }
        }
        match base.strip_suffix("ie") {
            Some(stem) => forms.push((format!("{stem}ying"), Form::Ing)),
            None => forms.extend(stems_before_ing(base).iter().map(|s| (format!("{s}ing"), Form::Ing))),
        }
        forms
    }
}

fn is_vowel(c: char) -> bool {
    matches!(c, 'a' | 'e' | 'i' | 'o' | 'u')
}

fn third(base: &str) -> String {
    if let Some(stem) = base.strip_suffix('y')
        && !stem.ends_with(is_vowel)
    {
        return format!("{stem}ies");
    }
    let hissing = ["s", "x", "z", "ch", "sh", "o"].iter().any(|e| base.ends_with(e));
    if hissing { format!("{base}es") } else { format!("{base}s") }
}

/// What stands before -ed.
fn stems(base: &str) -> Vec<String> {
    if let Some(stem) = base.strip_suffix('e') {
        return vec![stem.to_owned()];
    }
    if let Some(stem) = base.strip_suffix('y')
        && !stem.ends_with(is_vowel)
    {
        return vec![format!("{stem}i")];
    }
    doubled(base)
}

fn stems_before_ing(base: &str) -> Vec<String> {
    match base.strip_suffix('e') {
        Some(stem) if !base.ends_with("ee") && !base.ends_with("oe") => vec![stem.to_owned()],
        _ => doubled(base),
    }
}

/// Whether the last consonant is doubled depends on the stress in words of several syllables: both are taken then.
fn doubled(base: &str) -> Vec<String> {
    let letters: Vec<char> = base.chars().collect();
    let [.., a, b, c] = letters[..] else { return vec![base.to_owned()] };
    let closed = !is_vowel(c) && !matches!(c, 'w' | 'x' | 'y') && is_vowel(b) && (!is_vowel(a) || a == 'u');
    if !closed {
        return vec![base.to_owned()];
    }
    let syllables = letters.iter().zip(letters.iter().skip(1)).filter(|(a, b)| is_vowel(**a) && !is_vowel(**b)).count();
    let double = format!("{base}{c}");
    if syllables > 1 { vec![base.to_owned(), double] } else { vec![double] }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forms(base: &str) -> String {
        let irregular = Irregular::new(&["take took taken".into(), "hang hung/hanged hung/hanged".into()]);
        irregular.forms(base).into_iter().map(|(w, _)| w).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn verbs_inflect() {
        assert_eq!(forms("take"), "take takes took taken taking");
        assert_eq!(forms("annex"), "annex annexes annexed annexed annexing");
        assert_eq!(forms("occupy"), "occupy occupies occupied occupied occupying");
        assert_eq!(forms("destroy"), "destroy destroys destroyed destroyed destroying");
        assert_eq!(forms("rebel"), "rebel rebels rebeled rebeled rebelled rebelled rebeling rebelling");
        assert_eq!(forms("rob"), "rob robs robbed robbed robbing");
        assert_eq!(forms("defeat"), "defeat defeats defeated defeated defeating");
        assert_eq!(forms("die"), "die dies died died dying");
        assert_eq!(forms("flee"), "flee flees fleed fleed fleeing");
        assert_eq!(forms("hang"), "hang hangs hung hanged hung hanged hanging");
    }
}
