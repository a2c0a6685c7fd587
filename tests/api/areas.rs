//! The map and the periods in which communes belong to the project.

use serde_json::json;
use tests::{App, both_databases};
use uuid::Uuid;

both_databases! {
    async fn a_code_and_a_day_name_one_unit(app: App) {
        let donor = app.as_donor().await;
        let old = donor.get("/v1/areas?code=01392&valid_on=2025-06-30").await.expect(200);
        let new = donor.get("/v1/areas?code=01392&valid_on=2025-07-01").await.expect(200);
        assert_eq!([&old.data()[0]["name_vi"], &new.data()[0]["name_vi"]], ["Thị trấn Xuân Hòa", "Xã Trường Hà"]);
        assert_eq!((old.data().len(), new.data().len()), (1, 1));
        assert_eq!(old.ids(), [Uuid::from(app.area("01392", "2022-06-30").await)]);
    }

    async fn a_merged_commune_names_its_successor_and_is_its_predecessor(app: App) {
        let officer = app.as_officer_of(app.province().await).await;
        let (old, new) = (app.area("01399", "2022-06-30").await, app.area("01392", "2025-07-01").await);
        let successors = officer.get(&format!("/v1/areas/{old}/successors")).await.expect(200);
        assert_eq!(successors.ids(), [Uuid::from(new)]);
        let predecessors = officer.get(&format!("/v1/areas/{new}/predecessors")).await.expect(200);
        assert!(predecessors.ids().contains(&Uuid::from(old)), "{predecessors}");
    }

    async fn an_administrator_takes_a_commune_into_the_project(app: App) {
        let admin = app.as_admin().await;
        let area = app.area("01392", "2022-06-30").await;
        let periods = format!("/v1/areas/{area}/project-periods");
        let made = admin.post(&periods, json!({ "from_on": "2017-06-01" })).await.expect(201);
        assert_eq!(made.header("location"), Some(format!("{periods}/{}", made.id())));
        let shown = admin.get(&format!("{periods}/{}", made.id())).await.expect(200);
        assert_eq!(shown.json, made.json);
        let listed = admin.get("/v1/areas?in_project_on=2018-01-01").await.expect(200);
        assert_eq!(listed.ids(), [Uuid::from(area)]);
    }

    async fn periods_of_one_commune_never_overlap(app: App) {
        let admin = app.as_admin().await;
        let periods = format!("/v1/areas/{}/project-periods", app.area("01392", "2022-06-30").await);
        admin.post(&periods, json!({ "from_on": "2017-06-01", "until_on": "2020-01-01" })).await.expect(201);
        admin.post(&periods, json!({ "from_on": "2019-12-31" })).await.problem(409, "state_conflict");
        admin.post(&periods, json!({ "from_on": "2020-01-01" })).await.expect(201);
    }

    async fn a_period_ends_after_it_begins(app: App) {
        let admin = app.as_admin().await;
        let periods = format!("/v1/areas/{}/project-periods", app.area("01392", "2022-06-30").await);
        let same_day = json!({ "from_on": "2017-06-01", "until_on": "2017-06-01" });
        admin.post(&periods, same_day).await.problem(422, "validation_failed");
        let made = admin.post(&periods, json!({ "from_on": "2017-06-01" })).await.expect(201);
        let path = format!("{periods}/{}", made.id());
        let patched = admin.patch(&path, &made.etag(), json!({ "until_on": "2017-06-01" })).await;
        patched.problem(422, "validation_failed").faults(&["#/until_on: inconsistent"]);
    }

    async fn a_period_needs_a_commune_that_exists_on_its_first_day(app: App) {
        let admin = app.as_admin().await;
        let merged = format!("/v1/areas/{}/project-periods", app.area("01399", "2022-06-30").await);
        let late = admin.post(&merged, json!({ "from_on": "2025-07-01" })).await;
        late.problem(422, "validation_failed").faults(&["#/from_on: inconsistent"]);
        let district = format!("/v1/areas/{}/project-periods", app.area("045", "2022-06-30").await);
        let district = admin.post(&district, json!({ "from_on": "2022-06-30" })).await;
        district.problem(422, "validation_failed").faults(&["#/from_on: not_found"]);
    }

    async fn a_period_changes_is_taken_out_and_keeps_its_history(app: App) {
        let admin = app.as_admin().await;
        let area = app.area("01392", "2022-06-30").await;
        let periods = format!("/v1/areas/{area}/project-periods");
        let made = admin.post(&periods, json!({ "from_on": "2017-06-01" })).await.expect(201);
        let path = format!("{periods}/{}", made.id());
        let ended = admin.patch(&path, &made.etag(), json!({ "until_on": "2023-12-31" })).await.expect(200);
        assert_eq!((&ended.json["until_on"], ended.etag().as_str()), (&json!("2023-12-31"), "\"v2\""));
        admin.patch(&path, &made.etag(), json!({ "until_on": null })).await.problem(412, "precondition_failed");
        let history = admin.get(&format!("{path}/history")).await.expect(200);
        let actions: Vec<_> = history.data().iter().map(|entry| &entry["action"]).collect();
        assert_eq!(actions, ["updated", "created"]);
        assert_eq!(
            history.data()[0]["changes"],
            json!([{ "pointer": "/until_on", "old": null, "new": "2023-12-31" }])
        );
        admin.delete(&format!("{path}?reason=wrong_date"), &ended.etag()).await.expect(204);
        admin.get(&path).await.problem(404, "not_found");
        assert!(admin.get(&periods).await.expect(200).data().is_empty());
    }

    async fn only_administrators_edit_the_project(app: App) {
        let area = app.area("01392", "2022-06-30").await;
        let periods = format!("/v1/areas/{area}/project-periods");
        let officer = app.as_officer_of(app.province().await).await;
        officer.post(&periods, json!({ "from_on": "2017-06-01" })).await.problem(403, "permission_denied");
        app.anonymous().get(&periods).await.problem(401, "authentication_required");
    }
}
