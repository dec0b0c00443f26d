//! Stretches of text. A span says in its type what it counts, so that code points and bytes cannot be mixed up.

use serde::{Deserialize, Serialize};
use std::marker::PhantomData;
use std::ops::Range;

/// Counts Unicode code points of a document's plain text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CodePoint;

/// Counts bytes of a source file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Byte;

/// A half-open stretch `start..end`, counted in `Unit` ([`CodePoint`] or [`Byte`]).
#[derive(Serialize, Deserialize)]
#[serde(bound = "", from = "(u32, u32)", into = "(u32, u32)")]
pub struct Span<Unit = CodePoint> {
    pub start: u32,
    pub end: u32,
    unit: PhantomData<Unit>,
}

impl<Unit> Span<Unit> {
    /// The stretch from `start` up to, not including, `end`. A reversed pair is an error of the caller.
    pub fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end, "span {start}..{end} is reversed");
        let fit = |n: usize| u32::try_from(n).expect("documents are smaller than 4 GiB");
        Span { start: fit(start), end: fit(end), unit: PhantomData }
    }

    pub fn start(&self) -> usize {
        self.start as usize
    }

    pub fn end(&self) -> usize {
        self.end as usize
    }

    pub fn len(&self) -> usize {
        (self.end - self.start) as usize
    }

    pub fn is_empty(&self) -> bool {
        self.start == self.end
    }

    /// For slicing a `[char]` (code points) or a `[u8]` (bytes).
    pub fn range(&self) -> Range<usize> {
        self.start()..self.end()
    }

    pub fn contains(&self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    pub fn overlaps(&self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that covers both.
    pub fn cover(&self, other: Self) -> Self {
        Span { start: self.start.min(other.start), end: self.end.max(other.end), unit: PhantomData }
    }
}

// Written by hand because a derive would ask the unit for the same traits.
impl<Unit> Clone for Span<Unit> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<Unit> Copy for Span<Unit> {}
impl<Unit> PartialEq for Span<Unit> {
    fn eq(&self, other: &Self) -> bool {
        (self.start, self.end) == (other.start, other.end)
    }
}
impl<Unit> Eq for Span<Unit> {}
impl<Unit> std::hash::Hash for Span<Unit> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        (self.start, self.end).hash(state)
    }
}
impl<Unit> PartialOrd for Span<Unit> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<Unit> Ord for Span<Unit> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.start, self.end).cmp(&(other.start, other.end))
    }
}
impl<Unit> std::fmt::Debug for Span<Unit> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}
impl<Unit> From<(u32, u32)> for Span<Unit> {
    fn from((start, end): (u32, u32)) -> Self {
        Span { start, end, unit: PhantomData }
    }
}
impl<Unit> From<Span<Unit>> for (u32, u32) {
    fn from(span: Span<Unit>) -> Self {
        (span.start, span.end)
    }
}
