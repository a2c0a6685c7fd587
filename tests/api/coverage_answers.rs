//! Who has and who lacks what figures of coverage count, counted in plain Rust over the rows of the tables.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Datelike as _;
use entity::enums::{CadreLevel, ContractStatus, GroupStatus, LegalForm};
use entity::ids::{AreaId, GroupId};
use entity::{
    area, area_successor, cadre_post, farmer_group, group_period, membership, ocop_certificate, ocop_product,
    plan_version, production_plan, project_commune, sales_contract, training_event_topic,
    training_participant,
};
use sea_orm::EntityTrait;
use sea_orm::prelude::Date;
use tests::App;
use uuid::Uuid;

/// When the grants of fixtures are paid.
const PAID: &str = "2026-03-01";

/// All rows that coverage follows from.
pub(crate) struct Facts {
    areas: Vec<area::Model>,
    successors: Vec<area_successor::Model>,
    groups: Vec<farmer_group::Model>,
    periods: Vec<group_period::Model>,
    memberships: Vec<membership::Model>,
    posts: Vec<cadre_post::Model>,
    participants: Vec<training_participant::Model>,
    topics: Vec<training_event_topic::Model>,
    plans: Vec<production_plan::Model>,
    versions: Vec<plan_version::Model>,
    contracts: Vec<sales_contract::Model>,
    products: Vec<ocop_product::Model>,
    certificates: Vec<ocop_certificate::Model>,
    project: Vec<project_commune::Model>,
    paid: Vec<GroupId>,
}

async fn all<E: EntityTrait>(app: &App) -> Vec<E::Model> {
    E::find().all(app.db()).await.unwrap()
}

impl Facts {
    pub(crate) async fn of(app: &App, paid: Vec<GroupId>) -> Self {
        Self {
            areas: all::<area::Entity>(app).await,
            successors: all::<area_successor::Entity>(app).await,
            groups: all::<farmer_group::Entity>(app).await,
            periods: all::<group_period::Entity>(app).await,
            memberships: all::<membership::Entity>(app).await,
            posts: all::<cadre_post::Entity>(app).await,
            participants: all::<training_participant::Entity>(app).await,
            topics: all::<training_event_topic::Entity>(app).await,
            plans: all::<production_plan::Entity>(app).await,
            versions: all::<plan_version::Entity>(app).await,
            contracts: all::<sales_contract::Entity>(app).await,
            products: all::<ocop_product::Entity>(app).await,
            certificates: all::<ocop_certificate::Entity>(app).await,
            project: all::<project_commune::Entity>(app).await,
            paid,
        }
    }

    /// The unit, all below it, and all that was merged into any of these.
    pub(crate) fn within(&self, id: AreaId) -> BTreeSet<AreaId> {
        let mut found = BTreeSet::from([id]);
        loop {
            let below = self.areas.iter().filter(|one| one.parent_id.is_some_and(|up| found.contains(&up)));
            let merged = self.successors.iter().filter(|one| found.contains(&one.new_id));
            let more: BTreeSet<AreaId> =
                below.map(|one| one.id).chain(merged.map(|one| one.old_id)).collect();
            let before = found.len();
            found.extend(more);
            if found.len() == before {
                return found;
            }
        }
    }
}

fn lasts(from_on: Date, until_on: Option<Date>, on: Date) -> bool {
    from_on <= on && until_on.is_none_or(|until_on| until_on > on)
}

/// What one caller may ask about: a day, an area or all, within the scope of the caller.
pub(crate) struct Question<'a> {
    pub(crate) facts: &'a Facts,
    pub(crate) on: Date,
    pub(crate) area: Option<BTreeSet<AreaId>>,
    pub(crate) reach: BTreeSet<AreaId>,
}

/// Who or what has something, and who lacks it.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Split {
    pub(crate) has: BTreeSet<Uuid>,
    pub(crate) lacks: BTreeSet<Uuid>,
}

impl Split {
    pub(crate) fn of(all: impl IntoIterator<Item = Uuid>, has: impl Fn(Uuid) -> bool) -> Self {
        let (has, lacks) = all.into_iter().partition(|one| has(*one));
        Self { has, lacks }
    }
}

impl Question<'_> {
    fn is_asked(&self, commune: AreaId, former: Option<AreaId>) -> bool {
        let is_in = |area: &BTreeSet<AreaId>| {
            area.contains(&commune) || former.is_some_and(|former| area.contains(&former))
        };
        self.area.as_ref().is_none_or(is_in)
    }

    fn period(&self, group: GroupId) -> Option<&group_period::Model> {
        let mut periods =
            self.facts.periods.iter().filter(|one| one.group_id == group && one.voided_at.is_none());
        periods.find(|one| lasts(one.from_on, one.until_on, self.on))
    }

    /// The group with its period of the day, if it lies within the scope and the area.
    fn placed(&self, group: GroupId) -> Option<&group_period::Model> {
        let mut present =
            self.facts.periods.iter().filter(|one| one.group_id == group && one.until_on.is_none());
        let is_reached = present.any(|one| self.reach.contains(&one.commune_id));
        let placed = |one: &&group_period::Model| self.is_asked(one.commune_id, one.former_commune_id);
        self.period(group).filter(|_| is_reached).filter(placed)
    }

    fn group(&self, id: GroupId) -> &farmer_group::Model {
        self.facts.groups.iter().find(|one| one.id == id).unwrap()
    }

    /// Whether figures count a group on the day, wherever it lies.
    fn counts(&self, group: &farmer_group::Model) -> bool {
        let is_living = self
            .period(group.id)
            .is_some_and(|one| [GroupStatus::Active, GroupStatus::Upgraded].contains(&one.status));
        is_living && group.upgraded_from_id.is_none() && group.began_as != LegalForm::Cooperative
    }

    /// The groups that count, with their periods of the day.
    fn counted(&self, also: impl Fn(&group_period::Model) -> bool) -> Vec<Uuid> {
        let groups = self.facts.groups.iter().filter(|group| self.counts(group));
        groups.filter(|group| self.placed(group.id).is_some_and(&also)).map(|group| group.id.into()).collect()
    }

    /// Whether a group, or the cooperative that continues it, is one of those.
    fn is_or_became(&self, id: Uuid, those: &BTreeSet<GroupId>) -> bool {
        let became =
            |group: &&farmer_group::Model| group.upgraded_from_id.is_some_and(|from| Uuid::from(from) == id);
        let continuing = self.facts.groups.iter().filter(became).map(|group| group.id);
        continuing.chain([id.into()]).any(|id| those.contains(&id))
    }

    fn contracted(&self) -> BTreeSet<GroupId> {
        use ContractStatus as S;
        let first = self.on.with_ordinal(1).unwrap();
        let binds = |one: &&sales_contract::Model| {
            [S::Confirmed, S::Completed, S::Terminated].contains(&one.status)
                && one.starts_on <= self.on
                && one.ends_on >= first
                && one.ended_on.is_none_or(|ended_on| ended_on >= one.starts_on && ended_on >= first)
        };
        self.facts.contracts.iter().filter(binds).map(|one| one.group_id).collect()
    }

    fn planned(&self) -> BTreeSet<GroupId> {
        let of_year = self.facts.plans.iter().filter(|one| one.year == self.on.year());
        let is_approved = |one: &plan_version::Model| {
            one.counts_as_adapted
                && one.approved_on.is_some_and(|approved_on| lasts(approved_on, one.superseded_on, self.on))
        };
        let has_version = |plan: &&production_plan::Model| {
            self.facts.versions.iter().any(|one| one.plan_id == plan.id && is_approved(one))
        };
        of_year.filter(has_version).map(|plan| plan.group_id).collect()
    }

    /// Who completed a training by the day, in one of some topics, or in any if there are none.
    pub(crate) fn trained(&self, topics: &[&str]) -> BTreeSet<Uuid> {
        let facts = self.facts;
        let is_about = |one: &training_participant::Model| {
            let mut its = facts.topics.iter().filter(|topic| topic.event_id == one.event_id);
            topics.is_empty() || its.any(|topic| topics.contains(&topic.topic.as_str()))
        };
        let is_completed =
            |one: &&training_participant::Model| one.completed_on.is_some_and(|day| day <= self.on);
        let found = facts.participants.iter().filter(is_completed).filter(|one| is_about(one));
        found.map(|one| one.person_id.into()).collect()
    }

    /// The members that figures count.
    pub(crate) fn members(&self) -> BTreeSet<Uuid> {
        let counts = |one: &&membership::Model| {
            let group = self.group(one.group_id);
            let counted = group.upgraded_from_id.map_or(group, |id| self.group(id));
            one.voided_at.is_none()
                && lasts(one.from_on, one.until_on, self.on)
                && self.placed(one.group_id).is_some()
                && self.counts(counted)
        };
        self.facts.memberships.iter().filter(counts).map(|one| one.person_id.into()).collect()
    }

    fn cadres(&self, level: Option<CadreLevel>) -> BTreeSet<Uuid> {
        let counts = |one: &&cadre_post::Model| {
            one.voided_at.is_none()
                && lasts(one.from_on, one.until_on, self.on)
                && self.reach.contains(&one.area_id)
                && self.is_asked(one.area_id, None)
                && level.is_none_or(|level| level == one.level)
        };
        self.facts.posts.iter().filter(counts).map(|one| one.person_id.into()).collect()
    }

    fn communes(&self) -> Split {
        let facts = self.facts;
        let is_listed = |one: &&project_commune::Model| {
            lasts(one.from_on, one.until_on, self.on)
                && self.reach.contains(&one.area_id)
                && self.is_asked(one.area_id, None)
        };
        let holds = |one: &ocop_certificate::Model| {
            one.decided_on <= self.on
                && one.ends_on >= self.on
                && one.revoked_on.is_none_or(|revoked_on| revoked_on > self.on)
        };
        let certified: Vec<&ocop_product::Model> = (facts.products.iter())
            .filter(|product| facts.certificates.iter().any(|one| one.product_id == product.id && holds(one)))
            .collect();
        let has_one = |commune: Uuid| {
            let within = facts.within(commune.into());
            certified.iter().any(|one| {
                within.contains(&one.commune_id)
                    || one.former_commune_id.is_some_and(|old| within.contains(&old))
            })
        };
        Split::of(facts.project.iter().filter(is_listed).map(|one| one.area_id.into()), has_one)
    }

    /// What every figure with a list of the missing must say, and its lists.
    pub(crate) fn answers(&self) -> BTreeMap<&'static str, Split> {
        let (planned, contracted, trained) = (self.planned(), self.contracted(), self.trained(&[]));
        let paid: BTreeSet<GroupId> =
            self.facts.paid.iter().copied().filter(|_| self.on >= PAID.parse().unwrap()).collect();
        let is_tht = |one: &group_period::Model| one.legal_form == LegalForm::Tht;
        let active_tht = || self.counted(|one| is_tht(one) && one.status == GroupStatus::Active);
        let has_plan = |id: Uuid| planned.contains(&id.into());
        let has_contract = |id| self.is_or_became(id, &contracted);
        let is_trained = |id: Uuid| trained.contains(&id);
        BTreeMap::from([
            ("G4", Split::of(self.counted(|_| true), |id| self.is_or_became(id, &paid))),
            ("G7", self.communes()),
            ("G8", Split::of(self.members(), is_trained)),
            ("G8b", Split::of(self.cadres(None), is_trained)),
            ("G8b_commune", Split::of(self.cadres(Some(CadreLevel::Commune)), is_trained)),
            ("G8b_branch", Split::of(self.cadres(Some(CadreLevel::Branch)), is_trained)),
            ("G9", Split::of(active_tht(), has_plan)),
            ("G10", Split::of(self.counted(is_tht), has_contract)),
            ("G10_of_planned", Split::of(active_tht().into_iter().filter(|id| has_plan(*id)), has_contract)),
        ])
    }
}
