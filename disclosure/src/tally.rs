//! Sums by position where few positions have any.

use std::ops::AddAssign;

/// One sum for each position, and the list of those that were added to.
#[derive(Debug)]
pub(crate) struct Tally<T> {
    sums: Vec<T>,
    is_listed: Vec<bool>,
    listed: Vec<usize>,
}

impl<T: Copy + Default + AddAssign> Tally<T> {
    /// All sums are zero.
    pub(crate) fn new(length: usize) -> Self {
        Self { sums: vec![T::default(); length], is_listed: vec![false; length], listed: Vec::new() }
    }

    pub(crate) fn add(&mut self, position: usize, amount: T) {
        if !self.is_listed[position] {
            self.is_listed[position] = true;
            self.listed.push(position);
        }
        self.sums[position] += amount;
    }

    pub(crate) fn sum(&self, position: usize) -> T {
        self.sums[position]
    }

    /// The positions added to, in the order of the first time, with their sums.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (usize, T)> {
        self.listed.iter().map(|&position| (position, self.sums[position]))
    }

    /// Changes the sum of every listed position.
    pub(crate) fn change_each(&mut self, change: impl Fn(T) -> T) {
        for &position in &self.listed {
            self.sums[position] = change(self.sums[position]);
        }
    }

    /// Replaces the sum of a position.
    pub(crate) fn set(&mut self, position: usize, sum: T) {
        self.add(position, T::default());
        self.sums[position] = sum;
    }

    /// Makes all sums zero again.
    pub(crate) fn clear(&mut self) {
        for position in self.listed.drain(..) {
            self.sums[position] = T::default();
            self.is_listed[position] = false;
        }
    }
}
