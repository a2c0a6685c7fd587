//! Keys of machine clients by way of the API: made by administrators, and sent as `X-API-Key`.

#![expect(clippy::expect_used, reason = "test support fails loudly")]

use entity::ids::AreaId;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::app::App;
use crate::callers::{Ask, Caller};
use crate::calls::step;
use crate::clients::{make, new};
use crate::reply::Reply;

/// Where keys live.
pub const KEYS: &str = "/v1/api-keys";
/// What keys open.
pub const OPENED: [&str; 3] = ["areas:read", "indicators:read", "publications:read"];

/// A machine client of a donor, in an area, that may do all that its keys open.
pub async fn donor_client(by: &Caller, area: AreaId) -> Uuid {
    let mut body = new(&OPENED);
    body["area_id"] = json!(area);
    make(by, body).await.id()
}

/// A new key of a machine client.
#[must_use]
pub fn new_key(client: Uuid) -> Value {
    json!({ "client_id": client, "name": "Bảng số liệu" })
}

/// A new key with a further member.
#[must_use]
pub fn key_with(client: Uuid, name: &str, value: Value) -> Value {
    let mut body = new_key(client);
    body[name] = value;
    body
}

/// Makes a key.
pub async fn make_key(by: &Caller, body: Value) -> Reply {
    by.post(KEYS, body).await.expect(201)
}

/// Revokes a key at its present revision.
pub async fn revoke_key(by: &Caller, id: Uuid) -> Reply {
    step(by, &format!("{KEYS}/{id}"), "revoke", Value::Null).await
}

/// The key that a reply shows.
///
/// # Panics
/// If it shows none.
#[must_use]
pub fn key_of(made: &Reply) -> String {
    made.json["key"].as_str().expect("a key").to_owned()
}

/// A request with a key.
pub fn with_key(app: &App, key: &str, path: &str) -> Ask {
    app.anonymous().get(path).header("x-api-key", key)
}

impl App {
    /// The key of a new machine client of a donor in the province, with its administrator and the reply that made it.
    pub async fn donor_key(&self) -> (Caller, Reply, String) {
        let admin = self.as_admin().await;
        let client = donor_client(&admin, self.province().await).await;
        let made = make_key(&admin, new_key(client)).await;
        let key = key_of(&made);
        (admin, made, key)
    }
}
