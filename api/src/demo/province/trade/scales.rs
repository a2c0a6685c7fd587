//! What is put on the scales: in which unit, how much of it counts, and how far two weights may differ.

use chrono::NaiveDate;
use entity::delivery;
use entity::enums::ProductForm;

use super::super::calendar::later;
use super::super::random::Random;
use super::content::vnd;
use super::desk::missing;
use super::products::factor;
use crate::contract_content::messages::{ContractContent, ContractLine};
use crate::error::Error;
use crate::values::{Bps, Quantity};

const WHOLE: i64 = 1_000_000;

/// What was put on the scales.
pub struct Goods {
    /// The form.
    pub form: ProductForm,
    /// Code of the unit.
    pub unit: String,
    /// How many of it.
    pub quantity: Quantity,
}

/// What a quantity is rounded down to, in millionths of its unit.
fn step(unit: &str) -> i64 {
    match unit {
        "head" => WHOLE,
        "ta" | "tan" => WHOLE / 1_000,
        _ => WHOLE / 10,
    }
}

/// A quantity rounded down to what its unit is measured in.
pub fn rounded(quantity: Quantity, unit: &str) -> Quantity {
    Quantity::of_millionths(quantity.millionths() / step(unit) * step(unit))
}

/// A share of a quantity.
pub fn share(quantity: Quantity, per_ten_thousand: i64) -> Quantity {
    let millionths = i128::from(quantity.millionths()) * i128::from(per_ten_thousand) / 10_000;
    Quantity::of_millionths(i64::try_from(millionths).unwrap_or(i64::MAX))
}

/// What goods make in unit and form of their line.
pub fn counted(goods: &Goods, quantity: Quantity, line: &ContractLine) -> Option<Quantity> {
    let quantity = quantity.converted(factor(&goods.unit), factor(line.unit.as_ref()))?;
    match line.fresh_per_dried {
        Some(ratio) if goods.form != line.form => quantity.over(ratio),
        _ => Some(quantity),
    }
}

/// Parts of a quantity, each rounded down, on days that follow each other.
pub fn parts(
    random: &mut Random,
    (total, unit): (Quantity, &str),
    (from, until): (NaiveDate, NaiveDate),
) -> Vec<(NaiveDate, Quantity)> {
    let (count, span) = (random.between(1, 3), (until - from).num_days() + 1);
    let mut left = total;
    let mut parts = Vec::new();
    for n in 0..count {
        let even = share(left, 10_000 / (count - n));
        let part = if n + 1 == count { left } else { share(even, random.between(8_500, 11_500)) };
        let part = rounded(part, unit);
        left = left.less(part);
        let first = span * n / count;
        let on = later(from, first + random.between(0, (span * (n + 1) / count - first - 1).max(0)));
        if part > Quantity::ZERO {
            parts.push((on, part));
        }
    }
    parts
}

/// A delivery while it is weighed.
pub struct Weighing<'a> {
    /// The row.
    pub row: delivery::Model,
    /// Its line.
    pub line: &'a ContractLine,
    /// What was recorded.
    pub goods: Goods,
    /// What the contract says.
    pub content: &'a ContractContent,
}

impl Weighing<'_> {
    fn tolerated(&self, bps: Bps) -> Quantity {
        self.goods.quantity.share(bps)
    }

    /// Whether somebody else's weight is too far from what was recorded.
    pub fn is_disputed(&self, weighed: Quantity) -> bool {
        self.goods.quantity.less(weighed) > self.tolerated(self.content.weighing_tolerance_bps)
    }

    /// The same, or a little less.
    pub fn about_as_much(&self, random: &mut Random) -> Quantity {
        let quantity = self.goods.quantity;
        let less = rounded(quantity.less(share(quantity, random.between(5, 80))), &self.goods.unit);
        if random.chance(300) && !self.is_disputed(less) { less } else { quantity }
    }

    /// So much less that nobody takes it for the same; none when nothing would be left.
    pub fn much_less(&self, random: &mut Random) -> Option<Quantity> {
        let quantity = self.goods.quantity;
        let less = rounded(quantity.less(share(quantity, random.between(300, 900))), &self.goods.unit);
        (less > Quantity::ZERO && self.is_disputed(less)).then_some(less)
    }

    /// Counts another quantity than before.
    ///
    /// # Errors
    /// When it is worth more than an amount can be.
    pub fn count(&mut self, quantity: Quantity) -> Result<(), Error> {
        let counts = counted(&self.goods, quantity, self.line).ok_or_else(missing)?;
        self.row.counted = counts.millionths();
        self.row.amount_vnd = amount(counts, self.row.unit_price_vnd)?;
        Ok(())
    }
}

/// What a quantity is worth.
///
/// # Errors
/// When that is more than an amount can be.
pub fn amount(counts: Quantity, unit_price_vnd: i64) -> Result<i64, Error> {
    counts.at(vnd(unit_price_vnd)?).map(|amount| amount.get()).ok_or_else(missing)
}
