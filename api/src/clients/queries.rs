//! Whose machine clients are whose, and look-ups of them.

use chrono::{DateTime, Utc};
use entity::{api_client, client_assertion, client_token};
use sea_orm::{ColumnTrait, Condition};

use super::messages::{ApiClientFilter, ClientStatus};
use crate::{
    access::{Owned, Reach, Role, Within, descendants},
    sessions::queries::nobody,
    store::{Revised, SortBy, SortKind},
};

impl Owned for api_client::Entity {
    const ID: api_client::Column = api_client::Column::Id;
    const VOIDED: Option<api_client::Column> = None;

    /// Those of a partner are its own business, also for administrators of the province: whoever keeps a client can act
    /// as its owner. Auditors of the province read them too.
    fn within(reach: &Reach) -> Condition {
        use api_client::Column as C;
        let own = C::PartnerId.is_in(reach.partners.iter().copied());
        match (reach.whole, reach.roles.contains(&Role::Auditor)) {
            (true, true) => Condition::all(),
            (true, false) => Condition::any().add(C::AreaId.is_not_null()).add(own),
            (false, _) => Within::new(reach)
                .areas(|_| C::AreaId.in_subquery(descendants(&reach.areas)))
                .partners(|_| own)
                .condition(),
        }
    }
}

impl Revised for api_client::Entity {
    const VERSION: api_client::Column = api_client::Column::Version;
    const UPDATED_AT: api_client::Column = api_client::Column::UpdatedAt;

    fn version(row: &api_client::Model) -> i32 {
        row.version
    }
}

impl Owned for client_token::Entity {
    const ID: client_token::Column = client_token::Column::Id;
    const VOIDED: Option<client_token::Column> = None;

    fn within(reach: &Reach) -> Condition {
        nobody(reach)
    }
}

impl Owned for client_assertion::Entity {
    const ID: client_assertion::Column = client_assertion::Column::Jti;
    const VOIDED: Option<client_assertion::Column> = None;

    fn within(reach: &Reach) -> Condition {
        nobody(reach)
    }
}

/// The condition for machine clients in a state at an instant.
fn in_state(status: ClientStatus, now: DateTime<Utc>) -> Condition {
    use api_client::Column as C;
    let unrevoked = Condition::all().add(C::RevokedAt.is_null());
    match status {
        ClientStatus::Active => unrevoked.add(C::ExpiresAt.gt(now)),
        ClientStatus::Expired => unrevoked.add(C::ExpiresAt.lte(now)),
        ClientStatus::Revoked => Condition::all().add(C::RevokedAt.is_not_null()),
    }
}

/// The condition for machine clients that may take tokens.
pub(crate) fn is_active(now: DateTime<Utc>) -> Condition {
    in_state(ClientStatus::Active, now)
}

impl ApiClientFilter {
    /// The filters as one condition, at an instant.
    #[must_use]
    pub fn condition(&self, now: DateTime<Utc>) -> Condition {
        let any_of = |states: &[ClientStatus]| {
            states.iter().fold(Condition::any(), |any, status| any.add(in_state(*status, now)))
        };
        Condition::all()
            .add_option(self.status.as_ref().map(|states| any_of(states.as_slice())))
            .add_option(self.partner_id.map(|id| api_client::Column::PartnerId.eq(id)))
    }

    /// The order of a sort key.
    #[must_use]
    pub fn sort(key: &str) -> SortBy {
        SortBy::column(api_client::Column::CreatedAt, SortKind::Instant).descending(key.starts_with('-'))
    }
}
