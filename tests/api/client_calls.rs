//! What machine clients may do: what their role, their scopes and those of the token all allow, as long as all three last.

use std::net::{IpAddr, Ipv4Addr};

use actix_web::http::Method;
use entity::enums::Role;
use entity::journal_entry;
use hoinongdan::access::{Requirement, Scope};
use hoinongdan::operations::operations;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use serde_json::json;
use tests::calls::new_call;
use tests::clients::{CLIENTS, Client, act, change, get, make, new, with};
use tests::contract::operation_of;
use tests::databases::Backend;
use tests::hidden::ask;
use tests::{App, Caller, Setup, both_databases};
use uuid::Uuid;

const AREAS: &str = "/v1/areas?limit=1";

/// A service behind the address that requests of the suite come from.
struct Proxied(App);

impl Proxied {
    async fn start(backend: Backend) -> Self {
        const PROXIES: &[IpAddr] = &[IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1))];
        Self(App::with(backend, Setup { trusted_proxies: PROXIES, ..Setup::default() }).await)
    }
}

/// A service with narrow quotas for whoever has a token.
struct Narrow(App);

impl Narrow {
    async fn start(backend: Backend) -> Self {
        Self(App::with(backend, Setup { rate_limit: 3, ..Setup::default() }).await)
    }
}

/// A machine client that administers areas, and where: no operation makes one like it.
async fn keeper(app: &App) -> (Caller, String) {
    let province = Scope::Province(app.province().await);
    let keeper =
        app.as_machine(province, (Role::Administrator, province), &["areas:read", "areas:update"]).await;
    (keeper, format!("/v1/areas/{}/project-periods", app.area("01392", "2022-06-30").await))
}

both_databases! {
    async fn a_client_may_what_role_and_scopes_both_allow(app: App) {
        let id = app.partner().await;
        let client = app.as_client_of(id, &["areas:read", "reports:read", "users:read"]).await;
        client.get(AREAS).await.expect(200);
        client.get("/v1/value-chains").await.problem(403, "permission_denied");
        client.get("/v1/reports/progress?as_of=2022-06-30").await.problem(403, "permission_denied");
        client.get("/v1/users").await.problem(403, "permission_denied");
        app.as_partner(id).await.get("/v1/value-chains").await.expect(200);
        let denied = journal_entry::Entity::find().filter(journal_entry::Column::Outcome.eq("denied"));
        let denied = denied.all(app.db()).await.unwrap();
        let named = |entry: &journal_entry::Model| (entry.actor_kind.clone(), entry.actor_id, entry.client_id);
        let client_id = Some(Uuid::from(client.client_id()));
        assert!(denied.iter().all(|entry| named(entry) == ("client".to_owned(), client_id, client_id)), "{denied:?}");
        assert_eq!(denied.len(), 3);
    }

    async fn a_client_with_one_scope_may_do_nothing_else(app: App) {
        let client = app.as_client_of(app.partner().await, &["sales-contracts:register"]).await;
        for operation in operations().iter().filter(|operation| operation.requirement != Requirement::Public) {
            let described = operation_of(&operation.method, operation.path).unwrap();
            let reply = ask(&client, &operation.method, operation.path, described, &[]).await;
            assert_eq!(reply.status == 403, operation.id != "register_sales_contracts", "{}\n{reply}", operation.id);
        }
    }

    async fn another_clients_rows_are_hidden_from_it_too(app: App) {
        let (mine, theirs) = (app.buyer().await, app.buyer().await);
        let of_others = make(&theirs, new(&["areas:read"])).await.id();
        let client = Client::with_secret(&mine, &["api-clients:read"]).await;
        let issued = client.token(&app).await.expect(200);
        assert_eq!(get(&app, &issued, CLIENTS).await.expect(200).ids(), [client.id]);
        get(&app, &issued, &format!("{CLIENTS}/{of_others}")).await.problem(404, "not_found");
    }

    async fn fewer_scopes_count_for_tokens_already_given(app: App) {
        let owner = app.buyer().await;
        let client = Client::with_secret(&owner, &["areas:read", "value-chains:read"]).await;
        let issued = client.token(&app).await.expect(200);
        get(&app, &issued, "/v1/value-chains").await.expect(200);
        change(&owner, client.id, json!({ "scopes": ["areas:read"] })).await.expect(200);
        get(&app, &issued, "/v1/value-chains").await.problem(403, "permission_denied");
        change(&owner, client.id, json!({ "scopes": ["areas:read", "units:read"] })).await.expect(200);
        get(&app, &issued, AREAS).await.expect(200);
        get(&app, &issued, "/v1/holidays").await.problem(403, "permission_denied");
    }

    async fn a_revoked_client_is_refused_with_the_next_request(app: App) {
        let owner = app.buyer().await;
        let (one, other) = (Client::with_secret(&owner, &["areas:read"]).await, Client::with_secret(&owner, &["areas:read"]).await);
        let tokens = [one.token(&app).await.expect(200), other.token(&app).await.expect(200)];
        act(&owner, one.id, "revoke").await.expect(200);
        get(&app, &tokens[0], AREAS).await.problem(401, "token_revoked");
        get(&app, &tokens[1], AREAS).await.expect(200);
        app.database().execute("UPDATE client_token SET revoked_at = created_at").await;
        get(&app, &tokens[1], AREAS).await.problem(401, "token_revoked");
    }

    async fn a_client_that_has_ended_is_refused_with_the_next_request(app: App) {
        let owner = app.buyer().await;
        let client = Client::of(&make(&owner, with("expires_at", json!("2026-06-15T03:05:00.000Z"))).await);
        let issued = client.token(&app).await.expect(200);
        app.set_now("2026-06-15T03:04:59Z");
        get(&app, &issued, AREAS).await.expect(200);
        app.set_now("2026-06-15T03:05:00Z");
        get(&app, &issued, AREAS).await.problem(401, "token_revoked");
    }

    async fn a_token_of_one_client_is_none_of_another(app: App) {
        let id = app.partner().await;
        let (one, other) = (app.as_client_of(id, &["areas:read"]).await, app.as_client_of(id, &["areas:read"]).await);
        let swap = "UPDATE client_token SET client_id = (SELECT MIN(id) FROM api_client)";
        let swap = if app.database().backend() == Backend::Postgres { swap.replace("MIN(id)", "MIN(id::text)::uuid") } else { swap.to_owned() };
        app.database().execute(&swap).await;
        let statuses = [one.get(AREAS).await.status, other.get(AREAS).await.status];
        assert!(statuses == [200, 401] || statuses == [401, 200], "{statuses:?}");
    }

    async fn a_role_that_ended_gives_nothing_any_more(app: App) {
        let client = app.as_client_of(app.partner().await, &["areas:read"]).await;
        client.get(AREAS).await.expect(200);
        app.database().execute("UPDATE role_assignment SET until_on = '2026-06-15'").await;
        client.get(AREAS).await.problem(403, "permission_denied");
    }

    async fn a_client_calls_from_its_own_addresses(proxied: Proxied) {
        let app = proxied.0;
        let owner = app.buyer().await;
        let client = Client::with_secret(&owner, &["areas:read"]).await;
        let issued = client.token(&app).await.expect(200);
        change(&owner, client.id, json!({ "addresses": ["198.51.100.0/24", "203.0.113.7", "2001:db8:1::/48"] })).await.expect(200);
        let from = |address: [u8; 4], forwarded: &str| {
            let ask = get(&app, &issued, AREAS).from_address(address).language("en");
            if forwarded.is_empty() { ask } else { ask.header("forwarded", forwarded) }
        };
        for (address, forwarded) in [
            ([198, 51, 100, 9], ""),
            ([203, 0, 113, 7], ""),
            ([192, 0, 2, 1], "for=198.51.100.200"),
            ([192, 0, 2, 1], "for=\"[2001:db8:1::42]:4711\""),
            ([192, 0, 2, 1], "for=\"[::ffff:203.0.113.7]\""),
        ] {
            from(address, forwarded).await.expect(200);
        }
        for (address, forwarded) in [
            ([203, 0, 113, 8], ""),
            ([198, 51, 101, 9], ""),
            ([192, 0, 2, 1], ""),
            ([192, 0, 2, 1], "for=203.0.113.8"),
            ([192, 0, 2, 1], "for=\"[2001:db8:2::42]\""),
            ([192, 0, 2, 1], "for=unknown"),
            // Only what trusted proxies wrote counts.
            ([192, 0, 2, 3], "for=203.0.113.7"),
        ] {
            let refused = from(address, forwarded).await.problem(403, "permission_denied");
            assert_eq!(refused.json["detail"], "This client may not call from this address.");
        }
        let denied = "SELECT COUNT(*) FROM journal_entry WHERE outcome = 'denied' AND actor_kind = 'client'";
        assert_eq!(app.database().count(denied).await, 7);
    }

    async fn a_client_does_nothing_that_is_for_people(app: App) {
        let id = app.partner().await;
        let scopes = ["api-clients:read", "api-clients:create", "api-clients:update", "api-clients:rotate-secret", "api-clients:revoke"];
        let client = app.as_client_of(id, &scopes).await;
        let own = format!("{CLIENTS}/{}", client.client_id());
        let etag = client.get(&own).await.expect(200).etag();
        client.post(CLIENTS, new(&["areas:read"])).await.problem(403, "permission_denied");
        client.patch(&own, &etag, json!({ "scopes": ["sales-contracts:confirm"] })).await.problem(403, "permission_denied");
        for action in ["rotate-secret", "revoke"] {
            client.act(&format!("{own}/{action}"), &etag, json!(null)).await.problem(403, "permission_denied");
        }
        let me = client.get("/v1/me").language("en").await.problem(403, "permission_denied");
        assert_eq!(me.json["detail"], "This has to be done by a person who has signed in.");
        client.ask(Method::POST, "/v1/auth/logout").await.problem(403, "permission_denied");
        let province = Scope::Province(app.province().await);
        let scopes = ["users:reset-password", "role-assignments:create", "users:read"];
        let admin = app.as_machine(province, (Role::Administrator, province), &scopes).await;
        let other = app.as_admin().await.account_id();
        let reset = admin.act(&format!("/v1/users/{other}/reset-password"), "\"v1\"", json!(null)).language("en").await;
        assert_eq!(reset.problem(403, "permission_denied").json["detail"], me.json["detail"]);
        let role = json!({ "account_id": other, "role": "viewer", "area_id": app.province().await, "from_on": "2026-06-15" });
        admin.post("/v1/role-assignments", role).await.problem(403, "permission_denied");
    }

    async fn a_suspended_partners_client_reads_and_no_more(app: App) {
        let owner = app.buyer().await;
        let client = Client::with_secret(&owner, &["api-clients:read", "partners:update"]).await;
        app.database().execute("UPDATE partner SET status = 'suspended'").await;
        let issued = client.token(&app).await.expect(200);
        get(&app, &issued, CLIENTS).await.expect(200);
        app.database().execute("UPDATE partner SET status = 'pending'").await;
        let refused = get(&app, &issued, CLIENTS).language("en").await.problem(403, "permission_denied");
        assert_eq!(refused.json["detail"], "The Farmers' Union has not verified this partner.");
    }

    async fn a_donors_client_reads_what_donors_read(app: App) {
        let admin = app.as_admin().await;
        let made = make(&admin, with("area_id", json!(app.province().await))).await;
        let issued = Client::of(&made).token(&app).await.expect(200);
        get(&app, &issued, AREAS).await.expect(200);
        get(&app, &issued, "/v1/farmer-groups").await.problem(403, "permission_denied");
    }

    async fn the_journal_names_the_client(app: App) {
        let (keeper, periods) = keeper(&app).await;
        let made = keeper.post(&periods, json!({ "from_on": "2017-06-01" })).await.expect(201);
        let entries = journal_entry::Entity::find().filter(journal_entry::Column::ResourceId.eq(made.id()));
        let entry = entries.one(app.db()).await.unwrap().unwrap();
        let id = Some(Uuid::from(keeper.client_id()));
        assert_eq!((entry.actor_kind.as_str(), entry.actor_id, entry.client_id), ("client", id, id));
        assert_eq!((entry.role.as_deref(), entry.session_id), (Some("administrator"), None));
        let path = format!("/v1/audit-events?actor_id={}", keeper.client_id());
        let listed = app.as_auditor().await.get(&path).await.expect(200);
        assert_eq!(listed.data()[0]["actor"]["type"], "client");
    }

    async fn a_client_acts_for_its_partner(app: App) {
        let id = app.partner().await;
        let client = app.as_client_of(id, &["partners:read", "partners:update"]).await;
        let path = format!("/v1/partners/{id}");
        let etag = client.get(&path).await.expect(200).etag();
        client.patch(&path, &etag, json!({ "address": "Phường Nùng Trí Cao" })).await.expect(200);
        let history = app.as_partner(id).await.get(&format!("{path}/history")).await.expect(200);
        let done = &history.data()[0];
        assert_eq!((&done["organisation"], &done["actor_id"]), (&json!("partner"), &json!(client.client_id())));
        let other = app.as_client_of(app.partner().await, &["partners:read", "partners:update"]).await;
        other.get(&path).await.problem(404, "not_found");
        other.patch(&path, "\"v2\"", json!({ "address": "Xã Hà Quảng" })).await.problem(404, "not_found");
    }

    async fn keys_of_clients_and_people_never_meet(app: App) {
        let (one, periods) = keeper(&app).await;
        let (other, key) = (keeper(&app).await.0, Uuid::now_v7());
        let post = |by: &Caller| by.post(&periods, json!({ "from_on": "2017-06-01" })).key(key);
        let first = post(&one).await.expect(201);
        let again = post(&one).await.expect(201);
        assert_eq!((first.body, again.header("idempotency-replayed").as_deref()), (again.body, Some("true")));
        for by in [other, app.as_admin().await] {
            post(&by).await.problem(409, "state_conflict");
        }
    }

    async fn each_client_has_a_quota_of_its_own(narrow: Narrow) {
        let app = narrow.0;
        let id = app.partner().await;
        let (one, other) = (app.as_client_of(id, &["areas:read"]).await, app.as_client_of(id, &["areas:read"]).await);
        for left in ["r=2", "r=1", "r=0"] {
            assert!(one.get(AREAS).await.expect(200).header("ratelimit").unwrap().contains(left));
        }
        one.get(AREAS).await.problem(429, "rate_limited");
        other.get(AREAS).await.expect(200);
        app.as_partner(id).await.get(AREAS).await.expect(200);
    }

    async fn a_duty_of_a_client_is_its_owners(app: App) {
        let (id, province) = (app.partner().await, app.province().await);
        let scopes = ["grant-calls:read", "grant-calls:create", "grant-calls:open"];
        let over = Scope::Province(province);
        let writer = app.as_machine(Scope::Partner(id), (Role::Officer, over), &scopes).await;
        let opener = app.as_machine(Scope::Partner(id), (Role::Approver, over), &scopes).await;
        let fund = app.fund(90_000_000).await;
        let made = writer.post("/v1/grant-calls", new_call(fund, province, 70_000_000)).await.expect(201);
        let duty = entity::duty::Entity::find().filter(entity::duty::Column::SubjectId.eq(made.id()));
        let duty = duty.one(app.db()).await.unwrap().unwrap();
        assert_eq!((duty.human, duty.duty.as_str()), (Uuid::from(id), "enter"));
        let open = format!("/v1/grant-calls/{}/open", made.id());
        opener.act(&open, &made.etag(), json!(null)).await.problem(403, "separation_of_duties");
        let stranger = app.as_machine(Scope::Partner(app.partner().await), (Role::Approver, over), &scopes).await;
        stranger.act(&open, &made.etag(), json!(null)).await.expect(200);
    }
}
