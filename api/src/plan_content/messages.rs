//! The content of a plan, as it goes over the wire and as it is kept.

use chrono::NaiveDate;
use entity::{
    enums::{ProductForm, Season},
    ids::PartnerId,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{
    application_content::messages::ContentChange,
    http::Filter,
    values::{Instant, Line, Paragraph, Quantity},
};

/// One product that a group means to make in a season.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanLine {
    /// Number of the line, once in a plan and the same in all its versions: results name it.
    #[schema(minimum = 1, maximum = 1000)]
    pub line_no: i32,
    /// The code of the value chain, one of the group's.
    pub chain: Line<1, 30>,
    /// The form it will be sold in.
    pub form: ProductForm,
    /// When it grows.
    pub season: Season,
    /// The area, of crops.
    #[schema(minimum = 1, maximum = 100_000_000, example = 15_000)]
    pub area_m2: Option<i64>,
    /// The animals, of livestock.
    #[schema(minimum = 1, maximum = 1_000_000, example = json!(null))]
    pub heads: Option<i32>,
    /// The code of a unit that the product is sold in.
    pub unit: Line<1, 20>,
    /// How much will be harvested; more than nothing, animals in whole numbers.
    pub quantity: Quantity,
    /// What it will cost.
    #[schema(minimum = 0, maximum = 1_000_000_000_000_i64, example = 30_000_000)]
    pub cost_vnd: i64,
    /// What it will bring.
    #[schema(minimum = 0, maximum = 1_000_000_000_000_i64, example = 50_000_000)]
    pub revenue_vnd: i64,
    /// The buyer foreseen, in words; no names or numbers of people.
    #[schema(example = json!(null))]
    pub buyer: Option<Line<1, 255>>,
    /// The buyer foreseen, a verified partner.
    #[schema(example = json!(null))]
    pub partner_id: Option<PartnerId>,
}

/// What a group does against hazards: a practice of the list, or its own words.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanMeasure {
    /// The code of a climate-smart practice; without it, tell the measure in words.
    #[schema(example = "tolerant_varieties")]
    pub practice: Option<Line<1, 40>>,
    /// The measure in words, where no practice of the list is meant.
    #[schema(example = json!(null))]
    pub text: Option<Paragraph<500>>,
}

/// Where money for a plan comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CapitalSource {
    /// The group itself.
    Own,
    /// A grant.
    Grant,
    /// A loan.
    Loan,
    /// The buyer, in advance.
    Buyer,
    /// Somebody else.
    Other,
}

/// A part of the money for a plan.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Capital {
    /// Where it comes from.
    pub source: CapitalSource,
    /// How much.
    #[schema(minimum = 1, maximum = 1_000_000_000_000_i64, example = 30_000_000)]
    pub amount_vnd: i64,
}

/// What a plan says.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "lines": [{
        "line_no": 1, "chain": "lac", "form": "dried", "season": "spring", "area_m2": 15_000, "heads": null,
        "unit": "ta", "quantity": "30.5", "cost_vnd": 30_000_000, "revenue_vnd": 50_000_000, "buyer": "Thương lái ở chợ huyện",
        "partner_id": null
    }],
    "hazards": ["drought", "pest"],
    "measures": [{ "practice": "tolerant_varieties", "text": null }, { "practice": null, "text": "Gieo sớm hơn hai tuần" }],
    "capital": [{ "source": "own", "amount_vnd": 30_000_000 }],
    "remark": null
}))]
pub struct PlanContent {
    /// What the group means to make.
    #[schema(min_items = 1, max_items = 50)]
    pub lines: Vec<PlanLine>,
    /// The codes of the hazards it prepares for.
    #[schema(max_items = 20, example = json!(["drought"]))]
    pub hazards: Vec<Line<1, 40>>,
    /// What it does against them.
    #[schema(max_items = 30)]
    pub measures: Vec<PlanMeasure>,
    /// Where its money comes from.
    #[schema(max_items = 20)]
    pub capital: Vec<Capital>,
    /// What else there is to say; no names or numbers of people.
    pub remark: Option<Paragraph<1000>>,
}

impl PlanContent {
    /// Whether it names hazards and measures against them.
    #[must_use]
    pub const fn is_adapted(&self) -> bool {
        !self.hazards.is_empty() && !self.measures.is_empty()
    }

    /// The sum of some amount over the lines; there are at most 50 of at most 10¹² each.
    fn sum_vnd(&self, amount: fn(&PlanLine) -> i64) -> i64 {
        self.lines.iter().map(amount).sum()
    }

    /// What everything will cost.
    #[must_use]
    pub fn cost_vnd(&self) -> i64 {
        self.sum_vnd(|line| line.cost_vnd)
    }

    /// What everything will bring.
    #[must_use]
    pub fn revenue_vnd(&self) -> i64 {
        self.sum_vnd(|line| line.revenue_vnd)
    }
}

/// A version of a plan.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlanVersion {
    /// Counts the versions.
    #[schema(minimum = 1, maximum = 1000)]
    pub n: i32,
    /// What it says.
    pub content: PlanContent,
    /// What changed since the version before.
    #[schema(max_items = 10)]
    pub changes: Vec<ContentChange>,
    /// Whether it names hazards and measures against them.
    pub is_adapted: bool,
    /// The day it was last handed in.
    pub submitted_on: Option<NaiveDate>,
    /// Number of the approval.
    #[schema(max_length = 60)]
    pub decision_no: Option<String>,
    /// The first day it was in force.
    pub approved_on: Option<NaiveDate>,
    /// The first day another version was in force instead.
    pub superseded_on: Option<NaiveDate>,
    /// Whether it was approved as adapted to the climate.
    pub counts_as_adapted: bool,
    /// When it was begun.
    pub created_at: Instant,
}

/// Filters of the list of versions: none.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct PlanVersionFilter {}

impl Filter for PlanVersionFilter {
    const SORTS: &'static [&'static str] = &["-n"];
}
