//! Tables with all their sums.

use std::collections::BTreeSet;

use super::super::document::{Cell, Dimension, Table};

/// One combination of categories, its value and its denominator.
pub type Leaf = (Vec<&'static str>, i64, Option<i64>);

/// A part with a value.
pub fn leaf(key: &[&'static str], value: i64) -> Leaf {
    (key.to_vec(), value, None)
}

/// A part with a share.
pub fn ratio(key: &[&'static str], value: i64, whole: i64) -> Leaf {
    (key.to_vec(), value, Some(whole))
}

/// All sums over the leaves; `withheld` are keys, joined by `/`.
pub fn table(code: &str, by: &[Dimension], leaves: &[Leaf], withheld: &[&str]) -> Table {
    let mut order: Vec<Vec<Option<&str>>> = vec![vec![]];
    for at in 0..by.len() {
        let mut seen = BTreeSet::new();
        let names = leaves.iter().map(|leaf| leaf.0[at]).filter(|name| seen.insert(*name)).map(Some);
        let options: Vec<Option<&str>> = std::iter::once(None).chain(names).collect();
        let extend = |key: &[Option<&'static str>], option: Option<&'static str>| [key, &[option]].concat();
        order = order
            .into_iter()
            .flat_map(|key| options.iter().map(|&option| extend(&key, option)).collect::<Vec<_>>())
            .collect();
    }
    Table {
        indicator: code.into(),
        by: by.to_vec(),
        cells: order.iter().map(|key| sum(by, leaves, key, withheld)).collect(),
    }
}

fn sum(by: &[Dimension], leaves: &[Leaf], key: &[Option<&str>], withheld: &[&str]) -> Cell {
    let matching = leaves
        .iter()
        .filter(|leaf| leaf.0.iter().zip(key).all(|(have, want)| want.is_none_or(|want| want == *have)));
    let (value, whole) = matching.fold((0, None), |(value, whole), leaf| {
        (value + leaf.1, leaf.2.map_or(whole, |part| Some(whole.unwrap_or(0) + part)))
    });
    let named: Vec<&str> = key.iter().flatten().copied().collect();
    let suppressed = named.len() == key.len() && withheld.contains(&named.join("/").as_str());
    let share = whole.filter(|&whole| whole > 0).map(|whole| (value * 20_000 + whole) / (2 * whole));
    Cell {
        key: by
            .iter()
            .zip(key)
            .filter_map(|(&dimension, code)| Some((dimension, (*code)?.to_owned())))
            .collect(),
        value: Some(value).filter(|_| !suppressed),
        denominator: whole.filter(|_| !suppressed),
        share_bps: share.filter(|_| !suppressed),
        suppressed,
    }
}
