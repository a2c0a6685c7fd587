//! An attacker who knows linear programming, and shares no code with the library, tries to bound
//! hidden cells. `ATTACK_ROUNDS` sets the number of tables, `TRIAL_SEED` the first seed.
#![expect(clippy::panic, reason = "tests fail by panicking")]

mod tables;

use disclosure::{Cell, Kind, Refusal, suppress};
use microlp::{ComparisonOp, LinearExpr, OptimizationDirection, Problem, Variable};
use tables::{Dice, Dimension, margins, provincial};

/// Widths are whole numbers; solvers are not that exact.
const TOLERANCE: f64 = 1e-4;

/// The least or greatest value of a cell given the shown cells; infinite if unbounded.
fn extreme(
    atoms: &[i64],
    cells: &[Cell],
    hidden: &[bool],
    target: &Cell,
    direction: OptimizationDirection,
) -> f64 {
    let mut problem = Problem::new(direction);
    let variables: Vec<Variable> = (0..atoms.len() as u32)
        .map(|atom| {
            let weight = if target.atoms.contains(&atom) { 1.0 } else { 0.0 };
            problem.add_var(weight, (0.0, f64::INFINITY))
        })
        .collect();
    for (cell, &hidden) in cells.iter().zip(hidden) {
        if hidden {
            continue;
        }
        let mut sum = LinearExpr::empty();
        for &atom in &cell.atoms {
            sum.add(variables[atom as usize], 1.0);
        }
        problem.add_constraint(sum, ComparisonOp::Eq, value(atoms, cell) as f64);
    }
    match problem.solve() {
        Ok(solution) => solution.objective(),
        Err(microlp::Error::Unbounded) => f64::INFINITY,
        Err(error) => panic!("the true table is possible, but: {error}"),
    }
}

fn value(atoms: &[i64], cell: &Cell) -> i64 {
    cell.atoms.iter().map(|&atom| atoms[atom as usize]).sum()
}

/// Whether the attacker bounds the cell more tightly than its width.
fn bounds(atoms: &[i64], cells: &[Cell], hidden: &[bool], index: usize) -> bool {
    let target = &cells[index];
    let high = extreme(atoms, cells, hidden, target, OptimizationDirection::Maximize);
    if high >= (value(atoms, target) + target.width) as f64 {
        return false;
    }
    let low = extreme(atoms, cells, hidden, target, OptimizationDirection::Minimize);
    high - low < target.width as f64 - TOLERANCE
}

fn some_cell_is_bounded(atoms: &[i64], cells: &[Cell], hidden: &[bool]) -> Option<usize> {
    (0..cells.len()).find(|&index| hidden[index] && bounds(atoms, cells, hidden, index))
}

/// A random partition of `size` basic categories.
fn partition(dice: &mut Dice, size: usize) -> Vec<usize> {
    let parts = 1 + dice.below(size);
    (0..size).map(|_| dice.below(parts)).collect()
}

/// Neighbours together, as districts of communes.
fn runs(dice: &mut Dice, size: usize) -> Vec<usize> {
    let mut part = 0;
    (0..size)
        .map(|basic| {
            part += usize::from(basic > 0 && dice.chance(40));
            part
        })
        .collect()
}

/// A random set of linked tables.
fn random_tables(dice: &mut Dice) -> (Vec<i64>, Vec<Cell>) {
    let area_size = if dice.chance(4) { 7 + dice.below(10) } else { 1 + dice.below(6) };
    let mut area = Dimension::plain(area_size);
    if dice.chance(60) {
        let districts = runs(dice, area_size);
        area = area.grouped(&districts);
    }
    if dice.chance(50) {
        let new = if dice.chance(50) { runs(dice, area_size) } else { partition(dice, area_size) };
        area = area.grouped(&new);
    }
    let mut dimensions = vec![area];
    if dice.chance(75) {
        dimensions.push(Dimension::plain(1 + dice.below(3)));
    }
    if dice.chance(50) {
        dimensions.push(Dimension::plain(1 + dice.below(4)));
    }
    let atom_count: usize = dimensions.iter().map(|dimension| dimension.size).product();
    let (zeros, scale) = (dice.below(70), 1 + dice.below(40));
    let atoms: Vec<i64> =
        (0..atom_count).map(|_| if dice.chance(zeros) { 0 } else { dice.below(scale) as i64 }).collect();
    let mut sets = margins(&dimensions);
    if dice.chance(30) {
        // Some cells are not published at all.
        sets.retain(|_| !dice.chance(15));
    }
    if dice.chance(25) {
        // A second table over some of the same atoms, coarsened at random.
        let parts = partition(dice, atom_count);
        for part in 0..atom_count {
            let set: Vec<u32> = (0..atom_count as u32).filter(|&atom| parts[atom as usize] == part).collect();
            if !set.is_empty() {
                sets.push(set);
            }
        }
    }
    let cells = random_kinds(dice, &atoms, sets);
    (atoms, cells)
}

fn random_kinds(dice: &mut Dice, atoms: &[i64], sets: Vec<Vec<u32>>) -> Vec<Cell> {
    let width = 1 + dice.below(10) as i64;
    let (fixed, earlier) = (dice.below(30), if dice.chance(30) { 15 } else { 0 });
    let odd_costs = dice.chance(30);
    sets.into_iter()
        .map(|set| {
            let mut cell = Cell { atoms: set, kind: Kind::Open, width, cost: 0 };
            let value = value(atoms, &cell);
            cell.cost = if odd_costs { dice.below(50) as i64 } else { value };
            if value < width && (value > 0 || dice.chance(70)) {
                cell.kind = Kind::Sensitive;
            } else if dice.chance(fixed) {
                cell.kind = Kind::Fixed;
            } else if dice.chance(earlier) {
                cell.kind = Kind::Hidden;
            }
            cell
        })
        .collect()
}

/// Checks one table; true if it had a safe choice.
fn check(seed: u64, atoms: &[i64], cells: &[Cell]) -> bool {
    let hidden = match suppress(atoms, cells) {
        Ok(hidden) => hidden,
        Err(Refusal::Unprotectable { cell }) => {
            assert!(refusal_is_right(atoms, cells), "seed {seed}: cell {cell} could be protected");
            return false;
        }
        Err(Refusal::Contradiction { hidden, shown }) => {
            let sorted = |index: usize| {
                let mut set = cells[index].atoms.clone();
                set.sort_unstable();
                set
            };
            assert_eq!(sorted(hidden), sorted(shown), "seed {seed}");
            return false;
        }
        Err(refusal) => panic!("seed {seed}: {refusal}"),
    };
    assert_eq!(suppress(atoms, cells).as_ref(), Ok(&hidden), "seed {seed}: not deterministic");
    for (index, cell) in cells.iter().enumerate() {
        match cell.kind {
            Kind::Open => {}
            Kind::Fixed => assert!(!hidden[index], "seed {seed}: fixed cell {index} is hidden"),
            _ => assert!(hidden[index], "seed {seed}: sensitive cell {index} is shown"),
        }
    }
    let bounded = some_cell_is_bounded(atoms, cells, &hidden);
    assert_eq!(bounded, None, "seed {seed}: this cell is bounded");
    if cells.len() <= 120 {
        check_minimality(seed, atoms, cells, &hidden);
    }
    true
}

/// Cells over the same atoms are shown together.
fn twins(cells: &[Cell], index: usize) -> Vec<usize> {
    let sorted = |cell: &Cell| {
        let mut set = cell.atoms.clone();
        set.sort_unstable();
        set
    };
    let wanted = sorted(&cells[index]);
    (0..cells.len()).filter(|&other| sorted(&cells[other]) == wanted).collect()
}

fn check_minimality(seed: u64, atoms: &[i64], cells: &[Cell], hidden: &[bool]) {
    for index in 0..cells.len() {
        let twins = twins(cells, index);
        if !hidden[index] || twins.iter().any(|&twin| cells[twin].kind != Kind::Open) {
            continue;
        }
        let mut fewer = hidden.to_vec();
        for twin in twins {
            fewer[twin] = false;
        }
        assert!(
            some_cell_is_bounded(atoms, cells, &fewer).is_some(),
            "seed {seed}: cell {index} is hidden in vain"
        );
    }
}

/// Hides all that may be hidden, shows what is bounded even so, and sees whether that comes to a
/// cell that must be hidden.
fn refusal_is_right(atoms: &[i64], cells: &[Cell]) -> bool {
    let must_show = |index: usize| twins(cells, index).iter().any(|&twin| cells[twin].kind == Kind::Fixed);
    let must_hide = |index: usize| {
        let duty = |kind| matches!(kind, Kind::Sensitive | Kind::Hidden);
        twins(cells, index).iter().any(|&twin| duty(cells[twin].kind))
    };
    let mut hidden: Vec<bool> = (0..cells.len()).map(|index| !must_show(index)).collect();
    while let Some(index) = some_cell_is_bounded(atoms, cells, &hidden) {
        if must_hide(index) {
            return true;
        }
        for twin in twins(cells, index) {
            hidden[twin] = false;
        }
    }
    false
}

/// A number from the environment.
fn number(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

#[test]
fn no_hidden_cell_can_be_bounded() {
    let (first, rounds) = (number("TRIAL_SEED", 1), number("ATTACK_ROUNDS", 60));
    println!("TRIAL_SEED={first} ATTACK_ROUNDS={rounds}");
    let mut safe = 0;
    for seed in first..first + rounds {
        let (atoms, cells) = random_tables(&mut Dice(seed));
        safe += u64::from(check(seed, &atoms, &cells));
    }
    println!("{safe} of {rounds} tables had a safe choice");
    assert!(rounds < 20 || safe * 5 > rounds, "too few tables put the attacker to work");
}

/// One cell for every sixty small tables: each takes as long as all of those.
#[test]
fn the_provincial_table_withstands_a_sample_of_attacks() {
    let (seed, attacks) = (number("TRIAL_SEED", 1), number("ATTACK_ROUNDS", 60).div_ceil(60));
    println!("TRIAL_SEED={seed} {attacks} attacks");
    let (atoms, cells) = provincial(seed, 8_000);
    let hidden = suppress(&atoms, &cells).expect("a safe choice");
    let all: Vec<usize> = (0..cells.len()).filter(|&index| hidden[index]).collect();
    let mut dice = Dice(seed);
    for _ in 0..attacks {
        let index = all[dice.below(all.len())];
        assert!(!bounds(&atoms, &cells, &hidden, index), "cell {index} is bounded, seed {seed}");
    }
}
