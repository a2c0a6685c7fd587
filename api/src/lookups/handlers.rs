//! One function per operation on look-ups.

use super::{
    messages::{Lookup, LookupHits},
    queries,
};
use crate::{
    access::{Access, permission::persons::LookupPersons},
    error::Error,
    http::{Computed, Json},
};

pub(super) async fn lookup_persons(
    access: Access<LookupPersons>,
    wanted: Json<Lookup>,
) -> Result<Computed<LookupHits>, Error> {
    let data = queries::within_reach(&access, &wanted).await?;
    match &wanted.number {
        Some(number) if data.is_empty() => {
            queries::beyond_reach(&access, number).await.map(|data| Computed(LookupHits { data }))
        }
        _ => Ok(Computed(LookupHits { data })),
    }
}
