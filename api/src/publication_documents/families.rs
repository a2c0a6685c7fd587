//! Which figures tell of the same people, so that they are protected together, and what counts in each of them.

use std::collections::BTreeSet;

use crate::indicator_definitions::queries::{Base, Counting, Definition, Measure};

/// Figures that tell of the same people, or the same money.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Family {
    /// Groups: no people, but where there is none nobody is a member.
    Groups,
    /// Memberships, and persons who are members: each is counted at one membership.
    Members,
    /// Persons who were served.
    Persons,
    /// Their households.
    Households,
    /// People who live in these.
    Residents,
    /// Cadres, by their posts.
    Cadres,
    /// Money that went to groups.
    Money,
    /// Communes.
    Communes,
}

impl Family {
    /// The family of an indicator; none where a survey measures it.
    #[must_use]
    pub fn of(definition: &Definition) -> Option<Self> {
        let Counting::Facts(base, measure) = definition.counting else { return None };
        Some(match base {
            Base::Groups => Self::Groups,
            Base::Memberships | Base::Members => Self::Members,
            Base::Persons => Self::Persons,
            Base::Households if measure == Measure::ServedSize => Self::Residents,
            Base::Households => Self::Households,
            Base::Cadres => Self::Cadres,
            Base::Payments => Self::Money,
            Base::Communes => Self::Communes,
        })
    }

    /// Whether small numbers of it betray somebody.
    pub(super) const fn is_protected(self) -> bool {
        !matches!(self, Self::Groups | Self::Communes)
    }

    /// The facts that its figures are sums of, with what must be known of them to tell some measures.
    pub(super) fn sources(self, measures: &BTreeSet<Measure>) -> Vec<(Base, BTreeSet<Measure>)> {
        use Measure as M;
        let base = match self {
            Self::Groups => Base::Groups,
            Self::Members => Base::Memberships,
            Self::Persons => Base::Persons,
            Self::Households | Self::Residents => Base::Households,
            Self::Money => Base::Payments,
            Self::Communes => Base::Communes,
            // Whoever holds posts of both levels counts at each: what all cadres are said to be is then told too well.
            Self::Cadres => {
                let level = |all| (Base::Cadres, BTreeSet::from(all));
                return vec![
                    level([M::CommuneCadre, M::CommuneCadreTrained]),
                    level([M::BranchCadre, M::BranchCadreTrained]),
                ];
            }
        };
        vec![(base, measures.clone())]
    }
}

/// To what a fact of the family must add so that it counts as a measure of an indicator.
pub(super) fn parts(definition: &Definition, measure: Measure) -> BTreeSet<Measure> {
    let is_of_persons = matches!(definition.counting, Counting::Facts(Base::Members, _));
    [Some(measure), is_of_persons.then_some(Measure::First)].into_iter().flatten().collect()
}

/// Everything that an indicator asks of the facts of its family.
pub(super) fn measures(definition: &Definition) -> impl Iterator<Item = Measure> {
    definition.measures().into_iter().flat_map(|measure| parts(definition, measure))
}
