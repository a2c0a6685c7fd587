//! Which role assignments an administrator sees, and look-ups of them.

use chrono::NaiveDate;
use entity::{
    account, area,
    enums::{AreaLevel, Role},
    farmer_group, role_assignment,
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait, sea_query::SelectStatement,
};

use super::messages::RoleAssignmentFilter;
use crate::{
    access::{Owned, Reach, Rows, descendants, is_settled, not_over, owned_ids},
    error::{Code, Error, Text},
    store::{Revised, SortBy, SortKind, Tx},
};

impl Owned for role_assignment::Entity {
    const ID: role_assignment::Column = role_assignment::Column::Id;
    const VOIDED: Option<role_assignment::Column> = Some(role_assignment::Column::VoidedAt);

    /// An assignment lies where its scope lies: in an area, or with the group it is about. Those about partners are
    /// the province's. That of a machine client is part of the client.
    fn within(reach: &Reach) -> Condition {
        let of_people = Condition::all().add(role_assignment::Column::AccountId.is_not_null());
        if reach.whole {
            return of_people;
        }
        let there = Condition::any()
            .add(role_assignment::Column::AreaId.in_subquery(descendants(&reach.areas)))
            .add(role_assignment::Column::GroupId.in_subquery(owned_ids::<farmer_group::Entity>(reach)));
        of_people.add(there)
    }
}

impl Revised for role_assignment::Entity {
    const VERSION: role_assignment::Column = role_assignment::Column::Version;
    const UPDATED_AT: role_assignment::Column = role_assignment::Column::UpdatedAt;

    fn version(row: &role_assignment::Model) -> i32 {
        row.version
    }
}

impl RoleAssignmentFilter {
    /// The filters as one condition.
    #[must_use]
    pub fn condition(&self) -> Condition {
        use role_assignment::Column as C;
        let valid = |day: NaiveDate| Condition::all().add(C::FromOn.lte(day)).add(not_over(day));
        Condition::all()
            .add_option(self.account_id.map(|id| C::AccountId.eq(id)))
            .add_option(self.role.as_ref().map(|roles| C::Role.is_in(roles.as_slice().iter().copied())))
            .add_option(self.area_id.map(|id| C::AreaId.in_subquery(descendants(&[id]))))
            .add_option(self.valid_on.map(|day| valid(day.into())))
    }

    /// The order of a sort key.
    #[must_use]
    pub fn sort(key: &str) -> SortBy {
        SortBy::column(role_assignment::Column::FromOn, SortKind::Date).descending(key.starts_with('-'))
    }
}

fn provinces() -> SelectStatement {
    area::Entity::find()
        .select_only()
        .column(area::Column::Id)
        .filter(area::Column::Level.eq(AreaLevel::Province))
        .into_query()
}

/// The roles as administrator of the whole province that count today or will.
pub(crate) fn province_administration(tx: &Tx) -> Rows<role_assignment::Entity> {
    tx.beyond_reach::<role_assignment::Entity>("the province must not be left without an administrator")
        .filter(role_assignment::Column::Role.eq(Role::Administrator))
        .filter(role_assignment::Column::AreaId.in_subquery(provinces()))
        .filter(is_settled())
        .filter(not_over(tx.today()))
}

/// Refuses what would leave the province without an active administrator on any day from today on; call it after the
/// change.
///
/// The row of the province is locked, so that two administrators cannot stop one another at the same time.
///
/// # Errors
/// 409 `state_conflict`.
pub(crate) async fn refuse_without_administrator(tx: &Tx) -> Result<(), Error> {
    let province = tx.beyond_reach::<area::Entity>("the map is reference data");
    tx.lock(province.filter(area::Column::Level.eq(AreaLevel::Province))).await?;
    let active = account::Entity::find()
        .select_only()
        .column(account::Column::Id)
        .filter(account::Column::IsActive.eq(true));
    let left = province_administration(tx)
        .filter(role_assignment::Column::AccountId.in_subquery(active.into_query()));
    let terms = tx.all(left).await?.into_iter().map(|row| (row.from_on, row.until_on)).collect();
    if cover_all_days(terms, tx.today()) {
        return Ok(());
    }
    Err(Error::conflict(
        Code::StateConflict,
        Text::new(
            "Tỉnh phải có ít nhất một quản trị viên đang hoạt động vào mọi ngày kể từ hôm nay.",
            "The province must have at least one active administrator on every day from today on.",
        ),
    ))
}

/// True when some term includes each day from `day` on, without end.
fn cover_all_days(mut terms: Vec<(NaiveDate, Option<NaiveDate>)>, mut day: NaiveDate) -> bool {
    terms.sort_unstable();
    for (from_on, until_on) in terms {
        match until_on {
            _ if from_on > day => return false,
            None => return true,
            Some(until_on) => day = day.max(until_on),
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_cover_all_days_when_they_join_and_the_last_one_does_not_end() {
        let day = |n| NaiveDate::from_ymd_opt(2026, 6, n).unwrap();
        let covers = |terms: &[(u32, Option<u32>)]| {
            let terms = terms.iter().map(|(from, until)| (day(*from), until.map(day)));
            cover_all_days(terms.collect(), day(10))
        };
        assert!(covers(&[(1, None)]) && covers(&[(10, None)]) && covers(&[(12, None), (1, Some(12))]));
        assert!(covers(&[(1, Some(20)), (2, Some(12)), (20, None)]) && covers(&[(1, Some(5)), (2, None)]));
        assert!(!covers(&[]) && !covers(&[(11, None)]) && !covers(&[(1, Some(30))]));
        assert!(!covers(&[(1, Some(12)), (13, None)]));
    }
}
