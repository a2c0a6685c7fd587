//! The final account: it rests on what the group gave and holds by the day it is made, and so does the end.

use entity::ids::AreaId;
use serde_json::{Value, json};
use tests::{App, Cast, Granted, Terms, both_databases, finding};

async fn commune(app: &App) -> AreaId {
    app.area("01392", "2022-06-30").await
}

/// A grant of six million, accepted as a whole; the group gave three in one entry, whose path is told.
async fn accepted(app: &App, cast: &Cast) -> (Granted, String) {
    let grant = app.granted(commune(app).await, &Terms::default()).await;
    cast.release(grant.tranches[0]).await;
    cast.minutes(&grant, 0, ("passed", 6_000_000)).await.expect(201);
    let second = format!("/v1/disbursements/{}", grant.tranches[1]);
    Cast::act(&cast.approver, &second, "cancel", Value::Null).await.expect(200);
    let given = cast.contribute(&grant, "cash", 3_000_000).await.expect(201);
    cast.accept(grant.application).await.expect(200);
    let entry = format!("/v1/grant-applications/{}/contributions/{}", grant.application, given.id());
    (grant, entry)
}

/// Takes back a million of the only posting of a kind.
async fn correct(cast: &Cast, grant: &Granted, kind: &str) {
    let books = format!("/v1/funds/{}", grant.call.fund);
    let posting = format!("{books}/postings?kind={kind}&application_id={}", grant.application);
    let wrong = json!({
        "posting_id": cast.treasurer.get(&posting).await.expect(200).ids()[0], "kind": "adjustment",
        "amount_vnd": 1_000_000, "posted_on": "2026-06-15", "reason": "Ghi thừa",
    });
    let asked = cast.treasurer.post(&format!("{books}/corrections"), wrong).await.expect(201);
    let item = format!("{books}/corrections/{}", asked.id());
    Cast::act(&cast.approver, &item, "approve", Value::Null).await.expect(200);
}

both_databases! {
    async fn an_own_share_taken_out_after_the_acceptance_makes_no_account(app: App) {
        let cast = Cast::of(&app).await;
        let (grant, entry) = accepted(&app, &cast).await;
        cast.officer.delete(&format!("{entry}?reason=entered_twice"), "\"v1\"").await.expect(204);
        assert_eq!(cast.settle(grant.application).await.unmet(), [finding("own_contribution", 3_000_000, 0)]);
        cast.contribute(&grant, "labour", 3_000_000).await.expect(201);
        cast.settle(grant.application).await.expect(200);
    }

    async fn everything_that_stands_against_an_account_is_told_at_once(app: App) {
        let cast = Cast::of(&app).await;
        let (grant, entry) = accepted(&app, &cast).await;
        cast.officer.delete(&format!("{entry}?reason=entered_twice"), "\"v1\"").await.expect(204);
        correct(&cast, &grant, "acceptance").await;
        let all = [finding("own_contribution", 2_500_000, 0), finding("unspent_refunded", 1_000_000, 0)];
        assert_eq!(cast.settle(grant.application).await.unmet(), all);
    }

    async fn a_grant_ends_once_money_corrected_after_its_account_has_come_back(app: App) {
        let cast = Cast::of(&app).await;
        let (grant, _) = accepted(&app, &cast).await;
        cast.settle(grant.application).await.expect(200);
        correct(&cast, &grant, "acceptance").await;
        assert_eq!(cast.complete(grant.application).await.unmet(), [finding("unspent_refunded", 1_000_000, 0)]);
        cast.refund(grant.tranches[0], 1_000_000).await.expect(200);
        cast.complete(grant.application).await.expect(200);
    }
}
