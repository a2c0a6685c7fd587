//! Who holds which role, and who may give it.

use actix_web::http::Method;
use entity::enums::{LegalForm, Role};
use hoinongdan::access::Scope;
use serde_json::{Value, json};
use tests::hidden::hidden;
use tests::{App, Caller, Reply, at_once, both_databases};
use uuid::Uuid;

use crate::sessions::{ask, login, user};

const ROLES: &str = "/v1/role-assignments";

async fn body(app: &App, account: Uuid, role: &str) -> Value {
    json!({ "account_id": account, "role": role, "area_id": app.province().await, "from_on": "2026-06-01" })
}

async fn confirm(by: &Caller, made: &Reply) -> Reply {
    by.act(&format!("{ROLES}/{}/confirm", made.id()), &made.etag(), Value::Null).await
}

async fn end(by: &Caller, made: &Reply, until_on: &str) -> Reply {
    by.act(&format!("{ROLES}/{}/end", made.id()), &made.etag(), json!({ "until_on": until_on })).await
}

both_databases! {
    async fn a_given_role_counts_with_the_next_request_and_an_ended_one_no_more(app: App) {
        let admin = app.as_admin().await;
        let (id, password) = user(&app, "vuong.thi.mai").await;
        let tokens = login(&app, "vuong.thi.mai", &password).await.expect(200);
        let areas = || ask(&app, &tokens, Method::GET, "/v1/areas");
        areas().await.problem(403, "permission_denied");
        let made = admin.post(ROLES, body(&app, id, "viewer").await).await.expect(201);
        assert_eq!((&made.json["status"], &made.json["allowed_actions"]), (&json!("active"), &json!(["end"])));
        areas().await.expect(200);
        let ended = end(&admin, &made, "2026-06-15").await.expect(200);
        assert_eq!((&ended.json["status"], &ended.json["allowed_actions"]), (&json!("ended"), &json!([])));
        areas().await.problem(403, "permission_denied");
        end(&admin, &ended, "2026-06-15").await.problem(409, "state_conflict");
    }

    async fn a_role_that_begins_later_or_ends_on_its_first_day_does_not_count(app: App) {
        let admin = app.as_admin().await;
        let (id, password) = user(&app, "vuong.thi.mai").await;
        let tokens = login(&app, "vuong.thi.mai", &password).await.expect(200);
        let mut new = body(&app, id, "viewer").await;
        new["from_on"] = json!("2026-06-16");
        let made = admin.post(ROLES, new).await.expect(201);
        assert_eq!(made.json["status"], "future");
        ask(&app, &tokens, Method::GET, "/v1/areas").await.problem(403, "permission_denied");
        end(&admin, &made, "2026-06-15").await.faults(&["#/until_on: out_of_range"]);
        end(&admin, &made, "2026-06-16").await.expect(200);
        let shown = admin.get(&format!("{ROLES}/{}", made.id())).await.expect(200);
        assert_eq!(shown.json["until_on"], "2026-06-16");
    }

    async fn a_role_is_never_ended_in_the_past_or_prolonged(app: App) {
        let admin = app.as_admin().await;
        let (id, _) = user(&app, "vuong.thi.mai").await;
        let mut new = body(&app, id, "viewer").await;
        new["until_on"] = json!("2026-12-31");
        let made = admin.post(ROLES, new).await.expect(201);
        end(&admin, &made, "2026-06-14").await.faults(&["#/until_on: out_of_range"]);
        end(&admin, &made, "2027-01-01").await.faults(&["#/until_on: out_of_range"]);
        end(&admin, &made, "2026-09-01").await.expect(200);
    }

    async fn a_weighty_role_starts_when_a_second_administrator_has_confirmed_it(app: App) {
        let (first, second) = (app.as_admin().await, app.as_admin().await);
        let (id, password) = user(&app, "vuong.thi.mai").await;
        let tokens = login(&app, "vuong.thi.mai", &password).await.expect(200);
        for role in ["administrator", "appraiser", "approver", "treasurer"] {
            let made = first.post(ROLES, body(&app, id, role).await).await.expect(201);
            assert_eq!(made.json["status"], "awaiting_confirmation");
            assert_eq!(made.json["allowed_actions"], json!(["end"]));
            let path = format!("{ROLES}/{}", made.id());
            let offered = second.get(&path).await.expect(200);
            assert_eq!(offered.json["allowed_actions"], json!(["confirm", "end"]));
            let held = ask(&app, &tokens, Method::GET, "/v1/me").await.expect(200);
            assert!(held.json["roles"].as_array().unwrap().iter().all(|held| held["role"] != role));
            confirm(&first, &made).await.problem(403, "separation_of_duties");
            let confirmed = confirm(&second, &made).await.expect(200);
            assert_eq!(confirmed.json["status"], "active");
            assert_eq!(confirmed.json["confirmed_by"], json!(second.account_id()));
            confirm(&second, &confirmed).await.problem(409, "state_conflict");
            let held = ask(&app, &tokens, Method::GET, "/v1/me").await.expect(200);
            assert!(held.json["roles"].as_array().unwrap().iter().any(|held| held["role"] == role));
            let history = first.get(&format!("{path}/history")).await.expect(200);
            assert_eq!(history.data()[0]["action"], "confirmed");
        }
    }

    async fn the_province_has_an_administrator_on_every_day_to_come(app: App) {
        let (a, b) = (app.as_admin().await, app.as_admin().await);
        let role_of = async |of: &Caller| {
            let list = a.get(&format!("{ROLES}?role=administrator&account_id={}", of.account_id())).await.expect(200);
            a.get(&format!("{ROLES}/{}", list.ids()[0])).await.expect(200)
        };
        end(&b, &role_of(&a).await, "2026-09-01").await.expect(200);
        let of_b = role_of(&b).await;
        for day in ["2026-06-15", "2026-07-01", "2026-12-01"] {
            end(&a, &of_b, day).await.problem(409, "state_conflict");
        }
        let stop = |by: &Caller, whom: Uuid, etag: &str| by.act(&format!("/v1/users/{whom}/deactivate"), etag, Value::Null);
        stop(&a, b.account_id().into(), "\"v1\"").await.problem(409, "state_conflict");
        let account = json!({ "login": "vuong.thi.mai", "name": "Vương Thị Mai" });
        let later = a.post("/v1/users", account).await.expect(201).id();
        let mut new = body(&app, later, "administrator").await;
        new["from_on"] = json!("2026-10-01");
        let proposed = a.post(ROLES, new).await.expect(201);
        end(&a, &of_b, "2026-10-01").await.problem(409, "state_conflict");
        confirm(&b, &proposed).await.expect(200);
        end(&a, &of_b, "2026-09-15").await.problem(409, "state_conflict");
        end(&a, &of_b, "2026-10-01").await.expect(200);
        stop(&a, later, "\"v1\"").await.problem(409, "state_conflict");
    }

    async fn nobody_changes_their_own_roles(app: App) {
        let (admin, other) = (app.as_admin().await, app.as_admin().await);
        let own = body(&app, admin.account_id().into(), "auditor").await;
        admin.post(ROLES, own).await.problem(403, "separation_of_duties");
        let given = other.post(ROLES, body(&app, admin.account_id().into(), "approver").await).await.expect(201);
        confirm(&admin, &given).await.problem(403, "separation_of_duties");
        end(&admin, &given, "2026-06-15").await.problem(403, "separation_of_duties");
        let shown = admin.get(&format!("{ROLES}/{}", given.id())).await.expect(200);
        assert_eq!(shown.json["allowed_actions"], json!([]));
    }

    async fn the_scope_fits_the_role(app: App) {
        let admin = app.as_admin().await;
        let (id, _) = user(&app, "vuong.thi.mai").await;
        let commune = app.area("01392", "2022-06-30").await;
        let group = app.group(commune, LegalForm::Tht, "2021-03-01").await;
        let partner = app.partner().await;
        let new = |role: &str, scope: &str, id_of: Uuid| {
            json!({ "account_id": id, "role": role, scope: id_of, "from_on": "2026-06-01" })
        };
        let wrong = admin.post(ROLES, new("leader", "area_id", commune.into())).await;
        wrong.faults(&["#/area_id: inconsistent", "#/group_id: required"]);
        let wrong = admin.post(ROLES, new("officer", "group_id", group.into())).await;
        wrong.faults(&["#/area_id: required", "#/group_id: inconsistent"]);
        let mut backwards = new("partner", "partner_id", Uuid::now_v7());
        backwards["until_on"] = json!("2026-06-01");
        let wrong = admin.post(ROLES, backwards).await;
        wrong.faults(&["#/partner_id: not_found", "#/until_on: inconsistent"]);
        admin.post(ROLES, new("leader", "group_id", group.into())).await.expect(201);
        admin.post(ROLES, new("partner", "partner_id", partner.into())).await.expect(201);
        admin.post(ROLES, new("officer", "area_id", commune.into())).await.expect(201);
    }

    async fn the_same_role_is_held_once_at_a_time(app: App) {
        let admin = app.as_admin().await;
        let (id, _) = user(&app, "vuong.thi.mai").await;
        let new = body(&app, id, "viewer").await;
        let made = admin.post(ROLES, new.clone()).await.expect(201);
        let twin = admin.post(ROLES, new.clone()).await.problem(409, "duplicate");
        assert_eq!(twin.json["existing_id"], made.json["id"]);
        end(&admin, &made, "2026-06-15").await.expect(200);
        let mut next = new;
        next["from_on"] = json!("2026-06-15");
        admin.post(ROLES, next).await.expect(201);
    }

    async fn twins_give_a_role_once(app: App) {
        let admin = app.as_admin().await;
        let (id, _) = user(&app, "vuong.thi.mai").await;
        let new = body(&app, id, "viewer").await;
        let twins = (0..4).map(|_| {
            let ask = admin.post(ROLES, new.clone());
            async move { ask.await.status }
        });
        let mut statuses = at_once(twins.collect::<Vec<_>>()).await;
        statuses.sort_unstable();
        assert_eq!(statuses, [201, 409, 409, 409]);
    }

    async fn an_administrator_of_an_area_gives_roles_there_and_nowhere_else(app: App) {
        let commune = app.area("01392", "2022-06-30").await;
        let elsewhere = app.area("01399", "2022-06-30").await;
        let here_group = app.group(commune, LegalForm::Tht, "2021-03-01").await;
        let there_group = app.group(elsewhere, LegalForm::Tht, "2021-03-01").await;
        let area_admin = app.as_role(Role::Administrator, Scope::Area(commune)).await;
        let (id, _) = user(&app, "vuong.thi.mai").await;
        let new = |role: &str, scope: &str, id_of: Uuid| {
            json!({ "account_id": id, "role": role, scope: id_of, "from_on": "2026-06-01" })
        };
        for outside in [elsewhere, app.province().await] {
            let refused = area_admin.post(ROLES, new("officer", "area_id", outside.into())).await;
            refused.problem(422, "validation_failed").faults(&["#/area_id: not_found"]);
        }
        let refused = area_admin.post(ROLES, new("leader", "group_id", there_group.into())).await;
        refused.faults(&["#/group_id: not_found"]);
        let partner = app.partner().await;
        let refused = area_admin.post(ROLES, new("partner", "partner_id", partner.into())).await;
        refused.faults(&["#/partner_id: not_found"]);
        area_admin.post(ROLES, new("leader", "group_id", here_group.into())).await.expect(201);
        area_admin.post(ROLES, new("officer", "area_id", commune.into())).await.expect(201);
        let hidden = app.as_officer_of(elsewhere).await;
        let mut foreign = new("officer", "area_id", commune.into());
        foreign["account_id"] = json!(hidden.account_id());
        area_admin.post(ROLES, foreign).await.faults(&["#/account_id: not_found"]);
    }

    async fn roles_outside_the_reach_do_not_exist(app: App) {
        let admin = app.as_admin().await;
        let commune = app.area("01392", "2022-06-30").await;
        let area_admin = app.as_role(Role::Administrator, Scope::Area(commune)).await;
        let (id, _) = user(&app, "vuong.thi.mai").await;
        let made = admin.post(ROLES, body(&app, id, "viewer").await).await.expect(201);
        hidden(&admin, &area_admin, "/v1/role-assignments/{role_assignment_id}", made.id()).await;
    }

    async fn roles_are_filtered_by_account_role_area_and_day(app: App) {
        let admin = app.as_admin().await;
        let (id, _) = user(&app, "vuong.thi.mai").await;
        let district = app.area("045", "2022-06-30").await;
        let commune = app.area("01392", "2022-06-30").await;
        let mut new = body(&app, id, "officer").await;
        new["area_id"] = json!(commune);
        new["until_on"] = json!("2026-07-01");
        let made = admin.post(ROLES, new).await.expect(201).id();
        let found = async |query: &str| admin.get(&format!("{ROLES}?{query}")).await.expect(200).ids();
        assert_eq!(found(&format!("account_id={id}")).await, [made]);
        assert_eq!(found("role=officer,viewer").await, [made]);
        assert_eq!(found(&format!("area_id={district}")).await, [made]);
        assert_eq!(found(&format!("account_id={id}&valid_on=2026-06-30")).await, [made]);
        assert_eq!(found(&format!("account_id={id}&valid_on=2026-07-01")).await, [] as [Uuid; 0]);
    }

    async fn only_administrators_give_roles(app: App) {
        let (id, _) = user(&app, "vuong.thi.mai").await;
        let new = body(&app, id, "viewer").await;
        for caller in [app.as_auditor().await, app.as_approver().await, app.as_officer_of(app.province().await).await] {
            caller.post(ROLES, new.clone()).await.problem(403, "permission_denied");
        }
        app.as_auditor().await.get(ROLES).await.expect(200);
        app.as_donor().await.get(ROLES).await.problem(403, "permission_denied");
    }
}
