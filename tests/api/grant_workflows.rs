//! The lives of calls and applications, cell by cell.

use std::path::Path;

use entity::enums::{ApplicationStatus, CallStatus, DisbursementStatus, LegalForm, Office};
use entity::ids::{AreaId, CallId};
use entity::{disbursement, grant_application, grant_call, group_office};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait as _, EntityTrait as _, Iterable as _, QueryFilter as _};
use serde_json::{Value, json};
use tests::calls::{new_call, scores};
use tests::{App, Call, Caller, Cast, Reply, Terms, both_databases};
use uuid::Uuid;

const GRID: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/api/snapshots/grant_workflows.txt");
const CALL_STEPS: [&str; 5] = ["PATCH", "DELETE", "open", "close", "archive"];
const APPLICATION_STEPS: [&str; 19] = [
    "PATCH",
    "DELETE",
    "submit",
    "withdraw",
    "start-screening",
    "pass-screening",
    "fail-screening",
    "return",
    "defer",
    "reappraise",
    "reject",
    "approve",
    "sign-agreement",
    "suspend",
    "resume",
    "terminate",
    "accept",
    "settle",
    "complete",
];

fn line(first: &str, cells: impl IntoIterator<Item = String>) -> String {
    let cells: String = cells.into_iter().map(|cell| format!(" {cell:<11}")).collect();
    format!("{}\n", format!("{first:<15}{cells}").trim_end())
}

fn word(status: impl serde::Serialize) -> String {
    serde_json::to_value(status).unwrap().as_str().unwrap().to_owned()
}

/// The state a step led to, or `-` when the present one does not offer it; a resource offers the steps that succeed.
async fn cell(caller: &Caller, path: &str, step: &str, body: Value) -> String {
    let before = caller.get(path).await.expect(200);
    let reply: Reply = match step {
        "PATCH" => caller.patch(path, &before.etag(), body).await,
        "DELETE" => caller.delete(&format!("{path}?reason=entered_twice"), &before.etag()).await,
        _ => caller.act(&format!("{path}/{step}"), &before.etag(), body).await,
    };
    if !["PATCH", "DELETE"].contains(&step) {
        let is_offered = before.json["allowed_actions"].as_array().unwrap().contains(&json!(step));
        assert_eq!(is_offered, reply.status == 200, "allowed_actions of\n{before}\n{reply}");
    }
    match reply.status {
        200 => reply.json["status"].as_str().unwrap().to_owned(),
        204 => "gone".to_owned(),
        _ => {
            reply.problem(409, "state_conflict");
            "-".to_owned()
        }
    }
}

/// A call with its money, in a state; `is_over` when its closing instant has passed.
async fn call(app: &App, cast: &Cast, (status, is_over): (CallStatus, bool)) -> Uuid {
    let fund = app.fund(100_000_000).await;
    if status == CallStatus::Draft {
        let new = new_call(fund, app.province().await, 50_000_000);
        return cast.officer.post("/v1/grant-calls", new).await.expect(201).id();
    }
    let id: CallId = app.open_call(fund, &Terms::default()).await.id;
    let mut put = grant_call::Entity::update_many().col_expr(grant_call::Column::Status, Expr::value(status));
    if is_over {
        put = put.col_expr(grant_call::Column::ClosesAt, Expr::value(app.now()));
    }
    put.filter(grant_call::Column::Id.eq(id)).exec(app.db()).await.unwrap();
    id.into()
}

async fn calls(app: &App, cast: &Cast) -> String {
    let mut states: Vec<(CallStatus, bool)> = CallStatus::iter().map(|status| (status, false)).collect();
    states.insert(2, (CallStatus::Open, true));
    let name = |(status, is_over)| if is_over { "(over)".to_owned() } else { word(status) };
    let mut grid = line("", states.iter().copied().map(name));
    for step in CALL_STEPS {
        let mut cells = Vec::new();
        for state in &states {
            let path = format!("/v1/grant-calls/{}", call(app, cast, *state).await);
            let by = if ["PATCH", "DELETE"].contains(&step) { &cast.officer } else { &cast.approver };
            let body = if step == "PATCH" { json!({ "name": "Đợt xét khác" }) } else { Value::Null };
            cells.push(cell(by, &path, step, body).await);
        }
        grid += &line(step, cells);
    }
    grid
}

/// An application that a step would find as its state promises, and nothing else in its way; with its group's head.
async fn application(
    app: &App,
    cast: &Cast,
    (call, commune): (Call, AreaId),
    ((status, is_settled), step): ((ApplicationStatus, bool), &str),
) -> (String, Uuid) {
    use ApplicationStatus as S;
    let terms = Terms::default();
    let id = match status {
        S::Agreement | S::Disbursing | S::Suspended | S::Acceptance | S::Completed | S::Terminated => {
            app.granted_from(call, commune, &terms).await.application
        }
        _ => {
            let group = app.group(commune, LegalForm::Tht, "2021-01-01").await;
            app.application_on(call, (group, commune), &terms, status).await
        }
    };
    if status == S::Approved {
        app.promise(call, id, terms.grant_vnd).await;
    }
    app.set_application(id, status).await;
    let path = format!("/v1/grant-applications/{id}");
    match (status, step) {
        (S::Appraisal, "approve") => {
            cast.appraiser.post(&format!("{path}/appraisals"), scores(80, 80)).await.expect(201);
        }
        (S::Disbursing, "accept") => {
            let all = disbursement::Entity::update_many()
                .col_expr(disbursement::Column::Status, Expr::value(DisbursementStatus::Cancelled));
            all.filter(disbursement::Column::ApplicationId.eq(id)).exec(app.db()).await.unwrap();
        }
        (S::Acceptance, _) if is_settled => drop(cast.settle(id).await.expect(200)),
        _ => {}
    }
    let row = grant_application::Entity::find_by_id(id).one(app.db()).await.unwrap().unwrap();
    let head = group_office::Entity::find()
        .filter(group_office::Column::GroupId.eq(row.group_id))
        .filter(group_office::Column::Office.eq(Office::Head));
    (path, head.one(app.db()).await.unwrap().unwrap().membership_id.into())
}

fn doer<'a>(cast: &'a Cast, step: &str) -> &'a Caller {
    match step {
        "PATCH" | "DELETE" | "submit" | "withdraw" | "settle" => &cast.officer,
        "start-screening" | "pass-screening" | "fail-screening" | "return" | "accept" => &cast.appraiser,
        _ => &cast.approver,
    }
}

fn body(step: &str, head: Uuid) -> Value {
    let (number, day, reason) = ("12/QĐ-HND", "2026-06-15", "Theo biên bản");
    let screened =
        |is_met: bool| json!({ "results": [{ "criterion": "documents", "is_met": is_met, "remark": null }] });
    match step {
        "PATCH" => json!({ "content": Terms::default().content() }),
        "pass-screening" => screened(true),
        "fail-screening" => screened(false),
        "return" | "suspend" | "terminate" => json!({ "reason": reason }),
        "defer" | "reject" => json!({ "number": number, "decided_on": day, "reason": reason }),
        "approve" => json!({ "number": number, "decided_on": day, "amount_vnd": 9_000_000, "remark": null }),
        "sign-agreement" => json!({ "number": number, "signed_on": day, "signer_membership_id": head }),
        "accept" => {
            json!({ "number": number, "accepted_on": day, "result": "passed", "remark": null, "attachment_id": null })
        }
        "settle" => json!({ "number": number, "settled_on": day }),
        _ => Value::Null,
    }
}

async fn applications(app: &App, cast: &Cast) -> String {
    let terms = Terms { budget_vnd: 10_000_000_000, ..Terms::default() };
    let call = app.open_call(app.fund(terms.budget_vnd).await, &terms).await;
    let place = (call, app.area("01392", "2022-06-30").await);
    let mut states: Vec<(ApplicationStatus, bool)> =
        ApplicationStatus::iter().map(|status| (status, false)).collect();
    let accepted = states.iter().position(|(status, _)| *status == ApplicationStatus::Acceptance).unwrap();
    states.insert(accepted + 1, (ApplicationStatus::Acceptance, true));
    let name = |(status, is_settled)| if is_settled { "(settled)".to_owned() } else { word(status) };
    let mut grid = line("", states.iter().copied().map(name));
    for step in APPLICATION_STEPS {
        let mut cells = Vec::new();
        for state in &states {
            let (path, head) = application(app, cast, place, (*state, step)).await;
            cells.push(cell(doer(cast, step), &path, step, body(step, head)).await);
        }
        grid += &line(step, cells);
    }
    grid
}

both_databases! {
    async fn every_step_of_calls_and_applications_does_what_the_grids_say(app: App) {
        let cast = Cast::of(&app).await;
        let (calls, applications) = (calls(&app, &cast).await, applications(&app, &cast).await);
        let now = format!(
            "From the state above, each step leads to the state in its row; `-` is 409 `state_conflict`.\n\n\
             Calls (`(over)` is open, but its closing instant has passed):\n{calls}\n\
             Applications (a tranche that is paid leads from agreement to disbursing; `(settled)` is acceptance, but the\n\
             final account is made):\n{applications}"
        );
        if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
            std::fs::write(Path::new(GRID), &now).unwrap();
        }
        let committed = std::fs::read_to_string(Path::new(GRID)).unwrap_or_default();
        assert_eq!(committed, now, "UPDATE_SNAPSHOTS=1 rewrites the grids");
    }
}
