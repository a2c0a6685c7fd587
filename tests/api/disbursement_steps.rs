//! The life of tranches: every action in every state, and what different people must do.

use entity::disbursement;
use entity::enums::{ApplicationStatus, DisbursementStatus, Role};
use entity::ids::DisbursementId;
use hoinongdan::access::Scope;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait as _, EntityTrait as _, Iterable as _, QueryFilter as _};
use serde_json::{Value, json};
use tests::grid::{Cell, is_committed, line};
use tests::{App, Caller, Cast, Granted, Terms, both_databases};

const GRID: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/api/snapshots/disbursement_workflow.txt");
const ACTIONS: [&str; 5] = ["request", "approve", "cancel", "pay", "refund"];
const TRANCHES: &str = "/v1/disbursements";

async fn granted(app: &App) -> Granted {
    app.granted(app.area("01392", "2022-06-30").await, &Terms::default()).await
}

fn body(action: &str) -> Value {
    match action {
        "pay" => json!({ "paid_on": "2026-06-15", "document_no": "UNC-2026-015" }),
        "refund" => {
            json!({ "amount_vnd": 1_000_000, "refunded_on": "2026-06-15", "document_no": "PT-2026-003" })
        }
        _ => Value::Null,
    }
}

/// Puts the first tranche of a grant into a state, with the money that goes with it.
async fn tranche(app: &App, cast: &Cast, status: DisbursementStatus) -> DisbursementId {
    let grant = granted(app).await;
    let id = grant.tranches[0];
    match status {
        DisbursementStatus::Paid => drop(cast.release(id).await),
        DisbursementStatus::Planned
        | DisbursementStatus::Requested
        | DisbursementStatus::Approved
        | DisbursementStatus::Cancelled => {
            disbursement::Entity::update_many()
                .col_expr(disbursement::Column::Status, Expr::value(status))
                .filter(disbursement::Column::Id.eq(id))
                .exec(app.db())
                .await
                .unwrap();
        }
    }
    id
}

fn doer<'a>(cast: &'a Cast, action: &str) -> &'a Caller {
    match action {
        "request" => &cast.officer,
        "approve" | "cancel" => &cast.approver,
        _ => &cast.treasurer,
    }
}

both_databases! {
    async fn every_action_of_a_tranche_in_every_state_does_what_the_grid_says(app: App) {
        let cast = Cast::of(&app).await;
        let mut grid = String::from("A tranche without conditions of a grant that is being paid; `-` is 409 `state_conflict`.\n\n");
        grid += &line(&Value::Null, ACTIONS);
        for status in DisbursementStatus::iter() {
            let mut cells = Vec::new();
            for action in ACTIONS {
                let item = format!("{TRANCHES}/{}", tranche(&app, &cast, status).await);
                let cell = Cell { caller: doer(&cast, action), item, action, body: body(action) };
                cells.push(cell.outcome().await);
            }
            grid += &line(&json!(status), cells);
        }
        is_committed(GRID, &grid);
    }

    async fn nothing_is_released_while_the_application_is_not_being_paid(app: App) {
        let cast = Cast::of(&app).await;
        for status in ApplicationStatus::iter() {
            if matches!(status, ApplicationStatus::Agreement | ApplicationStatus::Disbursing) {
                continue;
            }
            let grant = granted(&app).await;
            let id = grant.tranches[0];
            cast.request(id).await.expect(200);
            app.set_application(grant.application, status).await;
            let refused = cast.approve(id).await.problem(409, "state_conflict");
            assert_eq!(refused.json["allowed_actions"], json!(["cancel"]), "{status:?}");
            app.set_application(grant.application, ApplicationStatus::Agreement).await;
            cast.approve(id).await.expect(200);
            app.set_application(grant.application, status).await;
            cast.pay(id).await.problem(409, "state_conflict");
            cast.request(grant.tranches[1]).await.problem(409, "state_conflict");
        }
    }

    async fn whoever_requests_neither_approves_nor_pays_whatever_their_roles(app: App) {
        let province = Scope::Province(app.province().await);
        let all = [Role::Officer, Role::Appraiser, Role::Approver, Role::Treasurer].map(|role| (role, province));
        let (jack, cast, grant) = (app.as_roles(&all).await, Cast::of(&app).await, granted(&app).await);
        let item = format!("{TRANCHES}/{}", grant.tranches[0]);
        let take = async |caller: &Caller, action: &str| Cast::act(caller, &item, action, body(action)).await;
        take(&jack, "request").await.expect(200);
        take(&jack, "approve").await.problem(403, "separation_of_duties");
        take(&jack, "cancel").await.problem(403, "separation_of_duties");
        take(&cast.approver, "approve").await.expect(200);
        take(&jack, "pay").await.problem(403, "separation_of_duties");
        take(&cast.treasurer, "pay").await.expect(200);
        take(&jack, "refund").await.problem(403, "separation_of_duties");
        let minutes = Cast { appraiser: jack, ..cast }.minutes(&grant, 0, ("passed", 1_000_000)).await;
        minutes.problem(403, "separation_of_duties");
    }

    async fn a_role_given_meanwhile_adds_no_second_duty(app: App) {
        let (cast, grant) = (Cast::of(&app).await, granted(&app).await);
        let (id, item) = (grant.tranches[0], format!("{TRANCHES}/{}", grant.tranches[0]));
        cast.request(id).await.expect(200);
        let province = Scope::Province(app.province().await);
        for role in [Role::Approver, Role::Treasurer] {
            app.also(&cast.officer, role, province).await;
        }
        app.also(&cast.approver, Role::Treasurer, province).await;
        Cast::act(&cast.officer, &item, "approve", Value::Null).await.problem(403, "separation_of_duties");
        cast.approve(id).await.expect(200);
        for caller in [&cast.officer, &cast.approver] {
            Cast::act(caller, &item, "pay", body("pay")).await.problem(403, "separation_of_duties");
        }
        cast.pay(id).await.expect(200);
    }

    async fn each_step_is_for_its_role_alone(app: App) {
        let (cast, grant) = (Cast::of(&app).await, granted(&app).await);
        let leader = app.as_leader_of(grant.group).await;
        let viewer = app.as_viewer_of(app.province().await).await;
        let item = format!("{TRANCHES}/{}", grant.tranches[0]);
        for action in ACTIONS {
            let may = doer(&cast, action).account_id();
            for caller in [&cast.officer, &cast.appraiser, &cast.approver, &cast.treasurer, &viewer] {
                if caller.account_id() != may && !(action == "approve" && caller.account_id() == cast.approver.account_id()) {
                    Cast::act(caller, &item, action, body(action)).await.problem(403, "permission_denied");
                }
            }
        }
        Cast::act(&leader, &item, "pay", body("pay")).await.problem(403, "permission_denied");
        Cast::act(&leader, &item, "request", Value::Null).await.expect(200);
        let history = viewer.get(&format!("{item}/history")).await.expect(200);
        assert_eq!(history.data()[0]["action"], "requested");
    }

    async fn a_step_needs_the_revision_that_was_read_and_answers_a_replay(app: App) {
        let (cast, grant) = (Cast::of(&app).await, granted(&app).await);
        let path = format!("{TRANCHES}/{}/request", grant.tranches[0]);
        cast.officer.post(&path, Value::Null).await.problem(428, "precondition_required");
        cast.officer.act(&path, "\"v7\"", Value::Null).await.problem(412, "precondition_failed");
        let key = uuid::Uuid::now_v7();
        let first = cast.officer.act(&path, "\"v1\"", Value::Null).key(key).await.expect(200);
        let again = cast.officer.act(&path, "\"v1\"", Value::Null).key(key).await.expect(200);
        assert_eq!((first.json.clone(), again.header("idempotency-replayed")), (again.json.clone(), Some("true".to_owned())));
    }
}
