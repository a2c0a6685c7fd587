//! Who registers partners, with which tax code, and how often.

use actix_web::http::Method;
use entity::{idempotency_claim, journal_entry};
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use serde_json::{Value, json};
use tests::databases::Backend;
use tests::partners::{Registered, SECRETS};
use tests::{App, Caller, Setup, at_once, both_databases};
use uuid::Uuid;

use crate::partners::kept;
use crate::sessions::{ask, login};

const PARTNERS: &str = "/v1/partners";

/// A service that lets an address register twice an hour.
struct Narrow(App);

impl Narrow {
    async fn start(backend: Backend) -> Self {
        Self(App::with(backend, Setup { rate_limit_registration: 2, ..Setup::default() }).await)
    }
}

async fn officer(app: &App) -> Caller {
    app.as_officer_of(app.province().await).await
}

both_databases! {
    async fn anybody_registers_a_partner_and_sees_its_first_password_once(app: App) {
        let code = app.tax_code();
        let ask_for = app.anonymous().post(PARTNERS, app.new_partner(&code));
        let made = ask_for.clone().await.expect(201);
        assert_eq!(made.header("cache-control").as_deref(), Some("no-store"));
        assert_eq!(made.header("location"), Some(format!("{PARTNERS}/{}", made.id())));
        assert_eq!((&made.json["code"], &made.json["status"]), (&json!("DT-000001"), &json!("pending")));
        assert_eq!((&made.json["tax_code"], &made.json["contact"]), (&json!(code), &Value::Null));
        let first = Registered::of(&made, &code);
        assert_eq!(first.login, "dt-000001-1");
        let again = ask_for.await.expect(201);
        assert_eq!(again.header("idempotency-replayed").as_deref(), Some("true"));
        assert_eq!((&again.json["id"], &again.json["account"]["login"]), (&made.json["id"], &json!("dt-000001-1")));
        assert_eq!(again.json["account"]["initial_password"], Value::Null);
        let journal = journal_entry::Entity::find().filter(journal_entry::Column::Action.eq("created"));
        let mut told: Vec<String> = journal.all(app.db()).await.unwrap().into_iter().map(|entry| entry.resource).collect();
        told.sort();
        assert_eq!(told, ["partner", "role_assignment", "user"]);
        let kept = kept(&app).await;
        assert!(!kept.contains(&first.password) && !kept.contains("argon2"));
    }

    async fn the_first_account_signs_in_and_sees_its_registration_alone(app: App) {
        let made = app.registered().await;
        let tokens = login(&app, &made.login, &made.password).await.expect(200);
        ask(&app, &tokens, Method::GET, &made.path).await.problem(403, "permission_denied");
        let chosen = json!({ "current_password": made.password, "new_password": "bốn con trâu qua suối" });
        ask(&app, &tokens, Method::POST, "/v1/auth/password/change").json(chosen).await.expect(204);
        let shown = ask(&app, &tokens, Method::GET, &made.path).await.expect(200);
        assert_eq!((&shown.json["status"], &shown.json["allowed_actions"]), (&json!("pending"), &json!([])));
        assert_eq!(shown.json["contact"]["phone"], SECRETS[1]);
        let listed = ask(&app, &tokens, Method::GET, PARTNERS).await.expect(200);
        assert_eq!(listed.ids(), [Uuid::from(made.id)]);
        let me = ask(&app, &tokens, Method::GET, "/v1/me").await.expect(200);
        assert_eq!(me.json["permissions"], json!(["partner-people:read", "partners:read", "partners:update"]));
    }

    async fn an_officer_registers_one_too_and_others_do_not(app: App) {
        let commune = app.area("01392", "2022-06-30").await;
        let made = app.registered_by(&app.as_officer_of(commune).await).await;
        assert_eq!(made.login, "dt-000001-1");
        let body = || app.new_partner("9900000016");
        let partner = app.as_partner(app.partner().await).await;
        for caller in [app.as_admin().await, partner, app.as_viewer_of(commune).await] {
            caller.post(PARTNERS, body()).await.problem(403, "permission_denied");
        }
        app.anonymous().post(PARTNERS, body()).bearer("x").await.problem(401, "token_invalid");
    }

    async fn the_kind_decides_which_tax_code_fits(app: App) {
        let register = async |kind: &str, code: &str| {
            let mut body = app.new_partner(code);
            body["kind"] = json!(kind);
            app.anonymous().post(PARTNERS, body).await
        };
        let (ten, branch, person) = ("0100233488", "0314409058-002", "003185000123");
        for (kind, code) in [
            ("enterprise", "0100233480"), ("enterprise", "010023348"), ("enterprise", person),
            ("cooperative", "0314409058-000"), ("cooperative", person),
            ("household_business", branch), ("household_business", "01002334881"),
            ("individual", branch), ("individual", "000185000123"), ("individual", "010023348a"),
        ] {
            let refused = register(kind, code).await.problem(422, "validation_failed");
            let pointers: Vec<_> = refused.json["errors"].as_array().unwrap().iter().map(|fault| &fault["pointer"]).collect();
            assert_eq!(pointers, [&json!("#/tax_code")], "{kind} {code}: {refused}");
        }
        let refused = register("cooperative", person).await;
        assert!(refused.json["errors"][0]["detail"].as_str().unwrap().contains("13"), "{refused}");
        assert_eq!(app.database().count("SELECT COUNT(*) FROM partner").await, 0);
        for (kind, code, shown) in [
            ("enterprise", "0100 233 488", ten),
            ("enterprise", branch, branch),
            ("household_business", person, "********0123"),
            ("individual", "0100112437", "0100112437"),
        ] {
            assert_eq!(register(kind, code).await.expect(201).json["tax_code"], shown);
        }
    }

    async fn what_is_missing_or_not_fit_is_told_at_its_member(app: App) {
        let mut body = app.new_partner("9900000016");
        body["name"] = json!("H");
        body["contact"] = json!({ "name": "L", "phone": "1", "email": "not a mail address", "fax": "1" });
        body["status"] = json!("verified");
        let refused = app.anonymous().post(PARTNERS, body).await.problem(422, "validation_failed");
        refused.faults(&[
            "#/name: too_short", "#/contact/name: too_short", "#/contact/phone: too_short",
            "#/contact/email: invalid_format", "#/contact/fax: unknown_field", "#/status: unknown_field",
        ]);
        app.anonymous().post(PARTNERS, app.new_partner("9900000016")).without("idempotency-key").await
            .problem(400, "idempotency_key_required");
    }

    async fn a_tax_code_is_registered_once_and_free_again_after_a_rejection(app: App) {
        let (officer, made) = (officer(&app).await, app.registered().await);
        let mut written = made.tax_code.clone();
        written.insert(4, ' ');
        let twin = |caller: &Caller| caller.post(PARTNERS, app.new_partner(&written));
        let refused = twin(&app.anonymous()).await.problem(409, "duplicate");
        assert_eq!(refused.json["existing_id"], Value::Null, "strangers learn of no partner");
        assert_eq!(twin(&officer).await.problem(409, "duplicate").json["existing_id"], json!(made.id));
        let because = json!({ "reason": "Không có trong đăng ký kinh doanh." });
        officer.act(&format!("{}/reject", made.path), "\"v1\"", because.clone()).await.expect(200);
        let anew = twin(&app.anonymous()).await.expect(201);
        assert_eq!(anew.json["code"], "DT-000002");
        twin(&officer).await.problem(409, "duplicate");
        officer.act(&format!("{PARTNERS}/{}/reject", anew.id()), "\"v1\"", because).await.expect(200);
        assert_eq!(twin(&officer).await.expect(201).json["account"]["login"], "dt-000003-1");
    }

    async fn of_twins_that_register_one_tax_code_one_is_registered(app: App) {
        let code = app.tax_code();
        let twins = (0..6).map(|_| app.anonymous().post(PARTNERS, app.new_partner(&code)).into_future());
        let replies = at_once(twins.collect::<Vec<_>>()).await;
        let mut statuses: Vec<u16> = replies.iter().map(|reply| reply.status).collect();
        statuses.sort_unstable();
        assert_eq!(statuses, [201, 409, 409, 409, 409, 409]);
        assert_eq!(app.database().count("SELECT COUNT(*) FROM account").await, 1);
    }

    async fn a_login_that_is_taken_is_not_given_again(app: App) {
        let admin = app.as_admin().await;
        admin.post("/v1/users", json!({ "login": "dt-000001-1", "name": "Vương Thị Mai" })).await.expect(201);
        assert_eq!(app.registered().await.login, "dt-000001-2");
        assert_eq!(app.registered().await.login, "dt-000002-1");
    }

    async fn an_address_registers_so_often_an_hour(narrow: Narrow) {
        let app = narrow.0;
        app.set_now("2026-06-15T03:20:00Z");
        let register = |caller: &Caller| caller.post(PARTNERS, app.new_partner(&app.tax_code()));
        register(&app.anonymous()).await.expect(201);
        app.anonymous().post(PARTNERS, app.new_partner("003185000123")).await.problem(422, "validation_failed");
        let refused = register(&app.anonymous()).await.problem(429, "rate_limited");
        assert_eq!(refused.json["violated_policies"], json!(["registration"]));
        assert_eq!(refused.header("ratelimit-policy").as_deref(), Some("\"registration\";q=2;w=3600"));
        assert_eq!(refused.header("retry-after").as_deref(), Some("2400"));
        register(&app.anonymous()).from_address([192, 0, 2, 2]).await.expect(201);
        register(&officer(&app).await).await.expect(201);
        app.set_now("2026-06-15T04:00:00Z");
        register(&app.anonymous()).await.expect(201);
    }

    async fn two_strangers_with_the_same_key_never_meet(app: App) {
        let (key, codes) = (Uuid::now_v7(), [app.tax_code(), app.tax_code()]);
        let mut made = Vec::new();
        for code in &codes {
            let body = app.new_partner(code);
            let first = app.anonymous().post(PARTNERS, body.clone()).key(key).await.expect(201);
            assert_eq!((first.header("idempotency-replayed"), &first.json["tax_code"]), (None, &json!(code)));
            let again = app.anonymous().post(PARTNERS, body).key(key).await.expect(201);
            assert_eq!((again.header("idempotency-replayed").as_deref(), again.id()), (Some("true"), first.id()));
            made.push(first.id());
        }
        assert_ne!(made[0], made[1]);
        let kept = idempotency_claim::Entity::find().all(app.db()).await.unwrap();
        assert!(kept.len() == 2 && kept[0].principal != kept[1].principal, "{kept:?}");
        // Who registers signed in has keys of their own, bound to no body.
        let officer = officer(&app).await;
        officer.post(PARTNERS, app.new_partner(&app.tax_code())).key(key).await.expect(201);
        let other = officer.post(PARTNERS, app.new_partner(&app.tax_code())).key(key).await;
        other.problem(422, "idempotency_key_reused");
    }
}
