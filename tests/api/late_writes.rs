//! One write of every kind whose day a locked reporting period covers: without a reason refused, with one taken and
//! marked.

use entity::enums::{CadreLevel, LegalForm, Poverty, ReportingStatus};
use entity::ids::AreaId;
use serde_json::{Value, json};
use tests::contracts::Sides;
use tests::deliveries::{new_payment, payments};
use tests::{App, Ask, Caller, both_databases};

async fn commune(app: &App) -> AreaId {
    app.area("01392", "2022-06-30").await
}

/// A write, without the reason: what sends it, given the query to add.
type Write<'a> = (&'static str, Box<dyn Fn(&str) -> Ask + 'a>);

fn post<'a>(caller: &'a Caller, name: &'static str, path: String, body: Value) -> Write<'a> {
    (name, Box::new(move |query| caller.post(&format!("{path}?{query}"), body.clone())))
}

fn act<'a>(caller: &'a Caller, name: &'static str, path: String, body: Value) -> Write<'a> {
    (name, Box::new(move |query| caller.act(&format!("{path}?{query}"), "\"v1\"", body.clone())))
}

fn delete<'a>(caller: &'a Caller, name: &'static str, path: String) -> Write<'a> {
    (name, Box::new(move |query| caller.delete(&format!("{path}?reason=wrong_date&{query}"), "\"v1\"")))
}

/// Fails unless each write is refused without a reason, and taken and marked with one.
async fn assert_all_take_a_reason(app: &App, writes: Vec<Write<'_>>) {
    for (name, write) in writes {
        let refused = write("").await;
        assert_eq!(refused.status, 422, "{name}: {refused}");
        refused.faults(&["late_reason: required"]);
        let before = app.database().count("SELECT COUNT(*) FROM late_fact").await;
        let taken = write("late_reason=entered_wrongly").await;
        assert!((200..300).contains(&taken.status), "{name}: {taken}");
        assert!(
            app.database().count("SELECT COUNT(*) FROM late_fact").await > before,
            "{name} is not marked"
        );
    }
}

both_databases! {
    async fn what_is_entered_and_taken_out_of_the_register(app: App) {
        let (commune, officer) = (commune(&app).await, app.as_officer_of(app.province().await).await);
        let home = app.household(commune, "2018-01-01").await;
        let person = app.person(home).await;
        let empty = app.household(commune, "2018-01-01").await;
        let decision = app.poverty(home, commune, Poverty::Poor, "2019-01-01").await;
        let group = app.group(commune, LegalForm::Tht, "2018-01-01").await;
        let wrong = app.group(commune, LegalForm::Tht, "2018-01-01").await;
        let member = app.membership(group, person, "2019-01-01").await;
        let post_held = app.cadre_post(person, CadreLevel::Branch, (commune, "2019-01-01")).await;
        app.reporting_period(app.province().await, (2022, None), ReportingStatus::Locked).await;
        let household = json!({ "commune_id": commune, "from_on": "2020-01-01", "size": 4 });
        let founded = json!({
            "name": "Tổ hợp tác Muộn", "legal_form": "tht", "commune_id": commune, "from_on": "2020-01-01",
            "value_chains": [{ "chain": "lac", "is_primary": true }],
        });
        let signed = json!({ "kind": "contributions", "signed_on": "2020-01-01" });
        let held = json!({
            "person_id": person, "level": "commune", "area_id": commune, "title": "Chủ tịch", "from_on": "2021-01-01",
        });
        assert_all_take_a_reason(&app, vec![
            post(&officer, "household", "/v1/households".to_owned(), household),
            post(&officer, "group", "/v1/farmer-groups".to_owned(), founded),
            post(&officer, "notice", format!("/v1/farmer-groups/{group}/notices"), signed),
            post(&officer, "post of a cadre", "/v1/cadre-posts".to_owned(), held),
            act(&officer, "end of a post", format!("/v1/cadre-posts/{post_held}/end"), json!({ "until_on": "2020-01-01" })),
            act(&officer, "suspension", format!("/v1/farmer-groups/{wrong}/suspend"),
                json!({ "from_on": "2020-01-01", "reason": "Dịch tả lợn" })),
            act(&officer, "end of a membership", format!("/v1/memberships/{member}/end"),
                json!({ "until_on": "2020-01-01", "exit_reason": "moved_away" })),
            delete(&officer, "poverty decision", format!("/v1/households/{home}/poverty-statuses/{decision}")),
            delete(&officer, "empty household", format!("/v1/households/{empty}")),
        ]).await;
        let etag = officer.get(&format!("/v1/memberships/{member}")).await.expect(200).etag();
        for (path, etag) in [
            (format!("/v1/memberships/{member}"), etag),
            (format!("/v1/cadre-posts/{post_held}"), "\"v2\"".to_owned()),
            (format!("/v1/farmer-groups/{wrong}"), "\"v2\"".to_owned()),
        ] {
            let path = format!("{path}?reason=never_happened");
            officer.delete(&path, &etag).await.faults(&["late_reason: required"]);
            officer.delete(&format!("{path}&late_reason=found_by_audit"), &etag).await.expect(204);
        }
    }

    async fn certificates_trainings_and_deliveries(app: App) {
        let commune = app.area("01392", "2025-07-01").await;
        let group = app.group(commune, LegalForm::Tht, "2025-07-01").await;
        let (product, certificate) = app.certified(group, commune).await;
        let training = app.training(commune, &["2026-06-01"]).await;
        let sides = Sides::of(&app).await;
        let delivery = sides.delivered(&sides.in_force("1").await, "1").await;
        let payment = sides.partner.post(&payments(&delivery), new_payment(9_000)).await.expect(201);
        app.set_now("2026-07-15T03:00:00Z");
        app.reporting_period(app.province().await, (2026, Some(2)), ReportingStatus::Locked).await;
        let officer = app.as_officer_of(app.province().await).await;
        let partner = app.as_partner(sides.partner_id).await;
        let event = format!("/v1/training-events/{}", training.id);
        let session = json!({ "starts_at": "2026-06-02T01:00:00Z", "ends_at": "2026-06-02T03:00:00Z" });
        let guest = json!({ "full_name": "Lý Văn Khách", "sex": "male" });
        assert_all_take_a_reason(&app, vec![
            delete(&officer, "certificate", format!("/v1/ocop-products/{product}/certificates/{certificate}")),
            delete(&partner, "payment", format!("{}/{}", payments(&delivery), payment.id())),
            post(&officer, "guest", format!("{event}/guests"), guest),
            post(&officer, "session", format!("{event}/sessions"), session),
        ]).await;
        let etag = officer.get(&event).await.expect(200).etag();
        officer.act(&format!("{event}/close"), &etag, Value::Null).await.faults(&["late_reason: required"]);
        let close = format!("{event}/close?late_reason=paper_came_late");
        officer.act(&close, &etag, Value::Null).await.expect(200);
    }

    async fn communes_of_the_project(app: App) {
        let admin = app.as_admin().await;
        let commune = app.area("01726", "2022-06-30").await;
        app.reporting_period(app.province().await, (2021, None), ReportingStatus::Locked).await;
        let path = format!("/v1/areas/{commune}/project-periods");
        let body = json!({ "from_on": "2019-01-01", "until_on": "2020-01-01" });
        assert_all_take_a_reason(&app, vec![post(&admin, "period in the project", path, body)]).await;
    }
}
