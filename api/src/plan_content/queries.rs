//! Versions of plans, whether a content is right, and what each version changed.

use std::collections::{BTreeSet, HashMap};

use entity::{
    csa_practice,
    enums::PartnerStatus,
    hazard,
    ids::{PartnerId, PlanId},
    partner, plan_line, plan_version, value_chain,
};
use sea_orm::{ColumnTrait, Condition};

use super::messages::{PlanContent, PlanLine, PlanVersion};
use crate::{
    access::{Owned, Reach},
    application_content::queries::changes,
    error::{Error, Faults, Text},
    group_chains::messages::ChainUse,
    plans::queries::of_plans_within,
    store::{Reading, Tx},
    units::queries::{Goods, units},
    values::{FieldCode, Line},
};

impl Owned for plan_version::Entity {
    const ID: plan_version::Column = plan_version::Column::PlanId;
    const VOIDED: Option<plan_version::Column> = None;

    fn within(reach: &Reach) -> Condition {
        of_plans_within(plan_version::Column::PlanId, reach)
    }
}

impl Owned for plan_line::Entity {
    const ID: plan_line::Column = plan_line::Column::Id;
    const VOIDED: Option<plan_line::Column> = None;

    fn within(reach: &Reach) -> Condition {
        of_plans_within(plan_line::Column::PlanId, reach)
    }
}

/// A version of a plan that was found.
///
/// # Errors
/// 404 when there is none of this number.
pub async fn version_of(
    source: &impl Reading,
    (plan_id, n): (PlanId, i32),
) -> Result<plan_version::Model, Error> {
    let rows = source
        .parts::<plan_version::Entity>()
        .filter(plan_version::Column::PlanId.eq(plan_id))
        .filter(plan_version::Column::N.eq(n));
    let found: Vec<plan_version::Model> = source.load(rows, |select| select).await?;
    found.into_iter().next().ok_or(Error::NotFound)
}

/// The version before one that was found, if there is one.
///
/// # Errors
/// When the database fails.
pub(super) async fn before(
    source: &impl Reading,
    version: Option<&plan_version::Model>,
) -> Result<Option<plan_version::Model>, Error> {
    match version {
        Some(version) if version.n > 1 => {
            version_of(source, (version.plan_id, version.n - 1)).await.map(Some)
        }
        _ => Ok(None),
    }
}

/// The lines of a version of a plan that was found, by their numbers.
///
/// # Errors
/// When the database fails.
pub async fn lines_of(
    source: &impl Reading,
    (plan_id, n): (PlanId, i32),
) -> Result<Vec<plan_line::Model>, Error> {
    let rows = source
        .parts::<plan_line::Entity>()
        .filter(plan_line::Column::PlanId.eq(plan_id))
        .filter(plan_line::Column::N.eq(n));
    let mut found: Vec<plan_line::Model> = source.load(rows, |select| select).await?;
    found.sort_by_key(|line| line.line_no);
    Ok(found)
}

/// What a version says.
///
/// # Errors
/// When what is kept cannot be read.
pub fn content_of(version: &plan_version::Model) -> Result<PlanContent, Error> {
    serde_json::from_str(&version.content).map_err(Error::internal)
}

/// Versions of a plan that follow one another, the latest first, each with what it changed; `before` is the one before
/// them, if there is one.
///
/// # Errors
/// When what is kept cannot be read.
pub(super) fn shown(
    versions: Vec<plan_version::Model>,
    before: Option<&plan_version::Model>,
) -> Result<Vec<PlanVersion>, Error> {
    let json = |content: &PlanContent| serde_json::to_value(content).map_err(Error::internal);
    let mut before = before.map(|version| json(&content_of(version)?)).transpose()?;
    let mut views = Vec::new();
    for version in versions.into_iter().rev() {
        let content = content_of(&version)?;
        let now = json(&content)?;
        views.push(PlanVersion {
            n: version.n,
            content,
            changes: before.map_or_else(Vec::new, |before| changes(&before, &now)),
            is_adapted: version.is_adapted,
            submitted_on: version.submitted_on,
            decision_no: version.decision_no,
            approved_on: version.approved_on,
            superseded_on: version.superseded_on,
            counts_as_adapted: version.counts_as_adapted,
            created_at: version.created_at.into(),
        });
        before = Some(now);
    }
    views.reverse();
    Ok(views)
}

/// Notes what is wrong with the content of a plan of a group with these value chains.
///
/// # Errors
/// When the database fails.
pub async fn check(
    tx: &Tx,
    faults: &mut Faults,
    content: &PlanContent,
    chains: &[ChainUse],
) -> Result<(), Error> {
    check_numbers(faults, content);
    let (units, kinds, buyers) = (units(tx).await?, kinds(tx).await?, buyers(tx, content).await?);
    for (n, line) in content.lines.iter().enumerate() {
        let at = format!("/content/lines/{n}");
        let (chain, unit) = (line.chain.as_ref(), line.unit.as_ref());
        let goods = Goods { chain, form: line.form, unit, quantity: line.quantity };
        units.check_product(faults, &at, &goods);
        let kind = kinds.get(chain).map(String::as_str);
        let text =
            Text::new("Nhóm không làm chuỗi giá trị này.", "The group does not work in this value chain.");
        let is_other = kind.is_some() && chains.iter().all(|own| own.chain != chain);
        faults.when(is_other, format!("{at}/chain"), FieldCode::Inconsistent, text);
        check_size(faults, &at, line, kind);
        let is_unknown = line.partner_id.is_some_and(|id| !buyers.contains(&id));
        let text = Text::new("Không có đối tác đã xác minh này.", "There is no such verified partner.");
        faults.unknown(is_unknown, format!("{at}/partner_id"), text);
    }
    check_names(tx, faults, content).await
}

/// Line numbers and hazards stand once; a measure is told in one way.
fn check_numbers(faults: &mut Faults, content: &PlanContent) {
    let once = || Text::new("Đã có ở trên.", "It stands above already.");
    for (n, line) in content.lines.iter().enumerate() {
        let is_taken = content.lines[..n].iter().any(|before| before.line_no == line.line_no);
        faults.when(is_taken, format!("/content/lines/{n}/line_no"), FieldCode::NotUnique, once());
    }
    for (n, hazard) in content.hazards.iter().enumerate() {
        let is_taken = content.hazards[..n].contains(hazard);
        faults.when(is_taken, format!("/content/hazards/{n}"), FieldCode::NotUnique, once());
    }
    for (n, measure) in content.measures.iter().enumerate() {
        let text = Text::new("Ghi practice hoặc text, không cả hai.", "Give practice or text, not both.");
        let is_off = measure.practice.is_some() == measure.text.is_some();
        faults.when(is_off, format!("/content/measures/{n}"), FieldCode::Inconsistent, text);
    }
}

/// Crops are measured by their area, livestock by its heads; what is processed by either.
fn check_size(faults: &mut Faults, at: &str, line: &PlanLine, kind: Option<&str>) {
    let text = Text::new("Cây trồng phải ghi diện tích.", "Crops need their area.");
    let is_crop = kind == Some("crop");
    faults.when(is_crop && line.area_m2.is_none(), format!("{at}/area_m2"), FieldCode::Required, text);
    let text = Text::new("Cây trồng không tính theo con.", "Crops are not counted by heads.");
    faults.when(is_crop && line.heads.is_some(), format!("{at}/heads"), FieldCode::Inconsistent, text);
    let text = Text::new("Vật nuôi phải ghi số con.", "Livestock needs its heads.");
    let is_uncounted = kind == Some("livestock") && line.heads.is_none();
    faults.when(is_uncounted, format!("{at}/heads"), FieldCode::Required, text);
    let text = Text::new("Phải ghi diện tích hoặc số con.", "Give the area or the heads.");
    let is_unmeasured = kind == Some("processed") && line.area_m2.is_none() && line.heads.is_none();
    faults.when(is_unmeasured, format!("{at}/area_m2"), FieldCode::Required, text);
}

/// What each value chain is: `crop`, `livestock` or `processed`.
async fn kinds(tx: &Tx) -> Result<HashMap<String, String>, Error> {
    let chains = tx.all(tx.beyond_reach::<value_chain::Entity>("reference data")).await?;
    Ok(chains.into_iter().map(|chain| (chain.code, chain.kind)).collect())
}

/// The verified partners that lines foresee as buyers.
async fn buyers(tx: &Tx, content: &PlanContent) -> Result<BTreeSet<PartnerId>, Error> {
    let named: BTreeSet<PartnerId> = content.lines.iter().filter_map(|line| line.partner_id).collect();
    if named.is_empty() {
        return Ok(named);
    }
    let rows = tx
        .beyond_reach::<partner::Entity>("verified partners are known to whoever plans to sell to them")
        .filter(partner::Column::Id.is_in(named))
        .filter(partner::Column::Status.eq(PartnerStatus::Verified));
    Ok(tx.all(rows).await?.into_iter().map(|partner| partner.id).collect())
}

/// Notes hazards and practices that are not on their lists.
async fn check_names(tx: &Tx, faults: &mut Faults, content: &PlanContent) -> Result<(), Error> {
    let hazards = tx.all(tx.beyond_reach::<hazard::Entity>("reference data")).await?;
    for (n, hazard) in content.hazards.iter().enumerate() {
        let is_unknown = hazards.iter().all(|row| row.code != hazard.as_ref());
        let text = Text::new("Không có thiên tai, dịch hại này.", "There is no such hazard.");
        faults.when(is_unknown, format!("/content/hazards/{n}"), FieldCode::NotFound, text);
    }
    let practices = tx.all(tx.beyond_reach::<csa_practice::Entity>("reference data")).await?;
    for (n, measure) in content.measures.iter().enumerate() {
        let is_known = |practice: &Line<1, 40>| practices.iter().any(|row| row.code == practice.as_ref());
        let is_unknown = measure.practice.as_ref().is_some_and(|practice| !is_known(practice));
        let text = Text::new("Không có biện pháp này.", "There is no such practice.");
        faults.when(is_unknown, format!("/content/measures/{n}/practice"), FieldCode::NotFound, text);
    }
    Ok(())
}
