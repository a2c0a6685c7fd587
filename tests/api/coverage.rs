//! Coverage: of everybody and everything that should have something, who has it and who lacks it. All figures with a list
//! of the missing are compared with a count in plain Rust over the same rows, drawn at random.

use std::collections::BTreeSet;

use entity::enums::{CadreLevel, ContractStatus, GroupStatus, LegalForm};
use entity::ids::{AreaId, GroupId, PersonId};
use entity::{
    cadre_post, group_period, membership, ocop_certificate, plan_version, production_plan, sales_contract,
};
use sea_orm::prelude::Date;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait as _, EntityTrait, QueryFilter as _, Value as Kept};
use tests::{App, Caller, Dice, both_databases};
use uuid::Uuid;

use crate::coverage_answers::{Facts, Question, Split};
use crate::project_communes::listed;
use crate::reports::{next_period, upgrade};

/// Days on which something begins or ends, around the days asked about.
const DATES: [&str; 10] = [
    "2021-06-29",
    "2021-06-30",
    "2021-07-01",
    "2022-06-30",
    "2022-07-01",
    "2024-01-01",
    "2025-06-30",
    "2025-07-01",
    "2026-06-14",
    "2026-06-15",
];
const DAYS: [&str; 4] = ["2021-06-30", "2022-06-30", "2025-07-01", "2026-06-15"];
const MERGED: &str = "2025-07-01";
const TOPICS: [&str; 4] = ["bookkeeping", "forage", "leadership", "climate_change"];

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// Writes values into the rows that meet a condition.
async fn set<E: EntityTrait>(app: &App, rows: Expr, values: Vec<(E::Column, Kept)>) {
    let update = values
        .into_iter()
        .fold(E::update_many(), |update, (column, value)| update.col_expr(column, Expr::value(value)));
    update.filter(rows).exec(app.db()).await.unwrap();
}

/// Communes of 2022, two in each of two districts, and the communes of 2025 that one of each was merged into.
pub(crate) struct Places {
    pub(crate) districts: [AreaId; 2],
    old: [AreaId; 4],
    pub(crate) new: [AreaId; 2],
}

impl Places {
    async fn of(app: &App) -> Self {
        let old = async |code| app.area(code, "2022-06-30").await;
        let new = async |code| app.area(code, MERGED).await;
        Self {
            districts: [old("045").await, old("052").await],
            old: [old("01392").await, old("01399").await, old("01726").await, old("01729").await],
            new: [new("01392").await, new("01726").await],
        }
    }

    /// A commune that is there on a day.
    fn on(&self, dice: &mut Dice, from: &str) -> AreaId {
        if from < MERGED { *dice.one_of(&self.old) } else { *dice.one_of(&self.new) }
    }
}

fn after(dice: &mut Dice, from: &str) -> Option<&'static str> {
    let later: Vec<&str> = DATES.into_iter().filter(|day| *day > from).collect();
    if later.is_empty() || dice.once_in(2) { None } else { Some(*dice.one_of(&later)) }
}

/// A group with a plan, a contract and a product, as it comes.
#[expect(clippy::too_many_lines, reason = "everything that a group may have")]
async fn draw_group(app: &App, dice: &mut Dice, places: &Places) -> (GroupId, &'static str) {
    let from = dice.one_of(&DATES[..8]);
    let commune = places.on(dice, from);
    let form = *dice.one_of(&[LegalForm::Cig, LegalForm::Tht, LegalForm::Tht, LegalForm::Cooperative]);
    let group = app.group(commune, form, from).await;
    if *from >= MERGED && dice.once_in(2) {
        let former = places.old[if commune == places.new[0] { 0 } else { 2 }];
        let rows = group_period::Column::GroupId.eq(group);
        let values = vec![(group_period::Column::FormerCommuneId, Uuid::from(former).into())];
        set::<group_period::Entity>(app, rows, values).await;
    }
    if dice.once_in(2) {
        let (plan, _) = app.planned(group, commune).await;
        use plan_version::Column as V;
        let year = *dice.one_of(&[2021, 2022, 2025, 2026]);
        let approved_on = day(&format!("{year}-0{}-30", dice.one_of(&[3, 6])));
        let superseded_on = dice.once_in(4).then(|| day(&format!("{year}-07-01")));
        let values = vec![
            (V::ApprovedOn, approved_on.into()),
            (V::SupersededOn, superseded_on.into()),
            (V::CountsAsAdapted, (!dice.once_in(5)).into()),
        ];
        set::<plan_version::Entity>(app, V::PlanId.eq(plan), values).await;
        let rows = production_plan::Column::Id.eq(plan);
        set::<production_plan::Entity>(app, rows, vec![(production_plan::Column::Year, year.into())]).await;
    }
    if dice.once_in(2) {
        let contract = app.contract(app.partner().await, group, commune).await;
        use sales_contract::Column as C;
        let (starts_on, ends_on) = *dice.one_of(&[
            ("2021-06-30", "2021-12-31"),
            ("2022-07-01", "2024-12-31"),
            ("2025-02-01", "2026-12-31"),
        ]);
        let status =
            *dice.one_of(&[ContractStatus::Confirmed, ContractStatus::Terminated, ContractStatus::Submitted]);
        let ended_on = (status == ContractStatus::Terminated).then(|| day(ends_on));
        let values = vec![
            (C::Status, status.into()),
            (C::InForceN, 1.into()),
            (C::StartsOn, day(starts_on).into()),
            (C::EndsOn, day(ends_on).into()),
            (C::EndedOn, ended_on.into()),
        ];
        set::<sales_contract::Entity>(app, C::Id.eq(contract), values).await;
    }
    if dice.once_in(2) {
        let (_, certificate) = app.certified(group, commune).await;
        use ocop_certificate::Column as C;
        let (decided_on, ends_on) = *dice.one_of(&[
            ("2021-06-30", "2022-06-30"),
            ("2021-07-01", "2024-06-30"),
            ("2025-07-01", "2028-06-30"),
        ]);
        let revoked_on = dice.once_in(4).then(|| day("2026-06-15"));
        let values = vec![
            (C::DecidedOn, day(decided_on).into()),
            (C::EndsOn, day(ends_on).into()),
            (C::RevokedOn, revoked_on.filter(|_| ends_on > "2026").into()),
        ];
        set::<ocop_certificate::Entity>(app, C::Id.eq(certificate), values).await;
    }
    if let (Some(changed), true) = (after(dice, from), dice.once_in(2)) {
        if form == LegalForm::Tht && dice.once_in(2) {
            let cooperative = upgrade(app, group, commune, changed).await;
            return (cooperative, changed);
        }
        let status = *dice.one_of(&[GroupStatus::Suspended, GroupStatus::Dissolved]);
        next_period(app, group, status, commune, changed).await;
    }
    (group, from)
}

/// People who belong to groups and hold posts, some of several at once, and some of whom left or were entered in error.
async fn draw_people(app: &App, dice: &mut Dice, places: &Places, groups: &[(GroupId, &'static str)]) {
    let mut people = Vec::new();
    for n in 0..16 {
        let home = app.household(places.old[n % 4], "2020-01-01").await;
        people.push(app.person(home).await);
    }
    let mut met = BTreeSet::new();
    for _ in 0..30 {
        let (person, (group, since)) = (*dice.one_of(&people), *dice.one_of(groups));
        let from = after(dice, since).unwrap_or(since);
        if !met.insert((Uuid::from(person), Uuid::from(group))) {
            continue;
        }
        let id = app.membership(group, person, from).await;
        use membership::Column as M;
        let mut values: Vec<(M, Kept)> = vec![(M::UntilOn, after(dice, from).map(day).into())];
        if dice.once_in(8) {
            values.push((M::VoidedAt, app.now().into()));
        }
        set::<membership::Entity>(app, M::Id.eq(id), values).await;
    }
    for _ in 0..20 {
        let (person, from) = (*dice.one_of(&people), *dice.one_of(&DATES));
        let (commune, level) =
            (places.on(dice, from), *dice.one_of(&[CadreLevel::Commune, CadreLevel::Branch]));
        if !met.insert((Uuid::from(person), Uuid::from(commune))) {
            continue;
        }
        let id = app.ended_cadre_post(person, level, (commune, from, after(dice, from))).await;
        if dice.once_in(8) {
            let rows = cadre_post::Column::Id.eq(id);
            set::<cadre_post::Entity>(app, rows, vec![(cadre_post::Column::VoidedAt, app.now().into())])
                .await;
        }
    }
}

/// Training anywhere in the province, which some complete and others do not.
async fn draw_trainings(app: &App, dice: &mut Dice, places: &Places) {
    let mut people: BTreeSet<PersonId> = BTreeSet::new();
    people.extend(membership::Entity::find().all(app.db()).await.unwrap().iter().map(|row| row.person_id));
    people.extend(cadre_post::Entity::find().all(app.db()).await.unwrap().iter().map(|row| row.person_id));
    for _ in 0..6 {
        let last_on = *dice.one_of(&DATES);
        let topics: BTreeSet<&str> = (0..2).map(|_| *dice.one_of(&TOPICS)).collect();
        let topics: Vec<&str> = topics.into_iter().collect();
        let training = app.past_training(*dice.one_of(&places.old), &topics, last_on).await;
        for person in &people {
            if dice.once_in(5) {
                let completed_on = (!dice.once_in(4)).then_some(last_on);
                app.took_part(training, *person, completed_on).await;
            }
        }
    }
}

/// A register as it comes, with everything that coverage depends on; the groups that were paid a grant.
pub(crate) async fn draw_register(app: &App, dice: &mut Dice) -> (Places, Vec<GroupId>) {
    let places = Places::of(app).await;
    let mut groups = Vec::new();
    for _ in 0..16 {
        groups.push(draw_group(app, dice, &places).await);
    }
    let fund = app.fund(2_000).await;
    let mut paid = Vec::new();
    for commune in [places.old[0], places.old[2]] {
        let grant = app.grant(fund, commune, 600).await;
        app.pay(&grant).await;
        paid.push(grant.group);
    }
    draw_people(app, dice, &places, &groups).await;
    draw_trainings(app, dice, &places).await;
    for commune in &places.old[..3] {
        listed(app, *commune, "2017-01-01", Some(MERGED)).await;
    }
    listed(app, places.new[0], MERGED, None).await;
    (places, paid)
}

/// Whom or what a list is about: its total, and as many different ones.
async fn listed_in(caller: &Caller, url: &str) -> BTreeSet<Uuid> {
    let list = caller.get(&format!("{url}&limit=200")).await.expect(200);
    let member = match url.split('?').next().unwrap() {
        "/v1/memberships" | "/v1/cadre-posts" => "person_id",
        "/v1/project-communes" => "area_id",
        _ => "id",
    };
    let found = list.data().iter().map(|row| row[member].as_str().unwrap().parse().unwrap());
    let found: BTreeSet<Uuid> = found.collect();
    assert_eq!(list.json["page"]["total"], found.len(), "{url}");
    found
}

/// Compares a report, and every list of who has and who lacks something, with the answers; how many lists were opened.
async fn assert_answered(caller: &Caller, url: &str, question: &Question<'_>, seed: u64) -> usize {
    let report = caller.get(url).await.expect(200);
    let (mut opened, mut answers) = (0, question.answers());
    for figure in report.json["figures"].as_array().unwrap() {
        let Some(expected) = answers.remove(figure["code"].as_str().unwrap()) else {
            assert!(figure["missing_url"].is_null(), "nobody checks {figure}");
            continue;
        };
        let told = (figure["value"].as_u64().unwrap(), figure["denominator"].as_u64().unwrap());
        let (has, all) = (expected.has.len() as u64, (expected.has.len() + expected.lacks.len()) as u64);
        assert_eq!(told, (has, all), "{url} {seed} {figure} {expected:?}");
        for (url, expected) in [("list_url", &expected.has), ("missing_url", &expected.lacks)] {
            let Some(list) = figure[url].as_str() else { continue };
            assert_eq!(&listed_in(caller, list).await, expected, "{list} {seed}");
            opened += 1;
        }
    }
    assert!(answers.is_empty(), "{answers:?} in no figure");
    opened
}

/// The members who are trained in some topics and those who are not, on a day.
async fn assert_topics(caller: &Caller, question: &Question<'_>, topics: &[&str], seed: u64) {
    let list = format!(
        "/v1/memberships?as_of={}&began_as=cig,tht&group_status=active,upgraded&topic={}&one_per=person&include_total=true",
        question.on,
        topics.join(",")
    );
    let trained = question.trained(topics);
    let expected = Split::of(question.members(), |id| trained.contains(&id));
    let told = Split {
        has: listed_in(caller, &format!("{list}&is_trained=true")).await,
        lacks: listed_in(caller, &format!("{list}&is_trained=false")).await,
    };
    assert_eq!(told, expected, "{list} {seed}");
    assert_eq!(listed_in(caller, &list).await, expected.has, "{list} {seed}");
}

both_databases! {
    async fn coverage_of_a_random_register_is_that_of_an_independent_count(app: App) {
        let mut dice = Dice::new("coverage");
        let (places, paid) = draw_register(&app, &mut dice).await;
        let facts = Facts::of(&app, paid).await;
        let province = app.province().await;
        let whole = app.as_officer_of(province).await;
        let (district, successor) = (app.as_officer_of(places.districts[0]).await, app.as_officer_of(places.new[0]).await);
        let auditor = app.as_auditor_of(places.districts[1]).await;
        let viewer = app.as_viewer_of(places.districts[0]).await;
        let (old, new) = ("&map=2022", "&map=2025");
        let cases = [
            (&whole, province, None, old),
            (&whole, province, None, new),
            (&whole, province, Some(places.districts[0]), old),
            (&whole, province, Some(places.old[2]), old),
            (&whole, province, Some(places.new[1]), new),
            (&district, places.districts[0], None, old),
            (&district, places.districts[0], Some(places.old[0]), old),
            (&successor, places.new[0], None, new),
            (&auditor, places.districts[1], None, old),
            (&viewer, places.districts[0], None, old),
        ];
        for (caller, scope, area, map) in cases {
            let mut opened = 0;
            for on in DAYS {
                let (within, reach) = (area.map(|area| facts.within(area)), facts.within(scope));
                let question = Question { facts: &facts, on: day(on), area: within, reach };
                let place = area.map(|area| format!("&area_id={area}")).unwrap_or_default();
                let url = format!("/v1/reports/progress?as_of={on}{place}{map}");
                opened += assert_answered(caller, &url, &question, dice.seed()).await;
            }
            // Viewers list groups and communes, and no people.
            let lists = if std::ptr::eq(caller, &viewer) { 2 * 5 } else { 2 * 9 };
            assert_eq!(opened, lists * DAYS.len());
        }
        for _ in 0..8 {
            let topics: BTreeSet<&str> = (0..2).map(|_| *dice.one_of(&TOPICS)).collect();
            let topics: Vec<&str> = topics.into_iter().collect();
            let date = *dice.one_of(&DATES);
            let on = day(date);
            let question = Question { facts: &facts, on, area: None, reach: facts.within(province) };
            assert_topics(&whole, &question, &topics, dice.seed()).await;
            let reach = facts.within(places.districts[0]);
            assert_topics(&district, &Question { reach, ..question }, &topics, dice.seed()).await;
        }
    }
}
