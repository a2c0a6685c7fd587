//! What goes over the wire about poverty decisions.

use chrono::NaiveDate;
use entity::{
    enums::{Poverty, PovertyStandard},
    ids::{AreaId, HouseholdId, PovertyStatusId},
    poverty_status,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::{Validate, ValidationError};

use crate::{
    http::etag_of,
    store::{Owner, Resource},
    values::{Day, Instant, Line},
};

/// A decision about the poverty of a household.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PovertyStatus {
    /// The id.
    pub id: PovertyStatusId,
    /// The household.
    pub household_id: HouseholdId,
    /// The standard it was measured by.
    pub standard: PovertyStandard,
    /// What was decided.
    pub status: Poverty,
    /// The number of the decision.
    #[schema(max_length = 60, example = "12/QĐ-UBND")]
    pub decision_no: String,
    /// The day of the decision.
    pub decided_on: NaiveDate,
    /// The commune that issued it.
    pub commune_id: AreaId,
    /// The first day it holds.
    pub effective_from_on: NaiveDate,
    /// The first day it no longer holds; null while that is open.
    #[schema(example = json!(null))]
    pub effective_until_on: Option<NaiveDate>,
    /// Revision.
    #[schema(minimum = 1)]
    pub version: i32,
    /// For `If-Match`.
    #[schema(max_length = 40, example = "\"v1\"")]
    pub etag: String,
    /// When it was entered.
    pub created_at: Instant,
    /// When it was last changed.
    pub updated_at: Instant,
    /// Where the household lives now, for the journal.
    #[serde(skip)]
    pub present_commune: Option<AreaId>,
}

impl From<poverty_status::Model> for PovertyStatus {
    fn from(row: poverty_status::Model) -> Self {
        Self {
            id: row.id,
            household_id: row.household_id,
            standard: row.standard,
            status: row.status,
            decision_no: row.decision_no,
            decided_on: row.decided_on,
            commune_id: row.commune_id,
            effective_from_on: row.effective_from_on,
            effective_until_on: row.effective_until_on,
            version: row.version,
            etag: etag_of(row.version),
            created_at: row.created_at.into(),
            updated_at: row.updated_at.into(),
            present_commune: None,
        }
    }
}

impl Resource for PovertyStatus {
    const KIND: &'static str = "poverty_status";
    const COLLECTION: &'static str = "/v1/households";

    fn id(&self) -> Uuid {
        self.id.into()
    }

    fn version(&self) -> i32 {
        self.version
    }

    fn owners(&self) -> Vec<Owner> {
        [Some(self.commune_id), self.present_commune].into_iter().flatten().map(Owner::Commune).collect()
    }

    fn path(&self) -> String {
        format!("{}/{}/poverty-statuses/{}", Self::COLLECTION, self.household_id, self.id)
    }
}

/// A decision to record.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[validate(schema(function = "ordered"))]
#[schema(example = json!({
    "standard": "2022_2025", "status": "near_poor", "decision_no": "12/QĐ-UBND", "decided_on": "2022-12-14",
    "commune_id": "0181b1a8-4c00-7000-8000-000000000001", "effective_from_on": "2023-01-01",
}))]
pub struct NewPovertyStatus {
    /// An id made by the client; the server makes one when absent.
    pub id: Option<PovertyStatusId>,
    /// The standard it was measured by.
    pub standard: PovertyStandard,
    /// What was decided.
    pub status: Poverty,
    /// The number of the decision.
    pub decision_no: Line<1, 60>,
    /// The day of the decision.
    pub decided_on: Day,
    /// The commune that issued it; must exist on that day.
    pub commune_id: AreaId,
    /// The first day it holds.
    pub effective_from_on: Day,
    /// The first day it no longer holds, if that is known.
    pub effective_until_on: Option<Day>,
}

fn ordered(new: &NewPovertyStatus) -> Result<(), ValidationError> {
    match new.effective_until_on {
        Some(until_on) if until_on <= new.effective_from_on => Err(ValidationError::new("inconsistent")
            .with_message("Ngày kết thúc phải sau ngày bắt đầu.|The end must come after the start.".into())),
        _ => Ok(()),
    }
}
