//! Loading the demo province: encrypt, make findable, journal, insert in bulk, all in one transaction.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use entity::{
    account, area, area_successor,
    ids::{AreaId, GroupId, HouseholdId, PersonId},
    person_identity, person_key, search_word,
};
use indicatif::{ProgressBar, ProgressStyle};
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::json;
use uuid::Uuid;

use super::{
    SEED, accounts, donors, farming, learning,
    province::{
        IdentityFacts, Map, Province,
        grants::{Event, Grants, Setting},
        trade::{self, Trade},
    },
    reporting,
    trading::{insert_partners, insert_trade},
};
use crate::{
    access::password::hash_blocking,
    clock::Clock,
    error::Error,
    identities::queries::Particulars,
    store::{Bulk, Entry, Owner, Store, vault::PersonKey},
    values::{PersonNumber, Phone, search_words},
};

macro_rules! insert_all {
    ($bulk:ident, $bar:ident, $($words:literal $rows:expr),* $(,)?) => { $(
        $bar.set_message($words);
        $bulk.insert($rows).await?;
        $bar.inc(1);
    )* };
}
pub(super) use insert_all;

/// What loading found or did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loaded {
    /// The province was there already.
    Before,
    /// It was loaded now.
    Now,
}

/// Loads the demo province, unless it is there already.
///
/// # Errors
/// When the map is not complete or the database fails.
pub async fn load(store: &Store, clock: &Clock) -> Result<Loaded, Error> {
    if account::Entity::find().count(store.reader()).await? > 0 {
        return Ok(Loaded::Before);
    }
    let areas = area::Entity::find().all(store.reader()).await?;
    let successors = area_successor::Entity::find().all(store.reader()).await?;
    let successors: Vec<_> = successors.into_iter().map(|row| (row.old_id, row.new_id)).collect();
    let map = Map::new(areas.clone(), successors.iter().copied());
    let province = Province::generate(SEED, &map);
    let (hash, when) = (hash_blocking(accounts::PASSWORD), (clock.now(), clock.today()));
    let people = accounts::rows(&province, &areas, &successors, &hash, when)?;
    let setting = Setting {
        seed: SEED,
        map: &map,
        province: &province,
        staff: accounts::staff(),
        spared: people.leads,
        today: clock.today(),
    };
    let grants = Grants::generate(&setting)?;
    let trade = Trade::generate(&trade::Setting {
        seed: SEED,
        map: &map,
        province: &province,
        officers: setting.staff.entering,
        led: (people.leads, accounts::leader_account()),
        traders: &accounts::traders(),
        today: clock.today(),
    })?;
    let (farming, learning) = (farming::generate(&setting)?, learning::generate(&setting)?);
    let bulk = Bulk::begin(store, clock).await?;
    let bar = progress();
    let trade = insert_partners(&bulk, store, trade, (&bar, clock.now())).await?;
    insert(&bulk, store, (province, people), &bar, clock.now()).await?;
    donors::insert(&bulk, &areas, when).await?;
    insert_grants(&bulk, grants, &bar).await?;
    insert_trade(&bulk, trade, &bar).await?;
    farming::insert(&bulk, farming, &bar).await?;
    learning::insert(&bulk, learning, &bar).await?;
    reporting::insert(&bulk, (map.province(), clock.today()), &bar).await?;
    bar.finish_and_clear();
    bulk.commit().await.map(|()| Loaded::Now)
}

async fn insert(
    bulk: &Bulk,
    store: &Store,
    (province, people): (Province, accounts::Accounts),
    bar: &ProgressBar,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let keys: HashMap<PersonId, PersonKey> =
        province.persons.iter().map(|person| (person.id, PersonKey::generate())).collect();
    let identities = sealed(store, &province.identities, &keys)?;
    let wrapped = wrapped(store, &keys, now);
    let words = words(&province);
    let entries = entries(&province);
    let (households, groups) = (province.households.len(), province.farmer_groups.len());
    insert_all! {
        bulk, bar,
        "project communes" province.project_communes, "targets" province.indicator_targets,
        "persons" province.persons, "keys" wrapped, "identities" identities, "consents" province.consents,
        "households" province.households, "places" province.household_places,
        "household members" province.household_members, "poverty decisions" province.poverty_statuses,
        "groups" province.farmer_groups, "periods" province.group_periods, "value chains" province.group_value_chains,
        "notices" province.group_notices, "memberships" province.memberships, "offices" province.group_offices,
        "search words" words, "accounts" people.accounts, "assignments" people.assignments,
    }
    bar.set_message("journal");
    bulk.journal("load_demo", entries).await?;
    bulk.count_on("household", i64::try_from(households).map_err(Error::internal)?).await?;
    bulk.count_on("farmer_group", i64::try_from(groups).map_err(Error::internal)?).await
}

async fn insert_grants(bulk: &Bulk, grants: Grants, bar: &ProgressBar) -> Result<(), Error> {
    let (calls, applications) = (grants.grant_calls.len(), grants.grant_applications.len());
    let entries = grants.events.into_iter().map(told).collect();
    insert_all! {
        bulk, bar,
        "funds" grants.funds, "fiscal years" grants.fiscal_periods, "calls" grants.grant_calls,
        "allotments" grants.call_allotments, "fund accounts" grants.fund_accounts,
        "balances" grants.account_balances, "ceilings" grants.fund_ceilings,
        "applications" grants.grant_applications, "versions" grants.application_versions,
        "bases" grants.application_bases, "screenings" grants.screening_results, "appraisals" grants.appraisals,
        "decisions" grants.grant_decisions, "agreements" grants.agreements, "tranches" grants.disbursements,
        "postings" grants.postings, "corrections" grants.corrections,
        "contributions" grants.contribution_entries, "acceptances" grants.acceptances,
        "settlements" grants.settlements, "duties" grants.duties,
    }
    bar.set_message("journal of grants");
    bulk.journal("load_demo", entries).await?;
    bulk.count_on("grant_call", i64::try_from(calls).map_err(Error::internal)?).await?;
    bulk.count_on("grant_application", i64::try_from(applications).map_err(Error::internal)?).await
}

/// A line of the journal about grants or trade.
pub(super) fn told(event: Event) -> Entry {
    let changes = event.changes.into_iter();
    let changes = changes
        .map(|(name, old, new)| json!({ "pointer": format!("/{name}"), "old": old, "new": new }))
        .collect();
    Entry {
        resource: event.resource,
        id: Some(event.id),
        version: Some(event.version),
        action: event.action,
        reason: event.reason,
        purpose: None,
        person: None,
        owners: event.owners,
        changes,
        impersonal: &[],
    }
}

/// Drawn on a terminal only.
fn progress() -> ProgressBar {
    const TABLES: u64 = 67;
    let style = ProgressStyle::with_template("Loading the demo province {bar:30} {pos}/{len} {msg}");
    ProgressBar::new(TABLES).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

/// The identities, encrypted under the key of each person.
fn sealed(
    store: &Store,
    facts: &[IdentityFacts],
    keys: &HashMap<PersonId, PersonKey>,
) -> Result<Vec<person_identity::ActiveModel>, Error> {
    facts
        .iter()
        .map(|facts| {
            let unfit = || Error::internal("the demo province holds an identity that does not parse");
            let key = keys.get(&facts.person_id).ok_or_else(unfit)?;
            let identity = Particulars {
                number: facts.number.as_deref().map(PersonNumber::parse).transpose().map_err(|_| unfit())?,
                phone: facts.phone.as_deref().map(Phone::parse).transpose().map_err(|_| unfit())?,
                birth_on: facts.birth_on,
                address: facts.address.clone(),
            };
            Ok(identity.new_row(facts.person_id, key, &store.keyring().lookup, facts.created_at))
        })
        .collect()
}

fn wrapped(store: &Store, keys: &HashMap<PersonId, PersonKey>, now: DateTime<Utc>) -> Vec<person_key::Model> {
    keys.iter()
        .map(|(person_id, key)| {
            let wrapped = key.wrapped(&store.keyring().master, (*person_id).into());
            person_key::Model {
                person_id: *person_id,
                wrapped: wrapped.bytes,
                master_key_id: wrapped.master_key_id,
                created_at: now,
            }
        })
        .collect()
}

fn words(province: &Province) -> Vec<search_word::Model> {
    let persons = province.persons.iter().map(|person| ("person", Uuid::from(person.id), &person.full_name));
    let groups =
        province.farmer_groups.iter().map(|group| ("farmer_group", Uuid::from(group.id), &group.name));
    persons.chain(groups).flat_map(|(resource, id, name)| words_of(resource, id, name)).collect()
}

/// The words by which something is found.
pub(super) fn words_of(
    resource: &'static str,
    resource_id: Uuid,
    name: &str,
) -> impl Iterator<Item = search_word::Model> {
    search_words(name).into_iter().map(move |(word, exact_word)| search_word::Model {
        resource: resource.to_owned(),
        resource_id,
        word,
        exact_word,
    })
}

/// One line of the journal for each household, person, group and membership, so that each has a history.
fn entries(province: &Province) -> Vec<Entry> {
    let homes: HashMap<HouseholdId, AreaId> =
        province.household_places.iter().map(|place| (place.household_id, place.commune_id)).collect();
    let lives: HashMap<PersonId, HouseholdId> =
        province.household_members.iter().map(|row| (row.person_id, row.household_id)).collect();
    let seats: HashMap<GroupId, AreaId> =
        province.group_periods.iter().map(|period| (period.group_id, period.commune_id)).collect();
    let commune = |area: Option<&AreaId>| area.map(|id| Owner::Commune(*id)).into_iter();
    let households = province.households.iter().map(|row| {
        entry(
            "household",
            row.id.into(),
            None,
            commune(homes.get(&row.id)).collect(),
            json!({ "code": row.code, "size": row.size }),
        )
    });
    let persons = province.persons.iter().map(|row| {
        let home = lives.get(&row.id).and_then(|household| homes.get(household));
        let facts = json!({ "full_name": row.full_name, "sex": row.sex, "birth_year": row.birth_year, "ethnic_code": row.ethnic_code });
        entry("person", row.id.into(), Some(row.id), commune(home).collect(), facts)
    });
    let groups = province.farmer_groups.iter().map(|row| {
        let owners = commune(seats.get(&row.id)).chain([Owner::Group(row.id)]).collect();
        entry(
            "farmer_group",
            row.id.into(),
            None,
            owners,
            json!({ "code": row.code, "name": row.name, "began_as": row.began_as }),
        )
    });
    let memberships = province.memberships.iter().map(|row| {
        let owners = commune(seats.get(&row.group_id)).chain([Owner::Group(row.group_id)]).collect();
        let facts = json!({ "group_id": row.group_id, "person_id": row.person_id, "from_on": row.from_on, "until_on": row.until_on });
        entry("membership", row.id.into(), None, owners, facts)
    });
    households.chain(persons).chain(groups).chain(memberships).collect()
}

fn entry(
    resource: &'static str,
    id: Uuid,
    person: Option<PersonId>,
    owners: Vec<Owner>,
    facts: serde_json::Value,
) -> Entry {
    let changes = facts.as_object().into_iter().flatten();
    let changes = changes
        .map(|(name, new)| json!({ "pointer": format!("/{name}"), "old": null, "new": new }))
        .collect();
    Entry {
        resource,
        id: Some(id),
        version: Some(1),
        action: "created",
        reason: None,
        purpose: None,
        person,
        owners,
        changes,
        impersonal: &[],
    }
}
