//! The side of a contract that a caller acts for.

use std::collections::{HashMap, HashSet};

use entity::{
    area_closure, duty,
    enums::{ContractStatus, Side},
    ids::{AreaId, ContractId, GroupId, PartnerId},
    sales_contract,
};
use sea_orm::{ColumnTrait, Condition, FromQueryResult, QuerySelect};
use uuid::Uuid;

use crate::{
    access::{Caller, Owned, Permission, Reach, Role, permission::Contracts},
    error::Error,
    store::Reading,
};

/// The subject of duties about a contract and its deliveries.
pub const SUBJECT: &str = "sales_contract";

impl Owned for duty::Entity {
    const ID: duty::Column = duty::Column::SubjectId;
    const VOIDED: Option<duty::Column> = None;

    /// A duty tells nobody anything but the human who holds it: they are looked up for one human alone.
    fn within(_: &Reach) -> Condition {
        Condition::all()
    }
}

/// The word of a side, which is also the name of its duty.
#[must_use]
pub const fn word(side: Side) -> &'static str {
    match side {
        Side::Partner => "partner",
        Side::Group => "group",
    }
}

/// What both sides hold who act on contracts.
const ACTS: Permission = Permission::Contracts(Contracts::UpdateContract);

/// Somebody who acts on a contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Acting {
    /// For which side.
    pub side: Side,
    /// In which role: as staff or system of the partner, as the group's leader, or as officer for the group.
    pub role: Role,
}

/// The scopes by which a caller comes to contracts under a permission: over partners, and all others, which are those of
/// groups.
#[derive(Clone, Debug)]
struct Scopes {
    partners: Vec<PartnerId>,
    leading: Reach,
    others: Reach,
    /// The communes of the contracts that lie within the areas of the others.
    communes: HashSet<AreaId>,
}

impl Scopes {
    async fn of(
        source: &impl Reading,
        caller: &Caller,
        permission: Permission,
        communes: HashSet<AreaId>,
    ) -> Result<Self, Error> {
        let others = Reach::held_without(caller, permission, Role::Partner);
        let communes = within_areas(source, &others, communes).await?;
        Ok(Self {
            partners: Reach::held_as(caller, permission, Role::Partner).partners,
            leading: Reach::held_as(caller, permission, Role::Leader),
            others,
            communes,
        })
    }

    /// Whether they come to the partner, and whether they come to the group in its commune.
    fn reach(&self, partner_id: PartnerId, (group_id, commune_id): (GroupId, AreaId)) -> (bool, bool) {
        let is_of_group = self.others.whole
            || self.others.groups.contains(&group_id)
            || self.communes.contains(&commune_id);
        (self.partners.contains(&partner_id), is_of_group)
    }
}

/// From where a caller acts on contracts.
#[derive(Clone, Debug)]
pub struct Standpoint {
    acts: Scopes,
    /// By what the caller comes to contracts at all: some permissions are held by one side alone.
    comes: Scopes,
}

impl Standpoint {
    /// How a caller comes to contracts in some communes under a permission.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn of(
        source: &impl Reading,
        caller: &Caller,
        permission: Permission,
        communes: impl IntoIterator<Item = AreaId>,
    ) -> Result<Self, Error> {
        let communes: HashSet<AreaId> = communes.into_iter().collect();
        let acts = Scopes::of(source, caller, permission, communes.clone()).await?;
        // What a token is limited to does not change for whom its owner acts.
        let caller = Caller { limit: None, ..caller.clone() };
        let comes = Scopes::of(source, &caller, ACTS, communes).await?;
        Ok(Self { acts, comes })
    }

    /// As whom the caller acts on a contract; nobody when it is beyond the reach.
    ///
    /// # Errors
    /// 403 `separation_of_duties` when the caller comes to it by both sides.
    pub fn acting(&self, row: &sales_contract::Model) -> Result<Option<Acting>, Error> {
        self.between(row.partner_id, row.group_id, row.commune_id)
    }

    /// As whom the caller acts between a partner and a group under a contract that lies in a commune; nobody when it is
    /// beyond the reach.
    ///
    /// # Errors
    /// 403 `separation_of_duties` when the caller comes to it by both sides.
    pub fn between(
        &self,
        partner_id: PartnerId,
        group_id: GroupId,
        commune_id: AreaId,
    ) -> Result<Option<Acting>, Error> {
        let place = (group_id, commune_id);
        let acting = match self.acts.reach(partner_id, place) {
            (false, false) => return Ok(None),
            (true, true) => return Err(Error::separation_of_duties()),
            (true, false) => Acting { side: Side::Partner, role: Role::Partner },
            (false, true) if self.acts.leading.groups.contains(&group_id) => {
                Acting { side: Side::Group, role: Role::Leader }
            }
            (false, true) => Acting { side: Side::Group, role: Role::Officer },
        };
        match self.comes.reach(partner_id, place) {
            (true, true) => Err(Error::separation_of_duties()),
            _ => Ok(Some(acting)),
        }
    }
}

#[derive(FromQueryResult)]
struct Commune {
    descendant_id: AreaId,
}

/// Which of some communes lie in the areas of a reach.
async fn within_areas(
    source: &impl Reading,
    reach: &Reach,
    communes: HashSet<AreaId>,
) -> Result<HashSet<AreaId>, Error> {
    use area_closure::Column;
    if reach.areas.is_empty() || communes.is_empty() {
        return Ok(HashSet::new());
    }
    let rows = source
        .parts::<area_closure::Entity>()
        .filter(Column::AncestorId.is_in(reach.areas.iter().copied()))
        .filter(Column::DescendantId.is_in(communes));
    let found: Vec<Commune> =
        source.load(rows, |select| select.select_only().column(Column::DescendantId).distinct()).await?;
    Ok(found.into_iter().map(|row| row.descendant_id).collect())
}

/// The side by which a caller may act on each of some contracts: none for whoever only reads, who comes by both sides, or
/// who has acted for the other one.
///
/// # Errors
/// When the database fails.
pub async fn sides_of<'a>(
    source: &impl Reading,
    caller: &Caller,
    rows: impl Iterator<Item = &'a sales_contract::Model> + Clone,
) -> Result<HashMap<ContractId, Side>, Error> {
    // What a token is limited to does not change for whom its owner acts.
    let caller = Caller { limit: None, ..caller.clone() };
    if !caller.holds(ACTS) {
        return Ok(HashMap::new());
    }
    let standpoint = Standpoint::of(source, &caller, ACTS, rows.clone().map(|row| row.commune_id)).await?;
    let held = source
        .parts::<duty::Entity>()
        .filter(duty::Column::SubjectType.eq(SUBJECT))
        .filter(duty::Column::SubjectId.is_in(rows.clone().map(|row| Uuid::from(row.id))))
        .filter(duty::Column::Human.eq(caller.human()));
    let held: Vec<duty::Model> = source.load(held, |select| select).await?;
    let is_other = |row: &sales_contract::Model, side: Side| {
        let id = Uuid::from(row.id);
        held.iter().any(|held| held.subject_id == id && held.duty != word(side))
    };
    let each = |row: &sales_contract::Model| {
        let side = standpoint.acting(row).ok().flatten()?.side;
        let is_hidden = row.status == ContractStatus::Draft && row.drafted_by != side;
        (!is_hidden && !is_other(row, side)).then_some((row.id, side))
    };
    Ok(rows.filter_map(each).collect())
}
