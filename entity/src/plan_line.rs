//! Lines of the versions of a plan.

use crate::enums::{ProductForm, Season};
use crate::ids::{GroupId, PartnerId, PlanId, PlanLineId};
use sea_orm::entity::prelude::*;

/// One row of `plan_line`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "plan_line")]
pub struct Model {
    /// Identifier of the line.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PlanLineId,
    /// The plan.
    pub plan_id: PlanId,
    /// Number of the version.
    pub n: i32,
    /// Number of the line, the same in every version.
    pub line_no: i32,
    /// The group.
    pub group_id: GroupId,
    /// The value chain.
    pub chain: String,
    /// The form it will be sold in.
    pub form: ProductForm,
    /// When it grows.
    pub season: Season,
    /// Area, of crops.
    pub area_m2: Option<i64>,
    /// Animals, of livestock.
    pub heads: Option<i32>,
    /// The unit of quantities.
    pub unit: String,
    /// What will be harvested, in millionths of the unit.
    pub quantity: i64,
    /// What it will cost.
    pub cost_vnd: i64,
    /// What it will bring.
    pub revenue_vnd: i64,
    /// The buyer foreseen, in words.
    pub buyer: Option<String>,
    /// The buyer foreseen, if registered.
    pub partner_id: Option<PartnerId>,
}

impl ActiveModelBehavior for ActiveModel {}
