//! The people who bring a grant from its agreement to its completion, and the steps they take.

use entity::ids::{ApplicationId, DisbursementId};
use serde_json::{Value, json};

use crate::app::App;
use crate::callers::Caller;
use crate::calls::step;
use crate::grants::Granted;
use crate::reply::Reply;

/// One person for each duty, over the whole province.
#[derive(Clone, Debug)]
pub struct Cast {
    /// Enters and requests.
    pub officer: Caller,
    /// Accepts works.
    pub appraiser: Caller,
    /// Approves.
    pub approver: Caller,
    /// Pays.
    pub treasurer: Caller,
}

impl Cast {
    /// Four people of the province.
    pub async fn of(app: &App) -> Self {
        Self {
            officer: app.as_officer_of(app.province().await).await,
            appraiser: app.as_appraiser().await,
            approver: app.as_approver().await,
            treasurer: app.as_treasurer().await,
        }
    }

    /// Takes a step on a resource at the revision it has now.
    pub async fn act(caller: &Caller, item: &str, action: &str, body: Value) -> Reply {
        step(caller, item, action, body).await
    }

    /// Requests a tranche.
    pub async fn request(&self, id: DisbursementId) -> Reply {
        Self::act(&self.officer, &tranche(id), "request", Value::Null).await
    }

    /// Approves a tranche.
    pub async fn approve(&self, id: DisbursementId) -> Reply {
        Self::act(&self.approver, &tranche(id), "approve", Value::Null).await
    }

    /// Pays a tranche on 15 June 2026.
    pub async fn pay(&self, id: DisbursementId) -> Reply {
        Self::act(&self.treasurer, &tranche(id), "pay", payment()).await
    }

    /// Requests, approves and pays a tranche.
    ///
    /// # Panics
    /// If a step is refused.
    pub async fn release(&self, id: DisbursementId) -> Reply {
        self.request(id).await.expect(200);
        self.approve(id).await.expect(200);
        self.pay(id).await.expect(200)
    }

    /// Takes money of a tranche back on 15 June 2026.
    pub async fn refund(&self, id: DisbursementId, amount_vnd: i64) -> Reply {
        let body =
            json!({ "amount_vnd": amount_vnd, "refunded_on": "2026-06-15", "document_no": "PT-2026-003" });
        Self::act(&self.treasurer, &tranche(id), "refund", body).await
    }

    /// Enters what the group of a grant gave on 15 June 2026.
    pub async fn contribute(&self, grant: &Granted, kind: &str, value_vnd: i64) -> Reply {
        let body = json!({
            "kind": kind, "value_vnd": value_vnd, "valuation": "Theo giá địa phương", "given_on": "2026-06-15",
            "attachment_id": null,
        });
        self.officer.post(&format!("{}/contributions", application(grant.application)), body).await
    }

    /// Enters minutes of 15 June 2026 on a tranche of a grant.
    pub async fn minutes(&self, grant: &Granted, n: usize, (result, amount_vnd): (&str, i64)) -> Reply {
        let body = json!({
            "disbursement_id": grant.tranches[n], "number": "BB-2026-007", "accepted_on": "2026-06-15",
            "result": result, "amount_vnd": amount_vnd, "remark": null, "attachment_id": null,
        });
        self.appraiser.post(&format!("{}/acceptances", application(grant.application)), body).await
    }

    /// Accepts the works of a grant as a whole.
    pub async fn accept(&self, id: ApplicationId) -> Reply {
        let body = json!({
            "number": "BB-2026-012", "accepted_on": "2026-06-15", "result": "passed", "remark": null,
            "attachment_id": null,
        });
        Self::act(&self.appraiser, &application(id), "accept", body).await
    }

    /// Makes the final account of a grant.
    pub async fn settle(&self, id: ApplicationId) -> Reply {
        let body = json!({ "number": "QT-2026-004", "settled_on": "2026-06-15" });
        Self::act(&self.officer, &application(id), "settle", body).await
    }

    /// Completes a grant.
    pub async fn complete(&self, id: ApplicationId) -> Reply {
        Self::act(&self.approver, &application(id), "complete", Value::Null).await
    }
}

/// Where a tranche is found.
fn tranche(id: DisbursementId) -> String {
    format!("/v1/disbursements/{id}")
}

/// Where an application is found.
fn application(id: ApplicationId) -> String {
    format!("/v1/grant-applications/{id}")
}

/// The body of a payment.
fn payment() -> Value {
    json!({ "paid_on": "2026-06-15", "document_no": "UNC-2026-015" })
}
