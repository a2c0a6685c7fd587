//! Which variable a walk moves next.

use std::ops::AddAssign;

use crate::ascent::{Route, Walker};
use crate::dictionary::{Dictionary, Side, TINY};

/// A variable that may enter: where it stands, which way it goes, and what that is worth.
#[derive(Clone, Copy)]
pub(crate) struct Entrant {
    pub(crate) side: Side,
    pub(crate) direction: f64,
    pub(crate) gain: f64,
    rate: f64,
    merit: f64,
}

/// What a unit of a variable changes.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Slope {
    /// The value of the moved group.
    pub(crate) gain: f64,
    /// What breached groups pay.
    pub(crate) price: f64,
}

impl Slope {
    pub(crate) fn is_zero(self) -> bool {
        self.gain == 0.0 && self.price == 0.0
    }

    pub(crate) fn times(self, factor: f64) -> Self {
        Self { gain: self.gain * factor, price: self.price * factor }
    }
}

impl AddAssign for Slope {
    fn add_assign(&mut self, other: Self) {
        self.gain += other.gain;
        self.price += other.price;
    }
}

impl Walker<'_> {
    /// The variable that moves the objective, whose gradient at the start of the walk is given, at
    /// the least price; the steepest one or a random one among equals.
    pub(crate) fn entrant(
        &mut self,
        dictionary: &Dictionary,
        route: Route<'_>,
        start: &[(usize, f64)],
        shuffle: usize,
    ) -> Option<Entrant> {
        self.slopes.clear();
        for &(column, gain) in start {
            self.slopes.add(column, Slope { gain, price: 0.0 });
        }
        self.add_prices(dictionary, route.tolls);
        let along_rows = self.exchanged.reduce(dictionary, &mut self.slopes);
        let mut best = None;
        for (column, slope) in self.slopes.iter() {
            self.consider(dictionary, route, (Side::Column(column), slope), shuffle, &mut best);
        }
        for (&row, slope) in self.exchanged.rows.iter().zip(along_rows) {
            self.consider(dictionary, route, (Side::Row(row), slope), shuffle, &mut best);
        }
        best
    }

    /// Takes a candidate for the entrant if it is better than the best so far.
    fn consider(
        &self,
        dictionary: &Dictionary,
        route: Route<'_>,
        (side, slope): (Side, Slope),
        shuffle: usize,
        best: &mut Option<Entrant>,
    ) {
        let gain = slope.gain.abs();
        if gain <= TINY {
            return;
        }
        let direction = route.sign * slope.gain.signum();
        let variable = dictionary.variable(side);
        let group = variable.checked_sub(self.truth.len());
        if group.is_none() && direction < 0.0 && self.point[variable] <= TINY {
            return;
        }
        let own = group.map_or(0.0, |group| route.tolls[group]);
        let mut rate = (own + direction * slope.price) / gain;
        if own.is_infinite() || best.is_some_and(|known| rate > known.rate + TINY) {
            return;
        }
        if let (Some(_), Side::Column(column)) = (group, side) {
            rate += self.others_price(dictionary, column, route.tolls) / gain;
        }
        let merit = if shuffle == 0 {
            gain / self.spread(dictionary, side)
        } else {
            scatter(variable, shuffle) / self.spread(dictionary, side)
        };
        let better = best.is_none_or(|known| {
            rate < known.rate - TINY || (rate < known.rate + TINY && merit > known.merit)
        });
        if better {
            *best = Some(Entrant { side, direction, gain, rate, merit });
        }
    }

    /// How many variables a step along the variable moves, by a rough guess.
    fn spread(&self, dictionary: &Dictionary, side: Side) -> f64 {
        match side {
            Side::Column(column) => 1.0 + dictionary.followers(column).len() as f64,
            Side::Row(row) => 1.0 + dictionary.rows[row].entries.len() as f64,
        }
    }

    /// Adds to the slopes what breached groups pay more for a unit of each column.
    fn add_prices(&mut self, dictionary: &Dictionary, tolls: &[f64]) {
        for &variable in &self.breached {
            let toll = tolls[variable - self.truth.len()] * self.point[variable].signum();
            if self.point[variable].abs() <= TINY || toll == 0.0 {
                continue;
            }
            let mut add = |column, price| self.slopes.add(column, Slope { gain: 0.0, price });
            match dictionary.side(variable) {
                Some(Side::Column(column)) => add(column, toll),
                Some(Side::Row(row)) => {
                    for &(column, entry) in &dictionary.rows[row].entries {
                        add(column, toll * entry);
                    }
                }
                None => {}
            }
        }
    }

    /// The tolls of groups that are still at their true value and move with the column.
    fn others_price(&self, dictionary: &Dictionary, column: usize, tolls: &[f64]) -> f64 {
        let mut price = 0.0;
        for &(variable, entry) in dictionary.followers(column) {
            let Some(other) = variable.checked_sub(self.truth.len()) else { continue };
            if tolls[other].is_finite() && self.point[variable].abs() <= TINY {
                price += tolls[other] * entry.abs();
            }
        }
        price
    }
}

/// A number that looks random.
fn scatter(variable: usize, shuffle: usize) -> f64 {
    let mixed = (variable as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15)
        ^ (shuffle as u64).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    (mixed.wrapping_mul(0x94d0_49bb_1331_11eb) >> 11) as f64
}
