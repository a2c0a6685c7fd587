//! The life of a publication: it is prepared, then published, and nothing leads out of that.

use entity::enums::PublicationStatus;

use crate::{
    access::{Permission, permission::Publications},
    workflow::Step,
};

/// The table.
pub(super) const STEPS: &[Step<PublicationStatus>] = &[Step {
    action: "publish",
    from: &[PublicationStatus::Draft],
    to: PublicationStatus::Published,
    needs: Permission::Publications(Publications::PublishPublication),
}];
