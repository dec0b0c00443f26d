//! Stretches that may be mentions, and which of them win.

use super::How;
use std::sync::Arc;

/// What a candidate names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meaning {
    /// A thing of the registry.
    Entity(usize),
    /// Whatever bears the words of the stretch as a name, of this class.
    Named(Arc<str>),
    /// Nothing: the stretch keeps others out, as the title of a book does.
    Nothing,
}

/// A stretch `from..to` that may be a mention.
#[derive(Debug, Clone)]
pub struct Candidate {
    pub from: usize,
    pub to: usize,
    pub meaning: Meaning,
    pub how: How,
    /// In percent.
    pub confidence: u8,
    /// Decides against candidates that it overlaps with; see [`Candidate::new`].
    pub weight: usize,
}

impl Candidate {
    /// A candidate whose weight comes from its length and from how it was found: evidence of the author, then known
    /// names, then forms.
    pub fn new(from: usize, to: usize, meaning: Meaning, how: How) -> Candidate {
        let (bonus, confidence) = match how {
            How::Title | How::Quoted => (60, 95),
            How::Link => (15, 95),
            How::Gazetteer => (12, 90),
            How::Document => (14, 90),
            How::Derived => (10, 85),
            How::Office => (10, 80),
            How::Form => (6, 75),
            How::Compound => (4, 75),
            How::Person => (6, 75),
            How::Sound => (0, 65),
        };
        Candidate { from, to, meaning, how, confidence, weight: 10 * (to - from) + bonus }
    }

    /// The same candidate with another weight.
    pub fn stronger(mut self, by: usize) -> Candidate {
        self.weight += by;
        self
    }
}

/// Takes candidates by weight, each if it does not overlap with one taken before; sorted by place.
pub fn resolve(mut candidates: Vec<Candidate>) -> Vec<Candidate> {
    candidates.retain(|c| c.from < c.to);
    candidates.sort_by_key(|c| (std::cmp::Reverse(c.weight), c.from, c.to, c.how));
    let end = candidates.iter().map(|c| c.to).max().unwrap_or(0);
    let mut taken = vec![false; end];
    candidates.retain(|c| {
        let free = !taken[c.from..c.to].iter().any(|t| *t);
        if free {
            taken[c.from..c.to].fill(true);
        }
        free
    });
    candidates.sort_by_key(|c| c.from);
    candidates
}
