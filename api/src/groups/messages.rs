//! What goes over the wire about groups.

use chrono::NaiveDate;
use entity::{
    enums::{GroupStatus, LegalForm},
    ids::{AreaId, GroupId},
};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use crate::{
    group_chains::messages::{ChainUse, one_primary},
    http::{Filter, Warning, present},
    offices::messages::OfficeHeld,
    store::{Owner, Resource},
    values::{Commaed, Day, Instant, Line, TaxCode},
};

/// A group as lists show it: form, state and commune are those of the day asked for.
#[derive(Debug, FromQueryResult, Serialize, ToSchema)]
pub struct GroupSummary {
    /// Its id.
    pub id: GroupId,
    /// The number people read aloud.
    #[schema(max_length = 20, example = "NH-000123")]
    pub code: String,
    /// Its name.
    #[schema(max_length = 160, example = "Tổ hợp tác trồng lạc Nà Giàng")]
    pub name: String,
    /// Its form on the day.
    pub legal_form: LegalForm,
    /// Its form at its start.
    pub began_as: LegalForm,
    /// Its state on the day.
    pub status: GroupStatus,
    /// Its commune on the day.
    pub commune_id: AreaId,
    /// The commune of 2022 it belongs to within that commune, if known.
    pub former_commune_id: Option<AreaId>,
    /// Its value chains, the main one first.
    #[schema(max_items = 5)]
    #[sea_orm(skip)]
    pub value_chains: Vec<ChainUse>,
    /// The group that this cooperative continues.
    pub upgraded_from_id: Option<GroupId>,
    /// The cooperative that continues this group.
    pub continued_by_id: Option<GroupId>,
    /// What you can do with it now.
    #[schema(max_items = 10, example = json!(["suspend"]))]
    #[sea_orm(skip)]
    pub allowed_actions: Vec<&'static str>,
    /// Revision.
    #[schema(minimum = 1)]
    pub version: i32,
    /// For `If-Match`.
    #[schema(max_length = 40, example = "\"v1\"")]
    #[sea_orm(skip)]
    pub etag: String,
    /// When it was entered.
    pub created_at: Instant,
    /// When it was last changed.
    pub updated_at: Instant,
    /// Its state now, whatever the day asked for.
    #[serde(skip)]
    pub present_status: GroupStatus,
    /// Its form now.
    #[serde(skip)]
    pub present_form: LegalForm,
}

/// A group: form, state, commune and offices are those of the day asked for.
#[derive(Debug, FromQueryResult, Serialize, ToSchema)]
pub struct Group {
    /// Its id.
    pub id: GroupId,
    /// The number people read aloud.
    #[schema(max_length = 20, example = "NH-000123")]
    pub code: String,
    /// Its name.
    #[schema(max_length = 160, example = "Tổ hợp tác trồng lạc Nà Giàng")]
    pub name: String,
    /// Its form on the day.
    pub legal_form: LegalForm,
    /// Its form at its start.
    pub began_as: LegalForm,
    /// Its state on the day.
    pub status: GroupStatus,
    /// Its commune on the day.
    pub commune_id: AreaId,
    /// The commune of 2022 it belongs to within that commune, if known.
    pub former_commune_id: Option<AreaId>,
    /// Since when form, state and commune have been so.
    pub from_on: NaiveDate,
    /// The first day they were no longer so; null while they last.
    pub until_on: Option<NaiveDate>,
    /// The day it was established.
    pub established_on: NaiveDate,
    /// Its value chains, the main one first.
    #[schema(max_items = 5)]
    #[sea_orm(skip)]
    pub value_chains: Vec<ChainUse>,
    /// The offices held on the day.
    #[schema(max_items = 200)]
    #[sea_orm(skip)]
    pub offices: Vec<OfficeHeld>,
    /// Registration number of a cooperative, which is its tax code.
    #[schema(max_length = 14, example = "9900000016")]
    pub registration_number: Option<String>,
    /// The day it was registered.
    pub registered_on: Option<NaiveDate>,
    /// The day the cooperation contract was signed.
    pub contract_signed_on: Option<NaiveDate>,
    /// The group that this cooperative continues.
    pub upgraded_from_id: Option<GroupId>,
    /// The cooperative that continues this group.
    pub continued_by_id: Option<GroupId>,
    /// What you can do with it now.
    #[schema(max_items = 10, example = json!(["suspend"]))]
    #[sea_orm(skip)]
    pub allowed_actions: Vec<&'static str>,
    /// What deserves attention after a change; empty on reads.
    #[schema(max_items = 20)]
    #[sea_orm(skip)]
    pub warnings: Vec<Warning>,
    /// Revision; changes of offices and of form, state and commune count too.
    #[schema(minimum = 1)]
    pub version: i32,
    /// For `If-Match`.
    #[schema(max_length = 40, example = "\"v1\"")]
    #[sea_orm(skip)]
    pub etag: String,
    /// When it was entered.
    pub created_at: Instant,
    /// When it was last changed.
    pub updated_at: Instant,
    /// Its state now, whatever the day asked for.
    #[serde(skip)]
    pub present_status: GroupStatus,
    /// Its form now.
    #[serde(skip)]
    pub present_form: LegalForm,
    /// Its commune now.
    #[serde(skip)]
    pub present_commune_id: AreaId,
}

impl Group {
    /// The view with something that deserves attention.
    #[must_use]
    pub fn warning(mut self, warnings: impl IntoIterator<Item = Warning>) -> Self {
        self.warnings.extend(warnings);
        self
    }
}

impl Resource for Group {
    const KIND: &'static str = "farmer_group";
    const COLLECTION: &'static str = "/v1/farmer-groups";

    fn id(&self) -> Uuid {
        self.id.into()
    }

    fn version(&self) -> i32 {
        self.version
    }

    fn owners(&self) -> Vec<Owner> {
        vec![Owner::Commune(self.present_commune_id), Owner::Group(self.id)]
    }
}

/// Filters of the list of groups. Form, state and commune are those of the day.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct GroupFilter {
    /// The day; today when absent. Groups that were not yet established then are left out.
    #[param(value_type = Option<String>, format = Date)]
    pub as_of: Option<Day>,
    /// Only groups in this area, of either map.
    pub area_id: Option<AreaId>,
    /// Only groups of these forms.
    #[param(value_type = Option<Vec<LegalForm>>)]
    pub legal_form: Option<Commaed<LegalForm>>,
    /// Only groups in these states.
    #[param(value_type = Option<Vec<GroupStatus>>)]
    pub status: Option<Commaed<GroupStatus>>,
    /// Only groups whose main value chain is one of these.
    #[param(value_type = Option<Vec<String>>)]
    pub value_chain: Option<Commaed<Line<1, 30>>>,
    /// Only groups that began as one of these; cooperatives that continue a group are left out.
    #[param(value_type = Option<Vec<LegalForm>>)]
    pub began_as: Option<Commaed<LegalForm>>,
    /// Only groups in communes of 2025 whose commune of 2022 is not known, or all others.
    pub not_assigned: Option<bool>,
    /// Only groups that were paid a grant by the day which was not taken back altogether by then, themselves or as the
    /// cooperative that continues them; or all others.
    pub is_funded: Option<bool>,
    /// Only groups that were party to a contract at some time of the year until the day, themselves or as the
    /// cooperative that continues them; or all others.
    pub has_contract: Option<bool>,
    /// Only groups with a plan for the year of the day, approved as adapted to the climate and in force on the day, or all
    /// others.
    pub has_plan: Option<bool>,
    /// Words of the name, or the beginning of the code.
    #[param(value_type = Option<String>, min_length = 1, max_length = 100)]
    pub q: Option<Line<1, 100>>,
}

impl Filter for GroupFilter {
    const SORTS: &'static [&'static str] = &["name", "-updated_at", "code"];
}

/// The day a resource is shown for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct OnDay {
    /// The day; today when absent.
    #[param(value_type = Option<String>, format = Date)]
    pub as_of: Option<Day>,
}

/// A group is entered; it starts as forming.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "name": "Nhóm trồng lạc Nà Giàng",
    "legal_form": "tht",
    "commune_id": "0180cf50-7c00-7000-8000-0078ee119c21",
    "from_on": "2022-06-30",
    "value_chains": [{ "chain": "lac", "is_primary": true }],
    "contract_signed_on": "2022-06-30"
}))]
pub struct NewGroup {
    /// An id made by the client; the server makes one when absent.
    pub id: Option<GroupId>,
    /// Its name, unique within the commune.
    #[schema(example = "Nhóm trồng lạc Nà Giàng")]
    pub name: Line<2, 160>,
    /// The form it begins with.
    pub legal_form: LegalForm,
    /// Its commune, one that exists on the first day.
    pub commune_id: AreaId,
    /// The commune of 2022 within it; only for communes of 2025.
    pub former_commune_id: Option<AreaId>,
    /// The day it was established.
    pub from_on: Day,
    /// Its value chains, exactly one of them the main one.
    #[schema(min_items = 1, max_items = 5)]
    #[validate(custom(function = "one_primary"))]
    pub value_chains: Vec<ChainUse>,
    /// The day the cooperation contract was signed.
    pub contract_signed_on: Option<Day>,
    /// Registration number of a cooperative: its tax code of 10 digits.
    #[schema(example = "9900000016")]
    pub registration_number: Option<TaxCode>,
    /// The day it was registered.
    pub registered_on: Option<Day>,
}

/// Changes of a group; form, state and commune change by actions.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GroupPatch {
    /// Its name, unique within the commune.
    #[schema(nullable = false, example = "Nhóm trồng lạc Nà Giàng")]
    pub name: Option<Line<2, 160>>,
    /// Its value chains, instead of those it had; exactly one of them is the main one.
    #[schema(nullable = false, min_items = 1, max_items = 5)]
    #[validate(custom(function = "one_primary"))]
    pub value_chains: Option<Vec<ChainUse>>,
    /// The day the cooperation contract was signed.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<Day>)]
    pub contract_signed_on: Option<Option<Day>>,
    /// Registration number of a cooperative: its tax code of 10 digits.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<TaxCode>, example = "9900000016")]
    pub registration_number: Option<Option<TaxCode>>,
    /// The day it was registered.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<Day>)]
    pub registered_on: Option<Option<Day>>,
}
