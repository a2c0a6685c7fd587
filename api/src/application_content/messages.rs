//! The content of an application, as it goes over the wire and as it is kept.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

use crate::{
    error::{Faults, Text},
    http::Filter,
    values::{Day, FieldCode, Instant, Line, Vnd},
};

/// One thing the group will do.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Activity {
    /// What.
    #[schema(example = "Mua giống lạc chịu hạn")]
    pub name: Line<2, 200>,
    /// The climate-smart practice it belongs to, by its code.
    #[schema(example = "tolerant_varieties")]
    pub csa_practice: Option<Line<1, 40>>,
    /// From when on.
    pub from_on: Day,
    /// Until when: the first day after.
    pub until_on: Day,
}

/// Who pays for a line of the budget.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum BudgetSource {
    /// The grant.
    Grant,
    /// The group, in money.
    OwnCash,
    /// The group, by work.
    OwnLabour,
    /// The group, with goods.
    OwnKind,
    /// Somebody else.
    Other,
}

/// A line of the budget.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BudgetLine {
    /// Who pays.
    pub source: BudgetSource,
    /// For what.
    #[schema(example = "Giống lạc L14, 500 kg")]
    pub name: Line<2, 200>,
    /// How many of it, where it is counted.
    #[schema(minimum = 1, maximum = 1_000_000_000, example = 500)]
    pub count: Option<u32>,
    /// The price of one, where it is counted.
    #[schema(example = 40_000)]
    pub unit_price_vnd: Option<Vnd>,
    /// The amount: count times price where both are given.
    #[schema(minimum = 1, example = 20_000_000)]
    pub amount_vnd: Vnd,
}

/// What an application says.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "title": "Trồng lạc thích ứng khí hậu",
    "activities": [{
        "name": "Trồng lạc xen ngô", "csa_practice": "intercropping", "from_on": "2022-08-01", "until_on": "2022-12-01"
    }],
    "budget_lines": [
        { "source": "grant", "name": "Giống lạc", "count": 500, "unit_price_vnd": 100_000, "amount_vnd": 50_000_000 },
        { "source": "own_labour", "name": "Công làm đất", "count": null, "unit_price_vnd": null, "amount_vnd": 25_000_000 }
    ],
    "total_vnd": 75_000_000,
    "planned_results": ["Năng suất lạc tăng 20%"]
}))]
pub struct Content {
    /// What it is about.
    #[schema(example = "Trồng lạc thích ứng khí hậu")]
    pub title: Line<2, 160>,
    /// What the group will do.
    #[schema(min_items = 1, max_items = 30)]
    pub activities: Vec<Activity>,
    /// What it costs and who pays.
    #[schema(min_items = 1, max_items = 100)]
    pub budget_lines: Vec<BudgetLine>,
    /// The sum of the budget.
    #[schema(minimum = 1, example = 75_000_000)]
    pub total_vnd: Vnd,
    /// What will come of it.
    #[schema(min_items = 1, max_items = 30)]
    pub planned_results: Vec<Line<2, 300>>,
}

/// Sums of a budget, in đồng.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// Everything.
    pub total_vnd: i64,
    /// From the grant.
    pub requested_vnd: i64,
    /// From the group: money, work and goods.
    pub own_vnd: i64,
}

impl Content {
    /// The sums of the budget lines; each line is at most 9·10¹⁵, and there are at most 100.
    #[must_use]
    pub fn sums(&self) -> Sums {
        let sum = |wanted: &dyn Fn(BudgetSource) -> bool| {
            self.budget_lines
                .iter()
                .filter(|line| wanted(line.source))
                .fold(0_i64, |sum, line| sum.saturating_add(line.amount_vnd.get()))
        };
        let is_own = |source| {
            matches!(source, BudgetSource::OwnCash | BudgetSource::OwnLabour | BudgetSource::OwnKind)
        };
        Sums {
            total_vnd: sum(&|_| true),
            requested_vnd: sum(&|source| source == BudgetSource::Grant),
            own_vnd: sum(&is_own),
        }
    }

    /// Notes what does not add up; `at` points to the content in the body.
    pub fn check(&self, faults: &mut Faults, at: &str) {
        for (n, activity) in self.activities.iter().enumerate() {
            let text = Text::new("Phải sau ngày bắt đầu.", "It must be after the first day.");
            let is_empty = activity.until_on <= activity.from_on;
            faults.when(is_empty, format!("{at}/activities/{n}/until_on"), FieldCode::Inconsistent, text);
        }
        for (n, line) in self.budget_lines.iter().enumerate() {
            let pointer = format!("{at}/budget_lines/{n}/amount_vnd");
            let text = Text::new("Phải lớn hơn 0.", "It must be more than zero.");
            faults.when(line.amount_vnd.get() == 0, pointer.clone(), FieldCode::OutOfRange, text);
            let product = match (line.count, line.unit_price_vnd) {
                (Some(count), Some(price)) => i128::from(count) * i128::from(price.get()),
                (None, None) => i128::from(line.amount_vnd.get()),
                _ => -1,
            };
            let text = Text::new(
                "Phải bằng số lượng nhân đơn giá; ghi cả hai hoặc bỏ cả hai.",
                "It must be count times price; give both or neither.",
            );
            let is_off = product != i128::from(line.amount_vnd.get());
            faults.when(is_off, pointer, FieldCode::Inconsistent, text);
        }
        let sum: i128 = self.budget_lines.iter().map(|line| i128::from(line.amount_vnd.get())).sum();
        let text =
            Text::made(format!("Các dòng cộng lại là {sum} đồng."), format!("The lines make {sum} VND."));
        let is_off = sum != i128::from(self.total_vnd.get());
        faults.when(is_off, format!("{at}/total_vnd"), FieldCode::Inconsistent, text);
        let has_grant = self.budget_lines.iter().any(|line| line.source == BudgetSource::Grant);
        let text =
            Text::new("Phải có ít nhất một dòng do quỹ chi.", "At least one line must be for the grant.");
        faults.when(!has_grant, format!("{at}/budget_lines"), FieldCode::Inconsistent, text);
    }
}

/// What a version changed.
#[derive(Debug, Serialize, ToSchema)]
pub struct ContentChange {
    /// The member of the content that changed.
    #[schema(max_length = 200, example = "/total_vnd")]
    pub pointer: String,
    /// What it said before.
    #[schema(value_type = Value)]
    pub old: Value,
    /// What it says now.
    #[schema(value_type = Value)]
    pub new: Value,
}

/// A version of an application.
#[derive(Debug, Serialize, ToSchema)]
pub struct ApplicationVersion {
    /// Counts the versions.
    #[schema(minimum = 1, maximum = 1000)]
    pub n: i32,
    /// What it says.
    pub content: Content,
    /// What changed since the version before.
    #[schema(max_items = 10)]
    pub changes: Vec<ContentChange>,
    /// When it was handed in; null while it is being written.
    pub submitted_at: Option<Instant>,
    /// SHA-256 of the basis frozen when it was handed in.
    #[schema(max_length = 64)]
    pub basis_sha256: Option<String>,
    /// When it was begun.
    pub created_at: Instant,
}

/// Filters of the list of versions: none.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct VersionFilter {}

impl Filter for VersionFilter {
    const SORTS: &'static [&'static str] = &["-n"];
}

#[cfg(test)]
mod tests {
    use super::Content;
    use crate::error::{Error, Faults, Place};

    fn content(lines: &str, total: i64) -> Content {
        let text = format!(
            r#"{{"title":"Thử","activities":[],"budget_lines":[{lines}],"total_vnd":{total},"planned_results":[]}}"#
        );
        serde_json::from_str(&text).unwrap()
    }

    fn pointers(content: &Content) -> Vec<String> {
        let mut faults = Faults::default();
        content.check(&mut faults, "");
        let Err(Error::Invalid(faults)) = faults.check() else { return Vec::new() };
        let pointer = |place: Place| match place {
            Place::Pointer(pointer) => pointer,
            Place::Parameter(name) => name.into_owned(),
        };
        faults.into_iter().map(|fault| pointer(fault.place)).collect()
    }

    const GRANT: &str = r#"{"source":"grant","name":"Giống","count":2,"unit_price_vnd":5,"amount_vnd":10}"#;
    const OWN: &str =
        r#"{"source":"own_kind","name":"Phân","count":null,"unit_price_vnd":null,"amount_vnd":7}"#;

    #[test]
    fn a_budget_that_does_not_add_up_is_pointed_at() {
        let good = content(&format!("{GRANT},{OWN}"), 17);
        assert_eq!(pointers(&good), Vec::<String>::new());
        assert_eq!((good.sums().requested_vnd, good.sums().own_vnd, good.sums().total_vnd), (10, 7, 17));
        assert_eq!(pointers(&content(&format!("{GRANT},{OWN}"), 16)), ["/total_vnd"]);
        let off = GRANT.replace(r#""amount_vnd":10"#, r#""amount_vnd":11"#);
        assert_eq!(pointers(&content(&format!("{OWN},{off}"), 18)), ["/budget_lines/1/amount_vnd"]);
        assert_eq!(pointers(&content(OWN, 7)), ["/budget_lines"]);
    }
}
