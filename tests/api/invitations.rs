//! Invitations: named or drawn from the register, withdrawn, and empty of those who want no training.

use entity::enums::{CadreLevel, ConsentPurpose, LegalForm};
use entity::ids::{AreaId, GroupId, PersonId};
use entity::{consent, invitation};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use serde_json::{Value, json};
use tests::courses::Course;
use tests::trainings::new_training;
use tests::{App, both_databases};

struct Scene {
    commune: AreaId,
    group: GroupId,
    members: Vec<PersonId>,
    course: Course,
}

/// A group with a head and three more members, and an event to come.
async fn scene(app: &App) -> Scene {
    let commune = app.area("01392", "2025-07-01").await;
    let group = app.group(commune, LegalForm::Tht, "2021-03-01").await;
    let mut members = Vec::new();
    for _ in 0..3 {
        let person = app.person(app.household(commune, "2020-01-01").await).await;
        app.membership(group, person, "2022-01-01").await;
        members.push(person);
    }
    let course = Course::planned(app, new_training(commune, &[])).await;
    Scene { commune, group, members, course }
}

fn draw(more: Value) -> Value {
    let mut draw = json!({ "from": "members", "limit": 500 });
    draw.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    json!({ "draw": draw })
}

both_databases! {
    async fn a_list_is_drawn_from_those_who_were_not_trained_in_a_topic(app: App) {
        let Scene { commune, group, members, course } = scene(&app).await;
        let other_topic = app.past_training(commune, &["climate_change"], "2025-03-01").await;
        let topic = app.past_training(commune, &["crop_techniques"], "2025-03-01").await;
        app.took_part(other_topic, members[0], Some("2025-03-01")).await;
        app.took_part(topic, members[1], Some("2025-03-01")).await;
        let path = format!("{}/invitations", course.path);
        let drawn = draw(json!({ "group_id": group, "not_trained_in": ["crop_techniques"], "limit": 2 }));
        let first = course.officer.post(&path, drawn.clone()).await.expect(200);
        assert_eq!(first.json, json!({ "invited": 2, "already_invited": 0, "remaining": 1 }));
        let second = course.officer.post(&path, drawn).await.expect(200);
        assert_eq!(second.json, json!({ "invited": 1, "already_invited": 0, "remaining": 0 }));
        let list = course.officer.get(&path).await.expect(200);
        assert_eq!((list.data().len(), list.json.to_string().contains(&members[1].to_string())), (3, false));
        assert!(list.data().iter().all(|one| one["full_name"].is_string() && one["sessions"] == 0));
        let untrained = draw(json!({ "group_id": group, "not_trained_in": [] }));
        assert_eq!(course.officer.post(&path, untrained).await.expect(200).json["invited"], 0, "they are invited already, or trained in something");
        let named = json!({ "person_ids": members });
        assert_eq!(course.officer.post(&path, named).await.expect(200).json, json!({ "invited": 1, "already_invited": 2, "remaining": 0 }));
        let gone = json!({ "person_ids": [members[1], members[0]] });
        let withdraw = format!("{path}/withdraw");
        assert_eq!(course.officer.post(&withdraw, gone.clone()).await.expect(200).json, json!({ "withdrawn": 2, "not_invited": 0 }));
        assert_eq!(course.officer.post(&withdraw, gone).await.expect(200).json, json!({ "withdrawn": 0, "not_invited": 2 }));
        let history = course.officer.get(&format!("{path}/history")).await.expect(200);
        assert_eq!(history.data().len(), 6);
    }

    async fn cadres_are_drawn_by_level(app: App) {
        let Scene { commune, members, course, .. } = scene(&app).await;
        app.cadre_post(members[0], CadreLevel::Commune, (commune, "2022-01-01")).await;
        app.cadre_post(members[1], CadreLevel::Branch, (commune, "2022-01-01")).await;
        let path = format!("{}/invitations", course.path);
        let drawn = draw(json!({ "from": "cadres", "level": "branch", "area_id": commune }));
        assert_eq!(course.officer.post(&path, drawn).await.expect(200).json["invited"], 1);
        let list = course.officer.get(&path).await.expect(200);
        assert_eq!(list.data()[0]["person_id"], json!(members[1]));
    }

    async fn nobody_is_untrained_in_a_topic_that_there_is_not(app: App) {
        let officer = app.as_officer_of(app.province().await).await;
        for list in ["memberships", "cadre-posts"] {
            officer.get(&format!("/v1/{list}?is_trained=false&topic=crop_technique")).await.problem(422, "validation_failed").faults(&["topic: not_found"]);
            officer.get(&format!("/v1/{list}?is_trained=false&topic=crop_techniques")).await.expect(200);
        }
    }

    async fn whoever_wants_no_training_is_on_no_list(app: App) {
        let Scene { commune, group, members, course } = scene(&app).await;
        let path = format!("{}/invitations", course.path);
        course.officer.post(&path, json!({ "person_ids": [members[0], members[1]] })).await.expect(200);
        let consents = consent::Entity::update_many().col_expr(consent::Column::WithdrawnAt, Expr::value(app.now()));
        let of_training = consents.filter(consent::Column::Purpose.eq(ConsentPurpose::Training));
        of_training.filter(consent::Column::PersonId.is_in([members[0], members[2]])).exec(app.db()).await.unwrap();
        let list = course.officer.get(&format!("{path}?include_total=true")).await.expect(200);
        assert_eq!((list.data().len(), &list.json["page"]["total"]), (1, &json!(1)));
        course.officer.post(&path, json!({ "person_ids": [members[2]] })).await.faults(&["#/person_ids/0: inconsistent"]);
        let drawn = draw(json!({ "group_id": group }));
        assert_eq!(course.officer.post(&path, drawn).await.expect(200).json["invited"], 1, "the head alone");
        for (body, fault) in [
            (json!({}), "#/draw: inconsistent"),
            (json!({ "person_ids": [] }), "#/person_ids: too_short"),
            (draw(json!({ "limit": 501 })), "#/draw/limit: out_of_range"),
            (draw(json!({ "not_trained_in": ["crop_technique"] })), "#/draw/not_trained_in/0: not_found"),
            (draw(json!({ "level": "branch" })), "#/draw/level: inconsistent"),
            (draw(json!({ "from": "cadres", "group_id": group })), "#/draw/group_id: inconsistent"),
        ] {
            course.officer.post(&path, body).await.problem(422, "validation_failed").faults(&[fault]);
        }
        let elsewhere = app.as_officer_of(app.area("01726", "2022-06-30").await).await;
        elsewhere.post(&path, json!({ "person_ids": [members[1]] })).await.problem(404, "not_found");
        let stranger = app.person(app.household(app.area("01726", "2022-06-30").await, "2020-01-01").await).await;
        let near = app.as_officer_of(commune).await;
        near.post(&path, json!({ "person_ids": [stranger] })).await.problem(404, "not_found");
        course.officer.post(&path, json!({ "person_ids": [stranger] })).await.expect(200);
        let seen = near.get(&path).await.expect(200);
        let hidden = seen.data().iter().find(|one| one["person_id"] == json!(stranger)).unwrap();
        assert_eq!((&hidden["full_name"], &hidden["birth_year"]), (&Value::Null, &Value::Null));
        course.step("cancel", json!({ "reason": "Mưa lũ" })).await;
        course.officer.post(&path, json!({ "person_ids": [members[1]] })).await.problem(409, "state_conflict");
        assert_eq!(invitation::Entity::find().all(app.db()).await.unwrap().len(), 4);
    }
}
