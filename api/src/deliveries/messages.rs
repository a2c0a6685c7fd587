//! What goes over the wire about deliveries.

use chrono::NaiveDate;
use entity::{
    enums::{DeliveryStatus, ProductForm},
    ids::{AreaId, ContractId, DeliveryId, GroupId, PartnerId},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use crate::{
    delivery_lists::messages::Listed,
    http::etag_of,
    store::{Owner, Resource},
    values::{Day, Instant, Line, Quantity, Vnd},
};

/// Something that was delivered of a line of a contract.
#[derive(Debug, Serialize, ToSchema)]
pub struct Delivery {
    /// Its id.
    pub id: DeliveryId,
    /// The contract.
    pub contract_id: ContractId,
    /// Number of the text of the contract that was in force on the day.
    #[schema(minimum = 1)]
    pub text_n: i32,
    /// Number of the line.
    #[schema(minimum = 1, maximum = 999)]
    pub line_no: i32,
    /// The partner.
    pub partner_id: PartnerId,
    /// The group.
    pub group_id: GroupId,
    /// Commune of the contract.
    pub commune_id: AreaId,
    /// The commune of 2022 within it, if known.
    pub former_commune_id: Option<AreaId>,
    /// The value chain.
    #[schema(max_length = 30, example = "thach_den")]
    pub chain: String,
    /// The day.
    pub delivered_on: NaiveDate,
    /// The form it was delivered in.
    pub form: ProductForm,
    /// Its quality.
    #[schema(max_length = 60)]
    pub grade: Option<String>,
    /// The unit it was measured in.
    #[schema(max_length = 20, example = "kg")]
    pub unit: String,
    /// What the group recorded, in that unit.
    pub quantity: Quantity,
    /// What the buyer weighed, in that unit; null until it did.
    pub acknowledged_quantity: Option<Quantity>,
    /// What staff settled on, in that unit; null unless it was disputed.
    pub settled_quantity: Option<Quantity>,
    /// The unit of the line.
    #[schema(max_length = 20, example = "kg")]
    pub line_unit: String,
    /// What counts of it, in the unit of the line: what was settled, else what was weighed within the tolerance, else what
    /// was recorded. Fulfilment counts it once it is acknowledged or settled.
    #[schema(value_type = String, max_length = 20, pattern = "^[0-9]{1,13}([.][0-9]{1,6})?$", example = "12.5")]
    pub counted: Quantity,
    /// The market price of the day per unit of the line, where the price follows it.
    #[schema(minimum = 1, maximum = 9_000_000_000_000_000_i64, example = json!(null))]
    pub reference_price_vnd: Option<i64>,
    /// The price per unit of the line, by its rule.
    #[schema(minimum = 1, maximum = 9_000_000_000_000_000_i64, example = 41_000)]
    pub unit_price_vnd: i64,
    /// What counts at that price, rounded half up to whole đồng.
    #[schema(minimum = 0, maximum = 9_000_000_000_000_000_i64, example = 512_500)]
    pub amount_vnd: i64,
    /// What the buyer has paid for it.
    #[schema(minimum = 0, maximum = 9_000_000_000_000_000_i64)]
    pub paid_vnd: i64,
    /// Number of the delivery note.
    #[schema(max_length = 60, example = "PGH-015")]
    pub note_no: Option<String>,
    /// Its state.
    pub status: DeliveryStatus,
    /// Day the buyer weighed it.
    pub acknowledged_on: Option<NaiveDate>,
    /// Day it was settled.
    pub settled_on: Option<NaiveDate>,
    /// Why it was settled so.
    #[schema(max_length = 500, example = json!(null))]
    pub reason: Option<String>,
    /// What you can do with it now.
    #[schema(max_items = 10, example = json!(["acknowledge"]))]
    pub allowed_actions: Vec<&'static str>,
    /// Revision.
    #[schema(minimum = 1)]
    pub version: i32,
    /// For `If-Match`.
    #[schema(max_length = 40, example = "\"v1\"")]
    pub etag: String,
    /// When it was recorded.
    pub created_at: Instant,
    /// When it was last changed.
    pub updated_at: Instant,
}

impl Delivery {
    /// The view of a row, with what its reader can do with it.
    #[must_use]
    pub fn of(item: Listed, allowed_actions: Vec<&'static str>) -> Self {
        let Listed { row, line_unit } = item;
        Self {
            id: row.id,
            contract_id: row.contract_id,
            text_n: row.n,
            line_no: row.line_no,
            partner_id: row.partner_id,
            group_id: row.group_id,
            commune_id: row.commune_id,
            former_commune_id: row.former_commune_id,
            chain: row.chain,
            delivered_on: row.delivered_on,
            form: row.form,
            grade: row.grade,
            unit: row.unit,
            quantity: Quantity::of_millionths(row.quantity),
            acknowledged_quantity: row.acknowledged_quantity.map(Quantity::of_millionths),
            settled_quantity: row.settled_quantity.map(Quantity::of_millionths),
            line_unit,
            counted: Quantity::of_millionths(row.counted),
            reference_price_vnd: row.reference_price_vnd,
            unit_price_vnd: row.unit_price_vnd,
            amount_vnd: row.amount_vnd,
            paid_vnd: row.paid_vnd,
            note_no: row.note_no,
            status: row.status,
            acknowledged_on: row.acknowledged_on,
            settled_on: row.settled_on,
            reason: row.reason,
            allowed_actions,
            version: row.version,
            etag: etag_of(row.version),
            created_at: row.created_at.into(),
            updated_at: row.updated_at.into(),
        }
    }
}

impl Resource for Delivery {
    const KIND: &'static str = "delivery";
    const COLLECTION: &'static str = "/v1/sales-contracts";

    fn id(&self) -> Uuid {
        self.id.into()
    }

    fn version(&self) -> i32 {
        self.version
    }

    /// What its reader can do with it follows from duties and roles too.
    fn is_told_by_revision(&self) -> bool {
        false
    }

    fn owners(&self) -> Vec<Owner> {
        vec![Owner::Commune(self.commune_id), Owner::Group(self.group_id), Owner::Partner(self.partner_id)]
    }

    fn path(&self) -> String {
        format!("{}/{}/deliveries/{}", Self::COLLECTION, self.contract_id, self.id)
    }
}

/// The group delivered something of a line of a contract.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewDelivery {
    /// An id made by the client; the server makes one when absent.
    pub id: Option<DeliveryId>,
    /// Number of the line.
    #[schema(minimum = 1, maximum = 999)]
    pub line_no: u16,
    /// The day: not after today, within the term and within the window of the line.
    #[schema(example = "2026-06-12")]
    pub delivered_on: Day,
    /// How much, more than 0, in `unit`.
    pub quantity: Quantity,
    /// The unit it was measured in, by its code: that of the line when absent, else one that converts into it.
    #[schema(example = "kg")]
    pub unit: Option<Line<1, 20>>,
    /// The form it was delivered in: that of the line when absent. Fresh counts as dried, and dried as fresh, only where
    /// the line has a ratio.
    #[schema(example = json!(null))]
    pub form: Option<ProductForm>,
    /// Its quality: that of the line when absent.
    pub grade: Option<Line<1, 60>>,
    /// The market price of the day per unit of the line: needed where the price is linked to the market; where it has a
    /// floor, the price when it is above; null where it is fixed.
    #[schema(example = json!(null))]
    pub reference_price_vnd: Option<Vnd>,
    /// Number of the delivery note.
    #[schema(example = "PGH-015")]
    pub note_no: Option<Line<1, 60>>,
}
