//! Which variable a walk moves next.

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

impl Walker<'_> {
    /// The variable that moves the objective at the least price; the steepest one or a random one
    /// among equals.
    pub(crate) fn entrant(
        &self,
        dictionary: &Dictionary,
        route: Route<'_>,
        mut gradient: Vec<f64>,
        shuffle: usize,
    ) -> Option<Entrant> {
        let along_rows = self.exchanged.reduce(dictionary, &mut gradient);
        let (prices, row_prices) = self.prices(dictionary, route.tolls);
        let mut best = None;
        for &column in &self.movable {
            let slope = gradient[column];
            if slope.abs() > TINY {
                let price = prices.get(column).copied().unwrap_or(0.0);
                let side = Side::Column(column);
                self.consider(dictionary, route, (side, slope, price), shuffle, &mut best);
            }
        }
        for (position, (&row, slope)) in self.exchanged.rows.iter().zip(along_rows).enumerate() {
            if slope.abs() > TINY {
                let price = row_prices.get(position).copied().unwrap_or(0.0);
                let side = Side::Row(row);
                self.consider(dictionary, route, (side, slope, price), shuffle, &mut best);
            }
        }
        best
    }

    /// Takes a candidate for the entrant, with the change of the objective and the price of a unit,
    /// if it is better than the best so far.
    fn consider(
        &self,
        dictionary: &Dictionary,
        route: Route<'_>,
        (side, slope, price): (Side, f64, f64),
        shuffle: usize,
        best: &mut Option<Entrant>,
    ) {
        let gain = slope.abs();
        let direction = route.sign * slope.signum();
        let variable = dictionary.variable(side);
        let group = variable.checked_sub(self.truth.len());
        if group.is_none() && direction < 0.0 && self.point[variable] <= TINY {
            return;
        }
        let own = group.map_or(0.0, |group| route.tolls[group]);
        let mut rate = (own + direction * price) / gain;
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

    /// What breached groups pay more for a unit of each column and of each exchanged row; empty if
    /// no group is breached.
    fn prices(&self, dictionary: &Dictionary, tolls: &[f64]) -> (Vec<f64>, Vec<f64>) {
        let mut prices = Vec::new();
        for &variable in &self.breached {
            let toll = tolls[variable - self.truth.len()] * self.point[variable].signum();
            if self.point[variable].abs() <= TINY || toll == 0.0 {
                continue;
            }
            prices.resize(dictionary.columns.len(), 0.0);
            match dictionary.side(variable) {
                Some(Side::Column(column)) => prices[column] = toll,
                Some(Side::Row(row)) => {
                    for &(column, entry) in &dictionary.rows[row].entries {
                        prices[column] += toll * entry;
                    }
                }
                None => {}
            }
        }
        if prices.is_empty() {
            return (prices, Vec::new());
        }
        let along_rows = self.exchanged.reduce(dictionary, &mut prices);
        (prices, along_rows)
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
