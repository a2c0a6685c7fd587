//! Which keys are whose, in which state they are, and look-ups of them.

use chrono::{DateTime, Utc};
use entity::{
    api_client, api_key,
    ids::{AreaId, ClientId},
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, JoinType, QueryFilter, QuerySelect, QueryTrait,
    RelationDef, Select, sea_query::SelectStatement,
};

use super::messages::{ApiKeyFilter, ApiKeyStatus};
use crate::{
    access::{Owned, Reach, Rows, owned_ids},
    clients::queries::is_active,
    error::{Code, Error, Finding, Text},
    store::{Reading, Revised, SortBy, SortKind, Tx},
};

/// How many keys of one client may be alive: the one in use and the one that takes its place.
const MOST: u64 = 2;

impl Owned for api_key::Entity {
    const ID: api_key::Column = api_key::Column::Id;
    const VOIDED: Option<api_key::Column> = None;

    /// Those of the machine clients within it.
    fn within(reach: &Reach) -> Condition {
        Condition::all().add(api_key::Column::ClientId.in_subquery(owned_ids::<api_client::Entity>(reach)))
    }
}

impl Revised for api_key::Entity {
    const VERSION: api_key::Column = api_key::Column::Version;
    const UPDATED_AT: api_key::Column = api_key::Column::UpdatedAt;

    fn version(row: &api_key::Model) -> i32 {
        row.version
    }
}

/// A key, with what is to be known of its client.
#[derive(Debug, FromQueryResult)]
pub struct Kept {
    /// The key.
    #[sea_orm(nested)]
    pub key: api_key::Model,
    /// The area for which the union owns the client.
    pub client_area: Option<AreaId>,
    /// When the client ends.
    pub client_expires_at: DateTime<Utc>,
    /// When it was revoked.
    pub client_revoked_at: Option<DateTime<Utc>>,
}

impl Kept {
    /// A key and its client.
    pub(super) const fn of(key: api_key::Model, client: &api_client::Model) -> Self {
        Self {
            key,
            client_area: client.area_id,
            client_expires_at: client.expires_at,
            client_revoked_at: client.revoked_at,
        }
    }

    /// The state at an instant: a key lasts no longer than its client.
    pub(super) fn status_at(&self, now: DateTime<Utc>) -> ApiKeyStatus {
        if self.key.revoked_at.or(self.client_revoked_at).is_some() {
            ApiKeyStatus::Revoked
        } else if self.key.expires_at.min(self.client_expires_at) <= now {
            ApiKeyStatus::Expired
        } else {
            ApiKeyStatus::Active
        }
    }
}

/// Adds to keys what is to be known of their clients.
pub(super) fn with_client(select: Select<api_key::Entity>) -> Select<api_key::Entity> {
    use api_client::Column as C;
    let client: RelationDef =
        api_key::Entity::belongs_to(api_client::Entity).from(api_key::Column::ClientId).to(C::Id).into();
    select
        .join(JoinType::InnerJoin, client)
        .column_as(C::AreaId, "client_area")
        .column_as(C::ExpiresAt, "client_expires_at")
        .column_as(C::RevokedAt, "client_revoked_at")
}

/// The one key, or 404.
pub(super) async fn kept(from: &impl Reading, rows: Rows<api_key::Entity>) -> Result<Kept, Error> {
    from.load(rows, with_client).await?.pop().ok_or(Error::NotFound)
}

/// The condition for keys in a state at an instant.
fn in_state(status: ApiKeyStatus, now: DateTime<Utc>) -> Condition {
    use api_client::Column as C;
    use api_key::Column as K;
    let of_clients = |condition: Condition| K::ClientId.in_subquery(clients(condition));
    let revoked = of_clients(Condition::all().add(C::RevokedAt.is_not_null()));
    let over = of_clients(Condition::all().add(C::ExpiresAt.lte(now)));
    let revoked = Condition::any().add(K::RevokedAt.is_not_null()).add(revoked);
    match status {
        ApiKeyStatus::Active => is_alive(now).add(of_clients(is_active(now))),
        ApiKeyStatus::Expired => {
            Condition::all().add(revoked.not()).add(Condition::any().add(K::ExpiresAt.lte(now)).add(over))
        }
        ApiKeyStatus::Revoked => revoked,
    }
}

fn clients(condition: Condition) -> SelectStatement {
    api_client::Entity::find().select_only().column(api_client::Column::Id).filter(condition).into_query()
}

/// The condition for keys that have neither ended nor been revoked.
fn is_alive(now: DateTime<Utc>) -> Condition {
    use api_key::Column as K;
    Condition::all().add(K::RevokedAt.is_null()).add(K::ExpiresAt.gt(now))
}

/// Two are enough to exchange one for another; each more would be one that nobody remembers. Hold a lock on the client.
///
/// # Errors
/// 409 `conditions_unmet`.
pub(super) async fn refuse_too_many(tx: &Tx, client_id: ClientId) -> Result<(), Error> {
    let rows = tx
        .beyond_reach::<api_key::Entity>("all of one client count")
        .filter(api_key::Column::ClientId.eq(client_id));
    let alive = tx.count(rows.filter(is_alive(tx.now()))).await?;
    if alive < MOST {
        return Ok(());
    }
    let text = Text::new(
        "Máy khách này đã có hai khóa đang dùng; hãy thu hồi một khóa trước.",
        "This machine client has two keys that are alive; revoke one first.",
    );
    let number = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    let finding = Finding::new("max_api_keys", number(MOST), number(alive), text);
    Err(Error::unmet(Code::ConditionsUnmet, &[finding]))
}

impl ApiKeyFilter {
    /// The filters as one condition, at an instant.
    #[must_use]
    pub fn condition(&self, now: DateTime<Utc>) -> Condition {
        let any_of = |states: &[ApiKeyStatus]| {
            states.iter().fold(Condition::any(), |any, status| any.add(in_state(*status, now)))
        };
        Condition::all()
            .add_option(self.status.as_ref().map(|states| any_of(states.as_slice())))
            .add_option(self.client_id.map(|id| api_key::Column::ClientId.eq(id)))
    }

    /// The order of a sort key.
    #[must_use]
    pub fn sort(key: &str) -> SortBy {
        SortBy::column(api_key::Column::CreatedAt, SortKind::Instant).descending(key.starts_with('-'))
    }
}
