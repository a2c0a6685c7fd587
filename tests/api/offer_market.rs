//! What of the offers partners see, and how offers are found.

use chrono::NaiveDate;
use entity::enums::{GroupStatus, LegalForm, OfferStatus, PartnerStatus, Role};
use entity::ids::{AreaId, OfferId};
use entity::sales_offer;
use hoinongdan::access::Scope;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use serde_json::{Value, json};
use tests::calls::step;
use tests::market::found;
use tests::{App, both_databases};
use uuid::Uuid;

const OFFERS: &str = "/v1/sales-offers";

async fn commune(app: &App) -> AreaId {
    app.area("01392", "2022-06-30").await
}

fn item(id: impl std::fmt::Display) -> String {
    format!("{OFFERS}/{id}")
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Puts other values into an offer than the API would.
async fn put(app: &App, id: OfferId, column: sales_offer::Column, value: impl Into<sea_orm::Value>) {
    sales_offer::Entity::update_many()
        .col_expr(column, Expr::value(value))
        .filter(sales_offer::Column::Id.eq(id))
        .exec(app.db())
        .await
        .unwrap();
}

fn sorted(ids: impl IntoIterator<Item = OfferId>) -> Vec<Uuid> {
    let mut ids: Vec<Uuid> = ids.into_iter().map(Into::into).collect();
    ids.sort();
    ids
}

both_databases! {
    async fn partners_see_what_is_published_not_over_and_of_an_active_group(app: App) {
        let (seller, partner) = (app.seller().await, app.buyer().await);
        let officer = app.as_officer_of(app.province().await).await;
        let mut offers = Vec::new();
        for status in [OfferStatus::Published, OfferStatus::Draft, OfferStatus::Withdrawn, OfferStatus::Published] {
            offers.push(app.offer(seller, status).await);
        }
        put(&app, offers[3], sales_offer::Column::UntilOn, day("2026-06-15")).await;
        for status in [GroupStatus::Forming, GroupStatus::Suspended, GroupStatus::Dissolved, GroupStatus::Upgraded] {
            let other = app.seller().await;
            offers.push(app.offer(other, OfferStatus::Published).await);
            app.set_group(other, status).await;
        }
        assert_eq!(found(&partner, "").await, [Uuid::from(offers[0])]);
        assert_eq!(found(&partner, "status=draft,withdrawn").await, Vec::<Uuid>::new());
        assert_eq!(found(&officer, "").await, sorted(offers.iter().copied()));
        partner.get(&item(offers[0])).await.expect(200);
        for hidden in &offers[1..] {
            partner.get(&item(hidden)).await.problem(404, "not_found");
            officer.get(&item(hidden)).await.expect(200);
        }
        app.set_now("2026-11-30T16:59:59Z");
        partner.get(&item(offers[0])).await.expect(200);
        app.set_now("2026-11-30T17:00:00Z");
        partner.get(&item(offers[0])).await.problem(404, "not_found");
        assert!(found(&partner, "").await.is_empty());
    }

    async fn a_group_that_is_dissolved_or_upgraded_offers_nothing_any_more(app: App) {
        let (seller, partner) = (app.seller().await, app.buyer().await);
        let officer = app.as_officer_of(app.province().await).await;
        let path = item(app.offer(seller, OfferStatus::Published).await);
        partner.get(&path).await.expect(200);
        let body = json!({ "on": "2026-06-14", "reason": "Hết việc" });
        officer.act(&format!("/v1/farmer-groups/{seller}/dissolve"), "\"v1\"", body).await.expect(200);
        partner.get(&path).await.problem(404, "not_found");
        assert!(found(&partner, "").await.is_empty());
        step(&officer, &path, "withdraw", Value::Null).await.expect(200);
        assert_eq!(step(&officer, &path, "publish", Value::Null).await.unmet()[0].0, "group_active");
    }

    async fn a_new_name_of_the_group_is_seen_on_its_offers(app: App) {
        let (seller, partner) = (app.seller().await, app.buyer().await);
        let officer = app.as_officer_of(app.province().await).await;
        let path = item(app.offer(seller, OfferStatus::Published).await);
        let read = partner.get(&path).await.expect(200);
        officer.patch(&format!("/v1/farmer-groups/{seller}"), "\"v1\"", json!({ "name": "Nhóm Bó Chắn" })).await.expect(200);
        let again = partner.get(&path).header("if-none-match", &read.etag()).await.expect(200);
        assert_eq!(again.json["group_name"], "Nhóm Bó Chắn");
    }

    async fn a_partner_that_is_not_verified_sees_nothing_and_a_suspended_one_reads(app: App) {
        let path = item(app.offer(app.seller().await, OfferStatus::Published).await);
        for status in [PartnerStatus::Pending, PartnerStatus::Rejected] {
            let partner = app.as_partner(app.partner_in(status).await).await;
            let refused = partner.get(OFFERS).await.problem(403, "permission_denied");
            assert!(refused.json["detail"].as_str().unwrap().contains("xác minh"), "{refused}");
            partner.get(&path).await.problem(403, "permission_denied");
        }
        let suspended = app.as_partner(app.partner_in(PartnerStatus::Suspended).await).await;
        suspended.get(&path).await.expect(200);
        assert_eq!(found(&suspended, "").await.len(), 1);
    }

    async fn whoever_is_partner_and_leader_sees_both(app: App) {
        let (own, other) = (app.seller().await, app.seller().await);
        let both = app.as_roles(&[
            (Role::Leader, Scope::Group(own)),
            (Role::Partner, Scope::Partner(app.partner().await)),
        ]).await;
        let draft = app.offer(own, OfferStatus::Draft).await;
        let over = app.offer(own, OfferStatus::Published).await;
        let (theirs, theirs_over) = (app.offer(other, OfferStatus::Published).await, app.offer(other, OfferStatus::Published).await);
        for id in [over, theirs_over] {
            put(&app, id, sales_offer::Column::UntilOn, day("2026-06-15")).await;
        }
        assert_eq!(found(&both, "").await, sorted([draft, over, theirs]));
        let list = both.get(&format!("{OFFERS}?group_id={other}")).await.expect(200);
        assert_eq!(list.data()[0]["allowed_actions"], json!([]));
        both.act(&format!("{}/withdraw", item(theirs)), "\"v1\"", Value::Null).await.problem(404, "not_found");
        both.get(&format!("{}/history", item(theirs))).await.problem(404, "not_found");
        both.get(&format!("{}/history", item(draft))).await.expect(200);
    }

    async fn offers_are_found_by_product_place_day_quantity_and_words(app: App) {
        let here = app.group_named("Tổ hợp tác Nà Giàng", commune(&app).await, LegalForm::Tht, "2021-01-01").await;
        let away = app.group_named("Nhóm Bó Chắn", app.area("01726", "2022-06-30").await, LegalForm::Cig, "2021-01-01").await;
        let (heads, tonnes) = (app.offer(here, OfferStatus::Published).await, app.offer(away, OfferStatus::Published).await);
        put(&app, tonnes, sales_offer::Column::Unit, "tan").await;
        put(&app, tonnes, sales_offer::Column::FromOn, day("2026-08-01")).await;
        put(&app, tonnes, sales_offer::Column::Quantity, 1_500_000_i64).await;
        let partner = app.buyer().await;
        let code = sales_offer::Entity::find_by_id(tonnes).one(app.db()).await.unwrap().unwrap().code;
        let (nguyen_binh, ha_quang) = (app.area("052", "2022-06-30").await, app.area("01392", "2025-07-01").await);
        for (query, expected) in [
            ("value_chain=lon_den,lac".to_owned(), vec![heads, tonnes]),
            ("value_chain=lac".to_owned(), vec![]),
            ("form=live_weight".to_owned(), vec![heads, tonnes]),
            ("form=dried,fresh".to_owned(), vec![]),
            ("available_on=2026-05-31".to_owned(), vec![]),
            ("available_on=2026-06-01".to_owned(), vec![heads]),
            ("available_on=2026-11-30".to_owned(), vec![heads, tonnes]),
            ("available_on=2026-12-01".to_owned(), vec![]),
            (format!("area_id={nguyen_binh}"), vec![tonnes]),
            (format!("area_id={ha_quang}"), vec![heads]),
            (format!("group_id={here}"), vec![heads]),
            ("q=na%20giang".to_owned(), vec![heads]),
            ("q=B%C3%B3".to_owned(), vec![tonnes]),
            (format!("q={}", code.to_lowercase()), vec![tonnes]),
            ("unit=head".to_owned(), vec![heads]),
            ("unit=kg".to_owned(), vec![tonnes]),
            ("unit=litre".to_owned(), vec![]),
            ("unit=kg&quantity_gte=1500".to_owned(), vec![tonnes]),
            ("unit=kg&quantity_gte=1500.001".to_owned(), vec![]),
            ("unit=ta&quantity_gte=15".to_owned(), vec![tonnes]),
            ("unit=head&quantity_gte=5".to_owned(), vec![heads]),
            ("unit=head&quantity_gte=6".to_owned(), vec![]),
            ("unit=tan&quantity_gte=999999999.999".to_owned(), vec![]),
        ] {
            assert_eq!(found(&partner, &query).await, sorted(expected), "{query}");
        }
        for (query, status, fault) in [
            ("quantity_gte=5", 422, "unit: required"),
            ("unit=xe", 422, "unit: not_found"),
            ("quantity_gte=1.2345&unit=kg", 400, "quantity_gte: invalid_format"),
            ("form=alive", 400, "form: not_in_enum"),
        ] {
            partner.get(&format!("{OFFERS}?{query}")).await.expect(status).faults(&[fault]);
        }
    }

    async fn pages_follow_one_another_in_every_order(app: App) {
        let seller = app.seller().await;
        let partner = app.buyer().await;
        for n in 0..5 {
            let id = app.offer(seller, OfferStatus::Published).await;
            let until_on = day(&format!("2026-{:02}-01", 12 - n / 2));
            put(&app, id, sales_offer::Column::UntilOn, until_on).await;
        }
        for (sort, by) in [("until_on", "until_on"), ("code", "code"), ("-updated_at", "updated_at")] {
            let (mut path, mut all) = (format!("{OFFERS}?limit=2&sort={sort}"), Vec::new());
            loop {
                let page = partner.get(&path).await.expect(200);
                all.extend(page.data().iter().cloned());
                let Some(link) = page.header("link") else { break };
                path = link.trim_start_matches('<').split('>').next().unwrap().to_owned();
            }
            let key = |one: &Value| (one[by].as_str().unwrap().to_owned(), one["id"].as_str().unwrap().to_owned());
            let mut keys: Vec<_> = all.iter().map(key).collect();
            if sort.starts_with('-') {
                keys.reverse();
            }
            assert!(keys.len() == 5 && keys.is_sorted(), "{sort}: {keys:?}");
        }
        partner.get(&format!("{OFFERS}?sort=from_on")).await.problem(400, "invalid_parameter");
    }
}
