//! Open calls put into the database directly, with books that balance.

#![expect(clippy::expect_used, reason = "test support fails loudly")]

use entity::enums::{AccountKind, CallStatus, PeriodStatus, PostingKind};
use entity::ids::{AllotmentId, ApplicationId, CallId, FundAccountId, FundId, PostingId};
use entity::vietnamese::sort_key;
use entity::{account_balance, call_allotment, fiscal_period, fund_account, grant_call, posting};
use hoinongdan::ledger::commands::{OF_ALLOTMENT, is_source};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use uuid::Uuid;

use crate::app::{App, day, instant};
use crate::terms::Terms;

/// An open call with its money.
#[derive(Clone, Copy, Debug)]
pub struct Call {
    /// The call.
    pub id: CallId,
    /// Its fund.
    pub fund: FundId,
    /// Its only allotment: the province in 2026.
    pub allotment: AllotmentId,
}

/// Money that moved on 1 February 2026.
#[derive(Clone, Copy, Debug)]
pub struct Move {
    kind: PostingKind,
    amount_vnd: i64,
    sides: [(AccountKind, Uuid); 2],
    application: Option<ApplicationId>,
}

impl Move {
    /// An amount, of a kind of posting.
    #[must_use]
    pub fn of(kind: PostingKind, amount_vnd: i64) -> Self {
        Self { kind, amount_vnd, sides: [(AccountKind::Ifad, Uuid::nil()); 2], application: None }
    }

    /// From an account of a fund or an allotment.
    #[must_use]
    pub fn from(mut self, kind: AccountKind, holder: impl Into<Uuid>) -> Self {
        self.sides[0] = (kind, holder.into());
        self
    }

    /// To an account of a fund or an allotment.
    #[must_use]
    pub fn to(mut self, kind: AccountKind, holder: impl Into<Uuid>) -> Self {
        self.sides[1] = (kind, holder.into());
        self
    }

    /// About an application.
    #[must_use]
    pub fn about(mut self, application: ApplicationId) -> Self {
        self.application = Some(application);
        self
    }
}

impl App {
    /// A call that is open all through 2026, on a fund that has the money.
    pub async fn open_call(&self, fund: FundId, terms: &Terms) -> Call {
        let (id, allotment) = (CallId::from(Uuid::now_v7()), AllotmentId::from(Uuid::now_v7()));
        let name = format!("Đợt xét thử {}", self.serial());
        self.insert(grant_call::ActiveModel {
            id: Set(id),
            code: Set(format!("DG-9{:05}", self.serial())),
            fund_id: Set(fund),
            sort_key: Set(sort_key(&name)),
            name: Set(name),
            status: Set(CallStatus::Open),
            opens_at: Set(instant("2026-01-01T00:00:00Z")),
            closes_at: Set(instant("2026-12-31T00:00:00Z")),
            budget_vnd: Set(terms.budget_vnd),
            rules: Set(serde_json::to_string(&terms.rules()).expect("rules as JSON")),
            rules_sha256: Set(None),
            opened_at: Set(Some(self.now())),
            closed_at: Set(None),
            version: Set(2),
            created_at: Set(self.now()),
            updated_at: Set(self.now()),
            voided_at: Set(None),
            void_reason: Set(None),
        })
        .await;
        self.insert(call_allotment::ActiveModel {
            id: Set(allotment),
            call_id: Set(id),
            fund_id: Set(fund),
            area_id: Set(self.province().await),
            year: Set(2026),
            limit_vnd: Set(terms.budget_vnd),
            committed_vnd: Set(0),
        })
        .await;
        self.open_books(fund, allotment).await;
        let aside = Move::of(PostingKind::Reservation, terms.budget_vnd);
        self.book(fund, aside.from(AccountKind::Available, fund).to(AccountKind::Reserved, allotment)).await;
        Call { id, fund, allotment }
    }

    async fn open_books(&self, fund: FundId, allotment: AllotmentId) {
        for kind in OF_ALLOTMENT {
            let id = FundAccountId::from(Uuid::now_v7());
            self.insert(fund_account::ActiveModel {
                id: Set(id),
                fund_id: Set(fund),
                kind: Set(kind),
                holder_id: Set(allotment.into()),
                allotment_id: Set(Some(allotment)),
                created_at: Set(self.now()),
            })
            .await;
            self.insert(account_balance::ActiveModel {
                fund_account_id: Set(id),
                fund_id: Set(fund),
                is_source: Set(is_source(kind)),
                debit_vnd: Set(0),
                credit_vnd: Set(0),
            })
            .await;
        }
    }

    /// Posts money and adds it to the balances.
    ///
    /// # Panics
    /// If an account is missing, or would be overdrawn.
    pub async fn book(&self, fund: FundId, done: Move) -> PostingId {
        let (credit, debit) = (self.account_of(done.sides[0]).await, self.account_of(done.sides[1]).await);
        for (id, column) in
            [(credit, account_balance::Column::CreditVnd), (debit, account_balance::Column::DebitVnd)]
        {
            let added = account_balance::Entity::update_many()
                .col_expr(column, Expr::col(column).add(done.amount_vnd))
                .filter(account_balance::Column::FundAccountId.eq(id));
            added.exec(self.db()).await.expect("a balance");
        }
        let id = PostingId::from(Uuid::now_v7());
        self.insert(posting::ActiveModel {
            id: Set(id),
            fund_id: Set(fund),
            kind: Set(done.kind),
            debit_id: Set(debit),
            credit_id: Set(credit),
            amount_vnd: Set(done.amount_vnd),
            posted_on: Set(day("2026-02-01")),
            cites_id: Set(None),
            application_id: Set(done.application),
            disbursement_id: Set(None),
            attempt: Set(0),
            document_no: Set(None),
            note: Set(None),
            created_at: Set(self.now()),
        })
        .await;
        id
    }

    async fn account_of(&self, (kind, holder): (AccountKind, Uuid)) -> FundAccountId {
        let account = fund_account::Entity::find()
            .filter(fund_account::Column::Kind.eq(kind))
            .filter(fund_account::Column::HolderId.eq(holder));
        account.one(self.db()).await.expect("accounts").expect("an account").id
    }

    /// What stands on an account of a fund or an allotment; less than nothing on one that money comes from.
    ///
    /// # Panics
    /// If there is no such account.
    pub async fn balance(&self, kind: AccountKind, holder: impl Into<Uuid>) -> i64 {
        let id = self.account_of((kind, holder.into())).await;
        let row = account_balance::Entity::find_by_id(id).one(self.db()).await;
        let row = row.expect("balances").expect("a balance");
        row.debit_vnd - row.credit_vnd
    }

    /// Closes a fiscal year of a fund.
    pub async fn close_year(&self, fund: FundId, year: i32) {
        self.set_year(fund, year, PeriodStatus::Closed).await;
    }

    /// Opens a fiscal year of a fund again.
    pub async fn open_year(&self, fund: FundId, year: i32) {
        self.set_year(fund, year, PeriodStatus::Open).await;
    }

    async fn set_year(&self, fund: FundId, year: i32, status: PeriodStatus) {
        let changed = fiscal_period::Entity::update_many()
            .col_expr(fiscal_period::Column::Status, Expr::value(status))
            .filter(fiscal_period::Column::FundId.eq(fund))
            .filter(fiscal_period::Column::Year.eq(year));
        changed.exec(self.db()).await.expect("a year");
    }
}
