//! What goes over the wire about posts of cadres.

use chrono::NaiveDate;
use entity::{
    enums::{CadreLevel, Sex},
    ids::{AreaId, CadrePostId, PersonId},
};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::{Validate, ValidationError};

use crate::{
    http::Filter,
    store::{Owner, Resource},
    values::{Commaed, Day, Instant, Line},
};

/// A person holds a post of the union in a commune between two days.
#[derive(Debug, FromQueryResult, Serialize, ToSchema)]
pub struct CadrePost {
    /// Its id.
    pub id: CadrePostId,
    /// Who holds it.
    pub person_id: PersonId,
    /// The name of the holder.
    #[schema(max_length = 120, example = "Nông Thị Mẫu")]
    pub full_name: String,
    /// Whether it is a post of the commune or of a branch in it.
    pub level: CadreLevel,
    /// The commune.
    pub area_id: AreaId,
    /// What the post is called.
    #[schema(max_length = 120, example = "Chi hội trưởng xóm Nà Giàng")]
    pub title: String,
    /// The first day.
    pub from_on: NaiveDate,
    /// The first day no longer held; null while it lasts.
    pub until_on: Option<NaiveDate>,
    /// Revision.
    #[schema(minimum = 1)]
    pub version: i32,
    /// For `If-Match`.
    #[sea_orm(skip)]
    #[schema(max_length = 40, example = "\"v1\"")]
    pub etag: String,
    /// When it was entered.
    pub created_at: Instant,
    /// When it was last changed.
    pub updated_at: Instant,
}

impl Resource for CadrePost {
    const KIND: &'static str = "cadre_post";
    const COLLECTION: &'static str = "/v1/cadre-posts";
    const IMPERSONAL: &'static [&'static str] = &["person_id", "level", "area_id", "from_on", "until_on"];

    fn id(&self) -> Uuid {
        self.id.into()
    }

    fn version(&self) -> i32 {
        self.version
    }

    fn owners(&self) -> Vec<Owner> {
        vec![Owner::Commune(self.area_id)]
    }

    fn person(&self) -> Option<PersonId> {
        Some(self.person_id)
    }
}

/// Of whom a list of posts shows one each.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OnePostPer {
    /// Of each person.
    Person,
}

/// Filters of the list of posts.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct CadrePostFilter {
    /// The day on which they are held; today when absent.
    #[param(value_type = Option<String>, format = Date)]
    pub as_of: Option<Day>,
    /// Only in communes in this area, of either map.
    pub area_id: Option<AreaId>,
    /// Only posts of these levels.
    #[param(value_type = Option<Vec<CadreLevel>>)]
    pub level: Option<Commaed<CadreLevel>>,
    /// Only posts of this person.
    pub person_id: Option<PersonId>,
    /// Only holders of these sexes.
    #[param(value_type = Option<Vec<Sex>>)]
    pub sex: Option<Commaed<Sex>>,
    /// Only holders who have completed a training by the day, or all others; wherever the training was.
    pub is_trained: Option<bool>,
    /// Only training in one of these topics counts; alone it lists whoever completed one.
    #[param(value_type = Option<Vec<String>>)]
    pub topic: Option<Commaed<Line<1, 40>>>,
    /// One post for each person that the other filters leave: as many as there are of them.
    #[param(inline)]
    pub one_per: Option<OnePostPer>,
    /// Words of the holder's name.
    #[param(value_type = Option<String>, min_length = 1, max_length = 100)]
    pub q: Option<Line<1, 100>>,
}

impl Filter for CadrePostFilter {
    const SORTS: &'static [&'static str] = &["name", "id"];
}

/// A post to enter.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[validate(schema(function = "ordered"))]
#[schema(example = json!({
    "person_id": "0181b1a8-4c00-7000-8000-000000000001", "level": "branch",
    "area_id": "0181b1a8-4c00-7000-8000-000000000001", "title": "Chi hội trưởng xóm Nà Giàng", "from_on": "2022-06-30",
}))]
pub struct NewCadrePost {
    /// An id made by the client; the server makes one when absent.
    pub id: Option<CadrePostId>,
    /// Who holds it; also one that a look-up by full number has found elsewhere.
    pub person_id: PersonId,
    /// Whether it is a post of the commune or of a branch in it.
    pub level: CadreLevel,
    /// The commune; must exist on the first day.
    pub area_id: AreaId,
    /// What the post is called.
    pub title: Line<1, 120>,
    /// The first day, today at the latest.
    pub from_on: Day,
    /// The first day no longer held, today at the latest; absent while it lasts.
    pub until_on: Option<Day>,
}

fn ordered(new: &NewCadrePost) -> Result<(), ValidationError> {
    match new.until_on {
        Some(until_on) if until_on <= new.from_on => Err(ValidationError::new("inconsistent")
            .with_message("Ngày kết thúc phải sau ngày bắt đầu.|The end must come after the start.".into())),
        _ => Ok(()),
    }
}

/// Changes of a post; it ends by an action.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CadrePostPatch {
    /// What the post is called.
    #[schema(nullable = false, example = "Phó Chủ tịch Hội Nông dân xã")]
    pub title: Option<Line<1, 120>>,
}

/// A post is no longer held.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CadrePostEnd {
    /// The first day no longer held, after the first one and today at the latest.
    pub until_on: Day,
}
