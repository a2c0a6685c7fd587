//! Postings: money comes in from the sources, and nothing that was posted ever changes.

use actix_web::http::Method;
use entity::enums::Role;
use hoinongdan::access::Scope;
use hoinongdan::proofs;
use serde_json::{Value, json};
use tests::{App, Caller, Reply, both_databases};
use uuid::Uuid;

fn body(amount: Value) -> Value {
    json!({ "source": "province", "amount_vnd": amount, "posted_on": "2026-03-02", "document_no": "UNC-7", "note": "Đợt 1" })
}

async fn post(caller: &Caller, fund: impl Into<Uuid>, body: Value) -> Reply {
    caller.post(&format!("/v1/funds/{}/postings", fund.into()), body).await
}

both_databases! {
    async fn money_comes_from_a_source_to_what_is_available(app: App) {
        let (treasurer, fund) = (app.as_treasurer().await, app.fund(0).await);
        let id = Uuid::now_v7();
        let mut new = body(json!(5_000_000_000_i64));
        new["id"] = json!(id);
        let made = post(&treasurer, fund, new).await.expect(201);
        assert_eq!((made.id(), &made.json["kind"]), (id, &json!("funding")));
        assert_eq!((&made.json["credit_kind"], &made.json["debit_kind"]), (&json!("province"), &json!("available")));
        assert_eq!((&made.json["document_no"], &made.json["note"]), (&json!("UNC-7"), &json!("Đợt 1")));
        let path = format!("/v1/funds/{fund}/postings/{id}");
        assert_eq!(treasurer.get(&path).await.expect(200).json, made.json);
        let account = format!("/v1/funds/{fund}/accounts/{}", made.json["credit_id"].as_str().unwrap());
        let account = treasurer.get(&account).await.expect(200);
        let members = ["debit_vnd", "credit_vnd", "balance_vnd"].map(|name| account.json[name].as_i64().unwrap());
        assert_eq!(members, [0, 5_000_000_000, 5_000_000_000]);
        assert!(proofs::verify(app.service()).await.unwrap().faults.is_empty());
    }

    async fn amounts_are_whole_and_within_the_limit(app: App) {
        let (treasurer, fund) = (app.as_treasurer().await, app.fund(0).await);
        for amount in ["0", "-1", "9000000000000001", "9007199254740993", "9223372036854775808", "-9223372036854775809"] {
            let amount: Value = serde_json::from_str(amount).unwrap();
            post(&treasurer, fund, body(amount)).await.problem(422, "validation_failed").faults(&["#/amount_vnd: out_of_range"]);
        }
        for amount in [json!(1.5), json!("1000"), json!(null)] {
            post(&treasurer, fund, body(amount)).await.problem(422, "validation_failed");
        }
        post(&treasurer, fund, body(json!(9_000_000_000_000_000_i64))).await.expect(201);
        post(&treasurer, fund, body(json!(1))).await.problem(409, "funds_exceeded");
        assert_eq!(app.database().count("SELECT COUNT(*) FROM posting").await, 1);
        assert!(proofs::verify(app.service()).await.unwrap().faults.is_empty());
    }

    async fn only_open_years_take_postings(app: App) {
        let (treasurer, fund) = (app.as_treasurer().await, app.fund(0).await);
        let mut new = body(json!(5));
        new["posted_on"] = json!("2025-12-31");
        post(&treasurer, fund, new.clone()).await.problem(409, "period_closed");
        treasurer.post(&format!("/v1/funds/{fund}/fiscal-periods"), json!({ "year": 2025 })).await.expect(201);
        post(&treasurer, fund, new.clone()).await.expect(201);
        new["posted_on"] = json!("2026-06-16");
        post(&treasurer, fund, new).await.problem(422, "validation_failed").faults(&["#/posted_on: out_of_range"]);
    }

    async fn a_posting_has_no_operation_that_changes_it(app: App) {
        let (treasurer, fund) = (app.as_treasurer().await, app.fund(5).await);
        let id = treasurer.get(&format!("/v1/funds/{fund}/postings")).await.expect(200).ids()[0];
        let path = format!("/v1/funds/{fund}/postings/{id}");
        treasurer.patch(&path, "\"v1\"", json!({ "amount_vnd": 1 })).await.problem(405, "method_not_allowed");
        treasurer.delete(&format!("{path}?reason=test_entry"), "\"v1\"").await.problem(405, "method_not_allowed");
        let reply = treasurer.ask(Method::PUT, &path).json(body(json!(1))).await.problem(405, "method_not_allowed");
        assert_eq!(reply.header("allow").as_deref(), Some("GET, HEAD"));
    }

    async fn the_database_refuses_to_change_a_posting(app: App) {
        app.fund(5).await;
        let refused = async |sql: &str| {
            let answer = app.database().try_execute(sql).await.unwrap_err().to_string();
            assert!(answer.contains("posting_insert_only"), "{answer}");
        };
        refused("UPDATE posting SET amount_vnd = 6").await;
        refused("DELETE FROM posting").await;
        match app.database().backend() {
            tests::databases::Backend::Sqlite => refused("INSERT OR REPLACE INTO posting SELECT * FROM posting").await,
            tests::databases::Backend::Postgres => {
                let answer = app.database().try_execute("TRUNCATE posting CASCADE").await.unwrap_err().to_string();
                assert!(answer.contains("_insert_only"), "{answer}");
            }
        }
        let negative = "INSERT INTO posting SELECT debit_id AS id, fund_id, kind, debit_id, credit_id, 0, posted_on, cites_id, \
                        application_id, disbursement_id, attempt, document_no, note, created_at FROM posting";
        let answer = app.database().try_execute(negative).await.unwrap_err().to_string();
        assert!(answer.contains("posting_amount"), "{answer}");
        assert_eq!(app.database().count("SELECT amount_vnd FROM posting").await, 5);
    }

    async fn no_account_but_a_source_can_be_overdrawn(app: App) {
        app.fund(5).await;
        let overdraw = "UPDATE account_balance SET credit_vnd = 6 WHERE debit_vnd = 5";
        let answer = app.database().try_execute(overdraw).await.unwrap_err().to_string();
        assert!(answer.contains("account_balance_not_overdrawn"), "{answer}");
    }

    async fn postings_are_filtered_by_kind_day_account_application_and_tranche(app: App) {
        let fund = app.fund(1_000).await;
        let grant = app.grant(fund, app.area("01392", "2022-06-30").await, 600).await;
        let paid = app.pay(&grant).await;
        let auditor = app.as_auditor().await;
        let found = async |query: &str| {
            auditor.get(&format!("/v1/funds/{fund}/postings?{query}&include_total=true")).await.expect(200)
        };
        assert_eq!(found("kind=payment").await.ids(), [Uuid::from(paid)]);
        assert_eq!(found(&format!("disbursement_id={}", grant.tranche)).await.ids(), [Uuid::from(paid)]);
        assert_eq!(found(&format!("application_id={}", grant.application)).await.data().len(), 2);
        assert_eq!(found("posted_on_gte=2026-03-01").await.data().len(), 3);
        assert_eq!(found("posted_on_lte=2026-01-15&kind=funding,payment").await.data().len(), 1);
        let payment = auditor.get(&format!("/v1/funds/{fund}/postings/{paid}")).await.expect(200);
        let committed = format!("account_id={}", payment.json["credit_id"].as_str().unwrap());
        assert_eq!(found(&committed).await.data().len(), 2);
        assert_eq!(found("sort=posted_on&limit=1").await.data()[0]["kind"], "funding");
        auditor.get(&format!("/v1/funds/{fund}/postings?call_id={}", grant.call)).await.problem(400, "unknown_parameter");
    }

    async fn postings_about_applications_of_elsewhere_do_not_exist(app: App) {
        let fund = app.fund(1_000).await;
        let (here, there) = (app.area("01392", "2022-06-30").await, app.area("01726", "2022-06-30").await);
        let (own, foreign) = (app.grant(fund, here, 300).await, app.grant(fund, there, 300).await);
        let (own_paid, foreign_paid) = (app.pay(&own).await, app.pay(&foreign).await);
        let officer = app.as_officer_of(app.area("045", "2022-06-30").await).await;
        let list = officer.get(&format!("/v1/funds/{fund}/postings?kind=payment&include_total=true")).await.expect(200);
        assert_eq!((list.ids(), &list.json["page"]["total"]), (vec![Uuid::from(own_paid)], &json!(1)));
        officer.get(&format!("/v1/funds/{fund}/postings/{foreign_paid}")).await.problem(404, "not_found");
        let all = officer.get(&format!("/v1/funds/{fund}/postings?kind=funding,reservation")).await.expect(200);
        assert_eq!(all.data().len(), 3, "what is not about an application belongs to the whole fund");
        let both = [(Role::Treasurer, Scope::Province(app.province().await))];
        let treasurer = app.as_roles(&both).await;
        let new = json!({ "posting_id": foreign_paid, "kind": "reversal", "posted_on": "2026-03-02", "reason": "Nhầm" });
        let asked = treasurer.post(&format!("/v1/funds/{fund}/corrections"), new).await.expect(201);
        let path = format!("/v1/funds/{fund}/corrections");
        assert!(officer.get(&path).await.expect(200).data().is_empty());
        officer.get(&format!("{path}/{}", asked.id())).await.problem(404, "not_found");
    }
}
