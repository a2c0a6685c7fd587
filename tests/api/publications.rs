//! Publications: prepared by one and published by another, frozen, and read by donors in every format.

use entity::enums::{LegalForm, Poverty, ReportingStatus, Sex};
use entity::ids::{AreaId, ReportingPeriodId};
use entity::{household_place, person, publication, publication_file};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use serde_json::{Value, json};
use tests::calls::step;
use tests::databases::Backend;
use tests::{App, Caller, Dice, Reply, both_databases};
use uuid::Uuid;

pub const PUBLICATIONS: &str = "/v1/publications";
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
pub async fn group_of(app: &App, commune: AreaId, (men, women): (usize, usize)) {
    let group = app.group(commune, LegalForm::Tht, "2020-01-01").await;
    for n in 0..men + women {
        let home = app.household(commune, "2020-01-01").await;
        let sex = if n < men { Sex::Male } else { Sex::Female };
        let member = app.person_named(home, "Nông Văn Mẫu", sex, "2020-01-01").await;
        app.membership(group, member, "2020-01-01").await;
    }
}

/// Three communes of a district: many people, many people, and three women among fifteen.
pub async fn province_of(app: &App) -> [AreaId; 3] {
    let mut communes = Vec::new();
    for (code, people) in [("01392", (20, 15)), ("01399", (25, 14)), ("01387", (12, 3))] {
        let commune = app.area(code, "2022-06-30").await;
        group_of(app, commune, people).await;
        communes.push(commune);
    }
    communes.try_into().unwrap()
}

pub fn draft(period: ReportingPeriodId) -> Value {
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
pub async fn published(app: &App, body: Value) -> Uuid {
    let officer = app.as_officer_of(app.province().await).await;
    let id = officer.post(PUBLICATIONS, body).await.expect(201).id();
    publish(&app.as_approver().await, id).await.expect(200);
    id
}

/// Makes every other home of a commune poor.
pub async fn poor_homes(app: &App, commune: AreaId) {
    let homes = household_place::Entity::find().filter(household_place::Column::CommuneId.eq(commune));
    for home in homes.all(app.db()).await.unwrap().iter().skip(1).step_by(2) {
        app.poverty(home.household_id, commune, Poverty::Poor, "2020-01-01").await;
    }
}

/// Two publications of the money paid in an area, to one group of a commune: before some of it came back, and after.
pub async fn around_a_refund(app: &App, commune: AreaId, area: AreaId) -> [Uuid; 2] {
    let grant = app.grant(app.fund(2_000).await, commune, 600).await;
    app.pay(&grant).await;
    let period = app.reporting_period(area, (2026, Some(2)), ReportingStatus::Approved).await;
    let mut body = draft(period);
    body["tables"] = json!([{ "indicator": "G5" }]);
    let first = published(app, body.clone()).await;
    app.refund(&grant, 100).await;
    [first, published(app, body).await]
}

pub fn document(id: Uuid) -> String {
    format!("{PUBLICATIONS}/{id}/document")
}

/// The cell of a table of a document.
pub fn cell<'a>(document: &'a Value, indicator: &str, key: &Value) -> &'a Value {
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
        let unknown = donor.get(&format!("{}?format=pdf", document(id))).await.problem(406, "not_acceptable");
        let detail = unknown.json["detail"].as_str().unwrap();
        assert!(FORMATS.iter().all(|(format, _)| detail.contains(format)), "{detail}");
        let chart = donor.get(&format!("{PUBLICATIONS}/{id}/charts/G1?kind=tiles&language=en")).await.expect(200);
        assert_eq!(chart.header("content-type").as_deref(), Some("image/svg+xml"));
        let drawn = donor.get(&format!("{PUBLICATIONS}/{id}/charts/G1?language=en")).await.expect(200);
        assert!(drawn.body == chart.body, "without a target the communes are drawn");
        donor.get(&format!("{PUBLICATIONS}/{id}/charts/G1?kind=progress")).await.problem(404, "not_found");
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

    async fn what_cannot_be_made_safe_is_refused_and_names_the_dimension(app: App) {
        let commune = app.area("01392", "2022-06-30").await;
        group_of(&app, commune, (3, 2)).await;
        let province = app.province().await;
        let period = app.reporting_period(province, (2021, None), ReportingStatus::Locked).await;
        let (officer, approver) = (app.as_officer_of(province).await, app.as_approver().await);
        let mut body = draft(period);
        body["tables"] = json!([{ "indicator": "G2", "by": ["sex"] }]);
        let id = officer.post(PUBLICATIONS, body.clone()).await.expect(201).id();
        for refused in [
            officer.get(&format!("{PUBLICATIONS}/{id}/preview")).await,
            publish(&approver, id).await,
        ] {
            let refused = refused.problem(409, "conditions_unmet");
            assert_eq!((&refused.json["indicator"], &refused.json["dimension"]), (&json!("G2"), &json!("sex")));
        }
        // The total of the province alone is told, however small.
        body["tables"] = json!([{ "indicator": "G2" }]);
        let id = published(&app, body).await;
        let told = app.as_donor().await.get(&document(id)).await.expect(200);
        assert_eq!(cell(&told.json, "G2", &json!({}))["value"], 6);
    }

    async fn where_nobody_is_trained_that_betrays_nobody(app: App) {
        province_of(&app).await;
        let period = app.reporting_period(app.province().await, (2021, None), ReportingStatus::Locked).await;
        let mut body = draft(period);
        body["tables"] = json!([{ "indicator": "G8", "by": ["commune"] }]);
        let told = app.as_donor().await.get(&document(published(&app, body).await)).await.expect(200);
        for key in [json!({}), json!({ "commune": "01392" })] {
            let cell = cell(&told.json, "G8", &key);
            assert_eq!((&cell["value"], &cell["share_bps"]), (&json!(0), &json!(0)), "{key}");
        }
    }

    async fn what_another_area_told_of_the_same_days_counts(app: App) {
        province_of(&app).await;
        let (province, district) = (app.province().await, app.area("045", "2022-06-30").await);
        let of_district = app.reporting_period(district, (2021, None), ReportingStatus::Locked).await;
        let of_province = app.reporting_period(province, (2021, None), ReportingStatus::Locked).await;
        let mut body = draft(of_district);
        body["tables"] = json!([{ "indicator": "G2", "by": ["sex"] }]);
        let first = published(&app, body.clone()).await;
        body["period_id"] = json!(of_province);
        body["tables"] = json!([{ "indicator": "G2", "by": ["district", "sex"] }]);
        let second = published(&app, body).await;
        let donor = app.as_donor().await;
        let (first, second) = (donor.get(&document(first)).await, donor.get(&document(second)).await);
        for sex in ["male", "female"] {
            let told = cell(&first.json, "G2", &json!({ "sex": sex }))["value"].clone();
            assert_eq!(cell(&second.json, "G2", &json!({ "district": "045", "sex": sex }))["value"], told);
        }
    }

    async fn poverty_below_the_province_is_rounded_and_the_same_again(app: App) {
        let communes = province_of(&app).await;
        for commune in communes {
            poor_homes(&app, commune).await;
        }
        let period = app.reporting_period(app.province().await, (2021, None), ReportingStatus::Locked).await;
        let mut body = draft(period);
        body["tables"] = json!([{ "indicator": "G3", "by": ["commune"] }]);
        let (first, second) = (published(&app, body.clone()).await, published(&app, body).await);
        let donor = app.as_donor().await;
        let told = donor.get(&document(first)).await.expect(200);
        let again = donor.get(&document(second)).await.expect(200);
        assert_eq!(told.json["tables"], again.json["tables"]);
        let cells = told.json["tables"][0]["cells"].as_array().unwrap();
        let shown = |cell: &&Value| cell["suppressed"] == false && cell["key"]["commune"].is_string();
        let below: Vec<i64> = cells.iter().filter(shown).map(|cell| cell["value"].as_i64().unwrap()).collect();
        assert!(!below.is_empty() && below.iter().all(|value| value % 5 == 0), "{below:?}");
        let values = app.as_approver().await.get(&format!("{PUBLICATIONS}/{first}/values?limit=1")).await.expect(200);
        assert_eq!(values.data()[0]["value"], cells[0]["value"], "the total is exact");
        let next = values.json["page"]["next_cursor"].as_str().unwrap();
        let rest = app.as_approver().await.get(&format!("{PUBLICATIONS}/{first}/values?limit=200&cursor={next}")).await;
        assert_eq!(rest.expect(200).data().len(), cells.len() - 1);
    }

    async fn a_sum_that_only_grows_and_fell_carries_its_correction(app: App) {
        let [commune, ..] = province_of(&app).await;
        let [first, second] = around_a_refund(&app, commune, app.province().await).await;
        let donor = app.as_donor().await;
        let [before, after] = [first, second].map(document);
        let (before, after) = (donor.get(&before).await.expect(200), donor.get(&after).await.expect(200));
        let notes = |reply: &Reply| reply.json["notes"].as_array().unwrap().len();
        assert_eq!(notes(&after), notes(&before) + 1);
        let last = after.json["notes"].as_array().unwrap().last().unwrap()["en"].as_str().unwrap().to_owned();
        assert!(last.contains("below the") && last.contains("XB-000001") && last.contains("money came back"), "{last}");
        let officer = app.as_officer_of(app.province().await).await;
        let changes = officer.get(&format!("{PUBLICATIONS}/{second}/changes?since_id={first}")).await.expect(200);
        assert_eq!(changes.data().len(), 1);
        assert_eq!(changes.data()[0]["is_correction"], true);
    }

    async fn two_that_are_published_at_once_know_of_each_other(app: App) {
        province_of(&app).await;
        let period = app.reporting_period(app.province().await, (2021, None), ReportingStatus::Locked).await;
        let (officer, approver) = (app.as_officer_of(app.province().await).await, app.as_approver().await);
        let mut ids = Vec::new();
        for _ in 0..2 {
            ids.push(officer.post(PUBLICATIONS, draft(period)).await.expect(201).id());
        }
        let ask = |id: &Uuid| approver.act(&format!("{PUBLICATIONS}/{id}/publish"), "\"v1\"", Value::Null);
        let row = publication::Entity::find_by_id(ids[0]);
        let mut replies = app.while_held(row, ids.iter().map(ask)).await;
        let second = replies.pop().unwrap();
        replies.pop().unwrap().expect(200);
        // On SQLite the second begins to count once the first is there.
        if app.database().backend() == Backend::Postgres {
            second.problem(409, "conditions_unmet");
            publish(&approver, ids[1]).await.expect(200);
        } else {
            second.expect(200);
        }
    }

    async fn bytes_are_the_same_compressed_and_after_a_thousand_edits(app: App) {
        let communes = province_of(&app).await;
        let period = app.reporting_period(app.province().await, (2021, None), ReportingStatus::Locked).await;
        let id = published(&app, draft(period)).await;
        let donor = app.as_donor().await;
        let plain = donor.get(&document(id)).await.expect(200);
        let packed = donor.get(&document(id)).header("accept-encoding", "gzip").await.expect(200);
        assert_eq!(packed.header("content-encoding").as_deref(), Some("gzip"));
        assert_ne!(packed.header("etag"), plain.header("etag"));
        let refused = donor.get(&document(id)).header("accept-encoding", "gzip;q=0, identity").await.expect(200);
        assert_eq!(refused.header("etag"), plain.header("etag"));
        let written = publication_file::Entity::find().all(app.db()).await.unwrap();
        let mut dice = Dice::new("edits");
        let members = person::Entity::find().all(app.db()).await.unwrap();
        for n in 0..1_000 {
            let sex = *dice.one_of(&[Sex::Male, Sex::Female, Sex::Unknown]);
            let member = dice.one_of(&members).id;
            person::Entity::update_many()
                .col_expr(person::Column::Sex, Expr::value(sex))
                .filter(person::Column::Id.eq(member))
                .exec(app.db())
                .await
                .unwrap();
            if n % 100 == 0 {
                group_of(&app, *dice.one_of(&communes), (1, 1)).await;
            }
        }
        for file in written {
            let fetched = donor.get(&format!("{}?format={}", document(id), file.format)).await.expect(200);
            assert_eq!(fetched.body, file.bytes, "{}", file.format);
        }
        assert_eq!(donor.get(&document(id)).await.expect(200).text(), plain.text());
    }
}
