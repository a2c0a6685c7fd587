//! Posts of cadres: who may hold one where and when, and lists of the trained and all others.

use entity::enums::{CadreLevel, LegalForm, Sex};
use entity::ids::{AreaId, PersonId};
use serde_json::{Value, json};
use tests::{App, Caller, both_databases};
use uuid::Uuid;

const POSTS: &str = "/v1/cadre-posts";

async fn commune(app: &App) -> AreaId {
    app.area("01392", "2022-06-30").await
}

async fn officer(app: &App) -> Caller {
    app.as_officer_of(app.province().await).await
}

async fn person(app: &App, name: &str) -> PersonId {
    let household = app.household(commune(app).await, "2020-01-01").await;
    app.person_named(household, name, Sex::Female, "2020-01-01").await
}

fn new(person: PersonId, area: AreaId, from_on: &str) -> Value {
    json!({ "person_id": person, "level": "commune", "area_id": area, "title": "Chủ tịch Hội Nông dân xã", "from_on": from_on })
}

async fn total(caller: &Caller, filter: &str) -> usize {
    let list = caller.get(&format!("{POSTS}?{filter}&include_total=true")).await.expect(200);
    assert_eq!(list.json["page"]["total"], json!(list.ids().len()));
    list.ids().len()
}

both_databases! {
    async fn a_post_is_entered_renamed_ended_and_taken_out(app: App) {
        let (officer, commune, person) = (officer(&app).await, commune(&app).await, person(&app, "Vi Thị Bế").await);
        let key = Uuid::now_v7();
        let made = officer.post(POSTS, new(person, commune, "2021-01-01")).key(key).await.expect(201);
        let again = officer.post(POSTS, new(person, commune, "2021-01-01")).key(key).await.expect(201);
        assert_eq!((made.id(), again.header("idempotency-replayed").as_deref()), (again.id(), Some("true")));
        assert_eq!((&made.json["full_name"], &made.json["until_on"]), (&json!("Vi Thị Bế"), &Value::Null));
        let path = format!("{POSTS}/{}", made.id());
        let changed = officer.patch(&path, &made.etag(), json!({ "title": "Phó Chủ tịch" })).await.expect(200);
        assert_eq!((&changed.json["title"], &changed.json["version"]), (&json!("Phó Chủ tịch"), &json!(2)));
        officer.patch(&path, &made.etag(), json!({ "title": "Ủy viên" })).await.problem(412, "precondition_failed");
        officer.patch(&path, &changed.etag(), json!({ "title": "" })).await.problem(422, "validation_failed");
        let end = async |etag: &str, day: &str| officer.act(&format!("{path}/end"), etag, json!({ "until_on": day })).await;
        end(&changed.etag(), "2021-01-01").await.problem(422, "validation_failed").faults(&["#/until_on: inconsistent"]);
        end(&changed.etag(), "2026-06-16").await.problem(422, "validation_failed").faults(&["#/until_on: out_of_range"]);
        end(&made.etag(), "2022-06-30").await.problem(412, "precondition_failed");
        let ended = end(&changed.etag(), "2022-06-30").await.expect(200);
        assert_eq!(ended.json["until_on"], "2022-06-30");
        end(&ended.etag(), "2022-07-30").await.problem(409, "state_conflict");
        for (day, held) in [("2020-12-31", 0), ("2021-01-01", 1), ("2022-06-29", 1), ("2022-06-30", 0)] {
            assert_eq!(total(&officer, &format!("as_of={day}")).await, held, "{day}");
        }
        let history = officer.get(&format!("{path}/history")).await.expect(200);
        let told: Vec<_> = history.data().iter().map(|entry| entry["action"].as_str().unwrap()).collect();
        assert_eq!(told, ["ended", "updated", "created"]);
        let person = format!("/v1/persons/{person}");
        officer.delete(&format!("{person}?reason=entered_twice"), "\"v1\"").await.problem(409, "resource_in_use");
        officer.delete(&format!("{path}?reason=wrong_person"), &ended.etag()).await.expect(204);
        officer.get(&path).await.problem(404, "not_found");
        assert_eq!(total(&officer, "as_of=2021-06-30").await, 0);
        officer.delete(&format!("{person}?reason=entered_twice"), "\"v1\"").await.expect(204);
    }

    async fn nobody_holds_two_posts_of_a_level_in_a_commune_at_a_time(app: App) {
        let (officer, commune, person) = (officer(&app).await, commune(&app).await, person(&app, "Vi Thị Bế").await);
        let other = app.area("01399", "2022-06-30").await;
        let mut held = new(person, commune, "2021-01-01");
        held["until_on"] = json!("2023-01-01");
        officer.post(POSTS, held.clone()).await.expect(201);
        officer.post(POSTS, new(person, commune, "2022-12-31")).await.problem(409, "state_conflict");
        held["level"] = json!("branch");
        officer.post(POSTS, held).await.expect(201);
        officer.post(POSTS, new(person, other, "2021-01-01")).await.expect(201);
        officer.post(POSTS, new(person, commune, "2023-01-01")).await.expect(201);
        officer.post(POSTS, new(person, commune, "2020-01-01")).await.problem(409, "state_conflict");
        assert_eq!(total(&officer, &format!("as_of=2022-01-01&person_id={person}")).await, 3);
        assert_eq!(total(&officer, "as_of=2022-01-01&one_per=person").await, 1);
    }

    async fn a_post_names_a_known_person_a_commune_of_the_day_and_days_that_have_come(app: App) {
        let (commune, person) = (commune(&app).await, person(&app, "Vi Thị Bế").await);
        let merged = app.area("01392", "2025-07-01").await;
        let province = officer(&app).await;
        for (body, faults) in [
            (new(person, commune, "2026-06-16"), ["#/area_id: inconsistent", "#/from_on: out_of_range"].as_slice()),
            (new(person, merged, "2026-06-16"), &["#/from_on: out_of_range"]),
            (new(person, merged, "2025-06-30"), &["#/area_id: inconsistent"]),
            (new(person, commune, "2025-07-01"), &["#/area_id: inconsistent"]),
            (new(person, app.province().await, "2022-01-01"), &["#/area_id: not_found"]),
            (new(person, Uuid::now_v7().into(), "2022-01-01"), &["#/area_id: not_found"]),
        ] {
            province.post(POSTS, body).await.problem(422, "validation_failed").faults(faults);
        }
        let mut ends = new(person, commune, "2022-01-01");
        for (until_on, fault) in [("2022-01-01", "inconsistent"), ("2026-06-16", "out_of_range")] {
            ends["until_on"] = json!(until_on);
            let reply = province.post(POSTS, ends.clone()).await.problem(422, "validation_failed");
            assert!(reply.text().contains(fault), "{reply}");
        }
        let unknown = province.post(POSTS, new(Uuid::now_v7().into(), commune, "2026-06-16")).await;
        unknown.problem(404, "not_found").faults(&["#/person_id: not_found", "#/area_id: inconsistent", "#/from_on: out_of_range"]);
        let erase = province.act(&format!("/v1/persons/{person}/erase"), "\"v1\"", json!({ "reason": "data_subject_request" })).await;
        erase.expect(204);
        province.post(POSTS, new(person, commune, "2022-01-01")).await.problem(404, "not_found").faults(&["#/person_id: not_found"]);
    }

    async fn an_officer_keeps_the_posts_of_the_own_area_also_of_people_found_elsewhere(app: App) {
        let (commune, elsewhere) = (commune(&app).await, app.area("01783", "2022-06-30").await);
        let stranger = app.person(app.household(elsewhere, "2020-01-01").await).await;
        let officer = app.as_officer_of(app.area("045", "2022-06-30").await).await;
        officer.post(POSTS, new(stranger, commune, "2022-01-01")).await.problem(404, "not_found").faults(&["#/person_id: not_found"]);
        let number = json!({ "number": "003180000123" });
        let there = app.as_officer_of(elsewhere).await;
        there.patch(&format!("/v1/persons/{stranger}/identity"), "\"v1\"", number.clone()).await.expect(200);
        officer.post("/v1/persons/lookup", number).without("idempotency-key").await.expect(200);
        let late = officer.post(POSTS, new(stranger, commune, "2025-07-01")).await.problem(422, "validation_failed");
        late.faults(&["#/area_id: inconsistent"]);
        let made = officer.post(POSTS, new(stranger, commune, "2022-01-01")).await.expect(201);
        officer.post(POSTS, new(stranger, elsewhere, "2022-01-01")).await.faults(&["#/area_id: not_found"]);
        let path = format!("{POSTS}/{}", made.id());
        there.get(&path).await.problem(404, "not_found");
        there.act(&format!("{path}/end"), &made.etag(), json!({ "until_on": "2023-01-01" })).await.problem(404, "not_found");
        assert_eq!((total(&there, "as_of=2022-06-30").await, total(&officer, "as_of=2022-06-30").await), (0, 1));
        // The district is gone since 2025-07-01: it ends no post after that, its successor does.
        let late = officer.act(&format!("{path}/end"), &made.etag(), json!({ "until_on": "2026-01-01" })).await;
        late.problem(422, "validation_failed").faults(&["#/until_on: inconsistent"]);
        let successor = app.as_officer_of(app.area("01392", "2025-07-01").await).await;
        successor.act(&format!("{path}/end"), &made.etag(), json!({ "until_on": "2026-01-01" })).await.expect(200);
    }

    async fn others_than_officers_and_auditors_are_refused_and_auditors_change_nothing(app: App) {
        let (commune, person) = (commune(&app).await, person(&app, "Vi Thị Bế").await);
        let post = app.cadre_post(person, CadreLevel::Branch, (commune, "2021-01-01")).await;
        let path = format!("{POSTS}/{post}");
        let auditor = app.as_auditor_of(app.province().await).await;
        assert_eq!(auditor.get(&path).await.expect(200).json["level"], "branch");
        auditor.post(POSTS, new(person, commune, "2021-01-01")).await.problem(403, "permission_denied");
        auditor.patch(&path, "\"v1\"", json!({ "title": "Ủy viên" })).await.problem(403, "permission_denied");
        let group = app.group(commune, LegalForm::Tht, "2021-01-01").await;
        for caller in [app.as_viewer_of(commune).await, app.as_leader_of(group).await, app.as_treasurer().await, app.as_admin().await] {
            caller.get(POSTS).await.problem(403, "permission_denied");
            caller.get(&path).await.problem(403, "permission_denied");
            caller.delete(&format!("{path}?reason=wrong_person"), "\"v1\"").await.problem(403, "permission_denied");
        }
    }

    async fn posts_are_filtered_searched_and_sorted(app: App) {
        let (officer, commune) = (officer(&app).await, commune(&app).await);
        let merged = app.area("01392", "2025-07-01").await;
        let other = app.area("01726", "2022-06-30").await;
        let (vi, an) = (person(&app, "Vi Thị Bế").await, person(&app, "Lý Văn An").await);
        let household = app.household(commune, "2020-01-01").await;
        let man = app.person_named(household, "Bế Văn Dũng", Sex::Male, "2020-01-01").await;
        let first = app.cadre_post(vi, CadreLevel::Commune, (commune, "2021-01-01")).await;
        let second = app.cadre_post(an, CadreLevel::Branch, (commune, "2021-01-01")).await;
        let third = app.cadre_post(man, CadreLevel::Branch, (other, "2021-01-01")).await;
        let ids = async |filter: &str| officer.get(&format!("{POSTS}?{filter}")).await.expect(200).ids();
        assert_eq!(ids("sort=name").await, [second, first, third].map(Uuid::from));
        assert_eq!(ids("sort=id").await, [first, second, third].map(Uuid::from));
        assert_eq!(ids("level=branch").await, [second, third].map(Uuid::from));
        assert_eq!(ids("sex=male").await, [Uuid::from(third)]);
        assert_eq!(ids("q=be&sort=name").await, [first, third].map(Uuid::from));
        for area in [commune, merged, app.area("045", "2022-06-30").await] {
            assert_eq!(ids(&format!("area_id={area}&sort=id")).await, [first, second].map(Uuid::from));
        }
        let page = officer.get(&format!("{POSTS}?limit=2&sort=id")).await.expect(200);
        let cursor = page.json["page"]["next_cursor"].as_str().unwrap();
        assert_eq!(ids(&format!("limit=2&sort=id&cursor={cursor}")).await, [Uuid::from(third)]);
    }

    async fn posts_of_the_trained_and_of_all_others_are_listed_apart(app: App) {
        let (officer, commune) = (officer(&app).await, commune(&app).await);
        let elsewhere = app.area("01783", "2022-06-30").await;
        let (trained, begun, late) =
            (person(&app, "Vi Thị Bế").await, person(&app, "Lý Văn An").await, person(&app, "Bế Văn Dũng").await);
        let training = app.past_training(elsewhere, &["bookkeeping", "forage"], "2022-06-30").await;
        let other = app.past_training(commune, &["leadership"], "2022-07-01").await;
        app.took_part(training, trained, Some("2022-06-30")).await;
        app.took_part(training, begun, None).await;
        app.took_part(other, late, Some("2022-07-01")).await;
        let mut posts = Vec::new();
        for person in [trained, begun, late] {
            posts.push(Uuid::from(app.cadre_post(person, CadreLevel::Branch, (commune, "2021-01-01")).await));
        }
        let district = app.as_officer_of(app.area("045", "2022-06-30").await).await;
        for caller in [officer, district] {
            let ids = async |filter: &str| caller.get(&format!("{POSTS}?sort=id&{filter}")).await.expect(200).ids();
            assert_eq!(ids("as_of=2022-06-29&is_trained=true").await, [] as [Uuid; 0]);
            assert_eq!(ids("as_of=2022-06-30&is_trained=true").await, [posts[0]]);
            assert_eq!(ids("as_of=2022-06-30&is_trained=false").await, [posts[1], posts[2]]);
            assert_eq!(ids("as_of=2022-07-01&is_trained=false").await, [posts[1]]);
            assert_eq!(ids("is_trained=false&topic=leadership,forage").await, [posts[1]]);
            assert_eq!(ids("is_trained=false&topic=forage").await, [posts[1], posts[2]]);
            assert_eq!(ids("is_trained=true&topic=forage,bookkeeping").await, [posts[0]]);
            assert_eq!(ids("topic=leadership").await, [posts[2]]);
            assert_eq!(ids("topic=marketing").await, [] as [Uuid; 0]);
        }
    }
}
