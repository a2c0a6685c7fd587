//! Training events: what they must say, where and when they are, and how they are found.

use entity::enums::{Role, Sex};
use entity::ids::{AreaId, PersonId};
use entity::training_participant;
use hoinongdan::access::Scope;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use serde_json::{Value, json};
use tests::trainings::{Training, new_session, new_training};
use tests::{App, Caller, both_databases};
use uuid::Uuid;

const EVENTS: &str = "/v1/training-events";

/// A commune of 2025 and one of 2022 that was merged into it.
async fn places(app: &App) -> (AreaId, AreaId) {
    (app.area("01392", "2025-07-01").await, app.area("01399", "2022-06-30").await)
}

async fn officer(app: &App) -> Caller {
    app.as_officer_of(app.province().await).await
}

fn june() -> Value {
    new_session("2026-06-10T01:00:00Z", "2026-06-10T04:30:00Z")
}

async fn person(app: &App, commune: AreaId, sex: Sex) -> PersonId {
    let household = app.household(commune, "2021-01-01").await;
    app.person_named(household, "Nông Văn Học", sex, "2021-01-01").await
}

/// The participants of an event: sessions attended and the day of completion.
async fn participant(app: &App, training: &Training, person: PersonId) -> Option<(i32, Option<String>)> {
    let its = training_participant::Column::EventId.eq(training.id);
    let rows = training_participant::Entity::find().filter(its);
    let row = rows.filter(training_participant::Column::PersonId.eq(person)).one(app.db()).await.unwrap();
    row.map(|row| (row.sessions, row.completed_on.map(|day| day.to_string())))
}

both_databases! {
    async fn an_event_is_planned_changed_found_and_taken_out(app: App) {
        let (officer, (commune, former)) = (officer(&app).await, places(&app).await);
        let key = Uuid::now_v7();
        let new = new_training(commune, &[june(), new_session("2026-06-12T01:00:00Z", "2026-06-12T02:00:00Z")]);
        let made = officer.post(EVENTS, new.clone()).key(key).await.expect(201);
        let again = officer.post(EVENTS, new.clone()).key(key).await.expect(201);
        assert_eq!((made.id(), again.header("idempotency-replayed").as_deref()), (again.id(), Some("true")));
        assert_eq!((&made.json["code"], &made.json["status"], &made.json["completion_bps"]), (&json!("TH-000001"), &json!("planned"), &json!(8_000)));
        assert_eq!((&made.json["topics"], &made.json["audience"]), (&json!(["crop_techniques", "forage"]), &json!(["members", "branch_cadres"])));
        assert_eq!((&made.json["first_on"], &made.json["last_on"]), (&json!("2026-06-10"), &json!("2026-06-12")));
        assert_eq!((&made.json["minutes"], &made.json["session_count"], &made.json["mismatched_sessions"]), (&json!(270), &json!(2), &json!(0)));
        assert_eq!((&made.json["allowed_actions"], &made.json["warnings"]), (&json!(["hold", "cancel"]), &json!([])));
        let path = format!("{EVENTS}/{}", made.id());
        let patch = json!({ "title": "Lập kế hoạch kinh doanh", "kind": "business", "domain": null, "topics": ["business_planning"],
            "place": "Hội trường", "provider": "Liên minh HTX", "budget_vnd": null, "audience": ["others"], "completion_bps": 10_000 });
        let changed = officer.patch(&path, &made.etag(), patch.clone()).await.expect(200);
        for (name, value) in patch.as_object().unwrap() {
            assert_eq!(&changed.json[name], value, "{name}");
        }
        officer.patch(&path, &made.etag(), patch).await.problem(412, "precondition_failed");
        assert_eq!(officer.get(&path).await.expect(200).json, changed.json);
        let bare = officer.post(EVENTS, new_training(elsewhere(&app).await, &[])).await.expect(201);
        let all = officer.get(&format!("{EVENTS}?include_total=true")).await.expect(200);
        assert_eq!((all.ids(), &all.json["page"]["total"]), (vec![made.id(), bare.id()], &json!(2)));
        assert_eq!(officer.get(&format!("{EVENTS}?sort=last_on")).await.expect(200).ids(), [bare.id(), made.id()]);
        assert_eq!(all.data()[0], changed.json);
        for filter in ["q=ke%20hoach", "q=th-000001", "kind=business", "topic=business_planning,forage&kind=business", "from_on=2026-06-12",
            "status=planned&from_on=2026-06-01&until_on=2026-06-13", &format!("area_id={commune}&kind=business"), "has_mismatch=false&kind=business,climate"] {
            assert_eq!(officer.get(&format!("{EVENTS}?{filter}")).await.expect(200).ids(), [made.id()], "{filter}");
        }
        for filter in ["q=ky%20thuat%20chan", "kind=climate", "topic=leadership", "until_on=2026-06-12", "from_on=2026-06-13", "status=held", "has_mismatch=true", &format!("area_id={former}")] {
            assert!(officer.get(&format!("{EVENTS}?{filter}")).await.expect(200).data().is_empty(), "{filter}");
        }
        officer.delete(&format!("{path}?reason=entered_twice"), &changed.etag()).await.expect(204);
        officer.get(&path).await.problem(404, "not_found");
        officer.get(&format!("{path}/sessions")).await.problem(404, "not_found");
        let kept = officer.get(EVENTS).await.expect(200);
        assert_eq!(kept.ids(), [bare.id()]);
    }

    async fn what_an_event_says_must_be_right(app: App) {
        let (officer, (commune, _)) = (officer(&app).await, places(&app).await);
        let with = |changes: &[(&str, Value)]| {
            let mut body = new_training(commune, &[]);
            changes.iter().for_each(|(name, value)| body[*name] = value.clone());
            body
        };
        let long = new_session("2026-06-10T01:00:00Z", "2026-06-11T01:00:01Z");
        let turned = new_session("2026-06-10T01:00:00Z", "2026-06-10T01:00:00Z");
        for (body, faults) in [
            (with(&[("domain", Value::Null)]), ["#/domain: required"].as_slice()),
            (with(&[("kind", json!("climate")), ("topics", json!(["climate_change"]))]), &["#/domain: inconsistent"]),
            (with(&[("topics", json!([]))]), &["#/topics: too_short"]),
            (with(&[("topics", json!(["múa lân", "marketing", "forage", "forage"]))]), &["#/topics/0: not_found", "#/topics/1: inconsistent", "#/topics/3: not_unique"]),
            (with(&[("audience", json!([]))]), &["#/audience: too_short"]),
            (with(&[("audience", json!(["members", "members"]))]), &["#/audience/1: not_unique"]),
            (with(&[("completion_bps", json!(0))]), &["#/completion_bps: out_of_range"]),
            (with(&[("completion_bps", json!(10_001))]), &["#/completion_bps: out_of_range"]),
            (with(&[("budget_vnd", json!(-1))]), &["#/budget_vnd: out_of_range"]),
            (with(&[("sessions", json!([june(), june()]))]), &["#/sessions/1/starts_at: not_unique"]),
            (with(&[("sessions", json!([long, turned]))]), &["#/sessions/0/ends_at: out_of_range", "#/sessions/1/ends_at: inconsistent"]),
            (with(&[("sessions", json!(vec![june(); 41]))]), &["#/sessions: too_many_items"]),
            (with(&[("area_id", json!(Uuid::now_v7()))]), &["#/area_id: not_found"]),
        ] {
            officer.post(EVENTS, body).await.problem(422, "validation_failed").faults(faults);
        }
        officer.post(EVENTS, with(&[("completion_bps", json!(1))])).await.expect(201);
        let made = officer.post(EVENTS, with(&[("completion_bps", json!(10_000))])).await.expect(201);
        let path = format!("{EVENTS}/{}", made.id());
        let patch = officer.patch(&path, &made.etag(), json!({ "kind": "business" })).await.problem(422, "validation_failed");
        patch.faults(&["#/domain: inconsistent", "#/topics/0: inconsistent", "#/topics/1: inconsistent"]);
    }

    async fn a_unit_is_one_of_its_day_within_the_scope(app: App) {
        let (province, (new, old)) = (app.province().await, places(&app).await);
        let district = app.area("045", "2022-06-30").await;
        let (before, after) = (new_session("2025-06-30T16:00:00Z", "2025-06-30T16:30:00Z"), new_session("2025-06-30T17:00:00Z", "2025-06-30T18:00:00Z"));
        let officer = officer(&app).await;
        let at = async |caller: &Caller, area: AreaId, sessions: &[&Value]| {
            let sessions: Vec<Value> = sessions.iter().map(|session| (*session).clone()).collect();
            caller.post(EVENTS, new_training(area, &sessions)).await
        };
        for (area, session) in [(old, &before), (new, &after), (district, &before), (province, &before), (province, &after)] {
            at(&officer, area, &[session]).await.expect(201);
        }
        for (area, session) in [(old, &after), (new, &before), (district, &after)] {
            at(&officer, area, &[session]).await.problem(422, "validation_failed").faults(&["#/area_id: inconsistent"]);
        }
        at(&officer, old, &[]).await.faults(&["#/area_id: inconsistent"]);
        at(&officer, old, &[&before, &after]).await.expect(201);
        let former = app.as_officer_of(old).await;
        at(&former, old, &[&before]).await.expect(201);
        at(&former, old, &[&before, &after]).await.problem(422, "validation_failed").faults(&["#/sessions/1/starts_at: inconsistent"]);
        for area in [new, province] {
            at(&former, area, &[&after]).await.faults(&["#/area_id: not_found"]);
        }
        let present = app.as_officer_of(new).await;
        at(&present, new, &[&after]).await.expect(201);
        let foreign = at(&officer, province, &[&after]).await.expect(201);
        present.get(&format!("{EVENTS}/{}", foreign.id())).await.problem(404, "not_found");
        assert_eq!(present.get(&format!("{EVENTS}?include_total=true")).await.expect(200).json["page"]["total"], 5);
    }

    async fn an_event_counts_on_the_day_of_its_last_session_in_vietnam(app: App) {
        let (officer, province) = (officer(&app).await, app.province().await);
        let (june, july) = (new_session("2022-06-30T16:30:00Z", "2022-06-30T17:30:00Z"), new_session("2022-06-30T17:30:00Z", "2022-06-30T18:30:00Z"));
        let june = officer.post(EVENTS, new_training(province, &[june])).await.expect(201);
        let july = officer.post(EVENTS, new_training(province, &[july])).await.expect(201);
        assert_eq!((&june.json["last_on"], &july.json["last_on"]), (&json!("2022-06-30"), &json!("2022-07-01")));
        let list = async |filter: &str| officer.get(&format!("{EVENTS}?{filter}")).await.expect(200).ids();
        assert_eq!(list("from_on=2022-06-01&until_on=2022-07-01").await, [june.id()]);
        assert_eq!(list("from_on=2022-07-01&until_on=2022-08-01").await, [july.id()]);
        assert_eq!(list("sort=-last_on").await, [july.id(), june.id()]);
    }

    async fn kind_and_unit_stay_and_completion_is_counted_anew(app: App) {
        let (officer, (commune, former)) = (officer(&app).await, places(&app).await);
        let training = app.training(commune, &["2026-06-01", "2026-06-02", "2026-06-03", "2026-06-04", "2026-06-05"]).await;
        let path = training.path();
        let province = app.province().await;
        let moved = officer.patch(&path, "\"v1\"", json!({ "area_id": province })).await.expect(200);
        let [four, three, both] = [person(&app, former, Sex::Male).await, person(&app, former, Sex::Female).await, person(&app, former, Sex::Female).await];
        app.mark(&training, &[0, 1, 2, 3], four).await;
        app.mark(&training, &[0, 1, 2], three).await;
        app.mark(&training, &[0, 1, 2], both).await;
        app.guest(&training, &[2, 3], (Sex::Unknown, Some(both))).await;
        app.guest(&training, &[4], (Sex::Unknown, None)).await;
        for patch in [json!({ "area_id": commune }), json!({ "kind": "business", "domain": null, "topics": ["marketing"] })] {
            officer.patch(&path, &moved.etag(), patch).await.problem(409, "resource_in_use");
        }
        let done = || Some("2026-06-05".to_owned());
        let usual = officer.patch(&path, &moved.etag(), json!({ "completion_bps": 8_000, "kind": "production" })).await.expect(200);
        for (person, expected) in [(four, (4, done())), (three, (3, None)), (both, (4, done()))] {
            assert_eq!(participant(&app, &training, person).await, Some(expected));
        }
        let more = officer.patch(&path, &usual.etag(), json!({ "completion_bps": 8_001 })).await.expect(200);
        assert_eq!(participant(&app, &training, four).await, Some((4, None)));
        officer.patch(&path, &more.etag(), json!({ "completion_bps": 6_000 })).await.expect(200);
        assert_eq!(participant(&app, &training, three).await, Some((3, done())));
        let counted = training_participant::Entity::find().all(app.db()).await.unwrap();
        assert_eq!(counted.len(), 3, "guests who are nobody's are no participants");
        let ahead = new_session("2026-06-20T01:00:00Z", "2026-06-20T04:00:00Z");
        let added = officer.post(&format!("{path}/sessions"), ahead).await.expect(201);
        assert_eq!(participant(&app, &training, three).await, Some((3, None)));
        assert_eq!(participant(&app, &training, four).await, Some((4, Some("2026-06-20".to_owned()))));
        officer.delete(&format!("{path}/sessions/{}?reason=never_happened", added.id()), &added.etag()).await.expect(204);
        assert_eq!(participant(&app, &training, three).await, Some((3, done())));
    }

    async fn events_are_kept_by_officers_and_read_by_staff(app: App) {
        let (province, (commune, _)) = (Scope::Province(app.province().await), places(&app).await);
        let training = app.training(commune, &["2026-06-01"]).await;
        for role in [Role::Approver, Role::Viewer, Role::Auditor] {
            let caller = app.as_role(role, province).await;
            let read = caller.get(&training.path()).await.expect(200);
            assert_eq!(read.json["allowed_actions"], json!([]));
            caller.post(EVENTS, new_training(commune, &[])).await.problem(403, "permission_denied");
            caller.patch(&training.path(), "\"v1\"", json!({ "title": "Khác" })).await.problem(403, "permission_denied");
        }
        for role in [Role::Administrator, Role::Appraiser, Role::Treasurer] {
            app.as_role(role, province).await.get(&training.path()).await.problem(403, "permission_denied");
        }
        let officer = officer(&app).await;
        let history = officer.get(&format!("{}/history", training.path())).await.expect(200);
        assert!(history.data().is_empty());
        let topics = officer.get("/v1/training-topics?limit=200").await.expect(200);
        let forage = topics.data().iter().find(|topic| topic["code"] == "forage").unwrap();
        assert_eq!((&forage["kind"], &forage["domain"], topics.data().len()), (&json!("production"), &json!("livestock"), 22));
    }
}

/// A commune of today beside the one of the other events.
async fn elsewhere(app: &App) -> AreaId {
    app.area("01726", "2025-07-01").await
}
