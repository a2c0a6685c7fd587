//! Rows of breakdowns as they go over the wire.

use entity::{
    enums::{LegalForm, Sex},
    ids::AreaId,
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::maps::Unit;

/// What a row of a report is about.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RowHead {
    /// Code of the unit, form, value chain, kind of partner, sex, ethnic group or hazard, or the year; `not_assigned` for
    /// records whose commune of 2022 is not known, `unknown` where nothing is recorded.
    #[schema(max_length = 30, example = "045")]
    pub code: String,
    /// Name in Vietnamese.
    #[schema(max_length = 120, example = "Huyện Hà Quảng")]
    pub name_vi: String,
    /// Name in English.
    #[schema(max_length = 120, example = "Ha Quang district")]
    pub name_en: String,
    /// The unit, in breakdowns by place.
    pub area_id: Option<AreaId>,
    /// The district of a commune on the map of 2022, otherwise the province, in breakdowns by place.
    pub parent_id: Option<AreaId>,
}

impl From<Label> for RowHead {
    fn from(Label { code, name_vi, name_en }: Label) -> Self {
        Self { code, name_vi, name_en, area_id: None, parent_id: None }
    }
}

impl From<&Unit> for RowHead {
    fn from(unit: &Unit) -> Self {
        Self { area_id: Some(unit.id), parent_id: unit.parent_id, ..Label::from(unit).into() }
    }
}

/// One part of the totals; the rows of one breakdown add up to them.
#[derive(Debug, Serialize, ToSchema)]
pub struct BreakdownRow {
    /// What it is about.
    #[serde(flatten)]
    pub head: RowHead,
    /// Groups; null in breakdowns of people.
    #[schema(minimum = 0, maximum = 1_000_000_000_000_i64, example = 214)]
    pub groups: Option<i64>,
    /// Memberships.
    #[schema(minimum = 0, maximum = 1_000_000_000_000_i64, example = 2903)]
    pub members: i64,
    /// Those of them whose household is poor or near-poor; null when the caller may not see it.
    #[schema(minimum = 0, maximum = 1_000_000_000_000_i64, example = 1834)]
    pub poor_near_poor: Option<i64>,
    /// Those of the groups that were paid a grant; null in breakdowns of people.
    #[schema(minimum = 0, maximum = 1_000_000_000_000_i64, example = 171)]
    pub funded_groups: Option<i64>,
    /// Money paid to groups less what came back: by place where the applications lie, otherwise by what the groups are;
    /// null in breakdowns of people.
    #[schema(minimum = 0, maximum = 9_000_000_000_000_000_i64, example = 11_970_000_000_i64)]
    pub paid_vnd: Option<i64>,
    /// Groups that were party to a contract at some time of the year until the day; null in breakdowns of people.
    #[schema(minimum = 0, example = 12)]
    pub contracted_groups: Option<i64>,
    /// The list of exactly these groups; null when the caller may not list them.
    #[schema(
        max_length = 500,
        example = "/v1/farmer-groups?as_of=2022-06-30&began_as=cig,tht&status=active,upgraded&legal_form=tht&include_total=true"
    )]
    pub groups_url: Option<String>,
    /// The list of exactly these memberships; null when the caller may not list them.
    #[schema(max_length = 500, example = json!(null))]
    pub members_url: Option<String>,
    /// The list of exactly these poor and near-poor memberships; null when the caller may not list them.
    #[schema(max_length = 500, example = json!(null))]
    pub poor_near_poor_url: Option<String>,
    /// The list of exactly these funded groups; null when the caller may not list them.
    #[schema(max_length = 500, example = json!(null))]
    pub funded_groups_url: Option<String>,
    /// The list of exactly these payments, whose `sum_vnd` is the money; null when the caller may not list them.
    #[schema(max_length = 500, example = json!(null))]
    pub paid_url: Option<String>,
    /// The list of exactly these groups with a contract; null when the caller may not list them.
    #[schema(max_length = 500, example = json!(null))]
    pub contracted_groups_url: Option<String>,
}

/// The totals by place, form, value chain, sex and ethnic group.
#[derive(Debug, Serialize, ToSchema)]
pub struct Breakdowns {
    /// By district, and a row `not_assigned`; null on the map of 2025, which has none.
    #[schema(max_items = 100)]
    pub by_district: Option<Vec<BreakdownRow>>,
    /// By commune of the map; on the map of 2022 with a row `not_assigned`.
    #[schema(max_items = 1000)]
    pub by_commune: Vec<BreakdownRow>,
    /// By the form of the group on the day; members of a cooperative that continues a group stand under `cooperative`,
    /// the group itself under the form it had.
    #[schema(max_items = 10)]
    pub by_legal_form: Vec<BreakdownRow>,
    /// By the main value chain of the group, and a row `unknown` for groups without one.
    #[schema(max_items = 1000)]
    pub by_value_chain: Vec<BreakdownRow>,
    /// By the sex of the member; null when the caller may not see it.
    #[schema(max_items = 10)]
    pub by_sex: Option<Vec<BreakdownRow>>,
    /// By the ethnic group of the member, and a row `unknown`; null when the caller may not see it.
    #[schema(max_items = 100)]
    pub by_ethnic_group: Option<Vec<BreakdownRow>>,
}

/// What a row or a cell is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Label {
    /// Its code.
    #[schema(max_length = 30, example = "female")]
    pub code: String,
    /// In Vietnamese.
    #[schema(max_length = 120, example = "Nữ")]
    pub name_vi: String,
    /// In English.
    #[schema(max_length = 120, example = "Female")]
    pub name_en: String,
}

impl Label {
    /// A label known when the program is compiled.
    #[must_use]
    pub fn fixed(code: &str, name_vi: &str, name_en: &str) -> Self {
        Self { code: code.to_owned(), name_vi: name_vi.to_owned(), name_en: name_en.to_owned() }
    }

    /// Records whose commune of 2022 is not known.
    #[must_use]
    pub fn not_assigned() -> Self {
        Self::fixed("not_assigned", "Chưa xác định xã cũ", "Commune of 2022 not known")
    }

    /// Records that say nothing about the matter.
    #[must_use]
    pub fn unknown() -> Self {
        Self::fixed("unknown", "Chưa rõ", "Unknown")
    }
}

impl From<&Unit> for Label {
    fn from(unit: &Unit) -> Self {
        Self::fixed(&unit.code, &unit.name_vi, &unit.name_en)
    }
}

impl From<LegalForm> for Label {
    fn from(form: LegalForm) -> Self {
        match form {
            LegalForm::Cig => Self::fixed("cig", "Nhóm đồng sở thích", "Common interest group"),
            LegalForm::Tht => Self::fixed("tht", "Tổ hợp tác", "Cooperative group"),
            LegalForm::Cooperative => Self::fixed("cooperative", "Hợp tác xã", "Cooperative"),
        }
    }
}

impl From<Sex> for Label {
    fn from(sex: Sex) -> Self {
        match sex {
            Sex::Male => Self::fixed("male", "Nam", "Male"),
            Sex::Female => Self::fixed("female", "Nữ", "Female"),
            Sex::Unknown => Self::fixed("unknown", "Chưa rõ", "Unknown"),
        }
    }
}
