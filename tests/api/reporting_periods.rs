//! Reporting periods: what is opened, listed, taken out, and by whom; and money that a locked one refuses.

use std::future::IntoFuture as _;

use entity::enums::{ReportingStatus, Role};
use entity::ids::AreaId;
use hoinongdan::access::Scope;
use hoinongdan::proofs;
use serde_json::{Value, json};
use tests::{App, Caller, Cast, Terms, at_once, both_databases};
use uuid::Uuid;

const PERIODS: &str = "/v1/reporting-periods";

async fn district(app: &App) -> AreaId {
    app.area("045", "2022-06-30").await
}

async fn officer(app: &App) -> Caller {
    app.as_officer_of(app.province().await).await
}

fn year(area: AreaId, year: i32) -> Value {
    json!({ "area_id": area, "year": year })
}

both_databases! {
    async fn a_period_has_the_days_of_the_calendar(app: App) {
        let (officer, district, key) = (officer(&app).await, district(&app).await, Uuid::now_v7());
        let made = officer.post(PERIODS, year(district, 2022)).key(key).await.expect(201);
        let told = ["label", "from_on", "until_on", "status"].map(|name| made.json[name].as_str().unwrap().to_owned());
        assert_eq!(told, ["2022", "2022-01-01", "2023-01-01", "open"]);
        assert_eq!(made.json["allowed_actions"], json!(["submit"]));
        let again = officer.post(PERIODS, year(district, 2022)).key(key).await.expect(201);
        assert_eq!((made.id(), again.header("idempotency-replayed").as_deref()), (again.id(), Some("true")));
        let quarter = json!({ "area_id": district, "year": 2022, "quarter": 2 });
        let quarter = officer.post(PERIODS, quarter).await.expect(201);
        assert_eq!((&quarter.json["label"], &quarter.json["until_on"]), (&json!("2022-Q2"), &json!("2022-07-01")));
        let got = officer.get(&format!("{PERIODS}/{}", quarter.id())).await.expect(200);
        assert_eq!((&got.json, got.header("etag")), (&quarter.json, Some(quarter.etag())));
        let refused = officer.post(PERIODS, json!({ "area_id": district, "year": 2022, "quarter": 5 })).await;
        refused.faults(&["#/quarter: out_of_range"]);
        officer.post(PERIODS, year(district, 1999)).await.faults(&["#/year: out_of_range"]);
        officer.post(PERIODS, year(Uuid::now_v7().into(), 2022)).await.faults(&["#/area_id: not_found"]);
        // The districts were abolished on 1 July 2025.
        officer.post(PERIODS, year(district, 2025)).await.expect(201);
        officer.post(PERIODS, year(district, 2026)).await.faults(&["#/area_id: inconsistent"]);
        let quarter = json!({ "area_id": app.area("01392", "2025-07-01").await, "year": 2025, "quarter": 2 });
        officer.post(PERIODS, quarter).await.faults(&["#/area_id: inconsistent"]);
    }

    async fn an_area_has_each_period_once(app: App) {
        let (officer, district) = (officer(&app).await, district(&app).await);
        let first = officer.post(PERIODS, year(district, 2022)).await.expect(201);
        let twin = officer.post(PERIODS, year(district, 2022)).await.problem(409, "duplicate");
        assert_eq!(twin.json["existing_id"], json!(first.id()));
        let ask = || officer.post(PERIODS, year(district, 2021)).into_future();
        let mut statuses: Vec<u16> = at_once([ask(), ask(), ask()]).await.iter().map(|reply| reply.status).collect();
        statuses.sort_unstable();
        assert_eq!(statuses, [201, 409, 409]);
        let path = format!("{PERIODS}/{}", first.id());
        officer.delete(&path, &first.etag()).await.problem(400, "invalid_parameter");
        let path = format!("{path}?reason=wrong_date");
        officer.delete(&path, "\"v2\"").await.problem(412, "precondition_failed");
        officer.delete(&path, &first.etag()).await.expect(204);
        officer.post(PERIODS, year(district, 2022)).await.expect(201);
    }

    async fn periods_are_listed_within_the_area_alone(app: App) {
        let (province, district) = (app.province().await, district(&app).await);
        let (officer, commune) = (officer(&app).await, app.area("01392", "2022-06-30").await);
        let elsewhere = app.as_officer_of(app.area("01726", "2022-06-30").await).await;
        let of_district = app.as_officer_of(district).await;
        let mut made: Vec<Uuid> = Vec::new();
        for (area, year) in [(province, 2021), (district, 2021), (commune, 2022)] {
            made.push(app.reporting_period(area, (year, None), ReportingStatus::Open).await.into());
        }
        app.reporting_period(province, (2022, Some(1)), ReportingStatus::Locked).await;
        let count = async |caller: &Caller, filter: &str| {
            let list = caller.get(&format!("{PERIODS}?{filter}&include_total=true")).await.expect(200);
            assert_eq!(list.json["page"]["total"], json!(list.ids().len()));
            list.ids().len()
        };
        let all = [count(&officer, "").await, count(&of_district, "").await, count(&elsewhere, "").await];
        assert_eq!(all, [4, 2, 0]);
        for (filter, expected) in [
            ("year=2021", 2), ("status=locked", 1), ("status=open,locked", 4), ("status=approved", 0),
        ] {
            assert_eq!(count(&officer, filter).await, expected, "{filter}");
        }
        assert_eq!(count(&officer, &format!("area_id={district}")).await, 2);
        let page = officer.get(&format!("{PERIODS}?sort=from_on&limit=1")).await.expect(200);
        assert_eq!(page.data()[0]["year"], 2021);
        let latest = officer.get(&format!("{PERIODS}?limit=1")).await.expect(200);
        assert_eq!(latest.data()[0]["year"], 2022);
        let path = format!("{PERIODS}/{}", made[1]);
        of_district.get(&path).await.expect(200);
        for path in [format!("{PERIODS}/{}", made[0]), format!("{PERIODS}/{}", Uuid::now_v7())] {
            of_district.get(&path).await.problem(404, "not_found");
            of_district.get(&format!("{path}/late-facts")).await.problem(404, "not_found");
            of_district.act(&format!("{path}/submit"), "\"v1\"", Value::Null).await.problem(404, "not_found");
        }
        of_district.post(PERIODS, year(province, 2020)).await.faults(&["#/area_id: not_found"]);
        of_district.post(PERIODS, year(commune, 2020)).await.expect(201);
    }

    async fn staff_viewers_and_auditors_read_and_nobody_else(app: App) {
        let province = app.province().await;
        let id = app.reporting_period(province, (2021, None), ReportingStatus::Locked).await;
        let path = format!("{PERIODS}/{id}");
        for (role, reads, reads_late) in [
            (Role::Administrator, true, false), (Role::Officer, true, true), (Role::Appraiser, true, true),
            (Role::Approver, true, true), (Role::Treasurer, true, true), (Role::Viewer, true, false),
            (Role::Auditor, true, true), (Role::Donor, false, false),
        ] {
            let caller = app.as_role(role, Scope::Province(province)).await;
            let status = |may: bool| if may { 200 } else { 403 };
            for path in [PERIODS.to_owned(), path.clone(), format!("{path}/history")] {
                assert_eq!((caller.get(&path).await.status, role), (status(reads), role), "{path}");
            }
            assert_eq!(caller.get(&format!("{path}/late-facts")).await.status, status(reads_late), "{role:?}");
            if role != Role::Officer {
                caller.post(PERIODS, year(province, 2022)).await.problem(403, "permission_denied");
                caller.delete(&format!("{path}?reason=wrong_date"), "\"v1\"").await.problem(403, "permission_denied");
            }
            if role != Role::Approver {
                for action in ["approve", "lock"] {
                    let reply = caller.act(&format!("{path}/{action}"), "\"v1\"", Value::Null).await;
                    reply.problem(403, "permission_denied");
                }
                let body = json!({ "reason": "Thử" });
                let reply = caller.act(&format!("{path}/reopen"), "\"v1\"", body).await;
                reply.problem(403, "permission_denied");
            }
        }
        let partner = app.as_partner(app.partner().await).await;
        partner.get(PERIODS).await.problem(403, "permission_denied");
        let group = app.group(app.area("01392", "2022-06-30").await, entity::enums::LegalForm::Tht, "2021-01-01").await;
        app.as_leader_of(group).await.get(PERIODS).await.problem(403, "permission_denied");
    }

    async fn money_before_the_end_of_a_locked_period_is_refused(app: App) {
        let (treasurer, province) = (app.as_treasurer().await, app.province().await);
        let path = format!("/v1/funds/{}/postings", app.fund(1_000).await);
        let post = async |day: &str| {
            treasurer.post(&path, json!({ "source": "ifad", "amount_vnd": 10, "posted_on": day })).await
        };
        app.reporting_period(district(&app).await, (2026 - 2, Some(1)), ReportingStatus::Locked).await;
        let id = app.reporting_period(province, (2026, Some(1)), ReportingStatus::Approved).await;
        post("2026-03-31").await.expect(201);
        let lock = format!("{PERIODS}/{id}/lock");
        app.as_approver().await.act(&lock, "\"v1\"", Value::Null).await.expect(200);
        for day in ["2026-01-01", "2026-03-31"] {
            let refused = post(day).await.problem(409, "period_closed");
            let named = (&refused.json["period_id"], &refused.json["label"], &refused.json["area_id"]);
            assert_eq!(named, (&json!(id), &json!("2026-Q1"), &json!(province)));
            assert!(refused.json["detail"].as_str().unwrap().contains("2026-Q1"), "{refused}");
        }
        post("2026-04-01").await.expect(201);
    }

    async fn money_of_an_application_lies_in_its_commune(app: App) {
        let (cast, commune) = (Cast::of(&app).await, app.area("01392", "2025-07-01").await);
        let grant = app.granted(commune, &Terms::default()).await;
        let id = grant.tranches[0];
        cast.request(id).await.expect(200);
        cast.approve(id).await.expect(200);
        app.set_now("2026-07-15T03:00:00Z");
        let elsewhere = app.area("01726", "2025-07-01").await;
        app.reporting_period(elsewhere, (2026, Some(2)), ReportingStatus::Locked).await;
        let own = app.reporting_period(commune, (2026, Some(2)), ReportingStatus::Locked).await;
        let cast = Cast::of(&app).await;
        let refused = cast.pay(id).await.problem(409, "period_closed");
        assert_eq!(refused.json["period_id"], json!(own));
        let body = json!({ "source": "ifad", "amount_vnd": 10, "posted_on": "2026-06-15" });
        cast.treasurer.post(&format!("/v1/funds/{}/postings", grant.call.fund), body).await.expect(201);
        let path = format!("{PERIODS}/{own}");
        let reopen = cast.approver.act(&format!("{path}/reopen"), "\"v1\"", json!({ "reason": "Chi muộn" })).await;
        reopen.expect(200);
        cast.pay(id).await.expect(200);
    }

    async fn nothing_is_posted_once_a_period_is_locked_while_postings_arrive(app: App) {
        let (treasurer, approver) = (app.as_treasurer().await, app.as_approver().await);
        let fund = app.fund(1_000).await;
        let posting = || {
            let body = json!({ "source": "ifad", "amount_vnd": 10, "posted_on": "2026-03-15" });
            treasurer.post(&format!("/v1/funds/{fund}/postings"), body)
        };
        let id = app.reporting_period(app.province().await, (2026, Some(1)), ReportingStatus::Approved).await;
        let lock = approver.act(&format!("{PERIODS}/{id}/lock"), "\"v1\"", Value::Null);
        let mut asks: Vec<_> = (0..30).map(|_| posting().into_future()).collect();
        asks.insert(15, lock.into_future());
        let mut replies = at_once(asks).await;
        replies.remove(15).expect(200);
        let posted = replies.iter().filter(|reply| reply.status == 201).count();
        for reply in replies.into_iter().filter(|reply| reply.status != 201) {
            reply.problem(409, "period_closed");
        }
        posting().await.problem(409, "period_closed");
        let postings = app.database().count("SELECT COUNT(*) FROM posting WHERE amount_vnd = 10").await;
        assert_eq!(postings, i64::try_from(posted).unwrap());
        assert!(proofs::verify(app.service()).await.unwrap().faults.is_empty());
    }
}
