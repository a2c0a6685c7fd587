//! Groups: entering, finding, changing and taking them out.

use entity::enums::{ApplicationStatus, GroupStatus, LegalForm, Role};
use entity::ids::{AreaId, GroupId};
use entity::{farmer_group, group_period};
use hoinongdan::access::Scope;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use serde_json::{Value, json};
use tests::{App, Caller, Terms, both_databases};
use uuid::Uuid;

const GROUPS: &str = "/v1/farmer-groups";

async fn old_commune(app: &App) -> AreaId {
    app.area("01392", "2022-06-30").await
}

async fn officer(app: &App) -> Caller {
    app.as_officer_of(app.province().await).await
}

fn new(name: &str, commune: AreaId, from_on: &str) -> Value {
    json!({
        "name": name, "legal_form": "cig", "commune_id": commune, "from_on": from_on,
        "value_chains": [{ "chain": "lac", "is_primary": true }],
    })
}

fn with(mut body: Value, name: &str, value: Value) -> Value {
    body[name] = value;
    body
}

/// Makes the present period of a group begin in a commune of 2025, as if it had moved there.
async fn place(app: &App, group: GroupId, commune: AreaId, former: Option<AreaId>) {
    group_period::Entity::update_many()
        .col_expr(group_period::Column::CommuneId, Expr::value(commune))
        .col_expr(group_period::Column::FormerCommuneId, Expr::value(former))
        .filter(group_period::Column::GroupId.eq(group))
        .exec(app.db())
        .await
        .unwrap();
}

both_databases! {
    async fn an_officer_enters_a_group_that_starts_as_forming(app: App) {
        let (officer, commune) = (officer(&app).await, old_commune(&app).await);
        let made = officer.post(GROUPS, new("Nhóm lạc  Nà Giàng", commune, "2022-03-01")).await.expect(201);
        let code = made.json["code"].as_str().unwrap();
        assert!(code.starts_with("NH-") && code.len() == 9, "{made}");
        assert_eq!(made.json["allowed_actions"], json!(["activate", "dissolve", "move"]));
        assert_eq!((&made.json["status"], &made.json["began_as"]), (&json!("forming"), &json!("cig")));
        assert_eq!(made.json["established_on"], "2022-03-01");
        let shown = officer.get(&format!("{GROUPS}/{}", made.id())).await.expect(200);
        assert_eq!(shown.json, made.json);
    }

    async fn a_group_is_found_by_words_and_by_its_code(app: App) {
        let (officer, commune) = (officer(&app).await, old_commune(&app).await);
        let plain = officer.post(GROUPS, new("An Lac", commune, "2022-03-01")).await.expect(201);
        let exact = officer.post(GROUPS, new("Bản Lạc", commune, "2022-03-01")).await.expect(201);
        let found = officer.get(&format!("{GROUPS}?q=l%E1%BA%A1c&include_total=true")).await.expect(200);
        assert_eq!(found.ids(), [exact.id(), plain.id()], "the very diacritics come first");
        assert_eq!(found.json["page"]["total"], 2);
        let first = officer.get(&format!("{GROUPS}?q=l%E1%BA%A1c&limit=1")).await.expect(200);
        let cursor = first.json["page"]["next_cursor"].as_str().unwrap();
        let second = officer.get(&format!("{GROUPS}?q=l%E1%BA%A1c&limit=1&cursor={cursor}")).await.expect(200);
        assert_eq!((first.ids(), second.ids()), (vec![exact.id()], vec![plain.id()]));
        assert_eq!(officer.get(&format!("{GROUPS}?q=ban")).await.expect(200).ids(), [exact.id()]);
        let code = exact.json["code"].as_str().unwrap().to_lowercase();
        assert_eq!(officer.get(&format!("{GROUPS}?q={code}")).await.expect(200).ids(), [exact.id()]);
        assert!(officer.get(&format!("{GROUPS}?q=%25")).await.expect(200).data().is_empty());
    }

    async fn a_group_that_applied_for_a_grant_is_not_taken_out(app: App) {
        let commune = old_commune(&app).await;
        let (officer, grant) = (officer(&app).await, app.granted(commune, &Terms::default()).await);
        let path = format!("{GROUPS}/{}?reason=entered_twice", grant.group);
        let etag = officer.get(&format!("{GROUPS}/{}", grant.group)).await.expect(200).etag();
        officer.delete(&path, &etag).await.problem(409, "resource_in_use");
        app.set_application(grant.application, ApplicationStatus::Draft).await;
        officer.delete(&path, &etag).await.problem(409, "resource_in_use");
        let draft = format!("/v1/grant-applications/{}", grant.application);
        let read = officer.get(&draft).await.expect(200).etag();
        officer.delete(&format!("{draft}?reason=entered_twice"), &read).await.expect(204);
        officer.delete(&path, &etag).await.expect(204);
    }

    async fn a_name_is_unique_within_the_commune(app: App) {
        let (officer, commune) = (officer(&app).await, old_commune(&app).await);
        let first = officer.post(GROUPS, new("Nhóm lạc Nà Giàng", commune, "2022-03-01")).await.expect(201);
        let again = officer.post(GROUPS, new("NHÓM LẠC nà giang", commune, "2022-04-01")).await;
        assert_eq!(again.problem(409, "duplicate").json["existing_id"], json!(first.id()));
        let elsewhere = app.area("01399", "2022-06-30").await;
        let second = officer.post(GROUPS, new("Nhóm lạc Nà Giàng", elsewhere, "2022-03-01")).await.expect(201);
        let path = format!("{GROUPS}/{}", second.id());
        officer.patch(&path, &second.etag(), json!({ "name": "Nhóm gừng" })).await.expect(200);
        let merged = app.area("01392", "2025-07-01").await;
        officer.post(GROUPS, new("nhóm gừng", merged, "2026-01-01")).await.problem(409, "duplicate");
    }

    async fn the_commune_must_exist_on_the_first_day_and_lie_in_the_scope(app: App) {
        let (old, new_one) = (old_commune(&app).await, app.area("01392", "2025-07-01").await);
        let scopes = [Scope::Area(app.area("045", "2022-06-30").await), Scope::Area(new_one)];
        let officer = app.as_roles(&scopes.map(|scope| (Role::Officer, scope))).await;
        let late = officer.post(GROUPS, new("Nhóm thử", old, "2025-07-01")).await;
        late.problem(422, "validation_failed").faults(&["#/commune_id: inconsistent"]);
        let early = officer.post(GROUPS, new("Nhóm thử", new_one, "2025-06-30")).await;
        early.problem(422, "validation_failed").faults(&["#/commune_id: inconsistent"]);
        let foreign = app.area("01747", "2025-07-01").await;
        let outside = officer.post(GROUPS, new("Nhóm thử", foreign, "2025-07-01")).await;
        outside.problem(422, "validation_failed").faults(&["#/commune_id: not_found"]);
        let future = officer.post(GROUPS, new("Nhóm thử", old, "2026-06-16")).await;
        future.faults(&["#/commune_id: inconsistent", "#/from_on: out_of_range"]);
    }

    async fn a_former_commune_is_one_that_was_merged_into_the_commune(app: App) {
        let officer = officer(&app).await;
        let (former, new_one) = (app.area("01399", "2022-06-30").await, app.area("01392", "2025-07-01").await);
        let body = |commune, former| with(new("Nhóm thử", commune, "2026-01-01"), "former_commune_id", json!(former));
        let stranger = app.area("01783", "2022-06-30").await;
        let wrong = officer.post(GROUPS, body(new_one, stranger)).await;
        wrong.problem(422, "validation_failed").faults(&["#/former_commune_id: inconsistent"]);
        let made = officer.post(GROUPS, body(new_one, former)).await.expect(201);
        let district = officer.get(&format!("{GROUPS}?area_id={}", app.area("045", "2022-06-30").await)).await;
        assert_eq!(district.expect(200).ids(), [made.id()]);
        let without = officer.post(GROUPS, new("Nhóm khác", new_one, "2026-01-01")).await.expect(201);
        let unassigned = officer.get(&format!("{GROUPS}?not_assigned=true")).await.expect(200);
        assert_eq!(unassigned.ids(), [without.id()]);
        let assigned = officer.get(&format!("{GROUPS}?not_assigned=false")).await.expect(200);
        assert_eq!(assigned.ids(), [made.id()]);
    }

    async fn exactly_one_chain_is_the_main_one(app: App) {
        let (officer, commune) = (officer(&app).await, old_commune(&app).await);
        let chains = |value: Value| with(new("Nhóm thử", commune, "2022-03-01"), "value_chains", value);
        let chain = |code: &str, is_primary: bool| json!({ "chain": code, "is_primary": is_primary });
        let none = officer.post(GROUPS, chains(json!([chain("lac", false)]))).await;
        none.faults(&["#/value_chains: inconsistent"]);
        let two = officer.post(GROUPS, chains(json!([chain("lac", true), chain("gung", true)]))).await;
        two.faults(&["#/value_chains: inconsistent"]);
        let twice = officer.post(GROUPS, chains(json!([chain("lac", true), chain("lac", false)]))).await;
        twice.faults(&["#/value_chains: not_unique"]);
        let unknown = officer.post(GROUPS, chains(json!([chain("lac", true), chain("chuoi", false)]))).await;
        unknown.faults(&["#/value_chains/1/chain: not_found"]);
        let made = officer.post(GROUPS, chains(json!([chain("gung", false), chain("lac", true)]))).await.expect(201);
        assert_eq!(made.json["value_chains"], json!([chain("lac", true), chain("gung", false)]));
        assert!(officer.get(&format!("{GROUPS}?value_chain=gung")).await.expect(200).data().is_empty());
        let path = format!("{GROUPS}/{}", made.id());
        let body = json!({ "name": "Nhóm gừng", "value_chains": [chain("gung", true)] });
        let changed = officer.patch(&path, &made.etag(), body).await.expect(200);
        assert_eq!(changed.json["value_chains"], json!([chain("gung", true)]));
        let found = officer.get(&format!("{GROUPS}?value_chain=gung,lac&q=gung")).await.expect(200);
        assert_eq!(found.ids(), [made.id()]);
        assert!(officer.get(&format!("{GROUPS}?q=thu")).await.expect(200).data().is_empty());
    }

    async fn only_cooperatives_have_a_registration_number(app: App) {
        let (officer, commune) = (officer(&app).await, old_commune(&app).await);
        let body = with(new("Nhóm thử", commune, "2022-03-01"), "registration_number", json!("9900000016"));
        officer.post(GROUPS, body.clone()).await.faults(&["#/registration_number: inconsistent"]);
        let branch = with(with(body.clone(), "registration_number", json!("9900000016-001")), "legal_form", json!("cooperative"));
        officer.post(GROUPS, branch).await.faults(&["#/registration_number: invalid_format"]);
        officer.post(GROUPS, with(body.clone(), "legal_form", json!("cooperative"))).await.expect(201);
        let other = with(with(body, "legal_form", json!("cooperative")), "name", json!("Hợp tác xã khác"));
        officer.post(GROUPS, other).await.problem(409, "duplicate");
    }

    async fn a_group_is_shown_and_listed_as_it_was_on_a_day(app: App) {
        let officer = officer(&app).await;
        let group = app.group(old_commune(&app).await, LegalForm::Cig, "2021-05-01").await;
        let path = format!("{GROUPS}/{group}");
        let etag = officer.get(&path).await.etag();
        let body = json!({ "from_on": "2023-01-01", "reason": "Chờ kiện toàn." });
        officer.act(&format!("{path}/suspend"), &etag, body).await.expect(200);
        officer.get(&format!("{path}?as_of=2021-04-30")).await.problem(404, "not_found");
        let then = officer.get(&format!("{path}?as_of=2022-12-31")).await.expect(200);
        assert_eq!((&then.json["status"], &then.json["until_on"]), (&json!("active"), &json!("2023-01-01")));
        assert_eq!(then.json["allowed_actions"], json!(["resume", "dissolve", "move"]));
        assert_eq!(officer.get(&path).await.json["status"], "suspended");
        let ids = async |query: &str| officer.get(&format!("{GROUPS}?{query}")).await.expect(200).ids();
        assert_eq!(ids("as_of=2021-04-30").await, [] as [Uuid; 0]);
        assert_eq!(ids("as_of=2022-12-31&status=active").await, [Uuid::from(group)]);
        assert_eq!(ids("as_of=2023-01-01&status=active").await, [] as [Uuid; 0]);
        assert_eq!(ids("status=suspended,dissolved&legal_form=cig").await, [Uuid::from(group)]);
        let periods = officer.get(&format!("{path}/periods")).await.expect(200);
        let days: Vec<_> = periods.data().iter().map(|period| (&period["from_on"], &period["until_on"])).collect();
        assert_eq!(days, [(&json!("2021-05-01"), &json!("2023-01-01")), (&json!("2023-01-01"), &Value::Null)]);
    }

    async fn a_district_lists_what_became_of_its_communes(app: App) {
        let officer = officer(&app).await;
        let (ha_quang, nguyen_binh) = (app.area("045", "2022-06-30").await, app.area("052", "2022-06-30").await);
        let stayed = app.group(old_commune(&app).await, LegalForm::Cig, "2021-05-01").await;
        let moved = app.group(old_commune(&app).await, LegalForm::Cig, "2021-05-01").await;
        place(&app, moved, app.area("01392", "2025-07-01").await, Some(app.area("01399", "2022-06-30").await)).await;
        let mut ids = officer.get(&format!("{GROUPS}?area_id={ha_quang}")).await.expect(200).ids();
        ids.sort();
        assert_eq!(ids, [Uuid::from(stayed), Uuid::from(moved)]);
        assert!(officer.get(&format!("{GROUPS}?area_id={nguyen_binh}")).await.expect(200).data().is_empty());
    }

    async fn who_may_not_enter_groups_is_refused(app: App) {
        let commune = old_commune(&app).await;
        let group = app.group(commune, LegalForm::Tht, "2021-01-01").await;
        let province = app.province().await;
        for caller in [app.as_leader_of(group).await, app.as_viewer_of(province).await, app.as_admin().await, app.as_auditor().await] {
            caller.post(GROUPS, new("Nhóm thử", commune, "2022-03-01")).await.problem(403, "permission_denied");
        }
        let viewer = app.as_viewer_of(province).await.get(&format!("{GROUPS}/{group}")).await.expect(200);
        assert_eq!(viewer.json["allowed_actions"], json!([]));
    }

    async fn a_group_entered_in_error_goes_with_all_that_belongs_to_it(app: App) {
        let officer = officer(&app).await;
        let group = app.group(old_commune(&app).await, LegalForm::Cig, "2021-05-01").await;
        let path = format!("{GROUPS}/{group}");
        let members = officer.get(&format!("/v1/memberships?group_id={group}")).await.expect(200);
        officer.delete(&format!("{path}?reason=entered_twice"), "\"v9\"").await.problem(412, "precondition_failed");
        officer.delete(&format!("{path}?reason=entered_twice"), "\"v1\"").await.expect(204);
        officer.get(&path).await.problem(404, "not_found");
        officer.get(&format!("/v1/memberships/{}", members.ids()[0])).await.problem(404, "not_found");
        assert!(officer.get(&format!("{GROUPS}?as_of=2022-01-01")).await.expect(200).data().is_empty());
        let left = "SELECT COUNT(*) FROM group_period WHERE voided_at IS NULL";
        assert_eq!(app.database().count(left).await, 0);
    }

    async fn a_stale_revision_is_refused_and_a_key_is_replayed(app: App) {
        let officer = officer(&app).await;
        let group = app.group(old_commune(&app).await, LegalForm::Cig, "2021-05-01").await;
        let path = format!("{GROUPS}/{group}");
        let suspend = |key| {
            let body = json!({ "from_on": "2023-01-01", "reason": "Chờ kiện toàn." });
            officer.act(&format!("{path}/suspend"), "\"v1\"", body).key(key)
        };
        let key = Uuid::now_v7();
        let first = suspend(key).await.expect(200);
        let again = suspend(key).await.expect(200);
        assert_eq!((again.header("idempotency-replayed").as_deref(), &again.json), (Some("true"), &first.json));
        suspend(Uuid::now_v7()).await.problem(412, "precondition_failed");
        officer.patch(&path, "\"v1\"", json!({ "name": "Tên khác" })).await.problem(412, "precondition_failed");
        let history = officer.get(&format!("{path}/history")).await.expect(200);
        let entry = &history.data()[0];
        assert_eq!((&entry["action"], &entry["reason"]), (&json!("suspended"), &json!("Chờ kiện toàn.")));
        assert_eq!(entry["changes"][0], json!({ "pointer": "/status", "old": "active", "new": "suspended" }));
    }

    async fn began_as_counts_an_upgrade_once(app: App) {
        let (officer, commune) = (officer(&app).await, old_commune(&app).await);
        let old = app.group(commune, LegalForm::Tht, "2021-05-01").await;
        let cooperative = app.group(commune, LegalForm::Cooperative, "2023-05-01").await;
        farmer_group::Entity::update_many()
            .col_expr(farmer_group::Column::UpgradedFromId, Expr::value(old))
            .filter(farmer_group::Column::Id.eq(cooperative))
            .exec(app.db())
            .await
            .unwrap();
        group_period::Entity::update_many()
            .col_expr(group_period::Column::Status, Expr::value(GroupStatus::Upgraded))
            .filter(group_period::Column::GroupId.eq(old))
            .exec(app.db())
            .await
            .unwrap();
        let ids = async |query: &str| officer.get(&format!("{GROUPS}?{query}")).await.expect(200).ids();
        assert_eq!(ids("began_as=cig,tht&status=active,upgraded").await, [Uuid::from(old)]);
        assert_eq!(ids("began_as=cooperative").await, [] as [Uuid; 0]);
        assert_eq!(ids("legal_form=cooperative").await, [Uuid::from(cooperative)]);
        let listed = officer.get(&format!("{GROUPS}?legal_form=tht")).await.expect(200);
        assert_eq!(listed.data()[0]["continued_by_id"], json!(cooperative));
        let delete = format!("{GROUPS}/{cooperative}?reason=never_happened");
        officer.delete(&delete, "\"v1\"").await.problem(409, "resource_in_use");
    }
}
