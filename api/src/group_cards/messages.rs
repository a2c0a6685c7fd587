//! What goes over the wire about groups to whoever might trade with them.

use entity::{
    enums::{GroupStatus, LegalForm, ProductForm},
    ids::{AreaId, GroupId},
};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{
    group_chains::messages::ChainUse,
    http::Filter,
    values::{Commaed, Line, Quantity},
};

/// How much of a product a group offers in a unit.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlannedVolume {
    /// Code of the value chain.
    #[schema(max_length = 30, example = "lac")]
    pub chain: String,
    /// The form in which it is sold.
    pub form: ProductForm,
    /// Code of the unit.
    #[schema(max_length = 20, example = "ta")]
    pub unit: String,
    /// How many of the unit in all, as a decimal.
    #[schema(value_type = String, max_length = 20, pattern = r"^(0|[1-9][0-9]*)(\.[0-9]{1,6})?$", example = "37.5")]
    pub quantity: Quantity,
}

/// The public card of a group, as it is today.
#[derive(Debug, FromQueryResult, Serialize, ToSchema)]
pub struct GroupCard {
    /// The id of the group.
    pub id: GroupId,
    /// The number people read aloud.
    #[schema(max_length = 20, example = "NH-000123")]
    pub code: String,
    /// Its name.
    #[schema(max_length = 160, example = "Tổ hợp tác trồng lạc Nà Giàng")]
    pub name: String,
    /// Its form.
    pub legal_form: LegalForm,
    /// Its state.
    pub status: GroupStatus,
    /// Its commune.
    pub commune_id: AreaId,
    /// Name of the commune in Vietnamese.
    #[schema(max_length = 120, example = "Xã Trường Hà")]
    pub commune_name_vi: String,
    /// Name of the commune in English.
    #[schema(max_length = 120, example = "Truong Ha commune")]
    pub commune_name_en: String,
    /// Its value chains, the main one first.
    #[schema(max_items = 5)]
    #[sea_orm(skip)]
    pub value_chains: Vec<ChainUse>,
    /// How many belong to it.
    #[schema(minimum = 0, example = 14)]
    pub size: i64,
    /// What its published offers that are not over make, by product and unit.
    #[schema(max_items = 1000)]
    #[sea_orm(skip)]
    pub planned_volumes: Vec<PlannedVolume>,
}

/// Filters of the list of cards.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct GroupCardFilter {
    /// Only groups in this area, of either map.
    pub area_id: Option<AreaId>,
    /// Only groups that work in one of these value chains.
    #[param(value_type = Option<Vec<String>>)]
    pub value_chain: Option<Commaed<Line<1, 30>>>,
    /// Words of the name, or the beginning of the code.
    #[param(value_type = Option<String>, min_length = 1, max_length = 100)]
    pub q: Option<Line<1, 100>>,
}

impl Filter for GroupCardFilter {
    const SORTS: &'static [&'static str] = &["name", "code"];
}
