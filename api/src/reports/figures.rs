//! The headline figures, made of what was counted.

use entity::enums::{GroupStatus, LegalForm};

use super::queries::Counted;
use crate::{
    breakdowns::queries::Cells,
    indicators::{
        messages::{CountedThing, Figure, Names as NamesOf, Narrower},
        people::Distinct,
        queries::GroupCell,
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
    let Distinct { persons, households, known_households, poor_households, .. } = counted.distinct;
    let known: i64 = counted.members.iter().map(|cell| cell.known).sum();
    let is_upgraded = |cell: &&GroupCell| cell.status == GroupStatus::Upgraded;
    let upgraded: i64 = counted.groups.iter().filter(is_upgraded).map(|cell| cell.groups).sum();
    let of_tht = |part: fn(&GroupCell) -> i64| -> i64 {
        counted.groups.iter().filter(|cell| cell.legal_form == LegalForm::Tht).map(part).sum()
    };
    let worth = |cells: &[TradeCell], is_listed: bool| {
        (is_whole || is_listed).then(|| cells.iter().map(|cell| cell.amount_vnd).sum())
    };
    let poor = sees_poverty.then_some(poor_households);
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
        Figure::count("G3_households", NAMES.poor_households, Households, poor)
            .of(Some(known_households), of_which(OF_HOUSEHOLDS, known_households == households))
            .listed(lists.poor(&[PER_HOUSEHOLD]).filter(|_| sees_poverty)),
        Figure::count("G4", NAMES.funded, Groups, Some(total.funded))
            .of(Some(total.groups), owned(NAMES.groups))
            .listed(lists.funded_groups(&[]))
            .lacking(lists.groups(&[("is_funded", "false")])),
        Figure::count("G5", NAMES.paid, Vnd, Some(total.paid_vnd)).listed(lists.payments(&[])),
        measured(Figure::count(G6, NAMES.upgraded, Groups, Some(upgraded)), counted)
            .listed(lists.groups_in(&[GroupStatus::Upgraded], &[])),
        Figure::count("G10", NAMES.contracted, Groups, Some(of_tht(|cell| cell.contracted)))
            .of(Some(of_tht(|cell| cell.groups)), owned(NAMES.tht))
            .listed(lists.contracted_groups(&[THT]))
            .lacking(lists.groups(&[THT, ("has_contract", "false")])),
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
    let others = of_plans(cells, counted).into_iter().chain(of_products(cells, counted));
    figures.into_iter().chain(others).chain(of_training(cells, counted)).collect()
}

/// G9, the second reading of G10, and what plans of the year brought and lost.
fn of_plans(cells: &Cells<'_>, counted: &Counted) -> [Figure; 5] {
    use CountedThing::{Groups, Vnd};
    let (lists, shows_money) = (&cells.lists, cells.shown.income);
    let is_active_tht =
        |cell: &&GroupCell| (cell.legal_form, cell.status) == (LegalForm::Tht, GroupStatus::Active);
    let of_active =
        |part: fn(&GroupCell) -> i64| -> i64 { counted.groups.iter().filter(is_active_tht).map(part).sum() };
    let list =
        |filters: &[Narrower<'_>]| lists.groups_in(&[GroupStatus::Active], &[&[THT], filters].concat());
    let (planned, is_planned, is_unplanned) =
        (of_active(|cell| cell.planned), ("has_plan", "true"), ("has_plan", "false"));
    let money = |code, names, value: i64, sum_of| {
        let listed = lists.results_of_year(&[("sum_of", sum_of)]).filter(|_| shows_money);
        Figure::count(code, names, Vnd, shows_money.then_some(value)).listed(listed)
    };
    let [revenue, margin, losses] = counted.plans.money();
    [
        Figure::count("G9", NAMES.planned, Groups, Some(planned))
            .of(Some(of_active(|cell| cell.groups)), owned(NAMES.active_tht))
            .listed(list(&[is_planned]))
            .lacking(list(&[is_unplanned])),
        Figure::count("G10_of_planned", NAMES.both, Groups, Some(of_active(|cell| cell.planned_contracted)))
            .of(Some(planned), owned(NAMES.planned))
            .listed(list(&[is_planned, ("has_contract", "true")]))
            .lacking(list(&[is_planned, ("has_contract", "false")])),
        money("G9_revenue", NAMES.revenue, revenue, "revenue"),
        money("G9_margin", NAMES.margin, margin, "profit"),
        money("G9_losses", NAMES.losses, losses, "losses"),
    ]
}

/// G7, and the products that it counts communes by.
fn of_products(cells: &Cells<'_>, counted: &Counted) -> [Figure; 2] {
    use CountedThing::{Communes, Products};
    let (lists, plans) = (&cells.lists, &counted.plans);
    [
        Figure::count("G7", NAMES.certified, Communes, Some(plans.certified_communes))
            .of(Some(plans.project_communes), owned(NAMES.communes))
            .listed(lists.project_communes(true))
            .lacking(lists.project_communes(false)),
        Figure::count("G7_products", NAMES.products, Products, Some(plans.certified_products))
            .listed(lists.products()),
    ]
}

/// G8 and G8b: members and cadres who are trained, each once, of all of them; all are to be.
fn of_training(cells: &Cells<'_>, counted: &Counted) -> [Figure; 4] {
    let (lists, cadres) = (&cells.lists, &counted.cadres);
    let share = |code, names, trained, (all, of)| {
        Figure::count(code, names, CountedThing::Persons, Some(trained)).of(Some(all), owned(of))
    };
    let Distinct { persons, trained, .. } = counted.distinct;
    let members = (persons.unwrap_or_default(), NAMES.persons);
    let of_cadres = |code, names, trained, of, level: &[Narrower<'_>]| {
        share(code, names, trained, of)
            .listed(lists.trained_cadres(true, level))
            .lacking(lists.trained_cadres(false, level))
    };
    let [commune, branch] = [[("level", "commune")], [("level", "branch")]];
    let (of_all, of_commune, of_branch) = (
        (cadres.all, NAMES.cadres),
        (cadres.commune, NAMES.commune_cadres),
        (cadres.branch, NAMES.branch_cadres),
    );
    [
        share("G8", NAMES.trained, trained.unwrap_or_default(), members)
            .listed(lists.trained_members(true))
            .lacking(lists.trained_members(false)),
        of_cadres("G8b", NAMES.trained_cadres, cadres.all_trained, of_all, &[]),
        of_cadres("G8b_commune", NAMES.trained_commune, cadres.commune_trained, of_commune, &commune),
        of_cadres("G8b_branch", NAMES.trained_branch, cadres.branch_trained, of_branch, &branch),
    ]
}

fn owned((vi, en): NamesOf) -> (String, String) {
    (vi.to_owned(), en.to_owned())
}

/// Narrows a list of groups to cooperation groups.
const THT: Narrower<'static> = ("legal_form", "tht");

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
    groups: NamesOf,
    members: NamesOf,
    persons: NamesOf,
    households: NamesOf,
    poor_members: NamesOf,
    poor_households: NamesOf,
    funded: NamesOf,
    paid: NamesOf,
    upgraded: NamesOf,
    tht: NamesOf,
    contracted: NamesOf,
    contracts: NamesOf,
    contracted_vnd: NamesOf,
    delivered_vnd: NamesOf,
    active_tht: NamesOf,
    planned: NamesOf,
    both: NamesOf,
    revenue: NamesOf,
    margin: NamesOf,
    losses: NamesOf,
    communes: NamesOf,
    certified: NamesOf,
    products: NamesOf,
    trained: NamesOf,
    cadres: NamesOf,
    trained_cadres: NamesOf,
    commune_cadres: NamesOf,
    trained_commune: NamesOf,
    branch_cadres: NamesOf,
    trained_branch: NamesOf,
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
    active_tht: ("Tổ hợp tác đang hoạt động", "Active cooperative groups"),
    planned: (
        "Tổ hợp tác có kế hoạch năm thích ứng với biến đổi khí hậu được duyệt",
        "Cooperative groups with an approved climate-adapted plan of the year",
    ),
    both: (
        "Tổ hợp tác vừa có kế hoạch năm được duyệt vừa có hợp đồng tiêu thụ",
        "Cooperative groups with such a plan and a sales contract in the year",
    ),
    revenue: ("Doanh thu theo kế hoạch của năm", "Revenue of plans of the year"),
    margin: ("Lãi theo kế hoạch của năm", "Margin of plans of the year"),
    losses: ("Thiệt hại do thiên tai, dịch hại trong năm", "Losses to hazards in the year"),
    communes: ("Xã dự án", "Project communes"),
    certified: ("Xã dự án có sản phẩm OCOP còn hiệu lực", "Project communes with a valid OCOP product"),
    products: ("Sản phẩm OCOP còn hiệu lực", "Valid OCOP products"),
    trained: ("Thành viên đã hoàn thành tập huấn", "Members who have completed a training"),
    cadres: ("Cán bộ Hội cấp xã và chi hội", "Cadres of communes and branches"),
    trained_cadres: ("Cán bộ Hội đã hoàn thành tập huấn", "Cadres who have completed a training"),
    commune_cadres: ("Cán bộ Hội cấp xã", "Cadres of communes"),
    trained_commune: (
        "Cán bộ Hội cấp xã đã hoàn thành tập huấn",
        "Cadres of communes who have completed a training",
    ),
    branch_cadres: ("Cán bộ chi hội", "Cadres of branches"),
    trained_branch: (
        "Cán bộ chi hội đã hoàn thành tập huấn",
        "Cadres of branches who have completed a training",
    ),
};
