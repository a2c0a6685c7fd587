//! What goes over the wire about tranches.

use chrono::NaiveDate;
use entity::{
    disbursement,
    enums::{ApplicationStatus, DisbursementStatus},
    ids::{AllotmentId, ApplicationId, AreaId, CallId, DisbursementId, FundId, GroupId},
};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use crate::{
    call_rules::messages::Condition,
    http::{Filter, etag_of},
    store::{Owner, Resource},
    values::{Commaed, Day, Instant, Line, Vnd},
};

/// A tranche with what lists show of its application.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Tranche {
    /// The tranche.
    #[sea_orm(nested)]
    pub row: disbursement::Model,
    /// State of the application.
    pub application_status: ApplicationStatus,
    /// Code of the application.
    pub application_code: String,
    /// Name of the group.
    pub group_name: String,
}

/// A tranche of a grant.
#[derive(Debug, Serialize, ToSchema)]
pub struct Disbursement {
    /// Its id.
    pub id: DisbursementId,
    /// The application.
    pub application_id: ApplicationId,
    /// The number of the application that people read aloud.
    #[schema(max_length = 20, example = "HS-000001")]
    pub application_code: String,
    /// The group.
    pub group_id: GroupId,
    /// Name of the group.
    #[schema(max_length = 160, example = "Tổ hợp tác trồng lạc Nà Giàng")]
    pub group_name: String,
    /// Commune of the application.
    pub commune_id: AreaId,
    /// The fund.
    pub fund_id: FundId,
    /// The allotment of the call it is paid from.
    pub allotment_id: AllotmentId,
    /// Its place among the tranches of the grant.
    #[schema(minimum = 1, maximum = 10)]
    pub n: i32,
    /// The amount agreed on.
    #[schema(minimum = 1, maximum = 9_000_000_000_000_000_i64, example = 42_000_000)]
    pub amount_vnd: i64,
    /// Its state.
    pub status: DisbursementStatus,
    /// What must hold before it is released, beside the signed agreement and the payment of all tranches before; what the
    /// call asks for a tranche that rounding leaves empty is asked for the next.
    #[schema(max_items = 40)]
    pub conditions: Vec<Condition>,
    /// The day it was requested.
    pub requested_on: Option<NaiveDate>,
    /// The day it was approved.
    pub approved_on: Option<NaiveDate>,
    /// The day it was paid.
    pub paid_on: Option<NaiveDate>,
    /// Which payment of it counts: a payment that was taken back may be followed by another.
    #[schema(minimum = 0, maximum = 1000)]
    pub attempt: i32,
    /// Paid, less what was taken back.
    #[schema(minimum = 0, maximum = 9_000_000_000_000_000_i64)]
    pub paid_vnd: i64,
    /// Given back by the group.
    #[schema(minimum = 0, maximum = 9_000_000_000_000_000_i64)]
    pub refunded_vnd: i64,
    /// Worth of the works accepted.
    #[schema(minimum = 0, maximum = 9_000_000_000_000_000_i64)]
    pub accepted_vnd: i64,
    /// What you can do with it now.
    #[schema(max_items = 10, example = json!(["request"]))]
    pub allowed_actions: Vec<&'static str>,
    /// Revision.
    #[schema(minimum = 1)]
    pub version: i32,
    /// For `If-Match`.
    #[schema(max_length = 40, example = "\"v1\"")]
    pub etag: String,
    /// When it was planned.
    pub created_at: Instant,
    /// When it was last changed.
    pub updated_at: Instant,
}

impl Disbursement {
    /// The view of a tranche.
    #[must_use]
    pub fn of(tranche: Tranche, conditions: Vec<Condition>, allowed_actions: Vec<&'static str>) -> Self {
        let Tranche { row, application_code, group_name, application_status: _ } = tranche;
        Self {
            id: row.id,
            application_id: row.application_id,
            application_code,
            group_id: row.group_id,
            group_name,
            commune_id: row.commune_id,
            fund_id: row.fund_id,
            allotment_id: row.allotment_id,
            n: row.n,
            amount_vnd: row.amount_vnd,
            status: row.status,
            conditions,
            requested_on: row.requested_on,
            approved_on: row.approved_on,
            paid_on: row.paid_on,
            attempt: row.attempt,
            paid_vnd: row.paid_vnd,
            refunded_vnd: row.refunded_vnd,
            accepted_vnd: row.accepted_vnd,
            allowed_actions,
            version: row.version,
            etag: etag_of(row.version),
            created_at: row.created_at.into(),
            updated_at: row.updated_at.into(),
        }
    }
}

impl Resource for Disbursement {
    const KIND: &'static str = "disbursement";
    const COLLECTION: &'static str = "/v1/disbursements";

    fn id(&self) -> Uuid {
        self.id.into()
    }

    fn version(&self) -> i32 {
        self.version
    }

    /// It shows the name of the group, which changes without it.
    fn is_told_by_revision(&self) -> bool {
        false
    }

    fn owners(&self) -> Vec<Owner> {
        vec![Owner::Commune(self.commune_id), Owner::Group(self.group_id)]
    }
}

/// Filters of the list of tranches.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct DisbursementFilter {
    /// Only tranches of this application.
    pub application_id: Option<ApplicationId>,
    /// Only tranches of grants from this call.
    pub call_id: Option<CallId>,
    /// Only tranches of this group.
    pub group_id: Option<GroupId>,
    /// Only tranches of applications from this area, of either map.
    pub area_id: Option<AreaId>,
    /// Only tranches in these states.
    #[param(value_type = Option<Vec<DisbursementStatus>>)]
    pub status: Option<Commaed<DisbursementStatus>>,
    /// Only tranches that were paid by this day, and whose payment had not been taken back altogether by then.
    pub paid_by: Option<Day>,
}

impl Filter for DisbursementFilter {
    const SORTS: &'static [&'static str] = &["-updated_at", "updated_at"];
}

/// A tranche is paid, all of it at once.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Payment {
    /// The day the money left the fund; not before the approval.
    #[schema(example = "2026-06-15")]
    pub paid_on: Day,
    /// The number of the payment order.
    #[schema(example = "UNC-2026-015")]
    pub document_no: Line<1, 60>,
}

/// A group gives back what it did not spend.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Refund {
    /// How much; at most what was paid and is not accepted.
    #[schema(minimum = 1, example = 1_500_000)]
    pub amount_vnd: Vnd,
    /// The day the money came back.
    #[schema(example = "2026-06-15")]
    pub refunded_on: Day,
    /// The number of the receipt.
    #[schema(example = "PT-2026-003")]
    pub document_no: Line<1, 60>,
}
