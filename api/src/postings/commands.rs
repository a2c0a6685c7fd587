//! What happens inside a unit of work when money comes into a fund.

use entity::{
    enums::{AccountKind, PostingKind},
    fund,
    ids::FundId,
};

use super::{
    messages::{NewPosting, Posting},
    queries::made,
};
use crate::{
    access::{Access, permission::funds::CreatePosting},
    error::{Error, Faults},
    ledger::commands::{About, Movement, Side, post},
    periods::queries::not_after_today,
    store::{Change, Tx},
};

/// Moves money from a source to what is available.
pub(super) async fn create(
    tx: &Tx,
    access: &Access<CreatePosting>,
    fund_id: FundId,
    new: &NewPosting,
) -> Result<Change<Posting>, Error> {
    tx.one(access.row::<fund::Entity>(fund_id)).await?;
    let mut faults = Faults::default();
    not_after_today(&mut faults, "/posted_on", new.posted_on.into(), tx.today());
    faults.check()?;
    let movement = Movement {
        kind: PostingKind::Funding,
        from: Side::of_fund(new.source.into(), fund_id),
        to: Side::of_fund(AccountKind::Available, fund_id),
        amount_vnd: new.amount_vnd.get(),
        on: new.posted_on.into(),
        about: About {
            id: new.id,
            document_no: new.document_no.as_ref().map(|number| number.as_ref().to_owned()),
            note: new.note.as_ref().map(|note| note.as_ref().to_owned()),
            ..About::default()
        },
    };
    let row = post(tx, fund_id, movement).await?;
    Ok(Change::created(made(tx, row.id).await?))
}
