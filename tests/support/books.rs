//! Funds with money, and grants in the middle of their life, put into the database directly where the operations that
//! lead there belong to other domains.

#![expect(clippy::expect_used, reason = "test support fails loudly")]

use entity::enums::{AccountKind, ApplicationStatus, CallStatus, DisbursementStatus, LegalForm, PostingKind};
use entity::ids::{AllotmentId, ApplicationId, AreaId, CallId, DisbursementId, FundId, GroupId, PostingId};
use entity::{
    account_balance, call_allotment, disbursement, fund_account, grant_application, grant_call, posting,
};
use hoinongdan::ledger::commands::{OF_ALLOTMENT, is_source};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{ActiveEnum as _, ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use serde_json::json;
use uuid::Uuid;

use crate::app::{App, day};

/// A grant of which one tranche can be paid, with the rows that its money goes through.
#[derive(Clone, Copy, Debug)]
pub struct Grant {
    /// The fund.
    pub fund: FundId,
    /// The call.
    pub call: CallId,
    /// The allotment.
    pub allotment: AllotmentId,
    /// The group.
    pub group: GroupId,
    /// The application.
    pub application: ApplicationId,
    /// The tranche.
    pub tranche: DisbursementId,
    /// The grant, which is the tranche.
    pub amount_vnd: i64,
}

impl App {
    /// A fund with the fiscal year 2026 and money from IFAD, set up through the API.
    pub async fn fund(&self, amount_vnd: i64) -> FundId {
        let treasurer = self.as_treasurer().await;
        let new = json!({ "name": "Quỹ thử", "first_year": 2026 });
        let fund = treasurer.post("/v1/funds", new).await.expect(201).id();
        if amount_vnd > 0 {
            let body = json!({ "source": "ifad", "amount_vnd": amount_vnd, "posted_on": "2026-01-15" });
            treasurer.post(&format!("/v1/funds/{fund}/postings"), body).await.expect(201);
        }
        fund.into()
    }

    /// A grant in disbursement of a group in a commune: everything set aside for the call is promised to it.
    ///
    /// # Panics
    /// If a row cannot be inserted.
    pub async fn grant(&self, fund: FundId, commune: AreaId, amount_vnd: i64) -> Grant {
        let group = self.group(commune, LegalForm::Tht, "2021-01-01").await;
        let grant = Grant {
            fund,
            call: Uuid::now_v7().into(),
            allotment: Uuid::now_v7().into(),
            group,
            application: Uuid::now_v7().into(),
            tranche: Uuid::now_v7().into(),
            amount_vnd,
        };
        self.insert(self.call_row(&grant)).await;
        self.insert(call_allotment::ActiveModel {
            id: Set(grant.allotment),
            call_id: Set(grant.call),
            fund_id: Set(fund),
            area_id: Set(commune),
            year: Set(2026),
            limit_vnd: Set(amount_vnd),
            committed_vnd: Set(amount_vnd),
        })
        .await;
        self.open_accounts(&grant).await;
        self.insert(self.application_row(&grant, commune)).await;
        self.insert(self.tranche_row(&grant, commune)).await;
        use AccountKind::{Available, Committed, Reserved};
        self.enter(&grant, PostingKind::Reservation, (Available, Reserved), amount_vnd, None).await;
        let of = Some((grant.application, None));
        self.enter(&grant, PostingKind::Commitment, (Reserved, Committed), amount_vnd, of).await;
        grant
    }

    /// Pays a tranche.
    pub async fn pay(&self, grant: &Grant) -> PostingId {
        let sides = (AccountKind::Committed, AccountKind::Advanced);
        self.sums(grant, (grant.amount_vnd, 0, 0), (grant.amount_vnd, 0)).await;
        self.about_tranche(grant, PostingKind::Payment, sides, grant.amount_vnd).await
    }

    /// Accepts works of a tranche.
    pub async fn accept(&self, grant: &Grant, amount_vnd: i64) -> PostingId {
        let sides = (AccountKind::Advanced, AccountKind::Spent);
        self.sums(grant, (0, 0, amount_vnd), (0, amount_vnd)).await;
        self.about_tranche(grant, PostingKind::Acceptance, sides, amount_vnd).await
    }

    /// Takes back what a group did not spend.
    pub async fn refund(&self, grant: &Grant, amount_vnd: i64) -> PostingId {
        let sides = (AccountKind::Advanced, AccountKind::Available);
        self.sums(grant, (0, amount_vnd, 0), (-amount_vnd, 0)).await;
        self.about_tranche(grant, PostingKind::Refund, sides, amount_vnd).await
    }

    async fn about_tranche(
        &self,
        grant: &Grant,
        kind: PostingKind,
        sides: (AccountKind, AccountKind),
        amount_vnd: i64,
    ) -> PostingId {
        self.enter(grant, kind, sides, amount_vnd, Some((grant.application, Some(grant.tranche)))).await
    }

    /// Enters a posting between accounts of a grant, and keeps their balances.
    ///
    /// # Panics
    /// If there are no such accounts.
    pub async fn enter(
        &self,
        grant: &Grant,
        kind: PostingKind,
        (from, to): (AccountKind, AccountKind),
        amount_vnd: i64,
        about: Option<(ApplicationId, Option<DisbursementId>)>,
    ) -> PostingId {
        let (credit, debit) = (self.account(grant, from).await, self.account(grant, to).await);
        let sides =
            [(debit, account_balance::Column::DebitVnd), (credit, account_balance::Column::CreditVnd)];
        for (id, column) in sides {
            account_balance::Entity::update_many()
                .col_expr(column, Expr::col(column).add(amount_vnd))
                .filter(account_balance::Column::FundAccountId.eq(id))
                .exec(self.db())
                .await
                .expect("a balance");
        }
        let tranche = about.and_then(|(_, tranche)| tranche);
        let attempt = match tranche {
            Some(id) => {
                let row = disbursement::Entity::find_by_id(id).one(self.db()).await;
                row.expect("the tranches").expect("the tranche").attempt
            }
            None => 0,
        };
        let row = posting::ActiveModel {
            id: Set(Uuid::now_v7().into()),
            fund_id: Set(grant.fund),
            kind: Set(kind),
            debit_id: Set(debit),
            credit_id: Set(credit),
            amount_vnd: Set(amount_vnd),
            posted_on: Set(day("2026-03-01")),
            cites_id: Set(None),
            application_id: Set(about.map(|(application, _)| application)),
            disbursement_id: Set(tranche),
            attempt: Set(attempt),
            document_no: Set(None),
            note: Set(None),
            created_at: Set(self.now()),
        };
        self.insert(row).await.id
    }

    async fn account(&self, grant: &Grant, kind: AccountKind) -> entity::ids::FundAccountId {
        let holders: [Uuid; 2] = [grant.fund.into(), grant.allotment.into()];
        let found = fund_account::Entity::find()
            .filter(fund_account::Column::HolderId.is_in(holders))
            .filter(fund_account::Column::Kind.eq(kind))
            .one(self.db())
            .await;
        found.expect("the accounts").expect("an account of this kind").id
    }

    async fn open_accounts(&self, grant: &Grant) {
        for kind in OF_ALLOTMENT {
            let account = fund_account::ActiveModel {
                id: Set(Uuid::now_v7().into()),
                fund_id: Set(grant.fund),
                kind: Set(kind),
                holder_id: Set(grant.allotment.into()),
                allotment_id: Set(Some(grant.allotment)),
                created_at: Set(self.now()),
            };
            let fund_account_id = self.insert(account).await.id;
            self.insert(account_balance::ActiveModel {
                fund_account_id: Set(fund_account_id),
                fund_id: Set(grant.fund),
                is_source: Set(is_source(kind)),
                debit_vnd: Set(0),
                credit_vnd: Set(0),
            })
            .await;
        }
    }

    /// Adds to paid, refunded and accepted of the tranche, and to paid and accepted of the application.
    async fn sums(&self, grant: &Grant, of_tranche: (i64, i64, i64), of_application: (i64, i64)) {
        let add = |column: disbursement::Column, amount: i64| (column, Expr::col(column).add(amount));
        let columns = [
            add(disbursement::Column::PaidVnd, of_tranche.0),
            add(disbursement::Column::RefundedVnd, of_tranche.1),
            add(disbursement::Column::AcceptedVnd, of_tranche.2),
        ];
        let update = disbursement::Entity::update_many()
            .col_expr(disbursement::Column::Status, Expr::value(DisbursementStatus::Paid.to_value()))
            .filter(disbursement::Column::Id.eq(grant.tranche));
        let update = columns.into_iter().fold(update, |update, (column, sum)| update.col_expr(column, sum));
        update.exec(self.db()).await.expect("the tranche");
        let (paid, accepted) = (grant_application::Column::PaidVnd, grant_application::Column::AcceptedVnd);
        grant_application::Entity::update_many()
            .col_expr(paid, Expr::col(paid).add(of_application.0))
            .col_expr(accepted, Expr::col(accepted).add(of_application.1))
            .filter(grant_application::Column::Id.eq(grant.application))
            .exec(self.db())
            .await
            .expect("the application");
    }

    fn call_row(&self, grant: &Grant) -> grant_call::ActiveModel {
        let serial = self.serial();
        grant_call::ActiveModel {
            id: Set(grant.call),
            code: Set(format!("DG-9{serial:05}")),
            fund_id: Set(grant.fund),
            name: Set(format!("Đợt thử {serial}")),
            sort_key: Set(format!("{serial}")),
            status: Set(CallStatus::Open),
            opens_at: Set(self.now()),
            closes_at: Set(self.now() + chrono::TimeDelta::days(30)),
            budget_vnd: Set(grant.amount_vnd),
            rules: Set("{}".to_owned()),
            rules_sha256: Set(None),
            opened_at: Set(Some(self.now())),
            closed_at: Set(None),
            version: Set(1),
            created_at: Set(self.now()),
            updated_at: Set(self.now()),
            voided_at: Set(None),
            void_reason: Set(None),
        }
    }

    fn application_row(&self, grant: &Grant, commune: AreaId) -> grant_application::ActiveModel {
        grant_application::ActiveModel {
            id: Set(grant.application),
            code: Set(format!("HS-9{:05}", self.serial())),
            call_id: Set(grant.call),
            fund_id: Set(grant.fund),
            group_id: Set(grant.group),
            commune_id: Set(commune),
            former_commune_id: Set(None),
            status: Set(ApplicationStatus::Disbursing),
            version_n: Set(1),
            total_vnd: Set(grant.amount_vnd),
            requested_vnd: Set(grant.amount_vnd),
            own_vnd: Set(0),
            approved_vnd: Set(Some(grant.amount_vnd)),
            allotment_id: Set(Some(grant.allotment)),
            submitted_at: Set(Some(self.now())),
            decided_on: Set(Some(day("2026-02-01"))),
            paid_vnd: Set(0),
            accepted_vnd: Set(0),
            version: Set(1),
            created_at: Set(self.now()),
            updated_at: Set(self.now()),
            voided_at: Set(None),
            void_reason: Set(None),
        }
    }

    fn tranche_row(&self, grant: &Grant, commune: AreaId) -> disbursement::ActiveModel {
        disbursement::ActiveModel {
            id: Set(grant.tranche),
            application_id: Set(grant.application),
            group_id: Set(grant.group),
            commune_id: Set(commune),
            fund_id: Set(grant.fund),
            allotment_id: Set(grant.allotment),
            n: Set(1),
            amount_vnd: Set(grant.amount_vnd),
            status: Set(DisbursementStatus::Approved),
            conditions: Set("[]".to_owned()),
            requested_on: Set(Some(day("2026-02-10"))),
            approved_on: Set(Some(day("2026-02-12"))),
            paid_on: Set(None),
            attempt: Set(1),
            paid_vnd: Set(0),
            refunded_vnd: Set(0),
            accepted_vnd: Set(0),
            version: Set(1),
            created_at: Set(self.now()),
            updated_at: Set(self.now()),
        }
    }
}
