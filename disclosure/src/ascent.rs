//! Primal simplex steps from the true table.

use crate::dictionary::{Dictionary, SMALLEST_PIVOT, TINY, tidy};
use crate::evidence::Moves;
use crate::exchanged::Exchanged;
use crate::pricing::{Entrant, Slope};
use crate::problem::Group;
use crate::tally::Tally;

/// So many steps in a row without progress, and columns are picked at random to leave the corner.
const PATIENCE: usize = 30;
/// A step goes so many times as far as it must at most: what is left over may help other groups.
const LARGEST_STRIDE: f64 = 3.0;
/// Never reached in practice; a solve that would is reported as falling short.
const MOST_STEPS: usize = 20_000;

/// Where a walk ended.
#[derive(Debug, Default)]
pub(crate) struct Reached {
    /// The atoms that differ from the truth, in ascending order, and by how much.
    pub(crate) moves: Moves,
    /// The groups that moved against a toll.
    pub(crate) breached: Vec<usize>,
}

/// How a walk goes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Route<'a> {
    /// The group to move.
    pub(crate) group: &'a Group,
    /// Upwards 1, downwards -1.
    pub(crate) sign: f64,
    /// How far to go from the true value.
    pub(crate) distance: f64,
    /// What it costs to move each group of the dictionary by one: zero if it moves for free, infinite
    /// if it must not move.
    pub(crate) tolls: &'a [f64],
}

/// A table on its way from the truth to an extreme of one group.
#[derive(Debug)]
pub(crate) struct Walker<'a> {
    pub(crate) truth: &'a [f64],
    /// Each atom's value and each shown group's distance from its true value; not kept up for groups
    /// among the rows that move for free.
    pub(crate) point: Vec<f64>,
    /// Variables that may differ from the truth.
    moved: Vec<usize>,
    has_moved: Vec<bool>,
    /// Those of them that are groups.
    pub(crate) breached: Vec<usize>,
    /// Scratch: the change of each variable in the current step.
    speeds: Tally<f64>,
    /// Scratch: what a unit of each column changes.
    pub(crate) slopes: Tally<Slope>,
    pub(crate) exchanged: Exchanged,
}

impl<'a> Walker<'a> {
    pub(crate) fn new(truth: &'a [f64], group_count: usize) -> Self {
        let mut point = truth.to_vec();
        point.resize(truth.len() + group_count, 0.0);
        Self {
            truth,
            speeds: Tally::new(point.len()),
            slopes: Tally::new(truth.len()),
            point,
            moved: Vec::new(),
            has_moved: vec![false; truth.len() + group_count],
            breached: Vec::new(),
            exchanged: Exchanged::default(),
        }
    }

    /// Moves a group by the wanted distance or more, or to its optimum, with as little toll for
    /// each step as possible.
    pub(crate) fn walk(&mut self, dictionary: &Dictionary, route: Route<'_>) -> Reached {
        self.exchanged = Exchanged::default();
        self.climb(dictionary, route);
        let mut reached = Reached::default();
        self.moved.sort_unstable();
        self.breached.clear();
        for variable in self.moved.drain(..) {
            self.has_moved[variable] = false;
            let start = self.truth.get(variable).copied().unwrap_or(0.0);
            let change = self.point[variable] - start;
            self.point[variable] = start;
            if change.abs() > TINY {
                match variable.checked_sub(self.truth.len()) {
                    Some(group) => reached.breached.push(group),
                    None => reached.moves.push((variable, change)),
                }
            }
        }
        reached
    }

    fn climb(&mut self, dictionary: &Dictionary, route: Route<'_>) {
        let start = dictionary.gradient(route.group);
        let mut missing = route.distance;
        let mut idle = 0;
        if missing <= TINY {
            return;
        }
        for step_number in 0..MOST_STEPS {
            let shuffle = if idle > PATIENCE { step_number } else { 0 };
            let Some(entrant) = self.entrant(dictionary, route, &start, shuffle) else { return };
            self.follow(dictionary, entrant, route.tolls);
            let (mut length, mut blocker) = self.blocking(route.tolls);
            if length * entrant.gain > LARGEST_STRIDE * missing {
                (length, blocker) = (LARGEST_STRIDE * missing / entrant.gain, None);
            }
            for (variable, speed) in self.speeds.iter() {
                self.point[variable] = tidy(self.point[variable] + length * speed);
                if variable < self.truth.len() {
                    self.point[variable] = self.point[variable].max(0.0);
                }
            }
            self.note_moved();
            missing -= length * entrant.gain;
            idle = if length > TINY { 0 } else { idle + 1 };
            if let Some(variable) = blocker {
                self.point[variable] = 0.0;
            }
            let leaving = blocker.and_then(|variable| dictionary.side(variable));
            if missing <= TINY
                || leaving.is_some_and(|leaving| {
                    leaving != entrant.side && !self.exchanged.exchange(dictionary, entrant.side, leaving)
                })
            {
                return;
            }
        }
    }

    fn note_moved(&mut self) {
        for (variable, _) in self.speeds.iter() {
            if !self.has_moved[variable] {
                self.has_moved[variable] = true;
                self.moved.push(variable);
                if variable >= self.truth.len() {
                    self.breached.push(variable);
                }
            }
        }
    }

    /// Sets the speed of all variables that move with the entrant, except for groups among the
    /// rows that move for free.
    fn follow(&mut self, dictionary: &Dictionary, entrant: Entrant, tolls: &[f64]) {
        self.speeds.clear();
        let atom_count = self.truth.len();
        for (column, change) in self.exchanged.shift(dictionary, entrant.side) {
            let change = entrant.direction * change;
            self.speeds.add(dictionary.columns[column], change);
            for &(variable, entry) in dictionary.followers(column) {
                if variable < atom_count || tolls[variable - atom_count] != 0.0 {
                    self.speeds.add(variable, change * entry);
                }
            }
        }
        for &row in &self.exchanged.rows {
            self.speeds.set(dictionary.rows[row].variable, 0.0);
        }
        self.speeds.set(dictionary.variable(entrant.side), entrant.direction);
        self.speeds.change_each(tidy);
    }

    /// How far the step can go, and the variable that stops it: an atom that would fall below
    /// zero, a group that must not move, or one that is back where it was.
    fn blocking(&self, tolls: &[f64]) -> (f64, Option<usize>) {
        let mut step = (f64::INFINITY, None);
        let mut strength = 0.0;
        for (variable, speed) in self.speeds.iter() {
            if speed.abs() < SMALLEST_PIVOT {
                continue;
            }
            let at = self.point[variable];
            let room = match variable.checked_sub(self.truth.len()) {
                None if speed > 0.0 => continue,
                None => at,
                Some(group) if tolls[group].is_infinite() => 0.0,
                Some(group) if at * speed < 0.0 && tolls[group] > 0.0 => at.abs(),
                Some(_) => continue,
            };
            let length = room / speed.abs();
            let tied = (length - step.0).abs() <= TINY;
            if (!tied && length < step.0) || (tied && speed.abs() > strength) {
                step = (length.min(step.0), Some(variable));
                strength = speed.abs();
            }
        }
        step
    }
}
