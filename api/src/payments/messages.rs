//! What goes over the wire about payments.

use chrono::NaiveDate;
use entity::{
    enums::{LegalForm, PostingKind},
    ids::{ApplicationId, AreaId, DisbursementId, FundId, GroupId, PostingId},
};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{
    http::Filter,
    values::{Commaed, Day, Instant, Line},
};

/// Money that went to a group, or came back.
#[derive(Debug, FromQueryResult, Serialize, ToSchema)]
pub struct GrantPayment {
    /// The posting.
    pub id: PostingId,
    /// What it is: a payment, a refund, or what took one of them back.
    pub kind: PostingKind,
    /// The day it counts for.
    pub posted_on: NaiveDate,
    /// How much the group got by it; below zero when the money came back.
    #[schema(minimum = -9_000_000_000_000_000_i64, maximum = 9_000_000_000_000_000_i64, example = 42_000_000)]
    pub amount_vnd: i64,
    /// The fund.
    pub fund_id: FundId,
    /// The application.
    pub application_id: ApplicationId,
    /// The number of the application that people read aloud.
    #[schema(max_length = 20, example = "HS-000001")]
    pub application_code: String,
    /// The tranche.
    pub disbursement_id: Option<DisbursementId>,
    /// The group.
    pub group_id: GroupId,
    /// Name of the group.
    #[schema(max_length = 160, example = "Tổ hợp tác trồng lạc Nà Giàng")]
    pub group_name: String,
    /// Commune of the application.
    pub commune_id: AreaId,
    /// The commune of 2022 within it, if known.
    pub former_commune_id: Option<AreaId>,
    /// The number of the paper behind it.
    #[schema(max_length = 60, example = "UNC-2022-015")]
    pub document_no: Option<String>,
    /// The posting it takes back, in all or in part.
    pub cites_id: Option<PostingId>,
    /// When it was entered; it never changes.
    pub created_at: Instant,
}

/// Filters of the list of payments.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct GrantPaymentFilter {
    /// The day until which money counts; today when absent. The form of a group is that of this day.
    #[param(value_type = Option<String>, format = Date)]
    pub as_of: Option<Day>,
    /// Only money of this fund.
    pub fund_id: Option<FundId>,
    /// Only money of this group.
    pub group_id: Option<GroupId>,
    /// Only money of applications from this area, of either map.
    pub area_id: Option<AreaId>,
    /// Only money of applications from communes of 2025 whose commune of 2022 is not known, or all other.
    pub not_assigned: Option<bool>,
    /// Only money of groups of these forms.
    #[param(value_type = Option<Vec<LegalForm>>)]
    pub legal_form: Option<Commaed<LegalForm>>,
    /// Only money of groups whose main value chain is one of these.
    #[param(value_type = Option<Vec<String>>)]
    pub value_chain: Option<Commaed<Line<1, 30>>>,
}

impl Filter for GrantPaymentFilter {
    const SORTS: &'static [&'static str] = &["-posted_on", "posted_on"];
}
