//! Which minutes lie within a scope, and what the works as a whole still lack.

use entity::{acceptance, disbursement, enums::DisbursementStatus, grant_application, grant_call};
use sea_orm::{ColumnTrait, Condition};

use crate::{
    access::{Owned, Reach},
    applications::queries::of_applications_within,
    call_rules::queries::rules_of,
    contributions::queries::given,
    error::{Error, Finding, Text},
    store::Tx,
};

impl Owned for acceptance::Entity {
    const ID: acceptance::Column = acceptance::Column::Id;
    const VOIDED: Option<acceptance::Column> = None;

    fn within(reach: &Reach) -> Condition {
        of_applications_within(acceptance::Column::ApplicationId, reach)
    }
}

/// The tranches of an application that was found.
///
/// # Errors
/// When the database fails.
pub async fn tranches_of(
    tx: &Tx,
    application: &grant_application::Model,
) -> Result<Vec<disbursement::Model>, Error> {
    let rows = tx
        .beyond_reach::<disbursement::Entity>("tranches of an application that was found")
        .filter(disbursement::Column::ApplicationId.eq(application.id));
    tx.all(rows).await
}

/// What is missing before the works as a whole can be accepted.
///
/// # Errors
/// When the database fails.
pub async fn missing(tx: &Tx, application: &grant_application::Model) -> Result<Vec<Finding>, Error> {
    let tranches = tranches_of(tx, application).await?;
    let is_closed = |row: &&disbursement::Model| {
        matches!(row.status, DisbursementStatus::Paid | DisbursementStatus::Cancelled)
    };
    let (all, closed) = (count(tranches.iter())?, count(tranches.iter().filter(is_closed))?);
    let mut findings = Vec::new();
    if closed < all {
        let text = Text::made(
            format!("Có {all} đợt, mới {closed} đợt đã chi hoặc hủy."),
            format!("Of {all} tranches, {closed} are paid or cancelled."),
        );
        findings.push(Finding::new("tranches_closed", all, closed, text));
    }
    findings.extend(own_share(tx, application).await?);
    Ok(findings)
}

fn count<'a>(rows: impl Iterator<Item = &'a disbursement::Model>) -> Result<i64, Error> {
    i64::try_from(rows.count()).map_err(Error::internal)
}

/// The group gives its own share in the proportion it promised: for each đồng of the grant that was spent, as much as
/// its application offered for each đồng it asked for.
///
/// # Errors
/// When the database fails.
pub async fn own_share(tx: &Tx, application: &grant_application::Model) -> Result<Option<Finding>, Error> {
    let calls = tx.beyond_reach::<grant_call::Entity>("the call of an application that was found");
    let call = tx.one(calls.filter(grant_call::Column::Id.eq(application.call_id))).await?;
    let proportion = (application.accepted_vnd, application.requested_vnd);
    let needed = rules_of(&call)?.rounding.part(application.own_vnd, proportion);
    let found = given(tx, application.id).await?.own_vnd;
    let text = Text::made(
        format!("Theo phần đã chi, nhóm cần đóng góp {needed} đồng, mới ghi nhận {found} đồng."),
        format!("For what was spent the group must have given {needed} VND; {found} VND are on record."),
    );
    Ok((found < needed).then(|| Finding::new("own_contribution", needed, found, text)))
}
