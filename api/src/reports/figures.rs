//! The headline figures, made of what was counted.

use entity::enums::{GroupStatus, LegalForm};

use super::queries::Counted;
use crate::{
    breakdowns::queries::Cells,
    indicators::{
        messages::{CountedThing, Figure},
        queries::{Distinct, GroupCell},
    },
    trade_figures::queries::TradeCell,
};

const G1: &str = "G1";
const G6: &str = "G6";

/// The figures. What contracts are worth is told of the whole province, and of less to who may list them: the sum over few
/// of them would tell their prices.
pub(super) fn figures(cells: &Cells<'_>, counted: &Counted, is_whole: bool) -> Vec<Figure> {
    use CountedThing::{Contracts, Groups, Households, Memberships, Persons, Vnd};
    let (total, lists, sees_poverty) = (cells.total(), &cells.lists, cells.shown.poverty);
    let Distinct { persons, households, known_households, poor_households } = counted.distinct;
    let known: i64 = counted.members.iter().map(|cell| cell.known).sum();
    let is_upgraded = |cell: &&GroupCell| cell.status == GroupStatus::Upgraded;
    let upgraded: i64 = counted.groups.iter().filter(is_upgraded).map(|cell| cell.groups).sum();
    let of_tht = |part: fn(&GroupCell) -> i64| -> i64 {
        counted.groups.iter().filter(|cell| cell.legal_form == LegalForm::Tht).map(part).sum()
    };
    let worth = |cells: &[TradeCell], is_listed: bool| {
        (is_whole || is_listed).then(|| cells.iter().map(|cell| cell.amount_vnd).sum())
    };
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
        Figure::count("G10", NAMES.contracted, Groups, Some(of_tht(|cell| cell.contracted)))
            .of(Some(of_tht(|cell| cell.groups)), (NAMES.tht.0.to_owned(), NAMES.tht.1.to_owned()))
            .listed(lists.contracted_groups(&[("legal_form", "tht")])),
        Figure::count("G10_contracts", NAMES.contracts, Contracts, Some(counted.contracts))
            .listed(lists.contracts()),
        Figure::count(
            "G10_contracted",
            NAMES.contracted_vnd,
            Vnd,
            worth(&counted.lines, lists.has_contracts),
        )
        .listed(lists.contract_lines(&[])),
        Figure::count(
            "G10_delivered",
            NAMES.delivered_vnd,
            Vnd,
            worth(&counted.deliveries, lists.has_deliveries),
        )
        .listed(lists.deliveries(&[])),
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
    tht: (&'static str, &'static str),
    contracted: (&'static str, &'static str),
    contracts: (&'static str, &'static str),
    contracted_vnd: (&'static str, &'static str),
    delivered_vnd: (&'static str, &'static str),
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
    tht: ("Tổ hợp tác", "Cooperative groups"),
    contracted: (
        "Tổ hợp tác có hợp đồng tiêu thụ trong năm",
        "Cooperative groups with a sales contract in the year",
    ),
    contracts: ("Số hợp đồng có hiệu lực trong năm", "Contracts in force in the year"),
    contracted_vnd: ("Giá trị sản phẩm theo hợp đồng trong năm", "Value contracted in the year"),
    delivered_vnd: (
        "Giá trị sản phẩm đã giao và được xác nhận trong năm",
        "Value delivered and acknowledged in the year",
    ),
};
