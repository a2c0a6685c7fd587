//! The books as they are at one instant, and what the postings say about them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::Datelike;
use entity::{
    area_closure, call_allotment, contribution_entry, disbursement,
    enums::{AccountKind, ApplicationStatus, DisbursementStatus, PostingKind},
    fiscal_period, fund, fund_account, fund_ceiling, grant_application,
    ids::{AllotmentId, ApplicationId, DisbursementId, FundAccountId, FundId, PostingId},
    posting,
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, JoinType, QueryFilter, QuerySelect, RelationDef, Select,
    sea_query::{Alias, Expr, ExprTrait},
};
use uuid::Uuid;

use super::messages::{Below, Day, Proof, Share, TakeBack, Way};
use crate::{
    access::{Access, permission::funds::ReadFunds},
    error::Error,
    fund_accounts::{messages::AccountRow, queries::with_standing},
    ledger::{
        commands::is_source,
        queries::{Flows, summed},
    },
    store::Snapshot,
};

/// Everything that is kept, and the sums of the postings.
pub(super) struct Books {
    funds: Vec<fund::Model>,
    accounts: Vec<AccountRow>,
    ceilings: Vec<fund_ceiling::Model>,
    below: Vec<Below>,
    periods: BTreeSet<(FundId, i32)>,
    tranches: Vec<disbursement::Model>,
    applications: Vec<grant_application::Model>,
    contributions: Vec<contribution_entry::Model>,
    ways: Vec<Way>,
    of_tranches: Vec<Share>,
    of_applications: Vec<Share>,
    days: Vec<Day>,
    take_backs: Vec<TakeBack>,
}

impl Books {
    /// Reads them.
    pub(super) async fn load(access: &Access<ReadFunds>, instant: &Snapshot) -> Result<Self, Error> {
        let periods: Vec<fiscal_period::Model> =
            instant.every(access.rows::<fiscal_period::Entity>(), |rows| rows).await?;
        let postings = || access.rows::<posting::Entity>();
        Ok(Self {
            funds: instant.every(access.rows::<fund::Entity>(), |rows| rows).await?,
            accounts: instant.every(access.rows::<fund_account::Entity>(), with_standing).await?,
            ceilings: instant.every(access.rows::<fund_ceiling::Entity>(), |rows| rows).await?,
            below: instant.every(access.rows::<fund_ceiling::Entity>(), below).await?,
            periods: periods.into_iter().map(|period| (period.fund_id, period.year)).collect(),
            tranches: instant.every(access.rows::<disbursement::Entity>(), |rows| rows).await?,
            applications: instant.every(access.rows::<grant_application::Entity>(), |rows| rows).await?,
            contributions: instant.every(access.rows::<contribution_entry::Entity>(), |rows| rows).await?,
            ways: instant.every(postings(), ways).await?,
            of_tranches: instant
                .every(postings(), |rows| about(rows, posting::Column::DisbursementId))
                .await?,
            of_applications: instant
                .every(postings(), |rows| about(rows, posting::Column::ApplicationId))
                .await?,
            days: instant.every(postings(), days).await?,
            take_backs: instant.every(postings(), take_backs).await?,
        })
    }

    /// Compares.
    pub(super) fn prove(&self) -> Proof {
        let postings = self.ways.iter().map(|way| way.postings).sum();
        let mut proof = Proof { funds: self.funds.len(), postings, faults: Vec::new() };
        self.prove_accounts(&mut proof);
        let allotted = self.prove_allotments(&mut proof);
        for ceiling in &self.ceilings {
            let below = self.below.iter().filter(|below| below.ceiling_id == ceiling.id);
            let taken = below.map(|below| allotted.get(&below.allotment_id).map_or(0, Flows::reserved)).sum();
            proof.compare(("ceiling", ceiling.id), "taken_vnd", ceiling.taken_vnd, taken);
        }
        self.prove_tranches(&mut proof);
        self.prove_applications(&mut proof);
        self.prove_take_backs(&mut proof);
        for day in &self.days {
            let is_known = self.periods.contains(&(day.fund_id, day.posted_on.year()));
            proof.breaks(
                !is_known,
                "fund",
                day.fund_id,
                "it has postings in a fiscal year that was never opened",
            );
        }
        proof
    }

    fn prove_accounts(&self, proof: &mut Proof) {
        let (mut debits, mut credits): (HashMap<_, i64>, HashMap<_, i64>) = (HashMap::new(), HashMap::new());
        let funds: HashMap<FundAccountId, FundId> =
            self.accounts.iter().map(|account| (account.id, account.fund_id)).collect();
        for way in &self.ways {
            *debits.entry(way.debit_id).or_default() += way.amount_vnd;
            *credits.entry(way.credit_id).or_default() += way.amount_vnd;
            for id in [way.debit_id, way.credit_id] {
                let rule = "postings of another fund move its money, or it has no balance";
                proof.breaks(funds.get(&id) != Some(&way.fund_id), "account", id, rule);
            }
        }
        for account in &self.accounts {
            let sum = |sums: &HashMap<_, i64>| sums.get(&account.id).copied().unwrap_or_default();
            let (debit, credit) = (sum(&debits), sum(&credits));
            proof.compare(("account", account.id), "debit_vnd", account.debit_vnd, debit);
            proof.compare(("account", account.id), "credit_vnd", account.credit_vnd, credit);
            let is_overdrawn = !is_source(account.kind) && credit > debit;
            proof.breaks(is_overdrawn, "account", account.id, "it is overdrawn");
        }
    }

    /// Also what the postings say about each allotment.
    fn prove_allotments(&self, proof: &mut Proof) -> HashMap<AllotmentId, Flows> {
        let accounts: HashMap<FundAccountId, &AccountRow> =
            self.accounts.iter().map(|account| (account.id, account)).collect();
        let mut allotted: HashMap<AllotmentId, Flows> = HashMap::new();
        for way in &self.ways {
            let (Some(debit), Some(credit)) = (accounts.get(&way.debit_id), accounts.get(&way.credit_id))
            else {
                continue;
            };
            if let Some(id) = debit.allotment_id.or(credit.allotment_id) {
                allotted.entry(id).or_default().add(credit.kind, debit.kind, way.amount_vnd);
            }
        }
        for account in self.accounts.iter().filter(|account| account.kind == AccountKind::Reserved) {
            let Some(id) = account.allotment_id else { continue };
            let (limit, committed) =
                allotted.get(&id).map_or((0, 0), |flows| (flows.reserved(), flows.committed()));
            proof.compare(("allotment", id), "limit_vnd", account.limit_vnd.unwrap_or_default(), limit);
            let kept = account.committed_vnd.unwrap_or_default();
            proof.compare(("allotment", id), "committed_vnd", kept, committed);
        }
        allotted
    }

    fn prove_tranches(&self, proof: &mut Proof) {
        let mut flows = grouped(&self.of_tranches);
        for row in &self.tranches {
            let flows = flows.remove(&row.id.into()).unwrap_or_default();
            let of = ("disbursement", row.id);
            proof.compare(of, "paid_vnd", row.paid_vnd, flows.paid());
            proof.compare(of, "refunded_vnd", row.refunded_vnd, flows.refunded());
            proof.compare(of, "accepted_vnd", row.accepted_vnd, flows.accepted());
        }
        for id in flows.into_keys() {
            proof.breaks(true, "disbursement", DisbursementId::new(id), "it has postings but does not exist");
        }
    }

    fn prove_applications(&self, proof: &mut Proof) {
        let mut flows = grouped(&self.of_applications);
        let mut tranches: HashMap<ApplicationId, Vec<&disbursement::Model>> = HashMap::new();
        for row in &self.tranches {
            tranches.entry(row.application_id).or_default().push(row);
        }
        let mut given: HashMap<ApplicationId, i64> = HashMap::new();
        for entry in &self.contributions {
            *given.entry(entry.application_id).or_default() += entry.value_vnd;
        }
        for row in &self.applications {
            let flows = flows.remove(&row.id.into()).unwrap_or_default();
            let of = ("application", row.id);
            let tranches = tranches.get(&row.id).map_or(&[][..], Vec::as_slice);
            proof.compare(of, "promised", promised(row, tranches), flows.committed());
            proof.compare(of, "paid_vnd", row.paid_vnd, flows.paid() - flows.refunded());
            proof.compare(of, "accepted_vnd", row.accepted_vnd, flows.accepted());
            let given = given.get(&row.id).copied().unwrap_or_default();
            proof.compare(of, "own contributions", given, flows.contributed());
        }
        for id in flows.into_keys() {
            proof.breaks(true, "application", ApplicationId::new(id), "it has postings but does not exist");
        }
    }

    fn prove_take_backs(&self, proof: &mut Proof) {
        let mut taken: BTreeMap<PostingId, (i64, i64)> = BTreeMap::new();
        for back in &self.take_backs {
            let TakeBack { posting, original_kind, .. } = back;
            let is_itself = matches!(original_kind, PostingKind::Reversal | PostingKind::Adjustment);
            proof.breaks(is_itself, "posting", posting.id, "it takes back what took back another posting");
            let is_swapped =
                (posting.debit_id, posting.credit_id) == (back.original_credit_id, back.original_debit_id);
            proof.breaks(!is_swapped, "posting", posting.id, "it does not go the way of its original back");
            taken.entry(back.original_id).or_insert((back.original_vnd, 0)).1 += posting.amount_vnd;
        }
        for (id, (amount_vnd, taken_vnd)) in taken {
            proof.breaks(taken_vnd > amount_vnd, "posting", id, "more than all of it was taken back");
        }
    }
}

/// What an application should have been promised by now: what was granted, then its tranches but for those that were
/// cancelled, in the end what was paid.
fn promised(row: &grant_application::Model, tranches: &[&disbursement::Model]) -> i64 {
    use ApplicationStatus as S;
    let live = tranches.iter().filter(|tranche| tranche.status != DisbursementStatus::Cancelled);
    match row.status {
        S::Approved => row.approved_vnd.unwrap_or_default(),
        S::Agreement | S::Disbursing | S::Suspended | S::Acceptance => {
            live.map(|tranche| tranche.amount_vnd).sum()
        }
        S::Completed | S::Terminated => live.map(|tranche| tranche.paid_vnd).sum(),
        S::Draft
        | S::Submitted
        | S::Screening
        | S::Returned
        | S::Appraisal
        | S::Deferred
        | S::Rejected
        | S::Withdrawn => 0,
    }
}

fn grouped(shares: &[Share]) -> BTreeMap<Uuid, Flows> {
    let mut flows: BTreeMap<Uuid, Flows> = BTreeMap::new();
    for share in shares {
        flows.entry(share.about).or_default().add(share.credit_kind, share.debit_kind, share.amount_vnd);
    }
    flows
}

fn ways(select: Select<posting::Entity>) -> Select<posting::Entity> {
    use posting::Column;
    let sum = Expr::col(Column::AmountVnd.as_column_ref()).sum().cast_as("bigint");
    select
        .select_only()
        .columns([Column::FundId, Column::DebitId, Column::CreditId])
        .expr_as(sum, "amount_vnd")
        .expr_as(Expr::col(Column::Id.as_column_ref()).count(), "postings")
        .group_by(Column::FundId)
        .group_by(Column::DebitId)
        .group_by(Column::CreditId)
}

fn about(select: Select<posting::Entity>, column: posting::Column) -> Select<posting::Entity> {
    summed(select.filter(column.is_not_null())).column_as(column, "about").group_by(column)
}

fn days(select: Select<posting::Entity>) -> Select<posting::Entity> {
    select.select_only().columns([posting::Column::FundId, posting::Column::PostedOn]).distinct()
}

/// The allotments that count under ceilings: those that share ground with their areas.
fn below(select: Select<fund_ceiling::Entity>) -> Select<fund_ceiling::Entity> {
    let area = fund_ceiling::Entity::belongs_to(area_closure::Entity)
        .from(fund_ceiling::Column::AreaId)
        .to(area_closure::Column::AncestorId);
    let sharing = area_closure::Entity::belongs_to(area_closure::Entity)
        .from(area_closure::Column::DescendantId)
        .to(area_closure::Column::DescendantId);
    let allotment = area_closure::Entity::belongs_to(call_allotment::Entity)
        .from(area_closure::Column::AncestorId)
        .to(call_allotment::Column::AreaId)
        .on_condition(|_, right| {
            let of = |column| Expr::col((right.clone(), column));
            let ceiling = |column: fund_ceiling::Column| Expr::col(column.as_column_ref());
            Condition::all()
                .add(of(call_allotment::Column::FundId).eq(ceiling(fund_ceiling::Column::FundId)))
                .add(of(call_allotment::Column::Year).eq(ceiling(fund_ceiling::Column::Year)))
        });
    select
        .select_only()
        .column_as(fund_ceiling::Column::Id, "ceiling_id")
        .join(JoinType::InnerJoin, area.into())
        .join_as(JoinType::InnerJoin, sharing.into(), Alias::new("sharing"))
        .join(JoinType::InnerJoin, RelationDef::from(allotment).from_alias(Alias::new("sharing")))
        .column_as(call_allotment::Column::Id, "allotment_id")
        .distinct()
}

fn take_backs(select: Select<posting::Entity>) -> Select<posting::Entity> {
    use posting::Column;
    let original = posting::Entity::belongs_to(posting::Entity).from(Column::CitesId).to(Column::Id);
    let of = |column| Expr::col((Alias::new("original"), column));
    select
        .join_as(JoinType::InnerJoin, original.into(), Alias::new("original"))
        .expr_as(of(Column::Id), "original_id")
        .expr_as(of(Column::Kind), "original_kind")
        .expr_as(of(Column::DebitId), "original_debit_id")
        .expr_as(of(Column::CreditId), "original_credit_id")
        .expr_as(of(Column::AmountVnd), "original_vnd")
}
