//! Machine clients that hold a token already: inserted directly, so that a test need not go by `/oauth/token`.

#![expect(clippy::expect_used, reason = "test support fails loudly")]

use std::rc::Rc;

use chrono::TimeDelta;
use entity::enums::Role;
use entity::ids::{ClientId, PartnerId};
use entity::{api_client, client_token, role_assignment};
use hoinongdan::access::Scope;
use sea_orm::ActiveValue::Set;
use sea_orm::EntityTrait as _;
use uuid::Uuid;

use crate::app::App;
use crate::callers::{Caller, Identity, Machine};
use crate::roles::held;

impl App {
    /// A system of a partner, whose token is limited to these permissions, such as `sales-contracts:read`.
    pub async fn as_client_of(&self, partner: PartnerId, scopes: &[&str]) -> Caller {
        self.as_machine(Scope::Partner(partner), (Role::Partner, Scope::Partner(partner)), scopes).await
    }

    /// A machine client of a partner or area, with whatever role the test needs.
    ///
    /// # Panics
    /// If the owner is a group, or the rows cannot be inserted.
    pub async fn as_machine(&self, owner: Scope, (role, over): (Role, Scope), scopes: &[&str]) -> Caller {
        let (client_id, token_id) = (ClientId::from(Uuid::now_v7()), Uuid::now_v7());
        let (partner_id, area_id) = match owner {
            Scope::Partner(id) => (Some(id), None),
            Scope::Province(id) | Scope::Area(id) => (None, Some(id)),
            Scope::Group(_) => (None, None),
        };
        let (at, end) = (self.now(), self.now() + TimeDelta::days(36_500));
        self.insert(api_client::ActiveModel {
            id: Set(client_id),
            partner_id: Set(partner_id),
            area_id: Set(area_id),
            name: Set(format!("Máy khách thử {}", self.serial())),
            secret_hash: Set(Some(vec![0; 32])),
            old_secret_hash: Set(None),
            old_secret_until: Set(None),
            jwk: Set(None),
            scopes: Set(scopes.join(" ")),
            addresses: Set(String::new()),
            expires_at: Set(end),
            last_used_at: Set(None),
            revoked_at: Set(None),
            version: Set(1),
            created_at: Set(at),
            updated_at: Set(at),
        })
        .await;
        self.insert(client_token::ActiveModel {
            id: Set(token_id),
            client_id: Set(client_id),
            scopes: Set(scopes.join(" ")),
            expires_at: Set(end),
            revoked_at: Set(None),
            created_at: Set(at),
        })
        .await;
        let role = role_assignment::Entity::insert(held((None, Some(client_id)), at, role, over));
        role.exec(self.db()).await.expect("the role of a machine client");
        let machine = Identity::Machine(Machine { client_id, token_id });
        Caller::new(Rc::clone(&self.wire), Some(machine))
    }
}
