//! Which results lie within a scope.

use entity::screening_result;
use sea_orm::Condition;

use crate::{
    access::{Owned, Reach},
    applications::queries::of_applications_within,
};

impl Owned for screening_result::Entity {
    const ID: screening_result::Column = screening_result::Column::ApplicationId;
    const VOIDED: Option<screening_result::Column> = None;

    fn within(reach: &Reach) -> Condition {
        of_applications_within(screening_result::Column::ApplicationId, reach)
    }
}
