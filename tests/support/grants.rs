//! Applications and grants put into the database directly, with books that balance, so that what follows an agreement
//! can be tested without the operations that lead to it.

#![expect(clippy::expect_used, reason = "test support fails loudly")]

use chrono::{DateTime, Utc};
use entity::enums::{
    AccountKind, ApplicationStatus, AttachedTo, DisbursementStatus, LegalForm, MediaType, Office, PostingKind,
};
use entity::ids::{ApplicationId, AreaId, AttachmentId, DisbursementId, GroupId};
use entity::{
    agreement, application_version, attachment, call_allotment, disbursement, grant_application, group_office,
};
use hoinongdan::call_rules::messages::TranchePlan;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use uuid::Uuid;

use crate::app::{App, day, instant};
use crate::funds::{Call, Move};
use crate::terms::Terms;

/// A grant whose agreement was signed on 1 March 2026; nothing is requested yet.
#[derive(Clone, Debug)]
pub struct Granted {
    /// The call.
    pub call: Call,
    /// The group.
    pub group: GroupId,
    /// The application.
    pub application: ApplicationId,
    /// Its tranches, in order.
    pub tranches: Vec<DisbursementId>,
}

impl App {
    /// An application of a group to a call, in any state before the approval; nothing was frozen.
    pub async fn application_on(
        &self,
        call: Call,
        (group, commune): (GroupId, AreaId),
        terms: &Terms,
        status: ApplicationStatus,
    ) -> ApplicationId {
        let id = ApplicationId::from(Uuid::now_v7());
        let is_draft = status == ApplicationStatus::Draft;
        self.insert(grant_application::ActiveModel {
            id: Set(id),
            code: Set(format!("HS-9{:05}", self.serial())),
            call_id: Set(call.id),
            fund_id: Set(call.fund),
            group_id: Set(group),
            commune_id: Set(commune),
            former_commune_id: Set(None),
            status: Set(status),
            version_n: Set(1),
            total_vnd: Set(terms.grant_vnd + terms.own_vnd),
            requested_vnd: Set(terms.grant_vnd),
            own_vnd: Set(terms.own_vnd),
            approved_vnd: Set(None),
            allotment_id: Set(None),
            submitted_at: Set((!is_draft).then(|| instant("2026-02-01T00:00:00Z"))),
            decided_on: Set(None),
            paid_vnd: Set(0),
            accepted_vnd: Set(0),
            version: Set(1),
            created_at: Set(self.now()),
            updated_at: Set(self.now()),
            voided_at: Set(None),
            void_reason: Set(None),
        })
        .await;
        self.insert(application_version::ActiveModel {
            application_id: Set(id),
            n: Set(1),
            content: Set(terms.content().to_string()),
            submitted_at: Set((!is_draft).then(|| instant("2026-02-01T00:00:00Z"))),
            created_at: Set(self.now()),
        })
        .await;
        id
    }

    /// A grant on terms, to a new cooperative group in a commune, from a call and a fund of its own.
    pub async fn granted(&self, commune: AreaId, terms: &Terms) -> Granted {
        let fund = self.fund(terms.budget_vnd).await;
        let call = self.open_call(fund, terms).await;
        self.granted_from(call, commune, terms).await
    }

    /// A grant on terms from a call, to a new cooperative group in a commune.
    pub async fn granted_from(&self, call: Call, commune: AreaId, terms: &Terms) -> Granted {
        let group = self.group(commune, LegalForm::Tht, "2021-01-01").await;
        let application =
            self.application_on(call, (group, commune), terms, ApplicationStatus::Appraisal).await;
        self.promise(call, application, terms.grant_vnd).await;
        let tranches = self.sign(call, (application, group, commune), terms).await;
        Granted { call, group, application, tranches }
    }

    /// Approves an application with all it asked for: the money is promised from the allotment.
    ///
    /// # Panics
    /// If the rows cannot be changed.
    pub async fn promise(&self, call: Call, application: ApplicationId, amount_vnd: i64) {
        use call_allotment::Column as A;
        use grant_application::Column as G;
        let promise = Move::of(PostingKind::Commitment, amount_vnd).about(application);
        let (from, to) = (AccountKind::Reserved, AccountKind::Committed);
        self.book(call.fund, promise.from(from, call.allotment).to(to, call.allotment)).await;
        let sum = Expr::col(A::CommittedVnd).add(amount_vnd);
        let taken = call_allotment::Entity::update_many().col_expr(A::CommittedVnd, sum);
        taken.filter(A::Id.eq(call.allotment)).exec(self.db()).await.expect("an allotment");
        let decided = grant_application::Entity::update_many()
            .col_expr(G::Status, Expr::value(ApplicationStatus::Approved))
            .col_expr(G::ApprovedVnd, Expr::value(amount_vnd))
            .col_expr(G::AllotmentId, Expr::value(call.allotment))
            .col_expr(G::DecidedOn, Expr::value(day("2026-02-20")));
        decided.filter(G::Id.eq(application)).exec(self.db()).await.expect("an application");
    }

    /// Puts an application into another state, and nothing else.
    ///
    /// # Panics
    /// If the row cannot be changed.
    pub async fn set_application(&self, id: ApplicationId, status: ApplicationStatus) {
        let row = grant_application::Entity::update_many()
            .col_expr(grant_application::Column::Status, Expr::value(status))
            .filter(grant_application::Column::Id.eq(id));
        row.exec(self.db()).await.expect("an application");
    }

    /// A file of an application; its content came at an instant, or not yet.
    pub async fn attached(
        &self,
        application: ApplicationId,
        stored_at: Option<DateTime<Utc>>,
    ) -> AttachmentId {
        let id = AttachmentId::from(Uuid::now_v7());
        let owner = grant_application::Entity::find_by_id(application).one(self.db()).await;
        let owner = owner.expect("applications").expect("an application");
        self.insert(attachment::ActiveModel {
            id: Set(id),
            owner_type: Set(AttachedTo::GrantApplication),
            owner_id: Set(application.into()),
            group_id: Set(owner.group_id),
            commune_id: Set(owner.commune_id),
            file_name: Set("bao-cao.pdf".to_owned()),
            media_type: Set(MediaType::Pdf),
            size_bytes: Set(1000),
            sha256: Set(vec![7; 32]),
            stored_at: Set(stored_at),
            version: Set(1),
            created_at: Set(self.now()),
            updated_at: Set(self.now()),
            voided_at: Set(None),
            void_reason: Set(None),
        })
        .await;
        id
    }

    /// Signs the agreement on an application and plans its tranches; the money is not moved.
    pub(crate) async fn sign(
        &self,
        call: Call,
        (application, group, commune): (ApplicationId, GroupId, AreaId),
        terms: &Terms,
    ) -> Vec<DisbursementId> {
        let head = group_office::Entity::find()
            .filter(group_office::Column::GroupId.eq(group))
            .filter(group_office::Column::Office.eq(Office::Head));
        let head = head.one(self.db()).await.expect("offices").expect("a head");
        self.insert(agreement::ActiveModel {
            application_id: Set(application),
            number: Set(format!("TT-2026-{:03}", self.serial())),
            signed_on: Set(day("2026-03-01")),
            signer_membership_id: Set(head.membership_id),
            grant_vnd: Set(terms.grant_vnd),
            created_at: Set(self.now()),
        })
        .await;
        self.set_application(application, ApplicationStatus::Agreement).await;
        let rules = terms.rules();
        let (mut left, mut ids) = (terms.grant_vnd, Vec::new());
        for (n, plan) in (1..).zip(&rules.tranches) {
            let share = rules.rounding.share(terms.grant_vnd, plan.share_bps.get().into());
            let amount_vnd = if n == rules.tranches.len() { left } else { share };
            left -= amount_vnd;
            let row = tranche_row(self, call, (application, group, commune), (n, plan, amount_vnd));
            ids.push(self.insert(row).await.id);
        }
        ids
    }
}

fn tranche_row(
    app: &App,
    call: Call,
    (application, group, commune): (ApplicationId, GroupId, AreaId),
    (n, plan, amount_vnd): (usize, &TranchePlan, i64),
) -> disbursement::ActiveModel {
    disbursement::ActiveModel {
        id: Set(Uuid::now_v7().into()),
        application_id: Set(application),
        group_id: Set(group),
        commune_id: Set(commune),
        fund_id: Set(call.fund),
        allotment_id: Set(call.allotment),
        n: Set(i32::try_from(n).expect("a place")),
        amount_vnd: Set(amount_vnd),
        status: Set(DisbursementStatus::Planned),
        conditions: Set(serde_json::to_string(&plan.conditions).expect("conditions as JSON")),
        requested_on: Set(None),
        approved_on: Set(None),
        paid_on: Set(None),
        attempt: Set(1),
        paid_vnd: Set(0),
        refunded_vnd: Set(0),
        accepted_vnd: Set(0),
        version: Set(1),
        created_at: Set(app.now()),
        updated_at: Set(app.now()),
    }
}
