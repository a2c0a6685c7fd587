//! The registry: every indicator of `domain.md` §7, what it counts and what its parts are.

use serde_json::{Value, json};

use super::{
    messages::{Dimension, IndicatorLevel},
    registry::ALL,
};
use crate::{
    error::Error,
    http::PathIds,
    indicators::messages::{CountedThing, Names},
};

/// The version of the rules of counting. It grows whenever the same facts would give another figure.
pub const RULES_VERSION: &str = "2026.1";

/// Which facts are counted, one row each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Base {
    /// Groups that began as CIG or THT and are active or upgraded on the last day.
    Groups,
    /// Memberships of these groups that last on the last day.
    Memberships,
    /// Of the memberships of each person, the one that was entered first.
    Members,
    /// Persons, where they live.
    Persons,
    /// Households, where they are.
    Households,
    /// Of the posts of each cadre on the last day, the one that was entered first.
    Cadres,
    /// Money between the fund and groups until the last day.
    Payments,
    /// Communes of the project on the last day.
    Communes,
}

/// What is true of a fact that counts, or how much it adds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Measure {
    /// Every fact.
    All,
    /// Groups that were paid a grant by the last day; memberships of such groups.
    Funded,
    /// Groups upgraded to cooperatives.
    Upgraded,
    /// Cooperative groups (THT).
    Tht,
    /// Those with a contract in the year.
    ThtContracted,
    /// Cooperative groups that are active.
    ActiveTht,
    /// Those with an approved, climate-adapted plan of the year.
    Planned,
    /// Those with such a plan and a contract in the year.
    PlannedContracted,
    /// Groups that got a grant or training in the period; memberships of such groups.
    Supported,
    /// Offices of such groups, by their holders.
    SupportedOffice,
    /// Groups with a contract in force in the period; memberships of such groups.
    Linked,
    /// Of the memberships of a person the one that was entered first, at which the person is counted.
    First,
    /// Memberships whose household may be asked about poverty.
    Known,
    /// Memberships of poor and near-poor households.
    Poor,
    /// Whoever has completed a training by the last day.
    Trained,
    /// Persons served in the period, or households of such persons.
    Served,
    /// Persons trained in production in the period.
    Production,
    /// Those of them in crops.
    ProductionCrop,
    /// Those of them in livestock.
    ProductionLivestock,
    /// Persons trained in business in the period.
    Business,
    /// Cadres of communes.
    CommuneCadre,
    /// The trained of them.
    CommuneCadreTrained,
    /// Cadres of branches.
    BranchCadre,
    /// The trained of them.
    BranchCadreTrained,
    /// People who live in households of persons served.
    ServedSize,
    /// Đồng paid, less what came back.
    Paid,
    /// Communes with a valid OCOP product.
    Certified,
}

impl Measure {
    /// All of them.
    pub const EVERY: [Self; 27] = [
        Self::All,
        Self::Funded,
        Self::Upgraded,
        Self::Tht,
        Self::ThtContracted,
        Self::ActiveTht,
        Self::Planned,
        Self::PlannedContracted,
        Self::Supported,
        Self::SupportedOffice,
        Self::Linked,
        Self::First,
        Self::Known,
        Self::Poor,
        Self::Trained,
        Self::Served,
        Self::Production,
        Self::ProductionCrop,
        Self::ProductionLivestock,
        Self::Business,
        Self::CommuneCadre,
        Self::CommuneCadreTrained,
        Self::BranchCadre,
        Self::BranchCadreTrained,
        Self::ServedSize,
        Self::Paid,
        Self::Certified,
    ];
}

/// Where the value of an indicator comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counting {
    /// Counted from facts.
    Facts(Base, Measure),
    /// Measured by a survey, and entered.
    Survey,
}

/// What an indicator is.
#[derive(Debug)]
pub struct Definition {
    /// Its code.
    pub code: &'static str,
    /// Its name.
    pub names: Names,
    /// What the value counts.
    pub unit: CountedThing,
    /// Where it stands in the logframe.
    pub level: IndicatorLevel,
    /// Where the value comes from.
    pub counting: Counting,
    /// What the value is a share of.
    pub of: Option<(Measure, Names)>,
    /// By what it can be broken down.
    pub by: &'static [Dimension],
    /// It counts what happened in a period.
    pub is_of_period: bool,
}

impl Definition {
    /// All, in the order of the logframe.
    #[must_use]
    pub fn all() -> &'static [Self] {
        ALL
    }

    /// The one with a code.
    #[must_use]
    pub fn find(code: &str) -> Option<&'static Self> {
        ALL.iter().find(|definition| definition.code == code)
    }

    /// Whether it is told as a share: its targets are then hundredths of a percent, and parts do not add up.
    #[must_use]
    pub const fn is_ratio(&self) -> bool {
        self.of.is_some()
    }

    /// What must be summed to tell the value and what it is a share of.
    #[must_use]
    pub fn measures(&self) -> Vec<Measure> {
        let Counting::Facts(_, measure) = self.counting else { return Vec::new() };
        [Some(measure), self.of.map(|(of, _)| of)].into_iter().flatten().collect()
    }

    /// Whether it can only grow as days go by, because what was once paid or founded stays so.
    #[must_use]
    pub fn only_grows(&self) -> bool {
        ["G4", "G5", "G6", "3.1.1"].contains(&self.code)
    }

    /// Whether it counts people, whom small numbers could betray.
    #[must_use]
    pub const fn is_about_people(&self) -> bool {
        use CountedThing as T;
        matches!(self.unit, T::Memberships | T::Persons | T::Households)
    }
}

/// In a path, an indicator is named by its code.
impl PathIds for &'static Definition {
    const COUNT: usize = 1;

    fn read(segments: &[(&str, &str)]) -> Result<Self, Error> {
        segments.first().and_then(|(_, code)| Definition::find(code)).ok_or(Error::NotFound)
    }

    fn schemas() -> Vec<Value> {
        vec![json!({ "type": "string", "maxLength": 30, "pattern": "^[0-9A-Za-z._]+$", "example": "G1" })]
    }
}

#[cfg(test)]
mod tests {
    use super::{Counting, Definition};

    #[test]
    fn codes_are_unique_and_ratios_are_counted_from_facts() {
        for (n, one) in Definition::all().iter().enumerate() {
            assert!(Definition::all()[..n].iter().all(|other| other.code != one.code), "{}", one.code);
            assert!(one.of.is_none() || matches!(one.counting, Counting::Facts(..)), "{}", one.code);
        }
    }
}
