//! Which final accounts lie within a scope, and what stands against making one.

use entity::{acceptance, grant_application, settlement};
use sea_orm::{ColumnTrait, Condition};

use crate::{
    acceptances::queries::tranches_of,
    access::{Owned, Reach},
    applications::queries::of_applications_within,
    error::{Error, Finding, Text},
    store::Tx,
};

impl Owned for settlement::Entity {
    const ID: settlement::Column = settlement::Column::ApplicationId;
    const VOIDED: Option<settlement::Column> = None;

    fn within(reach: &Reach) -> Condition {
        of_applications_within(settlement::Column::ApplicationId, reach)
    }
}

/// What the group was paid, did not spend and has not given back.
///
/// # Errors
/// When the database fails.
pub async fn unsettled(tx: &Tx, application: &grant_application::Model) -> Result<Option<Finding>, Error> {
    let tranches = tranches_of(tx, application).await?;
    let needed: i64 = tranches.iter().map(|row| row.paid_vnd - row.accepted_vnd).sum();
    let found: i64 = tranches.iter().map(|row| row.refunded_vnd).sum();
    let text = Text::made(
        format!("Phần chưa chi là {needed} đồng, mới hoàn trả {found} đồng."),
        format!("{needed} VND were not spent; {found} VND of them were given back."),
    );
    Ok((needed != found).then(|| Finding::new("unspent_refunded", needed, found, text)))
}

/// The minutes on the works as a whole.
///
/// # Errors
/// When the database fails.
pub async fn final_minutes(
    tx: &Tx,
    application: &grant_application::Model,
) -> Result<Option<acceptance::Model>, Error> {
    let rows = tx
        .beyond_reach::<acceptance::Entity>("minutes of an application that was found")
        .filter(acceptance::Column::ApplicationId.eq(application.id))
        .filter(acceptance::Column::DisbursementId.is_null());
    tx.find(rows).await
}
