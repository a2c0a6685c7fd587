//! OCOP products and their certificates: what holds, from when until when, and what is refused.

use entity::enums::{LegalForm, PartnerStatus};
use entity::ids::AreaId;
use serde_json::{Value, json};
use tests::{App, Caller, Reply, both_databases};
use uuid::Uuid;

/// A commune of 2025 and one of 2022 that was merged into it.
async fn places(app: &App) -> (AreaId, AreaId) {
    (app.area("01392", "2025-07-01").await, app.area("01399", "2022-06-30").await)
}

async fn officer(app: &App) -> Caller {
    app.as_officer_of(app.province().await).await
}

fn named(name: &str, commune: AreaId) -> Value {
    json!({ "name": name, "chain": "lac", "owner_kind": "household_business", "owner_name": "Hộ kinh doanh Nà Giàng", "commune_id": commune })
}

/// A product of a household business; its path.
async fn product(officer: &Caller, name: &str, commune: AreaId) -> String {
    let made = officer.post("/v1/ocop-products", named(name, commune)).await.expect(201);
    format!("/v1/ocop-products/{}", made.id())
}

fn certificate(score: &str, stars: i32, decided_on: &str) -> Value {
    json!({ "score": score, "stars": stars, "decision_no": "1234/QĐ-UBND", "decided_on": decided_on })
}

async fn certify(officer: &Caller, product: &str, body: Value) -> Reply {
    officer.post(&format!("{product}/certificates"), body).await
}

/// Whether a product is in the list of the certified ones of a day, which the list of all others must not hold.
async fn is_certified(officer: &Caller, product: &str, day: &str) -> bool {
    let list = async |yes: bool| {
        let path = format!("/v1/ocop-products?as_of={day}&is_certified={yes}&include_total=true");
        let list = officer.get(&path).await.expect(200);
        list.ids().iter().any(|id| product.ends_with(&id.to_string()))
    };
    let (with, without) = (list(true).await, list(false).await);
    assert_ne!(with, without, "{product} on {day}");
    with
}

both_databases! {
    async fn a_product_is_entered_changed_searched_and_taken_out(app: App) {
        let (officer, (commune, former)) = (officer(&app).await, places(&app).await);
        let key = Uuid::now_v7();
        let new = named("Lạc đỏ Nà Giàng", commune);
        let made = officer.post("/v1/ocop-products", new.clone()).key(key).await.expect(201);
        let again = officer.post("/v1/ocop-products", new).key(key).await.expect(201);
        assert_eq!((made.id(), again.header("idempotency-replayed").as_deref()), (again.id(), Some("true")));
        assert_eq!((&made.json["code"], &made.json["owner_name"]), (&json!("OC-000001"), &json!("Hộ kinh doanh Nà Giàng")));
        assert_eq!((&made.json["is_certified"], &made.json["stars"]), (&json!(false), &Value::Null));
        let path = format!("/v1/ocop-products/{}", made.id());
        let patch = json!({ "name": "Lạc đỏ Trường Hà", "chain": null, "former_commune_id": former });
        let changed = officer.patch(&path, &made.etag(), patch.clone()).await.expect(200);
        assert_eq!((&changed.json["chain"], &changed.json["former_commune_id"]), (&Value::Null, &json!(former)));
        officer.patch(&path, &made.etag(), patch).await.problem(412, "precondition_failed");
        assert_eq!(officer.get("/v1/ocop-products?q=truong").await.expect(200).ids(), [made.id()]);
        assert!(officer.get("/v1/ocop-products?q=giang").await.expect(200).data().is_empty());
        for filter in [format!("area_id={former}"), format!("area_id={commune}"), "owner_kind=household_business".to_owned()] {
            let list = officer.get(&format!("/v1/ocop-products?{filter}")).await.expect(200);
            assert_eq!(list.ids(), [made.id()], "{filter}");
        }
        for filter in ["value_chain=lac", "owner_kind=group", "stars=3", "ends_by=2030-01-01"] {
            assert!(officer.get(&format!("/v1/ocop-products?{filter}")).await.expect(200).data().is_empty(), "{filter}");
        }
        let held = certify(&officer, &path, certificate("75", 4, "2026-06-01")).await.expect(201);
        let remove = format!("{path}?reason=entered_twice");
        officer.delete(&remove, &changed.etag()).await.problem(409, "resource_in_use");
        officer.delete(&format!("{path}/certificates/{}?reason=wrong_date", held.id()), &held.etag()).await.expect(204);
        officer.delete(&remove, &changed.etag()).await.expect(204);
        officer.get(&path).await.problem(404, "not_found");
        certify(&officer, &path, certificate("75", 4, "2026-06-01")).await.problem(404, "not_found");
    }

    async fn an_owner_is_told_once_and_is_what_it_is_said_to_be(app: App) {
        let (officer, (commune, former)) = (officer(&app).await, places(&app).await);
        let old = app.area("01392", "2022-06-30").await;
        let group = app.group(old, LegalForm::Tht, "2021-01-01").await;
        let cooperative = app.group(old, LegalForm::Cooperative, "2021-01-01").await;
        let (partner, pending) = (app.partner().await, app.partner_in(PartnerStatus::Pending).await);
        let owned = |kind: &str, member: &str, value: Value| {
            let mut body = json!({ "name": "Lạc đỏ", "owner_kind": kind, "commune_id": commune });
            body[member] = value;
            body
        };
        for body in [
            owned("group", "group_id", json!(group)),
            owned("cooperative", "group_id", json!(cooperative)),
            owned("cooperative", "partner_id", json!(partner)),
            owned("cooperative", "owner_name", json!("Hợp tác xã Nà Giàng")),
            owned("enterprise", "owner_name", json!("Công ty Nà Giàng")),
        ] {
            officer.post("/v1/ocop-products", body).await.expect(201);
        }
        let kind = "#/owner_kind: inconsistent";
        for (body, faults) in [
            (owned("group", "owner_name", json!("Nhóm Nà Giàng")), [kind].as_slice()),
            (owned("cooperative", "group_id", json!(group)), &[kind]),
            (owned("group", "group_id", json!(cooperative)), &[kind]),
            (owned("enterprise", "partner_id", json!(partner)), &[kind]),
            (owned("enterprise", "chain", json!("vàng")), &[kind, "#/chain: not_found"]),
            (owned("enterprise", "former_commune_id", json!(commune)), &[kind, "#/former_commune_id: inconsistent"]),
        ] {
            officer.post("/v1/ocop-products", body).await.problem(422, "validation_failed").faults(faults);
        }
        for body in [owned("cooperative", "partner_id", json!(pending)), owned("cooperative", "partner_id", json!(Uuid::now_v7()))] {
            officer.post("/v1/ocop-products", body).await.problem(404, "not_found").faults(&["#/partner_id: not_found"]);
        }
        let mut both = owned("group", "group_id", json!(Uuid::now_v7()));
        both["owner_name"] = json!("Nhóm Nà Giàng");
        officer.post("/v1/ocop-products", both).await.problem(404, "not_found").faults(&[kind, "#/group_id: not_found"]);
        let gone = named("Lạc đỏ", former);
        officer.post("/v1/ocop-products", gone).await.problem(422, "validation_failed").faults(&["#/commune_id: inconsistent"]);
        let elsewhere = app.as_officer_of(app.area("01726", "2025-07-01").await).await;
        elsewhere.post("/v1/ocop-products", named("Lạc đỏ", commune)).await.faults(&["#/commune_id: not_found"]);
    }

    async fn a_product_leaves_the_figure_the_day_after_its_certificate_ends(app: App) {
        let (officer, (commune, _)) = (officer(&app).await, places(&app).await);
        let product = product(&officer, "Lạc đỏ", commune).await;
        let made = certify(&officer, &product, certificate("78.5", 4, "2023-06-16")).await.expect(201);
        assert_eq!((&made.json["score"], &made.json["ends_on"]), (&json!("78.50"), &json!("2026-06-16")));
        assert_eq!((&made.json["authority"], &made.json["is_valid"], &made.json["warnings"]), (&json!("province"), &json!(true), &json!([])));
        for (day, holds) in [("2023-06-15", false), ("2023-06-16", true), ("2026-06-16", true), ("2026-06-17", false)] {
            assert_eq!(is_certified(&officer, &product, day).await, holds, "{day}");
        }
        let path = format!("{product}/certificates/{}", made.id());
        app.set_now("2026-06-16T16:59:00Z");
        assert_eq!(officer.get(&product).await.expect(200).json["is_certified"], true);
        app.set_now("2026-06-16T17:00:00Z");
        let shown = officer.get(&product).header("if-none-match", "\"v1\"").await.expect(200);
        assert_eq!((&shown.json["is_certified"], &shown.json["stars"], &shown.json["ends_on"]), (&json!(false), &json!(4), &json!("2026-06-16")));
        assert_eq!(officer.get(&path).header("if-none-match", "\"v1\"").await.expect(200).json["is_valid"], false);
        assert_eq!(officer.get("/v1/ocop-products?as_of=2026-01-01&stars=4").await.expect(200).data().len(), 1);
        assert_eq!(officer.get("/v1/ocop-products?as_of=2026-01-01&ends_by=2026-06-16").await.expect(200).data().len(), 1);
        assert!(officer.get("/v1/ocop-products?as_of=2026-01-01&ends_by=2026-06-15").await.expect(200).data().is_empty());
    }

    async fn a_renewal_takes_over_and_what_is_revoked_no_longer_holds(app: App) {
        let (officer, (commune, _)) = (officer(&app).await, places(&app).await);
        let product = product(&officer, "Lạc đỏ", commune).await;
        let first = certify(&officer, &product, certificate("60", 3, "2021-03-01")).await.expect(201);
        assert_eq!(first.json["authority"], "district");
        let renewal = certify(&officer, &product, certificate("72", 4, "2025-01-10")).await.expect(201);
        for (day, holds) in [("2024-03-01", true), ("2024-03-02", false), ("2025-01-09", false), ("2025-01-10", true)] {
            assert_eq!(is_certified(&officer, &product, day).await, holds, "{day}");
        }
        let path = format!("{product}/certificates/{}", renewal.id());
        let revoke = async |etag: &str, day: &str| {
            officer.act(&format!("{path}/revoke"), etag, json!({ "revoked_on": day, "reason": "Không còn đạt tiêu chuẩn" })).await
        };
        let etag = renewal.etag();
        for day in ["2025-01-10", "2025-01-09"] {
            revoke(&etag, day).await.problem(422, "validation_failed").faults(&["#/revoked_on: inconsistent"]);
        }
        revoke(&etag, "2026-06-16").await.faults(&["#/revoked_on: out_of_range"]);
        revoke("\"v7\"", "2026-06-01").await.problem(412, "precondition_failed");
        let revoked = revoke(&etag, "2026-06-01").await.expect(200);
        assert_eq!((&revoked.json["is_valid"], &revoked.json["revoke_reason"]), (&json!(false), &json!("Không còn đạt tiêu chuẩn")));
        revoke(&revoked.etag(), "2026-06-02").await.problem(409, "state_conflict");
        assert!(is_certified(&officer, &product, "2026-05-31").await && !is_certified(&officer, &product, "2026-06-01").await);
        let list = officer.get(&format!("{product}/certificates")).await.expect(200);
        assert_eq!(list.ids(), [renewal.id(), first.id()]);
        let history = officer.get(&format!("{path}/history")).await.expect(200);
        assert_eq!((&history.data()[0]["action"], &history.data()[0]["reason"]), (&json!("revoked"), &json!("Không còn đạt tiêu chuẩn")));
    }

    async fn scores_days_and_the_order_of_decisions_must_be_right(app: App) {
        let (officer, (commune, _)) = (officer(&app).await, places(&app).await);
        let product = product(&officer, "Lạc đỏ", commune).await;
        for (score, fault) in [("100.01", "out_of_range"), ("-1", "invalid_format"), ("abc", "invalid_format"), ("50.123", "invalid_format")] {
            let reply = certify(&officer, &product, certificate(score, 3, "2026-06-01")).await.problem(422, "validation_failed");
            reply.faults(&[&format!("#/score: {fault}")]);
        }
        certify(&officer, &product, certificate("80", 6, "2026-06-01")).await.faults(&["#/stars: out_of_range"]);
        certify(&officer, &product, certificate("80", 4, "2026-06-16")).await.faults(&["#/decided_on: out_of_range"]);
        for (ends_on, fault) in [("2026-06-01", "inconsistent"), ("2026-05-31", "inconsistent"), ("2029-06-02", "out_of_range")] {
            let mut body = certificate("80", 4, "2026-06-01");
            body["ends_on"] = json!(ends_on);
            certify(&officer, &product, body).await.problem(422, "validation_failed").faults(&[&format!("#/ends_on: {fault}")]);
        }
        let mut short = certificate("80", 4, "2025-06-01");
        short["ends_on"] = json!("2026-06-01");
        let made = certify(&officer, &product, short).await.expect(201);
        for decided_on in ["2025-06-01", "2025-05-31"] {
            let reply = certify(&officer, &product, certificate("80", 4, decided_on)).await;
            reply.problem(422, "validation_failed").faults(&["#/decided_on: inconsistent"]);
        }
        let taken = json!({ "id": made.id(), "score": "80", "stars": 4, "decision_no": "1", "decided_on": "2026-06-01" });
        certify(&officer, &product, taken).await.problem(409, "id_conflict");
    }

    async fn stars_that_the_score_does_not_give_are_kept_with_a_warning(app: App) {
        let (officer, (commune, _)) = (officer(&app).await, places(&app).await);
        for (score, stars, warning, authority) in [
            ("89.99", 5, Some("stars_disagree"), "central"),
            ("90", 4, Some("stars_disagree"), "province"),
            ("49.99", 3, Some("score_too_low"), "province"),
            ("90", 5, None, "central"),
        ] {
            let product = product(&officer, &format!("Lạc {score} {stars}"), commune).await;
            let made = certify(&officer, &product, certificate(score, stars, "2026-06-01")).await.expect(201);
            let codes: Vec<_> = made.json["warnings"].as_array().unwrap().iter().map(|one| one["code"].as_str()).collect();
            assert_eq!(codes, warning.map(Some).into_iter().collect::<Vec<_>>(), "{made}");
            assert_eq!(made.json["authority"], authority);
            let shown = officer.get(&format!("{product}/certificates/{}", made.id())).await.expect(200);
            assert_eq!(shown.json["warnings"], made.json["warnings"]);
        }
    }

    async fn leaders_see_what_their_group_owns_and_change_nothing(app: App) {
        let (officer, (commune, _)) = (officer(&app).await, places(&app).await);
        let group = app.group(app.area("01392", "2022-06-30").await, LegalForm::Tht, "2021-01-01").await;
        let own = json!({ "name": "Lạc nhóm", "owner_kind": "group", "group_id": group, "commune_id": commune });
        let own = officer.post("/v1/ocop-products", own).await.expect(201);
        let other = product(&officer, "Lạc khác", commune).await;
        let leader = app.as_leader_of(group).await;
        assert_eq!(leader.get("/v1/ocop-products").await.expect(200).ids(), [own.id()]);
        leader.get(&other).await.problem(404, "not_found");
        let path = format!("/v1/ocop-products/{}", own.id());
        certify(&leader, &path, certificate("80", 4, "2026-06-01")).await.problem(403, "permission_denied");
        assert!(leader.get("/v1/project-communes").await.expect(200).data().is_empty());
        app.as_treasurer().await.get(&path).await.problem(403, "permission_denied");
    }
}
