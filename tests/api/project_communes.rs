//! Communes of the project with and without an OCOP product, on either map.

use entity::ids::{AreaId, ProjectCommuneId};
use entity::{ocop_product, project_commune};
use hoinongdan::project_communes::queries::{OcopCell, coverage};
use sea_orm::ActiveValue::Set;
use sea_orm::{EntityTrait as _, FromQueryResult as _, QueryTrait as _};
use serde_json::{Value, json};
use tests::{App, Caller, both_databases};
use uuid::Uuid;

/// Lists a commune for the project from a day until another.
pub(crate) async fn listed(app: &App, commune: AreaId, from: &str, until: Option<&str>) {
    app.insert(project_commune::ActiveModel {
        id: Set(ProjectCommuneId::from(Uuid::now_v7())),
        area_id: Set(commune),
        from_on: Set(from.parse().unwrap()),
        until_on: Set(until.map(|day| day.parse().unwrap())),
        version: Set(1),
        created_at: Set(app.now()),
        updated_at: Set(app.now()),
        voided_at: Set(None),
        void_reason: Set(None),
    })
    .await;
}

/// A product from a commune, certified on a day.
async fn certified(officer: &Caller, (commune, former): (AreaId, Option<AreaId>), decided_on: &str) -> Uuid {
    let product = json!({
        "name": "Lạc đỏ", "owner_kind": "enterprise", "owner_name": "Công ty Nà Giàng",
        "commune_id": commune, "former_commune_id": former,
    });
    let made = officer.post("/v1/ocop-products", product).await.expect(201);
    let path = format!("/v1/ocop-products/{}/certificates", made.id());
    let body = json!({ "score": "75", "stars": 4, "decision_no": "1/QĐ", "decided_on": decided_on });
    officer.post(&path, body).await.expect(201);
    made.id()
}

/// Codes and numbers of certified products in a list of project communes, and its total.
async fn list(caller: &Caller, query: &str) -> (Vec<Value>, Value) {
    let list = caller.get(&format!("/v1/project-communes?{query}&include_total=true")).await.expect(200);
    let rows = list.data().iter().map(|row| json!([row["code"], row["certified_products"]])).collect();
    (rows, list.json["page"]["total"].clone())
}

/// G7 as the report will count it.
pub(crate) async fn counted(app: &App, day: &str, area: Option<AreaId>) -> (i64, i64) {
    let communes = project_commune::Entity::find().into_query();
    let select = coverage(communes, day.parse().unwrap(), area);
    let statement = app.db().get_database_backend().build(&select);
    let cells = OcopCell::find_by_statement(statement).all(app.db()).await.unwrap();
    (cells.iter().map(|cell| cell.certified).sum(), cells.iter().map(|cell| cell.communes).sum())
}

both_databases! {
    async fn a_product_covers_its_commune_whatever_the_map(app: App) {
        let officer = app.as_officer_of(app.province().await).await;
        let (old, twin) = (app.area("01392", "2022-06-30").await, app.area("01399", "2022-06-30").await);
        let new = app.area("01392", "2025-07-01").await;
        listed(&app, old, "2017-01-01", Some("2025-07-01")).await;
        listed(&app, twin, "2017-01-01", Some("2025-07-01")).await;
        listed(&app, new, "2025-07-01", None).await;
        certified(&officer, (new, Some(old)), "2024-01-01").await;
        assert_eq!(list(&officer, "as_of=2025-06-30&has_ocop=true").await, (vec![json!(["01392", 1])], json!(1)));
        assert_eq!(list(&officer, "as_of=2025-06-30&has_ocop=false").await, (vec![json!(["01399", 0])], json!(1)));
        assert_eq!(list(&officer, "as_of=2025-07-01").await, (vec![json!(["01392", 1])], json!(1)));
        assert_eq!(list(&officer, "as_of=2025-07-01&has_ocop=false").await, (vec![], json!(0)));
        assert_eq!(list(&officer, "as_of=2023-12-31&has_ocop=true").await, (vec![], json!(0)));
        assert_eq!((counted(&app, "2025-06-30", None).await, counted(&app, "2025-07-01", None).await), ((1, 2), (1, 1)));
        certified(&officer, (new, None), "2026-06-01").await;
        assert_eq!(list(&officer, "as_of=2026-06-15").await, (vec![json!(["01392", 2])], json!(1)));
    }

    async fn a_commune_is_without_a_product_once_its_certificate_is_over(app: App) {
        let officer = app.as_officer_of(app.province().await).await;
        let new = app.area("01392", "2025-07-01").await;
        listed(&app, new, "2025-07-01", None).await;
        let product = certified(&officer, (new, None), "2023-06-15").await;
        assert_eq!((counted(&app, "2026-06-15", None).await, counted(&app, "2026-06-16", None).await), ((1, 1), (0, 1)));
        assert_eq!(list(&officer, "as_of=2026-06-16&has_ocop=false").await.1, 1);
        ocop_product::Entity::update(ocop_product::ActiveModel {
            id: Set(product.into()),
            voided_at: Set(Some(app.now())),
            ..Default::default()
        }).exec(app.db()).await.unwrap();
        assert_eq!(counted(&app, "2026-06-15", None).await, (0, 1));
    }

    async fn project_communes_are_listed_within_the_reach_and_the_area_asked_for(app: App) {
        let province = app.as_officer_of(app.province().await).await;
        let (hq, old) = (app.area("045", "2022-06-30").await, app.area("01392", "2022-06-30").await);
        let other = app.area("01726", "2022-06-30").await;
        listed(&app, old, "2017-01-01", None).await;
        listed(&app, other, "2017-01-01", None).await;
        assert_eq!(list(&province, "as_of=2022-06-30").await.1, 2);
        assert_eq!(list(&province, &format!("as_of=2022-06-30&area_id={hq}")).await.1, 1);
        for caller in [app.as_officer_of(hq).await, app.as_viewer_of(hq).await, app.as_auditor_of(hq).await] {
            assert_eq!(list(&caller, "as_of=2022-06-30").await, (vec![json!(["01392", 0])], json!(1)));
            assert_eq!(list(&caller, &format!("as_of=2022-06-30&area_id={other}")).await.1, 0);
        }
        assert_eq!(counted(&app, "2022-06-30", Some(hq)).await, (0, 1));
    }
}
