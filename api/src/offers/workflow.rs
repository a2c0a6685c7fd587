//! The life of an offer: written, published, taken back, published again.

use entity::enums::OfferStatus;

use crate::{
    access::{Permission, permission::Offers},
    error::Error,
    workflow::{Step, open},
};

/// The table.
pub const STEPS: &[Step<OfferStatus>] = &[
    Step {
        action: "publish",
        from: &[OfferStatus::Draft, OfferStatus::Withdrawn],
        to: OfferStatus::Published,
        needs: Permission::Offers(Offers::PublishOffer),
    },
    Step {
        action: "withdraw",
        from: &[OfferStatus::Published],
        to: OfferStatus::Withdrawn,
        needs: Permission::Offers(Offers::WithdrawOffer),
    },
];

/// Refuses to change what an offer says once it was taken back.
///
/// # Errors
/// `state_conflict`.
pub fn check_changeable(status: OfferStatus) -> Result<(), Error> {
    match status {
        OfferStatus::Draft | OfferStatus::Published => Ok(()),
        OfferStatus::Withdrawn => Err(Error::step_not_open(&open(STEPS, status, |_| true))),
    }
}
