//! What the demo's contracts say.

use chrono::{Datelike, NaiveDate};
use entity::enums::{LinkageForm, PriceRule};

use super::super::calendar::{day, later};
use super::super::random::Random;
use super::deals::Term;
use super::products::{Product, of_chain};
use super::wording::{MARKETS, PENALTY, grades, inputs, quality};
use crate::contract_content::messages::{ContractAnnex, ContractContent, ContractLine, ContractPrice};
use crate::error::Error;
use crate::values::{Bps, Line, Paragraph, Quantity, Vnd};

/// How far the weights of both sides may differ, in basis points.
const WEIGHING_BPS: i64 = 100;
/// Forms of linkage, by how frequent they are.
const LINKAGES: [(LinkageForm, usize); 4] = [
    (LinkageForm::ProductionSale, 60),
    (LinkageForm::InputsProductionSale, 25),
    (LinkageForm::ProductionProcessingSale, 10),
    (LinkageForm::FullChain, 5),
];

fn unfit<E>(_: E) -> Error {
    Error::internal("a text or number of the demo's trade does not fit")
}

/// A line of text.
///
/// # Errors
/// When it is too long.
pub fn text<const MIN: usize, const MAX: usize>(text: &str) -> Result<Line<MIN, MAX>, Error> {
    Line::parse(text).map_err(unfit)
}

fn paragraph<const MAX: usize>(text: &str) -> Result<Paragraph<MAX>, Error> {
    Paragraph::parse(text).map_err(unfit)
}

/// An amount.
///
/// # Errors
/// When it is out of range.
pub fn vnd(amount: i64) -> Result<Vnd, Error> {
    Vnd::parse(amount).map_err(unfit)
}

/// What a contract about a value chain says.
///
/// # Errors
/// When a text or a number does not fit.
pub fn content(random: &mut Random, chain: &str, term: &Term, place: &str) -> Result<ContractContent, Error> {
    let products = of_chain(chain);
    let linkage = random.weighted(&LINKAGES);
    let mut lines = Vec::new();
    for n in 0..usize::from(random.chance(350)) + 1 {
        let product = products.get(n).or(products.first()).ok_or_else(|| unfit(()))?;
        lines.push(line(random, product, n, term)?);
    }
    let has_inputs = matches!(linkage, LinkageForm::InputsProductionSale | LinkageForm::FullChain);
    let advance_vnd = if random.chance(300) { random.between(2, 15) * 2_000_000 } else { 0 };
    let annex = ContractAnnex {
        title: text("Tiêu chuẩn chất lượng")?,
        text: Some(paragraph(quality(chain))?),
        document_sha256: None,
    };
    Ok(ContractContent {
        signed_on: term.signed.into(),
        starts_on: term.starts.into(),
        ends_on: term.ends.into(),
        linkage,
        lines,
        advance_vnd: vnd(advance_vnd)?,
        inputs: if has_inputs { vec![text(inputs(chain))?] } else { Vec::new() },
        delivery_place: text(place)?,
        quantity_tolerance_bps: Bps::parse(*random.pick(&[500, 1_000])).map_err(unfit)?,
        weighing_tolerance_bps: Bps::parse(WEIGHING_BPS).map_err(unfit)?,
        penalty_text: Some(paragraph(PENALTY)?),
        annexes: if random.chance(400) { vec![annex] } else { Vec::new() },
    })
}

fn line(random: &mut Random, product: &Product, n: usize, term: &Term) -> Result<ContractLine, Error> {
    let (low, high) = product.price;
    // The second of two lines is of a lesser quality when the product is the same.
    let is_lesser = n > 0 && of_chain(product.chain).len() == 1;
    let steps = random.between(low / product.rounded_to, high / product.rounded_to);
    let price_vnd = steps * product.rounded_to * if is_lesser { 8 } else { 10 } / 10;
    let (least, most) = product.quantity;
    let quantity = Quantity::parse(&rounded(random.between(least, most)).to_string()).map_err(unfit)?;
    let (from, until) = window(product, term);
    Ok(ContractLine {
        line_no: u16::try_from(n + 1).map_err(unfit)?,
        chain: text(product.chain)?,
        form: product.form,
        grade: Some(text(grades(product.chain)[usize::from(is_lesser)])?),
        unit: text(product.unit)?,
        quantity,
        price: price(random, price_vnd)?,
        deliver_from_on: from.into(),
        deliver_until_on: until.into(),
        fresh_per_dried: match product.ratio.filter(|_| random.chance(500)) {
            Some(ratio) => Some(Quantity::parse(ratio).map_err(unfit)?),
            None => None,
        },
    })
}

/// People agree on round numbers.
const fn rounded(quantity: i64) -> i64 {
    if quantity >= 200 { quantity / 50 * 50 } else { quantity }
}

fn price(random: &mut Random, price_vnd: i64) -> Result<ContractPrice, Error> {
    let rule =
        random.weighted(&[(PriceRule::Fixed, 45), (PriceRule::Floor, 35), (PriceRule::MarketLinked, 20)]);
    let market = *random.pick(&MARKETS);
    let (premium_vnd, reference) = match rule {
        PriceRule::Fixed => (0, None),
        PriceRule::Floor => (0, random.chance(500).then_some(market)),
        PriceRule::MarketLinked => (price_vnd * random.between(2, 6) / 100, Some(market)),
    };
    Ok(ContractPrice {
        rule,
        unit_price_vnd: vnd(price_vnd)?,
        premium_vnd: vnd(premium_vnd)?,
        reference: reference.map(text).transpose()?,
    })
}

/// The window of a line: the months of the product for a contract of a past season, or else the whole term.
fn window(product: &Product, term: &Term) -> (NaiveDate, NaiveDate) {
    let after = later(term.ends, 1);
    if !term.is_season {
        return (term.starts, after);
    }
    let (first, last) = product.months;
    let year = term.starts.year();
    let until = if last == 12 { day(year + 1, 1, 1) } else { day(year, last + 1, 1) };
    (day(year, first, 1).max(term.starts), until.min(after))
}

/// What a changed text says: more of the first line, or a better price for it.
///
/// # Errors
/// When a number does not fit.
pub fn changed(content: &ContractContent, is_price: bool) -> Result<ContractContent, Error> {
    let mut content = content.clone();
    if let Some(line) = content.lines.first_mut() {
        if is_price {
            let old = line.price.unit_price_vnd.get();
            line.price.unit_price_vnd = vnd(old + (old / 20 / 500).max(1) * 500)?;
        } else {
            let more = Quantity::of_millionths(line.quantity.millionths() / 10_000_000 * 1_000_000);
            let more = more.max(Quantity::parse("1").map_err(unfit)?);
            line.quantity = line.quantity.plus(more).ok_or_else(|| unfit(()))?;
        }
    }
    Ok(content)
}
