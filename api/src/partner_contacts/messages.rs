//! What goes over the wire about whom to ask for at a partner.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::{
    http::present,
    values::{Line, PersonName, Phone},
};

/// Whom to ask for at a partner.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
pub struct Contact {
    /// Their name.
    #[schema(max_length = 120, example = "Hoàng Văn Thử")]
    pub name: String,
    /// What they are there.
    #[schema(max_length = 120, example = "Phụ trách thu mua")]
    pub position: Option<String>,
    /// Their phone, as E.164.
    #[schema(max_length = 16, example = "+842060000123")]
    pub phone: String,
    /// Their mail address.
    #[schema(max_length = 254, example = "thu.mua@example.org")]
    pub email: Option<String>,
}

/// Whom to ask for at a new partner.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "name": "Hoàng Văn Thử", "position": "Phụ trách thu mua", "phone": "02060000123" }))]
pub struct NewContact {
    /// Their name.
    pub name: PersonName,
    /// What they are there.
    pub position: Option<Line<1, 120>>,
    /// Their phone.
    pub phone: Phone,
    /// Their mail address.
    #[schema(value_type = Option<String>, format = "email", max_length = 254)]
    pub email: Option<Line<3, 254>>,
}

/// Changes of whom to ask for; null clears.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "phone": "02060000124" }))]
pub struct ContactPatch {
    /// Their name.
    #[schema(nullable = false)]
    pub name: Option<PersonName>,
    /// What they are there.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<Line<1, 120>>)]
    pub position: Option<Option<Line<1, 120>>>,
    /// Their phone.
    #[schema(nullable = false)]
    pub phone: Option<Phone>,
    /// Their mail address.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<String>, format = "email", max_length = 254)]
    pub email: Option<Option<Line<3, 254>>>,
}
