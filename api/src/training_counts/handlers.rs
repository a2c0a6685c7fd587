//! The one operation on the counts of an event.

use entity::{ids::TrainingId, training_event};
use sea_orm::QueryTrait;

use super::{
    messages::TrainingCounts,
    queries::{PARTS, Part, numbers},
};
use crate::{
    access::{Access, permission::trainings::ReadTrainings},
    error::Error,
    http::{Computed, Path},
};

pub(super) async fn get_training_counts(
    access: Access<ReadTrainings>,
    Path(id): Path<TrainingId>,
) -> Result<Computed<TrainingCounts>, Error> {
    access.one(access.row::<training_event::Entity>(id)).await?;
    let mut counts = TrainingCounts::default();
    for (count, enter) in PARTS {
        let found: Vec<Part> = access
            .shaped(access.row::<training_event::Entity>(id), |mut select| {
                let counted = count(QueryTrait::query(&mut select).to_owned(), false);
                *QueryTrait::query(&mut select) = counted;
                select
            })
            .await?;
        enter(&mut counts, found.first().map(numbers).unwrap_or_default());
    }
    Ok(Computed(counts))
}
