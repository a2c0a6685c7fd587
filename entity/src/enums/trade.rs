//! Values of trade: products, offers, contracts, deliveries.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What a unit measures; units of one measure convert exactly.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize, ToSchema,
)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(20))", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// Weight; the first unit is the kilogram.
    Mass,
    /// Animals, counted.
    Head,
    /// Volume; the first unit is the litre.
    Volume,
}

/// Form a product is sold in.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    EnumIter,
    DeriveActiveEnum,
    Serialize,
    Deserialize,
    ToSchema,
)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(20))", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum ProductForm {
    /// As harvested.
    Fresh,
    /// Dried.
    Dried,
    /// Alive.
    LiveWeight,
    /// Worked up.
    Processed,
}

/// State of an offer.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize, ToSchema,
)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(20))", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum OfferStatus {
    /// Being written.
    Draft,
    /// Partners see it, until its last day.
    Published,
    /// Taken back.
    Withdrawn,
}

/// State of a request to see an offer in detail.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize, ToSchema,
)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(20))", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum OfferRequestStatus {
    /// Waits for an answer.
    Open,
    /// The partner sees it in detail.
    Granted,
    /// The partner does not.
    Refused,
}

/// One of the two sides of a contract.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize, ToSchema,
)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(20))", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// The buyer.
    Partner,
    /// The seller.
    Group,
}

/// State of a contract, as it is stored; whether it is active or expired follows from its dates.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize, ToSchema,
)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(20))", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum ContractStatus {
    /// Being written by one side.
    Draft,
    /// Waits for both sides to confirm one text.
    Submitted,
    /// Both sides have confirmed one text.
    Confirmed,
    /// Everything was delivered that will be.
    Completed,
    /// A side did not want it.
    Rejected,
    /// Ended before its time.
    Terminated,
}

/// Form of linkage (Decree 98/2018/NĐ-CP, article 4).
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize, ToSchema,
)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(30))", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum LinkageForm {
    /// From inputs and services over production, harvest and processing to the sale.
    FullChain,
    /// Inputs and services, with the sale.
    InputsSale,
    /// Production, harvest and processing, with the sale.
    ProductionProcessingSale,
    /// Inputs, services, production and harvest, with the sale.
    InputsProductionSale,
    /// Production and harvest, with the sale.
    ProductionSale,
    /// Processing, with the sale.
    ProcessingSale,
    /// Another form.
    Other,
}

/// How the price of a line is found.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize, ToSchema,
)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(20))", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum PriceRule {
    /// It was agreed on.
    Fixed,
    /// At least what was agreed on.
    Floor,
    /// The market price of the day with a premium.
    MarketLinked,
}

/// Why a text in force is to be changed.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize, ToSchema,
)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(20))", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Rationale {
    /// Another price.
    Price,
    /// Another quantity.
    Quantity,
    /// Another term or window.
    Term,
    /// Another place or way of delivery.
    Delivery,
    /// Another product or grade.
    Product,
    /// A mistake is put right.
    Mistake,
    /// Something nobody could prevent.
    ForceMajeure,
    /// Another reason, told in words.
    Other,
}

/// State of a delivery.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize, ToSchema,
)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(20))", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum DeliveryStatus {
    /// The group has recorded it.
    Recorded,
    /// The buyer has weighed about the same.
    Acknowledged,
    /// The buyer has weighed something else.
    Disputed,
    /// Staff have settled what counts.
    Settled,
}

/// How a delivery was paid.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize, ToSchema,
)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(20))", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum PaymentMeans {
    /// Through a bank.
    Transfer,
    /// In cash.
    Cash,
    /// Set off against an advance or inputs.
    Offset,
}
