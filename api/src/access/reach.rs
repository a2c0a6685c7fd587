//! Which rows lie within a caller's scopes.

use entity::{
    area_closure,
    ids::{AreaId, GroupId, PartnerId},
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait,
    sea_query::{Expr, SelectStatement, SimpleExpr},
};

use super::{Assignment, Caller, Permission, Role, Scope};

/// The union of the scopes that hold a permission for a caller.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reach {
    /// Everything: the province or the service itself.
    pub whole: bool,
    /// Areas and all below them.
    pub areas: Vec<AreaId>,
    /// Single groups.
    pub groups: Vec<GroupId>,
    /// Single partners.
    pub partners: Vec<PartnerId>,
    /// The roles that hold the permission.
    pub roles: Vec<Role>,
}

impl Reach {
    /// The reach of a permission for a caller; nothing when no role holds it.
    #[must_use]
    pub fn of(caller: &Caller, permission: Permission) -> Self {
        let mut reach = Self::default();
        for (role, scope) in caller.roles_with(permission) {
            if !reach.roles.contains(&role) {
                reach.roles.push(role);
            }
            match scope {
                None | Some(Scope::Province(_)) => reach.whole = true,
                Some(Scope::Area(id)) => reach.areas.push(id),
                Some(Scope::Group(id)) => reach.groups.push(id),
                Some(Scope::Partner(id)) => reach.partners.push(id),
            }
        }
        reach
    }

    /// The part of the reach that comes from one role.
    #[must_use]
    pub fn held_as(caller: &Caller, permission: Permission, role: Role) -> Self {
        Self::of(&holding_only(caller, |held| held.role == role), permission)
    }

    /// The part of the reach that does not come from one role.
    #[must_use]
    pub fn held_without(caller: &Caller, permission: Permission, role: Role) -> Self {
        Self::of(&holding_only(caller, |held| held.role != role), permission)
    }

    /// True when no role holds the permission.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        self.roles.is_empty()
    }

    /// True when both reach the same rows.
    #[must_use]
    pub fn same_rows(&self, other: &Self) -> bool {
        self.whole && other.whole
            || (self.whole == other.whole
                && self.areas == other.areas
                && self.groups == other.groups
                && self.partners == other.partners)
    }

    /// The communes (old and new) below the areas of this reach, as a sub-query of their ids.
    fn communes(&self) -> SelectStatement {
        descendants(&self.areas)
    }
}

/// The caller with some of the assignments.
fn holding_only(caller: &Caller, is_kept: impl Fn(&Assignment) -> bool) -> Caller {
    let mut caller = caller.clone();
    caller.assignments.retain(is_kept);
    caller
}

/// The areas that lie in any of the given ones (each in itself), old and new, as a sub-query of their ids.
#[must_use]
pub fn descendants(ancestors: &[AreaId]) -> SelectStatement {
    area_closure::Entity::find()
        .select_only()
        .column(area_closure::Column::DescendantId)
        .filter(area_closure::Column::AncestorId.is_in(ancestors.iter().copied()))
        .into_query()
}

/// Says, once per table, which rows lie within a scope.
pub trait Owned: EntityTrait {
    /// The key by which single rows are looked up.
    const ID: Self::Column;
    /// The column that marks rows entered in error, which no reach includes.
    const VOIDED: Option<Self::Column>;

    /// The condition for the rows within `reach`; build it with [`Within`].
    fn within(reach: &Reach) -> Condition;
}

/// Builds the condition of [`Owned::within`]: any of the kinds of scope that the reach has.
#[derive(Debug)]
pub struct Within<'a> {
    reach: &'a Reach,
    parts: Vec<SimpleExpr>,
}

impl<'a> Within<'a> {
    /// Starts with nothing.
    #[must_use]
    pub const fn new(reach: &'a Reach) -> Self {
        Self { reach, parts: Vec::new() }
    }

    /// Rows in the areas of the reach, given the sub-query of commune ids.
    #[must_use]
    pub fn areas(mut self, condition: impl FnOnce(SelectStatement) -> SimpleExpr) -> Self {
        if !self.reach.areas.is_empty() {
            self.parts.push(condition(self.reach.communes()));
        }
        self
    }

    /// Rows of the groups of the reach.
    #[must_use]
    pub fn groups(mut self, condition: impl FnOnce(&'a [GroupId]) -> SimpleExpr) -> Self {
        if !self.reach.groups.is_empty() {
            self.parts.push(condition(&self.reach.groups));
        }
        self
    }

    /// Rows of the partners of the reach.
    #[must_use]
    pub fn partners(mut self, condition: impl FnOnce(&'a [PartnerId]) -> SimpleExpr) -> Self {
        if !self.reach.partners.is_empty() {
            self.parts.push(condition(&self.reach.partners));
        }
        self
    }

    /// All rows for the whole province, none when no part applies.
    #[must_use]
    pub fn condition(self) -> Condition {
        if self.reach.whole {
            return Condition::all();
        }
        if self.parts.is_empty() {
            return Condition::all().add(Expr::cust("1 = 0"));
        }
        self.parts.into_iter().fold(Condition::any(), Condition::add)
    }
}
