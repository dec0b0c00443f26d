//! Each value once, by a small number.

use std::collections::HashMap;
use std::hash::Hash;
use std::ops::Index;
use std::sync::Arc;

/// Numbers values from 0 in the order in which they first come.
#[derive(Debug)]
pub(super) struct Interner<T> {
    values: Vec<Arc<T>>,
    index: HashMap<Arc<T>, u32>,
}

impl<T> Default for Interner<T> {
    fn default() -> Self {
        Interner { values: Vec::new(), index: HashMap::new() }
    }
}

impl<T: Clone + Eq + Hash> Interner<T> {
    /// The number of a value.
    pub(super) fn id(&mut self, value: &T) -> u32 {
        if let Some(id) = self.index.get(value) {
            return *id;
        }
        let id = u32::try_from(self.values.len()).expect("fewer than 2^32 values");
        let value = Arc::new(value.clone());
        self.values.push(Arc::clone(&value));
        self.index.insert(value, id);
        id
    }

    /// The value, shared.
    pub(super) fn shared(&self, id: u32) -> Arc<T> {
        Arc::clone(&self.values[id as usize])
    }

    pub(super) fn len(&self) -> usize {
        self.values.len()
    }
}

impl<T> Index<u32> for Interner<T> {
    type Output = T;

    fn index(&self, id: u32) -> &T {
        &self.values[id as usize]
    }
}
