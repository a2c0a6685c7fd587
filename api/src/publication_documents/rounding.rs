//! Rounding to multiples of five: what is told of poverty and ethnic groups below the province, so that two publications in a
//! row do not reveal who came or left. The same value of the same people in the same place is always rounded alike, whichever
//! publication or table tells it (conventions §14, cell keys).

use super::tables::{DraftedCell, DraftedTable};
use crate::{
    access::{Access, RowLevel},
    indicator_definitions::messages::Dimension,
    indicator_tables::messages::{CellKey, DIMENSIONS},
    indicator_values::sight::is_sensitive,
};

const STEP: i64 = 5;

/// Rounds what must be. The place is the map, and the code of the area of the publication where that is not the province.
pub(super) fn round<P: RowLevel>(
    access: &Access<P>,
    (map, area): (&str, Option<&str>),
    table: &mut DraftedTable,
) {
    let definition = table.definition;
    let is_told_of = |cell: &&mut DraftedCell| is_sensitive(definition, &dimensions(&cell.key));
    for cell in table.cells.iter_mut().filter(is_told_of) {
        let key = &cell.key;
        let Some(place) = key.commune.as_deref().or(key.district.as_deref()).or(area) else { continue };
        let people: Vec<&str> =
            dimensions(key).into_iter().filter(|one| !is_place(*one)).filter_map(|one| key.of(one)).collect();
        let name = format!("{map} {place} {:?} {people:?}", definition.counting);
        let chance = access.chance("publication-rounding", &[name.as_bytes(), &cell.told.to_be_bytes()]);
        cell.told = rounded(cell.told, chance);
    }
}

/// By what a cell tells people apart; the year of a period says nothing more than the period.
fn dimensions(key: &CellKey) -> Vec<Dimension> {
    let all = DIMENSIONS.iter().map(|(_, one)| *one);
    all.filter(|one| *one != Dimension::Year && key.of(*one).is_some()).collect()
}

const fn is_place(dimension: Dimension) -> bool {
    matches!(dimension, Dimension::Commune | Dimension::District)
}

/// One of the two nearest multiples; `chance` decides such that sums stay right on average.
fn rounded(value: i64, chance: u16) -> i64 {
    let (below, rest) = (value.div_euclid(STEP) * STEP, value.rem_euclid(STEP));
    let is_up = i64::from(chance) * STEP < rest * (i64::from(u16::MAX) + 1);
    if is_up { below + STEP } else { below }
}

#[cfg(test)]
mod tests {
    use super::rounded;

    #[test]
    fn multiples_stay_and_others_go_to_a_neighbour() {
        for chance in [0, 1, 30_000, u16::MAX] {
            assert_eq!(rounded(20, chance), 20);
            assert!([20, 25].contains(&rounded(23, chance)));
        }
        let ups = (0..=u16::MAX).filter(|chance| rounded(23, *chance) == 25).count();
        assert_eq!(ups * 5 / (usize::from(u16::MAX) + 1), 3);
    }
}
