//! Units and products, and the public cards of groups.

use entity::enums::{GroupStatus, LegalForm, OfferStatus};
use entity::ids::{AreaId, GroupId};
use entity::{group_value_chain, person, sales_offer};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use serde_json::{Value, json};
use tests::{App, Caller, both_databases};

const CARDS: &str = "/v1/group-cards";

async fn commune(app: &App) -> AreaId {
    app.area("01392", "2022-06-30").await
}

/// A published offer of a group, of so many millionths of a unit.
async fn offer(app: &App, group: GroupId, (form, unit, quantity): (&str, &str, i64)) {
    let id = app.offer(group, OfferStatus::Published).await;
    sales_offer::Entity::update_many()
        .col_expr(sales_offer::Column::Form, Expr::value(form))
        .col_expr(sales_offer::Column::Unit, Expr::value(unit))
        .col_expr(sales_offer::Column::Quantity, Expr::value(quantity))
        .filter(sales_offer::Column::Id.eq(id))
        .exec(app.db())
        .await
        .unwrap();
}

async fn names(caller: &Caller, query: &str) -> Vec<String> {
    let list = caller.get(&format!("{CARDS}?include_total=true&{query}")).await.expect(200);
    assert_eq!(list.json["page"]["total"], json!(list.data().len()), "{list}");
    list.data().iter().map(|card| card["name"].as_str().unwrap().to_owned()).collect()
}

both_databases! {
    async fn units_are_listed_with_what_they_measure(app: App) {
        let partner = app.buyer().await;
        let units = partner.get("/v1/units?include_total=true").await.expect(200);
        assert_eq!(units.json["page"]["total"], 6);
        assert_eq!(units.header("cache-control").as_deref(), Some("public, max-age=3600"));
        let head = json!({ "code": "head", "name_vi": "con", "name_en": "head", "measure": "head", "factor": 1 });
        assert_eq!(units.data()[0], head);
        assert_eq!((&units.data()[3]["code"], &units.data()[3]["factor"]), (&json!("ta"), &json!(100)));
        app.as_donor().await.get("/v1/units").await.problem(403, "permission_denied");
    }

    async fn products_are_listed_with_their_forms_and_units(app: App) {
        let partner = app.buyer().await;
        let products = partner.get("/v1/products?limit=5").await.expect(200);
        assert!(products.data().len() == 5 && products.json["page"]["has_more"] == true);
        let all = partner.get("/v1/products?limit=200").await.expect(200);
        let pigs = all.data().iter().find(|one| one["chain"] == "lon_den").unwrap();
        let by_weight = json!(["kg", "ta", "tan", "yen"]);
        assert_eq!(pigs["name_vi"], "lợn đen");
        assert_eq!(pigs["forms"][0], json!({ "form": "fresh", "units": by_weight }));
        let alive = pigs["forms"].as_array().unwrap().iter().find(|form| form["form"] == "live_weight").unwrap();
        assert_eq!(alive["units"], json!(["head", "kg", "ta", "tan", "yen"]));
        app.as_donor().await.get("/v1/products").await.problem(403, "permission_denied");
    }

    async fn a_card_tells_what_a_group_is_and_nobody_in_it(app: App) {
        let group = app.group_named("Tổ hợp tác Nà Giàng", commune(&app).await, LegalForm::Tht, "2021-01-01").await;
        let household = app.household(commune(&app).await, "2020-01-01").await;
        for _ in 0..2 {
            app.membership(group, app.person(household).await, "2022-01-01").await;
        }
        let lac = group_value_chain::ActiveModel { group_id: Set(group), chain: Set("lac".to_owned()), is_primary: Set(false) };
        app.insert(lac).await;
        for sold in [("live_weight", "head", 5_000_000), ("live_weight", "head", 7_000_000), ("fresh", "kg", 1_250_000), ("fresh", "kg", 1_000)] {
            offer(&app, group, sold).await;
        }
        app.offer(group, OfferStatus::Draft).await;
        app.offer(group, OfferStatus::Withdrawn).await;
        let partner = app.buyer().await;
        let card = partner.get(&format!("{CARDS}/{group}")).await.expect(200);
        let code = card.json["code"].clone();
        let kg = json!({ "chain": "lon_den", "form": "fresh", "unit": "kg", "quantity": "1.251" });
        let heads = json!({ "chain": "lon_den", "form": "live_weight", "unit": "head", "quantity": "12" });
        assert_eq!(card.json, json!({
            "id": group, "code": code, "name": "Tổ hợp tác Nà Giàng", "legal_form": "tht", "status": "active",
            "commune_id": commune(&app).await, "commune_name_vi": "Thị trấn Xuân Hòa", "commune_name_en": card.json["commune_name_en"],
            "value_chains": [{ "chain": "lon_den", "is_primary": true }, { "chain": "lac", "is_primary": false }],
            "size": 3, "planned_volumes": [kg, heads],
        }));
        assert_eq!(partner.get(CARDS).await.expect(200).data(), std::slice::from_ref(&card.json));
        for person in person::Entity::find().all(app.db()).await.unwrap() {
            assert!(!card.text().contains(&person.full_name) && !card.text().contains(&person.id.to_string()));
        }
        let officer = app.as_officer_of(commune(&app).await).await;
        assert_eq!(officer.get(&format!("{CARDS}/{group}")).await.expect(200).json, card.json);
        partner.get(&format!("/v1/farmer-groups/{group}")).await.problem(403, "permission_denied");
        partner.get(&format!("/v1/memberships?group_id={group}")).await.problem(403, "permission_denied");
    }

    async fn what_groups_offer_adds_up_to_the_last_decimal_however_much_it_is(app: App) {
        const MOST: i64 = 999_999_999_999_000;
        let group = app.group(commune(&app).await, LegalForm::Tht, "2021-01-01").await;
        for _ in 0..12 {
            offer(&app, group, ("fresh", "kg", MOST)).await;
        }
        offer(&app, group, ("fresh", "kg", 1_000)).await;
        let card = app.buyer().await.get(&format!("{CARDS}/{group}")).await.expect(200);
        assert_eq!(card.json["planned_volumes"][0]["quantity"], "11999999999.989");
    }

    async fn partners_see_the_cards_of_active_groups(app: App) {
        let partner = app.buyer().await;
        let officer = app.as_officer_of(app.province().await).await;
        let active = app.group_named("Nhóm A", commune(&app).await, LegalForm::Cig, "2021-01-01").await;
        for status in [GroupStatus::Forming, GroupStatus::Suspended, GroupStatus::Dissolved, GroupStatus::Upgraded] {
            let other = app.group_named("Nhóm B", commune(&app).await, LegalForm::Cig, "2021-01-01").await;
            app.set_group(other, status).await;
            partner.get(&format!("{CARDS}/{other}")).await.problem(404, "not_found");
            officer.get(&format!("{CARDS}/{other}")).await.expect(200);
        }
        assert_eq!(names(&partner, "").await, ["Nhóm A"]);
        assert_eq!(names(&officer, "").await.len(), 5);
        partner.get(&format!("{CARDS}/{active}")).await.expect(200);
        let away = app.as_officer_of(app.area("052", "2022-06-30").await).await;
        away.get(&format!("{CARDS}/{active}")).await.problem(404, "not_found");
        assert!(names(&away, "").await.is_empty());
        let leader = app.as_leader_of(active).await;
        leader.get(&format!("{CARDS}/{active}")).await.problem(403, "permission_denied");
    }

    async fn cards_are_found_by_place_product_and_words(app: App) {
        let partner = app.buyer().await;
        let here = app.group_named("Tổ hợp tác Đàm Thủy", commune(&app).await, LegalForm::Tht, "2021-01-01").await;
        app.group_named("Nhóm Đảm Đang", app.area("01726", "2022-06-30").await, LegalForm::Cig, "2021-01-01").await;
        let lac = group_value_chain::ActiveModel { group_id: Set(here), chain: Set("lac".to_owned()), is_primary: Set(false) };
        app.insert(lac).await;
        let (nguyen_binh, truong_ha) = (app.area("052", "2022-06-30").await, app.area("01392", "2025-07-01").await);
        let code = partner.get(&format!("{CARDS}/{here}")).await.expect(200).json["code"].as_str().unwrap().to_owned();
        for (query, expected) in [
            ("".to_owned(), vec!["Nhóm Đảm Đang", "Tổ hợp tác Đàm Thủy"]),
            ("sort=code".to_owned(), vec!["Tổ hợp tác Đàm Thủy", "Nhóm Đảm Đang"]),
            (format!("area_id={nguyen_binh}"), vec!["Nhóm Đảm Đang"]),
            (format!("area_id={truong_ha}"), vec!["Tổ hợp tác Đàm Thủy"]),
            ("value_chain=lac".to_owned(), vec!["Tổ hợp tác Đàm Thủy"]),
            ("value_chain=lac,lon_den".to_owned(), vec!["Nhóm Đảm Đang", "Tổ hợp tác Đàm Thủy"]),
            ("value_chain=ngo".to_owned(), vec![]),
            ("q=dam".to_owned(), vec!["Nhóm Đảm Đang", "Tổ hợp tác Đàm Thủy"]),
            ("q=%C4%91%C3%A0m".to_owned(), vec!["Tổ hợp tác Đàm Thủy", "Nhóm Đảm Đang"]),
            (format!("q={code}"), vec!["Tổ hợp tác Đàm Thủy"]),
        ] {
            assert_eq!(names(&partner, &query).await, expected, "{query}");
        }
        let first = partner.get(&format!("{CARDS}?limit=1")).await.expect(200);
        let cursor = first.json["page"]["next_cursor"].as_str().unwrap().to_owned();
        let second = partner.get(&format!("{CARDS}?limit=1&cursor={cursor}")).await.expect(200);
        assert_eq!((second.data().len(), &second.json["page"]["next_cursor"]), (1, &Value::Null));
        assert_ne!(first.data()[0]["id"], second.data()[0]["id"]);
    }
}
