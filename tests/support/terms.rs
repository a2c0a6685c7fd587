//! What a grant of a test is about, as its call and its application say it.

#![expect(clippy::expect_used, reason = "test support fails loudly")]

use hoinongdan::call_rules::messages::CallRules;
use serde_json::{Value, json};

/// What a grant of a test is about: amounts, and how the call pays.
#[derive(Clone, Debug)]
pub struct Terms {
    /// The grant that was asked for and agreed on.
    pub grant_vnd: i64,
    /// What the group promised to give itself.
    pub own_vnd: i64,
    /// The tranches of the call.
    pub tranches: Value,
    /// How the call rounds shares.
    pub rounding: Value,
    /// The money of the call, in one allotment over the province.
    pub budget_vnd: i64,
}

impl Default for Terms {
    /// A grant of 10 million and half as much from the group, in two tranches without conditions.
    fn default() -> Self {
        Self {
            grant_vnd: 10_000_000,
            own_vnd: 5_000_000,
            tranches: json!([
                { "share_bps": 6000, "conditions": [] },
                { "share_bps": 4000, "conditions": [] },
            ]),
            rounding: json!({ "unit_vnd": 1000, "mode": "down" }),
            budget_vnd: 100_000_000,
        }
    }
}

impl Terms {
    /// The rules of a call with these terms; they ask for as little as rules can.
    ///
    /// # Panics
    /// If they are no rules.
    #[must_use]
    pub fn rules(&self) -> CallRules {
        let rules = json!({
            "max_grant_vnd": self.budget_vnd, "min_own_bps": 0, "min_poor_bps": 0, "min_members": 1,
            "legal_forms": ["cig", "tht", "cooperative"], "area_ids": [], "value_chains": [],
            "criteria": [
                { "code": "feasibility", "name": "Tính khả thi", "weight_bps": 6000, "max_score": 100 },
                { "code": "climate", "name": "Thích ứng khí hậu", "weight_bps": 4000, "max_score": 100 },
            ],
            "pass_mark_bps": 5000, "appraisers_needed": 1, "tranches": self.tranches, "rounding": self.rounding,
        });
        serde_json::from_value(rules).expect("rules of a call")
    }

    /// What an application with these terms says.
    #[must_use]
    pub fn content(&self) -> Value {
        json!({
            "title": "Trồng lạc thích ứng khí hậu",
            "activities": [{
                "name": "Trồng lạc xen ngô", "csa_practice": null, "from_on": "2026-03-01", "until_on": "2026-09-01",
            }],
            "budget_lines": [
                { "source": "grant", "name": "Giống lạc", "count": null, "unit_price_vnd": null, "amount_vnd": self.grant_vnd },
                { "source": "own_labour", "name": "Công làm đất", "count": null, "unit_price_vnd": null, "amount_vnd": self.own_vnd },
            ],
            "total_vnd": self.grant_vnd + self.own_vnd,
            "planned_results": ["Năng suất lạc tăng 20%"],
        })
    }
}
