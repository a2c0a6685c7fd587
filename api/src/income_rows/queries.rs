//! Folding cells into rows.

use std::{collections::BTreeMap, ops::AddAssign, sync::Arc};

use entity::{enums::AreaLevel, ids::AreaId, plan_result};

use crate::{
    access::{Access, permission::reports::ReadReports},
    breakdowns::{
        messages::{Label, RowHead},
        queries::Shown,
    },
    error::Error,
    income_cells::queries::{self as cells, Frame, GroupsCell, MoneyCell},
    incomes::messages::{Income, IncomeBy, IncomeRow, PoorIncome},
    indicators::messages::{Lists, Narrower},
    maps::{MapYear, Maps},
    store::Snapshot,
};

/// What was counted of a year.
#[derive(Debug)]
pub struct OfYear {
    year: i32,
    money: Arc<Vec<MoneyCell>>,
    groups: Arc<Vec<GroupsCell>>,
    /// Told apart by value chain, where the report is.
    by_chain: Arc<Vec<GroupsCell>>,
}

impl OfYear {
    /// Counts what a frame shows.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn count(
        access: &Access<ReadReports>,
        snapshot: &Snapshot,
        frame: &Frame,
        by: IncomeBy,
    ) -> Result<Self, Error> {
        let rows = || access.rows::<plan_result::Entity>();
        let by_chain = if by == IncomeBy::ValueChain {
            snapshot.tally(rows(), |rows| cells::groups(rows, frame, true)).await?
        } else {
            Arc::default()
        };
        Ok(Self {
            year: frame.year,
            money: snapshot.tally(rows(), |rows| cells::money(rows, frame)).await?,
            groups: snapshot.tally(rows(), |rows| cells::groups(rows, frame, false)).await?,
            by_chain,
        })
    }
}

/// Money and people of one row.
#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    results: i64,
    money: [i64; 2],
    poor: [i64; 2],
    groups: i64,
    members: i64,
    households: i64,
    poor_households: i64,
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.results += other.results;
        for n in 0..2 {
            self.money[n] += other.money[n];
            self.poor[n] += other.poor[n];
        }
        self.groups += other.groups;
        self.members += other.members;
        self.households += other.households;
        self.poor_households += other.poor_households;
    }
}

impl From<&MoneyCell> for Tally {
    fn from(cell: &MoneyCell) -> Self {
        Self {
            results: cell.results,
            money: [cell.revenue_vnd, cell.cost_vnd],
            poor: [cell.poor_revenue_vnd, cell.poor_cost_vnd],
            ..Self::default()
        }
    }
}

impl From<&GroupsCell> for Tally {
    fn from(cell: &GroupsCell) -> Self {
        Self {
            groups: cell.groups,
            members: cell.members,
            households: cell.households,
            poor_households: cell.poor_households,
            ..Self::default()
        }
    }
}

/// What the caller may see of a row.
#[derive(Clone, Copy, Debug)]
struct Seen {
    money: bool,
    poverty: bool,
}

impl Tally {
    /// The income it makes; of several years only the money.
    fn income(self, of_one_year: bool, seen: Seen) -> Income {
        let ([revenue_vnd, cost_vnd], [poor_revenue, poor_cost]) = (self.money, self.poor);
        let poor = PoorIncome {
            households: self.poor_households,
            revenue_vnd: poor_revenue,
            cost_vnd: poor_cost,
            margin_vnd: poor_revenue - poor_cost,
        };
        Income {
            results: self.results,
            revenue_vnd: seen.money.then_some(revenue_vnd),
            cost_vnd: seen.money.then_some(cost_vnd),
            margin_vnd: seen.money.then_some(revenue_vnd - cost_vnd),
            groups: of_one_year.then_some(self.groups),
            members: of_one_year.then_some(self.members),
            households: of_one_year.then_some(self.households),
            poor: (of_one_year && seen.money && seen.poverty).then_some(poor),
        }
    }
}

/// Everything that rows are made from.
#[derive(Debug)]
pub struct Parts<'a> {
    /// What was counted, by year.
    pub counted: &'a [OfYear],
    /// Whether poverty is shown, and how far down.
    pub shown: Shown,
    /// Both maps.
    pub maps: &'a Maps,
    /// The map of the communes.
    pub map: MapYear,
    /// The units that the report is about; their rows are there even when nothing was earned.
    pub within: &'a [AreaId],
    /// The addresses of the records.
    pub lists: Lists,
}

impl Parts<'_> {
    /// Of everything that the report is about. Poverty is for those who may see it down to the commune: for others the
    /// difference between two days or two value chains would be a single group.
    const fn seen(&self) -> Seen {
        Seen { money: self.shown.income, poverty: self.shown.poverty_below }
    }

    fn of_year(&self, of: &OfYear) -> Tally {
        let mut tally = Tally::default();
        of.money.iter().for_each(|cell| tally += cell.into());
        of.groups.iter().for_each(|cell| tally += cell.into());
        tally
    }

    /// All of it.
    #[must_use]
    pub fn total(&self, year: Option<i32>) -> Income {
        let mut total = Tally::default();
        self.counted.iter().for_each(|of| total += self.of_year(of));
        total.income(year.is_some(), self.seen())
    }

    /// A row for each year.
    #[must_use]
    pub fn by_year(&self) -> Vec<IncomeRow> {
        let row = |of: &OfYear| {
            let year = of.year.to_string();
            let income = self.of_year(of).income(true, self.seen());
            self.row(Label::fixed(&year, &year, &year).into(), Some(of.year), None, income)
        };
        self.counted.iter().map(row).collect()
    }

    /// A row for each value chain that occurs.
    #[must_use]
    pub fn by_value_chain(&self, year: Option<i32>, labels: &BTreeMap<String, Label>) -> Vec<IncomeRow> {
        let mut sums: BTreeMap<&str, Tally> = BTreeMap::new();
        for of in self.counted {
            of.money.iter().for_each(|cell| *sums.entry(&cell.chain).or_default() += cell.into());
            let chained = of.by_chain.iter().filter_map(|cell| Some((cell.chain.as_deref()?, cell)));
            chained.for_each(|(chain, cell)| *sums.entry(chain).or_default() += cell.into());
        }
        let row = |(chain, tally): (&str, Tally)| {
            let label = labels.get(chain).cloned().unwrap_or_else(|| Label::fixed(chain, chain, chain));
            let income = tally.income(true, Seen { money: self.shown.income_below, ..self.seen() });
            self.row(label.into(), year, Some(("value_chain", chain)), income)
        };
        sums.into_iter().map(row).collect()
    }

    /// The communes of the map in the order of their codes, then what is not assigned to any.
    #[must_use]
    pub fn by_commune(&self, year: Option<i32>) -> Vec<IncomeRow> {
        let mut sums: BTreeMap<Option<AreaId>, Tally> = BTreeMap::new();
        let mut add = |(commune, former): (AreaId, Option<AreaId>), tally: Tally| {
            *sums.entry(self.maps.commune_on(self.map, commune, former)).or_default() += tally;
        };
        for of in self.counted {
            of.money.iter().for_each(|cell| add((cell.commune_id, cell.former_commune_id), cell.into()));
            of.groups.iter().for_each(|cell| add((cell.commune_id, cell.former_commune_id), cell.into()));
        }
        let seen = Seen { money: self.shown.income_below, ..self.seen() };
        let not_assigned = sums.remove(&None);
        let mut units = self.maps.units_within(self.map, AreaLevel::Commune, self.within);
        let elsewhere: Vec<_> = sums.keys().flatten().filter_map(|id| self.maps.unit(*id)).collect();
        units.extend(elsewhere);
        units.sort_by(|one, other| one.code.cmp(&other.code));
        units.dedup_by_key(|unit| unit.id);
        let mut rows: Vec<IncomeRow> = Vec::new();
        for unit in units {
            let tally = sums.get(&Some(unit.id)).copied().unwrap_or_default();
            let narrower = ("area_id", &*unit.id.to_string());
            rows.push(self.row(unit.into(), year, Some(narrower), tally.income(true, seen)));
        }
        let narrower = Some(("not_assigned", "true"));
        rows.extend(
            not_assigned.map(|tally| {
                self.row(Label::not_assigned().into(), year, narrower, tally.income(true, seen))
            }),
        );
        rows
    }

    fn row(
        &self,
        head: RowHead,
        year: Option<i32>,
        narrower: Option<Narrower<'_>>,
        income: Income,
    ) -> IncomeRow {
        let year = year.map(|year| year.to_string());
        let filters: Vec<Narrower<'_>> =
            year.as_deref().map(|year| ("year", year)).into_iter().chain(narrower).collect();
        IncomeRow { head, income, results_url: self.lists.plan_results(&filters) }
    }
}
