//! How much of what people are the caller may see: viewers nothing about people below the district (map of 2022) or the
//! province (map of 2025), and poverty and ethnic groups only who holds them.

use crate::{
    access::{
        Access,
        permission::{
            indicators::ReadIndicatorRecords,
            persons::ReadPersonsSensitive,
            reports::{ReadReports, ReadSensitiveReports},
        },
    },
    extents::{Extent, Sight},
    indicator_definitions::{
        messages::Dimension::{self, Commune, Indigenous, Poverty, Sex, Young},
        queries::{Definition, Measure},
    },
    maps::Maps,
};

/// The sights of a caller on an extent.
#[derive(Clone, Copy, Debug)]
pub struct Seen {
    people: Sight,
    sensitive: Sight,
}

/// Whether an indicator by some dimensions tells something about people that is sensitive.
#[must_use]
pub fn is_sensitive(definition: &Definition, by: &[Dimension]) -> bool {
    definition.measures().contains(&Measure::Poor) || by.iter().any(|one| [Indigenous, Poverty].contains(one))
}

impl Seen {
    /// What a caller sees.
    #[must_use]
    pub fn by(access: &Access<ReadReports>, extent: &Extent, maps: &Maps) -> Self {
        Self {
            people: Sight::of::<ReadReports>(access, extent, maps),
            sensitive: Sight::of::<ReadSensitiveReports>(access, extent, maps),
        }
    }

    /// Whether the values may be seen.
    #[must_use]
    pub fn shows(self, definition: &Definition, by: &[Dimension]) -> bool {
        let least = if by.contains(&Commune) { Sight::Full } else { Sight::Wide };
        let about_people = by.iter().any(|one| [Sex, Young, Indigenous, Poverty].contains(one));
        let sensitive = is_sensitive(definition, by);
        (!about_people || self.people >= least) && (!sensitive || self.sensitive >= least)
    }

    /// Whether the caller may list the records, plain and where they tell something sensitive.
    #[must_use]
    pub fn lists_records(self, access: &Access<ReadReports>, extent: &Extent, maps: &Maps) -> [bool; 2] {
        let plain = extent.is_listed::<ReadIndicatorRecords>(access, maps);
        let reach = access.reach_of::<ReadPersonsSensitive>();
        [plain, plain && extent.is_within(&reach, maps)]
    }
}
