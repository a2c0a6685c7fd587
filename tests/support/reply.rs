//! What came back.

#![expect(clippy::panic, clippy::expect_used, reason = "test support fails loudly")]

use actix_web::http::{Method, StatusCode, header::HeaderMap};
use serde_json::Value;
use uuid::Uuid;

/// A reply that keeps the contract.
#[derive(Clone, Debug)]
pub struct Reply {
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body; null when there is none, or when it is not JSON.
    pub json: Value,
    /// The body as it came.
    pub body: Vec<u8>,
    pub(crate) method: Method,
    pub(crate) path: String,
}

impl Reply {
    pub(crate) fn new(
        method: &Method,
        path: &str,
        status: StatusCode,
        headers: HeaderMap,
        body: &[u8],
    ) -> Self {
        let is_json = headers
            .get("content-type")
            .and_then(|value| value.to_str().ok())
            .is_some_and(|kind| kind.starts_with("application/") && kind.contains("json"));
        let json = is_json.then(|| serde_json::from_slice(body).ok()).flatten().unwrap_or(Value::Null);
        let path = path.split('?').next().unwrap_or_default().to_owned();
        Self { status: status.as_u16(), headers, json, body: body.to_vec(), method: method.clone(), path }
    }

    /// Passes the reply on if it has this status.
    ///
    /// # Panics
    /// If it has another; shows the body.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert!(self.status == status, "{} instead of {status}\n{self}", self.status);
        self
    }

    /// Passes the reply on if it is a problem with this status and code.
    ///
    /// # Panics
    /// If it is anything else; shows the body.
    #[track_caller]
    pub fn problem(self, status: u16, code: &str) -> Self {
        let found = (self.status, self.json["code"].as_str().unwrap_or_default());
        assert!(found == (status, code), "{found:?} instead of {:?}\n{self}", (status, code));
        self
    }

    /// Passes the reply on if it is a 422 (or 400, 404) with exactly these faults, `"pointer or parameter: code"`.
    ///
    /// # Panics
    /// If it is anything else; shows the body.
    #[track_caller]
    pub fn faults(self, expected: &[&str]) -> Self {
        let found = self.json["errors"].as_array().map(Vec::as_slice).unwrap_or_default();
        let text = |fault: &Value, name: &str| fault[name].as_str().map(str::to_owned);
        let mut found: Vec<String> = found
            .iter()
            .map(|fault| {
                let place = text(fault, "pointer").or_else(|| text(fault, "parameter")).unwrap_or_default();
                format!("{place}: {}", text(fault, "code").unwrap_or_default())
            })
            .collect();
        let mut expected: Vec<String> = expected.iter().map(|fault| (*fault).to_owned()).collect();
        found.sort();
        expected.sort();
        assert!(found == expected, "{found:?} instead of {expected:?}\n{self}");
        self
    }

    /// What a 409 `conditions_unmet` found: rule, needed, found.
    ///
    /// # Panics
    /// If it is anything else; shows the body.
    #[track_caller]
    #[must_use]
    pub fn unmet(self) -> Vec<(String, Option<i64>, Option<i64>)> {
        let reply = self.problem(409, "conditions_unmet");
        let findings = reply.json["findings"].as_array().map(Vec::as_slice).unwrap_or_default();
        let each = |one: &Value| {
            let rule = one["rule"].as_str().unwrap_or_default();
            (rule.to_owned(), one["needed"].as_i64(), one["found"].as_i64())
        };
        findings.iter().map(each).collect()
    }

    /// The `id` of the resource.
    ///
    /// # Panics
    /// If there is none.
    #[track_caller]
    #[must_use]
    pub fn id(&self) -> Uuid {
        let id = self.json["id"].as_str().and_then(|text| text.parse().ok());
        id.unwrap_or_else(|| panic!("no id\n{self}"))
    }

    /// The `ETag`.
    ///
    /// # Panics
    /// If there is none.
    #[track_caller]
    #[must_use]
    pub fn etag(&self) -> String {
        self.header("etag").unwrap_or_else(|| panic!("no ETag\n{self}"))
    }

    /// The items of a list.
    ///
    /// # Panics
    /// If it is no list.
    #[track_caller]
    #[must_use]
    pub fn data(&self) -> &[Value] {
        self.json["data"].as_array().unwrap_or_else(|| panic!("no list\n{self}"))
    }

    /// The ids of the items of a list.
    ///
    /// # Panics
    /// If it is no list of resources.
    #[track_caller]
    #[must_use]
    pub fn ids(&self) -> Vec<Uuid> {
        let id = |item: &Value| item["id"].as_str().and_then(|text| text.parse().ok());
        self.data().iter().map(|item| id(item).expect("an id")).collect()
    }

    /// The value of a header.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<String> {
        self.headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned)
    }

    /// The body as text.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// A condition that is not met: rule, needed, found.
#[must_use]
pub fn finding(rule: &str, needed: i64, found: i64) -> (String, Option<i64>, Option<i64>) {
    (rule.to_owned(), Some(needed), Some(found))
}

impl std::fmt::Display for Reply {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let body = if self.json.is_null() { self.text() } else { format!("{:#}", self.json) };
        write!(f, "{} {} answered {}\n{body}", self.method, self.path, self.status)
    }
}
