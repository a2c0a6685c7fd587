//! Who sells and who buys; offers and requests put into the database directly.

#![expect(clippy::expect_used, reason = "test support fails loudly")]

use entity::enums::{GroupStatus, LegalForm, OfferRequestStatus, OfferStatus, ProductForm};
use entity::ids::{GroupId, OfferId, OfferRequestId, PartnerId};
use entity::{group_period, offer_detail, offer_request, sales_offer};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use serde_json::json;
use uuid::Uuid;

use crate::app::{App, day};
use crate::callers::Caller;

impl App {
    /// An active cooperative group that sells, in the commune 01392 of 2022.
    pub async fn seller(&self) -> GroupId {
        self.group(self.area("01392", "2022-06-30").await, LegalForm::Tht, "2021-01-01").await
    }

    /// Somebody who acts for a verified partner.
    pub async fn buyer(&self) -> Caller {
        self.as_partner(self.partner().await).await
    }

    /// Puts a group into another state, on all its days.
    ///
    /// # Panics
    /// If the rows cannot be changed.
    pub async fn set_group(&self, group: GroupId, status: GroupStatus) {
        let rows = group_period::Entity::update_many()
            .col_expr(group_period::Column::Status, Expr::value(status))
            .filter(group_period::Column::GroupId.eq(group));
        rows.exec(self.db()).await.expect("periods");
    }

    /// An offer of five black pigs of a group, in a state, until the end of November 2026; it asks for 9 million each.
    pub async fn offer(&self, group: GroupId, status: OfferStatus) -> OfferId {
        let id = OfferId::from(Uuid::now_v7());
        self.insert(sales_offer::ActiveModel {
            id: Set(id),
            code: Set(format!("CH-9{:05}", self.serial())),
            group_id: Set(group),
            chain: Set("lon_den".to_owned()),
            form: Set(ProductForm::LiveWeight),
            grade: Set(None),
            unit: Set("head".to_owned()),
            quantity: Set(5_000_000),
            from_on: Set(day("2026-06-01")),
            until_on: Set(day("2026-12-01")),
            plan_id: Set(None),
            plan_line_no: Set(None),
            status: Set(status),
            published_at: Set((status != OfferStatus::Draft).then(|| self.now())),
            version: Set(1),
            created_at: Set(self.now()),
            updated_at: Set(self.now()),
            voided_at: Set(None),
            void_reason: Set(None),
        })
        .await;
        self.insert(offer_detail::ActiveModel {
            offer_id: Set(id),
            group_id: Set(group),
            asking_price_vnd: Set(Some(9_000_000)),
            terms: Set(Some("Giao tại chuồng.".to_owned())),
            updated_at: Set(self.now()),
        })
        .await;
        id
    }

    /// A request of a partner about an offer, in a state.
    ///
    /// # Panics
    /// If there is no such offer.
    pub async fn asked(
        &self,
        offer: OfferId,
        partner: PartnerId,
        status: OfferRequestStatus,
    ) -> OfferRequestId {
        let id = OfferRequestId::from(Uuid::now_v7());
        let offered = sales_offer::Entity::find_by_id(offer).one(self.db()).await.expect("offers");
        self.insert(offer_request::ActiveModel {
            id: Set(id),
            offer_id: Set(offer),
            group_id: Set(offered.expect("an offer").group_id),
            partner_id: Set(partner),
            message: Set(None),
            status: Set(status),
            reason: Set((status == OfferRequestStatus::Refused).then(|| "Đã bán hết".to_owned())),
            answered_at: Set((status != OfferRequestStatus::Open).then(|| self.now())),
            version: Set(1),
            created_at: Set(self.now()),
            updated_at: Set(self.now()),
        })
        .await;
        id
    }
}

/// The offers that somebody finds with a query, by id.
///
/// # Panics
/// If the total tells another number.
pub async fn found(caller: &Caller, query: &str) -> Vec<Uuid> {
    let list = caller.get(&format!("/v1/sales-offers?include_total=true&{query}")).await.expect(200);
    assert_eq!(list.json["page"]["total"], json!(list.data().len()), "{list}");
    let mut ids = list.ids();
    ids.sort();
    ids
}
