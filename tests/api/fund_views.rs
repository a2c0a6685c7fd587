//! One balance: list, single account, summary and export agree, and debits equal credits in each of them at any instant.

use std::future::IntoFuture as _;

use actix_web::rt;
use hoinongdan::proofs;
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait as _, EntityTrait as _, IntoActiveModel as _};
use serde_json::{Value, json};
use tests::books::Grant;
use tests::{App, Caller, both_databases};
use uuid::Uuid;

fn number(value: &Value) -> i64 {
    value.as_i64().unwrap()
}

/// The rows of a CSV file, without its head.
fn rows(text: &str) -> Vec<Vec<String>> {
    let text = text.strip_prefix('\u{feff}').unwrap();
    text.strip_suffix("\r\n")
        .unwrap()
        .split("\r\n")
        .skip(1)
        .map(|row| row.split(',').map(str::to_owned).collect())
        .collect()
}

/// Sum of debits and of credits as each view has them: list, export, summary.
async fn sums(caller: &Caller, fund: Uuid) -> [(i64, i64); 3] {
    let list = caller.get(&format!("/v1/funds/{fund}/accounts?limit=200")).await.expect(200);
    let of_list = |name: &str| list.data().iter().map(|account| number(&account[name])).sum::<i64>();
    let export = caller.get(&format!("/v1/funds/{fund}/export")).await.expect(200);
    let export = rows(&export.text());
    let of_export = |n: usize| export.iter().map(|row| row[n].parse::<i64>().unwrap()).sum::<i64>();
    let summary = caller.get(&format!("/v1/funds/{fund}/summary?by=year")).await.expect(200);
    let of_summary = |name: &str| number(&summary.json[name]);
    let received = of_summary("received_vnd");
    let planned = summary.json["total"]["planned_vnd"].as_i64().unwrap_or_default();
    assert_eq!(received, of_summary("available_vnd") + planned, "{summary}");
    [
        (of_list("debit_vnd"), of_list("credit_vnd")),
        (of_export(7), of_export(8)),
        (of_summary("debit_vnd"), of_summary("credit_vnd")),
    ]
}

both_databases! {
    async fn debits_equal_credits_in_every_view_while_money_comes_in(app: App) {
        let fund: Uuid = app.fund(1_000).await.into();
        app.grant(fund.into(), app.area("01392", "2022-06-30").await, 600).await;
        let treasurer = app.as_treasurer().await;
        let posts = (0..100).map(|n| {
            let source = ["ifad", "province", "other_source"][n % 3];
            let body = json!({ "source": source, "amount_vnd": 7, "posted_on": "2026-06-15" });
            rt::spawn(treasurer.post(&format!("/v1/funds/{fund}/postings"), body).into_future())
        });
        let posts: Vec<_> = posts.collect();
        let auditor = app.as_auditor().await;
        let mut seen = Vec::new();
        while posts.iter().any(|post| !post.is_finished()) {
            for (debit, credit) in sums(&auditor, fund).await {
                assert_eq!(debit, credit);
                assert!(seen.last().is_none_or(|before| *before <= debit), "a later view shows an earlier state");
                seen.push(debit);
            }
        }
        for post in posts {
            post.await.unwrap().expect(201);
        }
        let (before, total) = (1_000 + 600 + 600, 1_000 + 600 + 600 + 700);
        assert!(seen.iter().any(|sum| (before + 1..total).contains(sum)), "the readers saw nothing of it: {seen:?}");
        assert_eq!(sums(&auditor, fund).await, [(total, total); 3]);
        assert!(proofs::verify(app.service()).await.unwrap().faults.is_empty());
    }

    async fn list_account_export_and_summary_tell_the_same(app: App) {
        let fund = app.fund(10_000).await;
        let commune = app.area("01392", "2022-06-30").await;
        let grant = app.grant(fund, commune, 6_000).await;
        app.pay(&grant).await;
        app.accept(&grant, 2_500).await;
        app.refund(&grant, 1_000).await;
        let auditor = app.as_auditor().await;
        let list = auditor.get(&format!("/v1/funds/{fund}/accounts?limit=200")).await.expect(200);
        assert_eq!(list.data().len(), 10);
        let export = auditor.get(&format!("/v1/funds/{fund}/export")).await.expect(200);
        assert_eq!(export.header("content-type").as_deref(), Some("text/csv; charset=utf-8"));
        assert_eq!(export.header("content-disposition").as_deref(), Some("attachment; filename*=UTF-8''QU-000001-accounts.csv"));
        let rows = rows(&export.text());
        assert_eq!(rows.len(), 10);
        for (account, row) in list.data().iter().zip(&rows) {
            let single = auditor.get(&format!("/v1/funds/{fund}/accounts/{}", account["id"].as_str().unwrap())).await.expect(200);
            assert_eq!(&single.json, account);
            assert_eq!(row[2], account["kind"].as_str().unwrap());
            for (n, name) in [(7, "debit_vnd"), (8, "credit_vnd"), (9, "balance_vnd")] {
                assert_eq!(row[n].parse::<i64>().unwrap(), number(&account[name]));
            }
        }
        let balance = |kind: &str| number(&list.data().iter().find(|account| account["kind"] == kind).unwrap()["balance_vnd"]);
        let summary = auditor.get(&format!("/v1/funds/{fund}/summary?by=call")).await.expect(200);
        let figures = &summary.json["rows"][0]["figures"];
        assert_eq!(figures["disbursed_vnd"], balance("advanced") + balance("spent"));
        assert_eq!(figures["accepted_vnd"], balance("spent"));
        assert_eq!(summary.json["available_vnd"], balance("available"));
        let kinds = auditor.get(&format!("/v1/funds/{fund}/accounts?kind=spent,advanced")).await.expect(200);
        assert_eq!(kinds.data().len(), 2);
        let of_allotment = format!("/v1/funds/{fund}/accounts?allotment_id={}", grant.allotment);
        assert_eq!(auditor.get(&of_allotment).await.expect(200).data().len(), 6);
        let exported = "SELECT COUNT(*) FROM journal_entry WHERE action = 'exported' AND resource = 'fund'";
        assert_eq!(app.database().count(exported).await, 1);
    }

    async fn summaries_break_the_same_money_down_and_ratios_have_their_parts(app: App) {
        let fund = app.fund(10_000).await;
        let (here, there) = (app.area("01392", "2022-06-30").await, app.area("01726", "2022-06-30").await);
        let (one, other) = (app.grant(fund, here, 4_000).await, app.grant(fund, there, 2_000).await);
        app.pay(&one).await;
        app.accept(&one, 3_000).await;
        app.pay(&other).await;
        app.refund(&other, 500).await;
        let auditor = app.as_auditor().await;
        let ask = async |query: &str| {
            auditor.get(&format!("/v1/funds/{fund}/summary?{query}")).await.expect(200).json
        };
        for query in ["by=year", "by=area", "by=call", "by=value_chain", "by=area&map=2022", "by=area&map=2025"] {
            let total = &ask(query).await["total"];
            let found = ["committed_vnd", "disbursed_vnd", "accepted_vnd"].map(|name| number(&total[name]));
            assert_eq!(found, [6_000, 5_500, 3_000], "{query}");
        }
        let by_year = ask("by=year").await;
        assert_eq!(by_year["rows"][0]["code"], "2026");
        let expected = json!({ "part_vnd": 5_500, "whole_vnd": 6_000, "share_bps": 9_167 });
        assert_eq!(by_year["rows"][0]["figures"]["disbursed_of_committed"], expected);
        assert_eq!(by_year["rows"][0]["figures"]["planned_vnd"], 6_000);
        let by_area = ask("by=area").await;
        let areas: Vec<_> = by_area["rows"].as_array().unwrap().iter().map(|row| row["area_id"].clone()).collect();
        assert_eq!(areas, [json!(here), json!(there)]);
        let by_chain = ask("by=value_chain").await;
        assert_eq!((&by_chain["rows"][0]["code"], &by_chain["total"]["planned_vnd"]), (&json!("lon_den"), &Value::Null));
        let on_2025 = ask("by=area&map=2025").await;
        let codes: Vec<_> = on_2025["rows"].as_array().unwrap().iter().map(|row| row["code"].clone()).collect();
        assert_eq!(codes.len(), 2, "{on_2025}");
        auditor.get(&format!("/v1/funds/{fund}/summary")).await.problem(400, "invalid_parameter");
        auditor.get(&format!("/v1/funds/{fund}/summary?by=year&map=2022")).await.problem(422, "validation_failed");
    }

    async fn summaries_by_application_show_the_scope_alone(app: App) {
        let fund = app.fund(10_000).await;
        let (here, there) = (app.area("01392", "2022-06-30").await, app.area("01726", "2022-06-30").await);
        let (one, other) = (app.grant(fund, here, 4_000).await, app.grant(fund, there, 2_000).await);
        app.pay(&one).await;
        app.pay(&other).await;
        let officer = app.as_officer_of(app.area("045", "2022-06-30").await).await;
        for query in ["by=value_chain", "by=area&map=2022"] {
            let summary = officer.get(&format!("/v1/funds/{fund}/summary?{query}")).await.expect(200);
            assert_eq!(summary.json["total"]["disbursed_vnd"], 4_000, "{query}");
        }
        let summary = officer.get(&format!("/v1/funds/{fund}/summary?by=year")).await.expect(200);
        assert_eq!(summary.json["total"]["disbursed_vnd"], 6_000);
    }

    async fn no_cell_of_an_export_is_a_formula(app: App) {
        let fund = app.fund(1_000).await;
        let grant: Grant = app.grant(fund, app.area("01392", "2022-06-30").await, 600).await;
        let call = entity::grant_call::Entity::find_by_id(grant.call).one(app.db()).await.unwrap().unwrap();
        let mut call = call.into_active_model();
        call.code = Set("=1+1,\"x\"".to_owned());
        call.update(app.db()).await.unwrap();
        let export = app.as_auditor().await.get(&format!("/v1/funds/{fund}/export")).await.expect(200);
        assert!(export.text().contains(",\"'=1+1,\"\"x\"\"\","), "{export}");
    }
}
