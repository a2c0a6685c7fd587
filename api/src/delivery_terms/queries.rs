//! Counting and pricing what was delivered of a line.

use entity::enums::{PriceRule, ProductForm};

use crate::{
    contract_content::messages::ContractLine,
    error::{Faults, Text},
    units::queries::Units,
    values::{FieldCode, Quantity, Vnd},
};

/// How much of the product of a line, in which form and unit.
#[derive(Clone, Copy, Debug)]
pub struct Delivered<'a> {
    /// The form.
    pub form: ProductForm,
    /// Code of the unit.
    pub unit: &'a str,
    /// How many of the unit.
    pub quantity: Quantity,
}

/// What a quantity makes of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Worth {
    /// In the unit of the line, rounded half up at the sixth decimal where fresh was counted as dried or back; otherwise
    /// nothing is rounded.
    pub counted: Quantity,
    /// At the price per unit of the line, rounded half up to whole đồng.
    pub amount: Vnd,
}

/// Notes why something delivered cannot be counted in a line, which stands as `unit`, `form` and `quantity` in the body;
/// `None` when it cannot.
pub fn count(
    faults: &mut Faults,
    units: &Units,
    line: &ContractLine,
    delivered: Delivered<'_>,
) -> Option<Quantity> {
    let measure = |code: &str| units.unit(code).map(|unit| unit.measure);
    let (from, to) = (delivered.unit, line.unit.as_ref());
    let has_unit = measure(from).is_some_and(|measured| Some(measured) == measure(to));
    let text = Text::made(
        format!("Không quy đổi được sang {to}, đơn vị của dòng hợp đồng."),
        format!("It does not convert into {to}, the unit of the line."),
    );
    faults.when(!has_unit && measure(from).is_some(), "/unit", FieldCode::Inconsistent, text);
    let ratio = Ratio::of(delivered.form, line);
    let text = Text::new(
        "Dòng hợp đồng bán dạng khác và không có tỷ lệ tươi/khô đã thỏa thuận.",
        "The line sells another form, and no ratio of fresh to dried was agreed on.",
    );
    faults.when(ratio.is_none(), "/form", FieldCode::Inconsistent, text);
    let (Some(ratio), true) = (ratio, has_unit) else { return None };
    let counted = units.convert(delivered.quantity, from, to).and_then(|converted| ratio.apply(converted));
    let text = Text::new("Số lượng quá lớn.", "It is more than can be counted.");
    faults.when(counted.is_none(), "/quantity", FieldCode::OutOfRange, text);
    counted
}

/// How one form counts as another.
#[derive(Clone, Copy, Debug)]
enum Ratio {
    Same,
    ToDried(Quantity),
    ToFresh(Quantity),
}

impl Ratio {
    const fn of(form: ProductForm, line: &ContractLine) -> Option<Self> {
        use ProductForm as F;
        match (form, line.form, line.fresh_per_dried) {
            (F::Fresh, F::Fresh, _)
            | (F::Dried, F::Dried, _)
            | (F::LiveWeight, F::LiveWeight, _)
            | (F::Processed, F::Processed, _) => Some(Self::Same),
            (F::Fresh, F::Dried, Some(ratio)) => Some(Self::ToDried(ratio)),
            (F::Dried, F::Fresh, Some(ratio)) => Some(Self::ToFresh(ratio)),
            _ => None,
        }
    }

    fn apply(self, quantity: Quantity) -> Option<Quantity> {
        match self {
            Self::Same => Some(quantity),
            Self::ToDried(ratio) => quantity.over(ratio),
            Self::ToFresh(ratio) => quantity.times(ratio),
        }
    }
}

/// The price per unit of a line, given the market price of the day where there is one. Notes what is wrong with that,
/// which stands as `reference_price_vnd` in the body; `None` when there is no price.
pub fn price(faults: &mut Faults, line: &ContractLine, reference: Option<Vnd>) -> Option<Vnd> {
    const AT: &str = "/reference_price_vnd";
    let agreed = &line.price;
    let text = Text::new("Phải lớn hơn 0.", "It must be more than zero.");
    faults.when(reference == Some(Vnd::ZERO), AT, FieldCode::OutOfRange, text);
    match (agreed.rule, reference) {
        (PriceRule::Fixed, None) | (PriceRule::Floor, None) => Some(agreed.unit_price_vnd),
        (PriceRule::Fixed, Some(_)) => {
            let text =
                Text::new("Giá cố định không theo giá thị trường.", "A fixed price follows no market.");
            faults.when(true, AT, FieldCode::Inconsistent, text);
            None
        }
        (PriceRule::Floor, Some(market)) => Some(market.max(agreed.unit_price_vnd)),
        (PriceRule::MarketLinked, Some(market)) => {
            let price = market.checked_add(agreed.premium_vnd);
            let text = Text::new(
                "Giá thị trường cộng phần cộng thêm vượt quá số tiền tối đa.",
                "Market price and premium are more than an amount can be.",
            );
            faults.when(price.is_none(), AT, FieldCode::OutOfRange, text);
            price
        }
        (PriceRule::MarketLinked, None) => {
            let text = Text::new(
                "Giá theo thị trường: phải ghi giá thị trường trong ngày.",
                "The price follows the market: say the market price of the day.",
            );
            faults.when(true, AT, FieldCode::Required, text);
            None
        }
    }
}

/// What a counted quantity is worth. Notes that it is more than is traded at once, at `quantity`.
pub fn worth(faults: &mut Faults, counted: Quantity, unit_price: Vnd) -> Option<Worth> {
    let amount = counted.at(unit_price);
    let text = Text::new(
        "Số lượng nhân đơn giá vượt quá 1.000.000.000.000 đồng.",
        "Quantity times price is more than VND 1,000,000,000,000.",
    );
    faults.when(amount.is_none(), "/quantity", FieldCode::OutOfRange, text);
    amount.map(|amount| Worth { counted, amount })
}
