//! How definitions are written: what the facts of a base count, and by what they can be broken down.

use super::{
    messages::{
        Dimension::{self, Commune, District, Indigenous, LegalForm, Poverty, Sex, ValueChain, Year, Young},
        IndicatorLevel::{self, Outcome, Output},
    },
    queries::{
        Base::{self, Cadres, Communes, Groups, Households, Members, Memberships, Payments, Persons},
        Counting, Definition, Measure,
    },
};
use crate::indicators::messages::{
    CountedThing::{self, Communes as OfCommunes, Vnd},
    Names,
};

const PLACES_AND_KINDS: &[Dimension] = &[Commune, District, ValueChain, LegalForm, Year];
const OF_MEMBERS: &[Dimension] =
    &[Sex, Young, Indigenous, Poverty, Commune, District, ValueChain, LegalForm, Year];
const OF_PEOPLE: &[Dimension] = &[Sex, Young, Indigenous, Poverty, Commune, District, Year];
const OF_CADRES: &[Dimension] = &[Sex, Young, Commune, District, Year];
const OF_HOUSEHOLDS: &[Dimension] = &[Sex, Poverty, Commune, District, Year];
const PLACES: &[Dimension] = &[Commune, District, Year];
const OF_SURVEYS: &[Dimension] = &[];

pub(super) const fn counted(code: &'static str, names: Names, base: Base, measure: Measure) -> Definition {
    let (unit, by) = match base {
        Groups => (CountedThing::Groups, PLACES_AND_KINDS),
        Memberships => (CountedThing::Memberships, OF_MEMBERS),
        Members => (CountedThing::Persons, OF_MEMBERS),
        Persons => (CountedThing::Persons, OF_PEOPLE),
        Households => (CountedThing::Households, OF_HOUSEHOLDS),
        Cadres => (CountedThing::Persons, OF_CADRES),
        Payments => (Vnd, PLACES_AND_KINDS),
        Communes => (OfCommunes, PLACES),
    };
    let counting = Counting::Facts(base, measure);
    Definition { code, names, unit, level: Output, counting, of: None, by, is_of_period: false }
}

pub(super) const fn surveyed(code: &'static str, names: Names, unit: CountedThing) -> Definition {
    let (counting, by) = (Counting::Survey, OF_SURVEYS);
    Definition { code, names, unit, level: Outcome, counting, of: None, by, is_of_period: false }
}

impl Definition {
    pub(super) const fn of(mut self, measure: Measure, names: Names) -> Self {
        self.of = Some((measure, names));
        self
    }

    pub(super) const fn at(mut self, level: IndicatorLevel) -> Self {
        self.level = level;
        self
    }

    pub(super) const fn of_period(mut self) -> Self {
        self.is_of_period = true;
        self
    }

    pub(super) const fn counting(mut self, unit: CountedThing) -> Self {
        self.unit = unit;
        self
    }
}
