//! A scope on an abolished unit keeps reaching that unit's records; newer facts need a scope on a unit of their day.

use entity::enums::{LegalForm, Poverty};
use entity::group_office;
use entity::ids::{AreaId, GroupId, HouseholdId, MembershipId, PersonId};
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use serde_json::{Value, json};
use tests::{App, Caller, both_databases};
use uuid::Uuid;

const BEFORE: &str = "2025-06-30";
const AFTER: &str = "2025-07-01";

/// What was recorded in the old commune, and still lies there.
struct Old {
    commune: AreaId,
    household: HouseholdId,
    member: PersonId,
    newcomer: PersonId,
    group: GroupId,
    membership: MembershipId,
    target: GroupId,
}

async fn old(app: &App) -> Old {
    let commune = app.area("01392", "2022-06-30").await;
    let household = app.household(commune, "2021-01-01").await;
    app.person(household).await;
    let member = app.person(household).await;
    let newcomer = app.person(app.household(commune, "2021-01-01").await).await;
    let group = app.group(commune, LegalForm::Cig, "2021-01-01").await;
    let membership = app.membership(group, member, "2021-02-01").await;
    let target = app.group(commune, LegalForm::Cig, "2021-01-01").await;
    Old { commune, household, member, newcomer, group, membership, target }
}

async fn head_of(app: &App, group: GroupId) -> Uuid {
    let held = group_office::Entity::find().filter(group_office::Column::GroupId.eq(group));
    held.one(app.db()).await.unwrap().unwrap().id.into()
}

/// Every fact with a day that one may enter about them: the path, the revision where one is needed, the body, and the
/// member that holds the day.
fn facts(old: &Old, head: Uuid, stay: Uuid, day: &str) -> Vec<(String, bool, Value, &'static str)> {
    let (group, household, membership) = (
        format!("/v1/farmer-groups/{}", old.group),
        format!("/v1/households/{}", old.household),
        format!("/v1/memberships/{}", old.membership),
    );
    let on_group = |verb: &str, body: Value, day: &'static str| (format!("{group}/{verb}"), true, body, day);
    let at_home =
        |verb: &str, body: Value, day: &'static str| (format!("{household}/{verb}"), true, body, day);
    let office = json!({ "membership_id": old.membership, "office": "treasurer", "from_on": day });
    let joined = json!({ "group_id": old.group, "person_id": old.newcomer, "from_on": day });
    let person = json!({
        "full_name": "Nông Thị Mẩy", "sex": "female", "household_id": old.household, "household_from_on": day,
        "consents": [{ "purpose": "membership", "ground": "consent", "text_version": "1", "channel": "paper" }],
    });
    let decision = json!({
        "standard": "2022_2025", "status": "poor", "decision_no": "1/QĐ", "decided_on": day,
        "commune_id": old.commune, "effective_from_on": day,
    });
    let ending = json!({ "until_on": day, "exit_reason": "moved_away" });
    let offer = json!({
        "group_id": old.group, "chain": "lon_den", "form": "live_weight", "unit": "head", "quantity": "5",
        "from_on": day, "until_on": "2026-12-01",
    });
    vec![
        on_group("offices", office, "from_on"),
        on_group(
            &format!("offices/{head}/end"),
            json!({ "until_on": day, "successor_membership_id": old.membership }),
            "until_on",
        ),
        (format!("{group}/notices"), false, json!({ "kind": "name", "signed_on": day }), "signed_on"),
        on_group("suspend", json!({ "from_on": day, "reason": "Vắng người" }), "from_on"),
        on_group("convert", json!({ "contract_signed_on": day }), "contract_signed_on"),
        on_group("dissolve", json!({ "on": day, "reason": "Hết việc" }), "on"),
        ("/v1/memberships".to_owned(), false, joined, "from_on"),
        (format!("{membership}/end"), true, ending, "until_on"),
        (format!("{membership}/transfer"), true, json!({ "to_group_id": old.target, "on": day }), "on"),
        at_home("members", json!({ "person_id": old.newcomer, "from_on": day }), "from_on"),
        at_home(&format!("members/{stay}/end"), json!({ "until_on": day }), "until_on"),
        at_home("appoint-head", json!({ "person_id": old.member, "from_on": day }), "from_on"),
        at_home("poverty-statuses", decision, "decided_on"),
        ("/v1/persons".to_owned(), false, person, "household_from_on"),
        ("/v1/sales-offers".to_owned(), false, offer, "from_on"),
    ]
}

async fn stay_of(caller: &Caller, old: &Old) -> Uuid {
    let read = caller.get(&format!("/v1/households/{}", old.household)).await.expect(200);
    let stays = read.json["members"].as_array().unwrap();
    let mine = stays.iter().find(|stay| stay["person_id"] == json!(old.member)).unwrap();
    mine["id"].as_str().unwrap().parse().unwrap()
}

async fn enter(app: &App, caller: &Caller, nth: usize, day: &str) -> (tests::Reply, &'static str) {
    let old = old(app).await;
    let (head, stay) = (head_of(app, old.group).await, stay_of(caller, &old).await);
    let (path, is_revised, body, member) = facts(&old, head, stay, day).swap_remove(nth);
    let ask = caller.post(&path, body);
    (if is_revised { ask.if_match("\"v1\"") } else { ask }.await, member)
}

const FACTS: usize = 15;

both_databases! {
    async fn a_scope_on_an_abolished_commune_enters_nothing_newer(app: App) {
        let former = app.as_officer_of(app.area("01392", "2022-06-30").await).await;
        for nth in 0..FACTS {
            let (late, member) = enter(&app, &former, nth, AFTER).await;
            let mut expected = vec![format!("#/{member}: inconsistent")];
            if member == "decided_on" {
                expected = vec!["#/commune_id: inconsistent".to_owned()];
            }
            late.faults(&expected.iter().map(String::as_str).collect::<Vec<_>>());
            let (in_time, _) = enter(&app, &former, nth, BEFORE).await;
            assert!((200..300).contains(&in_time.status), "{in_time}");
        }
    }

    async fn a_scope_on_the_successor_enters_what_came_with_it_or_later(app: App) {
        let present = app.as_officer_of(app.area("01392", "2025-07-01").await).await;
        for nth in 0..FACTS {
            let (early, member) = enter(&app, &present, nth, BEFORE).await;
            early.faults(&[&format!("#/{member}: inconsistent")]);
            let (late, member) = enter(&app, &present, nth, AFTER).await;
            if member == "decided_on" {
                late.faults(&["#/commune_id: inconsistent"]);
            } else {
                assert!((200..300).contains(&late.status), "{late}");
            }
        }
    }

    async fn an_abolished_district_does_not_reach_what_its_communes_became(app: App) {
        let old = old(&app).await;
        let district = app.as_officer_of(app.area("045", "2022-06-30").await).await;
        let group = format!("/v1/farmer-groups/{}", old.group);
        let body = |day: &str| json!({ "from_on": day, "reason": "Vắng người" });
        let late = district.act(&format!("{group}/suspend"), "\"v1\"", body(AFTER)).await;
        late.faults(&["#/from_on: inconsistent"]);
        district.patch(&group, "\"v1\"", json!({ "name": "Tên sửa lại" })).await.expect(200);
        district.act(&format!("{group}/suspend"), "\"v2\"", body(BEFORE)).await.expect(200);
        let notices = format!("{group}/notices");
        let made = district.post(&notices, json!({ "kind": "name", "signed_on": BEFORE })).await.expect(201);
        let sent = district.patch(&format!("{notices}/{}", made.id()), "\"v1\"", json!({ "sent_on": "2025-07-02" })).await;
        sent.faults(&["#/sent_on: inconsistent"]);
    }

    async fn a_group_that_came_from_elsewhere_has_its_past_there(app: App) {
        let (here, there) = (app.area("01392", "2022-06-30").await, app.area("01399", "2022-06-30").await);
        let group = app.group(here, LegalForm::Cig, "2021-01-01").await;
        let person = app.person(app.household(there, "2021-01-01").await).await;
        let province = app.as_officer_of(app.province().await).await;
        let to = json!({ "commune_id": there, "from_on": "2024-01-01" });
        province.act(&format!("/v1/farmer-groups/{group}/move"), "\"v1\"", to).await.expect(200);
        let arriving = app.as_officer_of(there).await;
        let body = |day: &str| json!({ "group_id": group, "person_id": person, "from_on": day });
        arriving.post("/v1/memberships", body("2023-12-31")).await.faults(&["#/from_on: inconsistent"]);
        arriving.post("/v1/memberships", body("2024-01-01")).await.expect(201);
    }

    async fn a_decision_about_a_household_is_entered_where_it_was(app: App) {
        let old = old(&app).await;
        app.poverty(old.household, old.commune, Poverty::Poor, "2022-01-01").await;
        let new = app.area("01392", "2025-07-01").await;
        let body = json!({
            "standard": "2022_2025", "status": "near_poor", "decision_no": "2/QĐ", "decided_on": "2025-12-01",
            "commune_id": new, "effective_from_on": "2026-01-01",
        });
        let path = format!("/v1/households/{}/poverty-statuses", old.household);
        let former = app.as_officer_of(old.commune).await;
        former.act(&path, "\"v1\"", body.clone()).await.faults(&["#/commune_id: not_found"]);
        app.as_officer_of(new).await.act(&path, "\"v1\"", body).await.expect(201);
    }
}
