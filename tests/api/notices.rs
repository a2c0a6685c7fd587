//! Notices to the commune: late is a warning, never a refusal.

use entity::enums::LegalForm;
use entity::ids::GroupId;
use serde_json::{Value, json};
use tests::{App, Ask, Caller, Reply, both_databases};

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

fn codes(reply: &Reply) -> Vec<&str> {
    let warnings = reply.json["warnings"].as_array().unwrap();
    warnings.iter().map(|warning| warning["code"].as_str().unwrap()).collect()
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

    async fn a_change_of_the_number_of_members_is_owed_a_notice(app: App) {
        let officer = officer(&app).await;
        let group = group(&app, LegalForm::Tht).await;
        let joins = async |group: GroupId, day: &str| {
            let home = app.household(app.area("01399", "2022-06-30").await, "2020-01-01").await;
            let body = json!({ "group_id": group, "person_id": app.person(home).await, "from_on": day });
            officer.post("/v1/memberships", body).await.expect(201)
        };
        assert_eq!(codes(&joins(group, "2021-01-01").await), [] as [&str; 0], "the notice of the founding tells it");
        assert_eq!(codes(&joins(group, "2022-06-06").await), ["notice_late"]);
        let notice = json!({ "kind": "member_count", "signed_on": "2022-06-07", "sent_on": "2022-06-08" });
        officer.post(&format!("{GROUPS}/{group}/notices"), notice).await.expect(201);
        let told = joins(group, "2022-06-07").await;
        assert_eq!(codes(&told), [] as [&str; 0], "the commune was told of that day");
        let path = format!("/v1/memberships/{}", told.id());
        let paid = officer.patch(&path, "\"v1\"", json!({ "contribution_vnd": 500_000 })).await.expect(200);
        assert_eq!(codes(&paid), ["notice_due"]);
        let leaves = json!({ "until_on": "2026-06-15", "exit_reason": "moved_away" });
        assert_eq!(codes(&officer.act(&format!("{path}/end"), "\"v2\"", leaves).await.expect(200)), ["notice_due"]);
        assert_eq!(officer.get(&path).await.expect(200).json["warnings"], json!([]));
        let interest = self::group(&app, LegalForm::Cig).await;
        assert_eq!(codes(&joins(interest, "2022-06-06").await), [] as [&str; 0], "an interest group owes none");
    }

    async fn a_new_head_is_owed_a_notice(app: App) {
        let officer = officer(&app).await;
        for (form, expected) in [(LegalForm::Tht, vec!["notice_due"]), (LegalForm::Cig, vec![])] {
            let group = group(&app, form).await;
            let members = officer.get(&format!("/v1/memberships?group_id={group}")).await.expect(200).ids();
            let office = |office: &str| json!({ "membership_id": members[1], "office": office, "from_on": "2026-06-15" });
            let path = format!("{GROUPS}/{group}/offices");
            let deputy = officer.act(&path, "\"v1\"", office("deputy")).await.expect(201);
            assert_eq!(codes(&deputy), [] as [&str; 0]);
            assert_eq!(codes(&officer.act(&path, "\"v2\"", office("head")).await.expect(201)), expected);
        }
    }

    async fn too_few_members_are_a_warning(app: App) {
        let officer = officer(&app).await;
        for (form, expected) in [
            (LegalForm::Cig, vec![]),
            (LegalForm::Tht, vec!["too_few_members", "notice_late"]),
            (LegalForm::Cooperative, vec!["too_few_members"]),
        ] {
            let group = group(&app, form).await;
            let members = officer.get(&format!("/v1/memberships?group_id={group}")).await.expect(200).ids();
            let end = json!({ "until_on": "2022-06-06", "exit_reason": "deceased" });
            let ended = officer.act(&format!("/v1/memberships/{}/end", members[1]), "\"v1\"", end).await.expect(200);
            assert_eq!(codes(&ended), expected);
        }
    }
}
