//! Tables of random numbers, and one of realistic size: 60 communes, two sexes, 14 value chains, all margins.

use disclosure::{Cell, Kind};

/// Sebastiano Vigna's splitmix64.
pub struct Dice(pub u64);

impl Dice {
    /// The next 64 bits.
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
    /// How many basic categories it has.
    pub size: usize,
    /// The published ones.
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

const COMMUNES: usize = 60;
const DISTRICTS: usize = 10;
const CHAINS: usize = 14;

fn areas() -> Dimension {
    let districts: Vec<usize> = (0..COMMUNES).map(|commune| commune / 6).collect();
    // Mostly two or three neighbours within a district; every fifth new commune crosses a border.
    let new: Vec<usize> = (0..COMMUNES)
        .map(|commune| {
            let shifted = if commune % 24 == 6 { commune - 1 } else { commune };
            shifted * 25 / COMMUNES
        })
        .collect();
    assert_eq!(districts.last(), Some(&(DISTRICTS - 1)));
    Dimension::plain(COMMUNES).grouped(&districts).grouped(&new)
}

fn members(dice: &mut Dice, count: usize) -> Vec<i64> {
    let mut draw = |size: usize, skew: f64| -> Vec<f64> {
        let raw: Vec<f64> = (0..size).map(|_| dice.share().powf(skew) + 0.01).collect();
        let sum: f64 = raw.iter().sum();
        raw.iter().map(|weight| weight / sum).collect()
    };
    let communes = draw(COMMUNES, 1.5);
    let chains = draw(CHAINS, 3.0);
    let pick = |weights: &[f64], mut share: f64| {
        for (index, weight) in weights.iter().enumerate() {
            share -= weight;
            if share < 0.0 {
                return index;
            }
        }
        weights.len() - 1
    };
    let mut atoms = vec![0; COMMUNES * 2 * CHAINS];
    for _ in 0..count {
        let commune = pick(&communes, dice.share());
        let sex = usize::from(dice.chance(35));
        // Each commune has its own favourites.
        let chain = if dice.chance(50) {
            (commune * 5 + dice.below(3)) % CHAINS
        } else {
            pick(&chains, dice.share())
        };
        atoms[(commune * 2 + sex) * CHAINS + chain] += 1;
    }
    atoms
}

/// Members spread unevenly; the same for the same seed and count.
pub fn provincial(seed: u64, count: usize) -> (Vec<i64>, Vec<Cell>) {
    let atoms = members(&mut Dice(seed), count);
    let sets = margins(&[areas(), Dimension::plain(2), Dimension::plain(CHAINS)]);
    let mut cells = by_threshold(&atoms, sets, 10);
    for cell in &mut cells {
        let province = cell.atoms.len() >= 2 * COMMUNES;
        if province && cell.kind == Kind::Open {
            cell.kind = Kind::Fixed;
        }
    }
    (atoms, cells)
}
