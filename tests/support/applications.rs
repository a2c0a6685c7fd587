//! Applications put into the database directly, and files sent for them.

#![expect(clippy::expect_used, reason = "test support fails loudly")]

use entity::enums::{ApplicationStatus, CallStatus, LegalForm};
use entity::ids::{ApplicationId, AreaId, CallId, FundId, GroupId};
use entity::{application_version, fund, grant_application, grant_call};
use sea_orm::ActiveValue::Set;
use sea_orm::EntityTrait as _;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::app::App;
use crate::callers::{Ask, Caller};
use crate::databases::Backend;
use crate::reply::Reply;

/// The smallest file there is: enough to be taken for one.
pub const PDF: &[u8] = b"%PDF-1.7\n%%EOF\n";
/// Its SHA-256.
pub const PDF_SHA256: &str = "1e7313ace78f0fb481a486939b4885902663102818090805515553d84e0bbfd3";

impl App {
    /// A draft of a group, in a commune, to the one call of the test.
    ///
    /// # Panics
    /// If the rows cannot be read or inserted.
    pub async fn application(&self, group: GroupId, commune: AreaId) -> ApplicationId {
        let known = grant_call::Entity::find().one(self.db()).await.expect("the calls");
        let call = match known {
            Some(call) => call,
            None => self.call().await,
        };
        let id = ApplicationId::from(Uuid::now_v7());
        let to = (call.id, call.fund_id);
        self.insert(application_row(self, id, to, (group, commune), self.serial())).await;
        self.insert(application_version::ActiveModel {
            application_id: Set(id),
            n: Set(1),
            content: Set(content().to_string()),
            submitted_at: Set(None),
            created_at: Set(self.now()),
        })
        .await;
        id
    }

    /// An open call of a fund without money.
    async fn call(&self) -> grant_call::Model {
        let serial = self.serial();
        let fund_id = FundId::from(Uuid::now_v7());
        self.insert(fund::ActiveModel {
            id: Set(fund_id),
            code: Set(format!("QUY-9{serial:05}")),
            name: Set(format!("Quỹ thử {serial}")),
            version: Set(1),
            created_at: Set(self.now()),
            updated_at: Set(self.now()),
        })
        .await;
        self.insert(call_row(self, fund_id, serial)).await
    }

    /// A file of an application that has arrived.
    pub async fn attachment(&self, officer: &Caller, application: ApplicationId) -> Uuid {
        let made = officer.post("/v1/attachments", new_pdf(application)).await.expect(201);
        send(officer, made.id(), "application/pdf", PDF).await.expect(200).id()
    }
}

/// A group's draft, and the officer of its commune.
#[derive(Debug)]
pub struct Desk {
    /// The service.
    pub app: App,
    /// Where the group lies.
    pub commune: AreaId,
    /// The group.
    pub group: GroupId,
    /// Its draft.
    pub application: ApplicationId,
    /// The officer of the commune.
    pub officer: Caller,
}

impl Desk {
    /// A desk on a fresh database.
    pub async fn start(backend: Backend) -> Self {
        let app = App::start(backend).await;
        let commune = app.area("01392", "2022-06-30").await;
        let group = app.group(commune, LegalForm::Tht, "2021-01-01").await;
        let application = app.application(group, commune).await;
        let officer = app.as_officer_of(commune).await;
        Self { app, commune, group, application, officer }
    }

    /// The officer enters the record of [`PDF`].
    pub async fn enter(&self) -> Reply {
        self.officer.post("/v1/attachments", new_pdf(self.application)).await.expect(201)
    }

    /// The officer sends the content of a file.
    pub fn send(&self, id: Uuid, media_type: &str, bytes: impl Into<Vec<u8>>) -> Ask {
        send(&self.officer, id, media_type, bytes)
    }

    /// The officer takes out a file.
    pub async fn remove(&self, id: Uuid, etag: &str) -> Reply {
        self.officer.delete(&format!("/v1/attachments/{id}?reason=entered_twice"), etag).await
    }
}

/// Where the content of a file is sent and read.
#[must_use]
pub fn content_of(id: Uuid) -> String {
    format!("/v1/attachments/{id}/content")
}

/// Somebody sends the content of a file.
pub fn send(caller: &Caller, id: Uuid, media_type: &str, bytes: impl Into<Vec<u8>>) -> Ask {
    caller.post(&content_of(id), Value::Null).header("content-type", media_type).bytes(bytes)
}

/// The record of [`PDF`].
#[must_use]
pub fn new_pdf(application: ApplicationId) -> Value {
    json!({
        "owner_type": "grant_application", "owner_id": application, "file_name": "Biên bản.pdf",
        "media_type": "application/pdf", "size_bytes": PDF.len(), "sha256": PDF_SHA256,
    })
}

fn call_row(app: &App, fund_id: FundId, serial: u32) -> grant_call::ActiveModel {
    grant_call::ActiveModel {
        id: Set(CallId::from(Uuid::now_v7())),
        code: Set(format!("DXT-9{serial:05}")),
        fund_id: Set(fund_id),
        name: Set(format!("Đợt thử {serial}")),
        sort_key: Set(format!("dot thu {serial}")),
        status: Set(CallStatus::Open),
        opens_at: Set(app.now() - chrono::TimeDelta::days(1)),
        closes_at: Set(app.now() + chrono::TimeDelta::days(30)),
        budget_vnd: Set(500_000_000),
        rules: Set(rules().to_string()),
        rules_sha256: Set(None),
        opened_at: Set(Some(app.now())),
        closed_at: Set(None),
        version: Set(1),
        created_at: Set(app.now()),
        updated_at: Set(app.now()),
        voided_at: Set(None),
        void_reason: Set(None),
    }
}

fn application_row(
    app: &App,
    id: ApplicationId,
    (call_id, fund_id): (CallId, FundId),
    (group_id, commune_id): (GroupId, AreaId),
    serial: u32,
) -> grant_application::ActiveModel {
    grant_application::ActiveModel {
        id: Set(id),
        code: Set(format!("HS-9{serial:05}")),
        call_id: Set(call_id),
        fund_id: Set(fund_id),
        group_id: Set(group_id),
        commune_id: Set(commune_id),
        former_commune_id: Set(None),
        status: Set(ApplicationStatus::Draft),
        version_n: Set(1),
        total_vnd: Set(75_000_000),
        requested_vnd: Set(50_000_000),
        own_vnd: Set(25_000_000),
        approved_vnd: Set(None),
        allotment_id: Set(None),
        submitted_at: Set(None),
        decided_on: Set(None),
        paid_vnd: Set(0),
        accepted_vnd: Set(0),
        version: Set(1),
        created_at: Set(app.now()),
        updated_at: Set(app.now()),
        voided_at: Set(None),
        void_reason: Set(None),
    }
}

fn content() -> Value {
    json!({
        "title": "Trồng lạc thích ứng khí hậu",
        "activities": [{
            "name": "Trồng lạc xen ngô", "csa_practice": "intercropping",
            "from_on": "2026-08-01", "until_on": "2026-12-01",
        }],
        "budget_lines": [
            { "source": "grant", "name": "Giống lạc", "count": null, "unit_price_vnd": null, "amount_vnd": 50_000_000 },
            { "source": "own_labour", "name": "Công làm đất", "count": null, "unit_price_vnd": null, "amount_vnd": 25_000_000 },
        ],
        "total_vnd": 75_000_000,
        "planned_results": ["Năng suất lạc tăng 20%"],
    })
}

fn rules() -> Value {
    json!({
        "max_grant_vnd": 100_000_000, "min_own_bps": 2000, "min_poor_bps": 0, "min_members": 1,
        "legal_forms": ["cig", "tht", "cooperative"], "area_ids": [], "value_chains": [],
        "criteria": [{ "code": "feasibility", "name": "Tính khả thi", "weight_bps": 10_000, "max_score": 100 }],
        "pass_mark_bps": 5000, "appraisers_needed": 1,
        "tranches": [{ "share_bps": 10_000, "conditions": [] }],
        "rounding": { "unit_vnd": 1000, "mode": "down" },
    })
}
