//! Marks of attendance: a set, however often and in whatever order they are sent; what cannot be marked; what they add up to.

use std::collections::BTreeSet;

use entity::enums::{ConsentPurpose, ExitReason, LegalForm, Sex};
use entity::ids::{AreaId, GroupId, HouseholdId, PersonId};
use entity::{attendance, consent, household_member, membership, person, training_participant};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use serde_json::{Value, json};
use tests::courses::Course;
use tests::trainings::{new_session, new_training};
use tests::{App, at_once, both_databases};
use uuid::Uuid;

async fn commune(app: &App) -> AreaId {
    app.area("01392", "2025-07-01").await
}

/// A member of a new group, who lives alone.
async fn member(app: &App, commune: AreaId) -> (GroupId, PersonId) {
    let group = app.group(commune, LegalForm::Tht, "2021-03-01").await;
    let person = app.person(app.household(commune, "2020-01-01").await).await;
    app.membership(group, person, "2022-01-01").await;
    (group, person)
}

/// Ends the memberships of somebody.
async fn leave(app: &App, person: PersonId, day: &str, why: ExitReason) {
    let day: sea_orm::prelude::Date = day.parse().unwrap();
    membership::Entity::update_many()
        .col_expr(membership::Column::UntilOn, Expr::value(day))
        .col_expr(membership::Column::ExitReason, Expr::value(why))
        .filter(membership::Column::PersonId.eq(person))
        .exec(app.db())
        .await
        .unwrap();
}

/// As many persons of one commune as one call may mark.
async fn crowd(app: &App, household: HouseholdId) -> Vec<PersonId> {
    let day = "2022-01-01".parse().unwrap();
    let ids: Vec<PersonId> = (0..500).map(|_| PersonId::from(Uuid::now_v7())).collect();
    let row = |id: &PersonId| person::ActiveModel {
        id: Set(*id),
        full_name: Set("Nông Văn Mẫu".to_owned()),
        sex: Set(Sex::Male),
        birth_year: Set(Some(1980)),
        ethnic_code: Set(None),
        has_disability: Set(None),
        sort_key: Set("mau".to_owned()),
        erased_at: Set(None),
        version: Set(1),
        created_at: Set(app.now()),
        updated_at: Set(app.now()),
        voided_at: Set(None),
        void_reason: Set(None),
    };
    let lives = |id: &PersonId| household_member::ActiveModel {
        id: Set(Uuid::now_v7().into()),
        household_id: Set(household),
        person_id: Set(*id),
        is_head: Set(false),
        from_on: Set(day),
        until_on: Set(None),
        created_at: Set(app.now()),
        voided_at: Set(None),
        void_reason: Set(None),
    };
    app.insert_all(ids.iter().map(row).collect()).await;
    app.insert_all(ids.iter().map(lives).collect()).await;
    ids
}

both_databases! {
    async fn the_same_500_marks_sent_three_times_at_once_are_one_set_with_one_trail(app: App) {
        let commune = commune(&app).await;
        let persons = crowd(&app, app.household(commune, "2020-01-01").await).await;
        let course = Course::held(&app, commune).await;
        let (mut backwards, mut turned) = (persons.clone(), persons.clone());
        backwards.reverse();
        turned.rotate_left(217);
        let sends = [&persons, &backwards, &turned].map(|persons| course.mark(0, persons).into_future());
        let replies = at_once(sends).await;
        let added: Vec<u64> = replies.into_iter().map(|reply| reply.expect(200).json["added"].as_u64().unwrap()).collect();
        assert_eq!(added.iter().sum::<u64>(), 500, "{added:?}");
        assert_eq!(added.iter().filter(|n| **n == 0).count(), 2, "one of them writes all: {added:?}");
        let marks = attendance::Entity::find().all(app.db()).await.unwrap();
        let marked: BTreeSet<PersonId> = marks.iter().filter_map(|mark| mark.person_id).collect();
        assert_eq!((marks.len(), marked), (500, persons.iter().copied().collect()));
        assert_eq!(training_participant::Entity::find().all(app.db()).await.unwrap().len(), 500);
        let history = course.officer.get(&format!("{}/attendances/history", course.path)).await.expect(200);
        let trail: Vec<&Value> = history
            .data()
            .iter()
            .flat_map(|entry| entry["changes"].as_array().unwrap())
            .flat_map(|change| change["new"]["person_ids"].as_array().unwrap())
            .collect();
        assert_eq!((history.data().len(), trail.len()), (3, 500));
        course.mark(0, &persons).await.expect(200);
        assert_eq!(attendance::Entity::find().all(app.db()).await.unwrap().len(), 500);
    }

    async fn what_cannot_be_marked_is_refused_whole(app: App) {
        let commune = commune(&app).await;
        let ((_, alive), (_, dead), (_, gone)) = (member(&app, commune).await, member(&app, commune).await, member(&app, commune).await);
        leave(&app, dead, "2026-06-09", ExitReason::Deceased).await;
        leave(&app, gone, "2026-06-08", ExitReason::MovedAway).await;
        let course = Course::held(&app, commune).await;
        course.mark(0, &[alive, dead]).await.expect(200);
        let reply = course.mark(1, &[alive, dead, gone]).await.problem(422, "validation_failed");
        reply.faults(&["#/sessions/0/person_ids/1: inconsistent", "#/sessions/0/person_ids/2: inconsistent"]);
        let stranger = app.person(app.household(app.area("01726", "2022-06-30").await, "2020-01-01").await).await;
        let near = app.as_officer_of(commune).await;
        let body = course.marks(0, &[stranger]);
        near.post(&format!("{}/attendances", course.path), body).await.problem(404, "not_found").faults(&["#/sessions/0/person_ids/0: not_found"]);
        let nowhere = json!({ "sessions": [{ "session_id": Uuid::now_v7(), "person_ids": [alive] }] });
        course.send(nowhere).await.problem(404, "not_found").faults(&["#/sessions/0/session_id: not_found"]);
        let guest = json!({ "sessions": [{ "session_id": course.sessions[0], "guest_ids": [Uuid::now_v7()] }] });
        course.send(guest).await.problem(404, "not_found").faults(&["#/sessions/0/guest_ids/0: not_found"]);
        let many: Vec<PersonId> = (0..501).map(|_| PersonId::from(Uuid::now_v7())).collect();
        course.mark(0, &many).await.problem(422, "validation_failed");
        let split = json!({ "sessions": [
            { "session_id": course.sessions[0], "person_ids": many[..300] }, { "session_id": course.sessions[1], "person_ids": many[300..] },
        ] });
        course.send(split).await.problem(422, "validation_failed").faults(&["#/sessions: out_of_range"]);
        assert_eq!(attendance::Entity::find().all(app.db()).await.unwrap().len(), 2);
        app.as_viewer_of(commune).await.post(&format!("{}/attendances", course.path), course.marks(0, &[alive])).await.problem(403, "permission_denied");
        let consents = consent::Entity::update_many().col_expr(consent::Column::WithdrawnAt, Expr::value(app.now()));
        consents.filter(consent::Column::PersonId.eq(alive)).filter(consent::Column::Purpose.eq(ConsentPurpose::Training)).exec(app.db()).await.unwrap();
        course.mark(1, &[alive]).await.problem(422, "validation_failed").faults(&["#/sessions/0/person_ids/0: inconsistent"]);
    }

    async fn marks_wait_for_the_session_and_after_closing_need_a_reason(app: App) {
        let commune = commune(&app).await;
        let (_, person) = member(&app, commune).await;
        let times = [new_session("2026-06-15T01:00:00Z", "2026-06-15T02:00:00Z"), new_session("2026-06-16T01:00:00Z", "2026-06-16T02:00:00Z")];
        let course = Course::planned(&app, new_training(commune, &times)).await;
        course.mark(0, &[person]).await.problem(409, "state_conflict");
        course.step("hold", Value::Null).await;
        course.mark(1, &[person]).await.problem(422, "validation_failed").faults(&["#/sessions/0/session_id: inconsistent"]);
        course.mark(0, &[person]).await.expect(200);
        let list = async |filter: &str| course.officer.get(&format!("{}/participants{filter}", course.path)).await.expect(200);
        assert_eq!(list("?is_completed=true").await.data().len(), 0, "one of two sessions is not enough");
        app.set_now("2026-06-16T03:00:00Z");
        course.step("close", Value::Null).await;
        course.mark(1, &[person]).await.problem(422, "validation_failed").faults(&["#/reason: required"]);
        let mut late = course.marks(1, &[person]);
        late["reason"] = json!("Danh sách giấy nộp muộn");
        course.send(late).await.expect(200);
        let done = list("?is_completed=true").await;
        assert_eq!((&done.data()[0]["sessions"], &done.data()[0]["completed_on"]), (&json!(2), &json!("2026-06-16")));
        let mut undone = course.marks(1, &[person]);
        let remove = format!("{}/attendances/remove", course.path);
        course.officer.post(&remove, undone.clone()).await.faults(&["#/reason: required"]);
        undone["reason"] = json!("Ghi nhầm buổi");
        let removed = course.officer.post(&remove, undone.clone()).await.expect(200);
        assert_eq!(removed.json, json!({ "removed": 1, "not_there": 0 }));
        assert_eq!(course.officer.post(&remove, undone).await.expect(200).json, json!({ "removed": 0, "not_there": 1 }));
        assert_eq!(list("").await.data()[0]["completed_on"], Value::Null);
        let history = course.officer.get(&format!("{}/attendances/history", course.path)).await.expect(200);
        let told: Vec<_> = history.data().iter().map(|entry| (entry["action"].as_str().unwrap(), entry["reason"].as_str())).collect();
        assert_eq!(told, [("removed", Some("Ghi nhầm buổi")), ("removed", Some("Ghi nhầm buổi")), ("recorded", Some("Danh sách giấy nộp muộn")), ("recorded", None)]);
    }

    async fn nobody_is_marked_at_a_cancelled_event(app: App) {
        let commune = commune(&app).await;
        let (_, person) = member(&app, commune).await;
        let course = Course::held(&app, commune).await;
        course.step("cancel", json!({ "reason": "Mưa lũ" })).await;
        course.mark(0, &[person]).await.problem(409, "state_conflict");
        course.officer.post(&format!("{}/guests", course.path), json!({ "full_name": "Hoàng Văn Thử", "sex": "male" })).await.problem(409, "state_conflict");
    }

    async fn marks_persons_households_and_memberships_are_counted_apart(app: App) {
        let commune = commune(&app).await;
        let (_, person) = member(&app, commune).await;
        let second = app.group(commune, LegalForm::Cig, "2021-03-01").await;
        app.membership(second, person, "2022-01-01").await;
        let course = Course::held(&app, commune).await;
        for n in 0..3 {
            course.mark(n, &[person]).await.expect(200);
        }
        let guest = course.guest("Hoàng Thị Thử").await;
        let guest_id = guest.rsplit('/').next().unwrap();
        course.send(json!({ "sessions": [{ "session_id": course.sessions[0], "guest_ids": [guest_id] }] })).await.expect(200);
        let session = format!("{}/sessions/{}", course.path, course.sessions[0]);
        let etag = course.officer.get(&session).await.expect(200).etag();
        let heads = json!({ "heads": { "male": 3, "female": 4, "unknown": 0 } });
        course.officer.patch(&session, &etag, heads).await.expect(200);
        let told = json!({
            "events": 1, "sessions": 3, "attendances": 4, "persons": 1, "completed": 1, "guests": 1, "households": 1,
            "household_members": 4, "members": 2, "counted_sessions": 1, "heads": 7,
        });
        assert_eq!(course.counts().await, told);
        assert_eq!(course.officer.get(&session).await.expect(200).json["differs"], true);
        let report = course.officer.get("/v1/reports/training?from_on=2026-06-01").await.expect(200);
        assert_eq!((&report.json["total"], &report.json["rows"][0]["counts"]), (&told, &told));
        assert_eq!(report.json["rows"][0]["kind"], "production");
        let events = course.officer.get(report.json["events_url"].as_str().unwrap()).await.expect(200);
        assert_eq!(events.json["page"]["total"], 1);
        let viewer = app.as_viewer_of(commune).await;
        assert_eq!(viewer.get(&format!("{}/counts", course.path)).await.expect(200).json, told);
        viewer.get(&format!("{}/attendances", course.path)).await.problem(403, "permission_denied");
    }

    /// Half past eleven at night of 30 June, and half past midnight of 1 July.
    async fn an_event_counts_on_its_day_in_vietnam(app: App) {
        let commune = app.area("01392", "2022-06-30").await;
        for (from, until) in [("2022-06-30T16:30:00Z", "2022-06-30T18:00:00Z"), ("2022-06-30T17:30:00Z", "2022-06-30T19:00:00Z")] {
            let course = Course::planned(&app, new_training(commune, &[new_session(from, until)])).await;
            course.step("hold", Value::Null).await;
        }
        let officer = app.as_officer_of(app.province().await).await;
        for (period, last_on) in [("from_on=2022-06-01&until_on=2022-07-01", "2022-06-30"), ("from_on=2022-07-01&until_on=2022-08-01", "2022-07-01")] {
            let report = officer.get(&format!("/v1/reports/training?{period}")).await.expect(200);
            assert_eq!(report.json["total"]["events"], 1, "{period}");
            let list = officer.get(report.json["events_url"].as_str().unwrap()).await.expect(200);
            assert_eq!((list.data().len(), &list.data()[0]["last_on"]), (1, &json!(last_on)));
        }
        officer.get("/v1/reports/training?from_on=2022-07-01&until_on=2022-07-01").await.problem(422, "validation_failed");
    }
}
