//! The one operation on records behind values.

use super::{
    messages::{IndicatorRecord, RecordFilter},
    queries::{Listing, of_cell},
};
use crate::{
    access::{
        Access, owned_ids,
        permission::{indicators::ReadIndicatorRecords, persons::ReadPersonsSensitive},
    },
    error::{Code, Error},
    extents::Extent,
    http::{List, Page, Path},
    indicator_definitions::{
        messages::Dimension,
        queries::{Base, Counting, Definition},
    },
    indicator_facts::{Asked, queries::on_rows},
    indicator_values::{sight::is_sensitive, span::Span},
    maps::{MapYear, Maps},
    values::FieldCode,
};

pub(super) async fn list_indicator_records(
    access: Access<ReadIndicatorRecords>,
    Path(definition): Path<&'static Definition>,
    list: List<RecordFilter>,
) -> Result<Page<IndicatorRecord>, Error> {
    let Counting::Facts(base, measure) = definition.counting else { return Err(Error::NotFound) };
    let (filter, today) = (&list.filter, access.service().clock().today());
    let span = Span::of(&filter.period(), today)?;
    let maps = access.at_one_instant(async |snapshot| Maps::load(&access, snapshot).await).await?;
    let map = filter.map.unwrap_or_else(|| MapYear::valid_on(span.as_of()));
    let extent = Extent::resolve(access.reach(), &maps, map, filter.area_id)?;
    span.check(today)?;
    let key = filter.key();
    let by: Vec<Dimension> =
        definition.by.iter().copied().filter(|dimension| key.of(*dimension).is_some()).collect();
    if let Some((name, _)) = key.undeclared(definition.by) {
        return Err(Error::parameter(name, FieldCode::UnknownField));
    }
    let listed = access.reach_of::<ReadPersonsSensitive>();
    if is_sensitive(definition, &by) && !extent.is_within(&listed, &maps) {
        return Err(Error::Forbidden(Code::PermissionDenied, None));
    }
    let known = (!listed.whole).then(|| owned_ids::<entity::person::Entity>(&listed));
    let (period, young) = ((span.from_on, span.as_of()), access.service().settings().young_ages);
    let asked = Asked::new(period, extent.area, (&by, &[measure]), known, young);
    let cell = of_cell(&key, &by, (&maps, map));
    let listing = Listing { access: &access, base, measure, asked: &asked, cell, page: &list.page };
    let page = on_rows(&access, base, listing).await?;
    let (resource_type, path) = kind_of(base);
    Ok(Page(page.map(|found| IndicatorRecord {
        url: path.map(|path| format!("/v1/{path}/{}", found.id)),
        id: found.id,
        resource_type,
        adds: found.adds,
    })))
}

const fn kind_of(base: Base) -> (&'static str, Option<&'static str>) {
    match base {
        Base::Groups => ("farmer_group", Some("farmer-groups")),
        Base::Memberships | Base::Members => ("membership", Some("memberships")),
        Base::Persons => ("person", Some("persons")),
        Base::Households => ("household", Some("households")),
        Base::Cadres => ("cadre_post", Some("cadre-posts")),
        Base::Payments => ("posting", None),
        Base::Communes => ("project_commune", None),
    }
}
