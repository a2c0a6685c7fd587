//! Machine clients: whoever owns one makes it, limits it, gives it new secrets, and revokes it.

use entity::{api_client, idempotency_claim, journal_entry};
use sea_orm::EntityTrait as _;
use serde_json::{Value, json};
use tests::clients::{CLIENTS, act, change, make, new, with};
use tests::{App, both_databases};
use uuid::Uuid;

/// A key of Ed25519 (RFC 8037, appendix A.2).
const ED25519: &str = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";
/// A key of P-256 (RFC 7517, appendix A.1).
const P256: [&str; 2] =
    ["MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4", "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"];

/// Everything that is stored of what was sent and answered.
async fn stored(app: &App) -> String {
    let clients = api_client::Entity::find().all(app.db()).await.unwrap();
    let claims = idempotency_claim::Entity::find().all(app.db()).await.unwrap();
    let replies =
        claims.into_iter().filter_map(|claim| claim.reply).map(|reply| String::from_utf8(reply).unwrap());
    let journal = journal_entry::Entity::find().all(app.db()).await.unwrap();
    format!("{clients:?} {:?} {journal:?}", replies.collect::<Vec<_>>())
}

both_databases! {
    async fn a_secret_is_shown_once_and_kept_nowhere_in_clear(app: App) {
        let (partner, key) = (app.buyer().await, Uuid::now_v7());
        let body = new(&["sales-contracts:read", "areas:read", "areas:read"]);
        let made = partner.post(CLIENTS, body.clone()).key(key).await.expect(201);
        let secret = made.json["secret"].as_str().unwrap().to_owned();
        assert!(secret.starts_with("hnd_") && secret.len() == 47);
        assert_eq!(made.json["scopes"], json!(["areas:read", "sales-contracts:read"]));
        assert_eq!((&made.json["role"], &made.json["authentication"]), (&json!("partner"), &json!("secret")));
        assert_eq!((&made.json["status"], &made.json["addresses"]), (&json!("active"), &json!([])));
        assert_eq!(made.json["allowed_actions"], json!(["rotate-secret", "revoke"]));
        assert_eq!(made.header("cache-control").as_deref(), Some("no-store"));
        let again = partner.post(CLIENTS, body).key(key).await.expect(201);
        assert_eq!((again.header("idempotency-replayed").as_deref(), &again.json["secret"]), (Some("true"), &Value::Null));
        let path = format!("{CLIENTS}/{}", made.id());
        assert_eq!(partner.get(&path).await.expect(200).json["secret"], Value::Null);
        let key = Uuid::now_v7();
        let rotate = || partner.act(&format!("{path}/rotate-secret"), &made.etag(), Value::Null).key(key);
        let rotated = rotate().await.expect(200);
        let other = rotated.json["secret"].as_str().unwrap().to_owned();
        assert!(other != secret && rotated.json["old_secret_until"] == "2026-06-16T03:00:00.000Z");
        assert_eq!(rotate().await.expect(200).json["secret"], Value::Null);
        let stored = stored(&app).await;
        assert!(!stored.contains(&secret) && !stored.contains(&other) && !stored.contains("hnd_"));
        let history = partner.get(&format!("{path}/history")).await.expect(200);
        let actions: Vec<_> = history.data().iter().map(|entry| entry["action"].as_str().unwrap()).collect();
        assert_eq!(actions, ["secret_rotated", "created"]);
        assert_eq!(history.data()[0]["actor_id"], json!(partner.account_id()));
    }

    async fn scopes_are_what_the_role_can_hold_and_no_machine_gives_rights(app: App) {
        let (partner, admin) = (app.buyer().await, app.as_admin().await);
        for word in ["areas", "areas:write", "users:create", "api-clients:create", "api-clients:update", "partner-people:invite"] {
            partner.post(CLIENTS, new(&["areas:read", word])).await.faults(&["#/scopes/1: not_in_enum"]);
        }
        partner.post(CLIENTS, new(&[])).await.faults(&["#/scopes: too_short"]);
        make(&partner, new(&["sales-contracts:register", "api-clients:read"])).await;
        let mut of_donor = with("area_id", json!(app.province().await));
        of_donor["scopes"] = json!(["areas:read", "sales-contracts:read"]);
        admin.post(CLIENTS, of_donor).await.faults(&["#/scopes/1: not_in_enum"]);
        let made = make(&partner, new(&["areas:read"])).await;
        change(&partner, made.id(), json!({ "scopes": ["reports:read"] })).await.faults(&["#/scopes/0: not_in_enum"]);
        let wider = change(&partner, made.id(), json!({ "scopes": ["sales-offers:read", "areas:read"] })).await.expect(200);
        assert_eq!(wider.json["scopes"], json!(["areas:read", "sales-offers:read"]));
    }

    async fn all_faults_come_at_once(app: App) {
        let partner = app.buyer().await;
        let body = json!({
            "name": "", "scopes": ["areas:read"], "addresses": ["203.0.113.7", "203.0.113.1/24", "host", "203.0.113.0/33"],
            "expires_at": "soon", "jwk": { "kty": "OKP", "crv": "Ed25519", "x": "short", "d": ED25519 },
        });
        partner.post(CLIENTS, body).await.faults(&[
            "#/name: too_short", "#/addresses/2: invalid_format", "#/expires_at: invalid_format", "#/jwk/x: too_short",
            "#/jwk/d: unknown_field",
        ]);
        partner.post(CLIENTS, with("addresses", json!(["203.0.113.1/24"]))).await.faults(&["#/addresses/0: inconsistent"]);
        partner.post(CLIENTS, with("addresses", json!(vec!["203.0.113.7"; 21]))).await.faults(&["#/addresses: too_many_items"]);
        let mut body = new(&["reports:read"]);
        body["scopes"] = json!(["areas:read"]);
        body["expires_at"] = json!("2026-06-15T03:00:00.000Z");
        body["jwk"] = json!({ "kty": "OKP", "crv": "Ed25519", "x": "A".repeat(43) });
        body["partner_id"] = json!(Uuid::now_v7());
        let refused = partner.post(CLIENTS, body).await.problem(404, "not_found");
        refused.faults(&["#/partner_id: not_found", "#/expires_at: out_of_range", "#/jwk/x: invalid_format"]);
    }

    async fn a_client_ends_within_a_year(app: App) {
        let partner = app.buyer().await;
        let body = |end: &str| with("expires_at", json!(end));
        for end in ["2026-06-15T03:00:00.000Z", "2025-01-01T00:00:00.000Z", "2027-06-15T03:00:00.001Z"] {
            partner.post(CLIENTS, body(end)).await.faults(&["#/expires_at: out_of_range"]);
        }
        make(&partner, body("2027-06-15T03:00:00.000Z")).await;
        let made = make(&partner, body("2026-06-15T03:00:00.001Z")).await;
        app.set_now("2026-06-15T03:00:01Z");
        let path = format!("{CLIENTS}/{}", made.id());
        let over = partner.get(&path).await.expect(200);
        assert_eq!((&over.json["status"], &over.json["allowed_actions"]), (&json!("expired"), &json!(["revoke"])));
        act(&partner, made.id(), "rotate-secret").await.problem(409, "state_conflict");
        let longer = change(&partner, made.id(), json!({ "expires_at": "2026-07-01T00:00:00.000Z" })).await.expect(200);
        assert_eq!(longer.json["status"], "active");
        partner.get(&path).header("if-none-match", &longer.etag()).await.expect(200);
    }

    async fn a_client_can_have_a_key_of_its_own_instead_of_a_secret(app: App) {
        let partner = app.buyer().await;
        let okp = json!({ "kty": "OKP", "crv": "Ed25519", "x": ED25519, "alg": "EdDSA", "use": "sig", "kid": "kho-1" });
        let ec = json!({ "kty": "EC", "crv": "P-256", "x": P256[0], "y": P256[1] });
        for jwk in [okp, ec] {
            let made = make(&partner, with("jwk", jwk.clone())).await;
            assert_eq!((&made.json["jwk"], &made.json["secret"]), (&jwk, &Value::Null));
            assert_eq!(made.json["authentication"], "private_key");
            assert_eq!(made.json["allowed_actions"], json!(["revoke"]));
            let refused = act(&partner, made.id(), "rotate-secret").await.problem(409, "state_conflict");
            assert_eq!(refused.json["allowed_actions"], json!(["revoke"]));
        }
        for (jwk, fault) in [
            (json!({ "kty": "EC", "crv": "Ed25519", "x": ED25519 }), "#/jwk/kty: inconsistent"),
            (json!({ "kty": "OKP", "crv": "Ed25519", "x": ED25519, "y": ED25519 }), "#/jwk/y: inconsistent"),
            (json!({ "kty": "OKP", "crv": "Ed25519", "x": ED25519, "alg": "ES256" }), "#/jwk/alg: inconsistent"),
            (json!({ "kty": "EC", "crv": "P-256", "x": P256[0] }), "#/jwk/y: inconsistent"),
            (json!({ "kty": "EC", "crv": "P-256", "x": P256[1], "y": P256[0] }), "#/jwk/x: invalid_format"),
            (json!({ "kty": "RSA", "crv": "Ed25519", "x": ED25519 }), "#/jwk/kty: not_in_enum"),
            (json!({ "kty": "OKP", "crv": "X25519", "x": ED25519 }), "#/jwk/crv: not_in_enum"),
            (json!({ "kty": "OKP", "crv": "Ed25519" }), "#/jwk/x: required"),
        ] {
            partner.post(CLIENTS, with("jwk", jwk)).await.problem(422, "validation_failed").faults(&[fault]);
        }
    }

    async fn making_and_changing_need_a_password_given_lately_and_revoking_does_not(app: App) {
        let partner = app.buyer().await;
        let made = make(&partner, new(&["areas:read"])).await;
        app.set_now("2026-06-15T03:15:01Z");
        partner.post(CLIENTS, new(&["areas:read"])).await.problem(401, "reauthentication_required");
        act(&partner, made.id(), "rotate-secret").await.problem(401, "reauthentication_required");
        change(&partner, made.id(), json!({ "name": "Kho" })).await.problem(401, "reauthentication_required");
        act(&partner, made.id(), "revoke").await.expect(200);
    }

    async fn a_revoked_client_stays_revoked(app: App) {
        let partner = app.buyer().await;
        let made = make(&partner, new(&["areas:read"])).await;
        let revoked = act(&partner, made.id(), "revoke").await.expect(200);
        assert_eq!((&revoked.json["status"], &revoked.json["allowed_actions"]), (&json!("revoked"), &json!([])));
        assert_eq!(revoked.json["revoked_at"], "2026-06-15T03:00:00.000Z");
        for action in ["revoke", "rotate-secret"] {
            act(&partner, made.id(), action).await.problem(409, "state_conflict");
        }
        change(&partner, made.id(), json!({ "name": "Kho" })).await.problem(409, "state_conflict");
    }

    async fn a_change_is_about_the_revision_that_was_read(app: App) {
        let partner = app.buyer().await;
        let made = make(&partner, new(&["areas:read"])).await;
        let path = format!("{CLIENTS}/{}", made.id());
        let body = json!({ "name": "Kho mới", "addresses": ["2001:DB8::/32", "::ffff:203.0.113.7"] });
        let changed = partner.patch(&path, &made.etag(), body).await.expect(200);
        assert_eq!(changed.json["addresses"], json!(["2001:db8::/32", "203.0.113.7"]));
        assert_eq!((&changed.json["name"], changed.etag().as_str()), (&json!("Kho mới"), "\"v2\""));
        let cleared = partner.patch(&path, &changed.etag(), json!({ "addresses": [] })).await.expect(200);
        assert_eq!(cleared.json["addresses"], json!([]));
        partner.patch(&path, &made.etag(), json!({ "name": "Kho" })).await.problem(412, "precondition_failed");
        for action in ["rotate-secret", "revoke"] {
            let stale = partner.act(&format!("{path}/{action}"), &made.etag(), Value::Null).await;
            stale.problem(412, "precondition_failed");
        }
        partner.post(&format!("{path}/revoke"), Value::Null).await.problem(428, "precondition_required");
        let revoke = |key| partner.act(&format!("{path}/revoke"), &cleared.etag(), Value::Null).key(key);
        let key = Uuid::now_v7();
        let (first, again) = (revoke(key).await.expect(200), revoke(key).await.expect(200));
        assert_eq!(first.body, again.body);
    }

    async fn clients_are_listed_by_state_and_age(app: App) {
        let partner = app.buyer().await;
        let short = make(&partner, with("expires_at", json!("2026-06-15T03:30:00.000Z"))).await.id();
        app.set_now("2026-06-15T03:10:00Z");
        let (revoked, active) = (make(&partner, new(&["areas:read"])).await.id(), make(&partner, new(&["areas:read"])).await.id());
        act(&partner, revoked, "revoke").await.expect(200);
        app.set_now("2026-06-15T03:30:00Z");
        let listed = async |query: &str| partner.get(&format!("{CLIENTS}?{query}")).await.expect(200).ids();
        assert_eq!(listed("status=active").await, [active]);
        assert_eq!(listed("status=expired").await, [short]);
        let mut ended = listed("status=expired,revoked").await;
        ended.sort();
        assert_eq!(ended, [short, revoked]);
        assert_eq!(listed("sort=created_at").await[0], short);
        assert_eq!(listed("").await[2], short);
        assert_eq!(listed(&format!("partner_id={}", Uuid::now_v7())).await, Vec::<Uuid>::new());
        partner.get(&format!("{CLIENTS}?status=alive")).await.problem(400, "invalid_parameter");
    }
}
