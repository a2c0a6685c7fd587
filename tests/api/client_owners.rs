//! Owners of machine clients: who may keep whose, and how many.

use entity::enums::{PartnerStatus, Role};
use entity::role_assignment;
use hoinongdan::access::Scope;
use sea_orm::{EntityTrait as _, QueryOrder as _};
use serde_json::{Value, json};
use tests::clients::{CLIENTS, act, make, new, with};
use tests::hidden::hidden;
use tests::{App, Caller, both_databases};
use uuid::Uuid;

both_databases! {
    async fn the_owner_follows_from_who_makes_it(app: App) {
        let (one, other) = (app.partner().await, app.partner().await);
        let (admin, partner) = (app.as_admin().await, app.as_partner(one).await);
        let (province, commune) = (app.province().await, app.area("01392", "2022-06-30").await);
        let made = make(&partner, new(&["areas:read"])).await;
        assert_eq!((&made.json["partner_id"], &made.json["area_id"]), (&json!(one), &Value::Null));
        make(&partner, with("partner_id", json!(one))).await;
        let made = make(&admin, with("area_id", json!(commune))).await;
        assert_eq!((&made.json["area_id"], &made.json["role"]), (&json!(commune), &json!("donor")));
        let refused = async |by: &Caller, member: &str, value: Value, status, fault: &str| {
            by.post(CLIENTS, with(member, value)).await.expect(status).faults(&[fault]);
        };
        refused(&admin, "jwk", Value::Null, 422, "#/area_id: required").await;
        refused(&admin, "partner_id", json!(one), 404, "#/partner_id: not_found").await;
        refused(&partner, "partner_id", json!(other), 404, "#/partner_id: not_found").await;
        refused(&partner, "partner_id", json!(Uuid::now_v7()), 404, "#/partner_id: not_found").await;
        refused(&partner, "area_id", json!(province), 422, "#/area_id: not_found").await;
        refused(&admin, "area_id", json!(Uuid::now_v7()), 422, "#/area_id: not_found").await;
        let mut both = with("area_id", json!(province));
        both["partner_id"] = json!(one);
        partner.post(CLIENTS, both).await.faults(&["#/area_id: inconsistent"]);
        app.also(&partner, Role::Partner, Scope::Partner(other)).await;
        refused(&partner, "jwk", Value::Null, 422, "#/partner_id: required").await;
        assert_eq!(make(&partner, with("partner_id", json!(other))).await.json["partner_id"], json!(other));
        let of_commune = app.as_role(Role::Administrator, Scope::Area(commune)).await;
        make(&of_commune, with("area_id", json!(commune))).await;
        refused(&of_commune, "area_id", json!(province), 422, "#/area_id: not_found").await;
    }

    async fn the_role_is_that_of_the_client_alone(app: App) {
        let (partner, admin) = (app.buyer().await, app.as_admin().await);
        let made = make(&partner, new(&["areas:read"])).await;
        let held = async || {
            let roles = role_assignment::Entity::find().order_by_asc(role_assignment::Column::CreatedAt);
            let roles = roles.all(app.db()).await.unwrap();
            roles.into_iter().find(|role| role.client_id == Some(made.id())).unwrap()
        };
        assert_eq!((held().await.role, held().await.until_on), (Role::Partner, None));
        make(&admin, with("area_id", json!(app.province().await))).await;
        let listed = admin.get("/v1/role-assignments?limit=200").await.expect(200);
        assert!(listed.data().iter().all(|role| !role["account_id"].is_null()), "{listed}");
        act(&partner, made.id(), "revoke").await.expect(200);
        assert_eq!(held().await.until_on.unwrap().to_string(), "2026-06-15");
    }

    async fn clients_of_others_do_not_exist(app: App) {
        let template = "/v1/api-clients/{client_id}";
        let (mine, theirs) = (app.buyer().await, app.buyer().await);
        let (admin, auditor) = (app.as_admin().await, app.as_auditor().await);
        let of_partner = make(&mine, new(&["areas:read"])).await.id();
        for outside in [&theirs, &admin] {
            hidden(&mine, outside, template, of_partner).await;
        }
        let of_partner = make(&mine, new(&["areas:read"])).await.id();
        let (here, there) = (app.area("01392", "2022-06-30").await, app.area("01399", "2022-06-30").await);
        let keeper = app.as_role(Role::Administrator, Scope::Area(here)).await;
        let elsewhere = app.as_role(Role::Administrator, Scope::Area(there)).await;
        let of_union = make(&admin, with("area_id", json!(here))).await.id();
        assert!(auditor.get(CLIENTS).await.expect(200).ids().contains(&of_partner));
        let of_area = app.as_auditor_of(here).await.get(CLIENTS).await.expect(200).ids();
        assert_eq!(of_area, [of_union]);
        keeper.get(&format!("{CLIENTS}/{of_union}")).await.expect(200);
        for outside in [&mine, &elsewhere] {
            hidden(&admin, outside, template, of_union).await;
        }
    }

    async fn only_owners_keep_clients_and_auditors_read_them(app: App) {
        let id = make(&app.buyer().await, new(&["areas:read"])).await.id();
        let auditor = app.as_auditor().await;
        let path = format!("{CLIENTS}/{id}");
        let read = auditor.get(&path).await.expect(200);
        assert_eq!(read.json["allowed_actions"], json!([]));
        auditor.post(CLIENTS, new(&["areas:read"])).await.problem(403, "permission_denied");
        auditor.act(&format!("{path}/revoke"), &read.etag(), Value::Null).await.problem(403, "permission_denied");
        for by in [app.as_officer_of(app.province().await).await, app.as_donor().await] {
            by.get(CLIENTS).await.problem(403, "permission_denied");
            by.post(CLIENTS, new(&["areas:read"])).await.problem(403, "permission_denied");
        }
        app.anonymous().get(CLIENTS).await.problem(401, "authentication_required");
    }

    async fn an_unverified_partner_makes_none_and_a_suspended_one_reads_its_own(app: App) {
        for status in [PartnerStatus::Pending, PartnerStatus::Rejected] {
            let by = app.as_partner(app.partner_in(status).await).await;
            let refused = by.post(CLIENTS, new(&["areas:read"])).language("en").await.problem(403, "permission_denied");
            assert_eq!(refused.json["detail"], "The Farmers' Union has not verified this partner.");
        }
        let partner = app.buyer().await;
        let made = make(&partner, new(&["areas:read"])).await;
        app.database().execute("UPDATE partner SET status = 'suspended'").await;
        assert_eq!(partner.get(CLIENTS).await.expect(200).ids(), [made.id()]);
        partner.post(CLIENTS, new(&["areas:read"])).await.problem(403, "permission_denied");
        act(&partner, made.id(), "rotate-secret").await.problem(403, "permission_denied");
        // Whoever else knows its secret still reads with it: its owner may put an end to that.
        act(&partner, made.id(), "revoke").await.expect(200);
    }

    async fn an_account_never_has_the_id_of_a_machine_client(app: App) {
        let partner_id = app.partner().await;
        let partner = app.as_partner(partner_id).await;
        let made = make(&partner, new(&["areas:read"])).await;
        let people = format!("/v1/partners/{partner_id}/people");
        let invited = json!({ "id": made.id(), "name": "Hà Thị Mẫu" });
        partner.post(&people, invited).await.problem(409, "duplicate");
        let mut chosen = new(&["areas:read"]);
        chosen["id"] = json!(partner.account_id());
        partner.post(CLIENTS, chosen).await.faults(&["#/id: unknown_field"]);
    }

    async fn an_owner_has_at_most_twenty_that_are_alive(app: App) {
        let partner = app.buyer().await;
        let mut last = None;
        for _ in 0..20 {
            last = Some(make(&partner, new(&["areas:read"])).await.id());
        }
        let refused = partner.post(CLIENTS, new(&["areas:read"])).await.unmet();
        assert_eq!(refused, [tests::finding("max_api_clients", 20, 20)]);
        make(&app.buyer().await, new(&["areas:read"])).await;
        act(&partner, last.unwrap(), "revoke").await.expect(200);
        // One whose time is over is not alive; a later end is a new life.
        let short = make(&partner, with("expires_at", json!("2026-06-15T03:00:00.001Z"))).await;
        app.set_now("2026-06-15T03:00:01Z");
        let another = make(&partner, new(&["areas:read"])).await.id();
        let path = format!("{CLIENTS}/{}", short.id());
        let etag = partner.get(&path).await.expect(200).etag();
        let ends = json!({ "expires_at": "2027-06-01T00:00:00.000Z" });
        let refused = partner.patch(&path, &etag, ends.clone()).await.unmet();
        assert_eq!(refused, [tests::finding("max_api_clients", 20, 20)]);
        act(&partner, another, "revoke").await.expect(200);
        partner.patch(&path, &etag, ends).await.expect(200);
    }
}
