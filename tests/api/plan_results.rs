//! What became of the lines of plans: what is taken in, what is refused, and what lists and sums make of it.

use entity::enums::LegalForm;
use entity::ids::GroupId;
use serde_json::{Value, json};
use tests::calls::step;
use tests::plans::{Planners, pigs, plan_content, plan_result};
use tests::{App, both_databases};
use uuid::Uuid;

async fn group(app: &App) -> GroupId {
    app.group(app.area("01392", "2022-06-30").await, LegalForm::Tht, "2021-03-01").await
}

const RESULTS: &str = "/v1/plan-results";

both_databases! {
    async fn a_result_is_entered_changed_summed_and_taken_out(app: App) {
        let (planners, group) = (Planners::of(&app).await, group(&app).await);
        let plan = planners.approved(group, 2026, plan_content(&[pigs(1), pigs(2)])).await;
        let (leader, results) = (app.as_leader_of(group).await, format!("{plan}/results"));
        let key = Uuid::now_v7();
        let made = leader.post(&results, plan_result(1, (110, 80))).key(key).await.expect(201);
        let again = leader.post(&results, plan_result(1, (110, 80))).key(key).await.expect(201);
        assert_eq!((made.id(), again.header("idempotency-replayed").as_deref()), (again.id(), Some("true")));
        assert_eq!((&made.json["chain"], &made.json["unit"], &made.json["lost"]), (&json!("lon_den"), &json!("kg"), &json!("100.5")));
        assert_eq!((&made.json["profit_vnd"], &made.json["content_version"]), (&json!(30), &json!(1)));
        planners.writer.post(&results, plan_result(2, (50, 70))).await.expect(201);
        let path = format!("{results}/{}", made.id());
        let losses = json!([
            { "hazard": "cold", "quantity": "1.5", "value_vnd": 7 }, { "hazard": "epidemic", "quantity": "2", "value_vnd": 5 },
        ]);
        let patch = json!({ "losses": losses, "cost_vnd": 90 });
        let changed = leader.patch(&path, &made.etag(), patch.clone()).await.expect(200);
        assert_eq!((&changed.json["losses"], &changed.json["lost"], &changed.json["cost_vnd"]), (&losses, &json!("3.5"), &json!(90)));
        leader.patch(&path, &made.etag(), patch).await.problem(412, "precondition_failed");
        let list = leader.get(&results).await.expect(200);
        assert_eq!(list.data().len(), 2);
        let sum = async |query: &str| {
            let list = leader.get(&format!("{RESULTS}?include_total=true&{query}")).await.expect(200);
            (list.json["page"]["total"].clone(), list.json["page"]["sum_vnd"].clone())
        };
        for (query, found) in [
            ("year=2026", (2, 160)),
            ("sum_of=cost", (2, 160)),
            ("sum_of=profit", (2, 0)),
            ("sum_of=losses", (2, 8_000_012)),
            ("sum_of=losses&hazard=epidemic", (2, 8_000_005)),
            ("sum_of=losses&hazard=cold", (1, 7)),
            ("hazard=drought", (0, 0)),
            ("value_chain=lon_den,lac", (2, 160)),
            ("value_chain=lac", (0, 0)),
            ("as_of=2026-06-14", (0, 0)),
            ("not_assigned=true", (0, 0)),
            ("year=2025", (0, 0)),
        ] {
            assert_eq!(sum(query).await, (json!(found.0), json!(found.1)), "{query}");
        }
        let area = app.area("045", "2022-06-30").await;
        assert_eq!(sum(&format!("area_id={area}&group_id={group}")).await, (json!(2), json!(160)));
        leader.delete(&format!("{path}?reason=entered_twice"), &changed.etag()).await.expect(204);
        leader.get(&path).await.problem(404, "not_found");
        assert_eq!(sum("year=2026").await, (json!(1), json!(50)));
        leader.post(&results, plan_result(1, (1, 1))).await.expect(201);
    }

    async fn results_are_of_lines_in_force_once_each(app: App) {
        let (planners, group) = (Planners::of(&app).await, group(&app).await);
        let draft = planners.draft(group, 2025, plan_content(&[pigs(1)])).await;
        planners.writer.post(&format!("{draft}/results"), plan_result(1, (1, 1))).await.problem(409, "state_conflict");
        let plan = planners.approved(group, 2026, plan_content(&[pigs(1)])).await;
        let results = format!("{plan}/results");
        let other = planners.writer.post(&results, plan_result(7, (1, 1))).await.problem(422, "validation_failed");
        other.faults(&["#/line_no: not_found"]);
        let made = planners.writer.post(&results, plan_result(1, (1, 1))).await.expect(201);
        let second = planners.writer.post(&results, plan_result(1, (1, 1))).await.problem(409, "duplicate");
        assert_eq!(second.json["existing_id"], made.json["id"]);
        let elsewhere = app.as_leader_of(self::group(&app).await).await;
        elsewhere.post(&results, plan_result(1, (1, 1))).await.problem(404, "not_found");
        elsewhere.get(&format!("{results}/{}", made.id())).await.problem(404, "not_found");
        let viewer = app.as_viewer_of(app.province().await).await;
        viewer.post(&results, plan_result(1, (1, 1))).await.problem(403, "permission_denied");
        let of_other_plan = format!("{draft}/results/{}", made.id());
        planners.writer.get(&of_other_plan).await.problem(404, "not_found");
    }

    async fn a_line_with_a_result_stays_in_later_versions(app: App) {
        let (planners, group) = (Planners::of(&app).await, group(&app).await);
        let plan = planners.approved(group, 2026, plan_content(&[pigs(1), pigs(2)])).await;
        planners.writer.post(&format!("{plan}/results"), plan_result(2, (1, 1))).await.expect(201);
        let revised = step(&planners.writer, &plan, "revise", Value::Null).await.expect(200);
        let without = json!({ "content": plan_content(&[pigs(1)]) });
        let changed = planners.writer.patch(&plan, &revised.etag(), without).await.expect(200);
        assert_eq!(planners.submit(&plan).await.unmet(), [("lines_in_use".to_owned(), None, None)]);
        let mut other = pigs(2);
        other["quantity"] = json!("1");
        let with = json!({ "content": plan_content(&[pigs(1), other]) });
        planners.writer.patch(&plan, &changed.etag(), with).await.expect(200);
        planners.submit(&plan).await.expect(200);
    }

    async fn what_a_result_says_must_be_right(app: App) {
        let (planners, group) = (Planners::of(&app).await, group(&app).await);
        let mut heads = pigs(2);
        (heads["unit"], heads["quantity"]) = (json!("head"), json!("20"));
        let plan = planners.approved(group, 2026, plan_content(&[pigs(1), heads])).await;
        let results = format!("{plan}/results");
        let loss = |hazard: &str, quantity: &str| json!({ "hazard": hazard, "quantity": quantity, "value_vnd": 1 });
        let with = |line_no: i32, member: &str, value: Value| {
            let mut result = plan_result(line_no, (1, 1));
            result[member] = value;
            result
        };
        for (body, fault) in [
            (with(1, "harvested", json!("-1")), "harvested: invalid_format"),
            (with(1, "harvested", json!("1")), "sold: inconsistent"),
            (with(1, "sold", json!("1000000000")), "sold: invalid_format"),
            (with(1, "revenue_vnd", json!(-1)), "revenue_vnd: out_of_range"),
            (with(1, "cost_vnd", json!(1_000_000_000_001_i64)), "cost_vnd: out_of_range"),
            (with(1, "recorded_on", json!("2026-06-16")), "recorded_on: out_of_range"),
            (with(1, "recorded_on", json!("2025-12-31")), "recorded_on: inconsistent"),
            (with(1, "losses", json!([loss("sóng thần", "1")])), "losses/0/hazard: not_found"),
            (with(1, "losses", json!([loss("cold", "1"), loss("cold", "2")])), "losses/1/hazard: not_unique"),
            (with(1, "losses", json!([loss("cold", "0")])), "losses/0/quantity: out_of_range"),
            (with(2, "sold", json!("1.5")), "sold: inconsistent"),
        ] {
            let reply = planners.writer.post(&results, body).await.problem(422, "validation_failed");
            let said = |error: &Value| {
                format!("{}: {}", error["pointer"].as_str().unwrap(), error["code"].as_str().unwrap())
            };
            let found: Vec<String> = reply.json["errors"].as_array().unwrap().iter().map(said).collect();
            assert!(found.contains(&format!("#/{fault}")), "{fault}\n{reply}");
        }
        let made = planners.writer.post(&results, plan_result(1, (1, 1))).await.expect(201);
        let patch = planners.writer.patch(&format!("{results}/{}", made.id()), &made.etag(), json!({ "harvested": "1" })).await;
        patch.problem(422, "validation_failed").faults(&["#/sold: inconsistent"]);
    }
}
