//! Lists an installation imports later.

use crate::support::{area, day, migrated};
use entity::{area_closure, area_successor};
use migration::areas::{ImportSummary, import_areas, load};
use sea_orm_migration::sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

const UNITS: [&str; 2] =
    [include_str!("../../data/admin_units_2022.csv"), include_str!("../../data/admin_units_2025.csv")];
const SUCCESSORS: &str = include_str!("../../data/admin_unit_successors_2025.csv");
const HEADER: &str = "code,name,name_en_or_ascii,level,parent_code,valid_from,valid_to\n";

#[test]
fn days_become_half_open_intervals() {
    let rows = load(UNITS[0]).unwrap();
    let district = rows.iter().find(|row| row.code == "045").unwrap();
    assert_eq!(district.valid_from_on, day("1900-01-01"));
    assert_eq!(district.valid_until_on, Some(day("2025-07-01")));
    assert!(load("code,name\n1,2").is_err());
}

#[tokio::test]
async fn the_same_lists_change_nothing() {
    for db in migrated().await {
        let summary = import_areas(&db, &UNITS, &[SUCCESSORS]).await.unwrap();
        assert_eq!(summary, ImportSummary { unchanged: 228, ..Default::default() });
        assert_eq!(area(&db, "01392", "2025-07-01").await.version, 1);
    }
}

#[tokio::test]
async fn a_later_reform_is_added_and_what_it_merges_is_contained() {
    for db in migrated().await {
        let units = format!(
            "{HEADER}01392,Xã Trường Hà,Truong Ha commune,commune,04,2025-07-01,2029-12-31\n\
             01392,Phường Trường Hà,Truong Ha ward,commune,04,2030-01-01,\n"
        );
        let successors = "old_code,new_code\n01392,01392\n";
        let summary = import_areas(&db, &[&units], &[successors]).await.unwrap();
        assert_eq!(summary, ImportSummary { added: 1, changed: 1, unchanged: 0, successions: 1 });
        let (old, new) = (area(&db, "01392", "2025-07-01").await, area(&db, "01392", "2030-01-01").await);
        assert_eq!((old.version, old.valid_until_on), (2, Some(day("2030-01-01"))));
        let township = area(&db, "01392", "1900-01-01").await;
        let inside = area_closure::Entity::find_by_id((new.id, township.id)).one(&db).await.unwrap();
        assert!(inside.is_some());
        assert_eq!(import_areas(&db, &[&units], &[successors]).await.unwrap().unchanged, 2);
    }
}

#[tokio::test]
async fn a_corrected_succession_replaces_the_old_one() {
    for db in migrated().await {
        import_areas(&db, &[], &["old_code,new_code\n01399,01363\n"]).await.unwrap();
        let (old, wrong) = (area(&db, "01399", "1900-01-01").await, area(&db, "01392", "2025-07-01").await);
        let right = area(&db, "01363", "2025-07-01").await;
        let successors = area_successor::Entity::find().filter(area_successor::Column::OldId.eq(old.id));
        assert_eq!(successors.one(&db).await.unwrap().unwrap().new_id, right.id);
        let pairs = [(wrong.id, old.id), (right.id, old.id)];
        let [was, is] = pairs.map(area_closure::Entity::find_by_id);
        assert_eq!((was.count(&db).await.unwrap(), is.count(&db).await.unwrap()), (0, 1));
    }
}

#[tokio::test]
async fn lists_that_contradict_are_refused() {
    for db in migrated().await {
        for (line, complaint) in [
            ("01392,Xã Mẫu,Mau commune,commune,04,2024-01-01,", "overlap"),
            ("01001,Xã Mẫu,Mau commune,commune,045,2026-01-01,", "not known for its days"),
            ("01-01,Xã Mẫu,Mau commune,commune,04,2026-01-01,", "letters and digits"),
            ("01001,Xã Mẫu,Mau commune,village,04,2026-01-01,", "village"),
        ] {
            let error = import_areas(&db, &[&format!("{HEADER}{line}\n")], &[]).await.unwrap_err();
            assert!(error.to_string().contains(complaint), "{error}");
        }
        let error = import_areas(&db, &[], &["old_code,new_code\n01392,99999\n"]).await.unwrap_err();
        assert!(error.to_string().contains("99999"), "{error}");
    }
}
