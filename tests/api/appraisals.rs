//! Who judges: nobody with an interest, whatever the version; and what the ranking makes of very many scores.

use serde_json::{Value, json};
use tests::calls::{Staff, new_call, open_call, scored, scores, step};
use tests::{App, Cast, Terms, both_databases};

const MILLION: i64 = 1_000_000;

fn conflict() -> Value {
    json!({ "has_conflict": true, "scores": [], "remark": null })
}

both_databases! {
    async fn a_conflict_of_interest_outlives_the_version_it_was_declared_on(app: App) {
        let commune = app.area("01392", "2026-06-01").await;
        let (staff, group) = (Staff::of(&app).await, app.poor_group(commune).await);
        let call = open_call(&staff, new_call(app.fund(500 * MILLION).await, commune, 200 * MILLION)).await;
        let path = scored(&staff, &call, group, 50 * MILLION).await;
        let (partial, [first, _]) = (app.as_appraiser().await, &staff.appraisers);
        let appraisals = format!("{path}/appraisals");
        partial.post(&appraisals, conflict()).await.expect(201);
        let reason = json!({ "reason": "Thiếu báo giá" });
        step(&partial, &path, "return", reason.clone()).await.problem(403, "separation_of_duties");
        step(first, &path, "return", reason).await.expect(200);
        step(&staff.officer, &path, "submit", Value::Null).await.expect(200);
        step(&partial, &path, "start-screening", Value::Null).await.problem(403, "separation_of_duties");
        step(first, &path, "start-screening", Value::Null).await.expect(200);
        let results = json!({ "results": [{ "criterion": "documents", "is_met": true, "remark": null }] });
        step(first, &path, "pass-screening", results).await.expect(200);
        partial.post(&appraisals, scores(80, 40)).await.problem(403, "separation_of_duties");
        partial.post(&appraisals, conflict()).await.expect(201);
        first.post(&appraisals, scores(80, 40)).await.expect(201);
    }

    async fn whoever_declared_a_conflict_of_interest_accepts_no_works(app: App) {
        let cast = Cast::of(&app).await;
        let grant = app.granted(app.area("01392", "2022-06-30").await, &Terms::default()).await;
        app.set_application(grant.application, entity::enums::ApplicationStatus::Appraisal).await;
        let path = format!("/v1/grant-applications/{}/appraisals", grant.application);
        cast.appraiser.post(&path, conflict()).await.expect(201);
        app.set_application(grant.application, entity::enums::ApplicationStatus::Agreement).await;
        cast.release(grant.tranches[0]).await;
        cast.minutes(&grant, 0, ("passed", 1)).await.problem(403, "separation_of_duties");
        cast.accept(grant.application).await.problem(403, "separation_of_duties");
    }

    async fn a_ranking_counts_every_score_of_a_large_call(app: App) {
        let staff = Staff::of(&app).await;
        let commune = app.area("01392", "2026-06-01").await;
        app.ripe(&staff, commune, 510).await;
        let call = staff.officer.get("/v1/grant-calls").await.expect(200).ids()[0];
        let ranking = staff.approver.get(&format!("/v1/grant-calls/{call}/ranking")).await.expect(200);
        let ranked = ranking.json["ranked"].as_array().unwrap();
        assert_eq!(ranked.len(), 510);
        assert!(ranked.iter().all(|one| one["appraisers"] == 2));
    }
}
