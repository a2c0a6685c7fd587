//! What a publication says, in the form in which it is frozen: every format is written from this and from nothing else.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A frozen set of tables.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = PublicationDocument)]
pub struct Document {
    /// Number that people read aloud, e.g. `CB-P-000012`.
    #[schema(max_length = 20, example = "XB-000012")]
    pub number: String,
    /// In Vietnamese.
    #[schema(max_length = 255)]
    pub title_vi: String,
    /// In English.
    #[schema(max_length = 255)]
    pub title_en: String,
    /// Version of the rules of counting, e.g. `2026.1`.
    #[schema(max_length = 20, example = "2026.1")]
    pub rules_version: String,
    /// When it was released; the date of every file.
    pub published_at: DateTime<Utc>,
    /// The organisation that publishes.
    pub publisher: Organisation,
    /// What the figures cover; half-open.
    pub period: Span,
    /// The unit that all tables are about.
    pub area: Unit,
    /// `2022` or `2025`: the map of `commune` and `district`.
    #[schema(max_length = 4, example = "2022")]
    pub map: String,
    /// Sources and notes for readers, each in both languages.
    #[schema(max_items = 60)]
    pub notes: Vec<Note>,
    /// What the tables count.
    #[schema(max_items = 60)]
    pub indicators: Vec<Indicator>,
    /// Every category that occurs in a key, by dimension, in the order in which it is shown.
    pub categories: BTreeMap<Dimension, Vec<Category>>,
    /// The figures.
    #[schema(max_items = 60)]
    pub tables: Vec<Table>,
}

/// Who publishes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = PublishingOrganisation)]
pub struct Organisation {
    /// Identifier in IATI, e.g. `VN-REG-04-HND`.
    #[schema(max_length = 60, example = "VN-HND-04")]
    pub iati_id: String,
    /// In Vietnamese.
    #[schema(max_length = 255)]
    pub name_vi: String,
    /// In English.
    #[schema(max_length = 255)]
    pub name_en: String,
}

/// A period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = PublishedPeriod)]
pub struct Span {
    /// `2022`, `2022-Q2` or `2022-06`.
    #[schema(max_length = 21, example = "2022")]
    pub label: String,
    /// First day.
    pub from_on: NaiveDate,
    /// The day after the last.
    pub until_on: NaiveDate,
}

/// An administrative unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = PublishedArea)]
pub struct Unit {
    /// Official code, e.g. `04` or `01363`.
    #[schema(max_length = 30, example = "G2")]
    pub code: String,
    /// `province`, `district` or `commune`.
    #[schema(max_length = 20)]
    pub level: String,
    /// In Vietnamese.
    #[schema(max_length = 255)]
    pub name_vi: String,
    /// In English.
    #[schema(max_length = 255)]
    pub name_en: String,
}

/// A text in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = PublicationNote)]
pub struct Note {
    /// In Vietnamese.
    #[schema(max_length = 1000)]
    pub vi: String,
    /// In English.
    #[schema(max_length = 1000)]
    pub en: String,
}

/// What a table counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = PublishedIndicator)]
pub struct Indicator {
    /// `G1`, `1.1.4`, …
    #[schema(max_length = 30, example = "G2")]
    pub code: String,
    /// In Vietnamese.
    #[schema(max_length = 255)]
    pub name_vi: String,
    /// In English.
    #[schema(max_length = 255)]
    pub name_en: String,
    /// `groups`, `memberships`, `persons`, `households`, `communes`, `vnd`, …
    #[schema(max_length = 20, example = "memberships")]
    pub unit: String,
    /// `output`, `outcome`, `impact` or `other`.
    #[schema(max_length = 20)]
    pub level: String,
    /// The value is a share of the denominator; otherwise it stands for itself.
    pub is_ratio: bool,
    /// What the denominator is; both null unless `is_ratio`.
    #[schema(max_length = 255)]
    pub denominator_vi: Option<String>,
    /// The same in English.
    #[schema(max_length = 255)]
    pub denominator_en: Option<String>,
    /// What is to be reached, and when; the latest target that is known.
    pub target: Option<Goal>,
    /// What there was before.
    pub baseline: Option<Goal>,
}

/// A value in a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = PublishedGoal)]
pub struct Goal {
    /// The calendar year.
    #[schema(minimum = 1900, maximum = 2200)]
    pub year: i32,
    /// In the unit of the indicator; of a ratio, in hundredths of a percent.
    #[schema(minimum = 0, maximum = 9_000_000_000_000_000_i64)]
    pub value: i64,
}

/// By what an indicator can be broken down. The categories of each add up to the whole, `unknown` among them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Dimension {
    /// Of persons; of households that of the head; `unknown` where it is not recorded.
    Sex,
    /// From 16 to 30 years by the age reached in the year of the last day (Youth Law 2020): `young`, `not_young`, `unknown`.
    Young,
    /// Of an ethnic group that counts as indigenous (IFAD): `indigenous`, `not_indigenous`, `unknown`.
    Indigenous,
    /// Of the household on the last day: `poor`, `near_poor`, `not_poor`, `unknown`.
    Poverty,
    /// Communes of the map, and `not_assigned`; of persons and households where they live.
    Commune,
    /// Districts of the map of 2022, and `not_assigned`.
    District,
    /// The main value chain of the group, so that parts add up.
    ValueChain,
    /// The form of the group on the last day.
    LegalForm,
    /// Calendar years, each counted anew: distinct persons of several years do not add up.
    Year,
}

/// One of the parts that a dimension has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = PublishedCategory)]
pub struct Category {
    /// `female`, `01363`, `not_assigned`, `unknown`, …
    #[schema(max_length = 30, example = "G2")]
    pub code: String,
    /// In Vietnamese.
    #[schema(max_length = 255)]
    pub name_vi: String,
    /// In English.
    #[schema(max_length = 255)]
    pub name_en: String,
}

/// One indicator by up to three dimensions: all cells, and the sums over each dimension.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = DocumentTable)]
pub struct Table {
    /// Code of the indicator.
    #[schema(max_length = 30, example = "G2")]
    pub indicator: String,
    /// The dimensions, none for a table with one number.
    #[schema(max_items = 3)]
    pub by: Vec<Dimension>,
    /// In a fixed order: the total first, then by the categories of the first dimension, and so on.
    #[schema(max_items = 20_000)]
    pub cells: Vec<Cell>,
}

/// One figure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = PublishedCell)]
pub struct Cell {
    /// The category of each dimension of the table; a dimension that is absent here is summed over.
    pub key: BTreeMap<Dimension, String>,
    /// The count or sum, which is the numerator of a ratio; null when suppressed.
    #[schema(minimum = -9_000_000_000_000_000_i64, maximum = 9_000_000_000_000_000_i64)]
    pub value: Option<i64>,
    /// What the value is a share of; null unless the indicator is a ratio, or when suppressed.
    #[schema(minimum = 0, maximum = 1_000_000_000_000_i64)]
    pub denominator: Option<i64>,
    /// The share in hundredths of a percent, computed from both parts, rounded half up.
    #[schema(minimum = 0, maximum = 1_000_000_000_000_i64)]
    pub share_bps: Option<i64>,
    /// Withheld. Never says why.
    pub suppressed: bool,
}
