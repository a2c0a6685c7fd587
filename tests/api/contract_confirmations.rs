//! Both sides confirm one text, by its hash, and nobody confirms for both.

use entity::enums::{PartnerStatus, Role};
use hoinongdan::access::Scope;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use tests::calls::step;
use tests::contracts::{CONTRACTS, Sides, confirm, item, line, set_partner, terms_of};
use tests::{App, Caller, Reply, both_databases};

async fn confirm_hash(caller: &Caller, path: &str, sha256: &Value) -> Reply {
    step(caller, path, "confirm", json!({ "sha256": sha256 })).await
}

async fn counter(caller: &Caller, path: &str, unit_price_vnd: i64) -> Reply {
    let etag = caller.get(path).await.expect(200).etag();
    let content = terms_of(vec![line(1, "1000", unit_price_vnd)]);
    caller.patch(path, &etag, json!({ "content": content })).await
}

/// Whoever is of both sides, or was: nothing is offered and nothing is done.
async fn acts_for_nobody(caller: &Caller, path: &str) {
    let seen = caller.get(path).await.expect(200);
    assert_eq!(seen.json["allowed_actions"], json!([]), "{seen}");
    confirm(caller, path).await.problem(403, "separation_of_duties");
    counter(caller, path, 7).await.problem(403, "separation_of_duties");
    for action in ["reject", "drop-amendment"] {
        step(caller, path, action, json!({ "reason": "Thử" })).await.problem(403, "separation_of_duties");
    }
}

both_databases! {
    async fn the_hash_tells_parties_number_and_content(app: App) {
        let sides = Sides::of(&app).await;
        let mut new = sides.new_contract(" Số  1 ");
        new["content"]["inputs"] = json!(["  Giống tha\u{323}ch ", "Phân"]);
        let made = sides.partner.post(CONTRACTS, new).await.expect(201);
        assert_eq!(made.json["content"]["inputs"][0], "Giống th\u{1ea1}ch");
        let content = serde_json::to_string(&made.json["content"]).unwrap();
        let hashed = format!(
            r#"{{"partner_id":"{}","group_id":"{}","number":"Số  1","content":{content}}}"#,
            sides.partner_id, sides.group_id,
        );
        assert_eq!(made.json["sha256"], hoinongdan::values::hex(&Sha256::digest(hashed.as_bytes())));
    }

    async fn an_old_hash_confirms_nothing(app: App) {
        let sides = Sides::of(&app).await;
        let path = sides.submitted("1").await;
        let first = confirm(&sides.partner, &path).await.expect(200);
        let old = first.json["sha256"].clone();
        let edited = counter(&sides.leader, &path, 45_000).await.expect(200);
        assert_eq!((&edited.json["text_n"], &edited.json["proposed_by"]), (&json!(2), &json!("group")));
        assert_eq!((&edited.json["confirmations"], &edited.json["confirmed_by"]), (&json!([]), &json!([])));
        for caller in [&sides.leader, &sides.partner] {
            let outdated = confirm_hash(caller, &path, &old).await.problem(409, "confirmation_outdated");
            assert_eq!((&outdated.json["current_sha256"], &outdated.json["text_n"]), (&edited.json["sha256"], &json!(2)));
        }
        confirm(&sides.leader, &path).await.expect(200);
        let seen = sides.leader.get(&path).await.expect(200);
        assert_eq!((&seen.json["status"], &seen.json["confirmed_by"]), (&json!("submitted"), &json!(["group"])));
        let bound = confirm(&sides.partner, &path).await.expect(200);
        assert_eq!((&bound.json["in_force_n"], &bound.json["value_vnd"]), (&json!(2), &json!(45_000_000)));
        let texts = sides.partner.get(&format!("{path}/texts")).await.expect(200);
        assert_eq!(texts.data()[1]["in_force_from_on"], Value::Null);
        assert_eq!(texts.data()[1]["confirmations"][0]["side"], "partner");
        let read = sides.partner.get(&path).await.expect(200);
        sides.partner.act(&format!("{path}/confirm"), "\"v1\"", json!({ "sha256": read.json["sha256"] })).await
            .problem(412, "precondition_failed");
    }

    async fn a_side_confirms_once(app: App) {
        let sides = Sides::of(&app).await;
        let path = sides.submitted("1").await;
        confirm(&sides.partner, &path).await.expect(200);
        let colleague = app.as_partner(sides.partner_id).await;
        assert_eq!(colleague.get(&path).await.expect(200).json["allowed_actions"], json!(["reject"]));
        let refused = confirm(&colleague, &path).await.problem(409, "state_conflict");
        assert_eq!(refused.json["allowed_actions"], json!(["reject"]));
        let draft = sides.draft("2").await;
        confirm(&sides.partner, &draft).await.problem(409, "state_conflict");
        step(&sides.partner, &path, "confirm", json!({ "sha256": "x" })).await.faults(&["#/sha256: invalid_format"]);
    }

    async fn somebody_of_both_sides_acts_for_neither(app: App) {
        let sides = Sides::of(&app).await;
        let path = sides.submitted("1").await;
        let (partner, group) = (Scope::Partner(sides.partner_id), Scope::Group(sides.group_id));
        for other in [(Role::Leader, group), (Role::Officer, Scope::Area(sides.commune))] {
            let both = app.as_roles(&[(Role::Partner, partner), other]).await;
            both.post(CONTRACTS, sides.new_contract("2")).await.problem(403, "separation_of_duties");
            acts_for_nobody(&both, &path).await;
        }
        // An officer elsewhere is of one side here.
        let elsewhere = Scope::Area(app.area("01438", "2025-07-01").await);
        let staff = app.as_roles(&[(Role::Partner, partner), (Role::Officer, elsewhere)]).await;
        confirm(&staff, &path).await.expect(200);
    }

    async fn a_role_given_meanwhile_changes_no_side(app: App) {
        let sides = Sides::of(&app).await;
        let path = sides.submitted("1").await;
        confirm(&sides.partner, &path).await.expect(200);
        app.also(&sides.partner, Role::Leader, Scope::Group(sides.group_id)).await;
        acts_for_nobody(&sides.partner, &path).await;
        // Not even when the first role is over.
        app.database().execute("UPDATE role_assignment SET until_on = '2026-06-01' WHERE role = 'partner'").await;
        acts_for_nobody(&sides.partner, &path).await;
        // On a contract that is new to them they are of the group.
        let other = item(&sides.partner.post(CONTRACTS, sides.new_contract("2")).await.expect(201));
        assert_eq!(sides.leader.get(&other).await.expect(200).json["drafted_by"], "group");
        // And whoever wrote for the group does not confirm for the partner.
        let written = item(&sides.leader.post(CONTRACTS, sides.new_contract("3")).await.expect(201));
        step(&sides.leader, &written, "submit", Value::Null).await.expect(200);
        app.database().execute("UPDATE role_assignment SET until_on = '2026-06-01' WHERE role = 'leader'").await;
        app.also(&sides.leader, Role::Partner, Scope::Partner(sides.partner_id)).await;
        acts_for_nobody(&sides.leader, &written).await;
    }

    async fn a_partner_that_was_suspended_binds_nobody(app: App) {
        let sides = Sides::of(&app).await;
        let path = sides.submitted("1").await;
        confirm(&sides.partner, &path).await.expect(200);
        set_partner(&app, sides.partner_id, PartnerStatus::Suspended).await;
        assert_eq!(sides.leader.get(&path).await.expect(200).json["allowed_actions"], json!(["reject"]));
        assert_eq!(confirm(&sides.leader, &path).await.unmet(), [("partner_verified".to_owned(), None, None)]);
        set_partner(&app, sides.partner_id, PartnerStatus::Verified).await;
        assert_eq!(confirm(&sides.leader, &path).await.expect(200).json["status"], "active");
    }

    async fn the_same_key_confirms_once(app: App) {
        let sides = Sides::of(&app).await;
        let path = sides.submitted("1").await;
        let seen = sides.partner.get(&path).await.expect(200);
        let key = uuid::Uuid::now_v7();
        let body = json!({ "sha256": seen.json["sha256"] });
        let ask = || sides.partner.act(&format!("{path}/confirm"), &seen.etag(), body.clone()).key(key);
        let (first, second) = (ask().await.expect(200), ask().await.expect(200));
        assert_eq!(first.body, second.body);
        assert_eq!(app.database().count("SELECT COUNT(*) FROM contract_confirmation").await, 1);
    }
}
