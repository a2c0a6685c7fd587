//! The life of partners: every action in every state, and who takes it.

use entity::enums::{PartnerStatus, Role};
use entity::ids::PartnerId;
use entity::partner;
use hoinongdan::access::Scope;
use sea_orm::{EntityTrait as _, Iterable as _};
use serde_json::{Value, json};
use tests::grid::{Cell, is_committed, line};
use tests::{App, Ask, Caller, both_databases};
use uuid::Uuid;

const GRID: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/api/snapshots/partner_workflow.txt");
const ACTIONS: [&str; 4] = ["verify", "reject", "suspend", "reinstate"];

async fn officer(app: &App) -> Caller {
    app.as_officer_of(app.province().await).await
}

async fn body(app: &App, id: PartnerId, action: &str) -> Value {
    let row = partner::Entity::find_by_id(id).one(app.db()).await.unwrap().unwrap();
    match action {
        "verify" => json!({ "tax_code": row.tax_code, "extract_no": "TL-1", "checked_on": "2026-06-15" }),
        "reinstate" => Value::Null,
        _ => json!({ "reason": "Chờ làm rõ hồ sơ." }),
    }
}

/// A partner in a state, with a tax code that can be one.
async fn partner_in(app: &App, status: PartnerStatus) -> PartnerId {
    let (id, code) = (app.partner_in(status).await, app.tax_code());
    let row = partner::ActiveModel { tax_code: sea_orm::ActiveValue::Set(code), ..Default::default() };
    let update = partner::Entity::update_many().set(row);
    sea_orm::QueryFilter::filter(update, sea_orm::ColumnTrait::eq(&partner::Column::Id, id))
        .exec(app.db())
        .await
        .unwrap();
    id
}

async fn act(app: &App, caller: &Caller, id: PartnerId, (action, etag): (&str, &str)) -> Ask {
    caller.act(&format!("/v1/partners/{id}/{action}"), etag, body(app, id, action).await)
}

both_databases! {
    async fn every_action_of_a_partner_in_every_state_does_what_the_grid_says(app: App) {
        let officer = officer(&app).await;
        let mut grid = format!("`-` is 409 `state_conflict`.\n\n{}", line(&Value::Null, ACTIONS));
        for status in PartnerStatus::iter() {
            let mut cells = Vec::new();
            for action in ACTIONS {
                let id = partner_in(&app, status).await;
                let body = body(&app, id, action).await;
                let cell = Cell { caller: &officer, item: format!("/v1/partners/{id}"), action, body };
                cells.push(cell.outcome().await);
            }
            grid += &line(&json!(status), cells);
        }
        is_committed(GRID, &grid);
    }

    async fn a_partner_is_verified_by_its_code_in_the_business_register(app: App) {
        let (officer, made) = (officer(&app).await, app.registered().await);
        let verify = async |change: Value| {
            let mut body = made.extract();
            for (name, value) in change.as_object().unwrap() {
                body[name] = value.clone();
            }
            officer.act(&format!("{}/verify", made.path), "\"v1\"", body).await
        };
        let other = json!({ "tax_code": app.tax_code() });
        verify(other).await.problem(422, "validation_failed").faults(&["#/tax_code: inconsistent"]);
        let both = json!({ "tax_code": "0314409058-002", "checked_on": "2026-06-16" });
        verify(both).await.faults(&["#/tax_code: inconsistent", "#/checked_on: out_of_range"]);
        verify(json!({ "tax_code": "9900000010" })).await.faults(&["#/tax_code: invalid_format"]);
        let mut written = made.tax_code.clone();
        written.insert(4, '.');
        let found = verify(json!({ "tax_code": written })).await.expect(200);
        assert_eq!((&found.json["status"], &found.json["decided_on"]), (&json!("verified"), &json!("2026-06-15")));
        assert_eq!(found.json["allowed_actions"], json!(["suspend"]));
        app.as_account(made.account).await.get("/v1/partners").await.expect(200);
    }

    async fn whoever_registers_a_partner_does_not_verify_it(app: App) {
        let (officer, other) = (officer(&app).await, officer(&app).await);
        let made = app.registered_by(&officer).await;
        let verify = |caller: &Caller| caller.act(&format!("{}/verify", made.path), "\"v1\"", made.extract());
        verify(&officer).await.problem(403, "separation_of_duties");
        let province = Scope::Province(app.province().await);
        let also_admin = app.as_roles(&[(Role::Administrator, province), (Role::Officer, province)]).await;
        let own = app.registered_by(&also_admin).await;
        let path = format!("{}/verify", own.path);
        also_admin.act(&path, "\"v1\"", own.extract()).await.problem(403, "separation_of_duties");
        verify(&other).await.expect(200);
        // What was suspended is let trade again by those who did not register it either.
        other.act(&format!("{}/suspend", made.path), "\"v2\"", json!({ "reason": "Chờ làm rõ." })).await.expect(200);
        let reinstate = |caller: &Caller| caller.act(&format!("{}/reinstate", made.path), "\"v3\"", Value::Null);
        reinstate(&officer).await.problem(403, "separation_of_duties");
        reinstate(&other).await.expect(200);
        // To take back what one has registered oneself is no second duty.
        let wrong = app.registered_by(&officer).await;
        officer.act(&format!("{}/reject", wrong.path), "\"v1\"", json!({ "reason": "Nhập nhầm." })).await.expect(200);
    }

    async fn the_account_made_by_a_registration_never_verifies_it_whatever_its_roles(app: App) {
        let (made, province) = (app.registered().await, Scope::Province(app.province().await));
        let account = app.as_account(made.account).await;
        app.also(&account, Role::Officer, province).await;
        let verify = || account.act(&format!("{}/verify", made.path), "\"v1\"", made.extract());
        verify().await.problem(403, "separation_of_duties");
        // Not even once it acts for the partner no more.
        app.database().execute("UPDATE role_assignment SET from_on = '2026-06-01', until_on = '2026-06-01' WHERE role = 'partner'").await;
        verify().await.problem(403, "separation_of_duties");
        let foreign = app.registered().await;
        account.act(&format!("{}/verify", foreign.path), "\"v1\"", foreign.extract()).await.expect(200);
    }

    async fn nobody_decides_on_their_own_organisation(app: App) {
        let province = Scope::Province(app.province().await);
        for (action, status) in [
            ("verify", PartnerStatus::Pending),
            ("reject", PartnerStatus::Pending),
            ("suspend", PartnerStatus::Verified),
            ("reinstate", PartnerStatus::Suspended),
        ] {
            let id = partner_in(&app, status).await;
            let both = app.as_roles(&[(Role::Officer, province), (Role::Partner, Scope::Partner(id))]).await;
            let offered = both.get(&format!("/v1/partners/{id}")).await.expect(200);
            assert_eq!(offered.json["allowed_actions"], json!([]));
            act(&app, &both, id, (action, "\"v1\"")).await.await.problem(403, "separation_of_duties");
            act(&app, &officer(&app).await, id, (action, "\"v1\"")).await.await.expect(200);
        }
    }

    async fn steps_are_for_officers_of_the_whole_province(app: App) {
        let id = partner_in(&app, PartnerStatus::Pending).await;
        let commune = app.as_officer_of(app.area("01392", "2022-06-30").await).await;
        let shown = commune.get(&format!("/v1/partners/{id}")).await.expect(200);
        assert_eq!(shown.json["allowed_actions"], json!([]));
        for action in ACTIONS {
            for caller in [&commune, &app.as_approver().await, &app.as_auditor().await, &app.as_partner(id).await] {
                act(&app, caller, id, (action, "\"v1\"")).await.await.problem(403, "permission_denied");
            }
            act(&app, &app.anonymous(), id, (action, "\"v1\"")).await.await.problem(401, "authentication_required");
            let nobody = format!("/v1/partners/{}/{action}", Uuid::now_v7());
            let asked = officer(&app).await.act(&nobody, "\"v1\"", body(&app, id, action).await);
            asked.await.problem(404, "not_found");
        }
    }

    async fn a_step_needs_the_revision_that_was_read_a_reason_and_answers_a_replay(app: App) {
        let officer = officer(&app).await;
        let id = partner_in(&app, PartnerStatus::Verified).await;
        let path = format!("/v1/partners/{id}/suspend");
        let because = json!({ "reason": "Không thanh toán cho nhóm." });
        officer.post(&path, because.clone()).await.problem(428, "precondition_required");
        officer.act(&path, "\"v7\"", because.clone()).await.problem(412, "precondition_failed");
        officer.act(&path, "\"v1\"", json!({})).await.faults(&["#/reason: required"]);
        let key = Uuid::now_v7();
        let suspend = || officer.act(&path, "\"v1\"", because.clone()).key(key);
        let first = suspend().await.expect(200);
        assert_eq!(first.json["status_reason"], because["reason"]);
        let again = suspend().await.expect(200);
        assert_eq!((first.body, again.header("idempotency-replayed").as_deref()), (again.body, Some("true")));
        let lifted = act(&app, &officer, id, ("reinstate", "\"v2\"")).await.await.expect(200);
        assert_eq!(lifted.json["status_reason"], Value::Null);
    }

    async fn a_suspension_bites_on_the_next_request_and_ends_with_it(app: App) {
        let officer = officer(&app).await;
        let id = partner_in(&app, PartnerStatus::Verified).await;
        let own = app.as_partner(id).await;
        let path = format!("/v1/partners/{id}");
        let patch = async |etag: &str| own.patch(&path, etag, json!({ "address": "Xã Trường Hà" })).language("en").await;
        act(&app, &officer, id, ("suspend", "\"v1\"")).await.await.expect(200);
        let refused = patch("\"v2\"").await.problem(403, "permission_denied");
        assert!(refused.json["detail"].as_str().unwrap().contains("suspended"), "{refused}");
        own.get(&path).await.expect(200);
        act(&app, &officer, id, ("reinstate", "\"v2\"")).await.await.expect(200);
        patch("\"v3\"").await.expect(200);
        let rejected = partner_in(&app, PartnerStatus::Rejected).await;
        let own = app.as_partner(rejected).await;
        let path = format!("/v1/partners/{rejected}");
        own.patch(&path, "\"v1\"", json!({ "address": "Xã Trường Hà" })).await.problem(409, "state_conflict");
    }
}
