//! Who lives in a household and who heads it.

use entity::enums::Sex;
use entity::ids::{HouseholdId, PersonId};
use serde_json::{Value, json};
use tests::{App, Caller, Reply, both_databases};
use uuid::Uuid;

/// A household of two since 2021, the first of whom heads it, and the officer of the commune.
async fn two(app: &App) -> (Caller, HouseholdId, [PersonId; 2]) {
    let commune = app.area("01392", "2022-06-30").await;
    let household = app.household(commune, "2021-01-01").await;
    let first = app.person_named(household, "Bế Văn Lý", Sex::Male, "2021-01-01").await;
    let second = app.person_named(household, "Vi Thị Bế", Sex::Female, "2021-01-01").await;
    (app.as_officer_of(commune).await, household, [first, second])
}

fn path(household: HouseholdId, rest: &str) -> String {
    format!("/v1/households/{household}{rest}")
}

/// Who is shown, and who of them heads the household.
fn shown(reply: &Reply) -> Vec<(String, bool)> {
    let members = reply.json["members"].as_array().unwrap();
    members
        .iter()
        .map(|one| (one["person_id"].as_str().unwrap().to_owned(), one["is_head"] == true))
        .collect()
}

fn as_shown<const N: usize>(expected: [(PersonId, bool); N]) -> Vec<(String, bool)> {
    expected.into_iter().map(|(id, is_head)| (id.to_string(), is_head)).collect()
}

both_databases! {
    async fn joining_ends_the_stay_elsewhere_on_the_same_day(app: App) {
        let (officer, household, [_, second]) = two(&app).await;
        let other = app.household(app.area("01392", "2022-06-30").await, "2020-01-01").await;
        let body = json!({ "person_id": second, "from_on": "2024-05-01", "is_head": true });
        let joined = officer.act(&path(other, "/members"), "\"v1\"", body).await.expect(200);
        assert_eq!((shown(&joined), joined.etag().as_str()), (as_shown([(second, true)]), "\"v2\""));
        assert_eq!(joined.json["members"][0]["full_name"], "Vi Thị Bế");
        let left = officer.get(&path(household, "")).await.expect(200);
        assert_eq!((left.json["members"].as_array().map(Vec::len), left.etag().as_str()), (Some(1), "\"v2\""));
        let before = officer.get(&path(household, "?as_of=2024-04-30")).await.expect(200);
        assert_eq!(before.json["members"][1]["until_on"], "2024-05-01");
        let person = officer.get(&format!("/v1/persons/{second}")).await.expect(200);
        assert_eq!((&person.json["household_id"], person.etag().as_str()), (&json!(other), "\"v2\""));
    }

    async fn joining_needs_a_day_that_fits(app: App) {
        let (officer, household, [_, second]) = two(&app).await;
        let other = app.household(app.area("01392", "2022-06-30").await, "2022-01-01").await;
        let join = async |day: &str| {
            officer.act(&path(other, "/members"), "\"v1\"", json!({ "person_id": second, "from_on": day })).await
        };
        join("2026-06-16").await.faults(&["#/from_on: out_of_range"]);
        join("2021-12-31").await.faults(&["#/from_on: inconsistent"]);
        let again = json!({ "person_id": second, "from_on": "2024-01-01" });
        officer.act(&path(household, "/members"), "\"v1\"", again).await.problem(409, "state_conflict");
        let nobody = json!({ "person_id": Uuid::now_v7(), "from_on": "2024-01-01" });
        officer.act(&path(other, "/members"), "\"v1\"", nobody).await.problem(404, "not_found").faults(&["#/person_id: not_found"]);
        join("2024-01-01").await.expect(200);
    }

    async fn a_second_head_cannot_join(app: App) {
        let (officer, household, _) = two(&app).await;
        let other = app.household(app.area("01392", "2022-06-30").await, "2021-01-01").await;
        let person = app.person(other).await;
        let body = json!({ "person_id": person, "from_on": "2024-01-01", "is_head": true });
        officer.act(&path(household, "/members"), "\"v1\"", body).await.problem(409, "state_conflict");
        let kept = officer.get(&path(other, "")).await.expect(200);
        assert_eq!(kept.etag(), "\"v1\"", "a refused change leaves nothing behind");
    }

    async fn a_stay_ends_and_the_person_stays_within_reach(app: App) {
        let (officer, household, [first, second]) = two(&app).await;
        let read = officer.get(&path(household, "")).await.expect(200);
        let stay = read.json["members"][1]["id"].as_str().unwrap().to_owned();
        let end = async |etag: &str, day: &str| {
            officer.act(&path(household, &format!("/members/{stay}/end")), etag, json!({ "until_on": day })).await
        };
        end("\"v1\"", "2021-01-01").await.faults(&["#/until_on: inconsistent"]);
        end("\"v1\"", "2026-06-16").await.faults(&["#/until_on: out_of_range"]);
        end("\"v0\"", "2024-01-01").await.problem(412, "precondition_failed");
        let ended = end("\"v1\"", "2024-01-01").await.expect(200);
        assert_eq!(shown(&ended), as_shown([(first, true)]));
        end("\"v2\"", "2024-02-01").await.problem(409, "state_conflict");
        let person = officer.get(&format!("/v1/persons/{second}")).await.expect(200);
        assert_eq!(person.json["household_id"], json!(household));
        let other = app.household(app.area("01392", "2022-06-30").await, "2021-01-01").await;
        let wrong = path(other, &format!("/members/{stay}/end"));
        officer.act(&wrong, "\"v1\"", json!({ "until_on": "2024-01-01" })).await.problem(404, "not_found");
    }

    async fn a_new_head_takes_over_on_a_day(app: App) {
        let (officer, household, [first, second]) = two(&app).await;
        let appoint = async |etag: &str, person: PersonId, day: &str| {
            let body = json!({ "person_id": person, "from_on": day });
            officer.act(&path(household, "/appoint-head"), etag, body).await
        };
        appoint("\"v1\"", first, "2024-01-01").await.problem(409, "state_conflict");
        appoint("\"v1\"", second, "2026-06-16").await.faults(&["#/from_on: out_of_range"]);
        appoint("\"v1\"", second, "2020-12-31").await.faults(&["#/from_on: inconsistent"]);
        let done = appoint("\"v1\"", second, "2024-01-01").await.expect(200);
        assert_eq!(shown(&done), as_shown([(second, true), (first, false)]));
        let before = officer.get(&path(household, "?as_of=2023-12-31")).await.expect(200);
        assert_eq!(shown(&before), as_shown([(first, true), (second, false)]));
        let back = appoint("\"v2\"", first, "2024-01-01").await.expect(200);
        assert_eq!(shown(&back), as_shown([(first, true), (second, false)]));
        appoint("\"v3\"", second, "2023-06-01").await.faults(&["#/from_on: inconsistent"]);
        let (stranger, _, [other, _]) = two(&app).await;
        appoint("\"v3\"", other, "2025-01-01").await.faults(&["#/person_id: inconsistent"]);
        stranger.get(&path(household, "")).await.expect(200);
    }

    async fn a_repeated_reply_and_the_journal_hold_no_names(app: App) {
        let (officer, household, [_, second]) = two(&app).await;
        let (key, body) = (Uuid::now_v7(), json!({ "person_id": second, "from_on": "2024-01-01" }));
        let act = officer.act(&path(household, "/appoint-head"), "\"v1\"", body.clone()).key(key);
        assert_eq!(act.await.expect(200).json["members"][0]["full_name"], "Vi Thị Bế");
        let again = officer.act(&path(household, "/appoint-head"), "\"v1\"", body).key(key).await.expect(200);
        assert_eq!(again.json["members"][0]["full_name"], Value::Null);
        let history = officer.get(&path(household, "/history")).await.expect(200);
        assert!(!history.text().contains("Bế") && history.text().contains(&second.to_string()), "{history}");
    }

    async fn a_member_who_lives_elsewhere_by_now_is_not_named(app: App) {
        let (officer, household, [_, second]) = two(&app).await;
        let far = app.area("01447", "2022-06-30").await;
        let other = app.household(far, "2021-01-01").await;
        let province = app.as_officer_of(app.province().await).await;
        let body = json!({ "person_id": second, "from_on": "2024-01-01" });
        province.act(&path(other, "/members"), "\"v1\"", body).await.expect(200);
        let before = officer.get(&path(household, "?as_of=2023-12-31")).await.expect(200);
        assert_eq!(before.json["members"][1]["full_name"], Value::Null);
        assert_eq!(before.json["members"][0]["full_name"], "Bế Văn Lý");
    }
}
