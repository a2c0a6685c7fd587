//! Facts of locked reporting periods: they take a reason, are marked in the journal, and listed by period.

use std::future::IntoFuture as _;

use entity::enums::{LegalForm, ReportingStatus};
use entity::ids::{AreaId, GroupId, PersonId};
use serde_json::{Value, json};
use tests::{App, Caller, at_once, both_databases};
use uuid::Uuid;

const MEMBERSHIPS: &str = "/v1/memberships";
const LOCKED: ReportingStatus = ReportingStatus::Locked;

async fn commune(app: &App) -> AreaId {
    app.area("01392", "2022-06-30").await
}

async fn officer(app: &App) -> Caller {
    app.as_officer_of(app.province().await).await
}

async fn person(app: &App) -> PersonId {
    app.person(app.household(commune(app).await, "2018-01-01").await).await
}

async fn group(app: &App) -> GroupId {
    app.group(commune(app).await, LegalForm::Tht, "2018-01-01").await
}

fn joining(group: GroupId, person: PersonId, from_on: &str) -> Value {
    json!({ "group_id": group, "person_id": person, "from_on": from_on })
}

fn late(path: &str, reason: &str) -> String {
    format!("{path}?late_reason={reason}")
}

async fn listed(caller: &Caller, period: impl std::fmt::Display, filter: &str) -> Vec<Value> {
    let path = format!("/v1/reporting-periods/{period}/late-facts?include_total=true{filter}");
    let list = caller.get(&path).await.expect(200);
    assert_eq!(list.json["page"]["total"], json!(list.data().len()));
    list.data().to_vec()
}

both_databases! {
    async fn a_fact_before_the_end_of_a_locked_period_takes_a_reason_and_is_marked(app: App) {
        let (officer, group, person) = (officer(&app).await, group(&app).await, person(&app).await);
        let province = app.province().await;
        let id = app.reporting_period(province, (2021, None), LOCKED).await;
        let new = joining(group, person, "2021-06-01");
        let refused = officer.post(MEMBERSHIPS, new.clone()).await.problem(422, "validation_failed");
        refused.faults(&["late_reason: required"]);
        let refused = officer.post(MEMBERSHIPS, new.clone()).language("en").await;
        assert!(refused.json["errors"][0]["detail"].as_str().unwrap().contains("2021"), "{refused}");
        let key = Uuid::now_v7();
        let path = late(MEMBERSHIPS, "paper_came_late");
        let made = officer.post(&path, new.clone()).key(key).await.expect(201);
        let again = officer.post(&path, new.clone()).key(key).await.expect(201);
        assert_eq!((again.id(), again.header("idempotency-replayed").as_deref()), (made.id(), Some("true")));
        let other = late(MEMBERSHIPS, "entered_wrongly");
        officer.post(&other, new).key(key).await.problem(422, "idempotency_key_reused");
        let history = officer.get(&format!("{MEMBERSHIPS}/{}/history", made.id())).await.expect(200);
        assert_eq!(history.data()[0]["late_reason"], "paper_came_late");
        let facts = listed(&officer, id, "").await;
        let fact = facts.iter().find(|fact| fact["resource"] == "membership").unwrap();
        assert_eq!(fact["id"], history.data()[0]["id"]);
        assert_eq!((&fact["resource_id"], &fact["action"]), (&json!(made.id()), &json!("created")));
        assert_eq!((&fact["late_reason"], &fact["version"]), (&json!("paper_came_late"), &json!(1)));
        assert_eq!(listed(&officer, id, "&late_reason=decided_later").await.len(), 0);
        assert_eq!(listed(&officer, id, "&resource=household").await.len(), 0);
        assert_eq!(listed(&officer, id, "&resource=membership&late_reason=paper_came_late").await.len(), 1);
    }

    async fn a_reason_is_one_of_the_list_and_taken_where_facts_are_entered(app: App) {
        let (officer, group, person) = (officer(&app).await, group(&app).await, person(&app).await);
        let new = joining(group, person, "2021-06-01");
        let wrong = officer.post(&late(MEMBERSHIPS, "because"), new.clone()).await;
        wrong.problem(400, "invalid_parameter").faults(&["late_reason: not_in_enum"]);
        officer.post("/v1/memberships?why=so", new.clone()).await.problem(400, "unknown_parameter");
        // Nothing is locked: a reason changes nothing.
        let made = officer.post(&late(MEMBERSHIPS, "decided_later"), new).await.expect(201);
        let item = format!("{MEMBERSHIPS}/{}", made.id());
        let history = officer.get(&format!("{item}/history")).await.expect(200);
        assert_eq!(history.data()[0]["late_reason"], Value::Null);
        let patch = officer.patch(&late(&item, "decided_later"), &made.etag(), json!({ "contribution_vnd": 1 })).await;
        patch.problem(400, "unknown_parameter");
        assert_eq!(app.database().count("SELECT COUNT(*) FROM late_fact").await, 0);
    }

    async fn a_locked_period_concerns_the_days_before_its_end_in_its_area(app: App) {
        let (officer, group) = (officer(&app).await, group(&app).await);
        app.reporting_period(app.area("01726", "2022-06-30").await, (2022, None), LOCKED).await;
        app.reporting_period(app.province().await, (2022, None), ReportingStatus::Approved).await;
        let quarter = app.reporting_period(app.area("045", "2022-06-30").await, (2021, Some(2)), LOCKED).await;
        let new_commune = app.area("01392", "2025-07-01").await;
        let year = app.reporting_period(new_commune, (2025, None), LOCKED).await;
        for (day, periods) in [("2019-01-01", 2), ("2021-06-30", 2), ("2021-07-01", 1), ("2025-12-31", 1), ("2026-01-01", 0)] {
            let person = person(&app).await;
            let new = joining(group, person, day);
            if periods > 0 {
                officer.post(MEMBERSHIPS, new.clone()).await.faults(&["late_reason: required"]);
            }
            let made = officer.post(&late(MEMBERSHIPS, "found_by_audit"), new).await.expect(201);
            let mut marked = 0;
            for period in [quarter, year] {
                let id = json!(made.id());
                marked += listed(&officer, period, "").await.iter().filter(|fact| fact["resource_id"] == id).count();
            }
            assert_eq!(marked, periods, "{day}");
        }
    }

    async fn a_period_that_was_reopened_takes_facts_as_before(app: App) {
        let (officer, approver) = (officer(&app).await, app.as_approver().await);
        let id = app.reporting_period(app.province().await, (2021, None), LOCKED).await;
        let new = joining(group(&app).await, person(&app).await, "2021-06-01");
        officer.post(MEMBERSHIPS, new.clone()).await.faults(&["late_reason: required"]);
        let reopen = format!("/v1/reporting-periods/{id}/reopen");
        approver.act(&reopen, "\"v1\"", json!({ "reason": "Bổ sung" })).await.expect(200);
        officer.post(MEMBERSHIPS, new).await.expect(201);
        assert_eq!(listed(&officer, id, "").await.len(), 0);
    }

    async fn leaders_and_partners_say_why_as_well(app: App) {
        let group = group(&app).await;
        let leader = app.as_leader_of(group).await;
        let (plan, _) = app.planned(group, commune(&app).await).await;
        let results = leader.get(&format!("/v1/production-plans/{plan}/results")).await.expect(200);
        let result = format!("/v1/production-plans/{plan}/results/{}", results.ids()[0]);
        let year = leader.get(&format!("/v1/production-plans/{plan}")).await.expect(200).json["year"].as_i64().unwrap();
        let year = i32::try_from(year).unwrap();
        app.reporting_period(app.province().await, (year, None), LOCKED).await;
        let etag = leader.get(&result).await.expect(200).etag();
        let patch = json!({ "revenue_vnd": 1_000 });
        leader.patch(&result, &etag, patch.clone()).await.faults(&["late_reason: required"]);
        leader.patch(&late(&result, "other_office_was_late"), &etag, patch).await.expect(200);
        let history = leader.get(&format!("{result}/history")).await.expect(200);
        assert_eq!(history.data()[0]["late_reason"], "other_office_was_late");
    }

    async fn nothing_slips_in_unmarked_while_a_period_is_locked(app: App) {
        let (officer, approver, group) = (officer(&app).await, app.as_approver().await, group(&app).await);
        let id = app.reporting_period(app.province().await, (2021, None), ReportingStatus::Approved).await;
        let mut asks = Vec::new();
        for _ in 0..12 {
            asks.push(officer.post(MEMBERSHIPS, joining(group, person(&app).await, "2021-06-01")).into_future());
        }
        let lock = approver.act(&format!("/v1/reporting-periods/{id}/lock"), "\"v1\"", Value::Null);
        asks.insert(6, lock.into_future());
        let mut replies = at_once(asks).await;
        let locked_at = replies.remove(6).expect(200).json["locked_at"].clone();
        assert!(locked_at.is_string());
        for reply in replies.into_iter().filter(|reply| reply.status != 201) {
            reply.faults(&["late_reason: required"]);
        }
        let new = joining(group, person(&app).await, "2021-06-01");
        officer.post(MEMBERSHIPS, new.clone()).await.faults(&["late_reason: required"]);
        officer.post(&late(MEMBERSHIPS, "paper_came_late"), new).await.expect(201);
        assert!(!listed(&officer, id, "").await.is_empty());
    }
}
