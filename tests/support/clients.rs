//! Machine clients by way of the API, made and kept by whoever owns them.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::callers::Caller;
use crate::calls::step;
use crate::reply::Reply;

/// Where machine clients live.
pub const CLIENTS: &str = "/v1/api-clients";

/// A new machine client with these scopes.
pub fn new(scopes: &[&str]) -> Value {
    json!({ "name": "Phần mềm kho", "scopes": scopes, "expires_at": "2027-06-01T00:00:00.000Z" })
}

/// A new machine client with a further member.
pub fn with(name: &str, value: Value) -> Value {
    let mut body = new(&["areas:read"]);
    body[name] = value;
    body
}

/// Makes a machine client.
pub async fn make(by: &Caller, body: Value) -> Reply {
    by.post(CLIENTS, body).await.expect(201)
}

/// Acts on a machine client at its present revision.
pub async fn act(by: &Caller, id: Uuid, action: &str) -> Reply {
    step(by, &format!("{CLIENTS}/{id}"), action, Value::Null).await
}

/// Changes a machine client at its present revision.
pub async fn change(by: &Caller, id: Uuid, body: Value) -> Reply {
    let path = format!("{CLIENTS}/{id}");
    let etag = by.get(&path).await.expect(200).etag();
    by.patch(&path, &etag, body).await
}
