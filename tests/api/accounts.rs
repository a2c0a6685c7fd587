//! Accounts as administrators see them.

use actix_web::http::Method;
use entity::enums::Role;
use entity::{account, journal_entry};
use hoinongdan::access::Scope;
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel as _, QueryFilter,
};
use serde_json::{Value, json};
use tests::hidden::hidden;
use tests::{App, Caller, Reply, at_once, both_databases};
use uuid::Uuid;

use crate::sessions::{ask, login, user};

async fn commune_admin(app: &App) -> Caller {
    app.as_role(Role::Administrator, Scope::Area(app.area("01392", "2022-06-30").await)).await
}

async fn act(by: &Caller, id: Uuid, action: &str) -> Reply {
    let etag = by.get(&format!("/v1/users/{id}")).await.expect(200).etag();
    by.act(&format!("/v1/users/{id}/{action}"), &etag, Value::Null).await
}

both_databases! {
    async fn an_administrator_makes_an_account_and_sees_its_password_once(app: App) {
        let admin = app.as_admin().await;
        let ask = admin.post("/v1/users", json!({ "login": "Vuong.Thi.Mai", "name": "Vương Thị Mai" }));
        let made = ask.clone().await.expect(201);
        let password = made.json["initial_password"].as_str().unwrap();
        assert_eq!((&made.json["login"], &made.json["status"]), (&json!("vuong.thi.mai"), &json!("active")));
        login(&app, "vuong.thi.mai", password).await.expect(200);
        let again = ask.await.expect(201);
        assert_eq!((again.header("idempotency-replayed").as_deref(), again.id()), (Some("true"), made.id()));
        assert_eq!(again.json["initial_password"], Value::Null);
        let shown = admin.get(&format!("/v1/users/{}", made.id())).await.expect(200);
        assert_eq!(shown.json["initial_password"], Value::Null);
        let journal = format!("{:?}", journal_entry::Entity::find().all(app.db()).await.unwrap());
        assert!(!journal.contains(password) && !journal.contains("argon2"));
    }

    async fn a_login_is_taken_once(app: App) {
        let admin = app.as_admin().await;
        user(&app, "vuong.thi.mai").await;
        let twin = admin.post("/v1/users", json!({ "login": "VUONG.thi.mai", "name": "Vương Văn Mai" })).await;
        twin.problem(409, "duplicate");
        let wrong = admin.post("/v1/users", json!({ "login": "vương thị mai", "name": "" })).await;
        wrong.problem(422, "validation_failed").faults(&["#/login: invalid_format", "#/name: too_short"]);
    }

    async fn one_person_has_one_account(app: App) {
        let admin = app.as_admin().await;
        let household = app.household(app.area("01392", "2022-06-30").await, "2019-05-01").await;
        let person = app.person(household).await;
        let new = |login: &str, person: Uuid| json!({ "login": login, "name": "Nông Thị Mẫu", "person_id": person });
        admin.post("/v1/users", new("mau.mot", person.into())).await.expect(201);
        admin.post("/v1/users", new("mau.hai", person.into())).await.problem(409, "duplicate");
        let nobody = admin.post("/v1/users", new("mau.ba", Uuid::now_v7())).await;
        nobody.problem(404, "not_found").faults(&["#/person_id: not_found"]);
    }

    async fn twins_for_one_person_make_one_account(app: App) {
        let admin = app.as_admin().await;
        let household = app.household(app.area("01392", "2022-06-30").await, "2019-05-01").await;
        let person = app.person(household).await;
        let twins = (0..4).map(|n| {
            let new = json!({ "login": format!("mau.{n}.hai"), "name": "Nông Thị Mẫu", "person_id": person });
            let ask = admin.post("/v1/users", new);
            async move { ask.await.status }
        });
        let mut statuses = at_once(twins.collect::<Vec<_>>()).await;
        statuses.sort_unstable();
        assert_eq!(statuses, [201, 409, 409, 409]);
        let row = account::Entity::find().filter(account::Column::PersonId.eq(person)).one(app.db()).await.unwrap();
        let twin = account::ActiveModel {
            id: Set(Uuid::now_v7().into()),
            login: Set("mau.muoi.hai".to_owned()),
            ..row.unwrap().into_active_model().reset_all()
        };
        account::Entity::insert(twin).exec(app.db()).await.expect_err("whoever passes the check at the same time");
        user(&app, "khong.nguoi.mot").await;
        user(&app, "khong.nguoi.hai").await;
    }

    async fn accounts_are_found_by_login_by_words_of_the_name_and_by_state(app: App) {
        let admin = app.as_admin().await;
        let (mai, _) = user(&app, "mai.vuong").await;
        let body = json!({ "login": "lo.hai", "name": "Lò Văn Hải" });
        let hai = admin.post("/v1/users", body).await.expect(201).id();
        let found = async |query: &str| admin.get(&format!("/v1/users?{query}")).await.expect(200).ids();
        assert_eq!(found("q=mai.v").await, [mai]);
        assert_eq!(found("q=H%E1%BA%A3i%20l%C3%B2").await, [hai]);
        assert_eq!(found("q=hai").await, [hai]);
        assert_eq!(found("q=zzz").await, [] as [Uuid; 0]);
        act(&admin, hai, "deactivate").await.expect(200);
        assert_eq!(found("is_active=false").await, [hai]);
        assert!(found("is_active=true&sort=-login").await.contains(&mai));
    }

    async fn a_deactivated_account_is_out_with_its_next_request(app: App) {
        let admin = app.as_admin().await;
        let (id, password) = user(&app, "vuong.thi.mai").await;
        let tokens = login(&app, "vuong.thi.mai", &password).await.expect(200);
        ask(&app, &tokens, Method::GET, "/v1/me").await.expect(200);
        let stopped = act(&admin, id, "deactivate").await.expect(200);
        assert_eq!((&stopped.json["status"], &stopped.json["is_active"]), (&json!("inactive"), &json!(false)));
        assert_eq!(stopped.json["allowed_actions"], json!(["activate"]));
        ask(&app, &tokens, Method::GET, "/v1/me").await.problem(401, "token_revoked");
        let twice = act(&admin, id, "deactivate").await.problem(409, "state_conflict");
        assert_eq!(twice.json["allowed_actions"], json!(["activate"]));
        act(&admin, id, "activate").await.expect(200);
        ask(&app, &tokens, Method::GET, "/v1/me").await.problem(401, "token_revoked");
        login(&app, "vuong.thi.mai", &password).await.expect(200);
    }

    async fn a_reset_password_is_shown_once_and_ends_the_sessions(app: App) {
        let admin = app.as_admin().await;
        let (id, password) = user(&app, "vuong.thi.mai").await;
        let tokens = login(&app, "vuong.thi.mai", &password).await.expect(200);
        let reset = act(&admin, id, "reset-password").await.expect(200);
        assert_eq!(reset.header("cache-control").as_deref(), Some("no-store"));
        ask(&app, &tokens, Method::GET, "/v1/me").await.problem(401, "token_revoked");
        login(&app, "vuong.thi.mai", &password).await.problem(401, "credentials_invalid");
        login(&app, "vuong.thi.mai", reset.json["initial_password"].as_str().unwrap()).await.expect(200);
        act(&admin, Uuid::from(admin.account_id()), "reset-password").await.problem(403, "permission_denied");
    }

    async fn no_administrator_alone_resets_the_password_of_a_weighty_account(app: App) {
        let admin = app.as_admin().await;
        let province = Scope::Province(app.province().await);
        for role in [Role::Administrator, Role::Appraiser, Role::Approver, Role::Treasurer] {
            let holder = Uuid::from(app.as_role(role, province).await.account_id());
            let etag = admin.get(&format!("/v1/users/{holder}")).await.expect(200).etag();
            let ask = admin.act(&format!("/v1/users/{holder}/reset-password"), &etag, Value::Null);
            let refused = ask.header("accept-language", "en").await.problem(403, "separation_of_duties");
            assert!(refused.json["detail"].as_str().unwrap().contains("user reset-password"), "{refused}");
        }
        let (id, _) = user(&app, "vuong.thi.mai").await;
        let body = json!({ "account_id": id, "role": "approver", "area_id": app.province().await, "from_on": "2026-07-01" });
        let later = admin.post("/v1/role-assignments", body).await.expect(201);
        act(&admin, id, "reset-password").await.problem(403, "separation_of_duties");
        let path = format!("/v1/role-assignments/{}/end", later.id());
        admin.act(&path, &later.etag(), json!({ "until_on": "2026-07-01" })).await.expect(200);
        act(&admin, id, "reset-password").await.problem(403, "separation_of_duties");
        app.set_now("2026-07-01T03:00:00Z");
        app.as_admin().await.act(&format!("/v1/users/{id}/reset-password"), "\"v1\"", Value::Null).await.expect(200);
    }

    async fn an_account_changes_its_name_and_keeps_its_history(app: App) {
        let admin = app.as_admin().await;
        let (id, _) = user(&app, "vuong.thi.mai").await;
        let path = format!("/v1/users/{id}");
        let etag = admin.get(&path).await.etag();
        let changed = admin.patch(&path, &etag, json!({ "name": "Vương Thị Mận" })).await.expect(200);
        assert_eq!(changed.json["name"], "Vương Thị Mận");
        admin.patch(&path, &etag, json!({ "name": "Vương" })).await.problem(412, "precondition_failed");
        admin.patch(&path, &changed.etag(), json!({ "login": "other" })).await.problem(422, "validation_failed");
        let history = admin.get(&format!("{path}/history")).await.expect(200);
        let actions: Vec<_> = history.data().iter().map(|entry| &entry["action"]).collect();
        assert_eq!(actions, ["updated", "created"]);
        assert_eq!(admin.get("/v1/users?q=man").await.expect(200).ids(), [id]);
    }

    async fn the_last_active_administrator_of_the_province_stays(app: App) {
        let admin = app.as_admin().await;
        let own = Uuid::from(admin.account_id());
        act(&admin, own, "deactivate").await.problem(409, "state_conflict");
        let other = app.as_admin().await;
        act(&other, own, "deactivate").await.expect(200);
        admin.get("/v1/me").await.problem(401, "token_revoked");
        act(&other, Uuid::from(other.account_id()), "deactivate").await.problem(409, "state_conflict");
    }

    async fn two_administrators_cannot_stop_one_another_at_once(app: App) {
        let pair = [app.as_admin().await, app.as_admin().await];
        let stop = |by: &Caller, whom: &Caller| {
            let ask = by.act(&format!("/v1/users/{}/deactivate", whom.account_id()), "\"v1\"", Value::Null);
            async move { ask.await.status }
        };
        let mut statuses = at_once([stop(&pair[0], &pair[1]), stop(&pair[1], &pair[0])]).await;
        statuses.sort_unstable();
        assert!(matches!(statuses[..], [200, 401 | 409]), "{statuses:?}");
    }

    async fn an_administrator_of_an_area_sees_the_accounts_with_a_role_there_or_none(app: App) {
        let area_admin = commune_admin(&app).await;
        let inside = app.as_officer_of(app.area("01392", "2022-06-30").await).await;
        let outside = app.as_officer_of(app.area("01399", "2022-06-30").await).await;
        let province = app.as_admin().await;
        let (fresh, _) = user(&app, "vuong.thi.mai").await;
        let seen = area_admin.get("/v1/users").await.expect(200).ids();
        assert!(seen.contains(&inside.account_id().into()) && seen.contains(&fresh));
        for other in [outside, app.as_admin().await] {
            hidden(&province, &area_admin, "/v1/users/{user_id}", other.account_id().into()).await;
        }
    }

    async fn an_account_with_roles_elsewhere_is_not_changed_from_one_area(app: App) {
        let here = Scope::Area(app.area("01392", "2022-06-30").await);
        let both = [(Role::Officer, here), (Role::Administrator, Scope::Province(app.province().await))];
        let target = Uuid::from(app.as_roles(&both).await.account_id());
        let area_admin = commune_admin(&app).await;
        for action in ["deactivate", "reset-password"] {
            act(&area_admin, target, action).await.problem(403, "permission_denied");
        }
        let row = account::Entity::find().filter(account::Column::Id.eq(target)).one(app.db()).await.unwrap();
        assert_eq!(row.unwrap().version, 1);
    }

    async fn only_administrators_keep_accounts_and_auditors_read_them(app: App) {
        let (id, _) = user(&app, "vuong.thi.mai").await;
        let auditor = app.as_auditor().await;
        auditor.get(&format!("/v1/users/{id}")).await.expect(200);
        let new = json!({ "login": "lo.hai", "name": "Lò Văn Hải" });
        auditor.post("/v1/users", new.clone()).await.problem(403, "permission_denied");
        let officer = app.as_officer_of(app.province().await).await;
        officer.get("/v1/users").await.problem(403, "permission_denied");
        officer.post("/v1/users", new).await.problem(403, "permission_denied");
        app.anonymous().get("/v1/users").await.problem(401, "authentication_required");
    }
}
