//! Random tables for the tests.
#![allow(dead_code, missing_docs, reason = "each test file uses a part")]

pub mod provincial;

use disclosure::{Cell, Kind};

/// Sebastiano Vigna's splitmix64.
pub struct Dice(pub u64);

impl Dice {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 to `end - 1`.
    pub fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    /// True in `percent` of a hundred cases.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// A number from 0 to 1.
    pub fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// A dimension: its size and, for each published category, the basic categories in it.
pub struct Dimension {
    pub size: usize,
    pub categories: Vec<Vec<usize>>,
}

impl Dimension {
    /// Each basic category and the total.
    pub fn plain(size: usize) -> Self {
        let mut categories: Vec<Vec<usize>> = (0..size).map(|basic| vec![basic]).collect();
        categories.push((0..size).collect());
        Self { size, categories }
    }

    /// Adds the categories of a partition given as the part of each basic category.
    pub fn grouped(mut self, parts: &[usize]) -> Self {
        let count = parts.iter().max().map_or(0, |&last| last + 1);
        for part in 0..count {
            let members: Vec<usize> = (0..self.size).filter(|&basic| parts[basic] == part).collect();
            if !members.is_empty() {
                self.categories.push(members);
            }
        }
        self
    }
}

/// The atom sets of all combinations of categories; atoms are numbered with the last dimension
/// running fastest.
pub fn margins(dimensions: &[Dimension]) -> Vec<Vec<u32>> {
    let mut sets: Vec<Vec<u32>> = vec![vec![0]];
    for dimension in dimensions {
        let mut longer = Vec::new();
        for set in &sets {
            for category in &dimension.categories {
                let extended = set.iter().flat_map(|&atom| {
                    category.iter().map(move |&basic| atom * dimension.size as u32 + basic as u32)
                });
                longer.push(extended.collect());
            }
        }
        sets = longer;
    }
    sets
}

/// Sensitive below the threshold unless the count is an exempt zero; open otherwise.
pub fn by_threshold(atoms: &[i64], sets: Vec<Vec<u32>>, threshold: i64) -> Vec<Cell> {
    let cell = |set: Vec<u32>| {
        let value: i64 = set.iter().map(|&atom| atoms[atom as usize]).sum();
        let kind = if value < threshold { Kind::Sensitive } else { Kind::Open };
        Cell { atoms: set, kind, width: threshold, cost: value }
    };
    sets.into_iter().map(cell).collect()
}
