//! What goes over the wire about offers.

use chrono::NaiveDate;
use entity::{
    enums::{OfferStatus, ProductForm},
    ids::{AreaId, GroupId, OfferId, PlanId},
    sales_offer,
};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use crate::{
    http::{Filter, etag_of, present},
    offer_details::messages::NewOfferDetails,
    store::{Owner, Resource},
    values::{Commaed, Day, Instant, Line, Quantity},
};

/// An offer with what is shown of its group.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Shown {
    /// The offer.
    #[sea_orm(nested)]
    pub row: sales_offer::Model,
    /// Code of the group.
    pub group_code: String,
    /// Name of the group.
    pub group_name: String,
    /// Where the group lies.
    pub commune_id: AreaId,
    /// Name of the commune in Vietnamese.
    pub commune_name_vi: String,
    /// Name of the commune in English.
    pub commune_name_en: String,
}

/// A line of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CitedPlanLine {
    /// The plan, one of the group's.
    pub plan_id: PlanId,
    /// Number of the line.
    #[schema(minimum = 1, maximum = 1000)]
    pub line_no: i32,
}

/// What a group plans to sell. What it asks for is among the details.
#[derive(Debug, Serialize, ToSchema)]
pub struct SalesOffer {
    /// Its id.
    pub id: OfferId,
    /// The number people read aloud.
    #[schema(max_length = 20, example = "CH-000001")]
    pub code: String,
    /// The group.
    pub group_id: GroupId,
    /// The number of the group that people read aloud.
    #[schema(max_length = 20, example = "NH-000123")]
    pub group_code: String,
    /// Name of the group.
    #[schema(max_length = 160, example = "Tổ hợp tác trồng lạc Nà Giàng")]
    pub group_name: String,
    /// Where the group lies.
    pub commune_id: AreaId,
    /// Name of the commune in Vietnamese.
    #[schema(max_length = 120, example = "Xã Trường Hà")]
    pub commune_name_vi: String,
    /// Name of the commune in English.
    #[schema(max_length = 120, example = "Truong Ha commune")]
    pub commune_name_en: String,
    /// Code of the value chain.
    #[schema(max_length = 30, example = "lac")]
    pub chain: String,
    /// The form in which it is sold.
    pub form: ProductForm,
    /// Its quality, in the words of the group.
    #[schema(max_length = 60, example = "Loại 1")]
    pub grade: Option<String>,
    /// Code of the unit.
    #[schema(max_length = 20, example = "ta")]
    pub unit: String,
    /// How many of the unit, as a decimal.
    pub quantity: Quantity,
    /// The first day on which it can be delivered.
    pub from_on: NaiveDate,
    /// The first day on which it no longer can.
    pub until_on: NaiveDate,
    /// The line of the group's plan that it is about.
    #[schema(example = json!(null))]
    pub plan_line: Option<CitedPlanLine>,
    /// Its state.
    pub status: OfferStatus,
    /// When it was last published.
    pub published_at: Option<Instant>,
    /// What you can do with it now.
    #[schema(max_items = 5, example = json!(["withdraw"]))]
    pub allowed_actions: Vec<&'static str>,
    /// Revision; changes of the details count too.
    #[schema(minimum = 1)]
    pub version: i32,
    /// For `If-Match`.
    #[schema(max_length = 40, example = "\"v1\"")]
    pub etag: String,
    /// When it was entered.
    pub created_at: Instant,
    /// When it was last changed.
    pub updated_at: Instant,
}

impl SalesOffer {
    /// The view of an offer.
    #[must_use]
    pub fn of(shown: Shown, allowed_actions: Vec<&'static str>) -> Self {
        let Shown { row, group_code, group_name, commune_id, commune_name_vi, commune_name_en } = shown;
        Self {
            plan_line: cited(&row),
            id: row.id,
            code: row.code,
            group_id: row.group_id,
            group_code,
            group_name,
            commune_id,
            commune_name_vi,
            commune_name_en,
            chain: row.chain,
            form: row.form,
            grade: row.grade,
            unit: row.unit,
            quantity: Quantity::of_millionths(row.quantity),
            from_on: row.from_on,
            until_on: row.until_on,
            status: row.status,
            published_at: row.published_at.map(Into::into),
            allowed_actions,
            version: row.version,
            etag: etag_of(row.version),
            created_at: row.created_at.into(),
            updated_at: row.updated_at.into(),
        }
    }
}

/// The line of a plan that an offer cites.
pub(super) fn cited(row: &sales_offer::Model) -> Option<CitedPlanLine> {
    Some(CitedPlanLine { plan_id: row.plan_id?, line_no: row.plan_line_no? })
}

impl Resource for SalesOffer {
    const KIND: &'static str = "sales_offer";
    const COLLECTION: &'static str = "/v1/sales-offers";

    fn id(&self) -> Uuid {
        self.id.into()
    }

    fn version(&self) -> i32 {
        self.version
    }

    fn owners(&self) -> Vec<Owner> {
        vec![Owner::Commune(self.commune_id), Owner::Group(self.group_id)]
    }

    /// It shows name and commune of the group, which change without it.
    fn is_told_by_revision(&self) -> bool {
        false
    }
}

/// Filters of the list of offers.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct SalesOfferFilter {
    /// Only offers of this group.
    pub group_id: Option<GroupId>,
    /// Only offers of groups in this area, of either map.
    pub area_id: Option<AreaId>,
    /// Only offers of lines of this plan.
    pub plan_id: Option<PlanId>,
    /// Only offers in these states.
    #[param(value_type = Option<Vec<OfferStatus>>)]
    pub status: Option<Commaed<OfferStatus>>,
    /// Only offers of these value chains.
    #[param(value_type = Option<Vec<String>>)]
    pub value_chain: Option<Commaed<Line<1, 30>>>,
    /// Only offers in these forms.
    #[param(value_type = Option<Vec<ProductForm>>)]
    pub form: Option<Commaed<ProductForm>>,
    /// Only offers whose window holds this day.
    #[param(value_type = Option<String>, format = Date)]
    pub available_on: Option<Day>,
    /// Only offers in units that measure what this one does.
    #[param(value_type = Option<String>, min_length = 1, max_length = 20)]
    pub unit: Option<Line<1, 20>>,
    /// Only offers of at least so much, in `unit`, whatever unit they are in.
    pub quantity_gte: Option<Quantity>,
    /// Words of the group's name, or the beginning of the offer's code.
    #[param(value_type = Option<String>, min_length = 1, max_length = 100)]
    pub q: Option<Line<1, 100>>,
}

impl Filter for SalesOfferFilter {
    const SORTS: &'static [&'static str] = &["until_on", "-updated_at", "code"];
}

/// A group plans to sell something.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "group_id": "0181b1a8-4c00-7000-8000-000000000001",
    "chain": "lac",
    "form": "dried",
    "grade": "Loại 1",
    "unit": "ta",
    "quantity": "12.5",
    "from_on": "2026-09-01",
    "until_on": "2026-12-01",
    "details": { "asking_price_vnd": 3_500_000, "terms": "Giao tại kho của nhóm, trả tiền trong 7 ngày." }
}))]
pub struct NewSalesOffer {
    /// An id made by the client; the server makes one when absent.
    pub id: Option<OfferId>,
    /// The group.
    pub group_id: GroupId,
    /// Code of the value chain, one of the group's.
    pub chain: Line<1, 30>,
    /// The form in which it is sold.
    pub form: ProductForm,
    /// Its quality, in the words of the group.
    pub grade: Option<Line<1, 60>>,
    /// Code of the unit, one in which the product is sold.
    pub unit: Line<1, 20>,
    /// How many of the unit, more than zero, with at most three decimals; animals are counted in whole numbers.
    pub quantity: Quantity,
    /// The first day on which it can be delivered.
    pub from_on: Day,
    /// The first day on which it no longer can; after today.
    pub until_on: Day,
    /// The line of the group's plan that it is about: of the version in force, with the same value chain, form and unit.
    #[schema(example = json!(null))]
    pub plan_line: Option<CitedPlanLine>,
    /// What partners see whose request was granted.
    pub details: Option<NewOfferDetails>,
}

/// Changes of an offer.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "quantity": "10", "until_on": "2026-11-01" }))]
pub struct SalesOfferPatch {
    /// Code of the value chain, one of the group's.
    #[schema(nullable = false)]
    pub chain: Option<Line<1, 30>>,
    /// The form in which it is sold.
    #[schema(nullable = false)]
    pub form: Option<ProductForm>,
    /// Its quality, in the words of the group.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<Line<1, 60>>)]
    pub grade: Option<Option<Line<1, 60>>>,
    /// Code of the unit, one in which the product is sold.
    #[schema(nullable = false)]
    pub unit: Option<Line<1, 20>>,
    /// How many of the unit, more than zero, with at most three decimals; animals are counted in whole numbers.
    #[schema(nullable = false)]
    pub quantity: Option<Quantity>,
    /// The first day on which it can be delivered.
    #[schema(nullable = false)]
    pub from_on: Option<Day>,
    /// The first day on which it no longer can; after today.
    #[schema(nullable = false)]
    pub until_on: Option<Day>,
    /// The line of the group's plan that it is about; null when it is about none.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<CitedPlanLine>, example = json!(null))]
    pub plan_line: Option<Option<CitedPlanLine>>,
}
