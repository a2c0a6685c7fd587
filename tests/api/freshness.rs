//! `If-None-Match`: a revision that is known is not sent again, and never stands for another view than the one it had.

use entity::enums::{CadreLevel, LegalForm, NoticeKind, Sex};
use entity::ids::{AreaId, GroupId, MembershipId, PersonId};
use serde_json::{Value, json};
use tests::calls::{Staff, approval, new_call, open_call, scored, step};
use tests::{App, Caller, Reply, Terms, both_databases};

async fn commune(app: &App) -> AreaId {
    app.area("01392", "2022-06-30").await
}

async fn officer(app: &App) -> Caller {
    app.as_officer_of(app.province().await).await
}

/// Reads something, and again by its revision.
async fn known(officer: &Caller, path: &str) -> Reply {
    let read = officer.get(path).await.expect(200);
    again(officer, path, &read).await.expect(304);
    read
}

async fn again(officer: &Caller, path: &str, read: &Reply) -> Reply {
    officer.get(path).header("if-none-match", &read.etag()).await
}

/// A member who holds an office, and has lived in two households: what shows the name, each with its path.
struct Shown {
    person: PersonId,
    group: GroupId,
    paths: Vec<String>,
}

async fn shown(app: &App, officer: &Caller) -> Shown {
    let (first, second) = (
        app.household(commune(app).await, "2020-01-01").await,
        app.household(commune(app).await, "2020-01-01").await,
    );
    app.person(first).await;
    let person = app.person_named(first, "Vi Thị Bế", Sex::Female, "2020-01-01").await;
    let joined = json!({ "person_id": person, "from_on": "2022-01-01" });
    officer.act(&format!("/v1/households/{second}/members"), "\"v1\"", joined).await.expect(200);
    let group = app.group(commune(app).await, LegalForm::Tht, "2021-01-01").await;
    let membership: MembershipId = app.membership(group, person, "2021-01-01").await;
    let body = json!({ "membership_id": membership, "office": "treasurer", "from_on": "2022-01-01" });
    let office =
        officer.act(&format!("/v1/farmer-groups/{group}/offices"), "\"v1\"", body).await.expect(201).id();
    let post = app.cadre_post(person, CadreLevel::Branch, (commune(app).await, "2021-01-01")).await;
    let paths = vec![
        format!("/v1/memberships/{membership}"),
        format!("/v1/cadre-posts/{post}"),
        format!("/v1/farmer-groups/{group}/offices/{office}"),
        format!("/v1/households/{second}"),
        format!("/v1/households/{first}?as_of=2021-06-30"),
    ];
    Shown { person, group, paths }
}

async fn decide(officer: &Caller, household: &str, effective_from: &str, commune: AreaId) {
    let etag = officer.get(household).await.expect(200).etag();
    let body = json!({
        "standard": "2022_2025", "status": "poor", "decision_no": "1/QĐ", "decided_on": "2026-06-15",
        "commune_id": commune, "effective_from_on": effective_from,
    });
    officer.act(&format!("{household}/poverty-statuses"), &etag, body).await.expect(201);
}

both_databases! {
    async fn a_new_name_of_a_person_is_seen_wherever_it_is_shown(app: App) {
        let officer = officer(&app).await;
        let Shown { person, paths, .. } = shown(&app, &officer).await;
        let mut before = Vec::new();
        for path in &paths {
            before.push(known(&officer, path).await);
        }
        let person = format!("/v1/persons/{person}");
        let etag = officer.get(&person).await.expect(200).etag();
        officer.patch(&person, &etag, json!({ "full_name": "Vi Thị Bế Hai" })).await.expect(200);
        for (path, before) in paths.iter().zip(&before) {
            let after = again(&officer, path, before).await.expect(200);
            assert!(after.text().contains("Vi Thị Bế Hai"), "{after}");
        }
        let etag = officer.get(&person).await.expect(200).etag();
        let read = known(&officer, &paths[0]).await;
        officer.patch(&person, &etag, json!({ "birth_year": 1979 })).await.expect(200);
        again(&officer, &paths[0], &read).await.expect(304);
    }

    async fn an_erased_name_is_kept_by_no_revision(app: App) {
        let officer = officer(&app).await;
        let Shown { person, paths, .. } = shown(&app, &officer).await;
        let mut before = Vec::new();
        for path in &paths {
            before.push(known(&officer, path).await);
        }
        let person = format!("/v1/persons/{person}");
        let etag = officer.get(&person).await.expect(200).etag();
        let erase = officer.act(&format!("{person}/erase"), &etag, json!({ "reason": "data_subject_request" })).await;
        erase.expect(204);
        for (path, before) in paths.iter().zip(&before) {
            let after = again(&officer, path, before).await.expect(200);
            assert!(!after.text().contains("Vi Thị Bế"), "{after}");
        }
    }

    async fn a_new_name_of_a_group_is_seen_by_its_members(app: App) {
        let officer = officer(&app).await;
        let Shown { group, paths, .. } = shown(&app, &officer).await;
        let before = known(&officer, &paths[0]).await;
        let group = format!("/v1/farmer-groups/{group}");
        let etag = officer.get(&group).await.expect(200).etag();
        officer.patch(&group, &etag, json!({ "name": "Tổ hợp tác Bó Chắn" })).await.expect(200);
        let after = again(&officer, &paths[0], &before).await.expect(200);
        assert_eq!(after.json["group_name"], "Tổ hợp tác Bó Chắn");
    }

    async fn a_call_is_sent_anew_once_its_money_is_promised_or_its_time_is_over(app: App) {
        let commune = app.area("01392", "2026-06-01").await;
        let (staff, group) = (Staff::of(&app).await, app.poor_group(commune).await);
        let call = open_call(&staff, new_call(app.fund(500_000_000).await, commune, 200_000_000)).await;
        let path = scored(&staff, &call, group, 50_000_000).await;
        let read = staff.officer.get(&call).await.expect(200);
        step(&staff.approver, &path, "approve", approval(50_000_000)).await.expect(200);
        let after = again(&staff.officer, &call, &read).await.expect(200);
        assert_eq!(after.json["allotments"][0]["committed_vnd"], 50_000_000);
        app.set_now("2026-12-01T00:00:00Z");
        assert_eq!(again(&staff.officer, &call, &after).await.expect(200).json["status"], "closed");
    }

    async fn a_new_name_of_a_group_is_seen_at_its_tranches(app: App) {
        let officer = officer(&app).await;
        let grant = app.granted(commune(&app).await, &Terms::default()).await;
        let tranche = format!("/v1/disbursements/{}", grant.tranches[0]);
        let before = officer.get(&tranche).await.expect(200);
        let group = format!("/v1/farmer-groups/{}", grant.group);
        let etag = officer.get(&group).await.expect(200).etag();
        officer.patch(&group, &etag, json!({ "name": "Tổ hợp tác Bó Chắn" })).await.expect(200);
        let after = again(&officer, &tranche, &before).await.expect(200);
        assert_eq!(after.json["group_name"], "Tổ hợp tác Bó Chắn");
    }

    async fn a_household_is_sent_anew_once_a_decision_takes_effect(app: App) {
        let officer = officer(&app).await;
        let new = app.area("01392", "2025-07-01").await;
        let paths = [(); 2].map(|()| app.household(new, "2025-07-01"));
        let mut ids = Vec::new();
        for path in paths {
            ids.push(format!("/v1/households/{}", path.await));
        }
        decide(&officer, &ids[0], "2027-01-01", new).await;
        let (turned, still) = (known(&officer, &ids[0]).await, known(&officer, &ids[1]).await);
        assert_eq!(turned.json["poverty"], Value::Null);
        app.set_now("2026-12-31T16:59:59Z");
        again(&officer, &ids[0], &turned).await.expect(304);
        app.set_now("2026-12-31T17:00:00Z");
        let after = again(&officer, &ids[0], &turned).await.expect(200);
        assert_eq!((&after.json["poverty"], after.etag()), (&json!("poor"), turned.etag()));
        again(&officer, &ids[1], &still).await.expect(304);
        let then = format!("{}?as_of=2026-06-15", ids[0]);
        known(&officer, &then).await;
        app.as_auditor().await.get(&ids[0]).header("if-none-match", &turned.etag()).await.expect(304);
    }

    async fn what_somebody_no_longer_agrees_to_show_is_kept_by_no_revision(app: App) {
        let officer = officer(&app).await;
        let person = app.person(app.household(commune(&app).await, "2020-01-01").await).await;
        let path = format!("/v1/persons/{person}");
        let before = known(&officer, &path).await;
        assert_eq!(before.json["ethnic_code"], "02");
        let consents = officer.get(&format!("{path}/consents")).await.expect(200);
        let given = consents.data().iter().find(|one| one["purpose"] == "sensitive_data").unwrap().clone();
        let withdraw = format!("{path}/consents/{}/withdraw", given["id"].as_str().unwrap());
        officer.act(&withdraw, "\"v1\"", Value::Null).await.expect(200);
        let after = again(&officer, &path, &before).await.expect(200);
        assert_eq!(after.json["ethnic_code"], Value::Null);
        let body = json!({ "purpose": "sensitive_data", "ground": "consent", "text_version": "1", "channel": "paper" });
        officer.post(&format!("{path}/consents"), body).await.expect(201);
        assert_eq!(again(&officer, &path, &after).await.expect(200).json["ethnic_code"], "02");
    }

    async fn what_a_day_alone_changes_is_sent_each_time(app: App) {
        let officer = officer(&app).await;
        let group = app.group(app.area("01392", "2025-07-01").await, LegalForm::Tht, "2025-07-01").await;
        let notices = format!("/v1/farmer-groups/{group}/notices");
        let made = officer.post(&notices, json!({ "kind": NoticeKind::Name, "signed_on": "2026-06-15" })).await.expect(201);
        let notice = format!("{notices}/{}", made.id());
        let read = officer.get(&notice).await.expect(200);
        assert_eq!(read.json["warnings"][0]["code"], "notice_due");
        let admin = app.as_admin().await;
        let body = json!({
            "account_id": officer.account_id(), "role": "viewer", "area_id": app.province().await, "from_on": "2026-07-01",
        });
        let role = admin.post("/v1/role-assignments", body).await.expect(201);
        assert_eq!(role.json["status"], "future");
        app.set_now("2026-07-01T03:00:00Z");
        assert_eq!(again(&officer, &notice, &read).await.expect(200).json["warnings"][0]["code"], "notice_late");
        let path = format!("/v1/role-assignments/{}", role.id());
        assert_eq!(again(&admin, &path, &role).await.expect(200).json["status"], "active");
    }
}
