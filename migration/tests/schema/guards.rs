//! Rules the databases keep by themselves; the name of the rule stands in the error.

use crate::support::{
    a_group, a_household, a_membership, a_person, an_office, area, assert_refused, commune, day, migrated,
    now,
};
use entity::enums::{GroupStatus, LegalForm, Office, Poverty, PovertyStandard, VoidReason};
use entity::ids::{GroupPeriodId, HouseholdMemberId, HouseholdPlaceId, PovertyStatusId, ProjectCommuneId};
use entity::ids::{HouseholdId, PersonId};
use entity::{group_period, group_value_chain, household_member, household_place};
use entity::{person, poverty_status, project_commune, role_assignment};
use sea_orm_migration::prelude::ConnectionTrait;
use sea_orm_migration::sea_orm::ActiveValue::Set;
use sea_orm_migration::sea_orm::{ActiveModelTrait, IntoActiveModel, SqlErr};
use uuid::Uuid;

#[tokio::test]
async fn memberships_of_a_person_in_a_group_do_not_overlap() {
    for db in migrated().await {
        let (group, person) = (a_group(&db).await, a_person(&db).await);
        let first = a_membership(group, person, "2020-01-01", Some("2021-01-01")).insert(&db).await.unwrap();
        a_membership(group, person, "2021-01-01", None).insert(&db).await.unwrap();
        a_membership(a_group(&db).await, person, "2020-06-01", None).insert(&db).await.unwrap();
        let rule = "membership_no_overlap";
        for (from, until) in
            [("2020-12-31", Some("2021-01-01")), ("2019-01-01", Some("2020-01-02")), ("2022-01-01", None)]
        {
            assert_refused(a_membership(group, person, from, until).insert(&db).await, rule);
        }
        let mut longer = first.clone().into_active_model();
        longer.until_on = Set(Some(day("2021-01-02")));
        assert_refused(longer.update(&db).await, rule);

        let mut voided = first.into_active_model();
        voided.voided_at = Set(Some(now()));
        voided.void_reason = Set(Some(VoidReason::EnteredTwice));
        let voided = voided.update(&db).await.unwrap();
        a_membership(group, person, "2020-05-01", Some("2020-06-01")).insert(&db).await.unwrap();
        let mut again = voided.into_active_model();
        again.voided_at = Set(None);
        assert_refused(again.update(&db).await, rule);
    }
}

#[tokio::test]
async fn intervals_are_not_empty_and_shares_are_shares() {
    for db in migrated().await {
        let (group, person) = (a_group(&db).await, a_person(&db).await);
        let empty = a_membership(group, person, "2020-01-01", Some("2020-01-01"));
        assert_refused(empty.insert(&db).await, "membership_interval");
        let mut above = a_membership(group, person, "2020-01-01", None);
        above.vote_bps = Set(Some(10_001));
        assert_refused(above.insert(&db).await, "membership_vote_bps");
        let mut below = a_membership(group, person, "2020-01-01", None);
        below.contribution_vnd = Set(Some(-1));
        assert_refused(below.insert(&db).await, "membership_contribution_vnd");
        let kind = "UPDATE person SET sex = 'other'";
        assert_refused(db.execute_unprepared(kind).await, "person_sex");
    }
}

#[tokio::test]
async fn a_group_has_one_head_on_a_day() {
    for db in migrated().await {
        let group = a_group(&db).await;
        let mut holders = Vec::new();
        for _ in 0..2 {
            let member = a_membership(group, a_person(&db).await, "2020-01-01", None);
            holders.push(member.insert(&db).await.unwrap());
        }
        an_office(&holders[0], Office::Head, "2020-01-01").insert(&db).await.unwrap();
        let second = an_office(&holders[1], Office::Deputy, "2020-01-01").insert(&db).await.unwrap();
        let rule = "group_office_one_head";
        assert_refused(an_office(&holders[1], Office::Head, "2022-01-01").insert(&db).await, rule);
        let mut promoted = second.into_active_model();
        promoted.office = Set(Office::Head);
        assert_refused(promoted.update(&db).await, rule);
    }
}

fn living(household_id: HouseholdId, person_id: PersonId, is_head: bool) -> household_member::ActiveModel {
    household_member::ActiveModel {
        id: Set(HouseholdMemberId::new(Uuid::now_v7())),
        household_id: Set(household_id),
        person_id: Set(person_id),
        is_head: Set(is_head),
        from_on: Set(day("2020-01-01")),
        created_at: Set(now()),
        ..Default::default()
    }
}

#[tokio::test]
async fn a_person_lives_in_one_household_and_it_has_one_head() {
    for db in migrated().await {
        let (home, other) = (a_household(&db).await, a_household(&db).await);
        let person = a_person(&db).await;
        living(home, person, true).insert(&db).await.unwrap();
        living(home, a_person(&db).await, false).insert(&db).await.unwrap();
        assert_refused(living(other, person, false).insert(&db).await, "household_member_no_overlap");
        let second = living(home, a_person(&db).await, true);
        assert_refused(second.insert(&db).await, "household_member_one_head");
    }
}

#[tokio::test]
async fn a_household_has_one_place_and_one_poverty_status_on_a_day() {
    for db in migrated().await {
        let (household_id, commune_id) = (a_household(&db).await, commune(&db).await);
        let place = || household_place::ActiveModel {
            id: Set(HouseholdPlaceId::new(Uuid::now_v7())),
            household_id: Set(household_id),
            commune_id: Set(commune_id),
            from_on: Set(day("2020-01-01")),
            created_at: Set(now()),
            ..Default::default()
        };
        place().insert(&db).await.unwrap();
        assert_refused(place().insert(&db).await, "household_place_no_overlap");
        let status = |from: &str| poverty_status::ActiveModel {
            id: Set(PovertyStatusId::new(Uuid::now_v7())),
            household_id: Set(household_id),
            standard: Set(PovertyStandard::Y2022To2025),
            status: Set(Poverty::NearPoor),
            decision_no: Set("12/QĐ-UBND".to_owned()),
            decided_on: Set(day("2021-12-20")),
            commune_id: Set(commune_id),
            effective_from_on: Set(day(from)),
            effective_until_on: Set(Some(day("2023-01-01"))),
            version: Set(1),
            created_at: Set(now()),
            updated_at: Set(now()),
            ..Default::default()
        };
        status("2022-01-01").insert(&db).await.unwrap();
        assert_refused(status("2022-12-31").insert(&db).await, "poverty_status_no_overlap");
    }
}

#[tokio::test]
async fn a_group_has_one_form_state_and_commune_on_a_day() {
    for db in migrated().await {
        let (group_id, commune_id) = (a_group(&db).await, commune(&db).await);
        let period = || group_period::ActiveModel {
            id: Set(GroupPeriodId::new(Uuid::now_v7())),
            group_id: Set(group_id),
            legal_form: Set(LegalForm::Tht),
            status: Set(GroupStatus::Active),
            commune_id: Set(commune_id),
            from_on: Set(day("2020-01-01")),
            created_at: Set(now()),
            ..Default::default()
        };
        period().insert(&db).await.unwrap();
        assert_refused(period().insert(&db).await, "group_period_no_overlap");
        let chain = |chain: &str, is_primary: bool| group_value_chain::ActiveModel {
            group_id: Set(group_id),
            chain: Set(chain.to_owned()),
            is_primary: Set(is_primary),
        };
        chain("gung", true).insert(&db).await.unwrap();
        chain("nghe", false).insert(&db).await.unwrap();
        assert_refused(chain("lac", true).insert(&db).await, "group_value_chain");
    }
}

#[tokio::test]
async fn a_commune_is_in_the_project_once_on_a_day() {
    for db in migrated().await {
        let commune = area(&db, "01392", "1900-01-01").await.id;
        let member = || project_commune::ActiveModel {
            id: Set(ProjectCommuneId::new(Uuid::now_v7())),
            area_id: Set(commune),
            from_on: Set(day("2017-01-01")),
            version: Set(1),
            created_at: Set(now()),
            updated_at: Set(now()),
            ..Default::default()
        };
        member().insert(&db).await.unwrap();
        assert_refused(member().insert(&db).await, "project_commune_no_overlap");
    }
}

#[tokio::test]
async fn an_assignment_has_one_holder_and_one_scope() {
    for db in migrated().await {
        let (area, group) = (commune(&db).await, a_group(&db).await);
        let assignment = || role_assignment::ActiveModel {
            id: Set(Uuid::now_v7().into()),
            client_id: Set(Some(Uuid::now_v7())),
            role: Set(entity::enums::Role::Officer),
            area_id: Set(Some(area)),
            from_on: Set(day("2020-01-01")),
            version: Set(1),
            created_at: Set(now()),
            updated_at: Set(now()),
            ..Default::default()
        };
        assignment().insert(&db).await.unwrap();
        let both = role_assignment::ActiveModel { group_id: Set(Some(group)), ..assignment() };
        assert_refused(both.insert(&db).await, "role_assignment_one_scope");
        let none = role_assignment::ActiveModel { client_id: Set(None), ..assignment() };
        assert_refused(none.insert(&db).await, "role_assignment_one_holder");
    }
}

#[tokio::test]
async fn references_are_kept() {
    for db in migrated().await {
        let group = a_group(&db).await;
        let stranger = PersonId::new(Uuid::now_v7());
        let orphan = a_membership(group, stranger, "2020-01-01", None).insert(&db).await.unwrap_err();
        assert!(matches!(orphan.sql_err(), Some(SqlErr::ForeignKeyConstraintViolation(_))), "{orphan}");
        let person = a_person(&db).await;
        a_membership(group, person, "2020-01-01", None).insert(&db).await.unwrap();
        let row = person::ActiveModel { id: Set(person), ..Default::default() };
        let error = row.delete(&db).await.unwrap_err();
        assert!(matches!(error.sql_err(), Some(SqlErr::ForeignKeyConstraintViolation(_))), "{error}");
    }
}
