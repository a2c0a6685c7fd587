//! Notices to the commune: late is a warning, never a refusal.

use entity::enums::LegalForm;
use entity::ids::GroupId;
use serde_json::{Value, json};
use tests::{App, Ask, Caller, both_databases};

const GROUPS: &str = "/v1/farmer-groups";

async fn officer(app: &App) -> Caller {
    app.as_officer_of(app.province().await).await
}

/// A group with a head and another member, active since 2021.
async fn group(app: &App, form: LegalForm) -> GroupId {
    let commune = app.area("01399", "2022-06-30").await;
    let id = app.group(commune, form, "2021-01-01").await;
    let person = app.person(app.household(commune, "2020-01-01").await).await;
    app.membership(id, person, "2021-02-01").await;
    id
}

fn act(officer: &Caller, group: GroupId, action: &str, etag: &str, body: Value) -> Ask {
    officer.act(&format!("{GROUPS}/{group}/{action}"), etag, body)
}

both_databases! {
    async fn a_late_notice_of_a_conversion_is_a_warning(app: App) {
        let officer = officer(&app).await;
        let late = group(&app, LegalForm::Cig).await;
        let body = json!({ "contract_signed_on": "2022-06-06", "sent_on": "2022-06-14" });
        let done = act(&officer, late, "convert", "\"v1\"", body).await.expect(200);
        assert_eq!(done.json["warnings"][0]["code"], "notice_late");
        assert_eq!((&done.json["legal_form"], &done.json["began_as"]), (&json!("tht"), &json!("cig")));
        let notices = officer.get(&format!("{GROUPS}/{late}/notices")).await.expect(200);
        let notice = &notices.data()[0];
        assert_eq!((&notice["kind"], &notice["due_on"]), (&json!("founding"), &json!("2022-06-13")));
        assert_eq!(officer.get(&format!("{GROUPS}/{late}?as_of=2022-06-05")).await.json["legal_form"], "cig");
        let timely = group(&app, LegalForm::Cig).await;
        let body = json!({ "contract_signed_on": "2022-06-06", "sent_on": "2022-06-13" });
        assert_eq!(act(&officer, timely, "convert", "\"v1\"", body).await.expect(200).json["warnings"], json!([]));
        let due = group(&app, LegalForm::Cig).await;
        let body = json!({ "contract_signed_on": "2026-06-12" });
        let done = act(&officer, due, "convert", "\"v1\"", body).await.expect(200);
        assert_eq!(done.json["warnings"][0]["code"], "notice_due");
        let notices = officer.get(&format!("{GROUPS}/{due}/notices?is_sent=false")).await.expect(200);
        let path = format!("{GROUPS}/{due}/notices/{}", notices.ids()[0]);
        officer.patch(&path, "\"v1\"", json!({ "sent_on": "2026-06-11" })).await.faults(&["#/sent_on: inconsistent"]);
        let sent = officer.patch(&path, "\"v1\"", json!({ "sent_on": "2026-06-15" })).await.expect(200);
        assert_eq!(sent.json["warnings"], json!([]));
        let history = officer.get(&format!("{path}/history")).await.expect(200);
        assert_eq!(history.data().len(), 2);
    }

    async fn a_notice_goes_to_the_commune_of_its_day(app: App) {
        let officer = officer(&app).await;
        let id = group(&app, LegalForm::Tht).await;
        let notices = format!("{GROUPS}/{id}/notices");
        let body = |kind: &str, signed_on: &str| json!({ "kind": kind, "signed_on": signed_on });
        officer.post(&notices, body("name", "2020-12-31")).await.faults(&["#/signed_on: inconsistent"]);
        officer.post(&notices, body("name", "2026-06-16")).await.faults(&["#/signed_on: out_of_range"]);
        let made = officer.post(&notices, body("name", "2022-06-06")).await.expect(201);
        assert_eq!(made.json["area_id"], json!(app.area("01399", "2022-06-30").await));
        assert_eq!(made.json["warnings"][0]["code"], "notice_late");
        let later = officer.post(&notices, body("address", "2026-01-05")).await.expect(201);
        assert_eq!(later.json["area_id"], json!(app.area("01392", "2025-07-01").await));
        let listed = officer.get(&format!("{notices}?sort=signed_on")).await.expect(200);
        assert_eq!(listed.ids(), [made.id(), later.id()]);
        let shown = officer.get(&format!("{notices}/{}", made.id())).await.expect(200);
        assert_eq!(shown.json, made.json);
    }

    async fn only_officers_of_the_commune_enter_notices(app: App) {
        let id = group(&app, LegalForm::Tht).await;
        let notices = format!("{GROUPS}/{id}/notices");
        let body = json!({ "kind": "name", "signed_on": "2022-06-06" });
        app.as_leader_of(id).await.post(&notices, body.clone()).await.problem(403, "permission_denied");
        let stranger = app.as_officer_of(app.area("052", "2022-06-30").await).await;
        stranger.post(&notices, body.clone()).await.problem(404, "not_found");
        stranger.get(&notices).await.problem(404, "not_found");
        let made = officer(&app).await.post(&notices, body).await.expect(201);
        let path = format!("{notices}/{}", made.id());
        stranger.patch(&path, &made.etag(), json!({ "sent_on": "2022-06-07" })).await.problem(404, "not_found");
        app.as_leader_of(id).await.get(&path).await.expect(200);
    }
}
