//! What goes over the wire about documents of publications.

use serde::{Deserialize, Deserializer, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{
    error::{Code, Error, Text},
    publication_documents::{FORMATS, Format},
};

/// A format by its name. One that there is not is refused as a media type would be, not as a parameter out of shape.
#[derive(Clone, Copy, Debug)]
pub struct Named(Option<Format>);

impl<'de> Deserialize<'de> for Named {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let word = String::deserialize(deserializer)?;
        Ok(Self(FORMATS.into_iter().find(|format| format.word() == word)))
    }
}

impl Named {
    /// The format.
    ///
    /// # Errors
    /// 406 when there is none of that name.
    pub fn format(self) -> Result<Format, Error> {
        self.0.ok_or(Error::conflict(Code::NotAcceptable, KNOWN))
    }
}

const KNOWN: Text = Text::new(
    "Các định dạng: json, csv, xlsx, xlsx_en, hxl, sdmx, sdmx_structure, iati, dhis2.",
    "The formats are json, csv, xlsx, xlsx_en, hxl, sdmx, sdmx_structure, iati and dhis2.",
);

/// In which format a document is asked for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct FormatFilter {
    /// The format; the media type that `Accept` prefers when absent.
    #[param(inline, value_type = Option<Format>)]
    pub format: Option<Named>,
}

/// What a chart shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChartKind {
    /// The total beside the target.
    Progress,
    /// The parts by year.
    Trend,
    /// The communes as tiles, coloured by value.
    Tiles,
}

/// The language of a chart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChartLanguage {
    /// Vietnamese.
    #[default]
    Vi,
    /// English.
    En,
}

/// Which chart is asked for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct ChartFilter {
    /// What it shows; when absent the first of these that the publication has figures for.
    #[param(inline)]
    pub kind: Option<ChartKind>,
    /// Its language; Vietnamese when absent.
    #[param(inline)]
    pub language: Option<ChartLanguage>,
}
