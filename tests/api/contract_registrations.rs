//! Many contracts at once, from the system of a partner.

use entity::enums::{LegalForm, PartnerStatus};
use entity::ids::GroupId;
use serde_json::{Value, json};
use tests::calls::step;
use tests::clients::{Client, get};
use tests::contracts::{CONTRACTS, Sides, amend, confirm, line, set_delivered, set_partner, terms_of};
use tests::{App, Caller, Reply, at_once, both_databases};
use uuid::Uuid;

const REGISTER: &str = "/v1/sales-contracts/register";

fn entry(group: GroupId, n: usize) -> Value {
    let lines = vec![line(1, "1000", 40_000), line(2, "20.5", 45_000), line(3, "3", 50_000)];
    json!({
        "external_ref": format!("ERP-{n}"), "group_id": group, "number": format!("{n}/HĐ"),
        "framework_ref": "KHUNG-2026", "content": terms_of(lines),
    })
}

fn priced(mut entry: Value, unit_price_vnd: i64) -> Value {
    entry["content"]["lines"][0]["price"]["unit_price_vnd"] = json!(unit_price_vnd);
    entry
}

async fn register(sides: &Sides, caller: &Caller, contracts: Vec<Value>) -> Reply {
    caller.post(REGISTER, json!({ "partner_id": sides.partner_id, "contracts": contracts })).await
}

fn outcomes(reply: &Reply) -> Vec<&str> {
    let results = reply.json["results"].as_array().unwrap();
    results.iter().map(|result| result["outcome"].as_str().unwrap()).collect()
}

/// Code, and `pointer: code` of each fault, of one that was refused.
fn problem(reply: &Reply, index: usize) -> (&str, Vec<String>) {
    let result = &reply.json["results"][index];
    assert_eq!((&result["outcome"], &result["index"]), (&json!("refused"), &json!(index)), "{reply}");
    let faults = result["problem"]["errors"].as_array().unwrap().iter().map(|fault| {
        assert!(fault["detail_vi"] != "" && fault["detail_en"] != "", "{fault}");
        format!("{}: {}", fault["pointer"].as_str().unwrap(), fault["code"].as_str().unwrap())
    });
    (result["problem"]["code"].as_str().unwrap(), faults.collect())
}

fn path_of(reply: &Reply, index: usize) -> String {
    format!("{CONTRACTS}/{}", reply.json["results"][index]["contract_id"].as_str().unwrap())
}

async fn rows(app: &App, table: &str) -> i64 {
    app.database().count(&format!("SELECT COUNT(*) FROM {table}")).await
}

both_databases! {
    async fn a_thousand_contracts_are_registered_each_by_itself(app: App) {
        let sides = Sides::of(&app).await;
        let mut contracts: Vec<Value> = (0..1000).map(|n| entry(sides.group_id, n)).collect();
        contracts[17]["content"]["lines"][2]["quantity"] = json!("0");
        contracts[17]["content"]["lines"][1]["unit"] = json!("litre");
        contracts[18]["group_id"] = json!(Uuid::now_v7());
        contracts[19]["number"] = json!("3/HĐ");
        contracts[20]["external_ref"] = json!("ERP-4");
        let first = register(&sides, &sides.partner, contracts.clone()).await.expect(200);
        let created = outcomes(&first).into_iter().filter(|outcome| *outcome == "created").count();
        assert_eq!(created, 996);
        assert_eq!(problem(&first, 17), ("validation_failed", vec![
            "#/contracts/17/content/lines/1/unit: inconsistent".to_owned(),
            "#/contracts/17/content/lines/2/quantity: out_of_range".to_owned(),
        ]));
        assert_eq!(problem(&first, 18), ("not_found", vec!["#/contracts/18/group_id: not_found".to_owned()]));
        assert_eq!(problem(&first, 19), ("duplicate", vec!["#/contracts/19/number: not_unique".to_owned()]));
        assert_eq!(problem(&first, 20), ("duplicate", vec!["#/contracts/20/external_ref: not_unique".to_owned()]));
        assert_eq!((rows(&app, "sales_contract").await, rows(&app, "contract_line").await), (996, 2988));
        let entries = "journal_entry WHERE resource = 'sales_contract' AND resource_id IS NOT NULL";
        assert_eq!(rows(&app, entries).await, 996);
        let shown = sides.partner.get(&path_of(&first, 999)).await.expect(200);
        assert_eq!((&shown.json["code"], &shown.json["status"]), (&json!("HD-000996"), &json!("draft")));
        assert_eq!((&shown.json["value_vnd"], &shown.json["sha256"]), (&json!(41_072_500), &first.json["results"][999]["sha256"]));
        let again = register(&sides, &sides.partner, contracts).await.expect(200);
        let unchanged = outcomes(&again).into_iter().filter(|outcome| *outcome == "unchanged").count();
        assert_eq!(unchanged, 996);
        assert_eq!(again.json["results"][0]["contract_id"], first.json["results"][0]["contract_id"]);
        assert_eq!((rows(&app, "sales_contract").await, rows(&app, "contract_version").await), (996, 996));
        assert_eq!(rows(&app, entries).await, 996);
    }

    async fn another_content_is_proposed_and_never_written_over(app: App) {
        let sides = Sides::of(&app).await;
        let entries: Vec<Value> = (0..4).map(|n| entry(sides.group_id, n)).collect();
        let first = register(&sides, &sides.partner, entries.clone()).await.expect(200);
        let paths: Vec<String> = (0..4).map(|n| path_of(&first, n)).collect();
        for path in &paths[1..] {
            step(&sides.partner, path, "submit", Value::Null).await.expect(200);
        }
        confirm(&sides.leader, &paths[1]).await.expect(200);
        for path in &paths[2..] {
            sides.agree(path).await;
        }
        step(&sides.leader, &paths[3], "complete", Value::Null).await.expect(200);
        let changed: Vec<Value> = entries.iter().map(|entry| priced(entry.clone(), 41_000)).collect();
        let second = register(&sides, &sides.partner, changed.clone()).await.expect(200);
        assert_eq!(outcomes(&second), ["amended", "amended", "amended", "refused"]);
        assert_eq!(problem(&second, 3), ("state_conflict", vec!["#/contracts/3/content: inconsistent".to_owned()]));
        for (n, (status, in_force_n, rationale)) in
            [("draft", Value::Null, Value::Null), ("submitted", Value::Null, Value::Null), ("active", json!(1), json!("other"))]
                .into_iter().enumerate()
        {
            let seen = sides.partner.get(&paths[n]).await.expect(200);
            assert_eq!((&seen.json["status"], &seen.json["text_n"]), (&json!(status), &json!(2)), "{seen}");
            assert_eq!((&seen.json["in_force_n"], &seen.json["rationale"]), (&in_force_n, &rationale));
            assert_eq!((&seen.json["confirmations"], &seen.json["sha256"]), (&json!([]), &second.json["results"][n]["sha256"]));
            let value = if n == 2 { 41_072_500 } else { 42_072_500 };
            assert_eq!(seen.json["value_vnd"], value, "{seen}");
        }
        sides.partner.get(&format!("{}/texts/1", paths[0])).await.expect(200);
        let again = register(&sides, &sides.partner, changed.clone()).await.expect(200);
        assert_eq!(outcomes(&again), ["unchanged", "unchanged", "unchanged", "refused"]);
        // What is in force is nothing new either; a third content has to wait.
        let back = register(&sides, &sides.partner, entries.clone()).await.expect(200);
        assert_eq!(outcomes(&back), ["amended", "amended", "unchanged", "unchanged"]);
        let third = register(&sides, &sides.partner, vec![priced(entries[2].clone(), 42_000)]).await.expect(200);
        assert_eq!(problem(&third, 0).0, "state_conflict");
        // The answer of the group, or that it was given up, makes the same content no new proposal.
        let because = json!({ "reason": "Không đồng ý." });
        step(&sides.leader, &paths[2], "drop-amendment", because).await.expect(200);
        let etag = sides.leader.get(&paths[1]).await.expect(200).etag();
        let answer = json!({ "content": changed[1]["content"].as_object().map(|content| {
            let mut content = content.clone();
            content.insert("advance_vnd".to_owned(), json!(1));
            content
        }) });
        sides.leader.patch(&paths[1], &etag, answer).await.expect(200);
        let same = register(&sides, &sides.partner, vec![entries[1].clone(), changed[2].clone()]).await.expect(200);
        assert_eq!(outcomes(&same), ["unchanged", "unchanged"]);
        // What a draft said before it was handed over stays with its side.
        step(&sides.partner, &paths[0], "submit", Value::Null).await.expect(200);
        let texts = sides.leader.get(&format!("{}/texts", paths[0])).await.expect(200);
        assert_eq!(texts.data().iter().map(|text| text["n"].clone()).collect::<Vec<_>>(), [3]);
        assert_eq!(sides.partner.get(&format!("{}/texts", paths[0])).await.expect(200).data().len(), 3);
        sides.leader.get(&format!("{}/texts/1", paths[0])).await.problem(404, "not_found");
    }

    async fn what_a_contract_is_called_does_not_change_by_the_way(app: App) {
        let sides = Sides::of(&app).await;
        let by_hand = sides.draft("9/HĐ").await;
        let first = register(&sides, &sides.partner, vec![entry(sides.group_id, 1)]).await.expect(200);
        let other = app.group(sides.commune, LegalForm::Cig, "2025-07-01").await;
        let mut renamed = entry(other, 1);
        (renamed["number"], renamed["framework_ref"]) = (json!("2/HĐ"), json!(null));
        let reply = register(&sides, &sides.partner, vec![renamed, entry(sides.group_id, 9)]).await.expect(200);
        assert_eq!(problem(&reply, 0), ("validation_failed", vec![
            "#/contracts/0/number: inconsistent".to_owned(), "#/contracts/0/group_id: inconsistent".to_owned(),
            "#/contracts/0/framework_ref: inconsistent".to_owned(),
        ]));
        assert_eq!(path_of(&reply, 0), path_of(&first, 0));
        assert_eq!(problem(&reply, 1), ("duplicate", vec!["#/contracts/1/number: not_unique".to_owned()]));
        assert_eq!(path_of(&reply, 1), by_hand);
    }

    async fn what_was_delivered_stands_against_a_registration(app: App) {
        let sides = Sides::of(&app).await;
        let first = register(&sides, &sides.partner, vec![entry(sides.group_id, 1)]).await.expect(200);
        let path = path_of(&first, 0);
        step(&sides.partner, &path, "submit", Value::Null).await.expect(200);
        sides.agree(&path).await;
        set_delivered(&app, &path, 2, 20_500_000).await;
        let mut less = entry(sides.group_id, 1);
        less["content"]["lines"][1]["quantity"] = json!("19");
        less["rationale"] = json!("force_majeure");
        let reply = register(&sides, &sides.partner, vec![less.clone()]).await.expect(200);
        assert_eq!(problem(&reply, 0).1, ["#/contracts/0/content/lines/1/quantity: out_of_range"]);
        less["content"]["lines"][1]["quantity"] = json!("19.524");
        register(&sides, &sides.partner, vec![less]).await.expect(200);
        assert_eq!(sides.leader.get(&path).await.expect(200).json["rationale"], "force_majeure");
        // Somebody who acts for the group meanwhile changes nothing for the partner.
        let other = register(&sides, &sides.partner, vec![entry(sides.group_id, 2)]).await.expect(200);
        let insert = "UPDATE duty SET duty = 'group' WHERE duty = 'partner'";
        app.database().execute(insert).await;
        let reply = register(&sides, &sides.partner, vec![priced(entry(sides.group_id, 2), 9)]).await.expect(200);
        assert_eq!(problem(&reply, 0).0, "separation_of_duties");
        assert_eq!(sides.partner.get(&path_of(&other, 0)).await.expect(200).json["text_n"], 1);
    }

    async fn a_body_that_does_not_fit_is_refused_as_a_whole(app: App) {
        let sides = Sides::of(&app).await;
        let mut contracts: Vec<Value> = (0..3).map(|n| entry(sides.group_id, n)).collect();
        contracts[1]["content"]["lines"][2]["quantity"] = json!("1.2345");
        contracts[2]["external_ref"] = json!("");
        let refused = register(&sides, &sides.partner, contracts).await.problem(422, "validation_failed");
        refused.faults(&[
            "#/contracts/1/content/lines/2/quantity: invalid_format", "#/contracts/2/external_ref: too_short",
        ]);
        register(&sides, &sides.partner, vec![]).await.faults(&["#/contracts: too_short"]);
        let many = vec![entry(sides.group_id, 1); 1001];
        register(&sides, &sides.partner, many).await.problem(422, "validation_failed")
            .faults(&["#/contracts: too_many_items"]);
        let large = format!("{{\"partner_id\":\"{}\",\"contracts\":[{}", sides.partner_id, " ".repeat(5 << 20));
        let post = |path: &str, body: String| sides.partner.post(path, Value::Null).bytes(body);
        post(REGISTER, large).await.problem(413, "payload_too_large");
        // 2 MiB are too much anywhere else, and are read here.
        let spaced = |body: Value| format!("{}{body}", " ".repeat(2 << 20));
        let one = json!({ "partner_id": sides.partner_id, "contracts": [entry(sides.group_id, 1)] });
        post(REGISTER, spaced(one)).await.expect(200);
        post(CONTRACTS, spaced(sides.new_contract("1"))).await.problem(413, "payload_too_large");
        assert_eq!(rows(&app, "sales_contract").await, 1);
    }

    async fn a_partner_registers_its_own(app: App) {
        let (sides, there) = (Sides::of(&app).await, Sides::at(&app, "01438").await);
        let contracts = || vec![entry(sides.group_id, 1)];
        register(&sides, &there.partner, contracts()).await.problem(404, "not_found").faults(&["#/partner_id: not_found"]);
        register(&sides, &sides.leader, contracts()).await.problem(403, "permission_denied");
        let key = Uuid::now_v7();
        let body = json!({ "partner_id": sides.partner_id, "contracts": contracts() });
        let ask = || sides.partner.post(REGISTER, body.clone()).key(key);
        let (first, second) = (ask().await.expect(200), ask().await.expect(200));
        assert_eq!((&first.body, second.header("idempotency-replayed").as_deref()), (&second.body, Some("true")));
        // The same names in another partner's system are others.
        let reply = register(&there, &there.partner, vec![entry(there.group_id, 1)]).await.expect(200);
        assert_eq!(outcomes(&reply), ["created"]);
        set_partner(&app, sides.partner_id, PartnerStatus::Suspended).await;
        register(&sides, &sides.partner, contracts()).await.problem(403, "permission_denied");
    }

    async fn a_system_with_this_scope_alone_registers_for_its_partner_and_sees_nothing(app: App) {
        let (sides, there) = (Sides::of(&app).await, Sides::at(&app, "01438").await);
        let system = Client::with_secret(&sides.partner, &["sales-contracts:register"]).await;
        let issued = system.token(&app).await.expect(200);
        let post = |sides: &Sides, contracts: Vec<Value>| {
            let body = json!({ "partner_id": sides.partner_id, "contracts": contracts });
            app.anonymous().post(REGISTER, body).bearer(issued.json["access_token"].as_str().unwrap())
        };
        let contracts = || (0..50).map(|n| entry(sides.group_id, n)).collect::<Vec<_>>();
        let first = post(&sides, contracts()).await.expect(200);
        assert_eq!(outcomes(&first), ["created"; 50]);
        assert_eq!(outcomes(&post(&sides, contracts()).await.expect(200)), ["unchanged"; 50]);
        let refused = post(&there, vec![entry(there.group_id, 1)]).await.problem(404, "not_found");
        refused.faults(&["#/partner_id: not_found"]);
        let path = path_of(&first, 49);
        get(&app, &issued, &path).await.problem(403, "permission_denied");
        get(&app, &issued, CONTRACTS).await.problem(403, "permission_denied");
        let history = sides.partner.get(&format!("{path}/history")).await.expect(200);
        let done = &history.data()[0];
        assert_eq!((&done["actor_id"], &done["organisation"]), (&json!(system.id), &json!("partner")));
        // What the system wrote, people of the partner hand in and confirm.
        step(&sides.partner, &path, "submit", Value::Null).await.expect(200);
        confirm(&sides.partner, &path).await.expect(200);
        confirm(&sides.leader, &path).await.expect(200);
    }

    async fn two_registrations_at_once_make_each_contract_once(app: App) {
        let sides = Sides::of(&app).await;
        let contracts: Vec<Value> = (0..20).map(|n| entry(sides.group_id, n)).collect();
        let work: Vec<_> = (0..3)
            .map(|_| {
                let (sides, contracts) = (sides.clone(), contracts.clone());
                async move { register(&sides, &sides.partner, contracts).await.expect(200) }
            })
            .collect();
        let replies = at_once(work).await;
        let of_all = |outcome: &str| {
            replies.iter().flat_map(outcomes).filter(|one| *one == outcome).count()
        };
        assert_eq!((of_all("created"), of_all("unchanged")), (20, 40));
        assert_eq!(rows(&app, "sales_contract").await, 20);
    }

    async fn a_contract_in_force_is_amended_once_at_a_time(app: App) {
        let sides = Sides::of(&app).await;
        let first = register(&sides, &sides.partner, vec![entry(sides.group_id, 1)]).await.expect(200);
        let path = path_of(&first, 0);
        step(&sides.partner, &path, "submit", Value::Null).await.expect(200);
        sides.agree(&path).await;
        let lines = vec![line(1, "900", 40_000), line(2, "20.5", 45_000), line(3, "3", 50_000)];
        amend(&sides.leader, &path, terms_of(lines)).await.expect(200);
        let reply = register(&sides, &sides.partner, vec![priced(entry(sides.group_id, 1), 9)]).await.expect(200);
        assert_eq!(problem(&reply, 0).0, "state_conflict");
        app.set_now("2027-01-01T03:00:00Z");
        let because = json!({ "reason": "Hết hạn." });
        step(&sides.leader, &path, "drop-amendment", because).await.expect(200);
        let reply = register(&sides, &sides.partner, vec![priced(entry(sides.group_id, 1), 9)]).await.expect(200);
        assert_eq!(problem(&reply, 0).0, "state_conflict");
    }
}
