//! Holding, closing and cancelling training events, and the grid of it all.

use std::path::Path;

use entity::enums::{Sex, TrainingStatus};
use entity::ids::AreaId;
use sea_orm::Iterable as _;
use serde_json::{Value, json};
use tests::calls::step;
use tests::trainings::{new_session, new_training};
use tests::{App, Caller, both_databases, finding};

const EVENTS: &str = "/v1/training-events";
const GRID: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/api/snapshots/training_workflow.txt");
const STEPS: [&str; 9] =
    ["PATCH", "DELETE", "hold", "close", "cancel", "add session", "move session", "heads", "heads+reason"];

async fn commune(app: &App) -> AreaId {
    app.area("01392", "2025-07-01").await
}

async fn officer(app: &App) -> Caller {
    app.as_officer_of(app.province().await).await
}

/// An event whose one session is over; its path.
async fn planned(caller: &Caller, commune: AreaId) -> String {
    let over = new_session("2026-06-10T01:00:00Z", "2026-06-10T04:00:00Z");
    format!("{EVENTS}/{}", caller.post(EVENTS, new_training(commune, &[over])).await.expect(201).id())
}

fn because() -> Value {
    json!({ "reason": "Bão lớn" })
}

async fn brought_to(caller: &Caller, commune: AreaId, status: TrainingStatus) -> String {
    let event = planned(caller, commune).await;
    match status {
        TrainingStatus::Planned => {}
        TrainingStatus::Held => drop(step(caller, &event, "hold", Value::Null).await.expect(200)),
        TrainingStatus::Closed => {
            step(caller, &event, "hold", Value::Null).await.expect(200);
            step(caller, &event, "close", Value::Null).await.expect(200);
        }
        TrainingStatus::Cancelled => drop(step(caller, &event, "cancel", because()).await.expect(200)),
    }
    event
}

/// The state a step led to, or `-` when the present one does not offer it; an event offers the steps that succeed.
async fn cell(caller: &Caller, event: &str, action: &str) -> String {
    let before = caller.get(event).await.expect(200);
    let sessions = format!("{event}/sessions");
    let session = format!("{sessions}/{}", caller.get(&sessions).await.expect(200).ids()[0]);
    let heads = json!({ "male": 1, "female": 1, "unknown": 0 });
    let reply = match action {
        "PATCH" => caller.patch(event, &before.etag(), json!({ "title": "Tên khác" })).await,
        "DELETE" => caller.delete(&format!("{event}?reason=entered_twice"), &before.etag()).await,
        "add session" => {
            caller.post(&sessions, new_session("2026-06-11T01:00:00Z", "2026-06-11T02:00:00Z")).await
        }
        "move session" => {
            caller.patch(&session, "\"v1\"", json!({ "ends_at": "2026-06-10T05:00:00Z" })).await
        }
        "heads" => caller.patch(&session, "\"v1\"", json!({ "heads": heads })).await,
        "heads+reason" => {
            caller.patch(&session, "\"v1\"", json!({ "heads": heads, "reason": "Đếm lại" })).await
        }
        "cancel" => step(caller, event, action, because()).await,
        _ => step(caller, event, action, Value::Null).await,
    };
    if ["hold", "close", "cancel"].contains(&action) {
        let is_offered = before.json["allowed_actions"].as_array().unwrap().contains(&json!(action));
        assert_eq!(is_offered, reply.status == 200, "allowed_actions of\n{before}\n{reply}");
    }
    match reply.status {
        200 | 201 => caller.get(event).await.expect(200).json["status"].as_str().unwrap().to_owned(),
        204 => "gone".to_owned(),
        422 => "no reason".to_owned(),
        _ => {
            reply.problem(409, "state_conflict");
            "-".to_owned()
        }
    }
}

fn line(first: &str, cells: impl IntoIterator<Item = String>) -> String {
    let cells: String = cells.into_iter().map(|cell| format!(" {cell:<11}")).collect();
    format!("{}\n", format!("{first:<12}{cells}").trim_end())
}

both_databases! {
    async fn every_step_of_an_event_does_what_the_grid_says(app: App) {
        let (officer, commune) = (officer(&app).await, commune(&app).await);
        let word = |status: TrainingStatus| serde_json::to_value(status).unwrap().as_str().unwrap().to_owned();
        let mut now = "From the state above, each step leads to the state in its row; `-` is 409 `state_conflict`.\n\n".to_owned();
        now += &line("", TrainingStatus::iter().map(word));
        for action in STEPS {
            let mut cells = Vec::new();
            for status in TrainingStatus::iter() {
                let event = brought_to(&officer, commune, status).await;
                cells.push(cell(&officer, &event, action).await);
            }
            now += &line(action, cells);
        }
        if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
            std::fs::write(Path::new(GRID), &now).unwrap();
        }
        let committed = std::fs::read_to_string(Path::new(GRID)).unwrap_or_default();
        assert_eq!(committed, now, "UPDATE_SNAPSHOTS=1 rewrites the grid");
    }

    async fn an_event_is_held_once_a_session_has_begun(app: App) {
        let (officer, commune) = (officer(&app).await, commune(&app).await);
        let bare = officer.post(EVENTS, new_training(commune, &[])).await.expect(201);
        let bare = format!("{EVENTS}/{}", bare.id());
        let refused = step(&officer, &bare, "hold", Value::Null).await.problem(409, "conditions_unmet");
        assert_eq!(refused.unmet(), [finding("sessions_begun", 1, 0)]);
        let ahead = new_session("2026-06-20T01:00:00Z", "2026-06-20T04:00:00Z");
        let event = officer.post(EVENTS, new_training(commune, &[ahead])).await.expect(201);
        let event = format!("{EVENTS}/{}", event.id());
        app.set_now("2026-06-20T00:59:59Z");
        step(&officer, &event, "hold", Value::Null).await.problem(409, "conditions_unmet");
        app.set_now("2026-06-20T01:00:00Z");
        let held = step(&officer, &event, "hold", Value::Null).await.expect(200);
        assert_eq!((&held.json["status"], &held.json["allowed_actions"]), (&json!("held"), &json!(["close", "cancel"])));
        let refused = step(&officer, &event, "close", Value::Null).await.problem(409, "conditions_unmet");
        assert_eq!(refused.unmet(), [finding("sessions_over", 1, 0)]);
        app.set_now("2026-06-20T04:00:00Z");
        let closed = step(&officer, &event, "close", Value::Null).await.expect(200);
        assert_eq!(closed.json["warnings"][0]["code"], "sessions_uncounted");
        step(&officer, &event, "cancel", because()).await.problem(409, "state_conflict");
    }

    async fn sessions_without_marks_and_heads_are_told_of(app: App) {
        let (officer, commune) = (officer(&app).await, commune(&app).await);
        let training = app.training(commune, &["2026-06-01", "2026-06-02", "2026-06-20"]).await;
        let told = async || {
            let warnings = officer.get(&training.path()).await.expect(200).json["warnings"].clone();
            warnings[0]["detail_en"].as_str().map(|text| text.split(' ').nth(1).unwrap().to_owned())
        };
        assert_eq!(told().await.as_deref(), Some("2"), "the one to come is not told of");
        let person = app.person(app.household(commune, "2025-08-01").await).await;
        app.mark(&training, &[0], person).await;
        assert_eq!(told().await.as_deref(), Some("1"));
        officer.patch(&training.session(1), "\"v1\"", json!({ "heads": { "male": 0, "female": 0, "unknown": 0 } })).await.expect(200);
        assert_eq!(told().await, None);
    }

    async fn an_event_at_which_somebody_was_marked_or_counted_is_neither_cancelled_nor_taken_out(app: App) {
        let (officer, commune) = (officer(&app).await, commune(&app).await);
        let training = app.training(commune, &["2026-06-01", "2026-06-02"]).await;
        app.guest(&training, &[0], (Sex::Female, None)).await;
        let refused = step(&officer, &training.path(), "cancel", because()).await.problem(409, "conditions_unmet");
        assert_eq!(refused.unmet(), [finding("marks", 0, 1)]);
        officer.patch(&training.session(1), "\"v1\"", json!({ "heads": { "male": 5, "female": 0, "unknown": 0 } })).await.expect(200);
        let refused = step(&officer, &training.path(), "cancel", because()).await.problem(409, "conditions_unmet");
        assert_eq!(refused.unmet(), [finding("marks", 0, 1), finding("head_counts", 0, 1)]);
        let free = app.training(commune, &["2026-06-01"]).await;
        let cancelled = step(&officer, &free.path(), "cancel", because()).await.expect(200);
        assert_eq!((&cancelled.json["status"], &cancelled.json["status_reason"]), (&json!("cancelled"), &json!("Bão lớn")));
        officer.delete(&format!("{}?reason=entered_twice", free.path()), &cancelled.etag()).await.problem(409, "state_conflict");
        let history = officer.get(&format!("{}/history", free.path())).await.expect(200);
        assert_eq!((&history.data()[0]["action"], &history.data()[0]["reason"]), (&json!("cancelled"), &json!("Bão lớn")));
    }

    async fn a_planned_event_with_guests_or_invitations_is_not_taken_out(app: App) {
        let (officer, commune) = (officer(&app).await, commune(&app).await);
        let event = planned(&officer, commune).await;
        let id: uuid::Uuid = event.rsplit('/').next().unwrap().parse().unwrap();
        let person = app.person(app.household(commune, "2025-08-01").await).await;
        app.insert(entity::invitation::ActiveModel {
            event_id: sea_orm::ActiveValue::Set(id.into()),
            person_id: sea_orm::ActiveValue::Set(person),
            created_at: sea_orm::ActiveValue::Set(app.now()),
        }).await;
        officer.delete(&format!("{event}?reason=entered_twice"), "\"v1\"").await.problem(409, "resource_in_use");
    }
}
