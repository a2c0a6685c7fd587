//! The journal, read over the wire: the history of a resource and the audit log; and the sealer that chains it.
//! Nothing here or elsewhere alters an entry.

mod handlers;
pub mod messages;
pub mod queries;

pub use crate::store::{Broken, Reason, Verified, seal, seal_forever, verify};
use crate::{http::Caching, routes::Routes};

/// The operations.
pub fn routes(routes: &mut Routes<'_>) {
    routes.tag("audit-events", "Who did what, when and with which right; append only and chained by hashes.");
    let _ = routes.at("/v1/audit-events").caching(Caching::NoStore).get(
        handlers::list_audit_events,
        "list_audit_events",
        "List audit events",
        "Auditors may, for their area; events without an area are for auditors of the whole province. Lists changes, \
         refusals, sign-ins and reads of personal data, the latest first. Each reading is itself an event.",
    );
}
