//! Tranches: paid once, given back or cancelled.

use entity::enums::{AccountKind as A, CallStatus};
use entity::ids::{AreaId, DisbursementId};
use entity::{grant_application, grant_call, posting};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait as _, EntityTrait as _, IntoActiveModel as _, QueryFilter as _};
use serde_json::{Value, json};
use tests::{App, Cast, Granted, Terms, at_once, both_databases, finding};
use uuid::Uuid;

const TRANCHES: &str = "/v1/disbursements";

async fn commune(app: &App) -> AreaId {
    app.area("01392", "2022-06-30").await
}

async fn granted(app: &App) -> Granted {
    app.granted(commune(app).await, &Terms::default()).await
}

fn item(id: DisbursementId) -> String {
    format!("{TRANCHES}/{id}")
}

async fn payments(app: &App, id: DisbursementId) -> Vec<posting::Model> {
    let rows = posting::Entity::find().filter(posting::Column::DisbursementId.eq(id));
    rows.all(app.db()).await.unwrap()
}

async fn application(app: &App, grant: &Granted) -> grant_application::Model {
    grant_application::Entity::find_by_id(grant.application).one(app.db()).await.unwrap().unwrap()
}

both_databases! {
    async fn a_payment_moves_what_was_promised_and_starts_the_grant(app: App) {
        let (cast, grant) = (Cast::of(&app).await, granted(&app).await);
        let (id, allotment) = (grant.tranches[0], grant.call.allotment);
        let paid = cast.release(id).await;
        assert_eq!((&paid.json["status"], &paid.json["paid_vnd"]), (&json!("paid"), &json!(6_000_000)));
        assert_eq!((app.balance(A::Committed, allotment).await, app.balance(A::Advanced, allotment).await), (4_000_000, 6_000_000));
        let seen = cast.officer.get(&format!("/v1/grant-applications/{}", grant.application)).await.expect(200);
        assert_eq!((&seen.json["status"], &seen.json["paid_vnd"]), (&json!("disbursing"), &json!(6_000_000)));
        let history = cast.officer.get(&format!("/v1/grant-applications/{}/history", grant.application)).await.expect(200);
        assert_eq!(history.data()[0]["action"], "paid");
        let posted = payments(&app, id).await;
        assert_eq!(posted[0].document_no.as_deref(), Some("UNC-2026-015"));
        assert_eq!((posted.len(), posted[0].amount_vnd, posted[0].attempt), (1, 6_000_000, 1));
    }

    async fn a_tranche_is_paid_once(app: App) {
        let (cast, grant) = (Cast::of(&app).await, granted(&app).await);
        let id = grant.tranches[0];
        cast.request(id).await.expect(200);
        cast.approve(id).await.expect(200);
        let pay = |_| {
            let (treasurer, path) = (cast.treasurer.clone(), format!("{}/pay", item(id)));
            let body = json!({ "paid_on": "2026-06-15", "document_no": "UNC-2026-015" });
            async move { treasurer.act(&path, "\"v3\"", body).await }
        };
        let replies = at_once((0..20).map(pay)).await;
        assert_eq!(replies.iter().filter(|reply| reply.status == 200).count(), 1);
        for reply in replies.into_iter().filter(|reply| reply.status != 200) {
            reply.problem(412, "precondition_failed");
        }
        let refused = cast.pay(id).await.problem(409, "state_conflict");
        assert_eq!(refused.json["allowed_actions"], json!(["refund"]));
        assert_eq!(payments(&app, id).await.len(), 1);
        assert_eq!(app.balance(A::Advanced, grant.call.allotment).await, 6_000_000);
        assert_eq!(application(&app, &grant).await.paid_vnd, 6_000_000);
    }

    async fn tranches_paid_at_once_are_all_counted(app: App) {
        let terms = Terms::default();
        let (cast, commune) = (Cast::of(&app).await, commune(&app).await);
        let fund = app.fund(terms.budget_vnd).await;
        let call = app.open_call(fund, &terms).await;
        let mut ids = Vec::new();
        for _ in 0..5 {
            let id = app.granted_from(call, commune, &terms).await.tranches[0];
            cast.request(id).await.expect(200);
            cast.approve(id).await.expect(200);
            ids.push(id);
        }
        let pay = |id| {
            let cast = cast.clone();
            async move { cast.pay(id).await.expect(200) }
        };
        at_once(ids.into_iter().map(pay)).await;
        assert_eq!((app.balance(A::Committed, call.allotment).await, app.balance(A::Advanced, call.allotment).await), (20_000_000, 30_000_000));
    }

    async fn approving_and_paying_need_a_password_given_lately(app: App) {
        let (cast, grant) = (Cast::of(&app).await, granted(&app).await);
        let id = grant.tranches[0];
        cast.request(id).await.expect(200);
        app.set_now("2026-06-15T03:15:01Z");
        cast.approve(id).await.problem(401, "reauthentication_required");
        app.set_now("2026-06-15T03:15:00Z");
        cast.approve(id).await.expect(200);
        app.set_now("2026-06-15T03:15:01Z");
        cast.pay(id).await.problem(401, "reauthentication_required");
        app.set_now("2026-06-15T03:15:00Z");
        cast.pay(id).await.expect(200);
    }

    async fn money_moves_in_an_open_year_and_not_before_its_approval(app: App) {
        let (cast, grant) = (Cast::of(&app).await, granted(&app).await);
        let id = grant.tranches[0];
        cast.request(id).await.expect(200);
        cast.approve(id).await.expect(200);
        let pay = async |on: &str| {
            let body = json!({ "paid_on": on, "document_no": "UNC-2026-015" });
            Cast::act(&cast.treasurer, &item(id), "pay", body).await
        };
        pay("2026-06-16").await.faults(&["#/paid_on: out_of_range"]);
        pay("2026-06-14").await.faults(&["#/paid_on: inconsistent"]);
        app.close_year(grant.call.fund, 2026).await;
        pay("2026-06-15").await.problem(409, "period_closed");
        assert!(payments(&app, id).await.is_empty());
        assert_eq!(app.balance(A::Committed, grant.call.allotment).await, 10_000_000);
        assert_eq!(cast.officer.get(&item(id)).await.json["status"], "approved");
    }

    async fn a_refund_is_at_most_what_is_not_accepted(app: App) {
        let (cast, grant) = (Cast::of(&app).await, granted(&app).await);
        let (id, fund) = (grant.tranches[0], grant.call.fund);
        cast.refund(id, 1).await.problem(409, "state_conflict");
        cast.release(id).await;
        cast.minutes(&grant, 0, ("passed", 4_000_000)).await.expect(201);
        let available = app.balance(A::Available, fund).await;
        let refused = cast.refund(id, 2_000_001).await.problem(409, "funds_exceeded");
        assert_eq!(refused.json["findings"][0]["found"], 2_000_000);
        for amount in [json!(0), json!(-1), json!(9_007_199_254_740_993_i64), json!(1.5)] {
            let body = json!({ "amount_vnd": amount, "refunded_on": "2026-06-15", "document_no": "PT-1" });
            Cast::act(&cast.treasurer, &item(id), "refund", body).await.problem(422, "validation_failed");
        }
        let body = json!({ "amount_vnd": 1, "refunded_on": "2026-06-14", "document_no": "PT-1" });
        Cast::act(&cast.treasurer, &item(id), "refund", body).await.faults(&["#/refunded_on: inconsistent"]);
        cast.refund(id, 1_500_000).await.expect(200);
        let done = cast.refund(id, 500_000).await.expect(200);
        assert_eq!((&done.json["status"], &done.json["refunded_vnd"]), (&json!("paid"), &json!(2_000_000)));
        assert_eq!(done.json["allowed_actions"], json!([]));
        cast.refund(id, 1).await.problem(409, "state_conflict");
        assert_eq!(app.balance(A::Available, fund).await, available + 2_000_000);
        let row = application(&app, &grant).await;
        assert_eq!((row.paid_vnd, row.accepted_vnd), (4_000_000, 4_000_000));
    }

    async fn a_cancelled_tranche_frees_its_money_and_ends_those_after_it(app: App) {
        let (cast, grant) = (Cast::of(&app).await, granted(&app).await);
        let allotment = grant.call.allotment;
        cast.request(grant.tranches[0]).await.expect(200);
        let cancel = async |id| Cast::act(&cast.approver, &item(id), "cancel", Value::Null).await;
        let done = cancel(grant.tranches[0]).await.expect(200);
        assert_eq!((&done.json["status"], &done.json["allowed_actions"]), (&json!("cancelled"), &json!([])));
        assert_eq!((app.balance(A::Committed, allotment).await, app.balance(A::Reserved, allotment).await), (4_000_000, 96_000_000));
        assert_eq!(cast.request(grant.tranches[1]).await.unmet(), [finding("previous_paid", 6_000_000, 0)]);
        cancel(grant.tranches[0]).await.problem(409, "state_conflict");
        cancel(grant.tranches[1]).await.expect(200);
        assert_eq!(app.balance(A::Reserved, allotment).await, 100_000_000);
    }

    async fn money_of_a_cancelled_tranche_leaves_an_archived_call(app: App) {
        let (cast, grant) = (Cast::of(&app).await, granted(&app).await);
        let (id, path) = (grant.call.id, format!("/v1/grant-calls/{}", grant.call.id));
        let closed = grant_call::Entity::update_many().col_expr(grant_call::Column::Status, Expr::value(CallStatus::Closed));
        closed.filter(grant_call::Column::Id.eq(id)).exec(app.db()).await.unwrap();
        Cast::act(&cast.approver, &path, "archive", Value::Null).await.expect(200);
        assert_eq!(app.balance(A::Available, grant.call.fund).await, 90_000_000);
        Cast::act(&cast.approver, &item(grant.tranches[1]), "cancel", Value::Null).await.expect(200);
        assert_eq!(app.balance(A::Available, grant.call.fund).await, 94_000_000);
        assert_eq!(app.balance(A::Reserved, grant.call.allotment).await, 0);
        let call = cast.officer.get(&path).await.expect(200);
        assert_eq!(call.json["allotments"][0]["limit_vnd"], 6_000_000);
    }

    async fn the_tranches_that_were_paid_by_a_day_are_listed(app: App) {
        let (cast, grant, other) = (Cast::of(&app).await, granted(&app).await, granted(&app).await);
        let id = grant.tranches[0];
        cast.release(id).await;
        let ids = async |query: &str| {
            let list = cast.officer.get(&format!("{TRANCHES}?include_total=true&{query}")).await.expect(200);
            assert_eq!(list.json["page"]["total"], json!(list.data().len()));
            let mut ids = list.ids();
            ids.sort();
            ids
        };
        let both = |grant: &Granted| grant.tranches.iter().copied().map(Uuid::from).collect::<Vec<_>>();
        assert_eq!(ids(&format!("application_id={}", other.application)).await, both(&other));
        assert_eq!(ids(&format!("group_id={}", grant.group)).await, both(&grant));
        assert_eq!(ids(&format!("call_id={}", other.call.id)).await, both(&other));
        assert_eq!(ids("status=paid,approved").await, [Uuid::from(id)]);
        assert_eq!(ids(&format!("area_id={}", commune(&app).await)).await.len(), 4);
        assert_eq!(ids(&format!("area_id={}", app.area("052", "2022-06-30").await)).await, Vec::<Uuid>::new());
        assert_eq!(ids("paid_by=2026-06-14").await, Vec::<Uuid>::new());
        assert_eq!(ids("paid_by=2026-06-15").await, [Uuid::from(id)]);
        let payment = payments(&app, id).await.remove(0);
        for (amount_vnd, on, day, listed) in [(1, "2026-06-20", "2026-06-20", 1), (5_999_999, "2026-06-21", "2026-06-21", 0)] {
            let mut taken_back = payment.clone().into_active_model();
            taken_back.id = Set(Uuid::now_v7().into());
            taken_back.kind = Set(entity::enums::PostingKind::Adjustment);
            taken_back.cites_id = Set(Some(payment.id));
            taken_back.amount_vnd = Set(amount_vnd);
            taken_back.posted_on = Set(on.parse().unwrap());
            app.insert(taken_back).await;
            assert_eq!(ids(&format!("paid_by={day}")).await.len(), listed);
        }
        assert_eq!(ids("paid_by=2026-06-20").await, [Uuid::from(id)]);
    }
}
