//! What machine clients can be limited to: permissions of their role, but none that gives rights to others. A key of
//! one opens three things at most.

use super::allows;
use crate::access::{
    Permission, Role,
    permission::{Clients, Indicators, Partners, Publications, Reference},
};

/// The roles that machine clients can hold.
const ROLES: [Role; 2] = [Role::Partner, Role::Donor];

/// Keeping machine clients and people: a machine could give itself, or somebody it makes up, more than its scopes.
const fn is_for_people(permission: Permission) -> bool {
    match permission {
        Permission::Clients(one) => !matches!(one, Clients::ReadApiClients),
        Permission::Partners(one) => matches!(
            one,
            Partners::InvitePartnerPerson | Partners::EndPartnerPerson | Partners::ResetPartnerPersonPassword
        ),
        _ => false,
    }
}

/// True when a machine client with the role can be given the permission as a scope.
#[must_use]
pub const fn machines_may(permission: Permission, role: Role) -> bool {
    !is_for_people(permission) && allows(permission, role)
}

/// True when some machine client can be given the permission as a scope.
#[must_use]
pub fn is_scope(permission: Permission) -> bool {
    ROLES.into_iter().any(|role| machines_may(permission, role))
}

/// True when a key of a machine client can open it: published figures, and what their indicators and areas are.
#[must_use]
pub const fn keys_may(permission: Permission) -> bool {
    matches!(
        permission,
        Permission::Publications(Publications::ReadPublications)
            | Permission::Indicators(Indicators::ReadIndicators)
            | Permission::Reference(Reference::ReadAreas)
    )
}

/// What a key of a machine client with these scopes, separated by spaces, opens.
pub(in crate::access) fn key_scopes(scopes: &str) -> Vec<Permission> {
    scopes.split(' ').filter_map(Permission::parse).filter(|permission| keys_may(*permission)).collect()
}

/// What a machine client may do of two lists of permissions, each separated by spaces: what stands in both and is no
/// business of people alone.
pub(in crate::access) fn common_scopes(one: &str, other: &str) -> Vec<Permission> {
    let other: Vec<&str> = other.split(' ').collect();
    let both = one.split(' ').filter(|word| other.contains(word));
    both.filter_map(Permission::parse).filter(|permission| !is_for_people(*permission)).collect()
}

#[cfg(test)]
mod tests {
    use super::{Permission, Role, common_scopes, is_scope, key_scopes, keys_may, machines_may};

    #[test]
    fn a_key_opens_what_donors_read_and_no_more() {
        for permission in Permission::ALL {
            assert_eq!(
                keys_may(*permission),
                machines_may(*permission, Role::Donor),
                "{}",
                permission.wire()
            );
        }
        let wires = |scopes| key_scopes(scopes).iter().map(|one| one.wire()).collect::<Vec<_>>();
        assert_eq!(wires("areas:read publications:read users:read"), ["areas:read", "publications:read"]);
        assert_eq!(wires("sales-contracts:read"), Vec::<&str>::new());
    }

    #[test]
    fn no_machine_gives_rights() {
        let wires = |role| {
            let all = Permission::ALL.iter().filter(move |one| machines_may(**one, role));
            all.map(|one| one.wire()).collect::<Vec<_>>()
        };
        assert!(wires(Role::Partner).contains(&"sales-contracts:register"));
        assert!(wires(Role::Donor).contains(&"areas:read"));
        for word in ["api-clients:create", "api-clients:update", "partner-people:invite", "users:create"] {
            assert!(!is_scope(Permission::parse(word).unwrap()), "{word}");
        }
        assert!(is_scope(Permission::parse("api-clients:read").unwrap()));
    }

    #[test]
    fn what_counts_stands_in_both_lists() {
        let wires = |one, other| common_scopes(one, other).iter().map(|one| one.wire()).collect::<Vec<_>>();
        assert_eq!(
            wires("areas:read sales-contracts:read", "sales-contracts:read x"),
            ["sales-contracts:read"]
        );
        assert_eq!(wires("api-clients:create x", "api-clients:create x"), Vec::<&str>::new());
        assert_eq!(wires("", ""), Vec::<&str>::new());
    }

    #[test]
    fn every_permission_is_known_by_its_wire_form() {
        for permission in Permission::ALL {
            assert_eq!(Permission::parse(permission.wire()), Some(*permission));
        }
        assert_eq!(Permission::parse("areas:write"), None);
    }
}
