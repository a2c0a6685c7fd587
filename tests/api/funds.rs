//! Funds: set up with their accounts, kept by treasurers of the province.

use entity::enums::Role;
use hoinongdan::access::Scope;
use serde_json::{Value, json};
use tests::{App, both_databases};
use uuid::Uuid;

const FUNDS: &str = "/v1/funds";

both_databases! {
    async fn a_fund_is_made_with_its_accounts_and_its_first_year(app: App) {
        let treasurer = app.as_treasurer().await;
        let id = Uuid::now_v7();
        let new = json!({ "id": id, "name": "Quỹ đồng tài trợ", "first_year": 2026 });
        let made = treasurer.post(FUNDS, new.clone()).await.expect(201);
        assert_eq!((made.id(), &made.json["code"]), (id, &json!("QU-000001")));
        let accounts = treasurer.get(&format!("{FUNDS}/{id}/accounts")).await.expect(200);
        let mut kinds: Vec<&Value> = accounts.data().iter().map(|account| &account["kind"]).collect();
        kinds.sort_by_key(|kind| kind.to_string());
        assert_eq!(kinds, ["available", "ifad", "other_source", "province"]);
        assert!(accounts.data().iter().all(|account| account["balance_vnd"] == 0));
        let years = treasurer.get(&format!("{FUNDS}/{id}/fiscal-periods")).await.expect(200);
        assert_eq!((&years.data()[0]["year"], &years.data()[0]["status"]), (&json!(2026), &json!("open")));
        treasurer.post(FUNDS, new).await.problem(409, "id_conflict");
        let second = treasurer.post(FUNDS, json!({ "name": "Quỹ khác" })).await.expect(201);
        assert_eq!(second.json["code"], "QU-000002");
        let years = treasurer.get(&format!("{FUNDS}/{}/fiscal-periods", second.id())).await.expect(200);
        assert!(years.data().is_empty());
        let listed = treasurer.get(&format!("{FUNDS}?sort=-code")).await.expect(200);
        assert_eq!(listed.ids(), [second.id(), id]);
    }

    async fn a_fund_is_renamed_at_the_revision_that_was_read(app: App) {
        let treasurer = app.as_treasurer().await;
        let path = format!("{FUNDS}/{}", app.fund(5).await);
        let read = treasurer.get(&path).await.expect(200);
        let named = treasurer.patch(&path, &read.etag(), json!({ "name": "Quỹ CSA" })).await.expect(200);
        assert_eq!((&named.json["name"], named.etag().as_str()), (&json!("Quỹ CSA"), "\"v2\""));
        let stale = treasurer.patch(&path, &read.etag(), json!({ "name": "Quỹ" })).await;
        stale.problem(412, "precondition_failed");
        treasurer.patch(&path, &named.etag(), json!({})).await.problem(422, "validation_failed");
        let history = treasurer.get(&format!("{path}/history")).await.expect(200);
        let actions: Vec<_> = history.data().iter().map(|entry| &entry["action"]).collect();
        assert_eq!(actions, ["updated", "created"]);
    }

    async fn a_replay_sets_up_one_fund(app: App) {
        let treasurer = app.as_treasurer().await;
        let key = Uuid::now_v7();
        let post = || treasurer.post(FUNDS, json!({ "name": "Quỹ CSA" })).key(key);
        let (made, again) = (post().await.expect(201), post().await.expect(201));
        assert_eq!(made.json, again.json);
        assert_eq!(app.database().count("SELECT COUNT(*) FROM fund").await, 1);
    }

    async fn only_roles_over_the_whole_province_write(app: App) {
        let fund = app.fund(1_000).await;
        let district = app.area("045", "2022-06-30").await;
        let narrow = app.as_role(Role::Treasurer, Scope::Area(district)).await;
        let path = format!("{FUNDS}/{fund}");
        narrow.post(FUNDS, json!({ "name": "Quỹ khác" })).await.problem(403, "permission_denied");
        narrow.patch(&path, "\"v1\"", json!({ "name": "Quỹ" })).await.problem(403, "permission_denied");
        let posting = json!({ "source": "ifad", "amount_vnd": 1, "posted_on": "2026-01-15" });
        narrow.post(&format!("{path}/postings"), posting).await.problem(403, "permission_denied");
        let ceiling = json!({ "area_id": district, "year": 2022, "limit_vnd": 1 });
        narrow.post(&format!("{path}/ceilings"), ceiling).await.problem(403, "permission_denied");
        narrow.post(&format!("{path}/fiscal-periods"), json!({ "year": 2025 })).await.problem(403, "permission_denied");
        let original = narrow.get(&format!("{path}/postings")).await.expect(200).ids()[0];
        let correction = json!({ "posting_id": original, "kind": "reversal", "posted_on": "2026-02-01", "reason": "Nhầm" });
        narrow.post(&format!("{path}/corrections"), correction).await.problem(403, "permission_denied");
        let year = narrow.get(&format!("{path}/fiscal-periods")).await.expect(200);
        assert_eq!(year.data()[0]["allowed_actions"], json!([]));
        let submit = format!("{path}/fiscal-periods/{}/submit", year.ids()[0]);
        narrow.act(&submit, "\"v1\"", Value::Null).await.problem(403, "permission_denied");
    }

    async fn others_neither_read_nor_write(app: App) {
        let fund = app.fund(0).await;
        for caller in [app.as_donor().await, app.as_viewer_of(app.province().await).await, app.as_appraiser().await] {
            caller.get(FUNDS).await.problem(403, "permission_denied");
            caller.get(&format!("{FUNDS}/{fund}/summary?by=year")).await.problem(403, "permission_denied");
        }
        for caller in [app.as_auditor().await, app.as_approver().await, app.as_officer_of(app.province().await).await] {
            caller.get(&format!("{FUNDS}/{fund}")).await.expect(200);
            caller.post(FUNDS, json!({ "name": "Quỹ khác" })).await.problem(403, "permission_denied");
        }
        let nobody = Uuid::now_v7();
        for rest in ["", "/accounts", "/postings", "/ceilings", "/fiscal-periods", "/corrections", "/export"] {
            let path = format!("{FUNDS}/{nobody}{rest}");
            app.as_auditor().await.get(&path).await.problem(404, "not_found");
        }
    }
}
