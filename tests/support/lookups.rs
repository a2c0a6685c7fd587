//! What looking up somebody of elsewhere tells.

#![expect(clippy::panic, reason = "test support fails loudly")]

use serde_json::{Value, json};

use crate::callers::Caller;
use crate::village::Village;

/// By the full number alone, and then no more than id, masked name and commune.
pub(crate) async fn assert_lookup_finds_at_most_a_mask(inside: &Caller, caller: &Caller, foreign: &Village) {
    let last4 = &foreign.number[foreign.number.len() - 4..];
    let wanted =
        [json!({ "number": foreign.number }), json!({ "last4": last4 }), json!({ "phone": foreign.phone })];
    for wanted in wanted {
        let look =
            |caller: &Caller| caller.post("/v1/persons/lookup", wanted.clone()).without("idempotency-key");
        let seen = look(inside).await.expect(200);
        assert_eq!(seen.ids(), [foreign.ids["person_id"]], "{seen}");
        let reply = look(caller).await;
        if reply.status == 403 {
            continue;
        }
        let reply = reply.expect(200);
        if wanted["number"].is_null() {
            assert!(reply.data().is_empty(), "{reply}");
            continue;
        }
        let [hit] = reply.data() else { panic!("one hit is expected\n{reply}") };
        let masked = [&hit["id"], &hit["commune_id"], &hit["is_masked"], &hit["birth_year"]];
        let expected = [&seen.data()[0]["id"], &json!(foreign.commune), &json!(true), &Value::Null];
        assert_eq!(masked, expected, "{reply}");
        assert!(!hit["full_name"].to_string().contains("Vắng"), "{reply}");
    }
}
