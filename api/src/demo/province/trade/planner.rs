//! Who signs with whom, and when.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use entity::enums::{GroupStatus, LegalForm, Side};
use entity::ids::GroupId;

use super::super::calendar::{FIGURES_ON, day, later, working_day};
use super::super::random::Random;
use super::super::register::Register;
use super::buyers::ALL;
use super::deals::{Change, Deal, Fate, Term};
use super::{CONTRACTED, CONTRACTED_TODAY, Setting};

/// Contracts of the seasons before the published figures, and of groups of other forms in that one.
const SEASONS: [(i32, usize); 4] = [(2019, 30), (2020, 60), (2021, 95), (2022, 18)];
/// What becomes of the contracts of a season, by how frequent it is.
const FATES: [(Fate, usize); 3] = [(Fate::Completed, 62), (Fate::Confirmed, 30), (Fate::Terminated, 8)];
const CHANGES: [(Change, usize); 3] = [(Change::None, 86), (Change::Made, 11), (Change::Dropped, 3)];

/// Contracts that are being made, or ended lately, on the day of loading; how many of each.
const PRESENT: [(Fate, Stage, usize); 9] = [
    (Fate::Draft, Stage::Ahead, 6),
    (Fate::Submitted, Stage::Ahead, 5),
    (Fate::Half, Stage::Ahead, 4),
    (Fate::Countered, Stage::Ahead, 3),
    (Fate::Rejected, Stage::Ahead, 3),
    (Fate::Confirmed, Stage::Upcoming, 6),
    (Fate::Confirmed, Stage::Over, 3),
    (Fate::Completed, Stage::Running, 3),
    (Fate::Terminated, Stage::Running, 3),
];

/// Where a contract stands on the day of loading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// It is to be signed.
    Ahead,
    /// It is signed and begins later.
    Upcoming,
    /// It has begun.
    Running,
    /// Its term is over.
    Over,
}

/// All contracts.
pub fn plan(register: &Register<'_>, setting: &Setting<'_>) -> Vec<Deal> {
    let mut planner =
        Planner { register, setting, random: Random::of(setting.seed, "deals"), deals: Vec::new() };
    for (year, count) in SEASONS {
        planner.season(year, count);
    }
    planner.figures();
    planner.present();
    planner.of_leader();
    planner.deals
}

struct Planner<'a> {
    register: &'a Register<'a>,
    setting: &'a Setting<'a>,
    random: Random,
    deals: Vec<Deal>,
}

impl Planner<'_> {
    /// Groups that are active from one day until another, in a random order, without the one that has a leader.
    fn active(&mut self, from: NaiveDate, until: NaiveDate) -> Vec<GroupId> {
        let all = self.register.applicants().flat_map(|(_, ids)| ids.iter().copied());
        let is_free = |group: &GroupId| *group != self.setting.led.0;
        let mut groups: Vec<_> =
            all.filter(is_free).filter(|group| self.register.is_active(*group, from, until)).collect();
        self.random.shuffle(&mut groups);
        groups
    }

    fn is_tht(&self, group: GroupId, on: NaiveDate) -> bool {
        let group = self.register.group_on(group, on);
        group.is_some_and(|group| group.legal_form == LegalForm::Tht && group.status == GroupStatus::Active)
    }

    /// A partner that buys what a group sells and can sign on a day.
    fn partner(&mut self, group: GroupId, on: NaiveDate) -> Option<usize> {
        let chain = self.register.chain(group)?;
        let can = |n: &usize| ALL[*n].buys.contains(&chain) && ALL[*n].trades_on(on, self.setting.today);
        let buyers: Vec<usize> = (0..ALL.len()).filter(can).collect();
        (!buyers.is_empty()).then(|| *self.random.pick(&buyers))
    }

    /// Contracts of a season with groups of any form but cooperation groups in the year of the figures.
    fn season(&mut self, year: i32, count: usize) {
        let (from, until) = (day(year, 1, 2), day(year, 12, 31));
        let mut groups = self.active(from, until);
        groups.retain(|group| year < FIGURES_ON.year() || !self.is_tht(*group, FIGURES_ON));
        self.sign_season(year, &groups, count);
        let refused = groups.iter().rev().take(3).copied().collect::<Vec<_>>();
        for group in refused {
            self.refuse(year, group);
        }
    }

    /// Contracts of the year of the published figures with as many cooperation groups as are to have one.
    fn figures(&mut self) {
        let year = FIGURES_ON.year();
        let all = self.register.applicants().flat_map(|(_, ids)| ids.iter().copied());
        let wanted = all.filter(|group| self.is_tht(*group, FIGURES_ON)).count() * CONTRACTED / 100;
        let led = self.setting.led.0;
        let has_leader = self.is_tht(led, FIGURES_ON) && self.is_of_season(led, year);
        let mut groups = self.active(day(year, 1, 2), day(year, 12, 31));
        groups.retain(|group| self.is_tht(*group, FIGURES_ON));
        self.sign_season(year, &groups, wanted - usize::from(has_leader));
    }

    fn is_of_season(&self, group: GroupId, year: i32) -> bool {
        self.register.is_active(group, day(year, 1, 2), day(year, 12, 31))
    }

    /// So many contracts of a season, several of one partner signed together.
    fn sign_season(&mut self, year: i32, groups: &[GroupId], count: usize) {
        let mut by_partner: BTreeMap<usize, Vec<GroupId>> = BTreeMap::new();
        let mut found = 0;
        for group in groups {
            if found == count {
                break;
            }
            if let Some(partner) = self.partner(*group, day(year, 1, 4)) {
                by_partner.entry(partner).or_default().push(*group);
                found += 1;
            }
        }
        for (partner, groups) in by_partner {
            for (n, together) in groups.chunks(4).enumerate() {
                self.sign_together(year, partner, (n + 1, together));
            }
        }
    }

    fn sign_together(&mut self, year: i32, partner: usize, (n, groups): (usize, &[GroupId])) {
        let signed = working_day(&mut self.random, day(year, 1, 8), day(year, 3, 20));
        let is_framework = groups.len() > 1 && self.random.chance(600);
        let framework = is_framework.then(|| format!("LK-{year}-DT{:02}-{n:02}", partner + 1));
        for group in groups {
            let term = Term { signed, starts: later(signed, 7), ends: day(year, 12, 31), is_season: true };
            let (fate, change) = (self.random.weighted(&FATES), self.random.weighted(&CHANGES));
            let mut deal = self.deal((partner, *group), term, fate);
            deal.change = change;
            deal.framework.clone_from(&framework);
            self.deals.push(deal);
        }
    }

    fn deal(&mut self, (partner, group): (usize, GroupId), term: Term, fate: Fate) -> Deal {
        let by = if self.random.chance(700) { Side::Partner } else { Side::Group };
        let handed = later(term.signed, -4);
        Deal { partner, group, by, term, handed, fate, change: Change::None, framework: None }
    }

    fn refuse(&mut self, year: i32, group: GroupId) {
        let signed = day(year, 3, 25);
        if let Some(partner) = self.partner(group, day(year, 1, 4)) {
            let term = Term { signed, starts: later(signed, 7), ends: day(year, 12, 31), is_season: true };
            let deal = self.deal((partner, group), term, Fate::Rejected);
            self.deals.push(deal);
        }
    }

    /// Contracts that run on the day of loading, are being made, or ended lately.
    fn present(&mut self) {
        let today = self.setting.today;
        let mut groups = self.active(later(today, -260), today);
        let all = self.register.applicants().flat_map(|(_, ids)| ids.iter().copied());
        let wanted = all.filter(|group| self.is_tht(*group, today)).count() * CONTRACTED_TODAY / 100;
        let (tht, mut others): (Vec<_>, Vec<_>) =
            groups.drain(..).partition(|group| self.is_tht(*group, today));
        let (running, idle) = tht.split_at(wanted.min(tht.len()));
        for (n, group) in running.iter().chain(others.iter().take(12)).enumerate() {
            let change = match n % 16 {
                3 => Change::Pending,
                7 => Change::Made,
                11 => Change::Dropped,
                _ => Change::None,
            };
            self.stand(*group, (Fate::Confirmed, Stage::Running), change);
        }
        others.drain(..others.len().min(12));
        let mut idle = idle.iter().chain(&others).copied();
        for (fate, stage, count) in PRESENT {
            for group in idle.by_ref().take(count) {
                self.stand(group, (fate, stage), Change::None);
            }
        }
    }

    fn stand(&mut self, group: GroupId, (fate, stage): (Fate, Stage), change: Change) {
        let term = self.term(stage);
        let signed = term.signed.min(self.setting.today);
        if let Some(partner) = self.partner(group, signed) {
            let mut deal = self.deal((partner, group), term, fate);
            deal.change = change;
            if stage == Stage::Ahead {
                deal.handed = later(self.setting.today, -5);
                // Both sides write drafts and hand them over.
                deal.by = if self.deals.len().is_multiple_of(2) { Side::Partner } else { Side::Group };
            }
            self.deals.push(deal);
        }
    }

    fn term(&mut self, stage: Stage) -> Term {
        let random = &mut self.random;
        let (signed, length) = match stage {
            Stage::Ahead => (random.between(5, 12), random.between(120, 260)),
            Stage::Upcoming => (-random.between(3, 6), random.between(150, 260)),
            Stage::Running => (-random.between(60, 150), random.between(200, 330)),
            Stage::Over => (-random.between(180, 240), random.between(120, 150)),
        };
        let signed = later(self.setting.today, signed);
        let starts = later(signed, if stage == Stage::Upcoming { 25 } else { 7 });
        Term { signed, starts, ends: later(starts, length), is_season: false }
    }

    /// What the group has whose leader has an account: contracts with both partners that have one, so that a newcomer can
    /// play both sides.
    fn of_leader(&mut self) {
        let group = self.setting.led.0;
        for (year, fate) in [(2021, Fate::Completed), (2022, Fate::Confirmed)] {
            if self.is_of_season(group, year) {
                let signed = day(year, 2, 24);
                let term =
                    Term { signed, starts: later(signed, 7), ends: day(year, 12, 31), is_season: true };
                let deal = self.deal((0, group), term, fate);
                self.deals.push(deal);
            }
        }
        for (partner, by, fate, stage, change) in [
            (0, Side::Partner, Fate::Confirmed, Stage::Running, Change::None),
            (1, Side::Group, Fate::Confirmed, Stage::Running, Change::Pending),
            (0, Side::Partner, Fate::Submitted, Stage::Ahead, Change::None),
            (1, Side::Group, Fate::Draft, Stage::Ahead, Change::None),
            (0, Side::Partner, Fate::Draft, Stage::Ahead, Change::None),
        ] {
            let term = self.term(stage);
            let mut deal = Deal { by, change, ..self.deal((partner, group), term, fate) };
            if stage == Stage::Ahead {
                deal.handed = later(self.setting.today, -5);
            }
            self.deals.push(deal);
        }
    }
}
