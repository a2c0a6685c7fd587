//! Units and products, read with two queries for any number of lines; whether a unit fits a product; exact conversion.
//! Knows no offers and no contracts.

use std::collections::{BTreeSet, HashMap};

use entity::{
    enums::{Measure, ProductForm},
    product_unit, unit,
};
use sea_orm::Iterable;

use crate::{
    access::Owned,
    error::{Error, Faults, Text},
    store::Reading,
    values::{FieldCode, Quantity},
};

/// How much of a product: what an offer or a line of a contract says.
#[derive(Clone, Copy, Debug)]
pub struct Goods<'a> {
    /// Code of the value chain.
    pub chain: &'a str,
    /// The form.
    pub form: ProductForm,
    /// Code of the unit.
    pub unit: &'a str,
    /// How many of the unit.
    pub quantity: Quantity,
}

/// All units, and which products are sold in which of them.
#[derive(Clone, Debug, Default)]
pub struct Units {
    units: HashMap<String, unit::Model>,
    sold_in: HashMap<String, Vec<(ProductForm, BTreeSet<String>)>>,
}

/// Reads the units and the products.
///
/// # Errors
/// When the database fails.
pub async fn units(source: &impl Reading) -> Result<Units, Error> {
    Ok(Units::new(every::<unit::Entity>(source).await?, every::<product_unit::Entity>(source).await?))
}

async fn every<E: Owned>(source: &impl Reading) -> Result<Vec<E::Model>, Error> {
    source.load(source.parts::<E>(), |select| select).await
}

impl Units {
    /// The units and products that these rows tell.
    pub fn new(
        units: impl IntoIterator<Item = unit::Model>,
        products: impl IntoIterator<Item = product_unit::Model>,
    ) -> Self {
        let mut all =
            Self { units: units.into_iter().map(|row| (row.code.clone(), row)).collect(), ..Self::default() };
        for row in products {
            let forms = all.sold_in.entry(row.chain).or_default();
            match forms.iter_mut().find(|(form, _)| *form == row.form) {
                Some((_, units)) => drop(units.insert(row.unit)),
                None => forms.push((row.form, BTreeSet::from([row.unit]))),
            }
        }
        all
    }

    /// The unit with a code.
    #[must_use]
    pub fn unit(&self, code: &str) -> Option<&unit::Model> {
        self.units.get(code)
    }

    /// The units that measure the same.
    pub fn measuring(&self, measure: Measure) -> impl Iterator<Item = &unit::Model> {
        self.units.values().filter(move |unit| unit.measure == measure)
    }

    /// The forms in which a value chain is sold, each with the codes of its units.
    pub fn forms_of(&self, chain: &str) -> impl Iterator<Item = (ProductForm, Vec<String>)> {
        let known = self.sold_in.get(chain).map_or([].as_slice(), Vec::as_slice);
        ProductForm::iter().filter_map(|form| {
            let (form, units) = known.iter().find(|(sold, _)| *sold == form)?;
            Some((*form, units.iter().cloned().collect()))
        })
    }

    /// Notes what is wrong with a product, its unit and its quantity, which stand as `chain`, `form`, `unit` and
    /// `quantity` at a pointer (`""` for the body itself, `"/lines/2"`).
    pub fn check_product(&self, faults: &mut Faults, at: &str, goods: &Goods<'_>) {
        let forms = self.sold_in.get(goods.chain);
        let text = Text::new("Không có chuỗi giá trị này.", "There is no such value chain.");
        faults.when(forms.is_none(), format!("{at}/chain"), FieldCode::NotFound, text);
        let units = forms.and_then(|forms| forms.iter().find(|(form, _)| *form == goods.form));
        let text = Text::new("Sản phẩm không được bán ở dạng này.", "The product is not sold in this form.");
        let is_other_form = forms.is_some() && units.is_none();
        faults.when(is_other_form, format!("{at}/form"), FieldCode::Inconsistent, text);
        let is_known = self.check_quantity(faults, at, goods.unit, goods.quantity);
        if let (Some((_, units)), true) = (units, is_known) {
            let named = units.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
            let text = Text::made(
                format!("Sản phẩm ở dạng này được bán theo: {named}."),
                format!("In this form the product is sold by: {named}."),
            );
            faults.when(!units.contains(goods.unit), format!("{at}/unit"), FieldCode::Inconsistent, text);
        }
    }

    /// Notes what is wrong with a unit and a quantity of it, which stand as `unit` and `quantity` at a pointer: there is
    /// more than nothing of everything, and animals are whole. Says whether there is such a unit.
    pub fn check_quantity(&self, faults: &mut Faults, at: &str, unit: &str, quantity: Quantity) -> bool {
        let unit = self.unit(unit);
        let text = Text::new("Không có đơn vị này.", "There is no such unit.");
        faults.when(unit.is_none(), format!("{at}/unit"), FieldCode::NotFound, text);
        let text = Text::new("Phải lớn hơn 0.", "It must be more than zero.");
        faults.when(quantity == Quantity::ZERO, format!("{at}/quantity"), FieldCode::OutOfRange, text);
        if let Some(unit) = unit {
            check_whole(faults, at, unit, quantity);
        }
        unit.is_some()
    }

    /// The same quantity in another unit; none between units that measure different things, or when it is more than can
    /// be kept.
    #[must_use]
    pub fn convert(&self, quantity: Quantity, from: &str, to: &str) -> Option<Quantity> {
        let (from, to) = (self.unit(from)?, self.unit(to)?);
        if from.measure == to.measure { quantity.converted(from.factor, to.factor) } else { None }
    }
}

/// Notes that animals are no whole number; the quantity stands as `quantity` at a pointer.
pub fn check_whole(faults: &mut Faults, at: &str, unit: &unit::Model, quantity: Quantity) {
    let is_cut = unit.measure == Measure::Head && !quantity.is_whole();
    let text = Text::new("Số con phải là số nguyên.", "Animals are counted in whole numbers.");
    faults.when(is_cut, format!("{at}/quantity"), FieldCode::Inconsistent, text);
}

#[cfg(test)]
mod tests {
    use entity::{
        enums::{Measure, ProductForm},
        product_unit, unit,
    };

    use super::{Goods, Units};
    use crate::{
        error::{Error, Faults, Place},
        values::Quantity,
    };

    fn known() -> Units {
        let unit = |(code, measure, factor): (&str, Measure, i64)| unit::Model {
            code: code.to_owned(),
            name_vi: code.to_owned(),
            name_en: code.to_owned(),
            measure,
            factor,
        };
        let sold = |(form, unit): (ProductForm, &str)| product_unit::Model {
            chain: "lon_den".to_owned(),
            form,
            unit: unit.to_owned(),
        };
        let units =
            [("kg", Measure::Mass, 1), ("tan", Measure::Mass, 1000), ("head", Measure::Head, 1)].map(unit);
        let sold = [(ProductForm::LiveWeight, "kg"), (ProductForm::LiveWeight, "head")].map(sold);
        Units::new(units, sold)
    }

    fn faults_of(chain: &str, form: ProductForm, unit: &str, quantity: &str) -> Vec<String> {
        let quantity = Quantity::parse(quantity).unwrap();
        let mut faults = Faults::default();
        known().check_product(&mut faults, "/lines/2", &Goods { chain, form, unit, quantity });
        let Err(Error::Invalid(all)) = faults.check() else { return Vec::new() };
        let places = all.into_iter().map(|fault| match fault.place {
            Place::Pointer(pointer) => pointer,
            Place::Parameter(name) => name.into_owned(),
        });
        places.collect()
    }

    #[test]
    fn a_unit_fits_its_product() {
        use ProductForm::{Dried, LiveWeight};
        assert!(faults_of("lon_den", LiveWeight, "kg", "0.5").is_empty());
        assert!(faults_of("lon_den", LiveWeight, "head", "5").is_empty());
        assert_eq!(faults_of("lon_den", LiveWeight, "tan", "5"), ["/lines/2/unit"]);
        assert_eq!(faults_of("lon_den", Dried, "kg", "5"), ["/lines/2/form"]);
        assert_eq!(
            faults_of("bo", LiveWeight, "xe", "0"),
            ["/lines/2/chain", "/lines/2/unit", "/lines/2/quantity"]
        );
        assert_eq!(faults_of("lon_den", LiveWeight, "head", "1.5"), ["/lines/2/quantity"]);
    }

    #[test]
    fn units_of_one_measure_convert() {
        let (units, quantity) = (known(), Quantity::parse("1.5").unwrap());
        assert_eq!(units.convert(quantity, "tan", "kg"), Quantity::parse("1500").ok());
        assert_eq!(units.convert(quantity, "kg", "head"), None);
        assert_eq!(units.convert(quantity, "kg", "xe"), None);
        assert_eq!(units.measuring(Measure::Mass).count(), 2);
    }
}
