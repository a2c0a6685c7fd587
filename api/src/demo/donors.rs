//! The machine client of a donor, who reads published figures. Nobody knows its secret; administrators of the demo make
//! keys for it.

use chrono::{DateTime, Months, NaiveDate, Utc};
use entity::{api_client, area, enums::Role, ids::AreaId, role_assignment};
use serde_json::json;

use super::accounts::fixed_id;
use crate::{
    access::ClientSecret,
    error::Error,
    store::{Bulk, Entry, Owner, Task},
};

const NAME: &str = "Bảng số liệu của IFAD";
const SCOPES: &str = "areas:read indicators:read publications:read";
const LASTS: Months = Months::new(12);
/// Kinds of fixed ids.
const CLIENT: u8 = 5;
const ROLE: u8 = 6;

/// Loads the client with its role over the province.
///
/// # Errors
/// When the map has no province, or the database fails.
pub(super) async fn insert(
    bulk: &Bulk,
    areas: &[area::Model],
    (now, today): (DateTime<Utc>, NaiveDate),
) -> Result<(), Error> {
    let province = areas.iter().find(|area| area.parent_id.is_none());
    let province = province.ok_or_else(|| Error::internal("the map has no province"))?.id;
    let client = client(province, now)?;
    let entry = Entry {
        id: Some(client.id.into()),
        version: Some(client.version),
        owners: vec![Owner::Commune(province)],
        ..Task::entry("api_client", "created", &[("/name", json!(NAME)), ("/area_id", json!(province))])
    };
    bulk.insert(vec![client]).await?;
    bulk.insert(vec![role(province, (now, today))]).await?;
    bulk.journal("load_demo", vec![entry]).await
}

fn client(province: AreaId, now: DateTime<Utc>) -> Result<api_client::Model, Error> {
    Ok(api_client::Model {
        id: fixed_id(CLIENT, 0).into(),
        partner_id: None,
        area_id: Some(province),
        name: NAME.to_owned(),
        secret_hash: Some(ClientSecret::generate().hash().to_vec()),
        old_secret_hash: None,
        old_secret_until: None,
        jwk: None,
        scopes: SCOPES.to_owned(),
        addresses: String::new(),
        expires_at: now.checked_add_months(LASTS).ok_or_else(|| Error::internal("the year is too late"))?,
        last_used_at: None,
        revoked_at: None,
        version: 1,
        created_at: now,
        updated_at: now,
    })
}

fn role(province: AreaId, (now, today): (DateTime<Utc>, NaiveDate)) -> role_assignment::Model {
    role_assignment::Model {
        id: fixed_id(ROLE, 0).into(),
        account_id: None,
        client_id: Some(fixed_id(CLIENT, 0)),
        role: Role::Donor,
        area_id: Some(province),
        group_id: None,
        partner_id: None,
        from_on: today,
        until_on: None,
        entered_by: None,
        confirmed_by: None,
        confirmed_at: None,
        version: 1,
        created_at: now,
        updated_at: now,
        voided_at: None,
        void_reason: None,
    }
}
