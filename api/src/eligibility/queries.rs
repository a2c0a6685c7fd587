//! Finding the basis of an application, and judging it by the rules of the call.

use chrono::NaiveDate;
use entity::{
    area_closure, call_allotment,
    enums::GroupStatus,
    farmer_group, grant_call, group_period, group_value_chain, household_member,
    ids::{ApplicationId, AreaId, GroupId},
    membership, poverty_status,
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::{Expr, ExprTrait, SelectStatement},
};

use super::messages::{Basis, BasisGroup, BasisLine, BasisMember, content_sha256};
use crate::{
    access::descendants,
    application_content::messages::Content,
    areas::queries::holds_on,
    call_rules::{messages::CallRules, queries::rules_of},
    error::{Error, Finding, Text},
    periods::queries::{periods_of, place_on},
    store::Tx,
    values::hex,
};

const WHOLE_BPS: i64 = 10_000;

/// What the register says today about a group that applies.
///
/// # Errors
/// When the database fails.
pub async fn basis_of(
    tx: &Tx,
    (application_id, version): (ApplicationId, i32),
    call: &grant_call::Model,
    group: &farmer_group::Model,
    content: &Content,
) -> Result<Basis, Error> {
    let day = tx.today();
    let periods = periods_of(tx, group.id).await?;
    let period = periods.last().ok_or_else(|| Error::internal("a group without a period"))?;
    let (commune_id, _) = place_on(tx, period, day).await?;
    let chains = tx
        .beyond_reach::<group_value_chain::Entity>("parts of a group that was found")
        .filter(group_value_chain::Column::GroupId.eq(group.id))
        .filter(group_value_chain::Column::IsPrimary.eq(true));
    Ok(Basis {
        application_id,
        version,
        submitted_at: tx.now(),
        call_id: call.id,
        rules_sha256: call.rules_sha256.as_deref().map(hex),
        rules: rules_of(call)?,
        group: BasisGroup {
            id: group.id,
            legal_form: period.legal_form,
            status: period.status,
            commune_id,
            value_chain: tx.find(chains).await?.map(|chain| chain.chain),
        },
        members: members_on(tx, group.id, day).await?,
        plan_id: None,
        budget: BasisLine::all_of(content),
        content_sha256: content_sha256(content)?,
    })
}

/// The members of a group on a day with the poverty of their households, by membership.
async fn members_on(tx: &Tx, group_id: GroupId, day: NaiveDate) -> Result<Vec<BasisMember>, Error> {
    let rows = tx
        .beyond_reach::<membership::Entity>("members of a group that was found")
        .filter(membership::Column::GroupId.eq(group_id))
        .filter(holds_on(membership::Column::FromOn, membership::Column::UntilOn, day));
    tx.shaped(rows, |select| {
        select
            .select_only()
            .column_as(membership::Column::Id, "membership_id")
            .column(membership::Column::PersonId)
            .column(membership::Column::FromOn)
            .expr_as(poverty_on(day), "poverty")
            .order_by_asc(membership::Column::Id)
    })
    .await
}

/// What was decided for a day about the household of a member.
fn poverty_on(day: NaiveDate) -> SelectStatement {
    use household_member::Column as Lives;
    use poverty_status::Column as Decided;
    let home = household_member::Entity::find()
        .select_only()
        .column(Lives::HouseholdId)
        .filter(holds_on(Lives::FromOn, Lives::UntilOn, day))
        .filter(Lives::VoidedAt.is_null())
        .filter(
            Expr::col(Lives::PersonId.as_column_ref())
                .eq(Expr::col(membership::Column::PersonId.as_column_ref())),
        )
        .into_query();
    poverty_status::Entity::find()
        .select_only()
        .column(Decided::Status)
        .filter(holds_on(Decided::EffectiveFromOn, Decided::EffectiveUntilOn, day))
        .filter(Decided::VoidedAt.is_null())
        .filter(Decided::HouseholdId.in_subquery(home))
        .order_by_desc(Decided::EffectiveFromOn)
        .limit(1)
        .into_query()
}

/// Every rule of the call that the application does not meet, with the numbers needed and found (domain §4.1).
///
/// # Errors
/// When the database fails.
pub async fn unmet(
    tx: &Tx,
    call: &grant_call::Model,
    basis: &Basis,
    content: &Content,
) -> Result<Vec<Finding>, Error> {
    let mut findings = unmet_by(basis, content);
    let commune_id = basis.group.commune_id;
    if !is_in(tx, commune_id, &areas_of(tx, call, &basis.rules).await?).await? {
        let text =
            Text::new("Xã không thuộc địa bàn của đợt xét.", "The commune is not within the call's areas.");
        findings.push(Finding::plain("area", text));
    }
    Ok(findings)
}

/// Every rule that group and budget do not meet; where the group lies is not looked at.
#[must_use]
pub fn unmet_by(basis: &Basis, content: &Content) -> Vec<Finding> {
    let mut findings = of_group(basis);
    findings.extend(of_budget(&basis.rules, content));
    findings
}

fn of_group(basis: &Basis) -> Vec<Finding> {
    let (rules, group, mut findings) = (&basis.rules, &basis.group, Vec::new());
    if group.status != GroupStatus::Active {
        let text = Text::new("Nhóm phải đang hoạt động.", "The group must be active.");
        findings.push(Finding::plain("group_active", text));
    }
    if !rules.legal_forms.contains(&group.legal_form) {
        let text = Text::new("Loại hình của nhóm không được dự xét.", "Groups of this form may not apply.");
        findings.push(Finding::plain("legal_form", text));
    }
    let is_wanted = |chain: &String| rules.value_chains.iter().any(|wanted| wanted.as_ref() == chain);
    if !rules.value_chains.is_empty() && !group.value_chain.as_ref().is_some_and(is_wanted) {
        let text = Text::new("Chuỗi giá trị chính không được dự xét.", "The main value chain may not apply.");
        findings.push(Finding::plain("value_chain", text));
    }
    let (members, poor) = (count(basis.members.len()), count(basis.poor()));
    if members < i64::from(rules.min_members) {
        let text = Text::new("Nhóm có quá ít thành viên.", "The group has too few members.");
        findings.push(Finding::new("min_members", rules.min_members.into(), members, text));
    }
    let needed = i64::from(rules.min_poor_bps.get());
    // Compared as fractions, so that no rounding decides.
    if poor * WHOLE_BPS < needed * members || (members == 0 && needed > 0) {
        let found = (poor * WHOLE_BPS).checked_div(members).unwrap_or(0);
        let text = Text::new(
            "Tỷ lệ thành viên thuộc hộ nghèo, cận nghèo quá thấp.",
            "Too few members are from poor or near-poor households.",
        );
        findings.push(Finding::new("min_poor_bps", needed, found, text));
    }
    findings
}

fn of_budget(rules: &CallRules, content: &Content) -> Vec<Finding> {
    let (sums, mut findings) = (content.sums(), Vec::new());
    let most = rules.max_grant_vnd.get();
    if sums.requested_vnd > most {
        let text =
            Text::new("Đề nghị vượt mức trần của một nhóm.", "More is asked for than one group may get.");
        findings.push(Finding::new("max_grant_vnd", most, sums.requested_vnd, text));
    }
    let least = rules.rounding.share(sums.total_vnd, rules.min_own_bps.get().into());
    if sums.own_vnd < least {
        let text = Text::new("Vốn đối ứng của nhóm chưa đủ.", "The group's own share is too small.");
        findings.push(Finding::new("min_own_vnd", least, sums.own_vnd, text));
    }
    findings
}

/// Nothing is promised to or signed by a group that has ended or pauses; it is kept as it is until the unit of work ends.
///
/// # Errors
/// When the database fails.
pub async fn inactive(tx: &Tx, group_id: GroupId) -> Result<Option<Finding>, Error> {
    let groups = tx.beyond_reach::<farmer_group::Entity>("the group of an application that was found");
    tx.hold(groups.filter(farmer_group::Column::Id.eq(group_id))).await?;
    let is_active = |period: &group_period::Model| period.status == GroupStatus::Active;
    let text = Text::new("Nhóm phải đang hoạt động.", "The group must be active.");
    let is_at_work = periods_of(tx, group_id).await?.last().is_some_and(is_active);
    Ok((!is_at_work).then(|| Finding::plain("group_active", text)))
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// The areas whose groups may apply.
async fn areas_of(tx: &Tx, call: &grant_call::Model, rules: &CallRules) -> Result<Vec<AreaId>, Error> {
    if !rules.area_ids.is_empty() {
        return Ok(rules.area_ids.clone());
    }
    let rows = tx
        .beyond_reach::<call_allotment::Entity>("the allotments of a call that was found")
        .filter(call_allotment::Column::CallId.eq(call.id));
    Ok(tx.all(rows).await?.into_iter().map(|allotment| allotment.area_id).collect())
}

/// The allotment that a commune belongs to in a year.
///
/// # Errors
/// When the database fails.
pub async fn allotment_for(
    tx: &Tx,
    call: &grant_call::Model,
    commune_id: AreaId,
    year: i32,
) -> Result<Option<call_allotment::Model>, Error> {
    let containing = area_closure::Entity::find()
        .select_only()
        .column(area_closure::Column::AncestorId)
        .filter(area_closure::Column::DescendantId.eq(commune_id))
        .into_query();
    let rows = tx
        .beyond_reach::<call_allotment::Entity>("the allotments of a call that was found")
        .filter(call_allotment::Column::CallId.eq(call.id))
        .filter(call_allotment::Column::Year.eq(year))
        .filter(call_allotment::Column::AreaId.in_subquery(containing));
    tx.find(rows).await
}

async fn is_in(tx: &Tx, commune_id: AreaId, areas: &[AreaId]) -> Result<bool, Error> {
    let rows = tx.beyond_reach::<entity::area::Entity>("reference data").filter(
        Condition::all()
            .add(entity::area::Column::Id.eq(commune_id))
            .add(entity::area::Column::Id.in_subquery(descendants(areas))),
    );
    Ok(tx.find(rows).await?.is_some())
}
