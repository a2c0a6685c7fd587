//! One function per operation on values of indicators.

use super::{
    messages::{IndicatorValues, ManyValuesFilter, ValuesFilter},
    queries::{one, several, values},
};
use crate::{
    access::{Access, permission::reports::ReadReports},
    error::Error,
    http::{Computed, Path, Query},
    indicator_definitions::queries::Definition,
};

pub(super) async fn get_indicator_values(
    access: Access<ReadReports>,
    Path(definition): Path<&'static Definition>,
    asked: Query<ValuesFilter>,
) -> Result<Computed<IndicatorValues>, Error> {
    let wanted = one(definition, &asked)?;
    access.tallies(async |snapshot| values(&access, snapshot, &asked, &wanted).await).await.map(Computed)
}

pub(super) async fn get_several_indicator_values(
    access: Access<ReadReports>,
    asked: Query<ManyValuesFilter>,
) -> Result<Computed<IndicatorValues>, Error> {
    let period = ValuesFilter::from(&*asked);
    let wanted = several(asked.code.as_ref().map(|codes| codes.as_slice()), &period)?;
    access.tallies(async |snapshot| values(&access, snapshot, &period, &wanted).await).await.map(Computed)
}
