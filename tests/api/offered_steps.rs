//! `allowed_actions` of calls and applications: what is offered can be done, by this caller and now.

use entity::enums::{ApplicationStatus, LegalForm, Role};
use hoinongdan::access::Scope;
use serde_json::{Value, json};
use tests::calls::{Staff, new_call};
use tests::{App, Caller, Cast, Terms, both_databases};

const MILLION: i64 = 1_000_000;

/// What is offered by the item and by the list; both say the same.
async fn offered(caller: &Caller, collection: &str, id: &str) -> Value {
    let item = caller.get(&format!("{collection}/{id}")).await.expect(200).json["allowed_actions"].clone();
    let list = caller.get(collection).await.expect(200);
    let row = list.data().iter().find(|row| row["id"] == id).unwrap().clone();
    assert_eq!(row["allowed_actions"], item);
    item
}

both_databases! {
    async fn steps_of_an_application_are_offered_where_the_scope_for_them_reaches(app: App) {
        let (here, there) = (app.area("01392", "2022-06-30").await, app.area("01726", "2022-06-30").await);
        let everywhere = (Role::Auditor, Scope::Province(app.province().await));
        for (role, status, steps) in [
            (Role::Officer, ApplicationStatus::Draft, json!(["submit", "withdraw"])),
            (Role::Appraiser, ApplicationStatus::Submitted, json!(["start-screening"])),
            (Role::Approver, ApplicationStatus::Deferred, json!(["reappraise"])),
            (Role::Officer, ApplicationStatus::Acceptance, json!(["settle"])),
        ] {
            let caller = app.as_roles(&[(role, Scope::Area(here)), everywhere]).await;
            for (commune, steps) in [(here, steps), (there, json!([]))] {
                let grant = app.granted(commune, &Terms::default()).await;
                app.set_application(grant.application, status).await;
                let id = grant.application.to_string();
                assert_eq!(offered(&caller, "/v1/grant-applications", &id).await, steps, "{status:?}");
            }
        }
    }

    async fn steps_of_a_call_are_offered_to_whoever_answers_for_all_its_money(app: App) {
        let (staff, here) = (Staff::of(&app).await, app.area("01392", "2026-06-01").await);
        let fund = app.fund(100 * MILLION).await;
        let local = app.as_role(Role::Approver, Scope::Area(here)).await;
        for (area, steps) in [(here, json!(["open"])), (app.province().await, json!([]))] {
            let made = staff.officer.post("/v1/grant-calls", new_call(fund, area, MILLION)).await.expect(201);
            assert_eq!(offered(&local, "/v1/grant-calls", &made.id().to_string()).await, steps);
            assert_eq!(offered(&staff.approver, "/v1/grant-calls", &made.id().to_string()).await, json!(["open"]));
        }
    }

    async fn steps_of_a_plan_are_offered_where_the_scope_for_them_reaches(app: App) {
        let (here, there) = (app.area("01392", "2022-06-30").await, app.area("01726", "2022-06-30").await);
        let everywhere = (Role::Auditor, Scope::Province(app.province().await));
        for (commune, steps) in [(here, json!(["revise"])), (there, json!([]))] {
            let group = app.group(commune, LegalForm::Tht, "2021-03-01").await;
            let (plan, _) = app.planned(group, commune).await;
            let officer = app.as_roles(&[(Role::Officer, Scope::Area(here)), everywhere]).await;
            assert_eq!(offered(&officer, "/v1/production-plans", &plan.to_string()).await, steps);
            let leader = app.as_roles(&[(Role::Leader, Scope::Group(group)), everywhere]).await;
            assert_eq!(offered(&leader, "/v1/production-plans", &plan.to_string()).await, json!(["revise"]));
        }
    }

    async fn a_grant_is_settled_and_then_completed(app: App) {
        let cast = Cast::of(&app).await;
        let grant = app.granted(app.area("01392", "2022-06-30").await, &Terms::default()).await;
        app.set_application(grant.application, ApplicationStatus::Acceptance).await;
        let id = grant.application.to_string();
        let path = "/v1/grant-applications";
        assert_eq!(offered(&cast.officer, path, &id).await, json!(["settle"]));
        assert_eq!(offered(&cast.approver, path, &id).await, json!([]));
        let early = cast.complete(grant.application).await.problem(409, "state_conflict");
        assert_eq!(early.json["allowed_actions"], json!(["settle"]));
        let settled = cast.settle(grant.application).await.expect(200);
        assert_eq!(settled.json["allowed_actions"], json!([]));
        assert_eq!(offered(&cast.officer, path, &id).await, json!([]));
        assert_eq!(offered(&cast.approver, path, &id).await, json!(["complete"]));
        let again = cast.settle(grant.application).await.problem(409, "state_conflict");
        assert_eq!(again.json["allowed_actions"], json!(["complete"]));
        cast.complete(grant.application).await.expect(200);
    }
}
