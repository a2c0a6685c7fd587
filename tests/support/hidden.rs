//! Rows outside a reach are invisible: one check for reads, lists, histories, changes and actions alike.

#![expect(clippy::panic, reason = "test support fails loudly")]

use actix_web::http::Method;
use serde_json::Value;
use uuid::Uuid;

use crate::callers::{Ask, Caller, FORM};
use crate::contract::DOCUMENT;
use crate::reply::Reply;

/// Fails unless a row that `inside` can read does not exist for `outside`: not by any operation on it (404 in the same
/// words as an id that nobody has, or 403 where the role lacks the permission), and not in the list, nor in its total.
///
/// `template` is the path of the item in the contract, such as `/v1/households/{household_id}`.
///
/// # Panics
/// With the first reply that shows the row, or if `inside` does not see it.
pub async fn hidden(inside: &Caller, outside: &Caller, template: &str, id: Uuid) {
    let on_item = operations_on(template);
    assert!(!on_item.is_empty(), "the contract has no {template}");
    for (method, path, operation) in on_item {
        let seen = || ask(inside, &method, path, operation, &[id]);
        let unseen = ask(outside, &method, path, operation, &[id]).await;
        if unseen.status == 403 {
            unseen.problem(403, "permission_denied");
            continue;
        }
        let nobody =
            ask(outside, &method, path, operation, &[Uuid::now_v7()]).await.problem(404, "not_found");
        assert_eq!(
            words(&unseen),
            words(&nobody),
            "an id outside the reach is not like one that nobody has\n{unseen}"
        );
        if method == Method::GET {
            seen().await.expect(200);
        }
    }
    let Some((collection, _)) = template.rsplit_once('/') else { return };
    if DOCUMENT["paths"][collection]["get"].is_null() {
        return;
    }
    let list = format!("{collection}?limit=200&include_total=true");
    let (seen, unseen) = (inside.get(&list).await.expect(200), outside.get(&list).await);
    assert!(seen.ids().contains(&id), "the list lacks the row for whom it may see it\n{seen}");
    if unseen.status == 403 {
        unseen.problem(403, "permission_denied");
        return;
    }
    let unseen = unseen.expect(200);
    assert!(!unseen.ids().contains(&id), "the list shows a row outside the reach\n{unseen}");
    let total = unseen.json["page"]["total"].as_u64();
    assert_eq!(total, Some(unseen.data().len() as u64), "the total counts rows outside the reach\n{unseen}");
}

/// Fails unless a part is found below its own parent alone: not below another one that the caller reaches as well, and
/// not by somebody who reaches neither.
///
/// `template` is the path of the part, such as `/v1/households/{household_id}/members/{household_member_id}`.
///
/// # Panics
/// With the first reply that shows the part, or if `inside` does not see it.
pub async fn hidden_part(inside: &Caller, outside: &Caller, template: &str, place: PlaceOf) {
    let on_part = operations_on(template);
    assert!(!on_part.is_empty(), "the contract has nothing below {template}");
    for (method, path, operation) in on_part {
        if method == Method::GET {
            ask(inside, &method, path, operation, &[place.parent, place.part]).await.expect(200);
        }
        for (caller, ids) in
            [(inside, [place.other_parent, place.part]), (outside, [place.parent, place.part])]
        {
            let unseen = ask(caller, &method, path, operation, &ids).await;
            if unseen.status == 403 {
                unseen.problem(403, "permission_denied");
            } else {
                unseen.problem(404, "not_found");
            }
        }
    }
}

/// Where a part is, and where it is not.
#[derive(Clone, Copy, Debug)]
pub struct PlaceOf {
    /// The part.
    pub part: Uuid,
    /// What it belongs to.
    pub parent: Uuid,
    /// Another row of the parent's kind.
    pub other_parent: Uuid,
}

/// A request that the contract allows, with its own examples and these ids (then others that nobody has): only the
/// rows can be the reason for a refusal.
///
/// # Panics
/// If the contract lacks an example.
pub fn ask(caller: &Caller, method: &Method, template: &str, operation: &Value, ids: &[Uuid]) -> Ask {
    let parameters = operation["parameters"].as_array().map(Vec::as_slice).unwrap_or_default();
    let mut path = template.to_owned();
    let mut ids = ids.iter();
    while let Some((before, rest)) = path.clone().split_once('{') {
        let (name, after) = rest.split_once('}').unwrap_or((rest, ""));
        let given = parameters.iter().find(|given| given["in"] == "path" && given["name"] == name);
        let segment = match given.filter(|given| given["schema"]["format"] != "uuid") {
            Some(given) => example(given),
            None => ids.next().copied().unwrap_or_else(Uuid::now_v7).to_string(),
        };
        path = format!("{before}{segment}{after}");
    }
    let needed = |place: &'static str| {
        parameters.iter().filter(move |given| given["in"] == place && given["required"] == true)
    };
    let query: Vec<String> =
        needed("query").map(|given| format!("{}={}", text(&given["name"]), example(given))).collect();
    if !query.is_empty() {
        path = format!("{path}?{}", query.join("&"));
    }
    let mut ask = caller.ask(method.clone(), &path);
    if *method == Method::POST {
        ask = ask.key(Uuid::now_v7());
    }
    if needed("header").any(|given| given["name"] == "If-Match") {
        ask = ask.if_match("\"v1\"");
    }
    match operation["requestBody"]["content"].as_object().and_then(|content| content.iter().next()) {
        Some((media_type, content)) if content["schema"]["format"] == "binary" => {
            ask.header("content-type", media_type).bytes(text(&content["example"]))
        }
        Some((media_type, content)) if media_type == FORM => ask.form(&content["example"]),
        Some((media_type, content)) => {
            ask.header("content-type", media_type).bytes(content["example"].to_string())
        }
        None => ask,
    }
}

fn example(parameter: &Value) -> String {
    let schema = &parameter["schema"];
    let given = [&parameter["example"], &schema["example"], &schema["default"], &schema["enum"][0]];
    let given = given.into_iter().find(|value| !value.is_null());
    given.map_or_else(|| panic!("no example of {parameter}"), text)
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// The operations on an item and on what lies below it, as far as they take its id alone.
fn operations_on(template: &str) -> Vec<(Method, &'static str, &'static Value)> {
    let paths = DOCUMENT["paths"].as_object().into_iter().flatten();
    let below = format!("{template}/");
    let on_item = paths.filter(|(path, _)| {
        (*path == template || path.starts_with(&below))
            && path.matches('{').count() == template.matches('{').count()
    });
    on_item
        .flat_map(|(path, item)| {
            let methods = item.as_object().into_iter().flatten();
            methods.filter_map(move |(name, operation)| {
                let method = Method::from_bytes(name.to_ascii_uppercase().as_bytes()).ok()?;
                Some((method, path.as_str(), operation))
            })
        })
        .collect()
}

/// What a problem says, but for the number of its request.
#[must_use]
pub fn words(reply: &Reply) -> Value {
    let mut words = reply.json.clone();
    for name in ["request_id", "instance"] {
        words[name] = Value::Null;
    }
    words
}
