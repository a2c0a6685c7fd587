//! What a version must hold before it is handed in or approved.

use std::collections::BTreeSet;

use entity::{enums::OfferStatus, plan_line, plan_result, plan_version, production_plan, sales_offer};
use sea_orm::ColumnTrait;

use crate::{
    error::{Code, Error, Faults, Finding, Place, Text},
    group_chains::queries::chains_of,
    plan_content::queries::{check, content_of, lines_of},
    store::Tx,
};

/// Refuses a version whose content no longer fits the group or the lists: they may have changed since it was written.
///
/// # Errors
/// 409 `conditions_unmet`.
pub(super) async fn check_content(
    tx: &Tx,
    plan: &production_plan::Model,
    version: &plan_version::Model,
) -> Result<(), Error> {
    let chains = chains_of(tx, [plan.group_id]).await?.remove(&plan.group_id).unwrap_or_default();
    let mut faults = Faults::default();
    check(tx, &mut faults, &content_of(version)?, &chains).await?;
    let found = match faults.check() {
        Ok(()) => return Ok(()),
        Err(Error::Invalid(found) | Error::Unknown(found)) => found,
        Err(other) => return Err(other),
    };
    let findings = found.into_iter().map(|fault| {
        let Place::Pointer(at) = fault.place else { return Finding::plain("content_fits", NO_LONGER) };
        let said = fault.detail.unwrap_or(NO_LONGER);
        let text = Text::made(format!("{at}: {}", said.vi), format!("{at}: {}", said.en));
        Finding::plain("content_fits", text)
    });
    Err(Error::unmet(Code::ConditionsUnmet, &findings.collect::<Vec<_>>()))
}

const NO_LONGER: Text = Text::new("Nội dung không còn phù hợp.", "The content no longer fits.");

/// Refuses a version in which lines of the version in force that have results or that offers cite are missing, or are
/// another product or unit.
///
/// # Errors
/// 409 `conditions_unmet`.
pub(super) async fn check_results(tx: &Tx, plan: &production_plan::Model) -> Result<(), Error> {
    let Some(in_force) = plan.approved_n else { return Ok(()) };
    let results = tx
        .beyond_reach::<plan_result::Entity>("results of a plan that was found")
        .filter(plan_result::Column::PlanId.eq(plan.id));
    let offers = tx
        .beyond_reach::<sales_offer::Entity>("offers that cite a plan that was found")
        .filter(sales_offer::Column::PlanId.eq(plan.id))
        .filter(sales_offer::Column::Status.ne(OfferStatus::Withdrawn));
    let (results, offers) = (tx.all(results).await?, tx.all(offers).await?);
    let (old, new) = (lines_of(tx, (plan.id, in_force)).await?, lines_of(tx, (plan.id, plan.n)).await?);
    let product = |lines: &[plan_line::Model], line_no: i32| {
        let line = lines.iter().find(|line| line.line_no == line_no);
        line.map(|line| (line.chain.clone(), line.form, line.unit.clone()))
    };
    let used: BTreeSet<i32> = results
        .iter()
        .map(|result| result.line_no)
        .chain(offers.iter().filter_map(|offer| offer.plan_line_no))
        .collect();
    let lost = used.into_iter().filter(|line_no| product(&old, *line_no) != product(&new, *line_no));
    let finding = |line_no: i32| {
        let text = Text::made(
            format!("Dòng {line_no} đã có kết quả hoặc được chào bán: phải giữ dòng, sản phẩm và đơn vị."),
            format!("Line {line_no} has a result or is offered: it must stay, with product and unit."),
        );
        Finding::plain("lines_in_use", text)
    };
    let findings: Vec<Finding> = lost.map(finding).collect();
    if findings.is_empty() { Ok(()) } else { Err(Error::unmet(Code::ConditionsUnmet, &findings)) }
}
