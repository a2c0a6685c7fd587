//! From the token of a machine client to the caller: one query tells whether token and client are alive, and what the
//! role, the client's scopes and the token's together allow.

use std::net::IpAddr;

use actix_web::{HttpMessage, HttpRequest};
use entity::{
    api_client, client_token,
    ids::{AreaId, ClientId, PartnerId},
    role_assignment,
};
use sea_orm::{
    ColumnTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter, QuerySelect, RelationDef, Select,
};
use uuid::Uuid;

use super::{
    Caller, Principal,
    authenticate::{HeldRole, with_roles},
    policy::common_scopes,
    token::Claims,
};
use crate::{
    app::Service,
    clock::Clock,
    error::{Code, Error, Text},
    values::Network,
};

#[derive(FromQueryResult)]
struct Machine {
    client_id: ClientId,
    token_scopes: String,
    scopes: String,
    addresses: String,
    owner_partner: Option<PartnerId>,
    owner_area: Option<AreaId>,
    #[sea_orm(nested)]
    role: HeldRole,
}

impl Machine {
    /// The organisation that duties are counted by.
    fn owner(&self) -> Option<Uuid> {
        self.owner_partner.map(Uuid::from).or(self.owner_area.map(Uuid::from))
    }
}

/// Loads the machine client of a token, or says why the token does not count (any more).
pub(super) async fn load_machine(
    request: &HttpRequest,
    service: &Service,
    claims: &Claims,
) -> Result<Caller, Error> {
    let held: Vec<Machine> = service.door().find(alive(claims, service.clock())).await?;
    let Some((first, owner)) = held.first().and_then(|first| Some((first, first.owner()?))) else {
        return Err(Error::Unauthenticated(Code::TokenRevoked));
    };
    let caller = Caller {
        principal: Principal::Client { client_id: first.client_id, owner },
        assignments: held.iter().filter_map(|row| row.role.assignment()).collect(),
        limit: Some(common_scopes(&first.scopes, &first.token_scopes)),
    };
    request.extensions_mut().insert(caller.clone());
    let address = request.extensions().get::<IpAddr>().copied();
    if may_call_from(&first.addresses, address) {
        return Ok(caller);
    }
    Err(out_of_place())
}

/// The answer to a machine client that calls from where it may not.
pub(super) fn out_of_place() -> Error {
    let detail = Text::new(
        "Máy khách này không được gọi từ địa chỉ này.",
        "This client may not call from this address.",
    );
    Error::Forbidden(Code::PermissionDenied, Some(detail))
}

/// Whether a client with these networks, separated by spaces, may call from an address. Without any it may from
/// everywhere.
pub(crate) fn may_call_from(networks: &str, address: Option<IpAddr>) -> bool {
    let mut listed = networks.split(' ').filter_map(|text| Network::parse(text).ok());
    networks.is_empty() || address.is_some_and(|address| listed.any(|network| network.contains(address)))
}

/// Token, client and today's roles; no row when one of the first two is dead. When a token ends, it says itself.
fn alive(claims: &Claims, clock: &Clock) -> Select<client_token::Entity> {
    use api_client::Column as C;
    use client_token::Column as T;
    let client: RelationDef =
        client_token::Entity::belongs_to(api_client::Entity).from(T::ClientId).to(C::Id).into();
    let select = client_token::Entity::find()
        .select_only()
        .column(T::ClientId)
        .column_as(T::Scopes, "token_scopes")
        .columns([C::Scopes, C::Addresses])
        .column_as(C::PartnerId, "owner_partner")
        .column_as(C::AreaId, "owner_area")
        .join(JoinType::InnerJoin, client);
    with_roles(select, (T::ClientId, role_assignment::Column::ClientId), clock.today())
        .filter(T::Id.eq(claims.sid))
        .filter(T::ClientId.eq(claims.sub))
        .filter(T::RevokedAt.is_null())
        .filter(C::RevokedAt.is_null())
        .filter(C::ExpiresAt.gt(clock.now()))
}

#[cfg(test)]
mod tests {
    use super::may_call_from;

    #[test]
    fn a_list_lets_in_its_own_and_no_list_everybody() {
        let may = |networks, address: &str| may_call_from(networks, address.parse().ok());
        assert!(may("", "198.51.100.1") && may("", "nowhere"));
        let networks = "203.0.113.0/24 2001:db8::1";
        assert!(may(networks, "203.0.113.9") && may(networks, "2001:db8::1"));
        assert!(!may(networks, "198.51.100.1") && !may(networks, "nowhere") && !may("x", "198.51.100.1"));
    }
}
