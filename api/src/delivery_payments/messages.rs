//! What goes over the wire about payments for deliveries.

use chrono::NaiveDate;
use entity::{
    delivery_payment,
    enums::PaymentMeans,
    ids::{AreaId, ContractId, DeliveryId, DeliveryPaymentId, GroupId, PartnerId},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use crate::{
    http::{Filter, etag_of},
    store::{Owner, Resource},
    values::{Commaed, Day, Instant, Line, Vnd},
};

/// Money that the buyer has paid for a delivery.
#[derive(Debug, Serialize, ToSchema)]
pub struct DeliveryPayment {
    /// Its id.
    pub id: DeliveryPaymentId,
    /// The delivery.
    pub delivery_id: DeliveryId,
    /// The contract.
    pub contract_id: ContractId,
    /// The partner.
    pub partner_id: PartnerId,
    /// The group.
    pub group_id: GroupId,
    /// The day.
    pub paid_on: NaiveDate,
    /// How much.
    #[schema(minimum = 1, maximum = 9_000_000_000_000_000_i64, example = 500_000)]
    pub amount_vnd: i64,
    /// How it was paid.
    pub means: PaymentMeans,
    /// Number of the paper behind it.
    #[schema(max_length = 60)]
    pub document_no: String,
    /// Revision.
    #[schema(minimum = 1)]
    pub version: i32,
    /// For `If-Match`.
    #[schema(max_length = 40, example = "\"v1\"")]
    pub etag: String,
    /// When it was noted.
    pub created_at: Instant,
    /// When it was last changed.
    pub updated_at: Instant,
    /// The commune of the contract.
    #[serde(skip)]
    pub commune_id: AreaId,
}

impl From<delivery_payment::Model> for DeliveryPayment {
    fn from(row: delivery_payment::Model) -> Self {
        Self {
            id: row.id,
            delivery_id: row.delivery_id,
            contract_id: row.contract_id,
            partner_id: row.partner_id,
            group_id: row.group_id,
            paid_on: row.paid_on,
            amount_vnd: row.amount_vnd,
            means: row.means,
            document_no: row.document_no,
            version: row.version,
            etag: etag_of(row.version),
            created_at: row.created_at.into(),
            updated_at: row.updated_at.into(),
            commune_id: row.commune_id,
        }
    }
}

impl Resource for DeliveryPayment {
    const KIND: &'static str = "delivery_payment";
    const COLLECTION: &'static str = "/v1/deliveries";

    fn id(&self) -> Uuid {
        self.id.into()
    }

    fn version(&self) -> i32 {
        self.version
    }

    fn owners(&self) -> Vec<Owner> {
        vec![Owner::Commune(self.commune_id), Owner::Group(self.group_id), Owner::Partner(self.partner_id)]
    }

    fn path(&self) -> String {
        format!("{}/{}/payments/{}", Self::COLLECTION, self.delivery_id, self.id)
    }
}

/// Filters of the list of payments for a delivery.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct DeliveryPaymentFilter {
    /// Only payments made by these means.
    #[param(value_type = Option<Vec<PaymentMeans>>)]
    pub means: Option<Commaed<PaymentMeans>>,
}

impl Filter for DeliveryPaymentFilter {
    const SORTS: &'static [&'static str] = &["-paid_on", "paid_on"];
}

/// The buyer has paid something for a delivery.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewDeliveryPayment {
    /// An id made by the client; the server makes one when absent.
    pub id: Option<DeliveryPaymentId>,
    /// The day: not after today and not before the delivery.
    #[schema(example = "2026-06-15")]
    pub paid_on: Day,
    /// How much, more than 0, up to what is still owed.
    #[schema(minimum = 1, example = 500_000)]
    pub amount_vnd: Vnd,
    /// How it was paid.
    pub means: PaymentMeans,
    /// Number of the paper behind it.
    pub document_no: Line<1, 60>,
}
