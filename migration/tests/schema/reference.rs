//! The shipped lists.

use crate::support::{area, day, migrated};
use entity::enums::AreaLevel;
use entity::ids::AreaId;
use entity::{area, area_closure, area_successor, ethnic_group, holiday, product_unit, unit, value_chain};
use sea_orm_migration::sea_orm::{
    ColumnTrait, DatabaseConnection, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
};
use std::collections::BTreeSet;

async fn contained(db: &DatabaseConnection, unit: &area::Model) -> BTreeSet<AreaId> {
    let rows = area_closure::Entity::find().filter(area_closure::Column::AncestorId.eq(unit.id));
    rows.all(db).await.unwrap().into_iter().map(|row| row.descendant_id).collect()
}

#[tokio::test]
async fn both_maps_are_complete() {
    for db in migrated().await {
        let units = area::Entity::find().all(&db).await.unwrap();
        let count = |level: AreaLevel, from: &str| {
            units.iter().filter(|unit| unit.level == level && unit.valid_from_on == day(from)).count()
        };
        assert_eq!(count(AreaLevel::Province, "1900-01-01"), 1);
        assert_eq!(count(AreaLevel::District, "1900-01-01"), 10);
        assert_eq!(count(AreaLevel::Commune, "1900-01-01"), 161);
        assert_eq!(count(AreaLevel::Commune, "2025-07-01"), 56);
        assert_eq!(units.len(), 228);
        let abolished = units.iter().filter(|unit| unit.valid_until_on == Some(day("2025-07-01"))).count();
        assert_eq!(abolished, 171);
    }
}

#[tokio::test]
async fn a_code_used_again_is_another_unit() {
    for db in migrated().await {
        let old = area(&db, "01392", "1900-01-01").await;
        let new = area(&db, "01392", "2025-07-01").await;
        assert_eq!((old.name_vi.as_str(), new.name_vi.as_str()), ("Thị trấn Xuân Hòa", "Xã Trường Hà"));
        assert_eq!(old.valid_until_on, Some(new.valid_from_on));
        let namesake = area(&db, "01399", "1900-01-01").await;
        assert_eq!(namesake.name_vi, "Xã Trường Hà");
        let inside = contained(&db, &new).await;
        assert!(inside.contains(&new.id) && inside.contains(&old.id) && inside.contains(&namesake.id));
        assert_eq!(contained(&db, &old).await, BTreeSet::from([old.id]));
    }
}

#[tokio::test]
async fn the_closure_holds_containment_and_succession() {
    for db in migrated().await {
        let province = area::Entity::find().filter(area::Column::Level.eq(AreaLevel::Province));
        let province = province.one(&db).await.unwrap().unwrap();
        assert_eq!(contained(&db, &province).await.len(), 228);
        let district = area(&db, "045", "1900-01-01").await;
        assert_eq!(contained(&db, &district).await.len(), 22);
        assert_eq!(area_successor::Entity::find().count(&db).await.unwrap(), 161);
        assert_eq!(area_closure::Entity::find().count(&db).await.unwrap(), 228 + 171 + 161 + 56 + 161);
    }
}

#[tokio::test]
async fn units_have_the_same_identifiers_everywhere() {
    for db in migrated().await {
        let unit = area(&db, "01392", "2025-07-01").await;
        assert_eq!(unit.id.to_string(), "0180cf50-7c00-7000-8000-0078ee124f2e");
        assert_eq!(unit.created_at.to_rfc3339(), "2022-05-17T00:00:00+00:00");
    }
}

#[tokio::test]
async fn units_sort_in_vietnamese_order() {
    for db in migrated().await {
        let districts = area::Entity::find().filter(area::Column::Level.eq(AreaLevel::District));
        let sorted = districts.order_by_asc(area::Column::SortKey).all(&db).await.unwrap();
        let names: Vec<_> = sorted.iter().map(|unit| unit.name_vi.as_str()).collect();
        let expected = [
            "Huyện Bảo Lạc",
            "Huyện Bảo Lâm",
            "Huyện Hạ Lang",
            "Huyện Hà Quảng",
            "Huyện Hoà An",
            "Huyện Nguyên Bình",
            "Huyện Quảng Hòa",
            "Huyện Thạch An",
            "Huyện Trùng Khánh",
            "Thành phố Cao Bằng",
        ];
        assert_eq!(names, expected);
    }
}

#[tokio::test]
async fn the_other_lists_are_loaded() {
    for db in migrated().await {
        let groups = ethnic_group::Entity::find().all(&db).await.unwrap();
        assert_eq!(groups.len(), 56);
        assert_eq!(groups.iter().filter(|group| group.is_indigenous).count(), 53);
        assert_eq!(value_chain::Entity::find().count(&db).await.unwrap(), 13);
        let holidays = holiday::Entity::find().all(&db).await.unwrap();
        let is_holiday = |on: &str| holidays.iter().any(|holiday| holiday.holiday_on == day(on));
        for on in ["2017-01-28", "2022-02-01", "2024-02-10", "2026-02-17", "2027-04-16", "2022-09-02"] {
            assert!(is_holiday(on), "{on}");
        }
        assert!(!is_holiday("2022-02-07"));
    }
}

/// The most rows that one look-up reads.
const LOOKED_UP_AT_ONCE: usize = 1000;

#[tokio::test]
async fn every_value_chain_is_sold_by_weight_in_some_form() {
    for db in migrated().await {
        let units = unit::Entity::find().all(&db).await.unwrap();
        let factors: Vec<_> = units.iter().map(|unit| (unit.code.as_str(), unit.factor)).collect();
        for factor in [("kg", 1), ("yen", 10), ("ta", 100), ("tan", 1000), ("head", 1), ("litre", 1)] {
            assert!(factors.contains(&factor), "{factor:?}");
        }
        let products = product_unit::Entity::find().all(&db).await.unwrap();
        assert!(products.len() <= LOOKED_UP_AT_ONCE, "{} products in units", products.len());
        for chain in value_chain::Entity::find().all(&db).await.unwrap() {
            assert!(
                products.iter().any(|sold| sold.chain == chain.code && sold.unit == "kg"),
                "{}",
                chain.code
            );
        }
    }
}
