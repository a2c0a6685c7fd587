//! What partners can be told: no reply they can get has a member about a farmer or a household.

use std::collections::BTreeSet;

use hoinongdan::access::{Requirement, Role, allows};
use hoinongdan::operations::operations;
use serde_json::Value;
use tests::contract::{operation_of, resolved};

/// Parts of names that say whose data a member holds.
const ABOUT_PEOPLE: [&str; 15] = [
    "birth",
    "consent",
    "contribution",
    "disabilit",
    "ethnic",
    "farmer",
    "full_name",
    "head",
    "household",
    "identity",
    "leader",
    "member",
    "office",
    "poverty",
    "sex",
];
/// Names that say so as a whole.
const NAMES: [&str; 4] = ["person", "persons", "person_id", "person_ids"];
/// Names with such a part that say nothing about anybody.
const HARMLESS: [&str; 0] = [];

/// Adds the names of all members of a schema and of those within it.
fn collect(schema: &'static Value, seen: &mut BTreeSet<*const Value>, names: &mut BTreeSet<&'static str>) {
    let schema = resolved(schema);
    if !seen.insert(std::ptr::from_ref(schema)) {
        return;
    }
    for (name, member) in schema["properties"].as_object().into_iter().flatten() {
        names.insert(name);
        collect(member, seen, names);
    }
    let lists = ["oneOf", "anyOf", "allOf"].into_iter().filter_map(|name| schema[name].as_array()).flatten();
    let single = ["items", "additionalProperties"].into_iter().filter_map(|name| schema.get(name));
    lists.chain(single).for_each(|part| collect(part, seen, names));
}

/// The members of all replies, but for problems.
fn members_of(operation: &'static Value) -> BTreeSet<&'static str> {
    let mut names = BTreeSet::new();
    let replies = operation["responses"].as_object().into_iter().flatten();
    for (_, response) in replies.filter(|(status, _)| status.as_str() < "400") {
        for content in
            resolved(response)["content"].as_object().into_iter().flatten().map(|(_, content)| content)
        {
            collect(&content["schema"], &mut BTreeSet::new(), &mut names);
        }
    }
    names
}

#[test]
fn no_reply_a_partner_can_get_has_a_member_about_people() {
    let (mut wrong, mut asked) = (Vec::new(), 0);
    for operation in operations() {
        let Requirement::Permission(permission) = operation.requirement else { continue };
        if !allows(permission, Role::Partner) {
            continue;
        }
        asked += 1;
        let described = operation_of(&operation.method, operation.path).unwrap();
        let is_about_people = |name: &&str| {
            let is_named = NAMES.contains(name) || ABOUT_PEOPLE.iter().any(|part| name.contains(part));
            is_named && !HARMLESS.contains(name)
        };
        let told: Vec<_> = members_of(described).into_iter().filter(is_about_people).collect();
        if !told.is_empty() {
            wrong.push(format!("{}: {told:?}", operation.id));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(asked > 15, "partners can call only {asked} operations");
}

#[test]
fn the_walk_finds_members_within_members() {
    let described = operation_of(&actix_web::http::Method::GET, "/v1/farmer-groups").unwrap();
    let names = members_of(described);
    assert!(names.contains("is_primary") && names.contains("next_cursor"), "{names:?}");
    let one = operation_of(&actix_web::http::Method::GET, "/v1/memberships/0").unwrap();
    assert!(members_of(one).contains("person_id"));
}
