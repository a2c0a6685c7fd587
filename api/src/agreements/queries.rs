//! Which agreements lie within a scope.

use entity::agreement;
use sea_orm::Condition;

use crate::{
    access::{Owned, Reach},
    applications::queries::of_applications_within,
};

impl Owned for agreement::Entity {
    const ID: agreement::Column = agreement::Column::ApplicationId;
    const VOIDED: Option<agreement::Column> = None;

    fn within(reach: &Reach) -> Condition {
        of_applications_within(agreement::Column::ApplicationId, reach)
    }
}
