//! Look-ups of postings.

use entity::{
    ids::{FundId, PostingId},
    posting,
};
use sea_orm::{ColumnTrait, Condition};

use super::messages::{Posting, PostingFilter, PostingRow};
use crate::{
    access::Rows,
    error::Error,
    ledger::queries::with_kinds,
    store::{Reading, Tx},
};

impl PostingFilter {
    /// The filters as one condition on the postings of a fund.
    pub(super) fn condition(&self, fund_id: FundId) -> Condition {
        use posting::Column;
        let touches = |id| Condition::any().add(Column::DebitId.eq(id)).add(Column::CreditId.eq(id));
        Condition::all()
            .add(Column::FundId.eq(fund_id))
            .add_option(self.kind.as_ref().map(|kinds| Column::Kind.is_in(kinds.as_slice().iter().copied())))
            .add_option(self.posted_on_gte.map(|day| Column::PostedOn.gte(day.date())))
            .add_option(self.posted_on_lte.map(|day| Column::PostedOn.lte(day.date())))
            .add_option(self.account_id.map(touches))
            .add_option(self.application_id.map(|id| Column::ApplicationId.eq(id)))
            .add_option(self.disbursement_id.map(|id| Column::DisbursementId.eq(id)))
    }
}

/// The one posting, or 404.
///
/// # Errors
/// As said, or when the database fails.
pub async fn posting_of(source: &impl Reading, rows: Rows<posting::Entity>) -> Result<Posting, Error> {
    let found: Vec<PostingRow> = source.load(rows, with_kinds).await?;
    found.into_iter().next().map(Posting::from).ok_or(Error::NotFound)
}

/// A posting that this unit of work has made.
///
/// # Errors
/// When the database fails.
pub async fn made(tx: &Tx, id: PostingId) -> Result<Posting, Error> {
    let rows = tx.beyond_reach::<posting::Entity>("a posting that was just made");
    posting_of(tx, rows.filter(posting::Column::Id.eq(id))).await
}
