//! Who the callers of a test are: accounts with sessions and confirmed roles, inserted directly.

#![expect(clippy::expect_used, reason = "test support fails loudly")]

use std::rc::Rc;

use chrono::{DateTime, TimeDelta, Utc};
use entity::enums::Role;
use entity::ids::{AccountId, AreaId, ClientId, GroupId, PartnerId, RoleAssignmentId};
use entity::{account, role_assignment, session};
use hoinongdan::access::Scope;
use sea_orm::ActiveValue::Set;
use sea_orm::EntityTrait as _;
use uuid::Uuid;

use crate::app::{App, day};
use crate::callers::{Caller, Identity, Who};

impl App {
    /// Somebody who has not signed in.
    #[must_use]
    pub fn anonymous(&self) -> Caller {
        Caller::new(Rc::clone(&self.wire), None)
    }

    /// Somebody with one role over a scope, confirmed where that is needed.
    pub async fn as_role(&self, role: Role, scope: Scope) -> Caller {
        self.as_roles(&[(role, scope)]).await
    }

    /// Somebody with several roles.
    ///
    /// # Panics
    /// If the rows cannot be inserted.
    pub async fn as_roles(&self, roles: &[(Role, Scope)]) -> Caller {
        let who = Who {
            account_id: Uuid::now_v7().into(),
            session_id: Uuid::now_v7().into(),
            auth_time: self.now(),
        };
        let rows = roles.iter().map(|(role, scope)| assignment(who, *role, *scope)).collect::<Vec<_>>();
        account::Entity::insert(account_row(who, self.serial())).exec(self.db()).await.expect("an account");
        if !rows.is_empty() {
            role_assignment::Entity::insert_many(rows).exec(self.db()).await.expect("assignments");
        }
        self.signed_in(who).await
    }

    /// A session of an account that is there.
    pub(crate) async fn signed_in(&self, who: Who) -> Caller {
        session::Entity::insert(session_row(who)).exec(self.db()).await.expect("a session");
        Caller::new(Rc::clone(&self.wire), Some(Identity::Person(who)))
    }

    /// Gives somebody a further role, confirmed where that is needed.
    ///
    /// # Panics
    /// If nobody has signed in, or the row cannot be inserted.
    pub async fn also(&self, caller: &Caller, role: Role, scope: Scope) {
        let who =
            Who { account_id: caller.account_id(), session_id: caller.session_id(), auth_time: self.now() };
        let row = role_assignment::Entity::insert(assignment(who, role, scope));
        row.exec(self.db()).await.expect("an assignment");
    }

    /// An administrator of the province.
    pub async fn as_admin(&self) -> Caller {
        self.as_role(Role::Administrator, Scope::Province(self.province().await)).await
    }

    /// An officer of an area.
    pub async fn as_officer_of(&self, area: AreaId) -> Caller {
        self.as_role(Role::Officer, Scope::Area(area)).await
    }

    /// The leader of a group.
    pub async fn as_leader_of(&self, group: GroupId) -> Caller {
        self.as_role(Role::Leader, Scope::Group(group)).await
    }

    /// A viewer of an area.
    pub async fn as_viewer_of(&self, area: AreaId) -> Caller {
        self.as_role(Role::Viewer, Scope::Area(area)).await
    }

    /// An auditor of the province.
    pub async fn as_auditor(&self) -> Caller {
        self.as_role(Role::Auditor, Scope::Province(self.province().await)).await
    }

    /// An auditor of an area.
    pub async fn as_auditor_of(&self, area: AreaId) -> Caller {
        self.as_role(Role::Auditor, Scope::Area(area)).await
    }

    /// A donor.
    pub async fn as_donor(&self) -> Caller {
        self.as_role(Role::Donor, Scope::Province(self.province().await)).await
    }

    /// An appraiser of the province.
    pub async fn as_appraiser(&self) -> Caller {
        self.as_role(Role::Appraiser, Scope::Province(self.province().await)).await
    }

    /// An approver of the province.
    pub async fn as_approver(&self) -> Caller {
        self.as_role(Role::Approver, Scope::Province(self.province().await)).await
    }

    /// A treasurer of the province.
    pub async fn as_treasurer(&self) -> Caller {
        self.as_role(Role::Treasurer, Scope::Province(self.province().await)).await
    }

    /// Staff of a partner.
    pub async fn as_partner(&self, partner: PartnerId) -> Caller {
        self.as_role(Role::Partner, Scope::Partner(partner)).await
    }
}

fn account_row(who: Who, number: u32) -> account::ActiveModel {
    account::ActiveModel {
        id: Set(who.account_id),
        login: Set(format!("nguoi.dung.{number}")),
        name: Set(format!("Người dùng thử {number}")),
        person_id: Set(None),
        password_hash: Set("no password".to_owned()),
        is_active: Set(true),
        is_demo: Set(false),
        must_change_password: Set(false),
        password_changed_at: Set(who.auth_time),
        version: Set(1),
        created_at: Set(who.auth_time),
        updated_at: Set(who.auth_time),
    }
}

fn session_row(who: Who) -> session::ActiveModel {
    session::ActiveModel {
        id: Set(who.session_id),
        account_id: Set(who.account_id),
        auth_time: Set(who.auth_time),
        device: Set("bộ thử".to_owned()),
        created_at: Set(who.auth_time),
        last_used_at: Set(who.auth_time),
        expires_at: Set(who.auth_time + TimeDelta::days(36_500)),
        revoked_at: Set(None),
    }
}

fn assignment(who: Who, role: Role, scope: Scope) -> role_assignment::ActiveModel {
    held((Some(who.account_id), None), who.auth_time, role, scope)
}

/// A role that an account or a machine client holds since long.
pub(crate) fn held(
    (account_id, client_id): (Option<AccountId>, Option<ClientId>),
    at: DateTime<Utc>,
    role: Role,
    scope: Scope,
) -> role_assignment::ActiveModel {
    let (area_id, group_id, partner_id) = match scope {
        Scope::Province(id) | Scope::Area(id) => (Some(id), None, None),
        Scope::Group(id) => (None, Some(id), None),
        Scope::Partner(id) => (None, None, Some(id)),
    };
    role_assignment::ActiveModel {
        id: Set(RoleAssignmentId::from(Uuid::now_v7())),
        account_id: Set(account_id),
        client_id: Set(client_id.map(Into::into)),
        role: Set(role),
        area_id: Set(area_id),
        group_id: Set(group_id),
        partner_id: Set(partner_id),
        from_on: Set(day("2020-01-01")),
        until_on: Set(None),
        entered_by: Set(None),
        confirmed_by: Set(None),
        confirmed_at: Set(Some(at)),
        version: Set(1),
        created_at: Set(at),
        updated_at: Set(at),
        voided_at: Set(None),
        void_reason: Set(None),
    }
}
