//! One function per operation on definitions of indicators.

use super::{
    messages::{Indicator, IndicatorFilter},
    queries::Definition,
};
use crate::{
    access::{Access, permission::indicators::ReadIndicators},
    error::Error,
    http::{Computed, List, Page, Path},
};

pub(super) async fn list_indicators(
    access: Access<ReadIndicators>,
    list: List<IndicatorFilter>,
) -> Result<Page<Indicator>, Error> {
    let all = Definition::all().iter().map(Indicator::from);
    let asked = all.filter(|one| list.filter.is_surveyed.is_none_or(|yes| one.is_surveyed == yes));
    access.page_of_parts(asked.collect(), &list.page, |one| one.code.to_owned()).map(Page)
}

pub(super) async fn get_indicator(
    _: Access<ReadIndicators>,
    Path(definition): Path<&'static Definition>,
) -> Result<Computed<Indicator>, Error> {
    Ok(Computed(definition.into()))
}
