//! What people and systems of a partner may do as long as the union has not verified it, and while it is suspended.

use entity::enums::PartnerStatus;

use crate::{
    access::{
        Permission, Permit,
        permission::{Partners, clients::RevokeApiClient, offers::ReadOfferDetails},
    },
    error::Text,
};

/// How far the roles over a scope count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// All that the policy gives them.
    Full,
    /// Reading, and revoking machine clients whose secret is known to others: the partner is suspended.
    Reading,
    /// The registration alone: the partner waits to be verified, or was rejected.
    Registering,
}

impl From<PartnerStatus> for Standing {
    fn from(status: PartnerStatus) -> Self {
        match status {
            PartnerStatus::Verified => Self::Full,
            PartnerStatus::Suspended => Self::Reading,
            PartnerStatus::Pending | PartnerStatus::Rejected => Self::Registering,
        }
    }
}

impl Standing {
    /// True when a permission that the policy gives counts.
    #[must_use]
    pub fn permits(self, permission: Permission) -> bool {
        match self {
            Self::Full => true,
            Self::Reading => is_reading(permission) || permission == RevokeApiClient::PERMISSION,
            Self::Registering => matches!(
                permission,
                Permission::Partners(
                    Partners::ReadPartners | Partners::UpdatePartner | Partners::ReadPartnerPeople
                )
            ),
        }
    }

    /// What to tell whom it stops.
    #[must_use]
    pub const fn refusal(self) -> Option<Text> {
        match self {
            Self::Full => None,
            Self::Reading => Some(Text::new(
                "Đối tác đang bị tạm dừng: chỉ được xem những gì đã có.",
                "The partner is suspended: what is there can be read, nothing new can be done.",
            )),
            Self::Registering => Some(Text::new(
                "Hội Nông dân chưa xác minh đối tác này.",
                "The Farmers' Union has not verified this partner.",
            )),
        }
    }
}

fn is_reading(permission: Permission) -> bool {
    permission.wire().ends_with(":read") || permission == ReadOfferDetails::PERMISSION
}

#[cfg(test)]
mod tests {
    use super::{Permission, Standing};
    use crate::access::{Role, allows};

    /// The permissions of partners that a standing leaves them.
    fn left(standing: Standing) -> Vec<&'static str> {
        let of_partners = Permission::ALL.iter().filter(|one| allows(**one, Role::Partner));
        of_partners.filter(|one| standing.permits(**one)).map(|one| one.wire()).collect()
    }

    #[test]
    fn a_suspended_partner_reads_and_a_new_one_sees_its_registration() {
        assert_eq!(left(Standing::Registering), ["partners:read", "partners:update", "partner-people:read"]);
        let reading = left(Standing::Reading);
        let others: Vec<_> = reading.iter().filter(|one| !one.contains(":read")).collect();
        assert_eq!(others, [&"api-clients:revoke"]);
        assert!(reading.contains(&"sales-contracts:read") && reading.contains(&"deliveries:read"));
        assert!(left(Standing::Full).contains(&"sales-contracts:confirm"));
    }
}
