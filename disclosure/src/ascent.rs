//! Primal simplex steps from the true table.

use crate::dictionary::{Dictionary, SMALLEST_PIVOT, TINY, tidy};
use crate::exchanged::Exchanged;
use crate::pricing::Entrant;
use crate::problem::Group;

/// So many steps in a row without progress, and columns are picked at random to leave the corner.
const PATIENCE: usize = 6;
/// Never reached in practice; a solve that would is reported as falling short.
const MOST_STEPS: usize = 20_000;

/// Where a walk ended.
#[derive(Debug, Default)]
pub(crate) struct Reached {
    /// The atoms that differ from the truth, in ascending order, and by how much.
    pub(crate) moves: Vec<(usize, f64)>,
    /// The shown groups that moved, against their toll.
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
    /// What it costs to move each group of the dictionary by one; infinite if it must not move.
    pub(crate) tolls: &'a [f64],
}

/// A table on its way from the truth to an extreme of one group.
#[derive(Debug)]
pub(crate) struct Walker<'a> {
    pub(crate) truth: &'a [f64],
    /// Each atom's value and each shown group's distance from its true value.
    pub(crate) point: Vec<f64>,
    /// Variables that may differ from the truth.
    moved: Vec<usize>,
    has_moved: Vec<bool>,
    /// Those of them that are groups.
    pub(crate) breached: Vec<usize>,
    /// The change of each variable in the current step; zero between steps.
    speeds: Vec<f64>,
    /// Scratch: whether each variable is listed already.
    listed: Vec<bool>,
    pub(crate) exchanged: Exchanged,
    /// The columns that may move on this walk.
    pub(crate) movable: Vec<usize>,
}

impl<'a> Walker<'a> {
    pub(crate) fn new(truth: &'a [f64], group_count: usize) -> Self {
        let mut point = truth.to_vec();
        point.resize(truth.len() + group_count, 0.0);
        Self {
            truth,
            speeds: vec![0.0; point.len()],
            listed: vec![false; point.len()],
            point,
            moved: Vec::new(),
            has_moved: vec![false; truth.len() + group_count],
            breached: Vec::new(),
            exchanged: Exchanged::default(),
            movable: Vec::new(),
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
        self.movable = (0..start.len())
            .filter(|&column| match dictionary.shown_group(column) {
                Some(group) => route.tolls[group].is_finite(),
                None => true,
            })
            .collect();
        let mut missing = route.distance;
        let mut idle = 0;
        if missing <= TINY {
            return;
        }
        for step_number in 0..MOST_STEPS {
            let shuffle = if idle > PATIENCE { step_number } else { 0 };
            let entrant = self.entrant(dictionary, route, start.clone(), shuffle);
            let Some(entrant) = entrant else { return };
            let touched = self.follow(dictionary, entrant);
            let (mut length, mut blocker) = self.blocking(&touched, route.tolls);
            if length * entrant.gain > 2.0 * missing {
                (length, blocker) = (1.5 * missing / entrant.gain, None);
            }
            for &variable in &touched {
                let change = length * std::mem::take(&mut self.speeds[variable]);
                self.point[variable] = tidy(self.point[variable] + change);
                if variable < self.truth.len() {
                    self.point[variable] = self.point[variable].max(0.0);
                }
            }
            self.note_moved(touched);
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

    fn note_moved(&mut self, touched: Vec<usize>) {
        for variable in touched {
            if !self.has_moved[variable] {
                self.has_moved[variable] = true;
                self.moved.push(variable);
                if variable >= self.truth.len() {
                    self.breached.push(variable);
                }
            }
        }
    }

    /// Sets the speed of all variables that move with the entrant, and lists them.
    fn follow(&mut self, dictionary: &Dictionary, entrant: Entrant) -> Vec<usize> {
        let mut touched = Vec::new();
        let mut add = |variable: usize, speed: f64| {
            if !self.listed[variable] {
                self.listed[variable] = true;
                touched.push(variable);
            }
            self.speeds[variable] += speed;
        };
        for (column, change) in self.exchanged.shift(dictionary, entrant.side) {
            let change = entrant.direction * change;
            add(dictionary.columns[column], change);
            for &(variable, entry) in dictionary.followers(column) {
                add(variable, change * entry);
            }
        }
        let entering = dictionary.variable(entrant.side);
        add(entering, 0.0);
        for &row in &self.exchanged.rows {
            self.speeds[dictionary.rows[row].variable] = 0.0;
        }
        self.speeds[entering] = entrant.direction;
        for &variable in &touched {
            self.speeds[variable] = tidy(self.speeds[variable]);
            self.listed[variable] = false;
        }
        touched
    }

    /// How far the step can go, and the variable that stops it: an atom that would fall below
    /// zero, a group that must not move, or one that is back where it was.
    fn blocking(&self, touched: &[usize], tolls: &[f64]) -> (f64, Option<usize>) {
        let mut step = (f64::INFINITY, None);
        let mut strength = 0.0;
        for &variable in touched {
            let speed = self.speeds[variable];
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
