//! The whole policy. Each domain matches its permissions, and each group of permissions that go together the roles, both
//! without a wildcard arm: a new role or permission does not compile until every cell is decided.

mod accounts;
mod attachments;
mod cadres;
mod calls;
mod clients;
mod contracts;
mod deliveries;
mod disbursements;
mod funds;
mod grants;
mod groups;
mod households;
mod indicators;
mod journal;
mod machines;
mod memberships;
mod ocop;
mod offers;
mod partners;
mod persons;
mod plans;
mod publications;
mod reference;
mod reporting_periods;
mod reports;
mod standing;
mod trainings;

pub(in crate::access) use machines::{common_scopes, key_scopes};
pub use machines::{is_scope, keys_may, machines_may};
pub use standing::Standing;

use super::{Permission, Role};

/// True when the role holds the permission.
#[must_use]
pub const fn allows(permission: Permission, role: Role) -> bool {
    match permission {
        Permission::Reference(permission) => reference::allows(permission, role),
        Permission::Accounts(permission) => accounts::allows(permission, role),
        Permission::Persons(permission) => persons::allows(permission, role),
        Permission::Households(permission) => households::allows(permission, role),
        Permission::Groups(permission) => groups::allows(permission, role),
        Permission::Memberships(permission) => memberships::allows(permission, role),
        Permission::Funds(permission) => funds::allows(permission, role),
        Permission::Calls(permission) => calls::allows(permission, role),
        Permission::Grants(permission) => grants::allows(permission, role),
        Permission::Disbursements(permission) => disbursements::allows(permission, role),
        Permission::Attachments(permission) => attachments::allows(permission, role),
        Permission::Partners(permission) => partners::allows(permission, role),
        Permission::Clients(permission) => clients::allows(permission, role),
        Permission::Offers(permission) => offers::allows(permission, role),
        Permission::Contracts(permission) => contracts::allows(permission, role),
        Permission::Deliveries(permission) => deliveries::allows(permission, role),
        Permission::Plans(permission) => plans::allows(permission, role),
        Permission::Trainings(permission) => trainings::allows(permission, role),
        Permission::Cadres(permission) => cadres::allows(permission, role),
        Permission::Ocop(permission) => ocop::allows(permission, role),
        Permission::Indicators(permission) => indicators::allows(permission, role),
        Permission::ReportingPeriods(permission) => reporting_periods::allows(permission, role),
        Permission::Reports(permission) => reports::allows(permission, role),
        Permission::Publications(permission) => publications::allows(permission, role),
        Permission::Journal(permission) => journal::allows(permission, role),
    }
}

/// The roles that hold a permission, for the contract.
#[must_use]
pub fn roles_of(permission: Permission) -> Vec<&'static str> {
    Role::ALL.into_iter().filter(|role| allows(permission, *role)).map(Role::wire).collect()
}
