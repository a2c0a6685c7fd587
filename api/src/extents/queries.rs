//! Resolving the area asked for, and the limits that apply to it.

use entity::{
    enums::AreaLevel,
    ids::{AreaId, GroupId},
    person,
};
use sea_orm::sea_query::SelectStatement;

use crate::{
    access::{
        Access, Permit, Reach, Role, owned_ids,
        permission::{
            cadres::ReadCadrePosts,
            contracts::ReadContracts,
            deliveries::ReadDeliveries,
            disbursements::ReadDisbursements,
            groups::ReadGroups,
            memberships::ReadMemberships,
            ocop::ReadOcopProducts,
            persons::ReadPersonsSensitive,
            plans::ReadPlans,
            reports::{ReadReports, ReadSensitiveReports},
        },
    },
    breakdowns::queries::Shown,
    error::{Error, Text},
    indicators::messages::Lists,
    maps::{MapYear, Maps},
    values::FieldCode,
};

/// Which records a report is about.
#[derive(Clone, Debug)]
pub struct Extent {
    /// The unit asked for.
    pub area: Option<AreaId>,
    /// The whole province.
    pub is_whole: bool,
    /// The units it consists of: the one asked for, or those of the reach.
    pub areas: Vec<AreaId>,
    /// Single groups of the reach.
    groups: Vec<GroupId>,
    map: MapYear,
}

impl Extent {
    /// The extent of what was asked.
    ///
    /// # Errors
    /// 404 for a unit outside the reach, 422 for one that is not on the map.
    pub fn resolve(reach: &Reach, maps: &Maps, map: MapYear, area: Option<AreaId>) -> Result<Self, Error> {
        let Some(id) = area else {
            let province = maps.province().filter(|_| reach.whole).map(|unit| unit.id);
            let areas = province.map_or_else(|| reach.areas.clone(), |id| vec![id]);
            return Ok(Self { area, is_whole: reach.whole, areas, groups: reach.groups.clone(), map });
        };
        let unit = maps.unit(id).ok_or(Error::NotFound)?;
        if !reaches(reach, maps, id) {
            return Err(Error::NotFound);
        }
        if !unit.is_on(map) {
            let detail = Text::new(
                "Đơn vị này không có trên bản đồ được hỏi.",
                "This unit is not on the map that was asked for.",
            );
            return Err(Error::unfit_parameter("area_id", FieldCode::Inconsistent, detail));
        }
        let is_whole = unit.level == AreaLevel::Province;
        Ok(Self { area, is_whole, areas: vec![id], groups: Vec::new(), map })
    }

    /// Whether a reach covers all of it.
    pub(crate) fn is_within(&self, reach: &Reach, maps: &Maps) -> bool {
        reach.whole
            || (!(self.areas.is_empty() && self.groups.is_empty())
                && self.areas.iter().all(|area| reaches(reach, maps, *area))
                && self.groups.iter().all(|group| reach.groups.contains(group)))
    }

    /// Whether it is no smaller than viewers may see broken down: districts of the map of 2022, or the province.
    #[must_use]
    pub fn is_wide(&self, maps: &Maps) -> bool {
        let is_district =
            |area: &AreaId| maps.unit(*area).is_some_and(|unit| unit.level != AreaLevel::Commune);
        let consists_of_districts =
            !self.areas.is_empty() && self.groups.is_empty() && self.areas.iter().all(is_district);
        self.is_whole || (self.map == MapYear::Of2022 && consists_of_districts)
    }

    /// Whether a list under another permission shows exactly the records of the report.
    pub(crate) fn is_listed<Q: Permit>(&self, access: &Access<ReadReports>, maps: &Maps) -> bool {
        let list = access.reach_of::<Q>();
        !list.is_nothing()
            && (list.same_rows(access.reach())
                || (self.area.is_some()
                    && self.is_within(&list, maps)
                    && self.is_within(access.reach(), maps)))
    }

    /// The persons whose poverty and ethnic group the caller may see counted, by their ids; everybody's when absent. Who
    /// may list them has exactly those counted that the lists show.
    #[must_use]
    pub fn known(&self, access: &Access<ReadReports>, maps: &Maps) -> Option<SelectStatement> {
        let listed = access.reach_of::<ReadPersonsSensitive>();
        let reach =
            if self.is_within(&listed, maps) { listed } else { access.reach_of::<ReadSensitiveReports>() };
        (!reach.whole).then(|| owned_ids::<person::Entity>(&reach))
    }

    /// The addresses of the records, as far as the caller may list them.
    #[must_use]
    pub fn lists(&self, access: &Access<ReadReports>, maps: &Maps, as_of: chrono::NaiveDate) -> Lists {
        Lists {
            as_of,
            area: self.area,
            has_groups: self.is_listed::<ReadGroups>(access, maps),
            has_memberships: self.is_listed::<ReadMemberships>(access, maps),
            has_sensitive: self.is_within(&access.reach_of::<ReadPersonsSensitive>(), maps),
            has_payments: self.is_listed::<ReadDisbursements>(access, maps),
            has_contracts: self.is_listed::<ReadContracts>(access, maps),
            has_deliveries: self.is_listed::<ReadDeliveries>(access, maps),
            has_results: self.is_listed::<ReadPlans>(access, maps),
            has_cadres: self.is_listed::<ReadCadrePosts>(access, maps),
            has_products: self.is_listed::<ReadOcopProducts>(access, maps),
        }
    }
}

fn reaches(reach: &Reach, maps: &Maps, area: AreaId) -> bool {
    reach.whole || reach.areas.iter().any(|held| maps.contains(*held, area))
}

/// How much of an extent the caller sees broken down by something about people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sight {
    /// Nothing.
    Nothing,
    /// As viewers do: not below the district (map of 2022) or the province (map of 2025).
    Wide,
    /// Everything.
    Full,
}

impl Sight {
    /// The sight that a permission gives.
    #[must_use]
    pub fn of<Q: Permit>(access: &Access<ReadReports>, extent: &Extent, maps: &Maps) -> Self {
        let reach = access.reach_of::<Q>();
        let without_viewing = Reach::held_without(access.caller(), Q::PERMISSION, Role::Viewer);
        if extent.is_within(&without_viewing, maps) {
            Self::Full
        } else if extent.is_within(&reach, maps) && extent.is_wide(maps) {
            Self::Wide
        } else {
            Self::Nothing
        }
    }

    /// The sight of what records add up to: whoever may not list them sees no less of them at once than viewers see of
    /// people. It hides small units, not small numbers: where a district has a single record, its figures are told.
    #[must_use]
    pub fn of_records<Q: Permit>(access: &Access<ReadReports>, extent: &Extent, maps: &Maps) -> Self {
        if extent.is_within(&access.reach_of::<Q>(), maps) {
            Self::Full
        } else if extent.is_wide(maps) {
            Self::Wide
        } else {
            Self::Nothing
        }
    }
}

impl Shown {
    /// The breakdowns that the caller may see of an extent.
    #[must_use]
    pub fn to(access: &Access<ReadReports>, extent: &Extent, maps: &Maps) -> Self {
        let sensitive = Sight::of::<ReadSensitiveReports>(access, extent, maps);
        let sex = Sight::of::<ReadReports>(access, extent, maps);
        let income = Sight::of_records::<ReadPlans>(access, extent, maps);
        Self {
            poverty: sensitive > Sight::Nothing,
            poverty_below: sensitive == Sight::Full,
            sex: sex > Sight::Nothing,
            ethnic_groups: sensitive > Sight::Nothing,
            income: income > Sight::Nothing,
            income_below: income == Sight::Full,
        }
    }
}
