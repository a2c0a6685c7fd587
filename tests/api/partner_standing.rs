//! What the union's word on a partner leaves its people of the whole contract, and that nothing they reach tells of
//! people of the register.

use std::collections::BTreeSet;

use actix_web::http::Method;
use entity::enums::PartnerStatus;
use hoinongdan::access::{Requirement, Role, allows};
use hoinongdan::operations::operations;
use serde_json::{Value, json};
use tests::contract::{DOCUMENT, operation_of};
use tests::hidden::ask;
use tests::{App, Reply, both_databases};

/// What people of a partner may do as long as nobody has verified it.
const OF_REGISTRATION: [&str; 3] = ["partners:read", "partners:update", "partner-people:read"];
/// Members that would tell of farmers, members or households, or of people of the other side.
const OF_PEOPLE: [&str; 11] = [
    "person_id",
    "persons",
    "full_name",
    "birth_on",
    "birth_year",
    "ethnic_code",
    "household_id",
    "membership_id",
    "memberships",
    "signer_membership_id",
    "poverty",
];
/// Schemas that tell an identity number.
const OF_IDENTITIES: [&str; 2] = ["Identity", "MaskedIdentity"];

/// What everybody reads: partners see those who keep it as a role alone.
const OF_EVERYBODY: [&str; 2] = ["areas", "holidays"];
/// What is kept by its owner alone, be it a group or the partner itself: the tests of offers and machine clients say so.
const OF_ITS_OWNER: [&str; 2] = ["list_sales_offer_history", "list_api_client_history"];

/// The answers to a member of a partner in a state for every operation that needs a permission, made of the contract's
/// examples and the partner's own id.
async fn answers(app: &App, status: PartnerStatus) -> Vec<(&'static str, bool, bool, Reply)> {
    let id = app.partner_in(status).await;
    let caller = app.as_partner(id).await;
    let mut answers = Vec::new();
    for operation in operations() {
        let Requirement::Permission(permission) = operation.requirement else { continue };
        let described = operation_of(&operation.method, operation.path).unwrap();
        let request = ask(&caller, &operation.method, operation.path, described, &[id.into()]).language("en");
        let (is_held, is_read) = (allows(permission, Role::Partner), operation.method == Method::GET);
        answers.push((permission.wire(), is_held, is_read, request.await));
    }
    assert!(answers.iter().filter(|(_, is_held, ..)| *is_held).count() > 9);
    answers
}

#[track_caller]
fn refused(reply: Reply, is_held: bool, because: &str) {
    let reply = reply.problem(403, "permission_denied");
    let says = reply.json["detail"].as_str().is_some_and(|detail| detail.contains(because));
    assert_eq!(says, is_held, "{reply}");
}

both_databases! {
    async fn a_partner_that_nobody_has_verified_sees_its_registration_alone(app: App) {
        for status in [PartnerStatus::Pending, PartnerStatus::Rejected] {
            for (permission, is_held, _, reply) in answers(&app, status).await {
                if OF_REGISTRATION.contains(&permission) {
                    assert_ne!(reply.status, 403, "{reply}");
                } else {
                    refused(reply, is_held, "has not verified");
                }
            }
        }
    }

    async fn a_suspended_partner_reads_and_does_nothing_new(app: App) {
        for (permission, is_held, is_read, reply) in answers(&app, PartnerStatus::Suspended).await {
            if is_held && (is_read || permission == "api-clients:revoke") {
                assert_ne!(reply.status, 403, "{reply}");
            } else {
                refused(reply, is_held, "suspended");
            }
        }
    }

    async fn a_verified_partner_does_what_the_policy_gives_it(app: App) {
        for (_, is_held, _, reply) in answers(&app, PartnerStatus::Verified).await {
            // Nobody acts on oneself, and on nobody who is not there: other refusals than for want of the permission.
            if is_held {
                assert_ne!(reply.status, 403, "{reply}");
            } else {
                refused(reply, false, "partner");
            }
        }
    }
}

both_databases! {
    async fn who_keeps_the_map_is_a_role_to_a_partner(app: App) {
        let periods = format!("/v1/areas/{}/project-periods", app.area("01392", "2022-06-30").await);
        let admin = app.as_admin().await;
        let made = admin.post(&periods, json!({ "from_on": "2017-06-01" })).await.expect(201).id();
        let partner = app.as_partner(app.partner().await).await;
        for (caller, actor) in [(&partner, Value::Null), (&admin, json!(admin.account_id()))] {
            let history = caller.get(&format!("{periods}/{made}/history")).await.expect(200);
            assert_eq!((&history.data()[0]["role"], &history.data()[0]["actor_id"]), (&json!("administrator"), &actor));
        }
    }
}

/// The names of all schemas that a value refers to, and of all members on the way.
fn walk(value: &Value, schemas: &mut BTreeSet<String>, members: &mut BTreeSet<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| walk(item, schemas, members)),
        Value::Object(object) => {
            if let Some(path) = object.get("$ref").and_then(Value::as_str)
                && schemas.insert(path.rsplit('/').next().unwrap_or_default().to_owned())
            {
                walk(DOCUMENT.pointer(path.trim_start_matches('#')).unwrap(), schemas, members);
            }
            for (name, member) in object {
                if name == "properties" {
                    members.extend(member.as_object().into_iter().flatten().map(|(name, _)| name.clone()));
                }
                if !["example", "examples", "enum"].contains(&name.as_str()) {
                    walk(member, schemas, members);
                }
            }
        }
        _ => {}
    }
}

#[test]
fn no_reply_that_a_partner_can_reach_has_a_member_about_people_of_the_register() {
    let mut seen = 0;
    for operation in operations() {
        let Requirement::Permission(permission) = operation.requirement else { continue };
        if !allows(permission, Role::Partner) {
            continue;
        }
        let (mut schemas, mut members) = (BTreeSet::new(), BTreeSet::new());
        let described = operation_of(&operation.method, operation.path).unwrap();
        for (status, response) in described["responses"].as_object().unwrap() {
            if status.starts_with('2') {
                walk(response, &mut schemas, &mut members);
            }
        }
        let told: Vec<_> = OF_PEOPLE.iter().filter(|name| members.contains(**name)).collect();
        assert!(told.is_empty(), "{} tells {told:?}", operation.id);
        let identities = OF_IDENTITIES.iter().any(|name| schemas.contains(*name));
        assert!(!identities, "{} tells identity numbers", operation.id);
        let is_closed = OF_EVERYBODY.contains(&operation.tag.name) || OF_ITS_OWNER.contains(&operation.id);
        let is_shared = schemas.contains("HistoryEntry") && !is_closed;
        assert!(!is_shared, "{} names who acted for others", operation.id);
        seen += 1;
    }
    assert!(seen > 9, "{seen}");
}
