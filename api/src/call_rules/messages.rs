//! The rules of a call, as they go over the wire and as they are kept.

use std::collections::BTreeSet;

use entity::{enums::LegalForm, ids::AreaId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    error::{Faults, Text},
    values::{Bps, FieldCode, Line, Vnd},
};

/// All of something, in basis points.
const WHOLE_BPS: i64 = 10_000;

/// One thing an application is scored by.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Criterion {
    /// A short word for it, unique within the call.
    #[schema(example = "feasibility")]
    pub code: Line<1, 40>,
    /// What is asked.
    #[schema(example = "Tính khả thi")]
    pub name: Line<2, 160>,
    /// Its share of the final score; all shares make 10,000.
    pub weight_bps: Bps,
    /// The highest score.
    #[schema(minimum = 1, maximum = 1000, example = 100)]
    pub max_score: u32,
}

/// What must hold before a tranche is released.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ConditionKind {
    /// The group gave at least this share of what it promised, in basis points.
    ContributionBps,
    /// The group saved at least this many đồng beforehand.
    SavingsVnd,
    /// The works of the tranche before were accepted.
    PreviousAccepted,
    /// A report on the tranche before is attached to the application.
    ReportAttached,
}

/// A condition of a tranche.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// What must hold.
    pub kind: ConditionKind,
    /// How much, for shares and amounts.
    #[schema(minimum = 1, maximum = 9_000_000_000_000_000_i64, example = 5000)]
    pub value: Option<i64>,
}

/// A part of the grant that is paid at once.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TranchePlan {
    /// Its share of the grant; all shares make 10,000.
    pub share_bps: Bps,
    /// What must hold before it is released; the signed agreement always must.
    #[schema(max_items = 4)]
    pub conditions: Vec<Condition>,
}

/// Which way shares are rounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RoundingMode {
    /// To the unit below.
    Down,
    /// To the nearest unit; a half goes up.
    HalfUp,
    /// To the unit above.
    Up,
}

/// How shares of money are rounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Rounding {
    /// To multiples of so many đồng.
    #[schema(minimum = 1, maximum = 1_000_000, example = 1000)]
    pub unit_vnd: i64,
    /// Which way.
    pub mode: RoundingMode,
}

impl Rounding {
    /// A share of an amount, rounded.
    #[must_use]
    pub fn share(self, amount_vnd: i64, share_bps: i64) -> i64 {
        self.part(amount_vnd, (share_bps, WHOLE_BPS))
    }

    /// So many parts of an amount out of so many, rounded.
    #[must_use]
    pub fn part(self, amount_vnd: i64, (parts, of): (i64, i64)) -> i64 {
        let unit = i128::from(self.unit_vnd.max(1));
        let (product, whole) = (i128::from(amount_vnd) * i128::from(parts), i128::from(of.max(1)) * unit);
        let units = match self.mode {
            RoundingMode::Down => product.div_euclid(whole),
            RoundingMode::HalfUp => (2 * product + whole).div_euclid(2 * whole),
            RoundingMode::Up => -(-product).div_euclid(whole),
        };
        i64::try_from(units * unit).unwrap_or(i64::MAX)
    }
}

/// The rules of a call.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CallRules {
    /// The largest grant of one group.
    #[schema(minimum = 1)]
    pub max_grant_vnd: Vnd,
    /// The least the group gives itself, of the whole budget.
    pub min_own_bps: Bps,
    /// The least share of members whose household is poor or near-poor.
    pub min_poor_bps: Bps,
    /// The least number of members.
    #[schema(minimum = 1, maximum = 500, example = 10)]
    pub min_members: u32,
    /// The forms that may apply.
    #[schema(min_items = 1, max_items = 3)]
    pub legal_forms: Vec<LegalForm>,
    /// The areas whose groups may apply; those of the allotments when empty.
    #[schema(max_items = 200)]
    pub area_ids: Vec<AreaId>,
    /// The main value chains that may apply; all when empty.
    #[schema(max_items = 50, example = json!(["lac"]))]
    pub value_chains: Vec<Line<1, 30>>,
    /// What applications are scored by.
    #[schema(min_items = 1, max_items = 20)]
    pub criteria: Vec<Criterion>,
    /// The least final score, of the highest possible.
    pub pass_mark_bps: Bps,
    /// How many appraisers must score an application.
    #[schema(minimum = 1, maximum = 10, example = 2)]
    pub appraisers_needed: u32,
    /// How the grant is paid.
    #[schema(min_items = 1, max_items = 10)]
    pub tranches: Vec<TranchePlan>,
    /// How shares are rounded.
    pub rounding: Rounding,
}

impl CallRules {
    /// Notes what does not agree within the rules; `at` points to them in the body.
    pub fn check(&self, faults: &mut Faults, at: &str) {
        let sum =
            |shares: &mut dyn Iterator<Item = Bps>| shares.map(|share| i64::from(share.get())).sum::<i64>();
        let text = Text::new("Các phần phải cộng lại bằng 10.000.", "The shares must make 10,000.");
        let weights = sum(&mut self.criteria.iter().map(|criterion| criterion.weight_bps));
        faults.when(weights != WHOLE_BPS, format!("{at}/criteria"), FieldCode::Inconsistent, text.clone());
        let shares = sum(&mut self.tranches.iter().map(|tranche| tranche.share_bps));
        faults.when(shares != WHOLE_BPS, format!("{at}/tranches"), FieldCode::Inconsistent, text);
        let twice = Text::new("Bị lặp lại.", "This stands there twice.");
        let codes: BTreeSet<&str> = self.criteria.iter().map(|criterion| criterion.code.as_ref()).collect();
        let is_twice = codes.len() != self.criteria.len();
        faults.when(is_twice, format!("{at}/criteria"), FieldCode::NotUnique, twice.clone());
        let is_twice =
            self.legal_forms.iter().enumerate().any(|(n, form)| self.legal_forms[..n].contains(form));
        faults.when(is_twice, format!("{at}/legal_forms"), FieldCode::NotUnique, twice);
        let zero = self.max_grant_vnd.get() == 0;
        let text = Text::new("Phải lớn hơn 0.", "It must be more than zero.");
        faults.when(zero, format!("{at}/max_grant_vnd"), FieldCode::OutOfRange, text);
        for (n, tranche) in self.tranches.iter().enumerate() {
            tranche.check(faults, &format!("{at}/tranches/{n}"), n == 0);
        }
    }
}

impl TranchePlan {
    fn check(&self, faults: &mut Faults, at: &str, is_first: bool) {
        for (n, condition) in self.conditions.iter().enumerate() {
            let needs_value =
                matches!(condition.kind, ConditionKind::ContributionBps | ConditionKind::SavingsVnd);
            let text = Text::new(
                "Điều kiện về phần đóng góp hoặc tiết kiệm cần giá trị, các điều kiện khác thì không.",
                "Conditions on shares and amounts need a value, the others none.",
            );
            let pointer = format!("{at}/conditions/{n}/value");
            faults.when(needs_value != condition.value.is_some(), pointer, FieldCode::Inconsistent, text);
            let text = Text::new("Không quá 10.000.", "At most 10,000.");
            let is_more = condition.kind == ConditionKind::ContributionBps
                && condition.value.is_some_and(|value| value > WHOLE_BPS);
            faults.when(is_more, format!("{at}/conditions/{n}/value"), FieldCode::OutOfRange, text);
            let text = Text::new("Đợt đầu không có đợt trước.", "Nothing comes before the first tranche.");
            let looks_back = !needs_value && is_first;
            faults.when(looks_back, format!("{at}/conditions/{n}/kind"), FieldCode::Inconsistent, text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Rounding, RoundingMode};

    #[test]
    fn shares_are_rounded_as_the_call_says() {
        let share = |mode, unit_vnd, amount, bps| Rounding { unit_vnd, mode }.share(amount, bps);
        assert_eq!(share(RoundingMode::Down, 1, 10_001, 3_333), 3_333);
        assert_eq!(share(RoundingMode::Up, 1, 10_001, 3_333), 3_334);
        assert_eq!(share(RoundingMode::HalfUp, 1_000, 70_500_000, 5_000), 35_250_000);
        assert_eq!(share(RoundingMode::HalfUp, 1_000, 1_001, 5_000), 1_000);
        assert_eq!(share(RoundingMode::HalfUp, 1_000, 999, 5_000), 0);
        assert_eq!(share(RoundingMode::Up, 1_000, 2_000, 5_000), 1_000);
        assert_eq!(share(RoundingMode::Down, 1, 9_000_000_000_000_000, 10_000), 9_000_000_000_000_000);
        let third = |mode, amount| Rounding { unit_vnd: 1, mode }.part(amount, (1, 3));
        assert_eq!((third(RoundingMode::Down, 11), third(RoundingMode::HalfUp, 11)), (3, 4));
        assert_eq!((third(RoundingMode::Up, 10), third(RoundingMode::Up, 9)), (4, 3));
    }
}
