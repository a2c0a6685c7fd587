//! The province before it becomes rows: who, where, since when. References are positions in the vectors.

use chrono::NaiveDate;
use entity::enums::{ExitReason, GroupStatus, LegalForm, Sex};

use super::names::People;
use super::places::Commune;

/// Somebody.
pub struct Person {
    /// As on the document.
    pub sex: Sex,
    /// Birth date; some identities keep the year alone.
    pub birth: NaiveDate,
    /// Ethnic group.
    pub people: People,
    /// Family name.
    pub family: &'static str,
    /// Full name.
    pub name: String,
    /// The household the person lives in, or lived in last.
    pub household: usize,
    /// Whether the person died or moved away: enters nothing more.
    pub is_gone: bool,
}

/// A person's time in a household, since it is registered.
pub struct Resident {
    /// Who.
    pub person: usize,
    /// First day elsewhere.
    pub until: Option<NaiveDate>,
}

/// A household.
pub struct Household {
    /// Commune at the start.
    pub commune: usize,
    /// Hamlet at the start.
    pub hamlet: usize,
    /// Whether records of the new map name the old commune.
    pub names_former: bool,
    /// Those who are known by name.
    pub residents: Vec<Resident>,
    /// The heads in turn; the first one since the household is registered.
    pub heads: Vec<(NaiveDate, usize)>,
    /// Where and when it moved.
    pub moved: Option<(NaiveDate, usize, usize)>,
    /// Day of registration, if it is not the day of the first membership.
    pub founded: Option<NaiveDate>,
    /// Whether it has a member on the day of the published figures.
    pub is_counted: bool,
}

impl Household {
    /// Commune and hamlet on that day.
    pub fn place_on(&self, date: NaiveDate) -> (usize, usize) {
        match self.moved {
            Some((on, commune, hamlet)) if date >= on => (commune, hamlet),
            _ => (self.commune, self.hamlet),
        }
    }

    /// The head on that day.
    pub fn head_on(&self, date: NaiveDate) -> usize {
        self.heads.iter().rev().find(|(from, _)| *from <= date).map_or(self.heads[0].1, |(_, head)| *head)
    }
}

/// A group.
pub struct Group {
    /// Commune.
    pub commune: usize,
    /// Hamlet, which is part of its name.
    pub hamlet: usize,
    /// Whether records of the new map name the old commune.
    pub names_former: bool,
    /// Its value chains, the primary one first.
    pub chains: Vec<&'static str>,
    /// Legal form at its start.
    pub began_as: LegalForm,
    /// First day.
    pub founded: NaiveDate,
    /// First day active; none while it is still forming.
    pub active_from: Option<NaiveDate>,
    /// Day of the cooperation contract of a common interest group.
    pub converted: Option<NaiveDate>,
    /// When it is suspended.
    pub pause: Option<(NaiveDate, Option<NaiveDate>)>,
    /// When it is dissolved or upgraded.
    pub ended: Option<(NaiveDate, GroupStatus)>,
    /// The group it continues as a cooperative.
    pub continues: Option<usize>,
    /// Members on the day of the published figures, or at the start of a later group.
    pub size: usize,
}

impl Group {
    /// Whether it can take members on that day.
    pub fn is_open_on(&self, date: NaiveDate) -> bool {
        self.founded <= date && self.ended.is_none_or(|(end, _)| date < end)
    }

    /// Its legal form on that day.
    pub fn form_on(&self, date: NaiveDate) -> LegalForm {
        match self.converted {
            Some(on) if date >= on => LegalForm::Tht,
            _ => self.began_as,
        }
    }

    /// Its legal form in the end.
    pub fn last_form(&self) -> LegalForm {
        self.form_on(NaiveDate::MAX)
    }
}

/// A membership.
#[derive(Clone)]
pub struct Stay {
    /// Where.
    pub group: usize,
    /// Who.
    pub person: usize,
    /// First day.
    pub from: NaiveDate,
    /// First day no longer a member.
    pub until: Option<NaiveDate>,
    /// Why it ended.
    pub reason: Option<ExitReason>,
}

impl Stay {
    /// Whether it holds on that day.
    pub fn holds_on(&self, date: NaiveDate) -> bool {
        self.from <= date && self.until.is_none_or(|until| date < until)
    }
}

/// Everything planned so far.
pub struct World {
    /// The communes.
    pub communes: Vec<Commune>,
    /// Everybody.
    pub persons: Vec<Person>,
    /// Their households.
    pub households: Vec<Household>,
    /// The groups.
    pub groups: Vec<Group>,
    /// The memberships.
    pub stays: Vec<Stay>,
    /// The people who were ever registered in each commune.
    pub persons_of: Vec<Vec<usize>>,
    stays_of_person: Vec<Vec<usize>>,
    stays_of_group: Vec<Vec<usize>>,
}

impl World {
    /// Communes without anybody yet.
    pub fn new(communes: Vec<Commune>) -> Self {
        let persons_of = communes.iter().map(|_| Vec::new()).collect();
        Self {
            communes,
            persons: Vec::new(),
            households: Vec::new(),
            groups: Vec::new(),
            stays: Vec::new(),
            persons_of,
            stays_of_person: Vec::new(),
            stays_of_group: Vec::new(),
        }
    }

    /// Adds a person, who lives in `person.household`.
    pub fn add_person(&mut self, person: Person) -> usize {
        let commune = self.households[person.household].commune;
        self.persons.push(person);
        self.stays_of_person.push(Vec::new());
        self.persons_of[commune].push(self.persons.len() - 1);
        self.persons.len() - 1
    }

    /// Adds a group.
    pub fn add_group(&mut self, group: Group) -> usize {
        self.groups.push(group);
        self.stays_of_group.push(Vec::new());
        self.groups.len() - 1
    }

    /// Lets a person join a group.
    pub fn join(&mut self, group: usize, person: usize, from: NaiveDate) -> usize {
        let stay = self.stays.len();
        self.stays.push(Stay { group, person, from, until: None, reason: None });
        self.stays_of_person[person].push(stay);
        self.stays_of_group[group].push(stay);
        stay
    }

    /// Ends a membership.
    pub fn leave(&mut self, stay: usize, on: NaiveDate, reason: ExitReason) {
        self.stays[stay].until = Some(on);
        self.stays[stay].reason = Some(reason);
    }

    /// The memberships of a person, as they were entered.
    pub fn stays_of_person(&self, person: usize) -> impl Iterator<Item = &Stay> {
        self.stays_of_person[person].iter().map(|stay| &self.stays[*stay])
    }

    /// Positions of the memberships of a group.
    pub fn stays_of_group(&self, group: usize) -> &[usize] {
        &self.stays_of_group[group]
    }

    /// Positions of the memberships of a group that hold on that day.
    pub fn roster(&self, group: usize, on: NaiveDate) -> Vec<usize> {
        let holds = |stay: &usize| self.stays[*stay].holds_on(on);
        self.stays_of_group[group].iter().copied().filter(holds).collect()
    }

    /// Whether a person was ever in a group.
    pub fn was_in(&self, person: usize, group: usize) -> bool {
        self.stays_of_person(person).any(|stay| stay.group == group)
    }

    /// The day since which a household is registered: that of its first membership.
    pub fn registered_on(&self, household: usize) -> NaiveDate {
        let household = &self.households[household];
        let first = household.residents.iter().flat_map(|resident| {
            let is_own = move |stay: &&Stay| resident.until.is_none_or(|until| stay.from < until);
            self.stays_of_person(resident.person).filter(is_own).map(|stay| stay.from)
        });
        household.founded.or_else(|| first.min()).unwrap_or(NaiveDate::MAX)
    }
}
