//! Who is calling, with the assignments that hold today.

use chrono::{DateTime, Utc};
use entity::ids::{AccountId, AreaId, ClientId, GroupId, PartnerId, SessionId};
use uuid::Uuid;

use super::{Permission, Reach, Standing, allows};
use crate::error::Text;

/// Every column of the policy: the ten roles, and the two callers that hold none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// Nobody has signed in.
    Anonymous,
    /// The service itself: expiry, sealer, jobs, the command line.
    System,
    /// Accounts, assignments, reference data.
    Administrator,
    /// The register of an area.
    Officer,
    /// One group's head.
    Leader,
    /// Screens and scores applications.
    Appraiser,
    /// Decides applications and releases.
    Approver,
    /// Books payments.
    Treasurer,
    /// Staff of a cooperative or enterprise.
    Partner,
    /// Departments and the Cooperative Alliance.
    Viewer,
    /// IFAD and other donors.
    Donor,
    /// Reads everything, masked, and the journal.
    Auditor,
}

impl Role {
    /// Every column.
    pub const ALL: [Self; 12] = [
        Self::Anonymous,
        Self::System,
        Self::Administrator,
        Self::Officer,
        Self::Leader,
        Self::Appraiser,
        Self::Approver,
        Self::Treasurer,
        Self::Partner,
        Self::Viewer,
        Self::Donor,
        Self::Auditor,
    ];

    /// The word on the wire and in the journal.
    #[must_use]
    pub const fn wire(self) -> &'static str {
        match self {
            Self::Anonymous => "anonymous",
            Self::System => "system",
            Self::Administrator => "administrator",
            Self::Officer => "officer",
            Self::Leader => "leader",
            Self::Appraiser => "appraiser",
            Self::Approver => "approver",
            Self::Treasurer => "treasurer",
            Self::Partner => "partner",
            Self::Viewer => "viewer",
            Self::Donor => "donor",
            Self::Auditor => "auditor",
        }
    }
}

impl From<entity::enums::Role> for Role {
    fn from(role: entity::enums::Role) -> Self {
        use entity::enums::Role as Stored;
        match role {
            Stored::Administrator => Self::Administrator,
            Stored::Officer => Self::Officer,
            Stored::Leader => Self::Leader,
            Stored::Appraiser => Self::Appraiser,
            Stored::Approver => Self::Approver,
            Stored::Treasurer => Self::Treasurer,
            Stored::Partner => Self::Partner,
            Stored::Viewer => Self::Viewer,
            Stored::Donor => Self::Donor,
            Stored::Auditor => Self::Auditor,
        }
    }
}

/// What a role is held over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    /// The root area: everything in the province.
    Province(AreaId),
    /// An area and all below it.
    Area(AreaId),
    /// One group.
    Group(GroupId),
    /// One partner organisation.
    Partner(PartnerId),
}

/// A role held over a scope, today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Assignment {
    /// The role.
    pub role: Role,
    /// Over what.
    pub scope: Scope,
    /// How far it counts.
    pub standing: Standing,
}

/// Whose account or which machinery acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Principal {
    /// A person who has signed in.
    Person {
        /// The account.
        account_id: AccountId,
        /// The session of the token.
        session_id: SessionId,
        /// When the password was last given in this session.
        auth_time: DateTime<Utc>,
    },
    /// A machine client.
    Client {
        /// The client.
        client_id: ClientId,
        /// The partner or area that owns it.
        owner: Uuid,
    },
    /// Nobody.
    Anonymous,
    /// The service itself.
    System,
}

/// Who is calling, loaded fresh on each request with one query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// Who.
    pub principal: Principal,
    /// With which roles, over what.
    pub assignments: Vec<Assignment>,
    /// The permissions that the token is limited to; not limited when absent.
    pub limit: Option<Vec<Permission>>,
}

impl Caller {
    /// Somebody, or something, without roles.
    const fn bare(principal: Principal) -> Self {
        Self { principal, assignments: Vec::new(), limit: None }
    }

    /// Nobody has signed in.
    #[must_use]
    pub const fn anonymous() -> Self {
        Self::bare(Principal::Anonymous)
    }

    /// The service itself.
    #[must_use]
    pub const fn system() -> Self {
        Self::bare(Principal::System)
    }

    /// The roles that hold a permission, with the scope of each (none for callers without assignments).
    pub(super) fn roles_with(
        &self,
        permission: Permission,
    ) -> impl Iterator<Item = (Role, Option<Scope>)> + '_ {
        let bare = match self.principal {
            Principal::Anonymous => Some((Role::Anonymous, None)),
            Principal::System => Some((Role::System, None)),
            Principal::Person { .. } | Principal::Client { .. } => None,
        };
        let counting = self.assignments.iter().filter(move |held| held.standing.permits(permission));
        let all = bare.into_iter().chain(counting.map(|held| (held.role, Some(held.scope))));
        let is_asked_for = self.limit.as_ref().is_none_or(|limit| limit.contains(&permission));
        all.filter(move |(role, _)| is_asked_for && allows(permission, *role))
    }

    /// True when some role of the caller holds the permission.
    #[must_use]
    pub fn holds(&self, permission: Permission) -> bool {
        self.roles_with(permission).next().is_some()
    }

    /// What to tell somebody whose partner stands in the way of what the role allows.
    pub(super) fn refusal(&self, permission: Permission) -> Option<Text> {
        let held = self.assignments.iter().filter(|held| allows(permission, held.role));
        held.filter(|held| !held.standing.permits(permission)).find_map(|held| held.standing.refusal())
    }

    /// True when some role of the caller holds the permission over the whole province.
    #[must_use]
    pub fn holds_over_province(&self, permission: Permission) -> bool {
        Reach::of(self, permission).whole
    }

    /// The account of a signed-in person.
    #[must_use]
    pub const fn account_id(&self) -> Option<AccountId> {
        match self.principal {
            Principal::Person { account_id, .. } => Some(account_id),
            Principal::Client { .. } | Principal::Anonymous | Principal::System => None,
        }
    }

    /// The one human that duties are counted by, of a machine client the organisation that owns it; the nil id for the
    /// service itself and for nobody.
    #[must_use]
    pub fn human(&self) -> Uuid {
        match self.principal {
            Principal::Person { account_id, .. } => account_id.into(),
            Principal::Client { owner, .. } => owner,
            Principal::Anonymous | Principal::System => Uuid::nil(),
        }
    }

    /// The name under which idempotency keys and rate limits are kept apart.
    #[must_use]
    pub fn name(&self) -> String {
        match self.principal {
            Principal::Person { account_id, .. } => format!("account:{account_id}"),
            Principal::Client { client_id, .. } => format!("client:{client_id}"),
            Principal::Anonymous => "anonymous".to_owned(),
            Principal::System => "system".to_owned(),
        }
    }
}
