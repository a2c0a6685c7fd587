//! What goes over the wire about groups to whoever might trade with them.

use entity::{
    enums::{GroupStatus, LegalForm},
    ids::{AreaId, GroupId},
};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{
    group_chains::messages::ChainUse,
    http::Filter,
    values::{Commaed, Line},
};

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
