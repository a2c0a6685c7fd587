//! One row of every kind that a grant has, for checks of who sees them. The books are left as they were, so that calls
//! and funds, which are shown to everybody, look the same.

#![expect(clippy::expect_used, reason = "test support fails loudly")]

use std::collections::BTreeMap;

use entity::enums::{AcceptanceResult, AccountKind, ApplicationStatus, ContributionKind, PostingKind};
use entity::ids::{ApplicationId, AreaId, DisbursementId, GroupId, PostingId};
use entity::{acceptance, call_allotment, contribution_entry, settlement};
use sea_orm::ActiveValue::Set;
use sea_orm::EntityTrait as _;
use uuid::Uuid;

use crate::app::{App, day};
use crate::funds::{Call, Move};
use crate::terms::Terms;

impl App {
    /// A grant of a group in a commune from the call that all such grants share, with minutes, a contribution and a final
    /// account: the ids, by the names that parameters of the contract have for them.
    pub(crate) async fn grant_of(&self, group: GroupId, commune: AreaId) -> BTreeMap<&'static str, Uuid> {
        let terms = Terms::default();
        let call = self.shared_call(&terms).await;
        let status = ApplicationStatus::Appraisal;
        let application = self.application_on(call, (group, commune), &terms, status).await;
        let tranche = self.sign(call, (application, group, commune), &terms).await[0];
        self.set_application(application, ApplicationStatus::Acceptance).await;
        let given = Move::of(PostingKind::Contribution, 1_000_000).about(application);
        let given = given.from(AccountKind::GroupContribution, call.allotment);
        let posting = self.book(call.fund, given.to(AccountKind::Contributed, call.allotment)).await;
        let contribution = self.insert(contribution_row(self, (application, group), posting)).await;
        let acceptance = self.insert(acceptance_row(self, application, tranche)).await;
        self.insert(settlement::ActiveModel {
            application_id: Set(application),
            number: Set("QT-2026-001".to_owned()),
            settled_on: Set(day("2026-06-01")),
            spent_vnd: Set(6_000_000),
            own_vnd: Set(1_000_000),
            own_bps: Set(1428),
            created_at: Set(self.now()),
        })
        .await;
        BTreeMap::from([
            ("application_id", application.into()),
            ("disbursement_id", tranche.into()),
            ("contribution_id", contribution.id.into()),
            ("acceptance_id", acceptance.id.into()),
        ])
    }

    async fn shared_call(&self, terms: &Terms) -> Call {
        match call_allotment::Entity::find().one(self.db()).await.expect("allotments") {
            Some(found) => Call { id: found.call_id, fund: found.fund_id, allotment: found.id },
            None => self.open_call(self.fund(terms.budget_vnd).await, terms).await,
        }
    }
}

fn contribution_row(
    app: &App,
    (application, group): (ApplicationId, GroupId),
    posting: PostingId,
) -> contribution_entry::ActiveModel {
    contribution_entry::ActiveModel {
        id: Set(Uuid::now_v7().into()),
        application_id: Set(application),
        group_id: Set(group),
        kind: Set(ContributionKind::Labour),
        value_vnd: Set(1_000_000),
        valuation: Set("10 công × 100.000 đồng".to_owned()),
        given_on: Set(day("2026-02-01")),
        attachment_id: Set(None),
        posting_id: Set(posting),
        version: Set(1),
        created_at: Set(app.now()),
        updated_at: Set(app.now()),
        voided_at: Set(None),
        void_reason: Set(None),
    }
}

fn acceptance_row(app: &App, application: ApplicationId, tranche: DisbursementId) -> acceptance::ActiveModel {
    acceptance::ActiveModel {
        id: Set(Uuid::now_v7().into()),
        application_id: Set(application),
        disbursement_id: Set(Some(tranche)),
        number: Set("BB-2026-001".to_owned()),
        accepted_on: Set(day("2026-05-01")),
        result: Set(AcceptanceResult::Passed),
        amount_vnd: Set(6_000_000),
        remark: Set(None),
        attachment_id: Set(None),
        created_at: Set(app.now()),
    }
}
