//! Many applications that wait for the decision, and tranches that wait for the payment, of one call of the present year:
//! put into the database directly, with books that agree, behind a call that was opened through the API.

#![expect(clippy::expect_used, reason = "test support fails loudly")]

use chrono::{Datelike as _, NaiveDate, TimeDelta};
use entity::enums::{
    AccountKind, ApplicationStatus, DisbursementStatus, GroupStatus, LegalForm, PostingKind,
};
use entity::ids::{AllotmentId, ApplicationId, AreaId, CallId, DisbursementId, FundId, GroupId, PostingId};
use entity::{
    account_balance, agreement, application_version, appraisal, call_allotment, disbursement, farmer_group,
    fund_account, grant_application, group_office, group_period, posting,
};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::app::{App, day};
use crate::calls::{Staff, content, new_call, open_call};

/// What each application asks for, and each tranche pays.
pub const AMOUNT_VND: i64 = 1_000_000;

/// What waits.
#[derive(Clone, Debug)]
pub struct Ripe {
    /// Applications that were scored.
    pub applications: Vec<ApplicationId>,
    /// Approved tranches with their applications, each the whole grant.
    pub tranches: Vec<(ApplicationId, DisbursementId)>,
    /// The day on which all of it happened, as far as it did.
    pub today: NaiveDate,
}

/// An open call with money for everything that waits.
#[derive(Clone, Copy)]
struct Open {
    call: CallId,
    fund: FundId,
    allotment: AllotmentId,
    commune: AreaId,
}

impl App {
    /// So many applications and as many tranches, of a new call on a new fund, in a commune.
    pub async fn ripe(&self, staff: &Staff, commune: AreaId, number: usize) -> Ripe {
        let today = self.service().clock().today();
        let open = self.open(staff, commune, number).await;
        let groups = self.groups(commune, 2 * number).await;
        let (scored, granted) = groups.split_at(number);
        let applications = self.applications(open, scored, ApplicationStatus::Appraisal).await;
        let appraisals =
            applications.iter().flat_map(|id| [*id; 2]).map(|id| appraisal_row(self, id)).collect();
        self.insert_all::<appraisal::ActiveModel>(appraisals).await;
        let signed = self.applications(open, granted, ApplicationStatus::Agreement).await;
        self.promise_all(open, &signed, today).await;
        self.sign_all(commune, &signed, today).await;
        let tranches: Vec<_> = signed.iter().map(|id| (*id, Uuid::now_v7().into())).collect();
        let rows =
            tranches.iter().zip(granted).map(|(tranche, group)| tranche_row(self, open, *tranche, *group));
        self.insert_all::<disbursement::ActiveModel>(rows.collect()).await;
        Ripe { applications, tranches, today }
    }

    async fn open(&self, staff: &Staff, commune: AreaId, number: usize) -> Open {
        let (today, budget_vnd) =
            (self.service().clock().today(), 2 * AMOUNT_VND * i64::try_from(number).expect("a number"));
        let new = json!({ "name": "Quỹ thử", "first_year": today.year() });
        let fund = staff.treasurer.post("/v1/funds", new).await.expect(201).id();
        let money = json!({ "source": "ifad", "amount_vnd": budget_vnd, "posted_on": today });
        staff.treasurer.post(&format!("/v1/funds/{fund}/postings"), money).await.expect(201);
        let mut new: Value = new_call(fund.into(), commune, budget_vnd);
        let instant =
            |days| (self.now() + TimeDelta::days(days)).format("%Y-%m-%dT%H:%M:%S.000Z").to_string();
        new["opens_at"] = json!(instant(-30));
        new["closes_at"] = json!(instant(30));
        new["allotments"][0]["year"] = json!(today.year());
        new["rules"]["tranches"] = json!([{ "share_bps": 10_000, "conditions": [] }]);
        let path = open_call(staff, new).await;
        let call: Uuid = path.rsplit('/').next().and_then(|id| id.parse().ok()).expect("an id");
        let row = call_allotment::Entity::find().filter(call_allotment::Column::CallId.eq(call));
        let allotment = row.one(self.db()).await.expect("allotments").expect("an allotment").id;
        Open { call: call.into(), fund: fund.into(), allotment, commune }
    }

    async fn groups(&self, commune: AreaId, number: usize) -> Vec<GroupId> {
        let ids: Vec<GroupId> = (0..number).map(|_| Uuid::now_v7().into()).collect();
        let group = |id: &GroupId| self.group_row(*id, "Nhóm thử", LegalForm::Tht, day("2021-01-01"));
        self.insert_all::<farmer_group::ActiveModel>(ids.iter().map(group).collect()).await;
        let period = |id: &GroupId| group_period::ActiveModel {
            id: Set(Uuid::now_v7().into()),
            group_id: Set(*id),
            legal_form: Set(LegalForm::Tht),
            status: Set(GroupStatus::Active),
            commune_id: Set(commune),
            former_commune_id: Set(None),
            from_on: Set(day("2021-01-01")),
            until_on: Set(None),
            created_at: Set(self.now()),
            voided_at: Set(None),
            void_reason: Set(None),
        };
        self.insert_all::<group_period::ActiveModel>(ids.iter().map(period).collect()).await;
        ids
    }

    async fn applications(
        &self,
        open: Open,
        groups: &[GroupId],
        status: ApplicationStatus,
    ) -> Vec<ApplicationId> {
        let rows: Vec<_> = groups.iter().map(|group| application_row(self, open, *group, status)).collect();
        let ids: Vec<ApplicationId> = rows.iter().map(|row| *row.id.as_ref()).collect();
        self.insert_all::<grant_application::ActiveModel>(rows).await;
        let version = |id: &ApplicationId| application_version::ActiveModel {
            application_id: Set(*id),
            n: Set(1),
            content: Set(content(AMOUNT_VND, AMOUNT_VND / 2).to_string()),
            submitted_at: Set(Some(self.now())),
            created_at: Set(self.now()),
        };
        self.insert_all::<application_version::ActiveModel>(ids.iter().map(version).collect()).await;
        ids
    }

    /// Promises the grants of applications: postings, balances, and the sum on the allotment.
    async fn promise_all(&self, open: Open, applications: &[ApplicationId], today: NaiveDate) {
        let sum = AMOUNT_VND * i64::try_from(applications.len()).expect("a number");
        let mut sides = Vec::new();
        for (kind, column) in [
            (AccountKind::Committed, account_balance::Column::DebitVnd),
            (AccountKind::Reserved, account_balance::Column::CreditVnd),
        ] {
            let account = fund_account::Entity::find()
                .filter(fund_account::Column::AllotmentId.eq(open.allotment))
                .filter(fund_account::Column::Kind.eq(kind));
            let id = account.one(self.db()).await.expect("accounts").expect("an account").id;
            account_balance::Entity::update_many()
                .col_expr(column, Expr::col(column).add(sum))
                .filter(account_balance::Column::FundAccountId.eq(id))
                .exec(self.db())
                .await
                .expect("a balance");
            sides.push(id);
        }
        let column = call_allotment::Column::CommittedVnd;
        call_allotment::Entity::update_many()
            .col_expr(column, Expr::col(column).add(sum))
            .filter(call_allotment::Column::Id.eq(open.allotment))
            .exec(self.db())
            .await
            .expect("the allotment");
        let row = |id: &ApplicationId| posting::ActiveModel {
            id: Set(PostingId::from(Uuid::now_v7())),
            fund_id: Set(open.fund),
            kind: Set(PostingKind::Commitment),
            debit_id: Set(sides[0]),
            credit_id: Set(sides[1]),
            amount_vnd: Set(AMOUNT_VND),
            posted_on: Set(today),
            cites_id: Set(None),
            application_id: Set(Some(*id)),
            disbursement_id: Set(None),
            attempt: Set(0),
            document_no: Set(None),
            note: Set(None),
            created_at: Set(self.now()),
        };
        self.insert_all::<posting::ActiveModel>(applications.iter().map(row).collect()).await;
    }

    /// Signs agreements; who signed does not matter here.
    async fn sign_all(&self, commune: AreaId, applications: &[ApplicationId], today: NaiveDate) {
        let group = self.group(commune, LegalForm::Tht, "2021-01-01").await;
        let heads = group_office::Entity::find().filter(group_office::Column::GroupId.eq(group));
        let head = heads.one(self.db()).await.expect("offices").expect("a head").membership_id;
        let row = |id: &ApplicationId| agreement::ActiveModel {
            application_id: Set(*id),
            number: Set("05/HĐ".to_owned()),
            signed_on: Set(today),
            signer_membership_id: Set(head),
            grant_vnd: Set(AMOUNT_VND),
            created_at: Set(self.now()),
        };
        self.insert_all::<agreement::ActiveModel>(applications.iter().map(row).collect()).await;
    }
}

fn application_row(
    app: &App,
    open: Open,
    group: GroupId,
    status: ApplicationStatus,
) -> grant_application::ActiveModel {
    let is_granted = status == ApplicationStatus::Agreement;
    grant_application::ActiveModel {
        id: Set(Uuid::now_v7().into()),
        code: Set(format!("HS-9{:05}", app.serial())),
        call_id: Set(open.call),
        fund_id: Set(open.fund),
        group_id: Set(group),
        commune_id: Set(open.commune),
        former_commune_id: Set(None),
        status: Set(status),
        version_n: Set(1),
        total_vnd: Set(AMOUNT_VND + AMOUNT_VND / 2),
        requested_vnd: Set(AMOUNT_VND),
        own_vnd: Set(AMOUNT_VND / 2),
        approved_vnd: Set(is_granted.then_some(AMOUNT_VND)),
        allotment_id: Set(is_granted.then_some(open.allotment)),
        submitted_at: Set(Some(app.now())),
        decided_on: Set(is_granted.then(|| app.service().clock().today())),
        paid_vnd: Set(0),
        accepted_vnd: Set(0),
        version: Set(1),
        created_at: Set(app.now()),
        updated_at: Set(app.now()),
        voided_at: Set(None),
        void_reason: Set(None),
    }
}

fn appraisal_row(app: &App, application: ApplicationId) -> appraisal::ActiveModel {
    appraisal::ActiveModel {
        id: Set(Uuid::now_v7().into()),
        application_id: Set(application),
        n: Set(1),
        human: Set(Uuid::now_v7()),
        has_conflict: Set(false),
        scores: Set("[]".to_owned()),
        weighted: Set(7500),
        remark: Set(None),
        created_at: Set(app.now()),
    }
}

fn tranche_row(
    app: &App,
    open: Open,
    (application, id): (ApplicationId, DisbursementId),
    group: GroupId,
) -> disbursement::ActiveModel {
    let today = app.service().clock().today();
    disbursement::ActiveModel {
        id: Set(id),
        application_id: Set(application),
        group_id: Set(group),
        commune_id: Set(open.commune),
        fund_id: Set(open.fund),
        allotment_id: Set(open.allotment),
        n: Set(1),
        amount_vnd: Set(AMOUNT_VND),
        status: Set(DisbursementStatus::Approved),
        conditions: Set("[]".to_owned()),
        requested_on: Set(Some(today)),
        approved_on: Set(Some(today)),
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
