//! A newcomer plays the story of a grant with the demo accounts, in the call that is open on the day of loading.

use hoinongdan::demo::load;
use hoinongdan::proofs;
use serde_json::{Value, json};
use tests::{App, Reply, both_databases};

const PASSWORD: &str = "lua-ngo-thach-den-2022";

/// Does something as a demo account.
async fn act(app: &App, login: &str, path: &str, etag: Option<&str>, body: Value) -> Reply {
    let said = json!({ "login": login, "password": PASSWORD, "device": "bộ thử" });
    let token = app.anonymous().post("/v1/auth/login", said).await.expect(200);
    let token = token.json["access_token"].as_str().unwrap().to_owned();
    let caller = app.anonymous();
    match (body.is_null() && etag.is_none(), etag) {
        (true, _) => caller.get(path).bearer(&token).await,
        (false, Some(etag)) => caller.act(path, etag, body).bearer(&token).await,
        (false, None) => caller.post(path, body).bearer(&token).await,
    }
}

/// What the group asks for.
fn content() -> Value {
    let line = |source: &str, name: &str, amount_vnd: i64| json!({ "source": source, "name": name, "count": null, "unit_price_vnd": null, "amount_vnd": amount_vnd });
    json!({
        "title": "Trồng lạc thích ứng khí hậu",
        "activities": [{
            "name": "Trồng lạc xen ngô", "csa_practice": "intercropping",
            "from_on": "2026-08-01", "until_on": "2026-12-01",
        }],
        "budget_lines": [line("grant", "Giống lạc", 50_000_000), line("own_labour", "Công làm đất", 25_000_000)],
        "total_vnd": 75_000_000,
        "planned_results": ["Năng suất lạc tăng 20%"],
    })
}

both_databases! {
    async fn a_newcomer_plays_the_story_of_a_grant_with_the_demo_accounts(app: App) {
        load(app.store(), app.service().clock()).await.unwrap();
        let calls = act(&app, "leader", "/v1/grant-calls?status=open", None, Value::Null).await.expect(200);
        let call = calls.data()[0]["id"].clone();
        let me = act(&app, "leader", "/v1/me", None, Value::Null).await.expect(200);
        let group = me.json["roles"][0]["group_id"].clone();
        let new = json!({ "call_id": call, "group_id": group, "content": content() });
        let mut found = act(&app, "leader", "/v1/grant-applications", None, new).await.expect(201);
        let path = format!("/v1/grant-applications/{}", found.id());
        let screened = json!({ "results": [{ "criterion": "documents_complete", "is_met": true, "remark": null }] });
        for (login, action, body) in [
            ("leader", "submit", json!({})),
            ("appraiser-1", "start-screening", json!({})),
            ("appraiser-1", "pass-screening", screened),
        ] {
            let body = if body == json!({}) { Value::Null } else { body };
            found = act(&app, login, &format!("{path}/{action}"), Some(&found.etag()), body).await.expect(200);
        }
        let scores: Vec<Value> = ["feasibility", "climate", "market", "inclusion"]
            .map(|criterion| json!({ "criterion": criterion, "score": 80 }))
            .into();
        for login in ["appraiser-1", "appraiser-2"] {
            let scored = json!({ "has_conflict": false, "scores": scores, "remark": null });
            act(&app, login, &format!("{path}/appraisals"), None, scored).await.expect(201);
        }
        let found = act(&app, "approver-1", &path, None, Value::Null).await.expect(200);
        let approval = json!({ "number": "01/QĐ-HND", "decided_on": "2026-06-15", "amount_vnd": 50_000_000, "remark": null });
        let found =
            act(&app, "approver-1", &format!("{path}/approve"), Some(&found.etag()), approval).await.expect(200);
        assert_eq!(found.json["status"], "approved");
        assert_eq!(proofs::verify(app.service()).await.unwrap().faults, []);
    }
}
