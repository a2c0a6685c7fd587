//! Guests: written down by name, found in the register later, forgotten with the person.

use entity::enums::{ExitReason, LegalForm};
use entity::ids::{AreaId, PersonId};
use entity::{idempotency_claim, journal_entry, membership, training_guest};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use serde_json::{Value, json};
use tests::courses::Course;
use tests::{App, Caller, Reply, both_databases};
use uuid::Uuid;

async fn scene(app: &App) -> (AreaId, Course, PersonId) {
    let commune = app.area("01392", "2025-07-01").await;
    let group = app.group(commune, LegalForm::Tht, "2021-03-01").await;
    let person = app.person(app.household(commune, "2020-01-01").await).await;
    app.membership(group, person, "2022-01-01").await;
    (commune, Course::held(app, commune).await, person)
}

async fn act(caller: &Caller, guest: &str, action: &str, body: Value) -> Reply {
    let etag = caller.get(guest).await.expect(200).etag();
    caller.act(&format!("{guest}/{action}"), &etag, body).await
}

fn marks(course: &Course, n: usize, guest: &str) -> Value {
    let id = guest.rsplit('/').next().unwrap();
    json!({ "sessions": [{ "session_id": course.sessions[n], "guest_ids": [id] }] })
}

both_databases! {
    async fn marks_of_a_guest_count_for_the_person_it_turns_out_to_be(app: App) {
        let (commune, course, person) = scene(&app).await;
        let guest = course.guest("Hoàng Thị Thử").await;
        course.send(marks(&course, 0, &guest)).await.expect(200);
        course.send(marks(&course, 1, &guest)).await.expect(200);
        course.mark(1, &[person]).await.expect(200);
        course.mark(2, &[person]).await.expect(200);
        let counts = course.counts().await;
        assert_eq!((&counts["persons"], &counts["completed"]), (&json!(1), &json!(0)));
        let matched = act(&course.officer, &guest, "match", json!({ "person_id": person })).await.expect(200);
        assert_eq!(matched.json["person_id"], json!(person));
        let somebody = course.officer.get(&format!("/v1/persons/{person}")).await.expect(200);
        course.officer.delete(&format!("/v1/persons/{person}?reason=entered_twice"), &somebody.etag()).await.problem(409, "resource_in_use");
        let counts = course.counts().await;
        assert_eq!((&counts["attendances"], &counts["persons"], &counts["completed"], &counts["guests"]), (&json!(4), &json!(1), &json!(1), &json!(0)));
        let list = course.officer.get(&format!("{}/attendances?person_id={person}", course.path)).await.expect(200);
        assert_eq!(list.data().len(), 4);
        let other = app.person(app.household(commune, "2020-01-01").await).await;
        act(&course.officer, &guest, "match", json!({ "person_id": other })).await.problem(409, "state_conflict");
        act(&course.officer, &guest, "unmatch", json!({})).await.faults(&["#/reason: required"]);
        act(&course.officer, &guest, "unmatch", json!({ "reason": "Trùng tên" })).await.expect(200);
        assert_eq!(course.counts().await["completed"], 0);
        act(&course.officer, &guest, "unmatch", json!({ "reason": "Trùng tên" })).await.problem(409, "state_conflict");
        act(&course.officer, &guest, "match", json!({ "person_id": Uuid::now_v7() })).await.problem(404, "not_found");
        course.step("close", Value::Null).await;
        act(&course.officer, &guest, "match", json!({ "person_id": person })).await.faults(&["#/reason: required"]);
        act(&course.officer, &guest, "match", json!({ "person_id": person, "reason": "Tìm thấy trong sổ" })).await.expect(200);
    }

    async fn a_guest_is_nobody_who_had_died_by_the_day(app: App) {
        let (_, course, person) = scene(&app).await;
        let died: sea_orm::prelude::Date = "2026-06-09".parse().unwrap();
        membership::Entity::update_many()
            .col_expr(membership::Column::UntilOn, Expr::value(died))
            .col_expr(membership::Column::ExitReason, Expr::value(ExitReason::Deceased))
            .filter(membership::Column::PersonId.eq(person))
            .exec(app.db())
            .await
            .unwrap();
        let (early, late) = (course.guest("Hoàng Thị Thử").await, course.guest("Hoàng Thị Thừ").await);
        course.send(marks(&course, 0, &early)).await.expect(200);
        course.send(marks(&course, 1, &late)).await.expect(200);
        act(&course.officer, &late, "match", json!({ "person_id": person })).await.faults(&["#/person_id: inconsistent"]);
        act(&course.officer, &early, "match", json!({ "person_id": person })).await.expect(200);
        course.send(marks(&course, 1, &early)).await.faults(&["#/sessions/0/guest_ids/0: inconsistent"]);
    }

    async fn the_name_of_a_guest_is_forgotten_with_the_person_and_kept_nowhere_else(app: App) {
        let (_, course, person) = scene(&app).await;
        let key = Uuid::now_v7();
        let body = json!({ "full_name": "Hoàng Thị Vắng", "sex": "female", "birth_year": 1979, "remark": "con bà Vắng" });
        let path = format!("{}/guests", course.path);
        let made = course.officer.post(&path, body.clone()).key(key).await.expect(201);
        let guest = format!("{path}/{}", made.id());
        let again = course.officer.post(&path, body).key(key).await.expect(201);
        assert_eq!((&again.json["id"], &again.json["full_name"]), (&made.json["id"], &Value::Null));
        course.send(marks(&course, 0, &guest)).await.expect(200);
        act(&course.officer, &guest, "match", json!({ "person_id": person })).await.expect(200);
        let etag = course.officer.get(&format!("/v1/persons/{person}")).await.expect(200).etag();
        let erase = format!("/v1/persons/{person}/erase");
        course.officer.act(&erase, &etag, json!({ "reason": "data_subject_request" })).await.expect(204);
        let seen = course.officer.get(&guest).await.expect(200);
        assert_eq!((&seen.json["full_name"], &seen.json["remark"], &seen.json["birth_year"]), (&Value::Null, &Value::Null, &Value::Null));
        course.officer.patch(&guest, &seen.etag(), json!({ "full_name": "Hoàng Thị Vắng" })).await.problem(410, "resource_erased");
        let rows = training_guest::Entity::find().all(app.db()).await.unwrap();
        assert!(!format!("{rows:?}").contains("Vắng"));
        let claims = idempotency_claim::Entity::find().all(app.db()).await.unwrap();
        let kept = claims.iter().filter_map(|claim| claim.reply.as_deref()).any(|reply| String::from_utf8_lossy(reply).contains("Vắng"));
        assert!(!kept, "a remembered reply tells the name");
        let entries = journal_entry::Entity::find().filter(journal_entry::Column::Resource.eq("training_guest")).all(app.db()).await.unwrap();
        assert!(entries.len() >= 2 && !format!("{entries:?}").contains("Vắng"));
        course.send(marks(&course, 1, &guest)).await.problem(404, "not_found");
    }

    async fn a_guest_is_taken_out_once_no_mark_names_it(app: App) {
        let (_, course, _) = scene(&app).await;
        let guest = course.guest("Hoàng Thị Thử").await;
        course.send(marks(&course, 0, &guest)).await.expect(200);
        let remove = async || {
            let etag = course.officer.get(&guest).await.expect(200).etag();
            course.officer.delete(&format!("{guest}?reason=entered_twice"), &etag).await
        };
        remove().await.problem(409, "state_conflict");
        let mut undone = marks(&course, 0, &guest);
        undone["reason"] = json!("Ghi nhầm");
        course.officer.post(&format!("{}/attendances/remove", course.path), undone).await.expect(200);
        remove().await.expect(204);
        course.officer.get(&guest).await.problem(404, "not_found");
        assert_eq!(training_guest::Entity::find().one(app.db()).await.unwrap().unwrap().full_name, "#");
        let future = json!({ "full_name": "Hoàng Văn Thử", "sex": "male", "birth_year": 2027 });
        course.officer.post(&format!("{}/guests", course.path), future).await.faults(&["#/birth_year: out_of_range"]);
    }
}
