//! Putting the progress report together from one state of the database.

use std::{collections::BTreeMap, sync::Arc};

use entity::{
    enums::GroupStatus, ethnic_group, farmer_group, ids::AreaId, indicator_target, membership, posting,
    value_chain,
};
use sea_orm::{ColumnTrait, FromQueryResult};

use super::messages::{ProgressFilter, ProgressReport};
use crate::{
    access::{Access, permission::reports::ReadReports},
    breakdowns::{
        messages::Label,
        queries::{Cells, Shown},
    },
    error::{Error, Text},
    extents::Extent,
    indicators::{
        messages::{CountedThing, Figure},
        queries::{self as indicators, Distinct, Frame, GroupCell, MemberCell},
    },
    maps::{MapYear, Maps},
    payments::queries::{self as payments, PaymentCell},
    store::Snapshot,
    values::{FieldCode, Instant},
};

type Reporting = Access<ReadReports>;

/// The progress report that was asked for.
///
/// # Errors
/// 404 for a unit outside the reach, 422 for one that is not on the map or for a day to come.
pub(super) async fn progress(
    access: &Reporting,
    snapshot: &Snapshot,
    asked: &ProgressFilter,
) -> Result<ProgressReport, Error> {
    let today = access.service().clock().today();
    let as_of = asked.as_of.map_or(today, |day| day.date());
    let maps = Maps::load(access, snapshot).await?;
    let map = asked.map.unwrap_or_else(|| MapYear::valid_on(as_of));
    let extent = Extent::resolve(access.reach(), &maps, map, asked.area_id)?;
    if as_of > today {
        let detail =
            Text::new("Ngày này chưa tới; không có số liệu.", "This day is to come; there are no figures.");
        return Err(Error::unfit_parameter("as_of", FieldCode::OutOfRange, detail));
    }
    let shown = Shown::to(access, &extent, &maps);
    let frame = Frame {
        as_of,
        area: extent.area,
        with_poverty: shown.poverty,
        with_ethnic_groups: shown.ethnic_groups,
        known: if shown.poverty || shown.ethnic_groups { extent.known(access, &maps) } else { None },
    };
    let counted = count(access, snapshot, &extent, &frame).await?;
    let (chains, ethnic_groups) = (chains(access, snapshot).await?, ethnic_groups(access, snapshot).await?);
    let cells = Cells {
        groups: &counted.groups,
        members: &counted.members,
        payments: &counted.payments,
        maps: &maps,
        map,
        within: &extent.areas,
        shown,
        lists: extent.lists(access, &maps, as_of),
        chains: &chains,
        ethnic_groups: &ethnic_groups,
    };
    Ok(ProgressReport {
        as_of,
        map,
        area: frame.area.and_then(|id| maps.unit(id)).map(Into::into),
        computed_at: Instant::from(access.service().clock().now()),
        figures: figures(&cells, &counted),
        breakdowns: cells.breakdowns(),
    })
}

/// Everything that was counted, and what it is measured against.
#[derive(Debug)]
struct Counted {
    groups: Arc<Vec<GroupCell>>,
    members: Arc<Vec<MemberCell>>,
    payments: Arc<Vec<PaymentCell>>,
    distinct: Distinct,
    targets: BTreeMap<String, Target>,
}

#[derive(Clone, Debug, FromQueryResult)]
struct Target {
    code: String,
    year: i32,
    value: i64,
}

async fn count(
    access: &Reporting,
    snapshot: &Snapshot,
    extent: &Extent,
    frame: &Frame,
) -> Result<Counted, Error> {
    let (groups, memberships) = (access.rows::<farmer_group::Entity>(), access.rows::<membership::Entity>());
    let paid = |rows| payments::cells(rows, frame.as_of, frame.area);
    Ok(Counted {
        groups: snapshot.tally(groups, |rows| indicators::groups(rows, frame)).await?,
        members: snapshot.tally(memberships.clone(), |rows| indicators::members(rows, frame)).await?,
        distinct: snapshot
            .tally(memberships, |rows| indicators::distinct(rows, frame))
            .await?
            .first()
            .copied()
            .unwrap_or_default(),
        payments: snapshot.tally(access.rows::<posting::Entity>(), paid).await?,
        targets: targets(access, snapshot, extent).await?,
    })
}

/// The latest targets of the one unit that the report is about.
async fn targets(
    access: &Reporting,
    snapshot: &Snapshot,
    extent: &Extent,
) -> Result<BTreeMap<String, Target>, Error> {
    let [area]: [AreaId; 1] = match extent.areas.as_slice().try_into() {
        Ok(one) => one,
        Err(_) => return Ok(BTreeMap::new()),
    };
    let rows = access.rows::<indicator_target::Entity>().filter(indicator_target::Column::AreaId.eq(area));
    let found = snapshot.tally(rows, |select| select).await?;
    let mut targets: Vec<Target> = found.to_vec();
    targets.sort_by_key(|target| target.year);
    Ok(targets.into_iter().map(|target| (target.code.clone(), target)).collect())
}

async fn chains(access: &Reporting, snapshot: &Snapshot) -> Result<BTreeMap<String, Label>, Error> {
    let rows: Arc<Vec<value_chain::Model>> =
        snapshot.tally(access.rows::<value_chain::Entity>(), |select| select).await?;
    let labels =
        rows.iter().cloned().map(|row| Label { code: row.code, name_vi: row.name_vi, name_en: row.name_en });
    Ok(labels.map(|label| (label.code.clone(), label)).collect())
}

async fn ethnic_groups(access: &Reporting, snapshot: &Snapshot) -> Result<BTreeMap<String, Label>, Error> {
    let rows: Arc<Vec<ethnic_group::Model>> =
        snapshot.tally(access.rows::<ethnic_group::Entity>(), |select| select).await?;
    let labels =
        rows.iter().cloned().map(|row| Label { code: row.code, name_vi: row.name_vi, name_en: row.name_en });
    Ok(labels.map(|label| (label.code.clone(), label)).collect())
}

const G1: &str = "G1";
const G6: &str = "G6";

fn figures(cells: &Cells<'_>, counted: &Counted) -> Vec<Figure> {
    use CountedThing::{Groups, Households, Memberships, Persons, Vnd};
    let (total, lists, sees_poverty) = (cells.total(), &cells.lists, cells.shown.poverty);
    let Distinct { persons, households, known_households, poor_households } = counted.distinct;
    let known: i64 = counted.members.iter().map(|cell| cell.known).sum();
    let is_upgraded = |cell: &&GroupCell| cell.status == GroupStatus::Upgraded;
    let upgraded: i64 = counted.groups.iter().filter(is_upgraded).map(|cell| cell.groups).sum();
    let figures = [
        measured(Figure::count(G1, NAMES.groups, Groups, Some(total.groups)), counted)
            .listed(lists.groups(&[])),
        Figure::count("G2", NAMES.members, Memberships, Some(total.members)).listed(lists.memberships(&[])),
        Figure::count("G2_persons", NAMES.persons, Persons, Some(persons.unwrap_or_default()))
            .listed(lists.memberships(&[PER_PERSON])),
        Figure::count("G2_households", NAMES.households, Households, Some(households))
            .listed(lists.memberships(&[PER_HOUSEHOLD])),
        Figure::count("G3", NAMES.poor_members, Memberships, sees_poverty.then_some(total.poor))
            .of(Some(known), of_which(OF_MEMBERS, known == total.members))
            .listed(lists.poor(&[]).filter(|_| sees_poverty)),
        Figure::count(
            "G3_households",
            NAMES.poor_households,
            Households,
            sees_poverty.then_some(poor_households),
        )
        .of(Some(known_households), of_which(OF_HOUSEHOLDS, known_households == households))
        .listed(lists.poor(&[PER_HOUSEHOLD]).filter(|_| sees_poverty)),
        Figure::count("G4", NAMES.funded, Groups, Some(total.funded))
            .of(Some(total.groups), (NAMES.groups.0.to_owned(), NAMES.groups.1.to_owned()))
            .listed(lists.funded_groups(&[])),
        Figure::count("G5", NAMES.paid, Vnd, Some(total.paid_vnd)).listed(lists.payments(&[])),
        measured(Figure::count(G6, NAMES.upgraded, Groups, Some(upgraded)), counted)
            .listed(lists.groups_in(&[GroupStatus::Upgraded], &[])),
    ];
    figures.into()
}

/// Narrows a list of memberships to one for each person or household, as those figures count.
const PER_PERSON: (&str, &str) = ("one_per", "person");
const PER_HOUSEHOLD: (&str, &str) = ("one_per", "household");

/// What shares of poor members and households are shares of, in Vietnamese and English: all of them, or those of
/// persons within the reach.
const OF_MEMBERS: [(&str, &str); 2] =
    [("Thành viên", "Members"), ("Thành viên sống trong địa bàn", "Members who live within the area")];
const OF_HOUSEHOLDS: [(&str, &str); 2] = [
    ("Hộ của thành viên", "Households of members"),
    ("Hộ của thành viên sống trong địa bàn", "Households of members who live within the area"),
];

fn of_which([all, some]: [(&str, &str); 2], is_all: bool) -> (String, String) {
    let (vi, en) = if is_all { all } else { some };
    (vi.to_owned(), en.to_owned())
}

/// A figure against its target, if there is one.
fn measured(figure: Figure, counted: &Counted) -> Figure {
    let Some(target) = counted.targets.get(&figure.code) else { return figure };
    let year = target.year;
    figure.of(Some(target.value), (format!("Chỉ tiêu năm {year}"), format!("Target of {year}")))
}

struct Names {
    groups: (&'static str, &'static str),
    members: (&'static str, &'static str),
    persons: (&'static str, &'static str),
    households: (&'static str, &'static str),
    poor_members: (&'static str, &'static str),
    poor_households: (&'static str, &'static str),
    funded: (&'static str, &'static str),
    paid: (&'static str, &'static str),
    upgraded: (&'static str, &'static str),
}

const NAMES: Names = Names {
    groups: ("Số nhóm được thành lập, duy trì", "Groups established or maintained"),
    members: ("Số thành viên", "Members"),
    persons: ("Số người là thành viên", "Persons who are members"),
    households: ("Số hộ có thành viên", "Households with members"),
    poor_members: ("Thành viên thuộc hộ nghèo, cận nghèo", "Members of poor and near-poor households"),
    poor_households: ("Hộ nghèo, cận nghèo có thành viên", "Poor and near-poor households with members"),
    funded: ("Số nhóm được tài trợ", "Groups funded"),
    paid: ("Số tiền đã giải ngân, trừ hoàn trả", "Money paid to groups, less what came back"),
    upgraded: ("Số nhóm phát triển thành hợp tác xã", "Groups upgraded to cooperatives"),
};
