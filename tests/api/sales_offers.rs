//! What groups plan to sell: written, changed, published, taken out.

use entity::enums::OfferStatus;
use entity::ids::GroupId;
use serde_json::{Value, json};
use tests::calls::step;
use tests::market::found;
use tests::plans::{self, Planners, plan_content};
use tests::{App, both_databases};
use uuid::Uuid;

const OFFERS: &str = "/v1/sales-offers";

fn item(id: impl std::fmt::Display) -> String {
    format!("{OFFERS}/{id}")
}

fn pigs(group: GroupId) -> Value {
    json!({
        "group_id": group, "chain": "lon_den", "form": "live_weight", "unit": "head", "quantity": "12",
        "from_on": "2026-07-01", "until_on": "2026-09-01",
    })
}

fn with(mut body: Value, changes: &[(&str, Value)]) -> Value {
    changes.iter().for_each(|(name, value)| body[*name] = value.clone());
    body
}

both_databases! {
    async fn a_leader_drafts_and_publishes_and_a_partner_sees_it(app: App) {
        let (group, partner) = (app.seller().await, app.buyer().await);
        let leader = app.as_leader_of(group).await;
        let details = json!({ "asking_price_vnd": 8_500_000, "terms": "Giao tại chuồng." });
        let made = leader.post(OFFERS, with(pigs(group), &[("details", details)])).await.expect(201);
        let path = item(made.id());
        assert_eq!((&made.json["status"], &made.json["quantity"]), (&json!("draft"), &json!("12")));
        assert_eq!(made.json["allowed_actions"], json!(["publish"]));
        assert!(made.json["code"].as_str().unwrap().starts_with("CH-"));
        partner.get(&path).await.problem(404, "not_found");
        assert!(found(&partner, "").await.is_empty());
        let shown = step(&leader, &path, "publish", Value::Null).await.expect(200);
        assert_eq!(shown.json["published_at"], json!("2026-06-15T03:00:00.000Z"));
        let seen = partner.get(&path).await.expect(200);
        assert_eq!((&seen.json["group_name"], &seen.json["group_code"]), (&shown.json["group_name"], &shown.json["group_code"]));
        assert_eq!((&seen.json["commune_name_vi"], &seen.json["allowed_actions"]), (&json!("Thị trấn Xuân Hòa"), &json!([])));
        assert_eq!(found(&partner, "").await, [made.id()]);
        step(&leader, &path, "withdraw", Value::Null).await.expect(200);
        partner.get(&path).await.problem(404, "not_found");
        step(&leader, &path, "publish", Value::Null).await.expect(200);
        partner.get(&path).await.expect(200);
        let history = leader.get(&format!("{path}/history")).await.expect(200);
        let actions: Vec<_> = history.data().iter().map(|entry| entry["action"].as_str().unwrap()).collect();
        assert_eq!(actions, ["published", "withdrawn", "published", "described", "created"]);
        partner.get(&format!("{path}/history")).await.problem(404, "not_found");
    }

    async fn unit_quantity_and_window_must_be_right(app: App) {
        let group = app.seller().await;
        let leader = app.as_leader_of(group).await;
        let post = async |changes: &[(&str, Value)]| leader.post(OFFERS, with(pigs(group), changes)).await;
        for (name, value, fault) in [
            ("unit", json!("litre"), "#/unit: inconsistent"),
            ("unit", json!("xe"), "#/unit: not_found"),
            ("form", json!("dried"), "#/unit: inconsistent"),
            ("form", json!("alive"), "#/form: not_in_enum"),
            ("quantity", json!("0"), "#/quantity: out_of_range"),
            ("quantity", json!("0.000"), "#/quantity: out_of_range"),
            ("quantity", json!("1.5"), "#/quantity: inconsistent"),
            ("quantity", json!("1.2345"), "#/quantity: invalid_format"),
            ("quantity", json!("-1"), "#/quantity: invalid_format"),
            ("quantity", json!("1e3"), "#/quantity: invalid_format"),
            ("quantity", json!(12), "#/quantity: invalid_type"),
            ("quantity", json!("1000000000"), "#/quantity: invalid_format"),
            ("until_on", json!("2026-07-01"), "#/until_on: inconsistent"),
            ("until_on", json!("2026-06-30"), "#/until_on: inconsistent"),
            ("chain", json!("dua_hau"), "#/chain: not_found"),
            ("grade", json!(""), "#/grade: too_short"),
            ("details", json!({ "asking_price_vnd": 0 }), "#/details/asking_price_vnd: out_of_range"),
        ] {
            let reply = post(&[(name, value.clone())]).await.problem(422, "validation_failed");
            if name == "chain" {
                reply.faults(&[fault, "#/chain: inconsistent"]);
            } else {
                reply.faults(&[fault]);
            }
        }
        let lac = [("chain", json!("lac")), ("form", json!("dried")), ("unit", json!("kg"))];
        post(&lac).await.faults(&["#/chain: inconsistent"]);
        post(&lac[..1]).await.faults(&["#/chain: inconsistent", "#/form: inconsistent"]);
        let past = [("from_on", json!("2026-05-01")), ("until_on", json!("2026-06-15"))];
        post(&past).await.faults(&["#/until_on: out_of_range"]);
        let several = [("unit", json!("xe")), ("quantity", json!("0")), ("until_on", json!("2026-06-01"))];
        post(&several).await.faults(&[
            "#/unit: not_found", "#/quantity: out_of_range", "#/until_on: inconsistent", "#/until_on: out_of_range",
        ]);
        assert_eq!(app.database().count("SELECT COUNT(*) FROM sales_offer").await, 0);
        post(&[("unit", json!("kg")), ("quantity", json!("999999999.999"))]).await.expect(201);
    }

    async fn an_offer_cites_a_line_of_the_groups_plan_in_force(app: App) {
        let (group, other) = (app.seller().await, app.seller().await);
        let planners = Planners::of(&app).await;
        let content = plan_content(&[plans::pigs(1)]);
        let plan = planners.approved(group, 2026, content.clone()).await;
        let drafted = planners.draft(group, 2027, content.clone()).await;
        let of_other = planners.approved(other, 2026, content).await;
        let id_of = |path: &str| path.rsplit('/').next().unwrap().to_owned();
        let cite = |path: &str, line_no: i32| json!({ "plan_id": id_of(path), "line_no": line_no });
        let offer = |line: Value, unit: &str| with(pigs(group), &[("unit", json!(unit)), ("plan_line", line)]);
        let leader = app.as_leader_of(group).await;
        let made = leader.post(OFFERS, offer(cite(&plan, 1), "kg")).await.expect(201);
        assert_eq!(made.json["plan_line"], cite(&plan, 1));
        for (line, unit, fault) in [
            (cite(&plan, 7), "kg", "#/plan_line/line_no: not_found"),
            (cite(&plan, 1), "head", "#/plan_line/line_no: inconsistent"),
            (cite(&drafted, 1), "kg", "#/plan_line/plan_id: inconsistent"),
            (cite(&of_other, 1), "kg", "#/plan_line/plan_id: inconsistent"),
        ] {
            let reply = planners.writer.post(OFFERS, offer(line, unit)).await.problem(422, "validation_failed");
            reply.faults(&[fault]);
        }
        for unseen in [of_other.clone(), Uuid::now_v7().to_string()] {
            let reply = leader.post(OFFERS, offer(cite(&unseen, 1), "kg")).await.problem(404, "not_found");
            reply.faults(&["#/plan_line/plan_id: not_found"]);
        }
        let path = item(made.id());
        let head = json!({ "unit": "head" });
        leader.patch(&path, &made.etag(), head.clone()).await.faults(&["#/plan_line/line_no: inconsistent"]);
        let later = leader.patch(&path, &made.etag(), json!({ "quantity": "20" })).await.expect(200);
        assert_eq!(later.json["plan_line"], cite(&plan, 1));
        let query = format!("plan_id={}", id_of(&plan));
        assert_eq!(found(&leader, &query).await, [made.id()]);
        let revised = step(&planners.writer, &plan, "revise", Value::Null).await.expect(200);
        let mut elsewise = plans::pigs(1);
        elsewise["form"] = json!("fresh");
        for lines in [vec![plans::pigs(2)], vec![elsewise]] {
            let etag = planners.writer.get(&plan).await.expect(200).etag();
            let without = json!({ "content": plan_content(&lines) });
            planners.writer.patch(&plan, &etag, without).await.expect(200);
            assert_eq!(planners.submit(&plan).await.unmet(), [("lines_in_use".to_owned(), None, None)]);
        }
        assert_eq!(revised.json["approved_version"], 1);
        let freed = leader.patch(&path, &later.etag(), with(head, &[("plan_line", Value::Null)])).await.expect(200);
        assert_eq!((&freed.json["plan_line"], &freed.json["unit"]), (&Value::Null, &json!("head")));
        assert!(found(&leader, &query).await.is_empty());
        planners.submit(&plan).await.expect(200);
    }

    async fn only_an_active_group_offers(app: App) {
        let group = app.seller().await;
        let officer = app.as_officer_of(app.province().await).await;
        let body = json!({ "from_on": "2026-06-01", "reason": "Chờ kiện toàn." });
        officer.act(&format!("/v1/farmer-groups/{group}/suspend"), "\"v1\"", body).await.expect(200);
        officer.post(OFFERS, pigs(group)).await.problem(422, "validation_failed").faults(&["#/group_id: inconsistent"]);
    }

    async fn a_group_outside_the_scope_is_named_like_one_that_nobody_has(app: App) {
        let (group, other) = (app.seller().await, app.seller().await);
        let leader = app.as_leader_of(group).await;
        let away = app.as_officer_of(app.area("052", "2022-06-30").await).await;
        for caller in [&leader, &away] {
            let nobody = caller.post(OFFERS, pigs(Uuid::now_v7().into())).await.problem(404, "not_found");
            let foreign = caller.post(OFFERS, pigs(other)).await.problem(404, "not_found");
            assert_eq!(tests::hidden::words(&foreign), tests::hidden::words(&nobody));
        }
        app.buyer().await.post(OFFERS, pigs(group)).await.problem(403, "permission_denied");
    }

    async fn a_change_is_checked_as_a_whole_and_seen_at_once(app: App) {
        let group = app.seller().await;
        let (leader, partner) = (app.as_leader_of(group).await, app.buyer().await);
        let path = item(app.offer(group, OfferStatus::Published).await);
        let patch = async |etag: &str, body: Value| leader.patch(&path, etag, body).await;
        patch("\"v1\"", json!({ "unit": "litre" })).await.faults(&["#/unit: inconsistent"]);
        patch("\"v1\"", json!({ "form": "fresh" })).await.faults(&["#/unit: inconsistent"]);
        patch("\"v1\"", json!({ "from_on": "2026-12-01" })).await.faults(&["#/until_on: inconsistent"]);
        patch("\"v1\"", json!({ "until_on": "2026-06-15" })).await.faults(&["#/until_on: out_of_range"]);
        patch("\"v1\"", json!({ "chain": "lac", "form": "dried", "unit": "kg" })).await.faults(&["#/chain: inconsistent"]);
        patch("\"v1\"", json!({ "chain": null })).await.problem(422, "validation_failed");
        patch("\"v1\"", json!({})).await.problem(422, "validation_failed");
        patch("\"v7\"", json!({ "quantity": "6" })).await.problem(412, "precondition_failed");
        leader.patch(&path, "\"v1\"", json!({ "quantity": "6" })).without("if-match").await.problem(428, "precondition_required");
        let done = patch("\"v1\"", json!({ "form": "fresh", "unit": "ta", "quantity": "6.125", "grade": "Loại 1" })).await.expect(200);
        assert_eq!((&done.json["quantity"], &done.json["grade"]), (&json!("6.125"), &json!("Loại 1")));
        assert_eq!(partner.get(&path).await.expect(200).json["quantity"], "6.125");
        let cleared = patch("\"v2\"", json!({ "grade": null })).await.expect(200);
        assert_eq!(cleared.json["grade"], Value::Null);
        partner.patch(&path, "\"v3\"", json!({ "quantity": "6" })).await.problem(403, "permission_denied");
    }

    async fn a_draft_entered_in_error_is_gone(app: App) {
        let group = app.seller().await;
        let leader = app.as_leader_of(group).await;
        let path = item(app.offer(group, OfferStatus::Draft).await);
        leader.delete(&format!("{path}?reason=entered_twice"), "\"v2\"").await.problem(412, "precondition_failed");
        leader.delete(&format!("{path}?reason=entered_twice"), "\"v1\"").await.expect(204);
        for below in ["", "/details", "/history"] {
            leader.get(&format!("{path}{below}")).await.problem(404, "not_found");
        }
        assert!(found(&leader, "").await.is_empty());
    }

    async fn a_repeated_request_gets_its_first_answer(app: App) {
        let group = app.seller().await;
        let (leader, key) = (app.as_leader_of(group).await, Uuid::now_v7());
        let made = leader.post(OFFERS, pigs(group)).key(key).await.expect(201);
        let again = leader.post(OFFERS, pigs(group)).key(key).await.expect(201);
        assert_eq!((&again.json, again.header("idempotency-replayed").as_deref()), (&made.json, Some("true")));
        let taken = with(pigs(group), &[("id", made.json["id"].clone())]);
        leader.post(OFFERS, taken).await.problem(409, "id_conflict");
        let publish = format!("{}/publish", item(made.id()));
        let key = Uuid::now_v7();
        let first = leader.act(&publish, "\"v1\"", Value::Null).key(key).await.expect(200);
        assert_eq!(leader.act(&publish, "\"v1\"", Value::Null).key(key).await.expect(200).json, first.json);
        leader.act(&publish, "\"v1\"", Value::Null).await.problem(412, "precondition_failed");
        leader.post(&publish, Value::Null).await.problem(428, "precondition_required");
    }

    async fn a_group_that_has_offered_something_is_not_taken_out(app: App) {
        let seller = app.seller().await;
        let officer = app.as_officer_of(app.province().await).await;
        let id = app.offer(seller, OfferStatus::Draft).await;
        let path = format!("/v1/farmer-groups/{seller}?reason=entered_twice");
        officer.delete(&path, "\"v1\"").await.problem(409, "resource_in_use");
        officer.delete(&format!("{}?reason=test_entry", item(id)), "\"v1\"").await.expect(204);
        officer.delete(&path, "\"v1\"").await.expect(204);
    }
}
