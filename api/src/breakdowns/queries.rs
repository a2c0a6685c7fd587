//! Folding cells into rows.

use std::collections::BTreeMap;

use entity::{
    enums::{AreaLevel, LegalForm, Sex},
    ids::AreaId,
};

use super::{
    messages::{BreakdownRow, Breakdowns, Label, RowHead},
    tallies::{Tally, Whose},
};
use crate::{
    indicators::{
        messages::{Lists, Narrower},
        queries::{GroupCell, MemberCell},
    },
    maps::{MapYear, Maps},
    payments::queries::PaymentCell,
};

/// Which breakdowns the caller may see.
#[derive(Clone, Copy, Debug)]
pub struct Shown {
    /// Poverty, in rows that are not below the district (map of 2022) or the province (map of 2025).
    pub poverty: bool,
    /// Poverty in the rows below.
    pub poverty_below: bool,
    /// Sex.
    pub sex: bool,
    /// Ethnic groups.
    pub ethnic_groups: bool,
    /// What groups earned by their plans, all together.
    pub income: bool,
    /// The same of parts, which can be single groups.
    pub income_below: bool,
}

/// The cells of one report and everything that rows are made from.
#[derive(Debug)]
pub struct Cells<'a> {
    /// Groups.
    pub groups: &'a [GroupCell],
    /// Memberships.
    pub members: &'a [MemberCell],
    /// Money paid to groups.
    pub payments: &'a [PaymentCell],
    /// Both maps.
    pub maps: &'a Maps,
    /// The map of the places.
    pub map: MapYear,
    /// The units that the report is about; their rows are there even when nothing is counted.
    pub within: &'a [AreaId],
    /// Which breakdowns are shown.
    pub shown: Shown,
    /// The addresses of the records.
    pub lists: Lists,
    /// All value chains, by code.
    pub chains: &'a BTreeMap<String, Label>,
    /// All ethnic groups, by code.
    pub ethnic_groups: &'a BTreeMap<String, Label>,
}

/// A row about to be made: what it is about, counts, and the filter that lists its records.
struct Draft<'f> {
    head: RowHead,
    tally: Tally,
    filter: Option<Narrower<'f>>,
    shows_poverty: bool,
}

impl Cells<'_> {
    /// Everything that the report counts.
    #[must_use]
    pub fn total(&self) -> Tally {
        self.fold(|_| ()).remove(&()).unwrap_or_default()
    }

    /// All breakdowns.
    #[must_use]
    pub fn breakdowns(&self) -> Breakdowns {
        Breakdowns {
            by_district: (self.map == MapYear::Of2022).then(|| self.by_district()),
            by_commune: self.by_commune(),
            by_legal_form: self.by_legal_form(),
            by_value_chain: self.by_value_chain(),
            by_sex: self.shown.sex.then(|| self.by_sex()),
            by_ethnic_group: self.shown.ethnic_groups.then(|| self.by_ethnic_group()),
        }
    }

    fn fold<K: Ord>(&self, of: impl Fn(Whose<'_>) -> K) -> BTreeMap<K, Tally> {
        let mut sums: BTreeMap<K, Tally> = BTreeMap::new();
        let mut add = |key, tally: Tally| *sums.entry(key).or_default() += tally;
        self.groups.iter().for_each(|cell| add(of(cell.into()), cell.into()));
        self.members.iter().for_each(|cell| add(of(cell.into()), cell.into()));
        self.payments.iter().for_each(|cell| add(of(cell.into()), cell.into()));
        sums
    }

    fn commune(&self, (commune, former): (AreaId, Option<AreaId>)) -> Option<AreaId> {
        self.maps.commune_on(self.map, commune, former)
    }

    fn by_commune(&self) -> Vec<BreakdownRow> {
        let sums = self.fold(|cell| self.commune(cell.commune));
        self.places(AreaLevel::Commune, sums, self.shown.poverty_below)
    }

    fn by_district(&self) -> Vec<BreakdownRow> {
        let district = |commune: (AreaId, Option<AreaId>)| {
            self.commune(commune).and_then(|id| self.maps.unit(id)).and_then(|unit| unit.parent_id)
        };
        let sums = self.fold(|cell| district(cell.commune));
        self.places(AreaLevel::District, sums, self.shown.poverty)
    }

    /// The units of a level in the order of their codes, then what is not assigned to any.
    fn places(
        &self,
        level: AreaLevel,
        mut sums: BTreeMap<Option<AreaId>, Tally>,
        shows_poverty: bool,
    ) -> Vec<BreakdownRow> {
        let not_assigned = sums.remove(&None);
        let mut units = self.maps.units_within(self.map, level, self.within);
        let counted: Vec<AreaId> = sums.keys().flatten().copied().collect();
        let elsewhere = counted.iter().filter(|id| units.iter().all(|unit| unit.id != **id));
        let elsewhere: Vec<_> = elsewhere.filter_map(|id| self.maps.unit(*id)).collect();
        units.extend(elsewhere);
        units.sort_by(|a, b| a.code.cmp(&b.code));
        let mut rows: Vec<BreakdownRow> = units
            .into_iter()
            .map(|unit| {
                self.row(Draft {
                    head: unit.into(),
                    tally: sums.get(&Some(unit.id)).copied().unwrap_or_default(),
                    filter: Some(("area_id", &unit.id.to_string())),
                    shows_poverty,
                })
            })
            .collect();
        rows.extend(not_assigned.map(|tally| {
            let (head, filter) = (Label::not_assigned().into(), Some(("not_assigned", "true")));
            self.row(Draft { head, tally, filter, shows_poverty })
        }));
        rows
    }

    fn by_legal_form(&self) -> Vec<BreakdownRow> {
        let sums = self.fold(|cell| word(cell.legal_form));
        let forms = [LegalForm::Cig, LegalForm::Tht, LegalForm::Cooperative].into_iter().map(Label::from);
        let counted = forms.filter_map(|label| Some((sums.get(&label.code).copied()?, label)));
        counted.map(|(tally, label)| self.plain(label, tally, "legal_form", true)).collect()
    }

    fn by_value_chain(&self) -> Vec<BreakdownRow> {
        let sums = self.fold(|cell| cell.chain.clone());
        self.coded(sums, self.chains, "value_chain")
    }

    /// Rows for the codes that occur, then for records without one. No list can be filtered by the absence of a code.
    fn coded(
        &self,
        mut sums: BTreeMap<Option<String>, Tally>,
        labels: &BTreeMap<String, Label>,
        filter: &str,
    ) -> Vec<BreakdownRow> {
        let unknown = sums.remove(&None);
        let known = sums.into_iter().filter_map(|(code, tally)| {
            let code = code?;
            let label = labels.get(&code).cloned().unwrap_or_else(|| Label::fixed(&code, &code, &code));
            Some(self.plain(label, tally, filter, true))
        });
        let mut rows: Vec<BreakdownRow> = known.collect();
        rows.extend(unknown.map(|tally| self.plain(Label::unknown(), tally, filter, false)));
        rows
    }

    fn by_sex(&self) -> Vec<BreakdownRow> {
        let sum = |part: fn(&MemberCell) -> i64| self.members.iter().map(part).sum::<i64>();
        let total = self.total();
        let people = |members, poor| Tally { members, poor, ..Tally::default() };
        let male = people(sum(|cell| cell.male), sum(|cell| cell.poor_male));
        let female = people(sum(|cell| cell.female), sum(|cell| cell.poor_female));
        let unknown =
            people(total.members - male.members - female.members, total.poor - male.poor - female.poor);
        [(Sex::Male, male), (Sex::Female, female), (Sex::Unknown, unknown)]
            .map(|(sex, tally)| of_people(self.plain(sex.into(), tally, "sex", true)))
            .into()
    }

    fn by_ethnic_group(&self) -> Vec<BreakdownRow> {
        let mut sums: BTreeMap<Option<String>, Tally> = BTreeMap::new();
        self.members
            .iter()
            .for_each(|cell| *sums.entry(cell.ethnic_code.clone()).or_default() += cell.into());
        let mut rows = self.coded(sums, self.ethnic_groups, "ethnic_code");
        for row in &mut rows {
            row.members_url.take_if(|_| !self.lists.has_sensitive);
        }
        rows.into_iter().map(of_people).collect()
    }

    fn plain(&self, label: Label, tally: Tally, filter: &str, can_list: bool) -> BreakdownRow {
        let code = label.code.clone();
        let filter = can_list.then_some((filter, code.as_str()));
        self.row(Draft { head: label.into(), tally, filter, shows_poverty: self.shown.poverty })
    }

    fn row(&self, draft: Draft<'_>) -> BreakdownRow {
        let Draft { head, tally, filter, shows_poverty } = draft;
        let filter = filter.map(|filter| [filter]);
        let url = |list: &dyn Fn(&[Narrower<'_>]) -> Option<String>| {
            filter.as_ref().and_then(|filter| list(filter))
        };
        BreakdownRow {
            head,
            groups: Some(tally.groups),
            members: tally.members,
            poor_near_poor: shows_poverty.then_some(tally.poor),
            funded_groups: Some(tally.funded),
            paid_vnd: Some(tally.paid_vnd),
            contracted_groups: Some(tally.contracted),
            groups_url: url(&|filter| self.lists.groups(filter)),
            members_url: url(&|filter| self.lists.memberships(filter)),
            poor_near_poor_url: url(&|filter| self.lists.poor(filter)).filter(|_| shows_poverty),
            funded_groups_url: url(&|filter| self.lists.funded_groups(filter)),
            paid_url: url(&|filter| self.lists.payments(filter)),
            contracted_groups_url: url(&|filter| self.lists.contracted_groups(filter)),
        }
    }
}

/// A group has no sex and no ethnic group, and nor have its money and its contracts.
fn of_people(row: BreakdownRow) -> BreakdownRow {
    let nothing = BreakdownRow { groups: None, groups_url: None, paid_vnd: None, paid_url: None, ..row };
    let row = BreakdownRow { funded_groups: None, funded_groups_url: None, ..nothing };
    BreakdownRow { contracted_groups: None, contracted_groups_url: None, ..row }
}

fn word(form: LegalForm) -> String {
    Label::from(form).code
}
