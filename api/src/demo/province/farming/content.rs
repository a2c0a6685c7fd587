//! What the demo's plans say.

use entity::enums::Season;

use super::super::grants::wording::practices;
use super::super::random::Random;
use super::super::trade::products::{Product, factor, of_chain};
use super::schedule::Fate;
use crate::error::Error;
use crate::plan_content::messages::{Capital, CapitalSource, PlanContent, PlanLine, PlanMeasure};
use crate::values::{Line, Quantity};

/// The unit of animals.
const HEAD: &str = "head";

/// How a value chain is grown.
pub struct Growth {
    chain: &'static str,
    /// When.
    pub season: Season,
    size: Size,
    /// The codes of hazards that threaten it.
    pub hazards: [&'static str; 3],
}

/// What a plan is measured by.
#[derive(Clone, Copy)]
enum Size {
    /// Kilograms from a thousand square metres.
    Area(i64),
    /// Kilograms of an animal, living.
    Heads(i64),
}

const CROP: [&str; 3] = ["drought", "heavy_rain", "pest"];
const HERD: [&str; 3] = ["cold", "epidemic", "frost"];

const fn grown(chain: &'static str, season: Season, size: Size, hazards: [&'static str; 3]) -> Growth {
    Growth { chain, season, size, hazards }
}

const GROWTH: [Growth; 13] = [
    grown("lon_den", Season::YearRound, Size::Heads(75), HERD),
    grown("bo_mong", Season::YearRound, Size::Heads(320), HERD),
    grown("ga_thit", Season::YearRound, Size::Heads(2), HERD),
    grown("thach_den", Season::YearRound, Size::Area(520), CROP),
    grown("lac", Season::Spring, Size::Area(210), CROP),
    grown("ngo", Season::Summer, Size::Area(430), ["drought", "storm", "pest"]),
    grown("mien_dong", Season::YearRound, Size::Area(600), ["frost", "heavy_rain", "landslide"]),
    grown("gung", Season::YearRound, Size::Area(1_900), ["heavy_rain", "pest", "landslide"]),
    grown("nghe", Season::YearRound, Size::Area(2_100), ["heavy_rain", "pest", "landslide"]),
    grown("bi_xanh_thom", Season::Summer, Size::Area(2_400), ["hail", "flood", "pest"]),
    grown("thanh_long", Season::Summer, Size::Area(1_300), ["hail", "heavy_rain", "pest"]),
    grown("quyt", Season::Winter, Size::Area(1_100), ["frost", "hail", "pest"]),
    grown("hoi", Season::Summer, Size::Area(260), ["storm", "frost", "fire"]),
];

/// How a value chain is grown.
///
/// # Errors
/// When the demo does not know it.
pub fn growth(chain: &str) -> Result<&'static Growth, Error> {
    GROWTH.iter().find(|one| one.chain == chain).ok_or_else(|| unfit(()))
}

pub(super) fn unfit<E>(_: E) -> Error {
    Error::internal("a text or number of the demo's plans does not fit")
}

fn text<const MIN: usize, const MAX: usize>(text: &str) -> Result<Line<MIN, MAX>, Error> {
    Line::parse(text).map_err(unfit)
}

/// What a plan of a group in a value chain says.
///
/// # Errors
/// When a text or a number does not fit.
pub fn content(random: &mut Random, chain: &str, fate: Fate) -> Result<PlanContent, Error> {
    let (products, growth) = (of_chain(chain), growth(chain)?);
    let count = usize::from(random.chance(300) && products.len() > 1) + 1;
    let lines: Result<Vec<PlanLine>, Error> =
        (1..).zip(products.into_iter().take(count)).map(|(n, one)| line(random, growth, (n, one))).collect();
    let lines = lines?;
    let is_plain = fate == Fate::ApprovedPlain || (fate == Fate::Returned && random.chance(700));
    let is_adapted = !is_plain;
    let (mut hazards, mut measures) = (Vec::new(), Vec::new());
    if is_adapted {
        for hazard in growth.hazards.iter().take(random.between(1, 3) as usize) {
            hazards.push(text(hazard)?);
        }
        let mut known = practices(chain).to_vec();
        random.shuffle(&mut known);
        for (practice, _) in known.into_iter().take(random.between(1, 3) as usize) {
            measures.push(PlanMeasure { practice: Some(text(practice)?), text: None });
        }
    }
    let cost: i64 = lines.iter().map(|line| line.cost_vnd).sum();
    let loan = if random.chance(350) { cost * 3 / 10 / 1_000_000 * 1_000_000 } else { 0 };
    let own = Capital { source: CapitalSource::Own, amount_vnd: (cost - loan).max(1) };
    let lent = (loan > 0).then_some(Capital { source: CapitalSource::Loan, amount_vnd: loan });
    Ok(PlanContent {
        lines,
        hazards,
        measures,
        capital: [own].into_iter().chain(lent).collect(),
        remark: None,
    })
}

fn line(
    random: &mut Random,
    growth: &Growth,
    (line_no, product): (i32, &Product),
) -> Result<PlanLine, Error> {
    let (least, most) = product.quantity;
    let quantity = random.between(least, most);
    let kilograms = quantity * factor(product.unit);
    let (area_m2, heads) = match growth.size {
        Size::Area(yields) => (Some((kilograms * 1_000 / yields).max(100)), None),
        Size::Heads(_) if product.unit == HEAD => (None, Some(quantity)),
        Size::Heads(weighs) => (None, Some((kilograms / weighs).max(1))),
    };
    let price = random.between(product.price.0, product.price.1) / product.rounded_to * product.rounded_to;
    let revenue_vnd = price * quantity;
    Ok(PlanLine {
        line_no,
        chain: text(product.chain)?,
        form: product.form,
        season: growth.season,
        area_m2,
        heads: heads.map(i32::try_from).transpose().map_err(unfit)?,
        unit: text(product.unit)?,
        quantity: Quantity::parse(&quantity.to_string()).map_err(unfit)?,
        cost_vnd: revenue_vnd * random.between(52, 78) / 100 / 1_000 * 1_000,
        revenue_vnd,
        buyer: if random.chance(400) { Some(text("Thương lái ở chợ huyện")?) } else { None },
        partner_id: None,
    })
}

/// What a revision says: a tenth less of the first line.
///
/// # Errors
/// When a number does not fit.
pub fn revised(content: &PlanContent) -> Result<PlanContent, Error> {
    let mut content = content.clone();
    if let Some(line) = content.lines.first_mut() {
        let whole = line.quantity.millionths() / 1_000_000;
        let less = (whole * 9 / 10).max(1);
        line.quantity = Quantity::parse(&less.to_string()).map_err(unfit)?;
        line.revenue_vnd = line.revenue_vnd / whole.max(1) * less;
    }
    Ok(content)
}
