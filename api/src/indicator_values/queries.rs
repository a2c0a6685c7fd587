//! Counting what was asked for, from one state of the database: one statement for all indicators that count the same facts
//! by the same dimensions.

use std::collections::BTreeMap;

use super::{
    entered::Entered,
    lists::Lists,
    messages::{IndicatorValues, ValueTable, ValuesFilter},
    scans::{Scan, Scanning},
    sight::Seen,
    span::Span,
};
use crate::{
    access::{Access, permission::reports::ReadReports},
    error::{Code, Error, Text},
    extents::Extent,
    indicator_definitions::{
        messages::Dimension,
        queries::{Counting, Definition, RULES_VERSION},
    },
    indicator_tables::{
        messages::Categories,
        queries::{Counted, Ground, cells},
    },
    maps::{MapYear, Maps},
    reports::queries::chains,
    store::Snapshot,
    values::{FieldCode, Instant},
};

/// The most dimensions at once.
const MOST_DIMENSIONS: usize = 3;
/// The most cells of one table.
const MOST_CELLS: usize = 20_000;

/// One indicator with the dimensions that it is broken down by.
pub type Wanted = (&'static Definition, Vec<Dimension>);

/// The dimensions that were asked for.
///
/// # Errors
/// 422 for more than three, or for communes and districts at once.
pub fn dimensions(asked: &ValuesFilter) -> Result<&[Dimension], Error> {
    let by = asked.by.as_ref().map_or(&[][..], |by| by.as_slice());
    if by.len() > MOST_DIMENSIONS {
        return Err(unfit(FieldCode::TooManyItems, TOO_MANY));
    }
    if by.contains(&Dimension::Commune) && by.contains(&Dimension::District) {
        return Err(unfit(FieldCode::Inconsistent, ONE_PLACE));
    }
    Ok(by)
}

fn unfit(code: FieldCode, text: Text) -> Error {
    Error::unfit_parameter("by", code, text)
}

const TOO_MANY: Text = Text::new("Chỉ được tối đa ba chiều.", "At most three dimensions are allowed.");
const ONE_PLACE: Text = Text::new("Chỉ chọn xã hoặc huyện.", "It is either communes or districts.");
const UNDECLARED: Text = Text::new(
    "Chỉ tiêu này không được tách theo chiều đó; xem /v1/indicators.",
    "The indicator is not broken down by that; see /v1/indicators.",
);
const NO_DISTRICTS: Text = Text::new(
    "Bản đồ từ 2025-07-01 không còn huyện; hãy dùng map=2022.",
    "There are no districts on the map from 2025-07-01; use map=2022.",
);
const TOO_LARGE: Text = Text::new(
    "Bảng quá lớn; hãy bớt chiều hoặc chọn một địa bàn nhỏ hơn.",
    "The table is too large: take fewer dimensions or a smaller area.",
);

const WITHHELD: Text = Text::new(
    "Bạn không được xem chỉ tiêu này, hoặc không được xem chi tiết đến mức đó.",
    "You may not see this indicator, or not in that much detail.",
);

/// One indicator by what was asked for.
///
/// # Errors
/// 422 for a dimension that it does not declare.
pub fn one(definition: &'static Definition, asked: &ValuesFilter) -> Result<Vec<Wanted>, Error> {
    let by = dimensions(asked)?;
    if by.iter().any(|dimension| !definition.by.contains(dimension)) {
        return Err(unfit(FieldCode::NotInEnum, UNDECLARED));
    }
    Ok(vec![(definition, by.to_vec())])
}

/// Several indicators, each by those of the dimensions that it declares.
///
/// # Errors
/// 404 for a code that there is not, 422 for a dimension that none declares.
pub fn several(codes: Option<&[impl AsRef<str>]>, asked: &ValuesFilter) -> Result<Vec<Wanted>, Error> {
    let by = dimensions(asked)?;
    let definitions: Vec<&'static Definition> = match codes {
        Some(codes) => codes
            .iter()
            .map(|code| Definition::find(code.as_ref()).ok_or(Error::NotFound))
            .collect::<Result<_, _>>()?,
        None => Definition::all().iter().filter(|one| one.counting != Counting::Survey).collect(),
    };
    if by.iter().any(|dimension| definitions.iter().all(|one| !one.by.contains(dimension))) {
        return Err(unfit(FieldCode::NotInEnum, UNDECLARED));
    }
    let of = |one: &'static Definition| {
        let declared = by.iter().filter(|dimension| one.by.contains(dimension));
        (one, declared.copied().collect())
    };
    Ok(definitions.into_iter().map(of).collect())
}

/// The values that were asked for.
///
/// # Errors
/// 403 when none of them may be seen, 404 for a unit outside the reach, 422 for one that is not on the map, for a period
/// that is none and for a table that is too large.
pub async fn values(
    access: &Access<ReadReports>,
    snapshot: &Snapshot,
    asked: &ValuesFilter,
    wanted: &[Wanted],
) -> Result<IndicatorValues, Error> {
    let today = access.service().clock().today();
    let span = Span::of(asked, today)?;
    let maps = Maps::load(access, snapshot).await?;
    let map = asked.map.unwrap_or_else(|| MapYear::valid_on(span.as_of()));
    let extent = Extent::resolve(access.reach(), &maps, map, asked.area_id)?;
    span.check(today)?;
    if map == MapYear::Of2025 && wanted.iter().any(|(_, by)| by.contains(&Dimension::District)) {
        return Err(unfit(FieldCode::Inconsistent, NO_DISTRICTS));
    }
    let seen = Seen::by(access, &extent, &maps);
    let visible: Vec<&Wanted> = wanted.iter().filter(|(one, by)| seen.shows(one, by)).collect();
    if visible.is_empty() {
        return Err(Error::Forbidden(Code::PermissionDenied, Some(WITHHELD)));
    }
    let chains = chains(access, snapshot).await?;
    let young = access.service().settings().young_ages;
    let ground = Ground { maps: &maps, map, within: &extent.areas, chains: &chains, young };
    let scanning = Scanning { access, snapshot, extent: &extent, maps: &maps, span };
    let counted = scanning.all(&visible).await?;
    let entered = Entered::load(access, snapshot, &extent, (wanted, span.as_of())).await?;
    let lists =
        Lists { area: asked.area_id, map, span, is_listed: seen.lists_records(access, &extent, &maps) };
    let (mut names, mut tables) = (BTreeMap::new(), Vec::new());
    for (definition, by) in wanted {
        let mut table = empty(definition, by);
        if definition.counting == Counting::Survey {
            table = entered.surveyed(definition, table);
        }
        let runs = Scan::of(definition, by).and_then(|scan| counted.get(&scan));
        if let Some(runs) = runs.filter(|_| seen.shows(definition, by)) {
            let runs: Vec<Counted<'_>> =
                runs.iter().map(|(year, facts)| Counted { year: *year, facts }).collect();
            let categories: Vec<Categories> =
                by.iter().map(|dimension| ground.categories(*dimension, &runs)).collect();
            check_size(&categories)?;
            let found = cells(definition, &ground, &categories, &runs);
            table.cells = found.into_iter().map(|cell| lists.cell(definition, cell)).collect();
            table.is_withheld = false;
            merge(&mut names, categories);
        }
        tables.push(entered.beside(table));
    }
    Ok(IndicatorValues {
        from_on: span.from_on,
        until_on: span.until_on,
        as_of: span.as_of(),
        map,
        area: asked.area_id.and_then(|id| maps.unit(id)).map(Into::into),
        rules_version: RULES_VERSION,
        computed_at: Instant::from(access.service().clock().now()),
        categories: names.into_values().collect(),
        indicators: tables,
    })
}

fn check_size(categories: &[Categories]) -> Result<(), Error> {
    let cells: usize = categories.iter().map(|all| all.categories.len() + 1).product();
    if cells > MOST_CELLS { Err(unfit(FieldCode::OutOfRange, TOO_LARGE)) } else { Ok(()) }
}

/// Several tables can know different categories of a dimension.
fn merge(names: &mut BTreeMap<Dimension, Categories>, categories: Vec<Categories>) {
    for new in categories {
        let known = names
            .entry(new.dimension)
            .or_insert_with(|| Categories { dimension: new.dimension, categories: Vec::new() });
        for category in new.categories {
            if !known.categories.contains(&category) {
                known.categories.push(category);
            }
        }
    }
}

fn empty(definition: &'static Definition, by: &[Dimension]) -> ValueTable {
    let of = definition.of.map(|(_, names)| names);
    ValueTable {
        code: definition.code,
        name_vi: definition.names.0,
        name_en: definition.names.1,
        unit: definition.unit,
        denominator_vi: of.map(|(vi, _)| vi),
        denominator_en: of.map(|(_, en)| en),
        by: by.to_vec(),
        is_withheld: true,
        target: None,
        baseline: None,
        measured_on: None,
        cells: Vec::new(),
    }
}
