//! Households and people put into the database directly; the people belong to nobody.

#![expect(clippy::expect_used, reason = "test support fails loudly")]

use entity::enums::{
    ConsentChannel, ConsentGround, ConsentPurpose, DocumentKind, Poverty, PovertyStandard, Sex,
};
use entity::ids::{AreaId, HouseholdId, PersonId, PovertyStatusId};
use entity::{
    consent, household, household_member, household_place, person, person_identity, person_key,
    poverty_status,
};
use hoinongdan::store::vault::PersonKey;
use hoinongdan::values::person_sort_key;
use sea_orm::ActiveValue::Set;
use sea_orm::{EntityTrait as _, Iterable as _};
use uuid::Uuid;

use crate::app::{App, day};

const GIVEN_NAMES: [&str; 8] = ["An", "Bình", "Chi", "Dung", "Đào", "Hà", "Lan", "Vi"];

impl App {
    /// A household that has lived in a commune since a day.
    pub async fn household(&self, commune: AreaId, from: &str) -> HouseholdId {
        let id = HouseholdId::from(Uuid::now_v7());
        let place = household_place::ActiveModel {
            id: Set(Uuid::now_v7().into()),
            household_id: Set(id),
            commune_id: Set(commune),
            former_commune_id: Set(None),
            hamlet: Set(Some("Xóm thử".to_owned())),
            from_on: Set(day(from)),
            until_on: Set(None),
            created_at: Set(self.now()),
            voided_at: Set(None),
            void_reason: Set(None),
        };
        self.insert(household::ActiveModel {
            id: Set(id),
            code: Set(format!("HO-9{:05}", self.serial())),
            size: Set(Some(4)),
            version: Set(1),
            created_at: Set(self.now()),
            updated_at: Set(self.now()),
            voided_at: Set(None),
            void_reason: Set(None),
        })
        .await;
        self.insert(place).await;
        id
    }

    /// A woman born in 1980, a member of the household since 2020, with a key and the usual consents; the first
    /// person of a household heads it.
    pub async fn person(&self, household: HouseholdId) -> PersonId {
        let name = format!("Nông Thị Mẫu {}", GIVEN_NAMES[self.serial() as usize % GIVEN_NAMES.len()]);
        self.person_named(household, &name, Sex::Female, "2020-01-01").await
    }

    /// A person with this name and sex, a member of the household since a day.
    ///
    /// # Panics
    /// If the rows cannot be inserted.
    pub async fn person_named(&self, household: HouseholdId, name: &str, sex: Sex, from: &str) -> PersonId {
        use sea_orm::{ColumnTrait as _, PaginatorTrait as _, QueryFilter as _};
        let id = PersonId::from(Uuid::now_v7());
        let others = household_member::Entity::find()
            .filter(household_member::Column::HouseholdId.eq(household))
            .count(self.db())
            .await
            .expect("the members");
        self.insert(person::ActiveModel {
            id: Set(id),
            full_name: Set(name.to_owned()),
            sex: Set(sex),
            birth_year: Set(Some(1980)),
            ethnic_code: Set(Some("02".to_owned())),
            has_disability: Set(Some(false)),
            sort_key: Set(person_sort_key(name)),
            erased_at: Set(None),
            version: Set(1),
            created_at: Set(self.now()),
            updated_at: Set(self.now()),
            voided_at: Set(None),
            void_reason: Set(None),
        })
        .await;
        self.insert(household_member::ActiveModel {
            id: Set(Uuid::now_v7().into()),
            household_id: Set(household),
            person_id: Set(id),
            is_head: Set(others == 0),
            from_on: Set(day(from)),
            until_on: Set(None),
            created_at: Set(self.now()),
            voided_at: Set(None),
            void_reason: Set(None),
        })
        .await;
        self.insert(self.key_row(id)).await;
        self.insert(self.identity_row(id)).await;
        self.insert_all(ConsentPurpose::iter().map(|purpose| self.consent_row(id, purpose)).collect()).await;
        self.index("person", id.into(), name).await;
        id
    }

    /// A poverty decision of 2022–2025 about a household, in force since a day.
    pub async fn poverty(
        &self,
        household: HouseholdId,
        commune: AreaId,
        status: Poverty,
        from: &str,
    ) -> PovertyStatusId {
        let id = PovertyStatusId::from(Uuid::now_v7());
        self.insert(poverty_status::ActiveModel {
            id: Set(id),
            household_id: Set(household),
            standard: Set(PovertyStandard::Y2022To2025),
            status: Set(status),
            decision_no: Set(format!("{}/QĐ-UBND", self.serial())),
            decided_on: Set(day(from)),
            commune_id: Set(commune),
            effective_from_on: Set(day(from)),
            effective_until_on: Set(None),
            version: Set(1),
            created_at: Set(self.now()),
            updated_at: Set(self.now()),
            voided_at: Set(None),
            void_reason: Set(None),
        })
        .await;
        id
    }

    fn key_row(&self, id: PersonId) -> person_key::ActiveModel {
        let wrapped = PersonKey::generate().wrapped(&self.keyring().master, id.into());
        person_key::ActiveModel {
            person_id: Set(id),
            wrapped: Set(wrapped.bytes),
            master_key_id: Set(wrapped.master_key_id),
            created_at: Set(self.now()),
        }
    }

    fn identity_row(&self, id: PersonId) -> person_identity::ActiveModel {
        person_identity::ActiveModel {
            person_id: Set(id),
            document_kind: Set(DocumentKind::None),
            number_ct: Set(None),
            phone_ct: Set(None),
            number_hash: Set(None),
            last4_hash: Set(None),
            phone_hash: Set(None),
            hash_key_id: Set(None),
            next_number_hash: Set(None),
            next_last4_hash: Set(None),
            next_phone_hash: Set(None),
            next_hash_key_id: Set(None),
            birth_on_ct: Set(None),
            address_ct: Set(None),
            version: Set(1),
            created_at: Set(self.now()),
            updated_at: Set(self.now()),
        }
    }

    fn consent_row(&self, id: PersonId, purpose: ConsentPurpose) -> consent::ActiveModel {
        consent::ActiveModel {
            id: Set(Uuid::now_v7().into()),
            person_id: Set(id),
            purpose: Set(purpose),
            ground: Set(ConsentGround::Consent),
            text_version: Set("2026-01".to_owned()),
            channel: Set(ConsentChannel::Paper),
            evidence: Set(None),
            given_at: Set(self.now()),
            withdrawn_at: Set(None),
            version: Set(1),
            created_at: Set(self.now()),
            updated_at: Set(self.now()),
        }
    }
}
