//! A publication with tables that are too long to be held in memory.

use std::collections::BTreeMap;

use super::super::document::{
    Category, Cell,
    Dimension::{self, Commune, ValueChain, Year},
    Document, Table,
};

const BY: [Dimension; 3] = [Commune, ValueChain, Year];

/// The publication: shares and counts by three dimensions with so many categories each, and all sums over them.
#[must_use]
pub fn document(breadth: usize) -> Document {
    let codes: Vec<String> = (1..=breadth).map(|at| format!("{at:05}")).collect();
    let categories: Vec<Category> = codes.iter().map(|code| category(code)).collect();
    let keys = BY.into_iter().fold(vec![BTreeMap::new()], |keys, dimension| {
        keys.into_iter().flat_map(|key| with_each(key, dimension, &codes)).collect()
    });
    let table = |indicator: &str, is_ratio: bool| Table {
        indicator: indicator.into(),
        by: BY.into(),
        cells: (0..).zip(keys.clone()).map(|(at, key)| cell(key, at, is_ratio)).collect(),
    };
    Document {
        tables: vec![table("G3", true), table("G1", false)],
        categories: BY.map(|dimension| (dimension, categories.clone())).into(),
        ..super::document()
    }
}

fn category(code: &str) -> Category {
    Category { code: code.into(), name_vi: format!("={code}"), name_en: format!("@{code}") }
}

/// A key without and with each category.
fn with_each(
    key: BTreeMap<Dimension, String>,
    dimension: Dimension,
    codes: &[String],
) -> Vec<BTreeMap<Dimension, String>> {
    let without = std::iter::once(None);
    let options = without.chain(codes.iter().map(|code| Some((dimension, code.clone()))));
    options.map(|option| key.clone().into_iter().chain(option).collect()).collect()
}

fn cell(key: BTreeMap<Dimension, String>, at: i64, is_ratio: bool) -> Cell {
    let suppressed = at % 50 == 49;
    let value = Some(at).filter(|_| !suppressed);
    let of_ratio = value.filter(|_| is_ratio);
    Cell {
        key,
        value,
        denominator: of_ratio.map(|at| 2 * at),
        share_bps: of_ratio.map(|_| 5_000),
        suppressed,
    }
}
