//! A table of realistic size: 60 communes, two sexes, 14 value chains, all margins.

use disclosure::{Cell, Kind};

use super::{Dice, Dimension, by_threshold, margins};

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
pub fn table(seed: u64, count: usize) -> (Vec<i64>, Vec<Cell>) {
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
