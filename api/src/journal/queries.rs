//! Reading the journal.

use std::collections::{HashMap, HashSet};

use entity::{
    enums::LateReason,
    ids::{AreaId, PartnerId, PersonId},
    journal_entry, journal_scope, journal_seal, person,
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait, Select,
    sea_query::{Expr, ExprTrait, SimpleExpr},
};
use serde_json::{Value, json};
use uuid::Uuid;

use super::messages::{
    Actor, AuditEvent, AuditFilter, FieldChange, HistoryEntry, HistoryFilter, Organisation, Outcome,
    SidedHistoryEntry, Target,
};
use crate::{
    access::{
        Access, Owned, Permit, Reach, Role, RowLevel, Rows, Within, permission::journal::ReadAuditEvents,
    },
    consents::queries::shows_sensitive,
    error::Error,
    http::List,
    late_facts::queries::late_reasons,
    store::{JOURNAL_SEAL, Paged, Resource, SortBy, SortKind, vault::PersonKey},
};

/// Members that need `persons-sensitive:read` in the history of a person or household.
const SENSITIVE: [&str; 5] = ["/ethnic_code", "/has_disability", "/status", "/poverty", "/poverty_status"];
/// Kinds of resource whose history has such members.
const SENSITIVE_KINDS: [&str; 3] = ["person", "household", "poverty_status"];

impl Owned for journal_entry::Entity {
    const ID: journal_entry::Column = journal_entry::Column::Id;
    const VOIDED: Option<journal_entry::Column> = None;

    /// An entry concerns whom its scopes name; those without scopes concern the whole province alone.
    fn within(reach: &Reach) -> Condition {
        use journal_scope::Column;
        Within::new(reach)
            .areas(|communes| concerning(Column::CommuneId.in_subquery(communes)))
            .groups(|groups| concerning(Column::GroupId.is_in(groups.iter().copied())))
            .partners(|partners| concerning(Column::PartnerId.is_in(partners.iter().copied())))
            .condition()
    }
}

fn concerning(condition: SimpleExpr) -> SimpleExpr {
    let entries = journal_scope::Entity::find()
        .select_only()
        .column(journal_scope::Column::EntryId)
        .filter(condition)
        .into_query();
    journal_entry::Column::Id.in_subquery(entries)
}

/// The entries about a resource that the caller has already found within its reach. They are cut by that resource and
/// not by their own scopes: whoever reaches a record reaches its past, wherever it was then.
pub fn entries_about<T: Resource>(id: Uuid) -> Rows<journal_entry::Entity> {
    Rows::unrestricted(journal_entry::Entity::find())
        .filter(journal_entry::Column::Resource.eq(T::KIND))
        .filter(journal_entry::Column::ResourceId.eq(id))
}

/// The history of a resource that the caller has already found within its reach, the latest first: what changed it,
/// not who read it.
///
/// # Errors
/// When the database fails.
pub async fn history<P: RowLevel + Permit, T: Resource>(
    access: &Access<P>,
    id: Uuid,
    list: &List<HistoryFilter>,
) -> Result<Paged<HistoryEntry>, Error> {
    let is_of_union = access.reach().roles.iter().any(|role| *role != Role::Partner);
    let is_named = is_of_union || T::IS_KEPT_BY_OWNER;
    Ok(past::<P, T>(access, id, list).await?.map(|past| shown(past, is_named)))
}

/// The history of a resource that a partner shares with others, as both sides may read it.
///
/// # Errors
/// When the database fails.
pub async fn history_of_sides<P: RowLevel + Permit, T: Resource>(
    access: &Access<P>,
    (id, partner_id): (Uuid, PartnerId),
    list: &List<HistoryFilter>,
) -> Result<Paged<SidedHistoryEntry>, Error> {
    let own = Reach::held_as(access.caller(), P::PERMISSION, Role::Partner);
    let is_own = own.partners.contains(&partner_id);
    Ok(past::<P, T>(access, id, list).await?.map(|past| sided(past, is_own)))
}

/// An entry, what changed, and why it came late.
type Past = (journal_entry::Model, Vec<FieldChange>, Option<LateReason>);

async fn past<P: RowLevel + Permit, T: Resource>(
    access: &Access<P>,
    id: Uuid,
    list: &List<HistoryFilter>,
) -> Result<Paged<Past>, Error> {
    let rows = entries_about::<T>(id)
        .filter(journal_entry::Column::Version.is_not_null())
        .filter(journal_entry::Column::Outcome.eq("success"));
    let sort = SortBy::column(journal_entry::Column::Id, SortKind::Id).descending(true);
    let page = access.page::<_, journal_entry::Model>(rows, &list.page, &sort, |select| select).await?;
    let keys = keys_of(access, page.items.iter()).await?;
    let late = late_reasons(access, page.items.iter().map(|entry| entry.id)).await?;
    let redact =
        SENSITIVE_KINDS.contains(&T::KIND) && (!sees_sensitive(access) || has_withdrawn(access, id).await?);
    Ok(page.map(|entry| {
        let mut changes = changes_of(&entry, &keys);
        if redact {
            changes.iter_mut().filter(|change| is_sensitive(change)).for_each(hide);
        }
        let late_reason = late.get(&entry.id).copied();
        (entry, changes, late_reason)
    }))
}

type Keys = HashMap<PersonId, PersonKey>;

async fn keys_of<P: RowLevel>(
    access: &Access<P>,
    entries: impl Iterator<Item = &journal_entry::Model>,
) -> Result<Keys, Error> {
    let persons: HashSet<PersonId> = entries.filter_map(|entry| entry.person_id).collect();
    if persons.is_empty() { Ok(Keys::new()) } else { access.person_keys(persons).await }
}

/// What changed; nothing any more about a person who was erased.
fn changes_of(entry: &journal_entry::Model, keys: &Keys) -> Vec<FieldChange> {
    let opened = entry.person_id.and_then(|person| keys.get(&person)).zip(entry.changes_ct.as_ref());
    let sealed = opened.and_then(|(key, sealed)| key.open(JOURNAL_SEAL, sealed).ok());
    let text = sealed.and_then(|bytes| String::from_utf8(bytes).ok()).or_else(|| entry.changes.clone());
    text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default()
}

fn is_sensitive(change: &FieldChange) -> bool {
    SENSITIVE.contains(&change.pointer.as_str())
}

/// True when everything the caller reaches is also within its reach of the sensitive members.
fn sees_sensitive<P: RowLevel>(access: &Access<P>) -> bool {
    let sensitive = access.reach_of::<crate::access::permission::persons::ReadPersonsSensitive>();
    !sensitive.is_nothing() && sensitive.same_rows(access.reach())
}

/// True for a person who has withdrawn the consent to keep the sensitive members.
async fn has_withdrawn<P: RowLevel>(access: &Access<P>, id: Uuid) -> Result<bool, Error> {
    let persons = access.row::<person::Entity>(id).filter(shows_sensitive().not());
    Ok(!access.all(persons).await?.is_empty())
}

/// Partners see those who keep what everybody reads, such as the map, as a role alone.
fn shown((entry, changes, late_reason): Past, is_named: bool) -> HistoryEntry {
    HistoryEntry {
        id: entry.id,
        occurred_at: entry.at.into(),
        action: entry.action,
        version: entry.version,
        actor_id: entry.actor_id.filter(|_| is_named).map(Into::into),
        role: entry.role,
        reason: entry.reason,
        late_reason,
        changes,
    }
}

fn sided((entry, changes, late_reason): Past, is_own: bool) -> SidedHistoryEntry {
    let organisation = Organisation::of(entry.role.as_deref());
    SidedHistoryEntry {
        id: entry.id,
        occurred_at: entry.at.into(),
        action: entry.action,
        version: entry.version,
        role: entry.role,
        organisation,
        actor_id: entry.actor_id.filter(|_| is_own && organisation == Organisation::Partner),
        reason: entry.reason,
        late_reason,
        changes,
    }
}

fn hide(change: &mut FieldChange) {
    for value in [&mut change.old, &mut change.new] {
        if *value != Value::Null {
            *value = json!("[redacted]");
        }
    }
}

/// An entry with its place in the chain.
#[derive(FromQueryResult)]
struct Chained {
    #[sea_orm(nested)]
    entry: journal_entry::Model,
    area_id: Option<AreaId>,
    position: Option<i64>,
    prev_hash: Option<Vec<u8>>,
    hash: Option<Vec<u8>>,
}

/// One page of the audit log within the caller's area.
///
/// # Errors
/// When the database fails.
pub(super) async fn audit_events(
    access: &Access<ReadAuditEvents>,
    list: &List<AuditFilter>,
) -> Result<Paged<AuditEvent>, Error> {
    let rows = access.rows::<journal_entry::Entity>().filter(list.filter.condition());
    let descending = list.page.sort.starts_with('-');
    let sort = SortBy::column(journal_entry::Column::At, SortKind::Instant).descending(descending);
    let page = access.page::<_, Chained>(rows, &list.page, &sort, with_place).await?;
    let keys = keys_of(access, page.items.iter().map(|item| &item.entry)).await?;
    Ok(page.map(|item| event(item, &keys)))
}

impl AuditFilter {
    fn condition(&self) -> Condition {
        use journal_entry::Column;
        Condition::all()
            .add_option(self.resource.as_ref().map(|kind| Column::Resource.eq(kind.as_ref())))
            .add_option(self.resource_id.map(|id| Column::ResourceId.eq(id)))
            .add_option(self.actor_id.map(|id| Column::ActorId.eq(id)))
            .add_option(self.action.as_ref().map(|action| Column::Action.eq(action.as_ref())))
            .add_option(self.outcome.map(|outcome| Column::Outcome.eq(outcome.word())))
            .add_option(self.person_id.map(|id| Column::PersonId.eq(id)))
            .add_option(self.request_id.map(|id| Column::RequestId.eq(id)))
            .add_option(self.occurred_at_gte.map(|at| Column::At.gte(at.utc())))
            .add_option(self.occurred_at_lt.map(|at| Column::At.lt(at.utc())))
    }
}

fn with_place(select: Select<journal_entry::Entity>) -> Select<journal_entry::Entity> {
    let seal = journal_seal::Entity::belongs_to(journal_entry::Entity)
        .from(journal_seal::Column::EntryId)
        .to(journal_entry::Column::Id);
    let commune = journal_scope::Entity::find()
        .select_only()
        .column(journal_scope::Column::CommuneId)
        .filter(
            Expr::col((journal_scope::Entity, journal_scope::Column::EntryId))
                .equals((journal_entry::Entity, journal_entry::Column::Id)),
        )
        .filter(journal_scope::Column::CommuneId.is_not_null())
        .order_by_asc(journal_scope::Column::Id)
        .limit(1)
        .into_query();
    select
        .join_rev(JoinType::LeftJoin, seal.into())
        .column(journal_seal::Column::Position)
        .column(journal_seal::Column::PrevHash)
        .column(journal_seal::Column::Hash)
        .expr_as(SimpleExpr::SubQuery(None, Box::new(commune.into())), "area_id")
}

fn event(item: Chained, keys: &Keys) -> AuditEvent {
    let entry = item.entry;
    let mut changes = changes_of(&entry, keys);
    let is_personal = entry.person_id.is_some();
    let is_sensitive_kind = SENSITIVE_KINDS.contains(&entry.resource.as_str());
    changes
        .iter_mut()
        .filter(|change| is_personal || (is_sensitive_kind && is_sensitive(change)))
        .for_each(hide);
    AuditEvent {
        id: entry.id,
        occurred_at: entry.at.into(),
        event_type: format!("{}.{}", entry.resource, entry.action),
        outcome: Outcome::of(&entry.outcome),
        actor: Actor {
            r#type: entry.actor_kind,
            id: entry.actor_id,
            client_id: entry.client_id,
            session_id: entry.session_id,
            address: entry.address,
            role: entry.role,
        },
        target: Target { r#type: entry.resource, id: entry.resource_id, version: entry.version },
        area_id: item.area_id,
        operation: entry.operation,
        permission: entry.permission,
        reason: entry.reason,
        purpose: entry.purpose,
        request_id: entry.request_id,
        person_id: entry.person_id,
        changes,
        position: item.position,
        prev_hash: item.prev_hash.as_deref().map(crate::values::hex),
        hash: item.hash.as_deref().map(crate::values::hex),
    }
}
