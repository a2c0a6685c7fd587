//! The addresses of the records behind values.

use entity::ids::AreaId;

use super::{messages::ValueCell, sight::is_sensitive, span::Span};
use crate::{
    indicator_definitions::{messages::Dimension, queries::Definition},
    indicator_tables::{
        messages::{CellKey, DIMENSIONS},
        queries::Parts,
    },
    indicators::messages::share_bps,
    maps::MapYear,
};

/// What the addresses are made of.
#[derive(Clone, Copy, Debug)]
pub struct Lists {
    /// The unit asked for.
    pub area: Option<AreaId>,
    /// The map of places.
    pub map: MapYear,
    /// The period.
    pub span: Span,
    /// Whether records may be listed, plain and sensitive.
    pub is_listed: [bool; 2],
}

impl Lists {
    /// A cell with the address of its records.
    #[must_use]
    pub fn cell(&self, definition: &Definition, (key, parts): (CellKey, Parts)) -> ValueCell {
        let by: Vec<Dimension> =
            DIMENSIONS.iter().map(|(_, one)| *one).filter(|one| key.of(*one).is_some()).collect();
        let [plain, sensitive] = self.is_listed;
        let is_listed = if is_sensitive(definition, &by) { sensitive } else { plain };
        ValueCell {
            value: parts.value,
            denominator: parts.denominator,
            share_bps: parts.denominator.and_then(|of| share_bps(parts.value, of)),
            records_url: is_listed.then(|| self.url(definition, &key)).flatten(),
            key,
        }
    }

    /// The records of a cell in its year; none in a year that the period does not reach.
    fn url(&self, definition: &Definition, key: &CellKey) -> Option<String> {
        let span = match &key.year {
            Some(year) => self.span.years().into_iter().find(|(one, _)| one.to_string() == *year)?.1,
            None => self.span,
        };
        let map = match self.map {
            MapYear::Of2022 => "2022",
            MapYear::Of2025 => "2025",
        };
        let mut url = format!(
            "/v1/indicators/{}/records?from_on={}&until_on={}&map={map}",
            definition.code, span.from_on, span.until_on
        );
        if let Some(area) = self.area {
            url.push_str(&format!("&area_id={area}"));
        }
        for (name, dimension) in DIMENSIONS {
            if let Some(code) = key.of(dimension).filter(|_| dimension != Dimension::Year) {
                url.push_str(&format!("&{name}={code}"));
            }
        }
        Some(url + "&include_total=true")
    }
}
