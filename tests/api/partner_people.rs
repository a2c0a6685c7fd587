//! The people of a partner: invited, ended and given passwords by the partner itself.

use actix_web::http::Method;
use entity::enums::{PartnerStatus, Role};
use entity::ids::PartnerId;
use entity::journal_entry;
use hoinongdan::access::Scope;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _};
use serde_json::{Value, json};
use tests::hidden::{PlaceOf, hidden_part};
use tests::{App, Ask, Caller, Reply, at_once, both_databases};
use uuid::Uuid;

use crate::sessions::{ask, login};

const ITEM: &str = "/v1/partners/{partner_id}/people/{account_id}";

fn people(id: PartnerId) -> String {
    format!("/v1/partners/{id}/people")
}

fn invite(by: &Caller, id: PartnerId) -> Ask {
    by.post(&people(id), json!({ "name": "Hoàng Thị Thử" }))
}

async fn act(by: &Caller, id: PartnerId, account: Uuid, action: &str) -> Reply {
    let path = format!("{}/{account}", people(id));
    let etag = by.get(&path).await.expect(200).etag();
    by.act(&format!("{path}/{action}"), &etag, Value::Null).await
}

fn password(reply: &Reply) -> &str {
    reply.json["initial_password"].as_str().unwrap()
}

/// What the journal says of the last request: kinds and what was done.
async fn told(app: &App, reply: &Reply) -> Vec<String> {
    let request: Uuid = reply.header("request-id").unwrap().parse().unwrap();
    let entries = journal_entry::Entity::find()
        .filter(journal_entry::Column::RequestId.eq(request))
        .order_by_asc(journal_entry::Column::Resource);
    let entries = entries.all(app.db()).await.unwrap();
    entries.iter().map(|entry| format!("{}.{}", entry.resource, entry.action)).collect()
}

/// The partner with its first account signed in.
async fn partner(app: &App) -> (PartnerId, Caller) {
    let made = app.verified().await;
    (made.id, app.as_account(made.account).await)
}

both_databases! {
    async fn a_partner_invites_somebody_whose_password_is_shown_once(app: App) {
        let (id, first) = partner(&app).await;
        let asked = invite(&first, id);
        let made = asked.clone().await.expect(201);
        assert_eq!(made.header("cache-control").as_deref(), Some("no-store"));
        assert_eq!(made.header("location"), Some(format!("{}/{}", people(id), made.id())));
        assert_eq!((&made.json["login"], &made.json["status"]), (&json!("dt-000001-2"), &json!("active")));
        assert_eq!(made.json["allowed_actions"], json!(["end", "reset-password"]));
        let wanted = ["partner_person.created", "role_assignment.created", "user.created"];
        assert_eq!(told(&app, &made).await, wanted);
        let again = asked.await.expect(201);
        assert_eq!((again.id(), &again.json["initial_password"]), (made.id(), &Value::Null));
        let tokens = login(&app, "dt-000001-2", password(&made)).await.expect(200);
        ask(&app, &tokens, Method::GET, &people(id)).await.problem(403, "permission_denied");
        let chosen = json!({ "current_password": password(&made), "new_password": "bốn con trâu qua suối" });
        ask(&app, &tokens, Method::POST, "/v1/auth/password/change").json(chosen).await.expect(204);
        let seen = ask(&app, &tokens, Method::GET, &people(id)).await.expect(200);
        assert_eq!(seen.ids(), [Uuid::from(first.account_id()), made.id()]);
        let own = seen.data()[1].clone();
        assert_eq!((&own["allowed_actions"], &own["must_change_password"]), (&json!([]), &json!(false)));
        let kept = format!("{:?}", journal_entry::Entity::find().all(app.db()).await.unwrap());
        assert!(!kept.contains(password(&made)) && !kept.contains("argon2"));
    }

    async fn who_is_ended_is_out_with_the_next_request(app: App) {
        let (id, first) = partner(&app).await;
        let made = invite(&first, id).await.expect(201);
        let second = app.as_account(made.id().into()).await;
        second.get(&people(id)).await.expect(200);
        let ended = act(&first, id, made.id(), "end").await.expect(200);
        assert_eq!((&ended.json["status"], &ended.json["until_on"]), (&json!("ended"), &json!("2026-06-15")));
        assert_eq!((&ended.json["is_active"], &ended.json["allowed_actions"]), (&json!(false), &json!([])));
        let wanted = ["partner_person.ended", "role_assignment.ended", "user.deactivated"];
        assert_eq!(told(&app, &ended).await, wanted);
        second.get(&people(id)).await.problem(401, "token_revoked");
        login(&app, "dt-000001-2", password(&made)).await.problem(401, "credentials_invalid");
        assert_eq!(first.get(&people(id)).await.expect(200).data()[1]["status"], "ended");
        let twice = act(&first, id, made.id(), "end").await.problem(409, "state_conflict");
        assert_eq!(twice.json["allowed_actions"], json!([]));
        act(&first, id, made.id(), "reset-password").await.problem(409, "state_conflict");
        assert_eq!(invite(&first, id).await.expect(201).json["login"], "dt-000001-3");
    }

    async fn an_account_with_other_roles_keeps_them_and_its_password(app: App) {
        let (id, first) = partner(&app).await;
        let made = invite(&first, id).await.expect(201);
        let second = app.as_account(made.id().into()).await;
        app.also(&second, Role::Officer, Scope::Area(app.area("01392", "2022-06-30").await)).await;
        act(&first, id, made.id(), "reset-password").await.problem(403, "permission_denied");
        let ended = act(&first, id, made.id(), "end").await.expect(200);
        assert_eq!((&ended.json["status"], &ended.json["is_active"]), (&json!("ended"), &json!(true)));
        assert_eq!(told(&app, &ended).await, ["partner_person.ended", "role_assignment.ended"]);
        let officer = app.as_account(made.id().into()).await;
        officer.get("/v1/farmer-groups").await.expect(200);
        officer.get(&people(id)).await.problem(403, "permission_denied");
    }

    async fn a_new_password_ends_the_sessions_and_opens_nothing_until_it_is_changed(app: App) {
        let (id, first) = partner(&app).await;
        let made = invite(&first, id).await.expect(201);
        let second = app.as_account(made.id().into()).await;
        let reset = act(&first, id, made.id(), "reset-password").await.expect(200);
        assert_eq!((&reset.json["must_change_password"], reset.header("cache-control").as_deref()), (&json!(true), Some("no-store")));
        assert_eq!(told(&app, &reset).await, ["partner_person.password_reset", "user.password_reset"]);
        second.get(&people(id)).await.problem(401, "token_revoked");
        login(&app, "dt-000001-2", password(&made)).await.problem(401, "credentials_invalid");
        login(&app, "dt-000001-2", password(&reset)).await.expect(200);
        let path = format!("{}/{}/reset-password", people(id), made.id());
        let key = Uuid::now_v7();
        let again = || first.act(&path, &reset.etag(), Value::Null).key(key);
        let once = again().await.expect(200);
        let replay = again().await.expect(200);
        assert_eq!((replay.etag(), &replay.json["initial_password"]), (once.etag(), &Value::Null));
    }

    async fn nobody_ends_or_resets_themselves(app: App) {
        let (id, first) = partner(&app).await;
        let own = Uuid::from(first.account_id());
        for action in ["end", "reset-password"] {
            act(&first, id, own, action).await.problem(403, "permission_denied");
        }
        let second = app.as_account(invite(&first, id).await.expect(201).id().into()).await;
        act(&second, id, own, "end").await.expect(200);
    }

    async fn two_who_end_one_another_at_once_leave_one(app: App) {
        let (id, first) = partner(&app).await;
        let second = app.as_account(invite(&first, id).await.expect(201).id().into()).await;
        let end = |by: &Caller, whom: &Caller| {
            let path = format!("{}/{}/end", people(id), whom.account_id());
            by.act(&path, "\"v1\"", Value::Null).into_future()
        };
        let replies = at_once([end(&first, &second), end(&second, &first)]).await;
        let mut statuses: Vec<u16> = replies.iter().map(|reply| reply.status).collect();
        statuses.sort_unstable();
        assert!(matches!(statuses[..], [200, 401 | 403 | 409]), "{statuses:?}");
    }

    async fn a_partner_has_at_most_fifty_people_at_a_time(app: App) {
        let (id, first) = partner(&app).await;
        for _ in 1..50 {
            app.as_partner(id).await;
        }
        invite(&first, id).await.problem(409, "state_conflict");
        let listed = first.get(&format!("{}?limit=200", people(id))).await.expect(200);
        let some = listed.ids().into_iter().find(|other| *other != Uuid::from(first.account_id())).unwrap();
        act(&first, id, some, "end").await.expect(200);
        invite(&first, id).await.expect(201);
        invite(&first, id).await.problem(409, "state_conflict");
    }

    async fn people_are_kept_by_the_partner_and_read_by_administrators_and_auditors(app: App) {
        let (id, first) = partner(&app).await;
        let made = invite(&first, id).await.expect(201).id();
        let path = format!("{}/{made}", people(id));
        for caller in [app.as_admin().await, app.as_auditor().await] {
            let shown = caller.get(&path).await.expect(200);
            assert_eq!((&shown.json["allowed_actions"], &shown.json["initial_password"]), (&json!([]), &Value::Null));
            assert_eq!(caller.get(&people(id)).await.expect(200).data().len(), 2);
            invite(&caller, id).await.problem(403, "permission_denied");
            caller.act(&format!("{path}/end"), "\"v1\"", Value::Null).await.problem(403, "permission_denied");
        }
        // Whom a partner sends is the province's business.
        let commune = Scope::Area(app.area("01392", "2022-06-30").await);
        let area_admin = app.as_role(Role::Administrator, commune).await;
        area_admin.get(&people(id)).await.problem(404, "not_found");
        app.as_officer_of(app.province().await).await.get(&people(id)).await.problem(403, "permission_denied");
        let history = app.as_admin().await.get(&format!("/v1/users/{made}/history")).await.expect(200);
        assert_eq!(history.data()[0]["action"], "created");
    }

    async fn a_person_is_found_below_its_own_partner_alone(app: App) {
        let ((id, first), other) = (partner(&app).await, app.partner().await);
        let made = invite(&first, id).await.expect(201).id();
        let both = [id, other].map(|id| (Role::Partner, Scope::Partner(id)));
        let (inside, outside) = (app.as_roles(&both).await, app.as_partner(app.partner().await).await);
        let place = PlaceOf { part: made, parent: id.into(), other_parent: other.into() };
        hidden_part(&inside, &outside, ITEM, place).await;
        let missing = [
            outside.get(&people(id)).await, invite(&outside, id).await,
            first.get(&format!("{}/{}", people(id), app.as_admin().await.account_id())).await,
        ];
        missing.into_iter().for_each(|reply| drop(reply.problem(404, "not_found")));
    }

    async fn an_act_needs_the_revision_that_was_read_and_a_password_given_lately(app: App) {
        let (id, first) = partner(&app).await;
        let made = invite(&first, id).await.expect(201).id();
        for action in ["end", "reset-password"] {
            let path = format!("{}/{made}/{action}", people(id));
            first.post(&path, Value::Null).await.problem(428, "precondition_required");
            first.act(&path, "\"v9\"", Value::Null).await.problem(412, "precondition_failed");
        }
        app.set_now("2026-06-15T03:15:01Z");
        for action in ["end", "reset-password"] {
            let path = format!("{}/{made}/{action}", people(id));
            first.act(&path, "\"v1\"", Value::Null).await.problem(401, "reauthentication_required");
        }
        invite(&first, id).await.problem(401, "reauthentication_required");
        first.get(&people(id)).await.expect(200);
    }

    async fn a_role_that_an_administrator_gives_or_ends_shows_among_the_people(app: App) {
        let (id, first) = partner(&app).await;
        let admin = app.as_admin().await;
        let user = admin.post("/v1/users", json!({ "login": "lo.hai", "name": "Lò Văn Hải" })).await.expect(201).id();
        let role = json!({ "account_id": user, "role": "partner", "partner_id": id, "from_on": "2026-07-01" });
        let given = admin.post("/v1/role-assignments", role).await.expect(201);
        let path = format!("{}/{user}", people(id));
        let seen = first.get(&path).await.expect(200);
        assert_eq!((&seen.json["status"], &seen.json["allowed_actions"]), (&json!("future"), &json!(["end"])));
        app.set_now("2026-07-01T03:00:00Z");
        let first = app.as_account(first.account_id()).await;
        let seen = first.get(&path).header("if-none-match", &seen.etag()).await.expect(200);
        assert_eq!(seen.json["status"], "active");
        let end = format!("/v1/role-assignments/{}/end", given.id());
        let admin = app.as_admin().await;
        admin.act(&end, &given.etag(), json!({ "until_on": "2026-07-01" })).await.expect(200);
        assert_eq!(first.get(&path).await.expect(200).json["status"], "ended");
        act(&first, id, user, "end").await.problem(409, "state_conflict");
    }

    async fn a_partner_that_is_not_verified_invites_nobody(app: App) {
        for status in [PartnerStatus::Pending, PartnerStatus::Rejected, PartnerStatus::Suspended] {
            let id = app.partner_in(status).await;
            let own = app.as_partner(id).await;
            invite(&own, id).await.problem(403, "permission_denied");
            assert_eq!(own.get(&people(id)).await.expect(200).data().len(), 1);
        }
    }
}
