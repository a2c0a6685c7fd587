//! Groups and partners put into the database directly, so that a rule can be tested without the operations of other
//! domains.

#![expect(clippy::expect_used, reason = "test support fails loudly")]

use chrono::NaiveDate;
use entity::enums::{GroupStatus, LegalForm, Office, PartnerKind, PartnerStatus};
use entity::ids::{AreaId, GroupId, MembershipId, PartnerId, PersonId};
use entity::vietnamese::{fold, sort_key};
use entity::{
    account, farmer_group, group_office, group_period, group_value_chain, membership, partner, search_word,
};
use hoinongdan::values::search_words;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelBehavior, ActiveModelTrait, ColumnTrait as _, EntityTrait, IntoActiveModel, QueryFilter as _,
};
use uuid::Uuid;

use crate::app::{App, day};
use crate::callers::Caller;

impl App {
    /// An active group with a head, founded in a commune on a day; its chain is black pigs.
    pub async fn group(&self, commune: AreaId, form: LegalForm, from: &str) -> GroupId {
        self.group_named(&format!("Nhóm thử {}", self.serial()), commune, form, from).await
    }

    /// An active group with this name, and a head.
    pub async fn group_named(&self, name: &str, commune: AreaId, form: LegalForm, from: &str) -> GroupId {
        let id = GroupId::from(Uuid::now_v7());
        self.insert(self.group_row(id, name, form, day(from))).await;
        self.insert(group_period::ActiveModel {
            id: Set(Uuid::now_v7().into()),
            group_id: Set(id),
            legal_form: Set(form),
            status: Set(GroupStatus::Active),
            commune_id: Set(commune),
            former_commune_id: Set(None),
            from_on: Set(day(from)),
            until_on: Set(None),
            created_at: Set(self.now()),
            voided_at: Set(None),
            void_reason: Set(None),
        })
        .await;
        let chain = group_value_chain::ActiveModel {
            group_id: Set(id),
            chain: Set("lon_den".to_owned()),
            is_primary: Set(true),
        };
        self.insert(chain).await;
        self.index("farmer_group", id.into(), name).await;
        let household = self.household(commune, from).await;
        let head = self.person(household).await;
        let membership_id = self.membership(id, head, from).await;
        self.insert(group_office::ActiveModel {
            id: Set(Uuid::now_v7().into()),
            group_id: Set(id),
            membership_id: Set(membership_id),
            office: Set(Office::Head),
            from_on: Set(day(from)),
            until_on: Set(None),
            created_at: Set(self.now()),
            voided_at: Set(None),
            void_reason: Set(None),
        })
        .await;
        id
    }

    /// A membership that lasts since a day.
    pub async fn membership(&self, group: GroupId, person: PersonId, from: &str) -> MembershipId {
        let id = MembershipId::from(Uuid::now_v7());
        self.insert(membership::ActiveModel {
            id: Set(id),
            group_id: Set(group),
            person_id: Set(person),
            from_on: Set(day(from)),
            until_on: Set(None),
            contribution_vnd: Set(None),
            exit_reason: Set(None),
            vote_bps: Set(None),
            informed_on: Set(None),
            version: Set(1),
            created_at: Set(self.now()),
            updated_at: Set(self.now()),
            voided_at: Set(None),
            void_reason: Set(None),
        })
        .await;
        id
    }

    /// Makes somebody a member of a group.
    ///
    /// # Panics
    /// If the account cannot be changed.
    pub async fn join(&self, caller: &Caller, (group, commune): (GroupId, AreaId)) {
        let person = self.person(self.household(commune, "2020-01-01").await).await;
        self.membership(group, person, "2021-01-01").await;
        let linked = account::Entity::update_many().col_expr(account::Column::PersonId, Expr::value(person));
        linked.filter(account::Column::Id.eq(caller.account_id())).exec(self.db()).await.expect("an account");
    }

    /// A verified cooperative that buys.
    pub async fn partner(&self) -> PartnerId {
        self.partner_in(PartnerStatus::Verified).await
    }

    /// A cooperative in a state.
    pub async fn partner_in(&self, status: PartnerStatus) -> PartnerId {
        let id = PartnerId::from(Uuid::now_v7());
        let number = self.serial();
        let name = format!("Hợp tác xã thử {number}");
        self.insert(partner::ActiveModel {
            id: Set(id),
            code: Set(format!("DT-9{number:05}")),
            kind: Set(PartnerKind::Cooperative),
            tax_code: Set(format!("48{number:08}")),
            sort_key: Set(entity::vietnamese::sort_key(&name)),
            name: Set(name),
            status: Set(status),
            address: Set("Phường Thục Phán".to_owned()),
            proof_reference: Set("Giấy chứng nhận đăng ký".to_owned()),
            contact_ct: Set(None),
            status_reason: Set(None),
            decided_on: Set(None),
            version: Set(1),
            created_at: Set(self.now()),
            updated_at: Set(self.now()),
        })
        .await;
        id
    }

    /// Inserts any row.
    ///
    /// # Panics
    /// If the database refuses it.
    pub async fn insert<A>(&self, row: A) -> <A::Entity as EntityTrait>::Model
    where
        A: ActiveModelTrait + ActiveModelBehavior + Send,
        <A::Entity as EntityTrait>::Model: IntoActiveModel<A>,
    {
        row.insert(self.db()).await.expect("a row of a fixture")
    }

    /// Inserts rows with one statement.
    ///
    /// # Panics
    /// If they cannot be inserted.
    pub async fn insert_all<A: ActiveModelTrait + Send>(&self, rows: Vec<A>) {
        A::Entity::insert_many(rows).exec_without_returning(self.db()).await.expect("rows of a fixture");
    }

    pub(crate) async fn index(&self, resource: &str, id: Uuid, name: &str) {
        let row = |(word, exact_word)| search_word::ActiveModel {
            resource: Set(resource.to_owned()),
            resource_id: Set(id),
            word: Set(word),
            exact_word: Set(exact_word),
        };
        self.insert_all(search_words(name).into_iter().map(row).collect()).await;
    }

    pub(crate) fn group_row(
        &self,
        id: GroupId,
        name: &str,
        form: LegalForm,
        from: NaiveDate,
    ) -> farmer_group::ActiveModel {
        let is_registered = form == LegalForm::Cooperative;
        farmer_group::ActiveModel {
            id: Set(id),
            code: Set(format!("NH-9{:05}", self.serial())),
            name: Set(name.to_owned()),
            name_key: Set(fold(name)),
            sort_key: Set(sort_key(name)),
            began_as: Set(form),
            upgraded_from_id: Set(None),
            registration_number: Set(is_registered.then(|| format!("4800{:06}", self.serial()))),
            registered_on: Set(is_registered.then_some(from)),
            contract_signed_on: Set((form == LegalForm::Tht).then_some(from)),
            version: Set(1),
            created_at: Set(self.now()),
            updated_at: Set(self.now()),
            voided_at: Set(None),
            void_reason: Set(None),
        }
    }
}
