//! `fund verify`: whatever is kept beside the postings is proven by them.

use entity::disbursement;
use entity::enums::ApplicationStatus;
use hoinongdan::proofs;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use serde_json::json;
use tests::{App, Terms, both_databases};

async fn faults(app: &App) -> Vec<String> {
    proofs::verify(app.service()).await.unwrap().faults.iter().map(ToString::to_string).collect()
}

both_databases! {
    async fn books_that_agree_are_proven(app: App) {
        assert_eq!(proofs::verify(app.service()).await.unwrap(), proofs::messages::Proof::default());
        let fund = app.fund(1_000).await;
        let grant = app.grant(fund, app.area("01392", "2022-06-30").await, 600).await;
        app.pay(&grant).await;
        app.accept(&grant, 200).await;
        app.refund(&grant, 100).await;
        let proof = proofs::verify(app.service()).await.unwrap();
        assert_eq!((proof.funds, proof.postings, proof.faults), (1, 6, Vec::new()));
    }

    async fn every_kept_sum_that_differs_is_named(app: App) {
        let fund = app.fund(1_000).await;
        let grant = app.grant(fund, app.area("01392", "2022-06-30").await, 600).await;
        app.pay(&grant).await;
        let ceiling = json!({ "area_id": app.province().await, "year": 2026, "limit_vnd": 1_000 });
        app.as_treasurer().await.post(&format!("/v1/funds/{fund}/ceilings"), ceiling).await.expect(201);
        assert_eq!(faults(&app).await, [] as [String; 0]);
        let changes = [
            ("account_balance", "debit_vnd = debit_vnd + 1", "debit_vnd = 1000"),
            ("call_allotment", "committed_vnd = committed_vnd - 1", "committed_vnd = 600"),
            ("fund_ceiling", "taken_vnd = taken_vnd + 1", "taken_vnd = 600"),
            ("disbursement", "accepted_vnd = accepted_vnd + 1", "accepted_vnd = 0"),
            ("grant_application", "paid_vnd = paid_vnd - 1", "paid_vnd = 600"),
        ];
        for (n, (table, change, before)) in changes.into_iter().enumerate() {
            let changed = app.database().execute(&format!("UPDATE {table} SET {change} WHERE {before}")).await;
            assert_eq!(changed, 1, "{table}");
            let found = faults(&app).await;
            assert_eq!(found.len(), n + 1, "{found:?}");
        }
        let found = faults(&app).await.join("\n");
        for words in [
            "debit_vnd is 1001, its postings make 1000",
            "committed_vnd is 599, its postings make 600",
            "taken_vnd is 601, its postings make 600",
            "accepted_vnd is 1, its postings make 0",
            "paid_vnd is 599, its postings make 600",
            &format!("allotment {}", grant.allotment),
        ] {
            assert!(found.contains(words), "{words} is missing in\n{found}");
        }
    }

    async fn what_was_promised_is_proven_application_by_application(app: App) {
        let commune = app.area("01392", "2022-06-30").await;
        let (fund, terms) = (app.fund(100_000_000).await, Terms::default());
        let call = app.open_call(fund, &terms).await;
        let (grant, other) = (app.granted_from(call, commune, &terms).await, app.granted_from(call, commune, &terms).await);
        assert_eq!(faults(&app).await, [] as [String; 0]);
        // The sums of the allotment agree, but one application got what another was promised.
        let amount = disbursement::Entity::update_many().col_expr(disbursement::Column::AmountVnd, Expr::value(6_000_001));
        amount.filter(disbursement::Column::Id.eq(grant.tranches[0])).exec(app.db()).await.unwrap();
        let found = faults(&app).await;
        assert_eq!(found, [format!("application {}: promised is 10000001, its postings make 10000000", grant.application)]);
        app.set_application(other.application, ApplicationStatus::Withdrawn).await;
        let found = faults(&app).await;
        assert!(found.contains(&format!("application {}: promised is 0, its postings make 10000000", other.application)), "{found:?}");
    }

    async fn postings_in_a_year_that_was_never_opened_are_named(app: App) {
        app.fund(1_000).await;
        app.database().execute("UPDATE fiscal_period SET year = 2025").await;
        let found = faults(&app).await;
        assert!(found.len() == 1 && found[0].contains("never opened"), "{found:?}");
    }
}
