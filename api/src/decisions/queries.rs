//! Which decisions lie within a scope.

use entity::grant_decision;
use sea_orm::Condition;

use crate::{
    access::{Owned, Reach},
    applications::queries::of_applications_within,
};

impl Owned for grant_decision::Entity {
    const ID: grant_decision::Column = grant_decision::Column::Id;
    const VOIDED: Option<grant_decision::Column> = None;

    fn within(reach: &Reach) -> Condition {
        of_applications_within(grant_decision::Column::ApplicationId, reach)
    }
}
