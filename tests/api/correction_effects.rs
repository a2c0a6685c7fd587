//! What corrections change besides the books: sums of tranches and applications, entries of own contributions.

use entity::enums::{AccountKind, ApplicationStatus, ContributionKind, PostingKind};
use entity::ids::PostingId;
use entity::{call_allotment, contribution_entry, disbursement, grant_application};
use hoinongdan::proofs;
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait as _, EntityTrait as _, IntoActiveModel as _};
use serde_json::{Value, json};
use tests::books::Grant;
use tests::{App, Caller, Reply, both_databases};
use uuid::Uuid;

use crate::corrections::asked;

/// A grant of 600 đồng, and who corrects its postings.
struct Case {
    grant: Grant,
    treasurer: Caller,
    approver: Caller,
}

impl Case {
    async fn of(app: &App) -> Self {
        let fund = app.fund(1_000).await;
        let grant = app.grant(fund, app.area("01392", "2022-06-30").await, 600).await;
        Self { grant, treasurer: app.as_treasurer().await, approver: app.as_approver().await }
    }

    async fn correct(&self, posting: PostingId, kind: &str, amount: Option<i64>) -> Reply {
        let path = format!("/v1/funds/{}/corrections", self.grant.fund);
        let made = self.treasurer.post(&path, asked(posting, kind, amount)).await.expect(201);
        self.approver.act(&format!("{path}/{}/approve", made.id()), &made.etag(), Value::Null).await
    }

    /// Status and attempt, then paid, refunded and accepted of the tranche, then paid and accepted of the application.
    async fn sums(&self, app: &App) -> (String, i32, [i64; 3], [i64; 2]) {
        let tranche =
            disbursement::Entity::find_by_id(self.grant.tranche).one(app.db()).await.unwrap().unwrap();
        let row = grant_application::Entity::find_by_id(self.grant.application)
            .one(app.db())
            .await
            .unwrap()
            .unwrap();
        let status = json!(tranche.status).as_str().unwrap().to_owned();
        let of_tranche = [tranche.paid_vnd, tranche.refunded_vnd, tranche.accepted_vnd];
        (status, tranche.attempt, of_tranche, [row.paid_vnd, row.accepted_vnd])
    }
}

async fn agrees(app: &App) {
    assert_eq!(proofs::verify(app.service()).await.unwrap().faults, []);
}

both_databases! {
    async fn a_payment_that_was_reversed_can_be_made_once_more(app: App) {
        let case = Case::of(&app).await;
        let paid = app.pay(&case.grant).await;
        case.correct(paid, "adjustment", Some(100)).await.expect(200);
        assert_eq!(case.sums(&app).await, ("paid".to_owned(), 1, [500, 0, 0], [500, 0]));
        case.correct(paid, "reversal", None).await.expect(200);
        assert_eq!(case.sums(&app).await, ("approved".to_owned(), 2, [0, 0, 0], [0, 0]));
        agrees(&app).await;
        let told = "SELECT COUNT(*) FROM journal_entry WHERE action = 'corrected' AND resource = ";
        for (resource, id) in [("disbursement", Uuid::from(case.grant.tranche)), ("grant_application", case.grant.application.into())] {
            assert_eq!(app.database().count(&format!("{told}'{resource}'")).await, 2);
            let scoped = format!(
                "SELECT COUNT(*) FROM journal_scope JOIN journal_entry ON journal_entry.id = entry_id \
                 WHERE resource = '{resource}' AND group_id IS NOT NULL"
            );
            assert_eq!(app.database().count(&scoped).await, 2, "{id}");
        }
        app.pay(&case.grant).await;
        agrees(&app).await;
    }

    async fn a_payment_is_not_taken_back_below_what_was_accepted_and_refunded(app: App) {
        let case = Case::of(&app).await;
        // Another grant of the fund must not lend its money.
        let other = app.grant(case.grant.fund, app.area("01726", "2022-06-30").await, 300).await;
        app.pay(&other).await;
        let paid = app.pay(&case.grant).await;
        app.accept(&case.grant, 250).await;
        app.refund(&case.grant, 50).await;
        let refused = case.correct(paid, "adjustment", Some(301)).await.problem(409, "funds_exceeded");
        let finding = &refused.json["findings"][0];
        assert_eq!((&finding["rule"], &finding["needed"], &finding["found"]), (&json!("disbursement"), &json!(301), &json!(300)));
        assert_eq!(case.sums(&app).await, ("paid".to_owned(), 1, [600, 50, 250], [550, 250]));
        agrees(&app).await;
    }

    async fn acceptances_and_refunds_are_taken_back(app: App) {
        let case = Case::of(&app).await;
        app.pay(&case.grant).await;
        let (accepted, refunded) = (app.accept(&case.grant, 250).await, app.refund(&case.grant, 100).await);
        case.correct(accepted, "adjustment", Some(50)).await.expect(200);
        assert_eq!(case.sums(&app).await, ("paid".to_owned(), 1, [600, 100, 200], [500, 200]));
        case.correct(refunded, "reversal", None).await.expect(200);
        assert_eq!(case.sums(&app).await, ("paid".to_owned(), 1, [600, 0, 200], [600, 200]));
        agrees(&app).await;
    }

    async fn a_refund_that_was_set_aside_again_is_not_taken_back(app: App) {
        let case = Case::of(&app).await;
        app.pay(&case.grant).await;
        let refunded = app.refund(&case.grant, 100).await;
        app.grant(case.grant.fund, app.area("01726", "2022-06-30").await, 450).await;
        let refused = case.correct(refunded, "reversal", None).await.problem(409, "funds_exceeded");
        assert_eq!((&refused.json["findings"][0]["needed"], &refused.json["findings"][0]["found"]), (&json!(100), &json!(50)));
        agrees(&app).await;
    }

    async fn money_paid_to_an_application_that_has_ended_is_no_longer_promised(app: App) {
        let case = Case::of(&app).await;
        let paid = app.pay(&case.grant).await;
        let row = grant_application::Entity::find_by_id(case.grant.application).one(app.db()).await.unwrap().unwrap();
        let mut row = row.into_active_model();
        row.status = Set(ApplicationStatus::Completed);
        row.update(app.db()).await.unwrap();
        case.correct(paid, "reversal", None).await.expect(200);
        assert_eq!(case.sums(&app).await, ("cancelled".to_owned(), 2, [0, 0, 0], [0, 0]));
        let allotment = call_allotment::Entity::find_by_id(case.grant.allotment).one(app.db()).await.unwrap().unwrap();
        assert_eq!(allotment.committed_vnd, 0);
        agrees(&app).await;
    }

    async fn an_own_contribution_is_corrected_with_its_posting(app: App) {
        let case = Case::of(&app).await;
        let sides = (AccountKind::GroupContribution, AccountKind::Contributed);
        let about = Some((case.grant.application, None));
        let posting = app.enter(&case.grant, PostingKind::Contribution, sides, 200, about).await;
        let entry = app.insert(contribution_entry::ActiveModel {
            id: Set(Uuid::now_v7().into()),
            application_id: Set(case.grant.application),
            group_id: Set(case.grant.group),
            kind: Set(ContributionKind::Labour),
            value_vnd: Set(200),
            valuation: Set("10 công".to_owned()),
            given_on: Set("2026-03-01".parse().unwrap()),
            attachment_id: Set(None),
            posting_id: Set(posting),
            version: Set(1),
            created_at: Set(app.now()),
            updated_at: Set(app.now()),
            voided_at: Set(None),
            void_reason: Set(None),
        });
        let id = entry.await.id;
        let find = async || contribution_entry::Entity::find_by_id(id).one(app.db()).await.unwrap().unwrap();
        case.correct(posting, "adjustment", Some(50)).await.expect(200);
        assert_eq!((find().await.value_vnd, find().await.voided_at), (150, None));
        agrees(&app).await;
        case.correct(posting, "reversal", None).await.expect(200);
        assert!(find().await.voided_at.is_some());
        agrees(&app).await;
    }
}
