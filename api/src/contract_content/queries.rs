//! Whether a content can be a contract, and how it is written down.

use entity::{
    enums::{PriceRule, ProductForm},
    ids::{GroupId, PartnerId},
};
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::messages::{ContractContent, ContractLine};
use crate::{
    error::{Error, Faults, Text},
    units::queries::{Goods, Units},
    values::{Bps, FieldCode, Vnd},
};

/// The most that a tolerance of quantities can be, in basis points.
const MOST_QUANTITY_BPS: i32 = 3000;
/// The most that a tolerance of weights can be.
const MOST_WEIGHING_BPS: i32 = 1000;

/// A content as it is kept, with the hash that both sides confirm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wording {
    /// The content as JSON without white space, its members in the order of their type.
    pub text: String,
    /// SHA-256 of what is hashed.
    pub sha256: [u8; 32],
}

/// Between whom a contract is, and what the partner calls it: part of what is hashed.
#[derive(Clone, Copy, Debug)]
pub struct Parties<'a> {
    /// The partner.
    pub partner_id: PartnerId,
    /// The group.
    pub group_id: GroupId,
    /// Number of the contract.
    pub number: &'a str,
}

/// What is hashed: parties, number and content, written like the content itself.
#[derive(Serialize)]
struct Hashed<'a> {
    partner_id: PartnerId,
    group_id: GroupId,
    number: &'a str,
    content: &'a ContractContent,
}

impl Wording {
    /// Writes a content down. Equal contents of the same contract have equal hashes, whoever wrote them.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn of(content: &ContractContent, parties: Parties<'_>) -> Result<Self, Error> {
        let Parties { partner_id, group_id, number } = parties;
        let hashed = Hashed { partner_id, group_id, number, content };
        let hashed = serde_json::to_vec(&hashed).map_err(Error::internal)?;
        let text = serde_json::to_string(content).map_err(Error::internal)?;
        Ok(Self { text, sha256: Sha256::digest(&hashed).into() })
    }
}

/// Notes all that is wrong with a content; `at` points to it in the body.
pub fn check(faults: &mut Faults, units: &Units, at: &str, content: &ContractContent) {
    check_term(faults, at, content);
    for (name, share, most) in [
        ("quantity_tolerance_bps", content.quantity_tolerance_bps, MOST_QUANTITY_BPS),
        ("weighing_tolerance_bps", content.weighing_tolerance_bps, MOST_WEIGHING_BPS),
    ] {
        check_share(faults, &format!("{at}/{name}"), share, most);
    }
    for (n, line) in content.lines.iter().enumerate() {
        let at = format!("{at}/lines/{n}");
        let is_double = content.lines.iter().take(n).any(|other| other.line_no == line.line_no);
        let text = Text::new("Số dòng bị lặp.", "The number of the line is taken.");
        faults.when(is_double, format!("{at}/line_no"), FieldCode::NotUnique, text);
        units.check_product(faults, &at, &goods(line));
        check_price(faults, &at, line);
        check_ratio(faults, &at, line);
        check_window(faults, &at, content, line);
        let text = Text::new(
            "Số lượng nhân đơn giá vượt quá 1.000.000.000.000 đồng.",
            "Quantity times price is more than VND 1,000,000,000,000.",
        );
        faults.when(line.amount().is_none(), format!("{at}/quantity"), FieldCode::OutOfRange, text);
    }
}

fn goods(line: &ContractLine) -> Goods<'_> {
    Goods { chain: line.chain.as_ref(), form: line.form, unit: line.unit.as_ref(), quantity: line.quantity }
}

fn check_term(faults: &mut Faults, at: &str, content: &ContractContent) {
    let text = Text::new(
        "Ngày ký không được sau ngày hợp đồng bắt đầu.",
        "It must not be signed after its first day.",
    );
    let is_late = content.signed_on > content.starts_on;
    faults.when(is_late, format!("{at}/signed_on"), FieldCode::Inconsistent, text);
    let text = Text::new("Không được trước ngày bắt đầu.", "It must not be before the first day.");
    let ends_early = content.ends_on < content.starts_on;
    faults.when(ends_early, format!("{at}/ends_on"), FieldCode::Inconsistent, text);
}

fn check_share(faults: &mut Faults, pointer: &str, share: Bps, most: i32) {
    let text = Text::made(format!("Nhiều nhất {most} điểm cơ bản."), format!("At most {most} basis points."));
    faults.when(share.get() > most, pointer, FieldCode::OutOfRange, text);
}

fn check_price(faults: &mut Faults, at: &str, line: &ContractLine) {
    let price = &line.price;
    let text = Text::new("Phải lớn hơn 0.", "It must be more than zero.");
    let is_free = price.unit_price_vnd == Vnd::ZERO;
    faults.when(is_free, format!("{at}/price/unit_price_vnd"), FieldCode::OutOfRange, text);
    let is_linked = price.rule == PriceRule::MarketLinked;
    let text = Text::new(
        "Chỉ giá theo thị trường mới có phần cộng thêm; nếu không thì ghi 0.",
        "Only a price linked to the market has a premium; otherwise say 0.",
    );
    let has_premium = !is_linked && price.premium_vnd != Vnd::ZERO;
    faults.when(has_premium, format!("{at}/price/premium_vnd"), FieldCode::Inconsistent, text);
    let pointer = format!("{at}/price/reference");
    let text = Text::new("Phải nêu giá thị trường nào.", "It must say which market price is meant.");
    faults.when(is_linked && price.reference.is_none(), pointer.clone(), FieldCode::Required, text);
    let text = Text::new("Giá cố định không theo giá nào khác.", "A fixed price follows no other.");
    let refers = price.rule == PriceRule::Fixed && price.reference.is_some();
    faults.when(refers, pointer, FieldCode::Inconsistent, text);
}

fn check_ratio(faults: &mut Faults, at: &str, line: &ContractLine) {
    let Some(ratio) = line.fresh_per_dried else { return };
    let pointer = format!("{at}/fresh_per_dried");
    let text = Text::new("Phải lớn hơn 0.", "It must be more than zero.");
    faults.when(ratio.millionths() == 0, pointer.clone(), FieldCode::OutOfRange, text);
    let text = Text::new(
        "Chỉ dùng cho sản phẩm tươi hoặc khô.",
        "Only products that are fresh or dried have such a ratio.",
    );
    let is_other = !matches!(line.form, ProductForm::Fresh | ProductForm::Dried);
    faults.when(is_other, pointer, FieldCode::Inconsistent, text);
}

fn check_window(faults: &mut Faults, at: &str, content: &ContractContent, line: &ContractLine) {
    let (from_on, until_on) = (line.deliver_from_on, line.deliver_until_on);
    let text = Text::new("Phải nằm trong thời hạn hợp đồng.", "It must lie within the term.");
    let (from, until) = (format!("{at}/deliver_from_on"), format!("{at}/deliver_until_on"));
    let is_outside = from_on < content.starts_on || from_on > content.ends_on;
    faults.when(is_outside, from, FieldCode::Inconsistent, text.clone());
    let after_term = content.ends_on.date().succ_opt();
    let is_outside = after_term.is_some_and(|after| until_on.date() > after);
    faults.when(is_outside, until.clone(), FieldCode::Inconsistent, text);
    let text = Text::new("Phải sau ngày bắt đầu giao.", "It must be after the first day of delivery.");
    faults.when(until_on <= from_on, until, FieldCode::Inconsistent, text);
}
