//! What several publications say together: which is the latest, what is rounded, and what notes say of earlier ones.

use entity::enums::ReportingStatus;
use entity::{farmer_group, group_value_chain};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _};
use serde_json::json;
use tests::databases::Backend;
use tests::{App, Setup, both_databases};

use crate::publications::{
    around_a_refund, cell, document, draft, group_of, poor_homes, province_of, published,
};

/// A service whose latest publication anybody may read.
struct Open(App);

impl Open {
    async fn start(backend: Backend) -> Self {
        Self(App::with(backend, Setup { open_publications: true, ..Setup::default() }).await)
    }
}

both_databases! {
    async fn the_latest_is_for_anybody_where_the_administrator_says_so(open: Open) {
        let app = &open.0;
        let nobody = app.anonymous();
        nobody.get("/v1/latest-publication").await.problem(404, "not_found");
        province_of(app).await;
        let period = app.reporting_period(app.province().await, (2021, None), ReportingStatus::Locked).await;
        let id = published(app, draft(period)).await;
        // What the latest one is may be a second old.
        actix_web::rt::time::sleep(std::time::Duration::from_millis(1_100)).await;
        let latest = nobody.get("/v1/latest-publication").await.expect(200);
        let own = app.as_donor().await.get(&document(id)).await.expect(200);
        assert_eq!((latest.text(), latest.header("etag")), (own.text(), own.header("etag")));
        assert_eq!(latest.header("cache-control").as_deref(), Some("public, max-age=3600"));
        let table = nobody.get("/v1/latest-publication?format=csv").await.expect(200);
        assert_eq!(table.header("content-type").as_deref(), Some("text/csv; charset=utf-8"));
        nobody.get(&document(id)).await.problem(401, "authentication_required");
    }

    async fn the_latest_is_about_the_latest_days_of_the_whole_province(open: Open) {
        let app = &open.0;
        province_of(app).await;
        let (province, district) = (app.province().await, app.area("045", "2022-06-30").await);
        for (area, year) in [(province, 2021), (district, 2022), (province, 2020)] {
            let period = app.reporting_period(area, (year, None), ReportingStatus::Locked).await;
            let mut body = draft(period);
            body["tables"] = json!([{ "indicator": "G1" }]);
            published(app, body).await;
        }
        actix_web::rt::time::sleep(std::time::Duration::from_millis(1_100)).await;
        let latest = app.anonymous().get("/v1/latest-publication").await.expect(200);
        assert_eq!((&latest.json["period"]["label"], &latest.json["area"]["level"]), (&json!("2021"), &json!("province")));
    }

    async fn the_latest_is_for_nobody_otherwise(app: App) {
        province_of(&app).await;
        let period = app.reporting_period(app.province().await, (2021, None), ReportingStatus::Locked).await;
        published(&app, draft(period)).await;
        app.anonymous().get("/v1/latest-publication").await.problem(404, "not_found");
    }

    async fn what_is_rounded_is_the_same_whoever_publishes_it(app: App) {
        let communes = province_of(&app).await;
        for commune in communes {
            poor_homes(&app, commune).await;
        }
        let period = async |area| app.reporting_period(area, (2021, None), ReportingStatus::Locked).await;
        let (of_commune, of_province) = (period(communes[0]).await, period(app.province().await).await);
        let donor = app.as_donor().await;
        let mut told = Vec::new();
        for (period, tables) in [
            (of_commune, json!([{ "indicator": "G3" }])),
            (of_province, json!([{ "indicator": "G3", "by": ["commune"] }, { "indicator": "G2", "by": ["commune", "poverty"] }])),
        ] {
            let mut body = draft(period);
            body["tables"] = tables;
            told.push(donor.get(&document(published(&app, body).await)).await.expect(200).json);
        }
        let [alone, whole] = [0, 1].map(|n| &told[n]);
        let here = json!({ "commune": "01392" });
        let poor = cell(alone, "G3", &json!({}))["value"].clone();
        assert_eq!((poor.as_i64().unwrap() % 5, &poor), (0, &cell(whole, "G3", &here)["value"]));
        // Thirty-five, and the head of the group: how many there are is no secret, and told exactly.
        assert_eq!(cell(whole, "G2", &here)["value"], 36);
        assert_eq!(cell(whole, "G3", &json!({}))["value"], 46, "the total is exact");
    }

    async fn no_note_tells_what_is_withheld(app: App) {
        let [commune, ..] = province_of(&app).await;
        let [first, second] = around_a_refund(&app, commune, commune).await;
        let donor = app.as_donor().await;
        for id in [first, second] {
            let told = donor.get(&document(id)).await.expect(200);
            assert_eq!(cell(&told.json, "G5", &json!({}))["suppressed"], true);
            let notes = told.json["notes"].to_string();
            assert!(!notes.contains("G5") && !notes.contains("600") && !notes.contains("500"), "{notes}");
        }
    }

    async fn groups_do_not_tell_where_it_was_withheld_that_nobody_is(app: App) {
        for (code, chains) in [("01392", &["lon_den"][..]), ("01399", &["lac"]), ("01387", &["lon_den", "lac"])] {
            let commune = app.area(code, "2022-06-30").await;
            for chain in chains {
                group_of(&app, commune, (12, 12)).await;
                let named = group_value_chain::Entity::update_many()
                    .col_expr(group_value_chain::Column::Chain, Expr::value(*chain));
                let newest = farmer_group::Entity::find().order_by_desc(farmer_group::Column::Id);
                let newest = newest.one(app.db()).await.unwrap().unwrap().id;
                named.filter(group_value_chain::Column::GroupId.eq(newest)).exec(app.db()).await.unwrap();
            }
        }
        let province = app.province().await;
        let period = app.reporting_period(province, (2021, None), ReportingStatus::Locked).await;
        let by = json!(["commune", "value_chain"]);
        let mut body = draft(period);
        body["tables"] = json!([{ "indicator": "G2", "by": by }]);
        let first = published(&app, body.clone()).await;
        let told = app.as_donor().await.get(&document(first)).await.expect(200);
        assert_eq!(cell(&told.json, "G2", &json!({ "commune": "01392", "value_chain": "lac" }))["suppressed"], true);
        body["tables"] = json!([{ "indicator": "G1", "by": by }]);
        let officer = app.as_officer_of(province).await;
        let id = officer.post("/v1/publications", body).await.expect(201).id();
        let refused = officer.get(&format!("/v1/publications/{id}/preview")).await.problem(409, "conditions_unmet");
        assert_eq!(refused.json["indicator"], "G1");
    }
}
