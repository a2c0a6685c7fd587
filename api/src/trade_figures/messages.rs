//! Figures of trade as they go over the wire.

use entity::enums::{PartnerKind, ProductForm};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    breakdowns::messages::{Label, RowHead},
    values::Quantity,
};

/// How much of a product. Fresh and dried are never added together, nor what is measured differently.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Volume {
    /// Code of the value chain.
    #[schema(max_length = 30, example = "thach_den")]
    pub chain: String,
    /// The form.
    pub form: ProductForm,
    /// The first unit of what it is measured by: kg, litre or head.
    #[schema(max_length = 20, example = "kg")]
    pub unit: String,
    /// What the lines say; null when it is more than can be told.
    #[schema(value_type = Option<String>, max_length = 20, pattern = "^[0-9]{1,13}([.][0-9]{1,6})?$", example = "1261.5")]
    pub contracted: Option<Quantity>,
    /// What was delivered of it and acknowledged or settled; null when it is more than can be told.
    #[schema(value_type = Option<String>, max_length = 20, pattern = "^[0-9]{1,13}([.][0-9]{1,6})?$", example = "200.5")]
    pub delivered: Option<Quantity>,
}

/// What was contracted and delivered in the year until the day; the rows of one breakdown add up to the same.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TradeRow {
    /// What it is about.
    #[serde(flatten)]
    pub head: RowHead,
    /// Lines of contracts whose deliveries begin in the year.
    #[schema(minimum = 0, example = 12)]
    pub contract_lines: i64,
    /// What they are worth, in đồng; null for who may not list them, as few contracts would tell their prices.
    #[schema(minimum = 0, maximum = 9_000_000_000_000_000_i64, example = 480_000_000)]
    pub contracted_vnd: Option<i64>,
    /// Deliveries of the year that were acknowledged or settled.
    #[schema(minimum = 0, example = 30)]
    pub deliveries: i64,
    /// What they are worth, in đồng; null for who may not list them.
    #[schema(minimum = 0, maximum = 9_000_000_000_000_000_i64, example = 250_000_000)]
    pub delivered_vnd: Option<i64>,
    /// How much of each product; null for who may list neither, but for a value chain or kind of partner in the province
    /// or in districts.
    #[schema(max_items = 1000)]
    pub volumes: Option<Vec<Volume>>,
    /// The list of exactly these lines, whose `sum_vnd` is what they are worth; null when the caller may not list them.
    #[schema(
        max_length = 500,
        example = "/v1/contract-lines?as_of=2022-06-30&value_chain=thach_den&include_total=true"
    )]
    pub contract_lines_url: Option<String>,
    /// The list of exactly these deliveries, whose `sum_vnd` is what they are worth; null when the caller may not list
    /// them.
    #[schema(max_length = 500, example = json!(null))]
    pub deliveries_url: Option<String>,
}

/// What was contracted and delivered, by value chain, kind of partner and place. Only rows with something in them.
#[derive(Debug, Serialize, ToSchema)]
pub struct Trade {
    /// By value chain.
    #[schema(max_items = 1000)]
    pub by_value_chain: Vec<TradeRow>,
    /// By what the partner is by law.
    #[schema(max_items = 10)]
    pub by_partner_kind: Vec<TradeRow>,
    /// By district, and a row `not_assigned`; null on the map of 2025, which has none.
    #[schema(max_items = 100)]
    pub by_district: Option<Vec<TradeRow>>,
    /// By commune of the map; on the map of 2022 with a row `not_assigned`.
    #[schema(max_items = 1000)]
    pub by_commune: Vec<TradeRow>,
}

impl From<PartnerKind> for Label {
    fn from(kind: PartnerKind) -> Self {
        match kind {
            PartnerKind::Enterprise => Self::fixed("enterprise", "Doanh nghiệp", "Enterprise"),
            PartnerKind::Cooperative => Self::fixed("cooperative", "Hợp tác xã", "Cooperative"),
            PartnerKind::HouseholdBusiness => {
                Self::fixed("household_business", "Hộ kinh doanh", "Household business")
            }
            PartnerKind::Individual => Self::fixed("individual", "Cá nhân", "Individual"),
        }
    }
}
