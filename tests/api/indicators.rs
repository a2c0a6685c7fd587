//! Definitions of indicators, and what may be asked of them.

use tests::{App, both_databases};

const VALUES: &str = "/v1/indicators/G2/values";

both_databases! {
    async fn everybody_who_has_signed_in_knows_what_is_measured(app: App) {
        let donor = app.as_donor().await;
        let list = donor.get("/v1/indicators?limit=200&include_total=true").await.expect(200);
        let codes: Vec<&str> = list.data().iter().map(|one| one["code"].as_str().unwrap()).collect();
        for code in ["G1", "G10", "1", "1.a", "1.b", "1.1.4", "2.1.2", "2.1.3", "2.2.3", "3.1.1", "3.2.2", "2.2.6"] {
            assert!(codes.contains(&code), "{code}");
        }
        assert_eq!(list.json["page"]["total"], codes.len());
        let one = donor.get("/v1/indicators/1.1.4").await.expect(200);
        assert_eq!((&one.json["unit"], &one.json["is_of_period"]), (&"persons".into(), &true.into()));
        let surveyed = donor.get("/v1/indicators?is_surveyed=true").await.expect(200);
        assert!(surveyed.data().iter().all(|one| one["is_surveyed"] == true));
        donor.get("/v1/indicators/G99").await.problem(404, "not_found");
        app.anonymous().get("/v1/indicators").await.problem(401, "authentication_required");
    }

    async fn only_declared_combinations_of_a_real_period_are_counted(app: App) {
        let officer = app.as_officer_of(app.province().await).await;
        for (query, parameter) in [
            ("by=sex,young,poverty,commune", "by"),
            ("by=commune,district", "by"),
            ("by=district&map=2025", "by"),
            ("from_on=2022-07-01&until_on=2022-07-01", "until_on"),
            ("until_on=2022-07-01&as_of=2022-07-01", "as_of"),
            ("as_of=2027-01-01", "as_of"),
            ("from_on=1990-01-01", "from_on"),
        ] {
            let refused = officer.get(&format!("{VALUES}?{query}")).await;
            let refused = refused.problem(422, "validation_failed");
            assert_eq!(refused.json["errors"][0]["parameter"], parameter, "{query}");
        }
        officer.get(&format!("{VALUES}?by=height")).await.problem(400, "invalid_parameter");
        let many = vec!["sex"; 10_000].join(",");
        officer.get(&format!("{VALUES}?by={many}")).await.problem(414, "uri_too_long");
        let refused = officer.get("/v1/indicators/G1/values?by=sex").await;
        assert_eq!(refused.problem(422, "validation_failed").json["errors"][0]["parameter"], "by");
        officer.get("/v1/indicators/G99/values").await.problem(404, "not_found");
        officer.get("/v1/indicator-values?code=G1,G99").await.problem(404, "not_found");
        officer.get("/v1/indicators/3.2.2/records").await.problem(404, "not_found");
        officer.get("/v1/indicators/G1/records?sex=female").await.problem(400, "invalid_parameter");
    }

    async fn viewers_see_nothing_about_people_of_a_commune_and_donors_nothing_live(app: App) {
        let district = app.area("045", "2022-06-30").await;
        let viewer = app.as_viewer_of(district).await;
        viewer.get(&format!("{VALUES}?map=2022&as_of=2022-06-30&by=sex,poverty")).await.expect(200);
        viewer.get(&format!("{VALUES}?map=2022&as_of=2022-06-30&by=commune")).await.expect(200);
        for by in ["commune,sex", "commune,young", "commune,indigenous"] {
            let refused = viewer.get(&format!("{VALUES}?map=2022&as_of=2022-06-30&by={by}")).await;
            refused.problem(403, "permission_denied");
        }
        let table = viewer.get(&format!("{VALUES}?map=2022&as_of=2022-06-30")).await.expect(200);
        assert!(table.json["indicators"][0]["cells"][0]["records_url"].is_null());
        viewer.get("/v1/indicators/G2/records").await.problem(403, "permission_denied");
        let treasurer = app.as_treasurer().await;
        treasurer.get("/v1/indicators/G3/values").await.problem(403, "permission_denied");
        let all = treasurer.get("/v1/indicator-values").await.expect(200);
        let poor = all.json["indicators"].as_array().unwrap().iter().find(|one| one["code"] == "G3").unwrap();
        assert_eq!((&poor["is_withheld"], poor["cells"].as_array().unwrap().len()), (&true.into(), 0));
        let donor = app.as_donor().await;
        donor.get(VALUES).await.problem(403, "permission_denied");
        donor.get("/v1/indicators/G2/records").await.problem(403, "permission_denied");
        let elsewhere = app.area("052", "2022-06-30").await;
        let url = format!("{VALUES}?map=2022&as_of=2022-06-30&area_id={elsewhere}");
        viewer.get(&url).await.problem(404, "not_found");
    }
}
