//! Publications: prepared by one and published by another, frozen, and read by donors in every format.

use entity::enums::{LegalForm, ReportingStatus, Sex};
use entity::ids::{AreaId, ReportingPeriodId};
use entity::{person, publication_file};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use serde_json::{Value, json};
use tests::calls::step;
use tests::{App, Caller, Reply, both_databases};
use uuid::Uuid;

const PUBLICATIONS: &str = "/v1/publications";
const FORMATS: [(&str, &str); 9] = [
    ("json", "application/json"),
    ("csv", "text/csv; charset=utf-8"),
    ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("xlsx_en", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("hxl", "text/csv; charset=utf-8"),
    ("sdmx", "application/vnd.sdmx.data+csv; version=2.1.0"),
    ("sdmx_structure", "application/vnd.sdmx.structure+xml; version=3.0.0"),
    ("iati", "application/xml"),
    ("dhis2", "application/vnd.dhis2.data-value-set+json"),
];

/// People in a group of a commune.
async fn group_of(app: &App, commune: AreaId, (men, women): (usize, usize)) {
    let group = app.group(commune, LegalForm::Tht, "2020-01-01").await;
    for n in 0..men + women {
        let home = app.household(commune, "2020-01-01").await;
        let member = app.person(home).await;
        let sex = if n < men { Sex::Male } else { Sex::Female };
        person::Entity::update_many()
            .col_expr(person::Column::Sex, Expr::value(sex))
            .filter(person::Column::Id.eq(member))
            .exec(app.db())
            .await
            .unwrap();
        app.membership(group, member, "2020-01-01").await;
    }
}

/// Three communes of a district: many people, many people, and three women among fifteen.
async fn province_of(app: &App) -> [AreaId; 3] {
    let mut communes = Vec::new();
    for (code, people) in [("01392", (20, 15)), ("01399", (25, 14)), ("01387", (12, 3))] {
        let commune = app.area(code, "2022-06-30").await;
        group_of(app, commune, people).await;
        communes.push(commune);
    }
    communes.try_into().unwrap()
}

fn draft(period: ReportingPeriodId) -> Value {
    json!({
        "period_id": period, "title_vi": "Số liệu năm 2021", "title_en": "Figures of 2021",
        "tables": [
            { "indicator": "G1", "by": ["commune"] },
            { "indicator": "G2", "by": ["commune", "sex"] },
            { "indicator": "G3" },
            { "indicator": "G4" },
            { "indicator": "G5" },
        ],
    })
}

async fn publish(by: &Caller, id: Uuid) -> Reply {
    step(by, &format!("{PUBLICATIONS}/{id}"), "publish", Value::Null).await
}

/// A publication that somebody prepared and somebody else published.
async fn published(app: &App, body: Value) -> Uuid {
    let officer = app.as_officer_of(app.province().await).await;
    let id = officer.post(PUBLICATIONS, body).await.expect(201).id();
    publish(&app.as_approver().await, id).await.expect(200);
    id
}

fn document(id: Uuid) -> String {
    format!("{PUBLICATIONS}/{id}/document")
}

/// The cell of a table of a document.
fn cell<'a>(document: &'a Value, indicator: &str, key: &Value) -> &'a Value {
    let tables = document["tables"].as_array().unwrap();
    let table = tables.iter().find(|table| table["indicator"] == indicator).unwrap();
    table["cells"].as_array().unwrap().iter().find(|cell| cell["key"] == *key).unwrap()
}

both_databases! {
    async fn what_is_published_stays_byte_for_byte_and_small_numbers_are_withheld(app: App) {
        let communes = province_of(&app).await;
        let period = app.reporting_period(app.province().await, (2021, None), ReportingStatus::Locked).await;
        let id = published(&app, draft(period)).await;
        let donor = app.as_donor().await;
        let shown = donor.get(&format!("{PUBLICATIONS}/{id}")).await.expect(200);
        assert_eq!((&shown.json["status"], &shown.json["rules_version"]), (&json!("published"), &json!("2026.1")));
        let first = donor.get(&document(id)).await.expect(200);
        let told = |key: Value| cell(&first.json, "G2", &key)["value"].clone();
        // Each of the three groups has a head besides.
        assert_eq!(told(json!({})), 92);
        assert_eq!(told(json!({ "commune": "01387", "sex": "female" })), Value::Null);
        let women = cell(&first.json, "G2", &json!({ "commune": "01387", "sex": "female" }));
        assert_eq!(women["suppressed"], true);
        assert_eq!(women.as_object().unwrap().len(), 5, "never why: {women}");
        let hidden = |key: Value| cell(&first.json, "G2", &key)["suppressed"] == true;
        assert!(hidden(json!({ "commune": "01387", "sex": "male" })) || hidden(json!({ "commune": "01387" })));
        let elsewhere = ["01392", "01399"].iter().any(|code| hidden(json!({ "commune": code, "sex": "female" })));
        assert!(elsewhere, "the column would betray it");
        let etag = first.header("etag").unwrap();
        assert_eq!(etag, format!("\"{}\"", shown.json["sha256"].as_str().unwrap()));
        donor.get(&document(id)).header("if-none-match", &etag).await.expect(304);
        group_of(&app, communes[0], (5, 5)).await;
        let again = donor.get(&document(id)).await.expect(200);
        assert_eq!((again.text(), again.header("etag")), (first.text(), Some(etag)));
    }

    async fn every_format_is_there_by_name_and_by_media_type(app: App) {
        province_of(&app).await;
        let period = app.reporting_period(app.province().await, (2021, None), ReportingStatus::Approved).await;
        let id = published(&app, draft(period)).await;
        let donor = app.as_donor().await;
        for (format, media_type) in FORMATS {
            let reply = donor.get(&format!("{}?format={format}", document(id))).await.expect(200);
            assert_eq!(reply.header("content-type").as_deref(), Some(media_type), "{format}");
            assert!(reply.header("etag").is_some_and(|etag| etag.len() == 66), "{format}");
        }
        for (accept, media_type) in [
            ("text/csv", FORMATS[1].1),
            ("application/xml;q=0.9, application/json;q=0.5", "application/xml"),
            ("application/vnd.sdmx.data+csv", FORMATS[5].1),
            ("*/*", "application/json"),
        ] {
            let reply = donor.get(&document(id)).header("accept", accept).await.expect(200);
            assert_eq!(reply.header("content-type").as_deref(), Some(media_type), "{accept}");
        }
        donor.get(&document(id)).header("accept", "image/png").await.problem(406, "not_acceptable");
        donor.get(&format!("{}?format=pdf", document(id))).await.problem(400, "invalid_parameter");
        let chart = donor.get(&format!("{PUBLICATIONS}/{id}/charts/G1?kind=tiles&language=en")).await.expect(200);
        assert_eq!(chart.header("content-type").as_deref(), Some("image/svg+xml"));
        donor.get(&format!("{PUBLICATIONS}/{id}/charts/G10")).await.problem(404, "not_found");
        let kept = publication_file::Entity::find().all(app.db()).await.unwrap();
        assert_eq!(kept.len(), FORMATS.len());
    }

    async fn who_prepares_does_not_publish_and_an_open_period_is_not_published(app: App) {
        province_of(&app).await;
        let province = app.province().await;
        let open = app.reporting_period(province, (2021, None), ReportingStatus::Open).await;
        let (officer, approver) = (app.as_officer_of(province).await, app.as_approver().await);
        let id = officer.post(PUBLICATIONS, draft(open)).await.expect(201).id();
        let refused = publish(&approver, id).await.problem(409, "conditions_unmet");
        assert_eq!((&refused.json["label"], &refused.json["period_id"]), (&json!("2021"), &json!(open)));
        publish(&officer, id).await.problem(403, "permission_denied");
        let both = app.as_roles(&[
            (entity::enums::Role::Officer, hoinongdan::access::Scope::Province(province)),
            (entity::enums::Role::Approver, hoinongdan::access::Scope::Province(province)),
        ]).await;
        let approved = app.reporting_period(province, (2020, None), ReportingStatus::Approved).await;
        let own = both.post(PUBLICATIONS, draft(approved)).await.expect(201).id();
        publish(&both, own).await.problem(403, "separation_of_duties");
        publish(&approver, own).await.expect(200);
        publish(&approver, own).await.problem(409, "state_conflict");
        let etag = officer.get(&format!("{PUBLICATIONS}/{own}")).await.etag();
        let gone = officer.delete(&format!("{PUBLICATIONS}/{own}?reason=test_entry"), &etag).await;
        gone.problem(409, "state_conflict");
        let etag = officer.get(&format!("{PUBLICATIONS}/{id}")).await.etag();
        officer.delete(&format!("{PUBLICATIONS}/{id}?reason=test_entry"), &etag).await.expect(204);
        officer.get(&format!("{PUBLICATIONS}/{id}")).await.problem(404, "not_found");
    }

    async fn donors_see_nothing_before_it_is_published_and_staff_see_what_is_withheld(app: App) {
        let communes = province_of(&app).await;
        let province = app.province().await;
        let period = app.reporting_period(province, (2021, None), ReportingStatus::Locked).await;
        let officer = app.as_officer_of(province).await;
        let id = officer.post(PUBLICATIONS, draft(period)).await.expect(201).id();
        let donor = app.as_donor().await;
        assert!(donor.get(PUBLICATIONS).await.expect(200).data().is_empty());
        for path in [String::new(), "/document".to_owned(), "/charts/G1".to_owned()] {
            donor.get(&format!("{PUBLICATIONS}/{id}{path}")).await.problem(404, "not_found");
        }
        for path in ["preview", "values", "changes", "history"] {
            donor.get(&format!("{PUBLICATIONS}/{id}/{path}")).await.problem(403, "permission_denied");
        }
        let preview = officer.get(&format!("{PUBLICATIONS}/{id}/preview")).await.expect(200);
        assert_eq!(cell(&preview.json, "G2", &json!({}))["value"], 92);
        publish(&app.as_approver().await, id).await.expect(200);
        let values = officer.get(&format!("{PUBLICATIONS}/{id}/values?limit=200")).await.expect(200);
        let women = json!({ "commune": "01387", "sex": "female" });
        let truth = values.data().iter().find(|one| one["indicator"] == "G2" && one["key"] == women).unwrap();
        assert!(truth["value"].as_i64().is_some_and(|women| (3..=4).contains(&women)), "{truth}");
        assert_eq!(truth["is_suppressed"], true);
        group_of(&app, communes[0], (10, 10)).await;
        let later = published(&app, draft(period)).await;
        let changes = officer.get(&format!("{PUBLICATIONS}/{later}/changes?since_id={id}&limit=200")).await.expect(200);
        let total = changes.data().iter().find(|one| one["indicator"] == "G2" && one["key"] == json!({})).unwrap();
        assert_eq!((&total["before"], &total["after"]), (&json!(92), &json!(113)));
        let missing = officer.get(&format!("{PUBLICATIONS}/{later}/changes")).await;
        missing.problem(422, "validation_failed");
        officer.get(&format!("{PUBLICATIONS}/{id}/changes?since_id={later}")).await.problem(422, "validation_failed");
    }

    async fn what_cannot_be_published_is_said_table_by_table(app: App) {
        let province = app.province().await;
        let period = app.reporting_period(province, (2021, None), ReportingStatus::Locked).await;
        let officer = app.as_officer_of(province).await;
        for (table, pointer) in [
            (json!({ "indicator": "G99" }), "#/tables/0/indicator"),
            (json!({ "indicator": "3.2.2" }), "#/tables/0/indicator"),
            (json!({ "indicator": "G1", "by": ["sex"] }), "#/tables/0/by"),
            (json!({ "indicator": "G2", "by": ["sex", "sex"] }), "#/tables/0/by"),
            (json!({ "indicator": "G2", "by": ["commune", "district"] }), "#/tables/0/by"),
            (json!({ "indicator": "G2", "by": ["height"] }), "#/tables/0/by/0"),
        ] {
            let mut body = draft(period);
            body["tables"] = json!([table]);
            let refused = officer.post(PUBLICATIONS, body).await.problem(422, "validation_failed");
            assert_eq!(refused.json["errors"][0]["pointer"], pointer, "{table}");
        }
        let mut body = draft(period);
        body["period_id"] = json!(Uuid::now_v7());
        officer.post(PUBLICATIONS, body).await.problem(404, "not_found");
    }
}
