//! Memberships: joining, leaving, and the lists that figures open to.

use entity::enums::{LegalForm, Poverty, Sex};
use entity::ids::{AreaId, GroupId, MembershipId, PersonId};
use serde_json::{Value, json};
use tests::{App, Caller, both_databases};
use uuid::Uuid;

const MEMBERSHIPS: &str = "/v1/memberships";

async fn commune(app: &App) -> AreaId {
    app.area("01392", "2022-06-30").await
}

async fn officer(app: &App) -> Caller {
    app.as_officer_of(app.province().await).await
}

async fn person(app: &App) -> PersonId {
    app.person(app.household(commune(app).await, "2020-01-01").await).await
}

fn new(group: GroupId, person: PersonId, from_on: &str) -> Value {
    json!({ "group_id": group, "person_id": person, "from_on": from_on, "contribution_vnd": 500_000 })
}

async fn head_of(officer: &Caller, group: GroupId) -> Uuid {
    officer.get(&format!("{MEMBERSHIPS}?group_id={group}")).await.expect(200).ids()[0]
}

async fn group_with_member(app: &App) -> (GroupId, MembershipId) {
    let group = app.group(commune(app).await, LegalForm::Tht, "2021-01-01").await;
    (group, app.membership(group, person(app).await, "2021-06-01").await)
}

both_databases! {
    async fn an_officer_enters_a_member(app: App) {
        let officer = officer(&app).await;
        let group = app.group(commune(&app).await, LegalForm::Tht, "2021-01-01").await;
        let made = officer.post(MEMBERSHIPS, new(group, person(&app).await, "2021-06-01")).await.expect(201);
        assert_eq!((&made.json["contribution_vnd"], &made.json["offices"]), (&json!(500_000), &json!([])));
        let path = format!("{MEMBERSHIPS}/{}", made.id());
        assert_eq!(officer.get(&path).await.expect(200).json["person_id"], made.json["person_id"]);
        let changed = officer.patch(&path, &made.etag(), json!({ "contribution_vnd": null })).await.expect(200);
        assert_eq!(changed.json["contribution_vnd"], Value::Null);
        officer.patch(&path, &made.etag(), json!({ "contribution_vnd": 1 })).await.problem(412, "precondition_failed");
        let history = officer.get(&format!("{path}/history")).await.expect(200);
        assert_eq!(history.data()[0]["changes"][0]["pointer"], "/contribution_vnd");
    }

    async fn memberships_of_one_person_in_one_group_never_overlap(app: App) {
        let officer = officer(&app).await;
        let (group, person) = (app.group(commune(&app).await, LegalForm::Tht, "2021-01-01").await, person(&app).await);
        let made = officer.post(MEMBERSHIPS, new(group, person, "2021-06-01")).await.expect(201);
        officer.post(MEMBERSHIPS, new(group, person, "2023-06-01")).await.problem(409, "state_conflict");
        let end = json!({ "until_on": "2022-01-01", "exit_reason": "moved_away" });
        officer.act(&format!("{MEMBERSHIPS}/{}/end", made.id()), &made.etag(), end).await.expect(200);
        officer.post(MEMBERSHIPS, new(group, person, "2021-12-31")).await.problem(409, "state_conflict");
        officer.post(MEMBERSHIPS, new(group, person, "2022-01-01")).await.expect(201);
    }

    async fn nobody_joins_before_the_group_exists_or_in_the_future(app: App) {
        let officer = officer(&app).await;
        let (group, person) = (app.group(commune(&app).await, LegalForm::Tht, "2021-01-01").await, person(&app).await);
        let early = officer.post(MEMBERSHIPS, new(group, person, "2020-12-31")).await;
        early.problem(422, "validation_failed").faults(&["#/from_on: inconsistent"]);
        officer.post(MEMBERSHIPS, new(group, person, "2026-06-16")).await.faults(&["#/from_on: out_of_range"]);
        let unknown = officer.post(MEMBERSHIPS, new(Uuid::now_v7().into(), Uuid::now_v7().into(), "2022-01-01")).await;
        unknown.faults(&["#/group_id: not_found", "#/person_id: not_found"]);
    }

    async fn a_person_of_another_district_may_be_named_once_found_by_number_but_no_group(app: App) {
        let commune = commune(&app).await;
        let elsewhere = app.area("01783", "2022-06-30").await;
        let stranger = app.person(app.household(elsewhere, "2020-01-01").await).await;
        let (group, foreign) =
            (app.group(commune, LegalForm::Tht, "2021-01-01").await, app.group(elsewhere, LegalForm::Tht, "2021-01-01").await);
        let officer = app.as_officer_of(app.area("045", "2022-06-30").await).await;
        let unknown = officer.post(MEMBERSHIPS, new(group, stranger, "2022-01-01")).await;
        unknown.problem(404, "not_found").faults(&["#/person_id: not_found"]);
        let there = app.as_officer_of(elsewhere).await;
        let number = json!({ "number": "003180000123" });
        there.patch(&format!("/v1/persons/{stranger}/identity"), "\"v1\"", number.clone()).await.expect(200);
        officer.post("/v1/persons/lookup", number).without("idempotency-key").await.expect(200);
        let made = officer.post(MEMBERSHIPS, new(group, stranger, "2022-01-01")).await.expect(201);
        assert!(made.json["full_name"].is_string());
        let refused = officer.post(MEMBERSHIPS, new(foreign, stranger, "2022-01-01")).await;
        refused.problem(404, "not_found").faults(&["#/group_id: not_found"]);
    }

    async fn the_roster_is_that_of_the_day(app: App) {
        let officer = officer(&app).await;
        let (group, member) = group_with_member(&app).await;
        let head = head_of(&officer, group).await;
        let end = json!({ "until_on": "2023-01-01", "exit_reason": "deceased" });
        officer.act(&format!("{MEMBERSHIPS}/{member}/end"), "\"v1\"", end).await.expect(200);
        let on = async |day: &str| {
            let list = format!("{MEMBERSHIPS}?group_id={group}&as_of={day}&include_total=true");
            let mut ids = officer.get(&list).await.expect(200).ids();
            ids.sort();
            ids
        };
        assert_eq!(on("2021-05-31").await, [head]);
        assert_eq!(on("2022-12-31").await, [head, member.into()]);
        assert_eq!(on("2023-01-01").await, [head]);
        assert_eq!(on("2020-12-31").await, [] as [Uuid; 0]);
    }

    async fn leaving_without_a_vote_of_more_than_half_is_a_warning(app: App) {
        let officer = officer(&app).await;
        let (_, member) = group_with_member(&app).await;
        let (_, other) = group_with_member(&app).await;
        let (_, third) = group_with_member(&app).await;
        let end = async |id: MembershipId, vote: Value| {
            let body = json!({ "until_on": "2023-01-01", "exit_reason": "voluntary", "vote_bps": vote, "informed_on": "2023-01-05" });
            officer.act(&format!("{MEMBERSHIPS}/{id}/end"), "\"v1\"", body).await.expect(200).json
        };
        let carried = end(member, json!(5001)).await;
        assert!(!carried["warnings"].to_string().contains("vote"), "{carried}");
        assert_eq!(end(other, json!(5000)).await["warnings"][0]["code"], "vote_not_carried");
        let missing = end(third, Value::Null).await;
        assert_eq!(missing["warnings"][0]["code"], "vote_missing");
        assert_eq!((&missing["until_on"], &missing["exit_reason"]), (&json!("2023-01-01"), &json!("voluntary")));
    }

    async fn a_head_leaves_only_to_a_successor(app: App) {
        let officer = officer(&app).await;
        let (group, member) = group_with_member(&app).await;
        let head = head_of(&officer, group).await;
        let end = |successor: Value| {
            let body = json!({ "until_on": "2023-01-01", "exit_reason": "deceased", "successor_membership_id": successor });
            officer.act(&format!("{MEMBERSHIPS}/{head}/end"), "\"v1\"", body)
        };
        end(Value::Null).await.problem(409, "state_conflict");
        end(json!(head)).await.faults(&["#/successor_membership_id: inconsistent"]);
        end(json!(member)).await.expect(200);
        let offices = officer.get(&format!("/v1/farmer-groups/{group}/offices?as_of=2023-01-01")).await.expect(200);
        assert_eq!(offices.data()[0]["membership_id"], json!(member));
        let delete = format!("{MEMBERSHIPS}/{member}?reason=wrong_person");
        officer.delete(&delete, "\"v2\"").await.problem(409, "state_conflict");
    }

    async fn a_membership_that_has_ended_does_not_end_again(app: App) {
        let officer = officer(&app).await;
        let (_, member) = group_with_member(&app).await;
        let path = format!("{MEMBERSHIPS}/{member}/end");
        let body = |day: &str| json!({ "until_on": day, "exit_reason": "moved_away" });
        officer.act(&path, "\"v1\"", body("2021-06-01")).await.faults(&["#/until_on: inconsistent"]);
        officer.act(&path, "\"v1\"", body("2026-06-16")).await.faults(&["#/until_on: out_of_range"]);
        let ended = officer.act(&path, "\"v1\"", body("2022-06-01")).await.expect(200);
        officer.act(&path, "\"v1\"", body("2022-07-01")).await.problem(412, "precondition_failed");
        officer.act(&path, &ended.etag(), body("2022-07-01")).await.problem(409, "state_conflict");
    }

    async fn a_member_goes_to_another_group_in_one_step(app: App) {
        let officer = officer(&app).await;
        let (group, member) = group_with_member(&app).await;
        let target = app.group(commune(&app).await, LegalForm::Cig, "2022-01-01").await;
        let path = format!("{MEMBERSHIPS}/{member}/transfer");
        let body = |to: GroupId, on: &str| json!({ "to_group_id": to, "on": on });
        officer.act(&path, "\"v1\"", body(group, "2023-01-01")).await.faults(&["#/to_group_id: inconsistent"]);
        officer.act(&path, "\"v1\"", body(target, "2021-12-31")).await.faults(&["#/on: inconsistent"]);
        let key = Uuid::now_v7();
        let done = officer.act(&path, "\"v1\"", body(target, "2023-01-01")).key(key).await.expect(200);
        let again = officer.act(&path, "\"v1\"", body(target, "2023-01-01")).key(key).await.expect(200);
        assert_eq!(done.json, again.json);
        assert_eq!(done.json["exit_reason"], "transferred");
        let begun = done.json["transferred_to_id"].as_str().unwrap();
        let begun = officer.get(&format!("{MEMBERSHIPS}/{begun}")).await.expect(200);
        assert_eq!((&begun.json["group_id"], &begun.json["from_on"]), (&json!(target), &json!("2023-01-01")));
        let elsewhere = app.group(app.area("01783", "2022-06-30").await, LegalForm::Tht, "2021-01-01").await;
        let narrow = app.as_officer_of(app.area("045", "2022-06-30").await).await;
        let (_, second) = group_with_member(&app).await;
        let refused = narrow.act(&format!("{MEMBERSHIPS}/{second}/transfer"), "\"v1\"", body(elsewhere, "2023-01-01")).await;
        refused.problem(404, "not_found").faults(&["#/to_group_id: not_found"]);
    }

    async fn a_membership_entered_in_error_leaves_every_roster(app: App) {
        let officer = officer(&app).await;
        let (group, member) = group_with_member(&app).await;
        officer.delete(&format!("{MEMBERSHIPS}/{member}?reason=wrong_person"), "\"v1\"").await.expect(204);
        officer.get(&format!("{MEMBERSHIPS}/{member}")).await.problem(404, "not_found");
        let then = officer.get(&format!("{MEMBERSHIPS}?group_id={group}&as_of=2022-01-01")).await.expect(200);
        assert_eq!(then.data().len(), 1);
    }

    async fn members_are_listed_by_name_and_found_by_it(app: App) {
        let officer = officer(&app).await;
        let commune = commune(&app).await;
        let group = app.group(commune, LegalForm::Tht, "2021-01-01").await;
        let household = app.household(commune, "2020-01-01").await;
        let mut made = Vec::new();
        for name in ["Bế Văn Ất", "Bế Văn Át", "Lý A Ân"] {
            let person = app.person_named(household, name, Sex::Male, "2020-01-01").await;
            made.push(Uuid::from(app.membership(group, person, "2021-01-01").await));
        }
        let list = async |query: &str| officer.get(&format!("{MEMBERSHIPS}?group_id={group}&{query}")).await.expect(200).ids();
        assert_eq!(list("sort=name&sex=male").await, [made[1], made[2], made[0]]);
        assert_eq!(list("q=b%E1%BA%BF%20%E1%BA%A5t&sort=name").await, [made[0], made[1]]);
        let person = officer.get(&format!("{MEMBERSHIPS}/{}", made[2])).await.expect(200).json["person_id"].clone();
        assert_eq!(list(&format!("person_id={}", person.as_str().unwrap())).await, [made[2]]);
    }

    async fn asking_about_poverty_and_ethnic_groups_needs_the_right_to_it(app: App) {
        let commune = commune(&app).await;
        let (group, _) = group_with_member(&app).await;
        let elsewhere = app.area("01783", "2022-06-30").await;
        let (near, far) = (app.household(commune, "2020-01-01").await, app.household(elsewhere, "2020-01-01").await);
        for (household, place) in [(near, commune), (far, elsewhere)] {
            app.poverty(household, place, Poverty::Poor, "2022-01-01").await;
        }
        let here = app.membership(group, app.person(near).await, "2021-06-01").await;
        let there = app.membership(group, app.person(far).await, "2021-06-01").await;
        let poor = |day: &str| format!("{MEMBERSHIPS}?group_id={group}&poverty=poor,near_poor&as_of={day}");
        for caller in [app.as_leader_of(group).await, app.as_auditor().await] {
            caller.get(&poor("2022-06-30")).await.problem(403, "permission_denied");
            caller.get(&format!("{MEMBERSHIPS}?ethnic_code=02")).await.problem(403, "permission_denied");
        }
        let province = officer(&app).await;
        let mut both = province.get(&poor("2022-06-30")).await.expect(200).ids();
        both.sort();
        assert_eq!(both, [Uuid::from(here), Uuid::from(there)]);
        assert!(province.get(&poor("2021-12-31")).await.expect(200).data().is_empty());
        assert!(province.get(&format!("{MEMBERSHIPS}?ethnic_code=01")).await.expect(200).data().is_empty());
        let district = app.as_officer_of(app.area("045", "2022-06-30").await).await;
        let mine = district.get(&poor("2022-06-30")).await.expect(200);
        assert_eq!(mine.ids(), [Uuid::from(here)], "only persons within the reach of the right");
    }

    async fn only_officers_enter_members_and_viewers_read_none(app: App) {
        let (group, _) = group_with_member(&app).await;
        let person = person(&app).await;
        let leader = app.as_leader_of(group).await;
        leader.post(MEMBERSHIPS, new(group, person, "2022-01-01")).await.problem(403, "permission_denied");
        assert_eq!(leader.get(MEMBERSHIPS).await.expect(200).data().len(), 2);
        for caller in [app.as_viewer_of(app.province().await).await, app.as_admin().await, app.as_donor().await] {
            caller.get(MEMBERSHIPS).await.problem(403, "permission_denied");
        }
    }
}
