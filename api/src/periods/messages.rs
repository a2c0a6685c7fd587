//! What goes over the wire about what groups are over time.

use chrono::NaiveDate;
use entity::{
    enums::{GroupStatus, LegalForm},
    group_period,
    ids::{AreaId, GroupPeriodId},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use validator::Validate;

use crate::{
    http::Filter,
    values::{Day, Paragraph},
};

/// A period in which form, state and commune of a group stayed the same.
#[derive(Debug, Serialize, ToSchema)]
pub struct GroupPeriod {
    /// Its id.
    pub id: GroupPeriodId,
    /// The form.
    pub legal_form: LegalForm,
    /// The state.
    pub status: GroupStatus,
    /// The commune, one that existed on the first day.
    pub commune_id: AreaId,
    /// The commune of 2022 within it, if known.
    pub former_commune_id: Option<AreaId>,
    /// The first day.
    pub from_on: NaiveDate,
    /// The first day after it; null while it lasts.
    pub until_on: Option<NaiveDate>,
}

impl From<group_period::Model> for GroupPeriod {
    fn from(row: group_period::Model) -> Self {
        Self {
            id: row.id,
            legal_form: row.legal_form,
            status: row.status,
            commune_id: row.commune_id,
            former_commune_id: row.former_commune_id,
            from_on: row.from_on,
            until_on: row.until_on,
        }
    }
}

/// Filters of the list of periods.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct PeriodFilter {}

impl Filter for PeriodFilter {
    const SORTS: &'static [&'static str] = &["from_on", "-from_on"];
}

/// A group begins, or begins again, to work.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Activation {
    /// The first day of it.
    pub from_on: Day,
}

/// A group pauses.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Suspension {
    /// The first day of it.
    pub from_on: Day,
    /// Why.
    #[schema(example = "Chờ kiện toàn ban điều hành.")]
    pub reason: Paragraph<500>,
}

/// An interest group becomes a cooperative group.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Conversion {
    /// The day the cooperation contract was signed; from then on it is a cooperative group.
    pub contract_signed_on: Day,
    /// The day the commune was told, if it was.
    pub sent_on: Option<Day>,
}

/// A group moves.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Relocation {
    /// The commune it moves to, one that exists on that day.
    pub commune_id: AreaId,
    /// The commune of 2022 within it; only for communes of 2025.
    pub former_commune_id: Option<AreaId>,
    /// The first day there.
    pub from_on: Day,
}
