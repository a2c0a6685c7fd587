//! Offices: exactly one head on any day of an active group, whatever happens at once.

use entity::enums::{LegalForm, Sex};
use entity::ids::{GroupId, MembershipId};
use serde_json::{Value, json};
use tests::{App, Ask, Caller, Reply, at_once, both_databases};
use uuid::Uuid;

/// A group active since 2021-01-01 with its head, and another member.
struct Group {
    officer: Caller,
    id: GroupId,
    path: String,
    head: Uuid,
    other: MembershipId,
}

impl Group {
    async fn of(app: &App) -> Self {
        let commune = app.area("01392", "2022-06-30").await;
        let officer = app.as_officer_of(app.province().await).await;
        let id = app.group(commune, LegalForm::Tht, "2021-01-01").await;
        let head = officer.get(&format!("/v1/memberships?group_id={id}")).await.expect(200).ids()[0];
        let person = app
            .person_named(app.household(commune, "2020-01-01").await, "Lý Văn Vi", Sex::Male, "2020-01-01")
            .await;
        let other = app.membership(id, person, "2021-06-01").await;
        Self { officer, id, path: format!("/v1/farmer-groups/{id}"), head, other }
    }

    async fn etag(&self) -> String {
        self.officer.get(&self.path).await.expect(200).etag()
    }

    fn appoint(&self, etag: &str, office: &str, membership: impl Into<Uuid>, from_on: &str) -> Ask {
        let body = json!({ "membership_id": membership.into(), "office": office, "from_on": from_on });
        self.officer.act(&format!("{}/offices", self.path), etag, body)
    }

    async fn heads_on(&self, day: &str) -> Vec<Value> {
        let held = self.officer.get(&format!("{}/offices?as_of={day}", self.path)).await.expect(200);
        let heads = held.data().iter().filter(|held| held["office"] == "head");
        heads.map(|held| held["membership_id"].clone()).collect()
    }
}

fn statuses(replies: &[Reply]) -> Vec<u16> {
    let mut found: Vec<u16> = replies.iter().map(|reply| reply.status).collect();
    found.sort_unstable();
    found
}

both_databases! {
    async fn a_new_head_follows_the_one_before_without_a_gap(app: App) {
        let group = Group::of(&app).await;
        let etag = group.etag().await;
        let made = group.appoint(&etag, "head", group.other, "2022-01-01").await.expect(201);
        assert_eq!((&made.json["full_name"], made.etag().as_str()), (&json!("Lý Văn Vi"), "\"v2\""));
        assert_eq!(group.etag().await, "\"v2\"", "an office is changed at the revision of its group");
        assert_eq!(group.heads_on("2021-12-31").await, [json!(group.head)]);
        assert_eq!(group.heads_on("2022-01-01").await, [json!(group.other)]);
        let shown = group.officer.get(&format!("{}/offices/{}", group.path, made.id())).await.expect(200);
        assert_eq!((&shown.json["membership_id"], &shown.json["warnings"]), (&json!(group.other), &json!([])));
        let member = group.officer.get(&format!("/v1/memberships/{}", group.other)).await.expect(200);
        assert_eq!((&member.json["offices"], &member.json["version"]), (&json!(["head"]), &json!(2)));
        let history = group.officer.get(&format!("{}/history", group.path)).await.expect(200);
        assert_eq!(history.data()[0]["changes"][0]["pointer"], "/offices");
    }

    async fn a_head_appointed_for_the_same_day_takes_the_place_of_the_one_before(app: App) {
        let group = Group::of(&app).await;
        group.appoint(&group.etag().await, "head", group.other, "2022-01-01").await.expect(201);
        group.appoint(&group.etag().await, "head", group.head, "2022-01-01").await.expect(201);
        assert_eq!(group.heads_on("2022-01-01").await, [json!(group.head)]);
        assert_eq!(group.heads_on("2021-12-31").await, [json!(group.head)]);
    }

    async fn an_appointment_needs_a_member_of_that_day(app: App) {
        let group = Group::of(&app).await;
        let etag = group.etag().await;
        let early = group.appoint(&etag, "deputy", group.other, "2021-05-31").await;
        early.problem(422, "validation_failed").faults(&["#/membership_id: inconsistent"]);
        let unknown = group.appoint(&etag, "deputy", Uuid::now_v7(), "2022-01-01").await;
        unknown.faults(&["#/membership_id: not_found"]);
        let future = group.appoint(&etag, "deputy", group.other, "2026-06-16").await;
        future.faults(&["#/from_on: out_of_range"]);
        group.appoint(&etag, "head", group.head, "2022-01-01").await.problem(409, "duplicate");
    }

    async fn the_head_of_an_active_group_leaves_only_to_a_successor(app: App) {
        let group = Group::of(&app).await;
        let held = group.officer.get(&format!("{}/offices", group.path)).await.expect(200).ids()[0];
        let end = format!("{}/offices/{held}/end", group.path);
        let alone = group.officer.act(&end, &group.etag().await, json!({ "until_on": "2022-01-01" })).await;
        alone.problem(409, "state_conflict");
        let body = json!({ "until_on": "2022-01-01", "successor_membership_id": group.other });
        let ended = group.officer.act(&end, &group.etag().await, body).await.expect(200);
        assert_eq!(ended.json["until_on"], "2022-01-01");
        assert_eq!(group.heads_on("2022-01-01").await, [json!(group.other)]);
        let again = group.officer.act(&end, &group.etag().await, json!({ "until_on": "2022-02-01" })).await;
        again.problem(409, "state_conflict");
    }

    async fn other_offices_end_without_a_successor(app: App) {
        let group = Group::of(&app).await;
        let made = group.appoint(&group.etag().await, "treasurer", group.other, "2022-01-01").await.expect(201);
        let end = format!("{}/offices/{}/end", group.path, made.id());
        let same = group.officer.act(&end, &group.etag().await, json!({ "until_on": "2022-01-01" })).await;
        same.problem(422, "validation_failed").faults(&["#/until_on: inconsistent"]);
        group.officer.act(&end, &group.etag().await, json!({ "until_on": "2022-03-01" })).await.expect(200);
        let history = group.officer.get(&format!("{}/offices/{}/history", group.path, made.id())).await.expect(200);
        assert_eq!(history.data()[0]["action"], "ended");
    }

    async fn of_two_heads_appointed_at_once_one_wins(app: App) {
        let group = Group::of(&app).await;
        let etag = group.etag().await;
        let ask = || group.appoint(&etag, "head", group.other, "2022-01-01");
        let replies = at_once([ask().into_future(), ask().into_future()]).await;
        assert_eq!(statuses(&replies), [201, 412]);
        assert_eq!(group.heads_on("2022-01-01").await, [json!(group.other)]);
        let lasting = "SELECT COUNT(*) FROM group_office WHERE office = 'head' AND until_on IS NULL AND voided_at IS NULL";
        assert_eq!(app.database().count(lasting).await, 1);
    }

    async fn only_officers_appoint(app: App) {
        let group = Group::of(&app).await;
        let leader = app.as_leader_of(group.id).await;
        let body = json!({ "membership_id": group.other, "office": "deputy", "from_on": "2022-01-01" });
        let offices = format!("{}/offices", group.path);
        leader.act(&offices, "\"v1\"", body).await.problem(403, "permission_denied");
        leader.get(&offices).await.expect(200);
        app.as_viewer_of(app.province().await).await.get(&offices).await.problem(403, "permission_denied");
    }

    async fn offices_of_another_group_do_not_exist(app: App) {
        let group = Group::of(&app).await;
        let held = group.officer.get(&format!("{}/offices", group.path)).await.expect(200).ids()[0];
        let stranger = app.as_officer_of(app.area("052", "2022-06-30").await).await;
        let path = format!("{}/offices/{held}", group.path);
        stranger.get(&path).await.problem(404, "not_found");
        let end = json!({ "until_on": "2022-01-01" });
        stranger.act(&format!("{path}/end"), "\"v1\"", end).await.problem(404, "not_found");
        let elsewhere = app.group(app.area("01392", "2022-06-30").await, LegalForm::Cig, "2021-01-01").await;
        group.officer.get(&format!("/v1/farmer-groups/{elsewhere}/offices/{held}")).await.problem(404, "not_found");
    }
}
