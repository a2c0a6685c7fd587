//! Requests that meet at one row: the second sees what the first has done, and neither is refused for the other's sake.

use entity::enums::{LegalForm, Sex};
use entity::ids::{AreaId, GroupId, HouseholdId, MembershipId, PersonId};
use entity::{household, household_member, membership, person};
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use serde_json::{Value, json};
use tests::{App, Caller, both_databases};

async fn commune(app: &App) -> AreaId {
    app.area("01392", "2022-06-30").await
}

async fn officer(app: &App) -> Caller {
    app.as_officer_of(app.province().await).await
}

fn of_person(id: PersonId) -> String {
    format!("/v1/persons/{id}")
}

/// A household, and somebody in it who does not head it.
async fn at_home(app: &App) -> (HouseholdId, PersonId) {
    let household = app.household(commune(app).await, "2020-01-01").await;
    app.person(household).await;
    (household, app.person_named(household, "Vi Thị Bế", Sex::Female, "2020-01-01").await)
}

async fn stay(app: &App, household: HouseholdId, person: PersonId) -> household_member::Model {
    let rows = household_member::Entity::find()
        .filter(household_member::Column::HouseholdId.eq(household))
        .filter(household_member::Column::PersonId.eq(person));
    rows.one(app.db()).await.unwrap().unwrap()
}

/// A group and a member who does not head it.
async fn with_member(app: &App, from: &str) -> (GroupId, PersonId, MembershipId) {
    let group = app.group(commune(app).await, LegalForm::Cig, from).await;
    let (_, person) = at_home(app).await;
    (group, person, app.membership(group, person, from).await)
}

/// Takes somebody out, stopped on the way at the household, and meanwhile asks for something that names them.
async fn deleted_while(
    app: &App,
    officer: &Caller,
    person: PersonId,
    home: HouseholdId,
    path: &str,
    etag: Option<&str>,
    body: Value,
) {
    let gone = officer.delete(&format!("{}?reason=entered_twice", of_person(person)), "\"v1\"");
    let named = officer.post(path, body);
    let named = etag.into_iter().fold(named, |ask, etag| ask.if_match(etag));
    let mut replies = app.while_held(household::Entity::find_by_id(home), [gone, named]).await;
    let named = replies.pop().unwrap();
    replies.pop().unwrap().expect(204);
    named.problem(404, "not_found");
    let kept = membership::Entity::find().filter(membership::Column::PersonId.eq(person)).one(app.db()).await;
    assert_eq!(kept.unwrap(), None);
}

both_databases! {
    async fn a_stay_that_ends_while_its_person_moves_on_keeps_its_end(app: App) {
        let officer = officer(&app).await;
        let (old, person) = at_home(&app).await;
        let new = app.household(commune(&app).await, "2020-01-01").await;
        let stay_id = stay(&app, old, person).await.id;
        let end = format!("/v1/households/{old}/members/{stay_id}/end");
        let end = officer.act(&end, "\"v1\"", json!({ "until_on": "2024-01-01" }));
        let join = json!({ "person_id": person, "from_on": "2024-06-01" });
        let join = officer.act(&format!("/v1/households/{new}/members"), "\"v1\"", join);
        let replies = app.while_held(household::Entity::find_by_id(old), [end, join]).await;
        replies.into_iter().for_each(|reply| drop(reply.expect(200)));
        assert_eq!(stay(&app, old, person).await.until_on, Some("2024-01-01".parse().unwrap()));
        assert_eq!(stay(&app, new, person).await.from_on, "2024-06-01".parse().unwrap());
    }

    async fn somebody_taken_out_at_that_moment_becomes_no_member(app: App) {
        let officer = officer(&app).await;
        let group = app.group(commune(&app).await, LegalForm::Cig, "2021-01-01").await;
        let (home, person) = at_home(&app).await;
        let body = json!({ "group_id": group, "person_id": person, "from_on": "2022-01-01" });
        deleted_while(&app, &officer, person, home, "/v1/memberships", None, body).await;
    }

    async fn somebody_taken_out_at_that_moment_founds_no_cooperative(app: App) {
        let officer = officer(&app).await;
        let group = app.group(commune(&app).await, LegalForm::Tht, "2021-01-01").await;
        let (home, person) = at_home(&app).await;
        let mut founders = vec![json!({ "person_id": person, "is_head": false })];
        for n in 0..5 {
            founders.push(json!({ "person_id": app.person(home).await, "is_head": n == 0 }));
        }
        let body = json!({
            "name": "Hợp tác xã thử", "registration_number": "9900000016", "registered_on": "2025-01-01",
            "founding_members": founders,
        });
        let path = format!("/v1/farmer-groups/{group}/upgrade");
        deleted_while(&app, &officer, person, home, &path, Some("\"v1\""), body).await;
    }

    async fn somebody_taken_out_at_that_moment_joins_no_household(app: App) {
        let officer = officer(&app).await;
        let (home, person) = at_home(&app).await;
        let other = app.household(commune(&app).await, "2020-01-01").await;
        let body = json!({ "person_id": person, "from_on": "2024-01-01" });
        let path = format!("/v1/households/{other}/members");
        deleted_while(&app, &officer, person, home, &path, Some("\"v1\""), body).await;
    }

    async fn a_contribution_corrected_meanwhile_stops_no_appointment(app: App) {
        let officer = officer(&app).await;
        let (group, _, member) = with_member(&app, "2021-01-01").await;
        let patch = officer.patch(&format!("/v1/memberships/{member}"), "\"v1\"", json!({ "contribution_vnd": 5 }));
        let body = json!({ "membership_id": member, "office": "treasurer", "from_on": "2022-01-01" });
        let appoint = officer.act(&format!("/v1/farmer-groups/{group}/offices"), "\"v1\"", body);
        let replies = app.while_held(membership::Entity::find_by_id(member), [patch, appoint]).await;
        let statuses: Vec<u16> = replies.iter().map(|reply| reply.status).collect();
        assert_eq!(statuses, [200, 201], "{}", replies[1]);
        let read = officer.get(&format!("/v1/memberships/{member}")).await.expect(200);
        assert_eq!((&read.json["contribution_vnd"], &read.json["offices"]), (&json!(5), &json!(["treasurer"])));
        assert_eq!(read.etag(), "\"v3\"");
    }

    async fn a_contribution_corrected_meanwhile_stops_no_ending(app: App) {
        let officer = officer(&app).await;
        let (group, _, member) = with_member(&app, "2021-01-01").await;
        let patch = officer.patch(&format!("/v1/memberships/{member}"), "\"v1\"", json!({ "contribution_vnd": 5 }));
        let body = json!({ "on": "2024-01-01", "reason": "Hết việc" });
        let dissolve = officer.act(&format!("/v1/farmer-groups/{group}/dissolve"), "\"v1\"", body);
        let replies = app.while_held(membership::Entity::find_by_id(member), [patch, dissolve]).await;
        replies.into_iter().for_each(|reply| drop(reply.expect(200)));
        let history = officer.get(&format!("/v1/memberships/{member}/history")).await.expect(200);
        let touched = |entry: &Value| entry["changes"].as_array().unwrap().iter().map(|one| one["pointer"].clone()).collect::<Vec<_>>();
        assert_eq!(touched(&history.data()[0]), ["/until_on", "/exit_reason"], "{history}");
        assert_eq!(touched(&history.data()[1]), ["/contribution_vnd"], "{history}");
    }

    async fn a_name_corrected_meanwhile_stops_no_move(app: App) {
        let officer = officer(&app).await;
        let (home, person) = at_home(&app).await;
        let there = app.area("01399", "2022-06-30").await;
        let patch = officer.patch(&of_person(person), "\"v1\"", json!({ "full_name": "Vi Thị Bế Hai" }));
        let to = officer.get(&format!("/v1/households/{home}")).await.expect(200);
        let body = json!({ "commune_id": there, "from_on": "2024-01-01" });
        let go = officer.act(&format!("/v1/households/{home}/move"), &to.etag(), body.clone());
        let replies = app.while_held(person::Entity::find_by_id(person), [patch, go]).await;
        let statuses: Vec<u16> = replies.iter().map(|reply| reply.status).collect();
        assert_eq!(statuses, [200, 412], "the name is shown by the household, and nobody waits in a ring");
        assert_eq!(replies[1].json["current_etag"], "\"v2\"");
        let patch = officer.patch(&of_person(person), "\"v2\"", json!({ "birth_year": 1981 }));
        let go = officer.act(&format!("/v1/households/{home}/move"), "\"v2\"", body);
        let replies = app.while_held(person::Entity::find_by_id(person), [patch, go]).await;
        replies.into_iter().for_each(|reply| drop(reply.expect(200)));
        assert_eq!(officer.get(&of_person(person)).await.expect(200).etag(), "\"v4\"");
    }
}
