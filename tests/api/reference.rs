//! Value chains, ethnic groups, climate-smart practices and holidays.

use serde_json::{Value, json};
use tests::{App, Caller, both_databases};

/// The codes of all pages of a list.
async fn codes(caller: &Caller, path: &str) -> Vec<String> {
    let (mut path, mut codes) = (path.to_owned(), Vec::new());
    loop {
        let page = caller.get(&path).await.expect(200);
        codes.extend(page.data().iter().map(|item| item["code"].as_str().unwrap().to_owned()));
        let Some(link) = page.header("link") else { return codes };
        path = link.trim_start_matches('<').split('>').next().unwrap().to_owned();
    }
}

fn new_holiday(day: &str) -> Value {
    json!({ "holiday_on": day, "name_vi": "Ngày thử", "name_en": "Test day" })
}

both_databases! {
    async fn lists_with_codes_are_paged_by_them(app: App) {
        let officer = app.as_officer_of(app.province().await).await;
        for (path, count) in [("/v1/value-chains", 13), ("/v1/ethnic-groups", 56), ("/v1/csa-practices", 22)] {
            let ascending = codes(&officer, &format!("{path}?limit=5")).await;
            assert_eq!(ascending.len(), count);
            assert!(ascending.is_sorted());
            let mut descending = codes(&officer, &format!("{path}?limit=4&sort=-code")).await;
            descending.reverse();
            assert_eq!(ascending, descending);
            let page = officer.get(&format!("{path}?limit=1&include_total=true")).await.expect(200);
            assert_eq!(page.json["page"]["total"], count);
            assert_eq!(page.header("cache-control").as_deref(), Some("public, max-age=3600"));
        }
    }

    async fn the_majority_is_not_indigenous(app: App) {
        let officer = app.as_officer_of(app.province().await).await;
        let page = officer.get("/v1/ethnic-groups?limit=2").await.expect(200);
        assert_eq!(page.json["data"], json!([
            { "code": "01", "name_vi": "Kinh", "name_en": "Kinh", "is_indigenous": false },
            { "code": "02", "name_vi": "Tày", "name_en": "Tay", "is_indigenous": true },
        ]));
    }

    async fn an_administrator_enters_a_holiday_once(app: App) {
        let admin = app.as_admin().await;
        let made = admin.post("/v1/holidays", new_holiday("2030-02-04")).await.expect(201);
        assert_eq!(made.header("cache-control").as_deref(), Some("private, no-cache"));
        admin.post("/v1/holidays", new_holiday("2030-02-04")).await.problem(409, "duplicate");
        let path = format!("/v1/holidays/{}", made.id());
        assert_eq!(admin.get(&path).await.expect(200).json, made.json);
        let listed = admin.get("/v1/holidays?holiday_on_gte=2030-02-04&holiday_on_lte=2030-02-04").await.expect(200);
        assert_eq!(listed.json["data"], json!([made.json]));
        let history = admin.get(&format!("{path}/history")).await.expect(200);
        assert_eq!(history.data()[0]["action"], "created");
    }

    async fn a_holiday_entered_in_error_is_gone_and_its_day_free(app: App) {
        let admin = app.as_admin().await;
        let made = admin.post("/v1/holidays", new_holiday("2030-02-04")).await.expect(201);
        let path = format!("/v1/holidays/{}", made.id());
        let wrong = format!("{path}?reason=wrong_date");
        admin.delete(&wrong, "\"v2\"").await.problem(412, "precondition_failed");
        admin.delete(&format!("{path}?reason=mistake"), &made.etag()).await.problem(400, "invalid_parameter");
        admin.delete(&wrong, &made.etag()).await.expect(204);
        admin.get(&path).await.problem(404, "not_found");
        admin.get(&format!("{path}/history")).await.problem(404, "not_found");
        admin.post("/v1/holidays", new_holiday("2030-02-04")).await.expect(201);
    }

    async fn holidays_are_listed_by_day(app: App) {
        let officer = app.as_officer_of(app.province().await).await;
        for sort in ["holiday_on", "-holiday_on"] {
            let page = officer.get(&format!("/v1/holidays?limit=200&sort={sort}")).await.expect(200);
            let mut days: Vec<_> = page.data().iter().map(|item| item["holiday_on"].as_str().unwrap()).collect();
            if sort.starts_with('-') {
                days.reverse();
            }
            assert!(days.len() > 50 && days.is_sorted(), "{days:?}");
        }
        officer.post("/v1/holidays", new_holiday("2030-02-04")).await.problem(403, "permission_denied");
    }
}
