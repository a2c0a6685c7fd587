//! Handing in, returning, approving and revising plans; what stays in force meanwhile; and the grid of it all.

use std::path::Path;

use entity::enums::{LegalForm, PlanStatus, Role};
use entity::ids::{GroupId, PersonId};
use entity::{account, group_value_chain, membership};
use hoinongdan::access::Scope;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, EntityTrait as _, Iterable as _,
    QueryFilter as _,
};
use serde_json::{Value, json};
use tests::calls::step;
use tests::plans::{Planners, approval, pigs, plan_content, plan_result};
use tests::{App, Caller, Reply, at_once, both_databases, finding};

const GRID: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/api/snapshots/plan_workflow.txt");
const STEPS: [&str; 6] = ["PATCH", "DELETE", "submit", "return", "approve", "revise"];

async fn group(app: &App) -> GroupId {
    app.group(app.area("01392", "2022-06-30").await, LegalForm::Tht, "2021-03-01").await
}

fn bare() -> Value {
    let mut content = plan_content(&[pigs(1)]);
    (content["hazards"], content["measures"]) = (json!([]), json!([]));
    content
}

/// Whether a group is in the list of those with an adapted plan on a day, which the list of all others must not hold.
async fn has_plan(caller: &Caller, group: GroupId, day: &str) -> bool {
    let list = async |yes: bool| {
        let path = format!("/v1/farmer-groups?as_of={day}&legal_form=tht&status=active&has_plan={yes}");
        caller.get(&path).await.expect(200).ids().contains(&group.into())
    };
    let (with, without) = (list(true).await, list(false).await);
    assert_ne!(with, without, "{day}");
    with
}

async fn in_force(caller: &Caller, query: &str) -> usize {
    caller.get(&format!("/v1/production-plans?{query}")).await.expect(200).data().len()
}

async fn brought_to(planners: &Planners, group: GroupId, status: PlanStatus) -> String {
    let plan = planners.draft(group, 2026, plan_content(&[pigs(1)])).await;
    if status != PlanStatus::Draft {
        planners.submit(&plan).await.expect(200);
    }
    match status {
        PlanStatus::Draft | PlanStatus::Submitted => {}
        PlanStatus::Approved => drop(planners.approve(&plan, "2026-06-15", true).await.expect(200)),
        PlanStatus::Returned => {
            drop(
                step(&planners.approver, &plan, "return", json!({ "reason": "Thiếu biện pháp" }))
                    .await
                    .expect(200),
            );
        }
    }
    plan
}

/// The state a step led to, or `-` when the present one does not offer it; a plan offers the steps that succeed.
async fn cell(planners: &Planners, plan: &str, action: &str) -> String {
    let by = if matches!(action, "return" | "approve") { &planners.approver } else { &planners.writer };
    let before = by.get(plan).await.expect(200);
    let reply = match action {
        "PATCH" => by.patch(plan, &before.etag(), json!({ "content": bare() })).await,
        "DELETE" => by.delete(&format!("{plan}?reason=entered_twice"), &before.etag()).await,
        "approve" => step(by, plan, action, approval("2026-06-15", false)).await,
        "return" => step(by, plan, action, json!({ "reason": "Thiếu biện pháp" })).await,
        _ => step(by, plan, action, Value::Null).await,
    };
    if !matches!(action, "PATCH" | "DELETE") {
        let is_offered = before.json["allowed_actions"].as_array().unwrap().contains(&json!(action));
        assert_eq!(is_offered, reply.status == 200, "allowed_actions of\n{before}\n{reply}");
    }
    match reply.status {
        200 => reply.json["status"].as_str().unwrap().to_owned(),
        204 => "gone".to_owned(),
        _ => {
            reply.problem(409, "state_conflict");
            "-".to_owned()
        }
    }
}

/// The one reply that did it; all others were refused with a code.
fn one_of(replies: Vec<Reply>, done: u16, code: &str) -> Reply {
    let (mut made, refused): (Vec<_>, Vec<_>) = replies.into_iter().partition(|reply| reply.status == done);
    for reply in refused {
        assert_eq!(reply.json["code"], code, "{reply}");
    }
    assert_eq!(made.len(), 1);
    made.remove(0)
}

fn line(first: &str, cells: impl IntoIterator<Item = String>) -> String {
    let cells: String = cells.into_iter().map(|cell| format!(" {cell:<11}")).collect();
    format!("{}\n", format!("{first:<10}{cells}").trim_end())
}

both_databases! {
    async fn every_step_of_a_plan_does_what_the_grid_says(app: App) {
        let planners = Planners::of(&app).await;
        let word = |status: PlanStatus| serde_json::to_value(status).unwrap().as_str().unwrap().to_owned();
        let mut now = "From the state above, each step leads to the state in its row; `-` is 409 `state_conflict`.\n\n".to_owned();
        now += &line("", PlanStatus::iter().map(word));
        for action in STEPS {
            let mut cells = Vec::new();
            for status in PlanStatus::iter() {
                let plan = brought_to(&planners, group(&app).await, status).await;
                cells.push(cell(&planners, &plan, action).await);
            }
            now += &line(action, cells);
        }
        if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
            std::fs::write(Path::new(GRID), &now).unwrap();
        }
        let committed = std::fs::read_to_string(Path::new(GRID)).unwrap_or_default();
        assert_eq!(committed, now, "UPDATE_SNAPSHOTS=1 rewrites the grid");
    }

    async fn the_version_in_force_stays_so_until_the_next_approval(app: App) {
        let (planners, group) = (Planners::of(&app).await, group(&app).await);
        app.set_now("2026-02-01T03:00:00Z");
        let plan = planners.draft(group, 2026, plan_content(&[pigs(1)])).await;
        planners.submit(&plan).await.expect(200);
        app.set_now("2026-02-20T03:00:00Z");
        let approved = planners.approve(&plan, "2026-02-10", true).await.expect(200);
        assert_eq!((&approved.json["approved_version"], &approved.json["counts_as_adapted"]), (&json!(1), &json!(true)));
        app.set_now("2026-06-01T03:00:00Z");
        let revised = step(&planners.writer, &plan, "revise", Value::Null).await.expect(200);
        assert_eq!((&revised.json["status"], &revised.json["content_version"], &revised.json["approved_version"]), (&json!("draft"), &json!(2), &json!(1)));
        assert_eq!(revised.json["content"], approved.json["content"]);
        let patched = planners.writer.patch(&plan, &revised.etag(), json!({ "content": bare() })).await.expect(200);
        let first = planners.writer.get(&format!("{plan}/versions/1")).await.expect(200);
        assert_eq!((&first.json["content"], &first.json["approved_on"], &first.json["superseded_on"]), (&approved.json["content"], &json!("2026-02-10"), &Value::Null));
        assert!(has_plan(&planners.writer, group, "2026-06-01").await);
        planners.writer.delete(&format!("{plan}?reason=entered_twice"), &patched.etag()).await.problem(409, "state_conflict");
        planners.submit(&plan).await.expect(200);
        app.set_now("2026-06-15T03:00:00Z");
        planners.approve(&plan, "2026-06-10", true).await.problem(409, "conditions_unmet");
        assert_eq!(planners.approve(&plan, "2026-06-10", true).await.unmet(), [finding("hazards", 1, 0), finding("measures", 1, 0)]);
        assert!(has_plan(&planners.writer, group, "2026-06-15").await, "the old one is in force until the next approval");
        planners.approve(&plan, "2026-06-10", false).await.expect(200);
        for (day, has) in [("2026-02-09", false), ("2026-02-10", true), ("2026-06-09", true), ("2026-06-10", false)] {
            assert_eq!(has_plan(&planners.writer, group, day).await, has, "{day}");
        }
        assert!(!has_plan(&planners.writer, group, "2025-12-31").await);
        let list = planners.writer.get(&format!("{plan}/versions")).await.expect(200);
        let [second, first] = list.data() else { panic!("{list}") };
        assert_eq!((&first["superseded_on"], &second["approved_on"], &second["counts_as_adapted"]), (&json!("2026-06-10"), &json!("2026-06-10"), &json!(false)));
        let changed: Vec<_> = second["changes"].as_array().unwrap().iter().map(|one| one["pointer"].as_str().unwrap()).collect();
        assert_eq!((changed, &first["changes"]), (vec!["/hazards", "/measures"], &json!([])));
        let page = planners.writer.get(&format!("{plan}/versions?limit=1")).await.expect(200);
        assert_eq!((page.data(), &page.json["page"]["has_more"]), (&list.data()[..1], &json!(true)));
        for (query, found) in [("as_of=2026-02-09", 0), ("as_of=2026-06-09&is_adapted=true", 1), ("as_of=2026-06-10&is_adapted=true", 0), ("as_of=2026-06-10&is_adapted=false", 1)] {
            assert_eq!(in_force(&planners.writer, query).await, found, "{query}");
        }
        planners.writer.get(&format!("{plan}/versions/3")).await.problem(404, "not_found");
        for n in ["0x1", "-1", "0", "01", "12345678901"] {
            planners.writer.get(&format!("{plan}/versions/{n}")).await.problem(400, "invalid_parameter");
        }
    }

    async fn who_enters_or_belongs_to_the_group_does_not_decide(app: App) {
        let (planners, group) = (Planners::of(&app).await, group(&app).await);
        let plan = brought_to(&planners, group, PlanStatus::Submitted).await;
        let reason = json!({ "reason": "Thiếu biện pháp" });
        step(&planners.writer, &plan, "approve", approval("2026-06-15", true)).await.problem(403, "separation_of_duties");
        step(&planners.writer, &plan, "return", reason.clone()).await.problem(403, "separation_of_duties");
        let leader = app.as_leader_of(group).await;
        step(&leader, &plan, "approve", approval("2026-06-15", true)).await.problem(403, "permission_denied");
        let member = app.as_officer_of(app.province().await).await;
        let of_group = membership::Entity::find().filter(membership::Column::GroupId.eq(group));
        let person: PersonId = of_group.one(app.db()).await.unwrap().unwrap().person_id;
        let own = account::ActiveModel { id: Set(member.account_id()), person_id: Set(Some(person)), ..Default::default() };
        own.update(app.db()).await.unwrap();
        step(&member, &plan, "approve", approval("2026-06-15", true)).await.problem(403, "separation_of_duties");
        step(&member, &plan, "return", reason.clone()).await.problem(403, "separation_of_duties");
        step(&planners.approver, &plan, "return", reason).await.expect(200);
        let returned = planners.approver.get(&plan).await.expect(200);
        planners.approver.patch(&plan, &returned.etag(), json!({ "content": bare() })).await.problem(403, "separation_of_duties");
        step(&planners.approver, &plan, "submit", Value::Null).await.problem(403, "separation_of_duties");
        let both = app.as_roles(&[(Role::Leader, Scope::Group(group)), (Role::Officer, Scope::Province(app.province().await))]).await;
        step(&both, &plan, "submit", Value::Null).await.expect(200);
        step(&both, &plan, "approve", approval("2026-06-15", true)).await.problem(403, "separation_of_duties");
        step(&planners.approver, &plan, "approve", approval("2026-06-15", true)).await.expect(200);
    }

    async fn what_was_returned_is_repaired_and_handed_in_again(app: App) {
        let (planners, group) = (Planners::of(&app).await, group(&app).await);
        let plan = planners.draft(group, 2026, bare()).await;
        let reply = planners.submit(&plan).await.expect(200);
        assert_eq!((&reply.json["status"], &reply.json["submitted_on"]), (&json!("submitted"), &json!("2026-06-15")));
        planners.writer.patch(&plan, &reply.etag(), json!({ "content": bare() })).await.problem(409, "state_conflict");
        let unmet = planners.approve(&plan, "2026-06-15", true).await.unmet();
        assert_eq!(unmet, [finding("hazards", 1, 0), finding("measures", 1, 0)]);
        planners.approver.act(&format!("{plan}/return"), "\"v1\"", json!({ "reason": "Thiếu" })).await.problem(412, "precondition_failed");
        planners.approver.act(&format!("{plan}/return"), &reply.etag(), json!({})).await.faults(&["#/reason: required"]);
        let returned = step(&planners.approver, &plan, "return", json!({ "reason": "Thiếu biện pháp thích ứng" })).await.expect(200);
        assert_eq!(returned.json["allowed_actions"], json!(["submit"]));
        let repaired = json!({ "content": plan_content(&[pigs(1)]) });
        let repaired = planners.writer.patch(&plan, &returned.etag(), repaired).await.expect(200);
        assert_eq!((&repaired.json["content_version"], &repaired.json["status"]), (&json!(1), &json!("returned")));
        planners.writer.delete(&format!("{plan}?reason=entered_twice"), &repaired.etag()).await.problem(409, "state_conflict");
        planners.submit(&plan).await.expect(200);
        for (day, fault) in [("2026-06-14", "inconsistent"), ("2026-06-16", "out_of_range")] {
            planners.approve(&plan, day, true).await.problem(422, "validation_failed").faults(&[&format!("#/approved_on: {fault}")]);
        }
        let (body, etag) = (approval("2026-06-15", true), planners.approver.get(&plan).await.expect(200).etag());
        let key = uuid::Uuid::now_v7();
        let approve = async || planners.approver.act(&format!("{plan}/approve"), &etag, body.clone()).key(key).await;
        let approved = approve().await.expect(200);
        assert_eq!(approve().await.expect(200).json, approved.json);
        assert!(has_plan(&planners.writer, group, "2026-06-15").await);
        let history = planners.writer.get(&format!("{plan}/history")).await.expect(200);
        let actions: Vec<_> = history.data().iter().map(|entry| entry["action"].as_str().unwrap()).collect();
        assert_eq!(actions, ["approved", "submitted", "updated", "returned", "submitted", "created"]);
        assert_eq!(history.data()[3]["reason"], "Thiếu biện pháp thích ứng");
    }

    async fn a_plan_of_a_year_that_is_over_is_entered_with_the_day_of_its_paper(app: App) {
        let (planners, group) = (Planners::of(&app).await, group(&app).await);
        let plan = planners.draft(group, 2025, plan_content(&[pigs(1)])).await;
        planners.submit(&plan).await.expect(200);
        let refused = async |day: &str| {
            planners.approve(&plan, day, true).await.problem(422, "validation_failed").faults(&["#/approved_on: inconsistent"]);
        };
        refused("2023-12-31").await;
        planners.approve(&plan, "2025-02-10", true).await.expect(200);
        for (day, has) in [("2025-02-09", false), ("2025-02-10", true), ("2025-12-31", true), ("2026-01-01", false)] {
            assert_eq!(has_plan(&planners.writer, group, day).await, has, "{day}");
        }
        step(&planners.writer, &plan, "revise", Value::Null).await.expect(200);
        planners.submit(&plan).await.expect(200);
        refused("2025-02-09").await;
        planners.approve(&plan, "2025-02-10", false).await.expect(200);
        assert!(!has_plan(&planners.writer, group, "2025-06-30").await, "the later of two versions of one day");
    }

    async fn of_those_who_draft_approve_or_enter_a_result_at_once_one_does(app: App) {
        let (planners, group) = (Planners::of(&app).await, group(&app).await);
        let new = json!({ "group_id": group, "year": 2026, "content": plan_content(&[pigs(1)]) });
        let drafts = (0..3).map(|_| planners.writer.post("/v1/production-plans", new.clone()).into_future());
        let plan = format!("/v1/production-plans/{}", one_of(at_once(drafts).await, 201, "duplicate").id());
        let etag = planners.submit(&plan).await.expect(200).etag();
        let approvers = [&planners.approver, &app.as_officer_of(app.province().await).await];
        let act = |caller: &Caller| caller.act(&format!("{plan}/approve"), &etag, approval("2026-06-15", true)).into_future();
        one_of(at_once(approvers.map(act)).await, 200, "precondition_failed");
        let results = (0..3).map(|_| planners.writer.post(&format!("{plan}/results"), plan_result(1, (2, 1))).into_future());
        one_of(at_once(results).await, 201, "duplicate");
        let sums = planners.writer.get("/v1/plan-results?include_total=true").await.expect(200);
        assert_eq!((&sums.json["page"]["total"], &sums.json["page"]["sum_vnd"]), (&json!(1), &json!(2)));
    }

    async fn what_no_longer_fits_is_told_when_it_is_handed_in(app: App) {
        let (planners, group) = (Planners::of(&app).await, group(&app).await);
        let plan = planners.draft(group, 2026, plan_content(&[pigs(1)])).await;
        let chains = group_value_chain::Entity::update_many().col_expr(group_value_chain::Column::Chain, Expr::value("lac"));
        chains.filter(group_value_chain::Column::GroupId.eq(group)).exec(app.db()).await.unwrap();
        let unmet = planners.submit(&plan).await.unmet();
        assert_eq!(unmet, [("content_fits".to_owned(), None, None)]);
    }
}
