//! Rounding to multiples of five: what is told of poverty and ethnic groups below the area of a publication, so that two
//! publications in a row do not reveal who came or left. The same value of the same cell is always rounded alike
//! (conventions §14, cell keys).

use super::tables::{DraftedCell, DraftedTable};
use crate::{
    access::{Access, RowLevel},
    indicator_definitions::messages::Dimension,
    indicator_values::sight::is_sensitive,
};

const STEP: i64 = 5;

/// Rounds what must be.
pub(super) fn round<P: RowLevel>(access: &Access<P>, area: &str, table: &mut DraftedTable) {
    let by: Vec<Dimension> = table.by().collect();
    if !is_sensitive(table.definition, &by) {
        return;
    }
    let code = table.definition.code;
    for cell in table.cells.iter_mut().filter(|cell| is_below(cell)) {
        let name = format!("{area} {code} {:?}", cell.key);
        let chance = access.chance("publication-rounding", &[name.as_bytes(), &cell.told.to_be_bytes()]);
        cell.told = rounded(cell.told, chance);
    }
}

const fn is_below(cell: &DraftedCell) -> bool {
    cell.key.commune.is_some() || cell.key.district.is_some()
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
