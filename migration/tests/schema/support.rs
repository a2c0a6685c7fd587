//! Migrated databases, and rows to fill them with.

use chrono::{DateTime, NaiveDate, Utc};
use entity::enums::{LegalForm, Office, Sex};
use entity::ids::{AreaId, GroupId, HouseholdId, MembershipId, OfficeId, PersonId};
use entity::{area, farmer_group, group_office, household, membership, person};
use migration::{Migrator, MigratorTrait};
use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::ActiveValue::Set;
use sea_orm_migration::sea_orm::{
    ActiveModelTrait, ColumnTrait, Database, DatabaseConnection, EntityTrait, QueryFilter,
};
use std::sync::atomic::{AtomicU64, Ordering};
use uuid::Uuid;

/// Empty databases, one of each kind there is.
pub(crate) async fn empty() -> Vec<DatabaseConnection> {
    let mut databases = vec![Database::connect("sqlite::memory:").await.unwrap()];
    if let Ok(url) = std::env::var("TEST_POSTGRES_URL") {
        let name = format!("schema_{}", Uuid::now_v7().simple());
        let server = Database::connect(&url).await.unwrap();
        server.execute_unprepared(&format!("CREATE DATABASE {name}")).await.unwrap();
        server.close().await.unwrap();
        let (address, options) = url.split_once('?').unwrap_or((&url, ""));
        let (address, _) = address.rsplit_once('/').unwrap();
        databases.push(Database::connect(format!("{address}/{name}?{options}")).await.unwrap());
    }
    databases
}

/// Databases with the current schema.
pub(crate) async fn migrated() -> Vec<DatabaseConnection> {
    let databases = empty().await;
    for db in &databases {
        Migrator::up(db, None).await.unwrap();
    }
    databases
}

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(crate) fn now() -> DateTime<Utc> {
    "2024-05-06T07:08:09Z".parse().unwrap()
}

/// Asserts that the statement was refused and the rule named.
pub(crate) fn assert_refused<T>(outcome: Result<T, DbErr>, rule: &str) {
    let error = outcome.err().unwrap_or_else(|| panic!("{rule} let it pass")).to_string();
    assert!(error.contains(rule), "{rule} is not named in: {error}");
}

pub(crate) async fn area(db: &DatabaseConnection, code: &str, from: &str) -> area::Model {
    let condition = area::Column::Code.eq(code).and(area::Column::ValidFromOn.eq(day(from)));
    area::Entity::find().filter(condition).one(db).await.unwrap().unwrap()
}

pub(crate) async fn commune(db: &DatabaseConnection) -> AreaId {
    area(db, "01392", "1900-01-01").await.id
}

pub(crate) async fn a_person(db: &DatabaseConnection) -> PersonId {
    let id = PersonId::new(Uuid::now_v7());
    let row = person::ActiveModel {
        id: Set(id),
        full_name: Set("Nông Thị Mẫu".to_owned()),
        sex: Set(Sex::Female),
        sort_key: Set(entity::vietnamese::sort_key("Mẫu Nông Thị")),
        version: Set(1),
        created_at: Set(now()),
        updated_at: Set(now()),
        ..Default::default()
    };
    row.insert(db).await.unwrap();
    id
}

pub(crate) async fn a_household(db: &DatabaseConnection) -> HouseholdId {
    let id = HouseholdId::new(Uuid::now_v7());
    let row = household::ActiveModel {
        id: Set(id),
        code: Set(a_code("HO")),
        version: Set(1),
        created_at: Set(now()),
        updated_at: Set(now()),
        ..Default::default()
    };
    row.insert(db).await.unwrap();
    id
}

pub(crate) async fn a_group(db: &DatabaseConnection) -> GroupId {
    let id = GroupId::new(Uuid::now_v7());
    let row = farmer_group::ActiveModel {
        id: Set(id),
        code: Set(a_code("NH")),
        name: Set("Tổ mẫu".to_owned()),
        name_key: Set("to mau".to_owned()),
        sort_key: Set(entity::vietnamese::sort_key("Tổ mẫu")),
        began_as: Set(LegalForm::Cig),
        version: Set(1),
        created_at: Set(now()),
        updated_at: Set(now()),
        ..Default::default()
    };
    row.insert(db).await.unwrap();
    id
}

pub(crate) fn a_membership(
    group_id: GroupId,
    person_id: PersonId,
    from: &str,
    until: Option<&str>,
) -> membership::ActiveModel {
    membership::ActiveModel {
        id: Set(MembershipId::new(Uuid::now_v7())),
        group_id: Set(group_id),
        person_id: Set(person_id),
        from_on: Set(day(from)),
        until_on: Set(until.map(day)),
        version: Set(1),
        created_at: Set(now()),
        updated_at: Set(now()),
        ..Default::default()
    }
}

pub(crate) fn an_office(holder: &membership::Model, office: Office, from: &str) -> group_office::ActiveModel {
    group_office::ActiveModel {
        id: Set(OfficeId::new(Uuid::now_v7())),
        group_id: Set(holder.group_id),
        membership_id: Set(holder.id),
        office: Set(office),
        from_on: Set(day(from)),
        created_at: Set(now()),
        ..Default::default()
    }
}

fn a_code(prefix: &str) -> String {
    static LAST: AtomicU64 = AtomicU64::new(0);
    format!("{prefix}-{:06}", LAST.fetch_add(1, Ordering::Relaxed))
}
