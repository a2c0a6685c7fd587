//! One function per operation on erasures.

use entity::ids::PersonId;

use super::{commands, messages::Erasure};
use crate::{
    access::{Access, permission::persons::ErasePerson},
    error::Error,
    http::{Json, NoContent, Path, Revision},
};

pub(super) async fn erase_person(
    access: Access<ErasePerson>,
    Path(id): Path<PersonId>,
    revision: Revision,
    erasure: Json<Erasure>,
) -> Result<NoContent, Error> {
    let work = async |tx: &_| commands::erase(tx, &access, id, erasure.reason).await;
    access.change(&revision, &erasure, work).await.map(|done| NoContent(Some(done)))
}
