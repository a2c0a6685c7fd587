//! Contracts from the first draft to the text in force, and who sees them on the way.

use entity::enums::LegalForm;
use serde_json::{Value, json};
use tests::calls::step;
use tests::contracts::{CONTRACTS, Sides, confirm, item, line, terms, terms_of};
use tests::{App, Caller, both_databases};
use uuid::Uuid;

both_databases! {
    async fn a_partner_and_a_leader_come_to_terms(app: App) {
        let sides = Sides::of(&app).await;
        let mut new = sides.new_contract("15/2026/HĐMB");
        new["external_ref"] = json!("ERP-15");
        let made = sides.partner.post(CONTRACTS, new).await.expect(201);
        assert_eq!(made.json["code"], "HD-000001");
        assert_eq!((&made.json["status"], &made.json["drafted_by"]), (&json!("draft"), &json!("partner")));
        assert_eq!(made.json["allowed_actions"], json!(["submit"]));
        assert_eq!(made.json["value_vnd"], 40_000_000);
        let path = item(&made);
        sides.leader.get(&path).await.problem(404, "not_found");
        let handed = step(&sides.partner, &path, "submit", Value::Null).await.expect(200);
        assert_eq!(handed.json["status"], "submitted");
        assert_eq!(handed.json["allowed_actions"], json!(["confirm", "reject"]));
        let first = confirm(&sides.partner, &path).await.expect(200);
        assert_eq!(first.json["status"], "submitted");
        assert_eq!((&first.json["confirmed_by"], &first.json["in_force_n"]), (&json!(["partner"]), &Value::Null));
        assert_eq!(first.json["allowed_actions"], json!(["reject"]));
        let second = confirm(&sides.leader, &path).await.expect(200);
        assert_eq!((&second.json["status"], &second.json["in_force_n"]), (&json!("active"), &json!(1)));
        assert_eq!(second.json["lines"], json!([{
            "line_no": 1, "unit": "kg", "contracted": "1000", "delivered": "0", "remaining": "1000",
            "deliverable": "1050",
        }]));
        let sides_of = |reply: &tests::Reply| -> Vec<Value> {
            reply.json["confirmations"].as_array().unwrap().iter()
                .map(|one| json!([one["side"], one["role"], one["organisation"]])).collect()
        };
        assert_eq!(sides_of(&second), [json!(["partner", "partner", "partner"]), json!(["group", "leader", "group"])]);
        let text = sides.leader.get(&format!("{path}/texts/1")).await.expect(200);
        assert_eq!(text.json["in_force_from_on"], "2026-01-10");
    }

    async fn an_officer_acts_for_a_group(app: App) {
        let sides = Sides::of(&app).await;
        let made = sides.officer.post(CONTRACTS, sides.new_contract("1")).await.expect(201);
        assert_eq!(made.json["drafted_by"], "group");
        let path = item(&made);
        sides.partner.get(&path).await.problem(404, "not_found");
        sides.leader.get(&path).await.expect(200);
        step(&sides.leader, &path, "submit", Value::Null).await.expect(200);
        confirm(&sides.officer, &path).await.expect(200);
        // Leader and officer are one side.
        confirm(&sides.leader, &path).await.problem(409, "state_conflict");
        let second = confirm(&sides.partner, &path).await.expect(200);
        assert_eq!(second.json["status"], "active");
        assert_eq!(second.json["confirmations"][1]["organisation"], "union");
    }

    async fn a_draft_is_seen_by_its_own_side_alone(app: App) {
        let sides = Sides::of(&app).await;
        let of_partner = sides.draft("1").await;
        let of_group = item(&sides.leader.post(CONTRACTS, sides.new_contract("2")).await.expect(201));
        let (auditor, province) = (app.as_auditor().await, app.as_officer_of(app.province().await).await);
        for (caller, sees) in [
            (&sides.partner, [true, false]), (&sides.leader, [false, true]), (&sides.officer, [false, true]),
            (&province, [false, true]), (&auditor, [false, false]),
        ] {
            for (path, is_seen) in [&of_partner, &of_group].into_iter().zip(sees) {
                for part in ["", "/texts", "/texts/1", "/history"] {
                    let reply = caller.get(&format!("{path}{part}")).await;
                    if is_seen { reply.expect(200) } else { reply.problem(404, "not_found") };
                }
            }
            let list = caller.get(&format!("{CONTRACTS}?include_total=true")).await.expect(200);
            assert_eq!(list.json["page"]["total"], sees.iter().filter(|sees| **sees).count());
        }
        step(&sides.partner, &of_partner, "submit", Value::Null).await.expect(200);
        for caller in [&sides.partner, &sides.leader, &sides.officer, &province, &auditor] {
            caller.get(&of_partner).await.expect(200);
        }
    }

    async fn what_a_draft_said_is_in_no_history(app: App) {
        let sides = Sides::of(&app).await;
        let path = sides.draft("1").await;
        let etag = sides.partner.get(&path).await.expect(200).etag();
        let content = terms_of(vec![line(1, "1000", 33_333)]);
        sides.partner.patch(&path, &etag, json!({ "content": content })).await.expect(200);
        step(&sides.partner, &path, "submit", Value::Null).await.expect(200);
        let history = sides.leader.get(&format!("{path}/history")).await.expect(200);
        let actions: Vec<_> = history.data().iter().map(|entry| entry["action"].clone()).collect();
        assert_eq!(actions, ["submitted", "updated", "created"]);
        assert!(!history.text().contains("40000000"), "{history}");
        assert!(history.text().contains("33333000"), "{history}");
        let texts = sides.leader.get(&format!("{path}/texts")).await.expect(200);
        assert_eq!(texts.data().len(), 1);
    }

    async fn people_of_the_other_side_are_a_role_and_an_organisation(app: App) {
        let sides = Sides::of(&app).await;
        let path = sides.submitted("1").await;
        confirm(&sides.officer, &path).await.expect(200);
        confirm(&sides.partner, &path).await.expect(200);
        let who = async |caller: &Caller| -> Vec<Value> {
            let history = caller.get(&format!("{path}/history")).await.expect(200);
            history.data().iter().map(|one| json!([one["role"], one["organisation"], one["actor_id"]])).collect()
        };
        let (own, none) = (json!(sides.partner.account_id()), Value::Null);
        for (caller, shown) in [(&sides.partner, &own), (&sides.leader, &none), (&sides.officer, &none)] {
            let by_partner = json!(["partner", "partner", shown]);
            let by_officer = json!(["officer", "union", null]);
            assert_eq!(who(caller).await, [by_partner.clone(), by_officer, by_partner.clone(), by_partner]);
        }
    }

    async fn a_draft_is_changed_in_place_and_taken_out(app: App) {
        let sides = Sides::of(&app).await;
        let path = sides.draft("1").await;
        let before = sides.partner.get(&path).await.expect(200);
        let patch = json!({ "number": "2", "external_ref": "ERP-2", "content": terms_of(vec![line(7, "10.5", 3)]) });
        let after = sides.partner.patch(&path, &before.etag(), patch).await.expect(200);
        assert_eq!((&after.json["text_n"], &after.json["number"]), (&json!(1), &json!("2")));
        assert_eq!((&after.json["value_vnd"], &after.json["external_ref"]), (&json!(32), &json!("ERP-2")));
        // The number is part of what is confirmed.
        let renamed = sides.partner.patch(&path, &after.etag(), json!({ "number": "3" })).await.expect(200);
        assert_ne!(renamed.json["sha256"], after.json["sha256"]);
        assert_eq!(renamed.json["content"], after.json["content"]);
        sides.partner.patch(&path, &after.etag(), json!({ "number": "4" })).await.problem(412, "precondition_failed");
        sides.leader.delete(&format!("{path}?reason=test_entry"), &renamed.etag()).await.problem(404, "not_found");
        sides.partner.delete(&format!("{path}?reason=test_entry"), &renamed.etag()).await.expect(204);
        sides.partner.get(&path).await.problem(404, "not_found");
        sides.draft("3").await;
    }

    async fn once_submitted_a_contract_keeps_its_name(app: App) {
        let sides = Sides::of(&app).await;
        let path = sides.submitted("1").await;
        let etag = sides.partner.get(&path).await.expect(200).etag();
        let patch = json!({ "number": "2", "external_ref": null, "framework_ref": "K" });
        sides.partner.patch(&path, &etag, patch).await.problem(422, "validation_failed").faults(&[
            "#/number: read_only", "#/external_ref: read_only", "#/framework_ref: read_only",
        ]);
        sides.partner.patch(&path, &etag, json!({ "content": terms() })).await.faults(&["#/content: inconsistent"]);
        sides.partner.delete(&format!("{path}?reason=test_entry"), &etag).await.problem(409, "state_conflict");
    }

    async fn a_partner_names_its_contracts_once(app: App) {
        let sides = Sides::of(&app).await;
        let first = sides.draft("1").await;
        let again = sides.partner.post(CONTRACTS, sides.new_contract("1")).await.problem(409, "duplicate");
        assert_eq!(format!("{CONTRACTS}/{}", again.json["existing_id"].as_str().unwrap()), first);
        // The group sees neither, and its draft takes no number; what is handed in does.
        let of_group = item(&sides.leader.post(CONTRACTS, sides.new_contract("1")).await.expect(201));
        let refused = step(&sides.leader, &of_group, "submit", Value::Null).await.problem(409, "duplicate");
        assert!(refused.json.get("existing_id").is_none(), "{refused}");
        sides.partner.post(CONTRACTS, sides.new_contract("2")).await.expect(201);
        let other = app.partner().await;
        let mut new = sides.new_contract("1");
        new["partner_id"] = json!(other);
        app.as_partner(other).await.post(CONTRACTS, new).await.expect(201);
        let mut new = sides.new_contract("5");
        new["id"] = json!(first.rsplit('/').next());
        sides.partner.post(CONTRACTS, new).await.problem(409, "id_conflict");
    }

    async fn the_same_key_gives_the_same_contract(app: App) {
        let sides = Sides::of(&app).await;
        let key = Uuid::now_v7();
        let ask = || sides.partner.post(CONTRACTS, sides.new_contract("1")).key(key);
        let (first, second) = (ask().await.expect(201), ask().await.expect(201));
        assert_eq!((first.body, second.header("idempotency-replayed").as_deref()), (second.body.clone(), Some("true")));
        let path = item(&second);
        let etag = sides.partner.get(&path).await.expect(200).etag();
        let submit = || sides.partner.act(&format!("{path}/submit"), &etag, Value::Null).key(key);
        let (first, second) = (submit().await.expect(200), submit().await.expect(200));
        assert_eq!(first.body, second.body);
        sides.partner.act(&format!("{path}/submit"), &etag, Value::Null).await.problem(412, "precondition_failed");
        sides.partner.ask(actix_web::http::Method::POST, &format!("{path}/submit")).key(Uuid::now_v7()).await
            .problem(428, "precondition_required");
    }

    async fn contracts_are_found_by_what_they_are(app: App) {
        let sides = Sides::of(&app).await;
        let draft = sides.draft("1").await;
        let active = sides.in_force("2").await;
        let mut later = terms_of(vec![line(1, "5", 9)]);
        later["lines"][0]["chain"] = json!("lac");
        for (name, day) in [("starts_on", "2026-07-01"), ("ends_on", "2027-06-30")] {
            later[name] = json!(day);
        }
        later["lines"][0]["deliver_from_on"] = json!("2026-07-01");
        let mut new = sides.new_contract("3");
        new["content"] = later;
        new["framework_ref"] = json!("KHUNG-1");
        new["external_ref"] = json!("ERP-3");
        let future = item(&sides.partner.post(CONTRACTS, new).await.expect(201));
        step(&sides.partner, &future, "submit", Value::Null).await.expect(200);
        sides.agree(&future).await;
        let id = |path: &String| path.rsplit('/').next().unwrap().parse::<Uuid>().unwrap();
        let other = app.area("01438", "2025-07-01").await;
        for (query, expected) in [
            (String::new(), vec![&future, &active, &draft]),
            ("sort=ends_on".to_owned(), vec![&draft, &active, &future]),
            ("status=draft".to_owned(), vec![&draft]),
            ("status=active".to_owned(), vec![&active]),
            ("status=confirmed".to_owned(), vec![&future]),
            ("status=confirmed,active".to_owned(), vec![&future, &active]),
            ("status=expired".to_owned(), vec![]),
            ("value_chain=lac".to_owned(), vec![&future]),
            ("framework_ref=KHUNG-1".to_owned(), vec![&future]),
            ("external_ref=ERP-3".to_owned(), vec![&future]),
            ("number=2".to_owned(), vec![&active]),
            ("starts_on_gte=2026-07-01".to_owned(), vec![&future]),
            ("starts_on_lte=2026-02-01&ends_on_lte=2026-12-31&ends_on_gte=2026-12-31&status=active".to_owned(), vec![&active]),
            (format!("group_id={}&status=draft", sides.group_id), vec![&draft]),
            (format!("partner_id={}&status=draft", sides.partner_id), vec![&draft]),
            (format!("area_id={}&status=draft", sides.commune), vec![&draft]),
            (format!("area_id={other}"), vec![]),
        ] {
            let list = sides.partner.get(&format!("{CONTRACTS}?{query}")).await.expect(200);
            let mut expected: Vec<Uuid> = expected.into_iter().map(id).collect();
            let mut found = list.ids();
            if query.starts_with("sort") { found.sort(); expected.sort(); }
            assert_eq!(found, expected, "{query}");
        }
        // The calendar alone moves them on.
        app.set_now("2026-07-01T03:00:00Z");
        assert_eq!(sides.partner.get(&future).await.expect(200).json["status"], "active");
        app.set_now("2027-01-01T03:00:00Z");
        let expired = sides.partner.get(&active).header("if-none-match", "\"v4\"").await.expect(200);
        assert_eq!((&expired.json["status"], expired.etag()), (&json!("expired"), "\"v4\"".to_owned()));
        let list = sides.partner.get(&format!("{CONTRACTS}?status=expired")).await.expect(200);
        assert_eq!(list.ids(), [id(&active)]);
    }

    async fn a_group_with_a_contract_is_not_taken_out(app: App) {
        let sides = Sides::of(&app).await;
        let path = sides.draft("1").await;
        let group = format!("/v1/farmer-groups/{}", sides.group_id);
        let etag = sides.officer.get(&group).await.expect(200).etag();
        step(&sides.partner, &path, "submit", Value::Null).await.expect(200);
        let delete = || sides.officer.delete(&format!("{group}?reason=entered_twice"), &etag);
        delete().await.problem(409, "resource_in_use");
        step(&sides.partner, &path, "reject", json!({ "reason": "Thử" })).await.expect(200);
        delete().await.problem(409, "resource_in_use");
        // A draft, which the group does not see, keeps nobody; it cannot be handed in any more.
        let other = Sides::of(&app).await;
        let draft = other.draft("1").await;
        let group = format!("/v1/farmer-groups/{}", other.group_id);
        let etag = other.officer.get(&group).await.expect(200).etag();
        other.officer.delete(&format!("{group}?reason=entered_twice"), &etag).await.expect(204);
        let unmet = step(&other.partner, &draft, "submit", Value::Null).await.unmet();
        assert_eq!(unmet, [("group_active".to_owned(), None, None)]);
        assert_eq!(other.partner.get(CONTRACTS).await.expect(200).data()[0]["allowed_actions"], json!([]));
    }

    async fn nobody_binds_who_cannot_be_bound(app: App) {
        let sides = Sides::of(&app).await;
        let path = sides.submitted("1").await;
        app.database().execute("UPDATE group_period SET status = 'suspended'").await;
        for caller in [&sides.partner, &sides.leader] {
            assert_eq!(caller.get(&path).await.expect(200).json["allowed_actions"], json!(["reject"]));
            let unmet = confirm(caller, &path).await.unmet();
            assert_eq!(unmet, [("group_active".to_owned(), None, None)]);
        }
        sides.partner.post(CONTRACTS, sides.new_contract("2")).await.problem(404, "not_found").faults(&["#/group_id: not_found"]);
        sides.leader.post(CONTRACTS, sides.new_contract("2")).await.faults(&["#/group_id: inconsistent"]);
        let nobody = app.group(sides.commune, LegalForm::Cig, "2025-07-01").await;
        app.database().execute("UPDATE group_period SET status = 'active'").await;
        let mut new = sides.new_contract("2");
        new["group_id"] = json!(nobody);
        sides.leader.post(CONTRACTS, new).await.problem(404, "not_found").faults(&["#/group_id: not_found"]);
    }
}
