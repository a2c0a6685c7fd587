//! Partners ask to see an offer in detail, and groups answer.

use entity::enums::{OfferRequestStatus, OfferStatus, PartnerStatus, Role};
use entity::ids::{AreaId, GroupId, OfferId, PartnerId};
use entity::partner;
use hoinongdan::access::Scope;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use serde_json::{Value, json};
use tests::hidden::{hidden, words};
use tests::{App, Caller, Reply, at_once, both_databases};
use uuid::Uuid;

const REQUESTS: &str = "/v1/offer-requests";

async fn commune(app: &App) -> AreaId {
    app.area("01392", "2022-06-30").await
}

/// A group with a published offer, its leader, and a partner with somebody who acts for it.
struct Market {
    group: GroupId,
    offer: OfferId,
    leader: Caller,
    partner_id: PartnerId,
    partner: Caller,
}

impl Market {
    async fn of(app: &App) -> Self {
        let group = app.seller().await;
        let partner_id = app.partner().await;
        Self {
            group,
            offer: app.offer(group, OfferStatus::Published).await,
            leader: app.as_leader_of(group).await,
            partner_id,
            partner: app.as_partner(partner_id).await,
        }
    }

    async fn ask(&self) -> Reply {
        self.partner.post(REQUESTS, json!({ "offer_id": self.offer })).await
    }

    fn details(&self) -> String {
        format!("/v1/sales-offers/{}/details", self.offer)
    }
}

fn item(id: impl std::fmt::Display) -> String {
    format!("{REQUESTS}/{id}")
}

async fn grant(caller: &Caller, id: Uuid, etag: &str) -> Reply {
    caller.act(&format!("{}/grant", item(id)), etag, Value::Null).await
}

async fn refuse(caller: &Caller, id: Uuid, etag: &str) -> Reply {
    caller.act(&format!("{}/refuse", item(id)), etag, json!({ "reason": "Đã bán hết" })).await
}

async fn set_partner(app: &App, id: PartnerId, status: PartnerStatus) {
    partner::Entity::update_many()
        .col_expr(partner::Column::Status, Expr::value(status))
        .filter(partner::Column::Id.eq(id))
        .exec(app.db())
        .await
        .unwrap();
}

both_databases! {
    async fn details_are_shown_while_the_request_stands_granted(app: App) {
        let market = Market::of(&app).await;
        let other = app.buyer().await;
        market.partner.get(&market.details()).await.problem(404, "not_found");
        let body = json!({ "offer_id": market.offer, "message": "Cần 20 con mỗi tháng." });
        let asked = market.partner.post(REQUESTS, body).await.expect(201);
        assert_eq!((&asked.json["status"], &asked.json["allowed_actions"]), (&json!("open"), &json!([])));
        assert_eq!(asked.json["partner_id"], json!(market.partner_id));
        market.partner.get(&market.details()).await.problem(404, "not_found");
        let waiting = market.leader.get(&format!("{REQUESTS}?status=open")).await.expect(200);
        assert_eq!(waiting.data()[0]["allowed_actions"], json!(["grant", "refuse"]));
        assert_eq!(waiting.data()[0]["message"], "Cần 20 con mỗi tháng.");
        let granted = grant(&market.leader, asked.id(), "\"v1\"").await.expect(200);
        assert_eq!(granted.json["answered_at"], "2026-06-15T03:00:00.000Z");
        let details = market.partner.get(&market.details()).await.expect(200);
        assert_eq!((&details.json["asking_price_vnd"], &details.json["terms"]), (&json!(9_000_000), &json!("Giao tại chuồng.")));
        other.get(&market.details()).await.problem(404, "not_found");
        let refused = refuse(&market.leader, asked.id(), "\"v2\"").await.expect(200);
        assert_eq!((&refused.json["reason"], &refused.json["allowed_actions"]), (&json!("Đã bán hết"), &json!([])));
        market.partner.get(&market.details()).await.problem(404, "not_found");
        assert_eq!(market.partner.get(&item(asked.id())).await.expect(200).json["reason"], "Đã bán hết");
    }

    async fn details_go_and_come_with_the_offer(app: App) {
        let market = Market::of(&app).await;
        let asked = market.ask().await.expect(201);
        grant(&market.leader, asked.id(), "\"v1\"").await.expect(200);
        let path = format!("/v1/sales-offers/{}", market.offer);
        let shown = market.partner.get(&market.details()).await.expect(200);
        let changed = market.leader.patch(&market.details(), "\"v1\"", json!({ "asking_price_vnd": 8_000_000 })).await.expect(200);
        assert_eq!((&changed.json["asking_price_vnd"], changed.etag()), (&json!(8_000_000), "\"v2\"".to_owned()));
        let again = market.partner.get(&market.details()).header("if-none-match", &shown.etag()).await.expect(200);
        assert_eq!(again.json["asking_price_vnd"], 8_000_000);
        market.partner.get(&market.details()).header("if-none-match", &again.etag()).await.expect(304);
        market.leader.patch(&market.details(), "\"v1\"", json!({ "terms": null })).await.problem(412, "precondition_failed");
        market.leader.patch(&market.details(), "\"v2\"", json!({ "asking_price_vnd": 0 })).await.faults(&["#/asking_price_vnd: out_of_range"]);
        market.leader.act(&format!("{path}/withdraw"), "\"v2\"", Value::Null).await.expect(200);
        market.partner.get(&market.details()).await.problem(404, "not_found");
        market.leader.get(&market.details()).await.expect(200);
        market.leader.act(&format!("{path}/publish"), "\"v3\"", Value::Null).await.expect(200);
        market.partner.get(&market.details()).await.expect(200);
        app.set_now("2026-12-01T00:00:00Z");
        market.partner.get(&market.details()).await.problem(404, "not_found");
        market.partner.get(&item(asked.id())).await.expect(200);
    }

    async fn a_partner_asks_once_and_again_after_it_was_refused(app: App) {
        let market = Market::of(&app).await;
        let first = market.ask().await.expect(201);
        let twice = market.ask().await.problem(409, "duplicate");
        assert_eq!(twice.json["existing_id"], first.json["id"]);
        grant(&market.leader, first.id(), "\"v1\"").await.expect(200);
        market.ask().await.problem(409, "duplicate");
        refuse(&market.leader, first.id(), "\"v2\"").await.expect(200);
        let second = market.ask().await.expect(201);
        assert_eq!(market.partner.get(REQUESTS).await.expect(200).ids().len(), 2);
        let other = app.buyer().await;
        other.post(REQUESTS, json!({ "offer_id": market.offer })).await.expect(201);
        refuse(&market.leader, second.id(), "\"v1\"").await.expect(200);
        let ask = || market.partner.post(REQUESTS, json!({ "offer_id": market.offer }));
        let mut statuses: Vec<u16> = at_once([ask(), ask()].map(IntoFuture::into_future)).await.iter().map(|one| one.status).collect();
        statuses.sort();
        assert_eq!(statuses, [201, 409]);
    }

    async fn what_a_partner_does_not_see_it_cannot_ask_about(app: App) {
        let market = Market::of(&app).await;
        let asking = async |offer: Uuid| market.partner.post(REQUESTS, json!({ "offer_id": offer })).await;
        let nobody = asking(Uuid::now_v7()).await.problem(404, "not_found").faults(&["#/offer_id: not_found"]);
        for status in [OfferStatus::Draft, OfferStatus::Withdrawn] {
            let hidden = asking(app.offer(market.group, status).await.into()).await.problem(404, "not_found");
            assert_eq!(words(&hidden), words(&nobody));
        }
        app.set_now("2026-12-01T00:00:00Z");
        assert_eq!(words(&asking(market.offer.into()).await), words(&nobody));
        market.leader.post(REQUESTS, json!({ "offer_id": market.offer })).await.problem(403, "permission_denied");
    }

    async fn only_a_verified_partner_asks_and_is_let_in(app: App) {
        let market = Market::of(&app).await;
        let asked = market.ask().await.expect(201);
        let second = Market::of(&app).await;
        let open = second.ask().await.expect(201);
        grant(&market.leader, asked.id(), "\"v1\"").await.expect(200);
        set_partner(&app, market.partner_id, PartnerStatus::Suspended).await;
        let refused = market.ask().await.problem(403, "permission_denied");
        assert!(refused.json["detail"].as_str().unwrap().contains("tạm dừng"), "{refused}");
        market.partner.get(&item(asked.id())).await.expect(200);
        market.partner.get(&market.details()).await.expect(200);
        set_partner(&app, second.partner_id, PartnerStatus::Suspended).await;
        assert_eq!(grant(&second.leader, open.id(), "\"v1\"").await.unmet(), [("partner_verified".to_owned(), None, None)]);
        refuse(&second.leader, open.id(), "\"v1\"").await.expect(200);
        for status in [PartnerStatus::Pending, PartnerStatus::Rejected] {
            set_partner(&app, market.partner_id, status).await;
            market.ask().await.problem(403, "permission_denied");
            market.partner.get(&item(asked.id())).await.problem(403, "permission_denied");
            market.partner.get(&market.details()).await.problem(403, "permission_denied");
        }
    }

    async fn whoever_acts_for_several_partners_says_for_which(app: App) {
        let market = Market::of(&app).await;
        let (one, two) = (app.partner().await, app.partner().await);
        let agent = app.as_roles(&[(Role::Partner, Scope::Partner(one)), (Role::Partner, Scope::Partner(two))]).await;
        let ask = async |partner: Value| agent.post(REQUESTS, json!({ "offer_id": market.offer, "partner_id": partner })).await;
        ask(Value::Null).await.problem(422, "validation_failed").faults(&["#/partner_id: required"]);
        ask(json!(market.partner_id)).await.problem(404, "not_found").faults(&["#/partner_id: not_found"]);
        ask(json!(two)).await.expect(201);
        let made = ask(json!(one)).await.expect(201);
        assert_eq!(made.json["partner_id"], json!(one));
    }

    async fn nobody_acts_for_both_sides(app: App) {
        let market = Market::of(&app).await;
        let asked = market.ask().await.expect(201);
        app.also(&market.partner, Role::Leader, Scope::Group(market.group)).await;
        grant(&market.partner, asked.id(), "\"v1\"").await.problem(403, "separation_of_duties");
        refuse(&market.partner, asked.id(), "\"v1\"").await.problem(403, "separation_of_duties");
        grant(&market.leader, asked.id(), "\"v1\"").await.expect(200);
    }

    async fn requests_of_others_do_not_exist(app: App) {
        const REQUEST: &str = "/v1/offer-requests/{offer_request_id}";
        let (market, other) = (Market::of(&app).await, Market::of(&app).await);
        let (asked, officer) = (market.ask().await.expect(201), app.as_officer_of(commune(&app).await).await);
        let away = app.as_officer_of(app.area("052", "2022-06-30").await).await;
        for stranger in [&other.leader, &other.partner, &away] {
            hidden(&officer, stranger, REQUEST, asked.id()).await;
            let filtered = stranger.get(&format!("{REQUESTS}?offer_id={}", market.offer)).await.expect(200);
            assert!(filtered.data().is_empty());
        }
        let viewer = app.as_viewer_of(commune(&app).await).await;
        viewer.get(&item(asked.id())).await.problem(403, "permission_denied");
        viewer.get(&market.details()).await.problem(403, "permission_denied");
        viewer.get(&format!("/v1/sales-offers/{}", market.offer)).await.expect(200);
        grant(&officer, asked.id(), "\"v1\"").await.expect(200);
    }

    async fn offers_of_others_do_not_exist(app: App) {
        const OFFER: &str = "/v1/sales-offers/{offer_id}";
        let (market, other) = (Market::of(&app).await, Market::of(&app).await);
        let officer = app.as_officer_of(commune(&app).await).await;
        let away = app.as_officer_of(app.area("052", "2022-06-30").await).await;
        for stranger in [&other.leader, &away] {
            hidden(&officer, stranger, OFFER, market.offer.into()).await;
        }
        let draft = app.offer(market.group, OfferStatus::Draft).await;
        hidden(&officer, &market.partner, OFFER, draft.into()).await;
    }

    async fn requests_are_filtered_and_their_history_names_no_one_of_the_other_side(app: App) {
        let (market, other) = (Market::of(&app).await, Market::of(&app).await);
        let asked = market.ask().await.expect(201);
        let second = app.asked(other.offer, market.partner_id, OfferRequestStatus::Refused).await;
        let officer = app.as_officer_of(app.province().await).await;
        let found = async |query: &str| {
            let list = officer.get(&format!("{REQUESTS}?include_total=true&{query}")).await.expect(200);
            assert_eq!(list.json["page"]["total"], json!(list.data().len()));
            list.ids()
        };
        let away = app.area("052", "2022-06-30").await;
        for (query, expected) in [
            (format!("offer_id={}", market.offer), vec![asked.id()]),
            (format!("group_id={}", other.group), vec![second.into()]),
            ("status=open,granted".to_owned(), vec![asked.id()]),
            (format!("partner_id={}&status=refused", market.partner_id), vec![second.into()]),
            (format!("area_id={away}"), vec![]),
        ] {
            assert_eq!(found(&query).await, expected, "{query}");
        }
        assert_eq!(found(&format!("partner_id={}&area_id={}", market.partner_id, commune(&app).await)).await.len(), 2);
        grant(&market.leader, asked.id(), "\"v1\"").await.expect(200);
        let history = market.partner.get(&format!("{}/history", item(asked.id()))).await.expect(200);
        let told: Vec<_> = history.data().iter().map(|one| (one["action"].clone(), one["organisation"].clone(), one["actor_id"].clone())).collect();
        assert_eq!(told, [
            (json!("granted"), json!("group"), Value::Null),
            (json!("created"), json!("partner"), json!(market.partner.account_id())),
        ]);
        let other_side = market.leader.get(&format!("{}/history", item(asked.id()))).await.expect(200);
        assert!(other_side.data().iter().all(|one| one["actor_id"].is_null()), "{other_side}");
    }

    async fn an_answer_needs_the_revision_that_was_read_and_is_replayed(app: App) {
        let market = Market::of(&app).await;
        let key = Uuid::now_v7();
        let ask = || market.partner.post(REQUESTS, json!({ "offer_id": market.offer })).key(key);
        let asked = ask().await.expect(201);
        assert_eq!(ask().await.expect(201).json, asked.json);
        let path = format!("{}/grant", item(asked.id()));
        market.leader.post(&path, Value::Null).await.problem(428, "precondition_required");
        market.leader.act(&path, "\"v2\"", Value::Null).await.problem(412, "precondition_failed");
        let key = Uuid::now_v7();
        let first = market.leader.act(&path, "\"v1\"", Value::Null).key(key).await.expect(200);
        let again = market.leader.act(&path, "\"v1\"", Value::Null).key(key).await.expect(200);
        assert_eq!((&again.json, again.header("idempotency-replayed").as_deref()), (&first.json, Some("true")));
        market.leader.act(&format!("{}/refuse", item(asked.id())), "\"v2\"", json!({ "reason": "" })).await.problem(422, "validation_failed");
    }
}
