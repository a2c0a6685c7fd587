//! Approvals and payments as bytes to be sent, and what they leave behind in the database.

use chrono::NaiveDate;
use entity::ids::{ApplicationId, DisbursementId};
use serde_json::json;
use uuid::Uuid;

use crate::app::App;
use crate::databases::Backend;
use crate::ripe::AMOUNT_VND;

/// Something to be done once.
#[derive(Clone, Copy, Debug)]
pub enum Deed {
    /// An application is granted.
    Approve(ApplicationId),
    /// A tranche of an application is paid.
    Pay(ApplicationId, DisbursementId),
}

/// A deed with the key of its request.
#[derive(Clone, Copy, Debug)]
pub struct Errand {
    /// What is to be done.
    pub deed: Deed,
    /// The key of its request.
    pub key: Uuid,
}

/// Who decides, who pays, and when.
#[derive(Clone, Debug)]
pub struct Tokens {
    /// Of who decides.
    pub approver: String,
    /// Of who pays.
    pub treasurer: String,
    /// The day on which they do.
    pub today: NaiveDate,
}

impl Errand {
    /// With a key of its own.
    #[must_use]
    pub fn new(deed: Deed) -> Self {
        Self { deed, key: Uuid::now_v7() }
    }

    /// The request, on the first revision of what it is about.
    #[must_use]
    pub fn request(&self, tokens: &Tokens) -> Vec<u8> {
        let today = tokens.today;
        let (path, token, body) = match self.deed {
            Deed::Approve(id) => {
                let body = json!({ "number": "12/QĐ-HND", "decided_on": today, "amount_vnd": AMOUNT_VND, "remark": null });
                (format!("/v1/grant-applications/{id}/approve"), &tokens.approver, body)
            }
            Deed::Pay(_, id) => {
                let body = json!({ "paid_on": today, "document_no": "UNC-15" });
                (format!("/v1/disbursements/{id}/pay"), &tokens.treasurer, body)
            }
        };
        let (body, key) = (body.to_string(), self.key);
        format!(
            "POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nAuthorization: Bearer {token}\r\n\
             Content-Type: application/json\r\nIf-Match: \"v1\"\r\nIdempotency-Key: {key}\r\n\
             Content-Length: {}\r\n\r\n{body}",
            body.len(),
        )
        .into_bytes()
    }

    /// How often each trace of the deed is there, by name.
    async fn traces(&self, app: &App) -> Vec<(&'static str, i64)> {
        let traces = match self.deed {
            Deed::Approve(id) => of_approval(&literal(app, id.into())).to_vec(),
            Deed::Pay(application, id) => {
                of_payment(&literal(app, application.into()), &literal(app, id.into())).to_vec()
            }
        };
        let claim = ("claim", format!("idempotency_claim WHERE key = '{}'", self.key));
        let mut counted = Vec::new();
        for (name, rows) in traces.into_iter().chain([claim]) {
            counted.push((name, app.database().count(&format!("SELECT COUNT(*) FROM {rows}")).await));
        }
        counted
    }

    /// Whether the deed was done.
    ///
    /// # Panics
    /// If it was done in part, or more than once.
    pub async fn is_done(&self, app: &App) -> bool {
        let traces = self.traces(app).await;
        let all = |number| traces.iter().all(|(_, found)| *found == number);
        assert!(all(0) || all(1), "{self:?} was done in part: {traces:?}");
        all(1)
    }
}

/// An id as each database writes it.
fn literal(app: &App, id: Uuid) -> String {
    match app.database().backend() {
        Backend::Sqlite => format!("x'{}'", id.simple()),
        Backend::Postgres => format!("'{id}'"),
    }
}

/// The rows that an approval leaves.
fn of_approval(id: &str) -> [(&'static str, String); 5] {
    let is_granted = format!("status = 'approved' AND approved_vnd = {AMOUNT_VND}");
    [
        ("status", format!("grant_application WHERE id = {id} AND {is_granted}")),
        ("posting", format!("posting WHERE application_id = {id} AND kind = 'commitment'")),
        ("decision", format!("grant_decision WHERE application_id = {id}")),
        ("duty", format!("duty WHERE subject_id = {id} AND duty = 'decide'")),
        ("entry", format!("journal_entry WHERE resource_id = {id} AND action = 'approved'")),
    ]
}

/// The rows that a payment leaves.
fn of_payment(application: &str, id: &str) -> [(&'static str, String); 6] {
    let is_paid = |status| format!("status = '{status}' AND paid_vnd = {AMOUNT_VND}");
    [
        ("status", format!("disbursement WHERE id = {id} AND {}", is_paid("paid"))),
        ("sum", format!("grant_application WHERE id = {application} AND {}", is_paid("disbursing"))),
        ("posting", format!("posting WHERE disbursement_id = {id} AND kind = 'payment'")),
        ("duty", format!("duty WHERE subject_id = {application} AND duty = 'pay'")),
        ("entry", format!("journal_entry WHERE resource_id = {id} AND action = 'paid'")),
        ("told", format!("journal_entry WHERE resource_id = {application} AND action = 'paid'")),
    ]
}
