//! Probes, the contract and the pages of the problem codes: operations without data.

use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    access::Public,
    error::Error,
    http::{Computed, NoContent},
    routes::Routes,
};

/// Whether the service can take requests.
#[derive(Debug, Serialize, ToSchema)]
pub struct Readiness {
    /// The database answers.
    database: bool,
    /// All migrations have been applied.
    migrations: bool,
}

async fn get_liveness(_: Public) -> Result<NoContent, Error> {
    Ok(NoContent(None))
}

async fn get_readiness(gate: Public) -> Result<Computed<Readiness>, Error> {
    let store = gate.service().store();
    store.ping().await.map_err(|_| Error::Unavailable)?;
    if !store.is_migrated().await.map_err(|_| Error::Unavailable)? || gate.service().is_stopping() {
        return Err(Error::Unavailable);
    }
    Ok(Computed(Readiness { database: true, migrations: true }))
}

/// The operations.
pub fn routes(routes: &mut Routes<'_>) {
    routes.tag("health", "Probes for load balancers and orchestrators.");
    let _ = routes.at("/livez").get(
        get_liveness,
        "get_liveness",
        "Tell that the process is alive",
        "Anybody may ask. It touches nothing: no database, no file.",
    );
    let _ = routes.at("/readyz").get(
        get_readiness,
        "get_readiness",
        "Tell whether requests can be served",
        "Anybody may ask. It checks that the database answers and that all migrations have been applied.",
    );
}
