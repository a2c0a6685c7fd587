//! The lives of offers and of requests to see them, cell by cell.

use entity::enums::{OfferRequestStatus, OfferStatus};
use entity::ids::OfferId;
use entity::sales_offer;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait as _, EntityTrait as _, Iterable as _, QueryFilter as _};
use serde_json::{Value, json};
use tests::grid::{Cell, is_committed, line};
use tests::{App, Caller, both_databases};

const GRID: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/api/snapshots/offer_workflows.txt");
const OFFER_STEPS: [&str; 2] = ["publish", "withdraw"];
const REQUEST_STEPS: [&str; 2] = ["grant", "refuse"];

async fn offer(app: &App, status: OfferStatus) -> OfferId {
    app.offer(app.seller().await, status).await
}

async fn offers(app: &App, officer: &Caller) -> String {
    let mut grid = line(&Value::Null, OFFER_STEPS);
    for status in OfferStatus::iter() {
        let mut cells = Vec::new();
        for action in OFFER_STEPS {
            let item = format!("/v1/sales-offers/{}", offer(app, status).await);
            cells.push(Cell { caller: officer, item, action, body: Value::Null }.outcome().await);
        }
        grid += &line(&json!(status), cells);
    }
    grid
}

async fn requests(app: &App, officer: &Caller) -> String {
    let mut grid = line(&Value::Null, REQUEST_STEPS);
    for status in OfferRequestStatus::iter() {
        let mut cells = Vec::new();
        for action in REQUEST_STEPS {
            let id = app.asked(offer(app, OfferStatus::Published).await, app.partner().await, status).await;
            let body = if action == "refuse" { json!({ "reason": "Đã bán hết" }) } else { Value::Null };
            let item = format!("/v1/offer-requests/{id}");
            cells.push(Cell { caller: officer, item, action, body }.outcome().await);
        }
        grid += &line(&json!(status), cells);
    }
    grid
}

both_databases! {
    async fn every_step_of_offers_and_requests_does_what_the_grids_say(app: App) {
        let officer = app.as_officer_of(app.province().await).await;
        let (offers, requests) = (offers(&app, &officer).await, requests(&app, &officer).await);
        is_committed(GRID, &format!(
            "`-` is 409 `state_conflict`.\n\nOffers:\n{offers}\nRequests to see an offer in detail:\n{requests}"
        ));
    }

    async fn an_offer_is_changed_until_it_is_taken_back_and_taken_out_while_it_is_a_draft(app: App) {
        let officer = app.as_officer_of(app.province().await).await;
        for (status, changed, gone) in [
            (OfferStatus::Draft, 200, 204),
            (OfferStatus::Published, 200, 409),
            (OfferStatus::Withdrawn, 409, 409),
        ] {
            let path = format!("/v1/sales-offers/{}", offer(&app, status).await);
            officer.patch(&path, "\"v1\"", json!({ "quantity": "7" })).await.expect(changed);
            let etag = officer.get(&path).await.expect(200).etag();
            officer.delete(&format!("{path}?reason=entered_twice"), &etag).await.expect(gone);
        }
    }

    async fn details_are_changed_while_the_offer_can_be(app: App) {
        let officer = app.as_officer_of(app.province().await).await;
        for (status, answer) in [(OfferStatus::Draft, 200), (OfferStatus::Published, 200), (OfferStatus::Withdrawn, 409)] {
            let path = format!("/v1/sales-offers/{}/details", offer(&app, status).await);
            officer.patch(&path, "\"v1\"", json!({ "terms": "Trả tiền ngay." })).await.expect(answer);
        }
    }

    async fn what_stands_in_the_way_of_publishing_is_told_at_once(app: App) {
        let officer = app.as_officer_of(app.province().await).await;
        let id = offer(&app, OfferStatus::Draft).await;
        let path = format!("/v1/sales-offers/{id}");
        let group = officer.get(&path).await.expect(200).json["group_id"].as_str().unwrap().to_owned();
        let suspended = json!({ "from_on": "2026-06-01", "reason": "Chờ kiện toàn." });
        let group = format!("/v1/farmer-groups/{group}");
        officer.act(&format!("{group}/suspend"), "\"v1\"", suspended).await.expect(200);
        let chains = json!({ "value_chains": [{ "chain": "lac", "is_primary": true }] });
        officer.patch(&group, "\"v2\"", chains).await.expect(200);
        sales_offer::Entity::update_many()
            .col_expr(sales_offer::Column::UntilOn, Expr::value("2026-06-15".parse::<chrono::NaiveDate>().unwrap()))
            .filter(sales_offer::Column::Id.eq(id))
            .exec(app.db())
            .await
            .unwrap();
        let unmet = officer.act(&format!("{path}/publish"), "\"v1\"", Value::Null).await.unmet();
        let rules: Vec<_> = unmet.iter().map(|(rule, _, _)| rule.as_str()).collect();
        assert_eq!(rules, ["group_active", "chain_of_group", "window_not_over"]);
        officer.patch(&path, "\"v1\"", json!({ "chain": "lac", "form": "dried", "unit": "ta" })).await.expect(200);
        let unmet = officer.act(&format!("{path}/publish"), "\"v2\"", Value::Null).await.unmet();
        assert_eq!(unmet.len(), 2);
    }
}
