//! Tables small enough to see by eye what must be hidden.

use disclosure::{Cell, Kind, Refusal, suppress};

/// A cell with the usual width of 10 that costs its value.
fn cell(values: &[i64], atoms: &[u32], kind: Kind) -> Cell {
    let cost = atoms.iter().map(|&atom| values[atom as usize]).sum();
    Cell { atoms: atoms.to_vec(), kind, width: 10, cost }
}

fn hidden(values: &[i64], cells: &[(&[u32], Kind)]) -> Result<Vec<usize>, Refusal> {
    let cells: Vec<Cell> = cells.iter().map(|&(atoms, kind)| cell(values, atoms, kind)).collect();
    let hidden = suppress(values, &cells)?;
    Ok((0..cells.len()).filter(|&index| hidden[index]).collect())
}

#[test]
fn nothing_sensitive_nothing_hidden() {
    let cells: [(&[u32], Kind); 3] = [(&[0], Kind::Open), (&[1], Kind::Open), (&[0, 1], Kind::Open)];
    assert_eq!(hidden(&[20, 30], &cells), Ok(vec![]));
    assert_eq!(hidden(&[], &[]), Ok(vec![]));
}

#[test]
fn a_row_hides_its_cheapest_other_cell() {
    let cells: [(&[u32], Kind); 4] =
        [(&[0], Kind::Sensitive), (&[1], Kind::Open), (&[2], Kind::Open), (&[0, 1, 2], Kind::Fixed)];
    assert_eq!(hidden(&[3, 50, 20], &cells), Ok(vec![0, 2]));
}

#[test]
fn two_small_cells_do_not_protect_each_other_if_their_sum_is_small() {
    // 3 + 4 leaves an interval of 7 only, so a third cell is needed.
    let cells: [(&[u32], Kind); 5] = [
        (&[0], Kind::Sensitive),
        (&[1], Kind::Sensitive),
        (&[2], Kind::Open),
        (&[3], Kind::Open),
        (&[0, 1, 2, 3], Kind::Fixed),
    ];
    assert_eq!(hidden(&[3, 4, 20, 60], &cells), Ok(vec![0, 1, 2]));
    // 6 + 7 suffice.
    assert_eq!(hidden(&[6, 7, 20, 60], &cells), Ok(vec![0, 1]));
}

#[test]
fn a_hidden_zero_is_protected_as_well() {
    let cells: [(&[u32], Kind); 4] =
        [(&[0], Kind::Sensitive), (&[1], Kind::Open), (&[2], Kind::Open), (&[0, 1, 2], Kind::Fixed)];
    assert_eq!(hidden(&[0, 12, 90], &cells), Ok(vec![0, 1]));
}

#[test]
fn a_rectangle_in_two_dimensions() {
    // Rows 3 12 40, 11 30 50, 60 70 80: the cheapest rectangle through the first cell.
    let values = [3, 12, 40, 11, 30, 50, 60, 70, 80];
    let mut cells: Vec<(&[u32], Kind)> = vec![(&[0], Kind::Sensitive)];
    let singles: [[u32; 1]; 9] = std::array::from_fn(|atom| [atom as u32]);
    cells.extend(singles[1..].iter().map(|atom| (atom.as_slice(), Kind::Open)));
    let sums: [&[u32]; 6] = [&[0, 1, 2], &[3, 4, 5], &[6, 7, 8], &[0, 3, 6], &[1, 4, 7], &[2, 5, 8]];
    cells.extend(sums.map(|sum| (sum, Kind::Fixed)));
    assert_eq!(hidden(&values, &cells), Ok(vec![0, 1, 3, 4]));
}

#[test]
fn a_margin_may_be_hidden_instead() {
    let cells: [(&[u32], Kind); 4] =
        [(&[0], Kind::Sensitive), (&[1], Kind::Open), (&[0, 1], Kind::Open), (&[0, 1, 2], Kind::Open)];
    // Hiding the sum of 53 costs more than hiding the 50.
    assert_eq!(hidden(&[3, 50, 400], &cells), Ok(vec![0, 1]));
}

#[test]
fn a_hierarchy() {
    // Two districts of two communes. The hidden commune must not follow from its district.
    let cells: [(&[u32], Kind); 7] = [
        (&[0], Kind::Sensitive),
        (&[1], Kind::Open),
        (&[2], Kind::Open),
        (&[3], Kind::Open),
        (&[0, 1], Kind::Open),
        (&[2, 3], Kind::Open),
        (&[0, 1, 2, 3], Kind::Fixed),
    ];
    assert_eq!(hidden(&[5, 20, 30, 40], &cells), Ok(vec![0, 1]));
}

#[test]
fn two_hierarchies_at_once() {
    // Districts {0 1} and {2 3}, new communes {0}, {1 2} and {3}: hiding 1 to protect 0 is not
    // enough, since it follows from {1 2} less 2; so one of those is hidden, and so on.
    let cells: [(&[u32], Kind); 8] = [
        (&[0], Kind::Sensitive),
        (&[1], Kind::Open),
        (&[2], Kind::Open),
        (&[3], Kind::Open),
        (&[0, 1], Kind::Fixed),
        (&[2, 3], Kind::Fixed),
        (&[1, 2], Kind::Fixed),
        (&[0, 1, 2, 3], Kind::Fixed),
    ];
    assert_eq!(hidden(&[5, 20, 30, 40], &cells), Ok(vec![0, 1, 2, 3]));
}

#[test]
fn a_ratio_is_an_extra_dimension() {
    // Two communes; of each the part that counts for the numerator and the rest. Numerators 30
    // and 4 are shown as shares of 50 and 60.
    let cells: [(&[u32], Kind); 9] = [
        (&[0], Kind::Open),
        (&[1], Kind::Open),
        (&[2], Kind::Sensitive),
        (&[3], Kind::Open),
        (&[0, 1], Kind::Open),
        (&[2, 3], Kind::Open),
        (&[0, 2], Kind::Fixed),
        (&[1, 3], Kind::Fixed),
        (&[0, 1, 2, 3], Kind::Fixed),
    ];
    assert_eq!(hidden(&[30, 20, 4, 56], &cells), Ok(vec![0, 1, 2, 3]));
}

#[test]
fn an_earlier_publication_binds() {
    let values = [3, 20, 30, 40];
    let row = |second, third| -> [(&'static [u32], Kind); 5] {
        [
            (&[0], Kind::Sensitive),
            (&[1], second),
            (&[2], third),
            (&[3], Kind::Open),
            (&[0, 1, 2, 3], Kind::Fixed),
        ]
    };
    assert_eq!(hidden(&values, &row(Kind::Open, Kind::Open)), Ok(vec![0, 1]));
    // The cheapest cell was shown before.
    assert_eq!(hidden(&values, &row(Kind::Fixed, Kind::Open)), Ok(vec![0, 2]));
    // Another one was hidden before, which is enough.
    assert_eq!(hidden(&values, &row(Kind::Open, Kind::Hidden)), Ok(vec![0, 2]));
}

#[test]
fn what_cannot_be_protected_is_refused() {
    let cells: [(&[u32], Kind); 3] = [(&[0], Kind::Fixed), (&[1], Kind::Sensitive), (&[0, 1], Kind::Fixed)];
    assert_eq!(hidden(&[20, 3], &cells), Err(Refusal::Unprotectable { cell: 1 }));
    // No margin is shown, so anything is possible.
    assert_eq!(hidden(&[20, 3], &cells[..2]), Ok(vec![1]));
}

#[test]
fn equal_cells_are_one() {
    let cells: [(&[u32], Kind); 3] =
        [(&[0, 1], Kind::Open), (&[1, 0, 1], Kind::Sensitive), (&[2], Kind::Open)];
    assert_eq!(hidden(&[1, 2, 30], &cells), Ok(vec![0, 1]));
    let contradiction: [(&[u32], Kind); 2] = [(&[0, 1], Kind::Fixed), (&[1, 0], Kind::Hidden)];
    assert_eq!(hidden(&[1, 2], &contradiction), Err(Refusal::Contradiction { hidden: 1, shown: 0 }));
}

#[test]
fn an_open_cell_that_cannot_be_wide_is_shown() {
    // The sum is fixed at 8, so neither part can be 10 wide; both may be shown.
    let cells: [(&[u32], Kind); 3] = [(&[0], Kind::Open), (&[1], Kind::Open), (&[0, 1], Kind::Fixed)];
    assert_eq!(hidden(&[3, 5], &cells), Ok(vec![]));
}

#[test]
fn malformed_input_is_refused() {
    let open = |atoms: &[u32]| Cell { atoms: atoms.to_vec(), kind: Kind::Open, width: 10, cost: 1 };
    assert_eq!(suppress(&[1, -1], &[]), Err(Refusal::NegativeAtom { atom: 1 }));
    assert_eq!(suppress(&[1], &[open(&[0]), open(&[1])]), Err(Refusal::UnknownAtom { cell: 1 }));
    assert_eq!(suppress(&[i64::MAX, 1], &[]), Err(Refusal::TooLarge));
    assert_eq!(Refusal::TooLarge.to_string(), "the atoms sum to more than 1000000000");
}

#[test]
fn an_empty_cell_is_zero_and_everybody_knows() {
    let cells: [(&[u32], Kind); 2] = [(&[], Kind::Open), (&[0], Kind::Open)];
    assert_eq!(hidden(&[20], &cells), Ok(vec![]));
    assert_eq!(hidden(&[20], &[(&[], Kind::Sensitive)]), Err(Refusal::Unprotectable { cell: 0 }));
}
