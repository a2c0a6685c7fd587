//! Plans of groups: one for each year, what they must say, and how they are copied.

use entity::enums::{GroupStatus, LegalForm};
use entity::ids::{AreaId, GroupId};
use entity::{group_period, group_value_chain};
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, sea_query::Expr};
use serde_json::{Value, json};
use tests::plans::{Planners, pigs, plan_content};
use tests::{App, both_databases};
use uuid::Uuid;

async fn commune(app: &App) -> AreaId {
    app.area("01392", "2022-06-30").await
}

async fn group(app: &App) -> GroupId {
    app.group(commune(app).await, LegalForm::Tht, "2021-03-01").await
}

fn new(group: GroupId, year: i32, content: &Value) -> Value {
    json!({ "group_id": group, "year": year, "content": content })
}

/// Peanuts beside the pigs, and a line of them.
async fn peanuts(app: &App, group: GroupId) -> Value {
    let chain = group_value_chain::ActiveModel {
        group_id: Set(group),
        chain: Set("lac".to_owned()),
        is_primary: Set(false),
    };
    app.insert(chain).await;
    json!({
        "line_no": 2, "chain": "lac", "form": "dried", "season": "spring", "area_m2": 15_000, "heads": null,
        "unit": "ta", "quantity": "30.5", "cost_vnd": 30_000_000, "revenue_vnd": 50_000_000, "buyer": "Thương lái",
        "partner_id": null,
    })
}

const PLANS: &str = "/v1/production-plans";

both_databases! {
    async fn a_plan_is_drafted_changed_listed_and_taken_out(app: App) {
        let (planners, group) = (Planners::of(&app).await, group(&app).await);
        let (leader, key) = (app.as_leader_of(group).await, Uuid::now_v7());
        let content = plan_content(&[pigs(1)]);
        let made = leader.post(PLANS, new(group, 2026, &content)).key(key).await.expect(201);
        let again = leader.post(PLANS, new(group, 2026, &content)).key(key).await.expect(201);
        assert_eq!((made.id(), again.header("idempotency-replayed").as_deref()), (again.id(), Some("true")));
        assert_eq!((&made.json["code"], &made.json["status"], &made.json["content"]), (&json!("KH-000001"), &json!("draft"), &content));
        assert_eq!((&made.json["is_adapted"], &made.json["approved_version"]), (&json!(true), &Value::Null));
        assert_eq!((&made.json["cost_vnd"], &made.json["revenue_vnd"]), (&json!(90_000_000), &json!(120_000_000)));
        assert_eq!(made.json["allowed_actions"], json!(["submit"]));
        let path = format!("{PLANS}/{}", made.id());
        let peanuts = peanuts(&app, group).await;
        let mut other = plan_content(&[pigs(1), peanuts]);
        other["hazards"] = json!([]);
        let changed = leader.patch(&path, &made.etag(), json!({ "content": other })).await.expect(200);
        assert_eq!((&changed.json["content_version"], &changed.json["is_adapted"]), (&json!(1), &json!(false)));
        assert_eq!((&changed.json["cost_vnd"], &changed.json["content"]), (&json!(120_000_000), &other));
        leader.patch(&path, &made.etag(), json!({ "content": other })).await.problem(412, "precondition_failed");
        assert_eq!(leader.get(&path).await.expect(200).json, changed.json);
        let listed = planners.approver.get(&format!("{PLANS}?year=2026&value_chain=lac&is_adapted=false&status=draft")).await.expect(200);
        let row = &listed.data()[0];
        assert_eq!((&row["cost_vnd"], &row["content_version"], &row["allowed_actions"]), (&json!(120_000_000), &json!(1), &json!(["submit"])));
        let area = app.area("045", "2022-06-30").await;
        for (filter, found) in [
            (format!("area_id={area}"), 1),
            (format!("group_id={group}&sort=year"), 1),
            ("year=2025".to_owned(), 0),
            ("is_adapted=true".to_owned(), 0),
            ("value_chain=gung".to_owned(), 0),
            ("as_of=2026-06-15".to_owned(), 0),
        ] {
            let list = leader.get(&format!("{PLANS}?{filter}&include_total=true")).await.expect(200);
            assert_eq!((list.data().len(), &list.json["page"]["total"]), (found, &json!(found)), "{filter}");
        }
        leader.delete(&format!("{path}?reason=entered_twice"), &changed.etag()).await.expect(204);
        leader.get(&path).await.problem(404, "not_found");
        leader.post(PLANS, new(group, 2026, &content)).await.expect(201);
    }

    async fn a_group_has_one_plan_for_each_year_in_which_it_exists(app: App) {
        let (planners, group) = (Planners::of(&app).await, group(&app).await);
        let content = plan_content(&[pigs(1)]);
        let first = planners.draft(group, 2026, content.clone()).await;
        let second = planners.writer.post(PLANS, new(group, 2026, &content)).await.problem(409, "duplicate");
        assert!(first.ends_with(second.json["existing_id"].as_str().unwrap()), "{second}");
        for (year, fault) in [(2020, "inconsistent"), (2028, "out_of_range"), (1899, "out_of_range")] {
            let reply = planners.writer.post(PLANS, new(group, year, &content)).await.problem(422, "validation_failed");
            reply.faults(&[&format!("#/year: {fault}")]);
        }
        for year in [2021, 2027] {
            planners.draft(group, year, content.clone()).await;
        }
        let ended = group_period::Entity::update_many()
            .col_expr(group_period::Column::UntilOn, Expr::value("2024-01-01".parse::<chrono::NaiveDate>().unwrap()));
        ended.filter(group_period::Column::GroupId.eq(group)).exec(app.db()).await.unwrap();
        app.insert(group_period::ActiveModel {
            id: Set(Uuid::now_v7().into()),
            group_id: Set(group),
            legal_form: Set(LegalForm::Tht),
            status: Set(GroupStatus::Dissolved),
            commune_id: Set(commune(&app).await),
            former_commune_id: Set(None),
            from_on: Set("2024-01-01".parse().unwrap()),
            until_on: Set(None),
            created_at: Set(app.now()),
            voided_at: Set(None),
            void_reason: Set(None),
        }).await;
        planners.draft(group, 2023, content.clone()).await;
        planners.writer.post(PLANS, new(group, 2024, &content)).await.faults(&["#/year: inconsistent"]);
    }

    async fn a_plan_lies_where_its_group_lay_in_that_year(app: App) {
        let (planners, group) = (Planners::of(&app).await, group(&app).await);
        let (old, merged) = (commune(&app).await, app.area("01392", "2022-06-30").await);
        let content = plan_content(&[pigs(1)]);
        let of_2022 = planners.writer.get(&planners.draft(group, 2022, content.clone()).await).await.expect(200);
        assert_eq!((&of_2022.json["commune_id"], &of_2022.json["former_commune_id"]), (&json!(old), &Value::Null));
        let of_2026 = planners.writer.get(&planners.draft(group, 2026, content.clone()).await).await.expect(200);
        assert_eq!(of_2026.json["former_commune_id"], json!(merged));
        assert_ne!(of_2026.json["commune_id"], json!(old));
        let of_hq = app.as_officer_of(app.area("045", "2022-06-30").await).await;
        of_hq.post(PLANS, new(group, 2027, &content)).await.problem(422, "validation_failed").faults(&["#/year: inconsistent"]);
        of_hq.post(PLANS, new(group, 2023, &content)).await.expect(201);
    }

    async fn what_a_plan_says_must_be_right(app: App) {
        let (planners, group) = (Planners::of(&app).await, group(&app).await);
        let peanuts = peanuts(&app, group).await;
        let line = |member: &str, value: Value| {
            let mut line = pigs(1);
            line[member] = value;
            plan_content(&[line])
        };
        let other = |member: &str, value: Value| {
            let mut content = plan_content(&[pigs(1)]);
            content[member] = value;
            content
        };
        let crop = |member: &str, value: Value| {
            let mut line = peanuts.clone();
            line[member] = value;
            plan_content(&[line])
        };
        let cases = [
            (line("quantity", json!("-1")), "lines/0/quantity: invalid_format"),
            (line("quantity", json!("0")), "lines/0/quantity: out_of_range"),
            (line("quantity", json!("1000000000")), "lines/0/quantity: invalid_format"),
            (line("heads", json!(-1)), "lines/0/heads: out_of_range"),
            (line("heads", json!(1_000_001)), "lines/0/heads: out_of_range"),
            (line("heads", Value::Null), "lines/0/heads: required"),
            (line("cost_vnd", json!(-1)), "lines/0/cost_vnd: out_of_range"),
            (line("revenue_vnd", json!(1_000_000_000_001_i64)), "lines/0/revenue_vnd: out_of_range"),
            (line("unit", json!("litre")), "lines/0/unit: inconsistent"),
            (line("unit", json!("xe")), "lines/0/unit: not_found"),
            (line("unit", json!("head")), "lines/0/quantity: inconsistent"),
            (line("form", json!("xanh")), "lines/0/form: not_in_enum"),
            (line("chain", json!("gung")), "lines/0/chain: inconsistent"),
            (crop("area_m2", Value::Null), "lines/0/area_m2: required"),
            (crop("area_m2", json!(100_000_001)), "lines/0/area_m2: out_of_range"),
            (crop("heads", json!(3)), "lines/0/heads: inconsistent"),
            (plan_content(&[]), "lines: too_short"),
            (plan_content(&[pigs(1), pigs(1)]), "lines/1/line_no: not_unique"),
            (other("hazards", json!(["cold", "sóng thần"])), "hazards/1: not_found"),
            (other("hazards", json!(["cold", "cold"])), "hazards/1: not_unique"),
            (other("measures", json!([{ "practice": "cầu nguyện", "text": null }])), "measures/0/practice: not_found"),
            (other("measures", json!([{ "practice": null, "text": null }])), "measures/0: inconsistent"),
            (other("measures", json!([{ "practice": "biogas", "text": "Hầm" }])), "measures/0: inconsistent"),
            (other("capital", json!([{ "source": "own", "amount_vnd": 0 }])), "capital/0/amount_vnd: out_of_range"),
            (plan_content(&(1..=51).map(pigs).collect::<Vec<_>>()), "lines: too_many_items"),
        ];
        for (content, fault) in cases {
            let reply = planners.writer.post(PLANS, new(group, 2026, &content)).await.problem(422, "validation_failed");
            let found: Vec<String> = reply.json["errors"].as_array().unwrap().iter()
                .map(|error| format!("{}: {}", error["pointer"].as_str().unwrap(), error["code"].as_str().unwrap()))
                .collect();
            assert!(found.contains(&format!("#/content/{fault}")), "{fault}\n{reply}");
        }
        let kg = line("unit", json!("head"));
        let mut whole = kg.clone();
        whole["lines"][0]["quantity"] = json!("20");
        planners.writer.post(PLANS, new(group, 2026, &whole)).await.expect(201);
    }

    async fn buyers_and_groups_are_those_that_the_caller_may_name(app: App) {
        use entity::enums::PartnerStatus;
        let (planners, group) = (Planners::of(&app).await, group(&app).await);
        let with = |partner: Uuid| {
            let mut line = pigs(1);
            line["partner_id"] = json!(partner);
            plan_content(&[line])
        };
        let pending = app.partner_in(PartnerStatus::Pending).await;
        for partner in [Uuid::now_v7(), pending.into()] {
            let reply = planners.writer.post(PLANS, new(group, 2026, &with(partner))).await.problem(404, "not_found");
            reply.faults(&["#/content/lines/0/partner_id: not_found"]);
        }
        let other = app.as_leader_of(self::group(&app).await).await;
        let content = plan_content(&[pigs(1)]);
        for unseen in [group, Uuid::now_v7().into()] {
            other.post(PLANS, new(unseen, 2026, &content)).await.problem(404, "not_found").faults(&["#/group_id: not_found"]);
        }
        planners.draft(group, 2026, with(app.partner().await.into())).await;
    }

    async fn a_plan_is_copied_forward(app: App) {
        let (planners, group) = (Planners::of(&app).await, group(&app).await);
        let approved = planners.approved(group, 2026, plan_content(&[pigs(1)])).await;
        tests::calls::step(&planners.writer, &approved, "revise", Value::Null).await.expect(200);
        let revised = planners.writer.get(&approved).await.expect(200);
        let other = json!({ "content": plan_content(&[pigs(7)]) });
        planners.writer.patch(&approved, &revised.etag(), other).await.expect(200);
        let key = Uuid::now_v7();
        let copy = planners.writer.post(&format!("{approved}/copy"), json!({ "year": 2027 })).key(key).await.expect(201);
        let again = planners.writer.post(&format!("{approved}/copy"), json!({ "year": 2027 })).key(key).await.expect(201);
        assert_eq!(copy.id(), again.id());
        assert_eq!((&copy.json["year"], &copy.json["status"], &copy.json["content_version"]), (&json!(2027), &json!("draft"), &json!(1)));
        assert_eq!(copy.json["content"], plan_content(&[pigs(1)]), "of the version in force");
        planners.writer.post(&format!("{approved}/copy"), json!({ "year": 2027 })).await.problem(409, "duplicate");
        planners.writer.post(&format!("{approved}/copy"), json!({ "year": 2020 })).await.faults(&["#/year: inconsistent"]);
        let elsewhere = app.as_leader_of(self::group(&app).await).await;
        elsewhere.post(&format!("{approved}/copy"), json!({ "year": 2025 })).await.problem(404, "not_found");
        planners.approver.post(&format!("{approved}/copy"), json!({ "year": 2025 })).await.expect(201);
        let draft = format!("{PLANS}/{}", copy.id());
        assert_eq!(planners.writer.post(&format!("{draft}/copy"), json!({ "year": 2024 })).await.expect(201).json["content"], copy.json["content"]);
    }
}
