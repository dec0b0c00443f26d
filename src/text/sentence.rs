use crate::document::Lang;
use crate::span::Span;
pub fn sentences(chars: &[char], _l: Lang) -> Vec<Span> {
    let mut v = Vec::new(); let mut s = 0;
    for (i,c) in chars.iter().enumerate() { if "。！？!?".contains(*c) { v.push(Span::new(s,i+1)); s=i+1; } }
    if s < chars.len() { v.push(Span::new(s, chars.len())); }
    v
}
