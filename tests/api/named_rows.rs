//! Ids that a body names: what lies outside the reach is, in every word, like what nobody has.

use entity::enums::{LegalForm, Role};
use entity::ids::{AreaId, GroupId, HouseholdId, MembershipId, PersonId};
use hoinongdan::access::Scope;
use serde_json::{Value, json};
use tests::hidden::words;
use tests::plans::{pigs, plan_content};
use tests::{App, Caller, both_databases};
use uuid::Uuid;

/// What one commune holds of every kind that a body can name.
struct Place {
    commune: AreaId,
    household: HouseholdId,
    person: PersonId,
    group: GroupId,
    membership: MembershipId,
    account: Uuid,
}

async fn place(app: &App, code: &str) -> Place {
    let commune = app.area(code, "2022-06-30").await;
    let household = app.household(commune, "2020-01-01").await;
    app.person(household).await;
    let person = app.person(household).await;
    let group = app.group(commune, LegalForm::Tht, "2021-01-01").await;
    let member = app.person(household).await;
    let membership = app.membership(group, member, "2021-01-01").await;
    Place {
        commune,
        household,
        person,
        group,
        membership,
        account: app.as_officer_of(commune).await.account_id().into(),
    }
}

/// Every operation whose body names a row: its path, the body with an id, and where in it the id stands.
fn namings(here: &Place, id: Uuid) -> Vec<(String, Value, &'static str)> {
    let group = format!("/v1/farmer-groups/{}", here.group);
    let household = format!("/v1/households/{}", here.household);
    let membership = format!("/v1/memberships/{}", here.membership);
    let head = json!({ "membership_id": here.membership, "is_head": true });
    let upgrade = json!({
        "name": "Hợp tác xã thử", "registration_number": "9900000016", "registered_on": "2025-01-01",
        "founding_members": [head, { "person_id": id, "is_head": false }],
    });
    let person = json!({
        "full_name": "Nông Thị Mẩy", "sex": "female", "household_id": id, "household_from_on": "2022-01-01",
        "consents": [{ "purpose": "membership", "ground": "consent", "text_version": "1", "channel": "paper" }],
    });
    let day = "2022-01-01";
    let end = json!({ "until_on": day, "exit_reason": "moved_away", "successor_membership_id": id });
    let joins = |group: Uuid, person: Uuid| json!({ "group_id": group, "person_id": person, "from_on": day });
    vec![
        ("/v1/memberships".to_owned(), joins(here.group.into(), id), "#/person_id"),
        ("/v1/memberships".to_owned(), joins(id, here.person.into()), "#/group_id"),
        (format!("{membership}/transfer"), json!({ "to_group_id": id, "on": day }), "#/to_group_id"),
        (format!("{membership}/end"), end, "#/successor_membership_id"),
        (
            format!("{group}/offices"),
            json!({ "membership_id": id, "office": "deputy", "from_on": day }),
            "#/membership_id",
        ),
        (format!("{group}/upgrade"), upgrade, "#/founding_members/1"),
        ("/v1/persons".to_owned(), person, "#/household_id"),
        (
            "/v1/cadre-posts".to_owned(),
            json!({ "person_id": id, "level": "branch", "area_id": here.commune, "title": "Chi hội trưởng", "from_on": day }),
            "#/person_id",
        ),
        (
            "/v1/production-plans".to_owned(),
            json!({ "group_id": id, "year": 2022, "content": plan_content(&[pigs(1)]) }),
            "#/group_id",
        ),
        (format!("{household}/members"), json!({ "person_id": id, "from_on": day }), "#/person_id"),
        (format!("{household}/appoint-head"), json!({ "person_id": id, "from_on": day }), "#/person_id"),
    ]
}

/// The id of the other place that belongs at a pointer.
fn foreign(there: &Place, pointer: &str) -> Uuid {
    match pointer {
        "#/household_id" => there.household.into(),
        "#/group_id" | "#/to_group_id" => there.group.into(),
        "#/membership_id" | "#/successor_membership_id" => there.membership.into(),
        _ => there.person.into(),
    }
}

async fn refused(caller: &Caller, path: &str, body: Value, pointer: &str) -> Value {
    let reply = caller.post(path, body).if_match("\"v1\"").await.problem(404, "not_found");
    let named = reply.json["errors"].as_array().unwrap().iter();
    assert!(
        named.clone().any(|fault| fault["pointer"] == pointer && fault["code"] == "not_found"),
        "{reply}"
    );
    words(&reply)
}

both_databases! {
    async fn a_row_outside_the_reach_is_named_like_one_that_nobody_has(app: App) {
        let (here, there) = (place(&app, "01392").await, place(&app, "01399").await);
        let officer = app.as_officer_of(app.area("01392", "2022-06-30").await).await;
        let nobody = Uuid::now_v7();
        for (nth, (path, body, pointer)) in namings(&here, nobody).into_iter().enumerate() {
            let unknown = refused(&officer, &path, body, pointer).await;
            let (path, body, _) = namings(&here, foreign(&there, pointer)).swap_remove(nth);
            assert_eq!(refused(&officer, &path, body, pointer).await, unknown);
        }
    }

    async fn an_administrator_of_an_area_names_no_account_or_group_of_another(app: App) {
        let (here, there) = (place(&app, "01392").await, place(&app, "01399").await);
        let scope = Scope::Area(app.area("01392", "2022-06-30").await);
        let admin = app.as_role(Role::Administrator, scope).await;
        let role = |account: Uuid, group: Uuid| {
            json!({ "account_id": account, "role": "leader", "group_id": group, "from_on": "2026-06-01" })
        };
        let path = "/v1/role-assignments";
        for (pointer, [unknown, foreign]) in [
            ("#/account_id", [role(Uuid::now_v7(), here.group.into()), role(there.account, here.group.into())]),
            ("#/group_id", [role(here.account, Uuid::now_v7()), role(here.account, there.group.into())]),
        ] {
            let nobody = refused(&admin, path, unknown, pointer).await;
            assert_eq!(refused(&admin, path, foreign, pointer).await, nobody);
        }
    }
}
