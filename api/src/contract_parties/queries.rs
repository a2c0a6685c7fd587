//! Partners and groups as parties of contracts.

use std::collections::HashMap;

use entity::{
    enums::{GroupStatus, PartnerStatus, Side},
    farmer_group, group_card, group_period,
    ids::{AreaId, GroupId, PartnerId},
    partner, sales_contract,
};
use sea_orm::{ColumnTrait, FromQueryResult, QuerySelect};

use crate::{
    access::{Access, Permit, Reach, Role},
    contract_sides::queries::Acting,
    error::{Code, Error, Faults, Finding, Text},
    group_cards::queries::placed,
    maps::queries::units_on,
    periods::queries::{active, of_group_with_period, periods_of, place_on},
    store::Tx,
    values::FieldCode,
};

/// Where a group lies: its commune, and the commune of 2022 within it.
pub type Place = (AreaId, Option<AreaId>);

/// Who enters a contract, and where its group lies.
#[derive(Clone, Copy, Debug)]
pub struct Entering {
    /// As whom.
    pub acting: Acting,
    /// The place of the group today.
    pub place: Place,
}

/// As whom the caller enters a contract between a partner and a group. Notes each of them that is not there for the
/// caller, or cannot be bound now; `None` when there is such a fault.
///
/// # Errors
/// 403 `separation_of_duties` when the caller is of both sides.
pub async fn entering<P: Permit>(
    tx: &Tx,
    access: &Access<P>,
    faults: &mut Faults,
    (partner_id, group_id): (PartnerId, GroupId),
) -> Result<Option<Entering>, Error> {
    let own = Reach::held_as(access.caller(), P::PERMISSION, Role::Partner);
    let others = Reach::held_without(access.caller(), P::PERMISSION, Role::Partner);
    let leading = Reach::held_as(access.caller(), P::PERMISSION, Role::Leader);
    let is_partner = own.partners.contains(&partner_id);
    let is_of_group = tx.find(access.row::<farmer_group::Entity>(group_id)).await?.is_some();
    let acting = match (is_partner, is_of_group) {
        (true, true) => return Err(Error::separation_of_duties()),
        (true, false) => Acting { side: Side::Partner, role: Role::Partner },
        (false, true) if leading.groups.contains(&group_id) => {
            Acting { side: Side::Group, role: Role::Leader }
        }
        (false, true) => Acting { side: Side::Group, role: Role::Officer },
        (false, false) => {
            faults.unknown(!own.is_nothing(), "/partner_id", no_partner());
            faults.unknown(!others.is_nothing(), "/group_id", no_group());
            return Ok(None);
        }
    };
    let partner = tx.hold(access.row::<partner::Entity>(partner_id)).await?;
    faults.unknown(partner.is_none(), "/partner_id", no_partner());
    let is_verified = partner.as_ref().is_some_and(|partner| partner.status == PartnerStatus::Verified);
    let is_stopped = partner.is_some() && !is_verified;
    faults.when(is_stopped, "/partner_id", FieldCode::Inconsistent, partner_verified());
    let card = tx.hold(access.row::<group_card::Entity>(group_id)).await?;
    faults.unknown(card.is_none(), "/group_id", no_group());
    let Some(card) = card else { return Ok(None) };
    let period = periods_of(tx, card.id).await?.pop();
    let period = period.filter(|period| period.status == GroupStatus::Active);
    faults.when(period.is_none(), "/group_id", FieldCode::Inconsistent, group_active());
    match period {
        Some(period) if is_verified => {
            Ok(Some(Entering { acting, place: place_on(tx, &period, tx.today()).await? }))
        }
        _ => Ok(None),
    }
}

/// The answer to a partner that is not there for the caller.
#[must_use]
pub const fn no_partner() -> Text {
    Text::new("Không có đối tác này, hoặc ngoài phạm vi.", "There is no such partner within your scope.")
}

/// The answer to a group that is not there for the caller.
#[must_use]
pub const fn no_group() -> Text {
    Text::new("Không có nhóm này, hoặc ngoài phạm vi.", "There is no such group within your scope.")
}

const fn partner_verified() -> Text {
    Text::new(
        "Đối tác phải đã được xác minh và không bị tạm dừng.",
        "The partner must be verified and not suspended.",
    )
}

/// The answer to a group that ended or pauses.
#[must_use]
pub const fn group_active() -> Text {
    Text::new("Nhóm phải đang hoạt động.", "The group must be active.")
}

/// Whether a partner is verified, and stays so until the end of the unit of work.
async fn is_verified(tx: &Tx, id: PartnerId) -> Result<bool, Error> {
    let rows = tx.beyond_reach::<partner::Entity>("the partner of a contract, judged by its state alone");
    let partner = tx.hold(rows.filter(partner::Column::Id.eq(id))).await?;
    Ok(partner.is_some_and(|partner| partner.status == PartnerStatus::Verified))
}

/// Refuses an act for a partner that has been suspended meanwhile.
///
/// # Errors
/// 409 `conditions_unmet`.
pub async fn check_verified(tx: &Tx, id: PartnerId) -> Result<(), Error> {
    if is_verified(tx, id).await? {
        return Ok(());
    }
    Err(Error::unmet(Code::ConditionsUnmet, &[Finding::plain("partner_verified", partner_verified())]))
}

/// The present period of a group, which stays what it is until the end of the unit of work.
async fn hold_group(tx: &Tx, id: GroupId) -> Result<Option<group_period::Model>, Error> {
    let rows = tx.beyond_reach::<group_card::Entity>("the group of a contract, judged by its state alone");
    match tx.hold(rows.filter(group_card::Column::Id.eq(id))).await? {
        Some(_) => Ok(periods_of(tx, id).await?.pop()),
        None => Ok(None),
    }
}

/// Refuses an act that would bind a partner or a group which cannot be bound now.
///
/// # Errors
/// 409 `conditions_unmet`.
pub async fn check_ready(tx: &Tx, row: &sales_contract::Model) -> Result<(), Error> {
    let mut findings = Vec::new();
    if !is_verified(tx, row.partner_id).await? {
        findings.push(Finding::plain("partner_verified", partner_verified()));
    }
    let period = hold_group(tx, row.group_id).await?;
    if period.is_none_or(|period| period.status != GroupStatus::Active) {
        findings.push(Finding::plain("group_active", group_active()));
    }
    if findings.is_empty() { Ok(()) } else { Err(Error::unmet(Code::ConditionsUnmet, &findings)) }
}

#[derive(FromQueryResult)]
struct Placed {
    id: GroupId,
    commune_id: AreaId,
    former_commune_id: Option<AreaId>,
}

/// The active ones of some groups within the reach, each with its place today.
///
/// # Errors
/// When the database fails.
pub async fn active_groups<P: Permit>(
    tx: &Tx,
    access: &Access<P>,
    ids: Vec<GroupId>,
) -> Result<HashMap<GroupId, Place>, Error> {
    let rows = access
        .rows::<group_card::Entity>()
        .filter(group_card::Column::Id.is_in(ids))
        .filter(of_group_with_period(group_card::Column::Id, active()));
    let groups: Vec<Placed> = tx
        .every(rows, |select| {
            placed(select, group_card::Column::Id).column(group_period::Column::FormerCommuneId)
        })
        .await?;
    let units = units_on(tx, groups.iter().map(|group| group.commune_id), tx.today()).await?;
    let place = |group: Placed| {
        let unit = *units.get(&group.commune_id)?;
        let is_same = unit == group.commune_id;
        Some((group.id, (unit, if is_same { group.former_commune_id } else { Some(group.commune_id) })))
    };
    Ok(groups.into_iter().filter_map(place).collect())
}
