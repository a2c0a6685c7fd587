//! The content of a contract, as it goes over the wire and as it is kept.

use entity::enums::{LinkageForm, PriceRule, ProductForm};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::values::{Bps, Day, Line, Paragraph, Quantity, Sha256Sum, Vnd};

/// How the price of a line is found.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ContractPrice {
    /// The rule.
    pub rule: PriceRule,
    /// Per unit: the price that was agreed on, the floor, or what is expected of the market; more than 0.
    pub unit_price_vnd: Vnd,
    /// Per unit, what is paid above the market; 0 unless the price is linked to it.
    pub premium_vnd: Vnd,
    /// The market price that is meant: needed where the price is linked to it, null where it is fixed.
    pub reference: Option<Line<2, 160>>,
}

/// A line of a contract: a product, how much of it, at which price, and when.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ContractLine {
    /// Its number: the same in every text of the contract, so that deliveries find it.
    #[schema(minimum = 1, maximum = 999)]
    pub line_no: u16,
    /// The value chain, by its code.
    pub chain: Line<1, 30>,
    /// The form it is sold in.
    pub form: ProductForm,
    /// Its quality.
    pub grade: Option<Line<1, 60>>,
    /// The unit, by its code; it must fit value chain and form.
    pub unit: Line<1, 20>,
    /// How much, more than 0.
    pub quantity: Quantity,
    /// The price.
    pub price: ContractPrice,
    /// First day of delivery, within the term.
    pub deliver_from_on: Day,
    /// First day no longer: at most the day after the term.
    pub deliver_until_on: Day,
    /// How much fresh makes one of the dried, where both sides have agreed on it; only for fresh and dried products.
    pub fresh_per_dried: Option<Quantity>,
}

/// Something that belongs to a contract.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ContractAnnex {
    /// What it is.
    pub title: Line<2, 200>,
    /// What it says, if it is written here.
    pub text: Option<Paragraph<4000>>,
    /// The hash of its document, if it is kept elsewhere.
    pub document_sha256: Option<Sha256Sum>,
}

/// What a contract says. Every member counts for the hash that both sides confirm.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "signed_on": "2026-01-10", "starts_on": "2026-02-01", "ends_on": "2026-12-31", "linkage": "production_sale",
    "lines": [{
        "line_no": 1, "chain": "thach_den", "form": "dried", "grade": "Loại 1", "unit": "kg", "quantity": "2500.5",
        "price": { "rule": "floor", "unit_price_vnd": 40_000, "premium_vnd": 0, "reference": null },
        "deliver_from_on": "2026-09-01", "deliver_until_on": "2026-12-01", "fresh_per_dried": "8.5"
    }],
    "advance_vnd": 20_000_000, "inputs": ["Giống thạch đen, 200 kg"], "delivery_place": "Nhà văn hóa xóm Nà Giàng",
    "quantity_tolerance_bps": 500, "weighing_tolerance_bps": 100,
    "penalty_text": "Bên vi phạm bồi thường 8% giá trị phần nghĩa vụ bị vi phạm.",
    "annexes": [{ "title": "Tiêu chuẩn chất lượng", "text": "Độ ẩm không quá 14%.", "document_sha256": null }]
}))]
pub struct ContractContent {
    /// Day of signing, not after the first day.
    pub signed_on: Day,
    /// First day of the term.
    pub starts_on: Day,
    /// Last day of the term.
    pub ends_on: Day,
    /// Form of linkage (Decree 98/2018/NĐ-CP).
    pub linkage: LinkageForm,
    /// The lines.
    #[schema(min_items = 1, max_items = 50)]
    pub lines: Vec<ContractLine>,
    /// What the partner pays in advance.
    pub advance_vnd: Vnd,
    /// What the partner supplies: seed, feed, services.
    #[schema(max_items = 20)]
    pub inputs: Vec<Line<1, 300>>,
    /// Where the goods change hands.
    pub delivery_place: Line<2, 200>,
    /// How much more than the quantity of a line may be delivered, in basis points; at most 3000.
    pub quantity_tolerance_bps: Bps,
    /// How far the weights of both sides may differ without a dispute, in basis points; at most 1000.
    pub weighing_tolerance_bps: Bps,
    /// What a side owes that breaks the contract.
    pub penalty_text: Option<Paragraph<2000>>,
    /// What belongs to it.
    #[schema(max_items = 20)]
    pub annexes: Vec<ContractAnnex>,
}

impl ContractLine {
    /// What the line is worth: at the price agreed on, the floor, or what is expected of the market with the premium.
    /// None when that is more than is traded at once.
    #[must_use]
    pub fn amount(&self) -> Option<Vnd> {
        self.quantity.at(self.price.unit_price_vnd.checked_add(self.price.premium_vnd)?)
    }
}

impl ContractContent {
    /// What all lines are worth; none when one of them is worth more than is traded at once.
    #[must_use]
    pub fn value(&self) -> Option<Vnd> {
        let mut lines = self.lines.iter();
        lines.try_fold(Vnd::ZERO, |sum, line| sum.checked_add(line.amount()?))
    }

    /// The line with a number.
    #[must_use]
    pub fn line(&self, line_no: i32) -> Option<&ContractLine> {
        self.lines.iter().find(|line| i32::from(line.line_no) == line_no)
    }

    /// The most that may be delivered of a line: its quantity with the tolerance.
    #[must_use]
    pub fn most_of(&self, line: &ContractLine) -> Quantity {
        let tolerance = line.quantity.share(self.quantity_tolerance_bps);
        line.quantity.plus(tolerance).unwrap_or(line.quantity)
    }
}
