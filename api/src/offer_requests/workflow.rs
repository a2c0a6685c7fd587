//! The life of a request: open until the group answers; what was granted can be refused afterwards.

use entity::enums::OfferRequestStatus;

use crate::{
    access::{Permission, permission::Offers},
    workflow::Step,
};

/// The table.
pub const STEPS: &[Step<OfferRequestStatus>] = &[
    Step {
        action: "grant",
        from: &[OfferRequestStatus::Open],
        to: OfferRequestStatus::Granted,
        needs: Permission::Offers(Offers::GrantOfferRequest),
    },
    Step {
        action: "refuse",
        from: &[OfferRequestStatus::Open, OfferRequestStatus::Granted],
        to: OfferRequestStatus::Refused,
        needs: Permission::Offers(Offers::RefuseOfferRequest),
    },
];
