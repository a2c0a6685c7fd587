//! What goes over the wire about documents of publications.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::publication_documents::Format;

/// In which format a document is asked for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct FormatFilter {
    /// The format; the media type that `Accept` prefers when absent.
    #[param(inline)]
    pub format: Option<Format>,
}

/// What a chart shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChartKind {
    /// The total beside the target.
    #[default]
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
    /// What it shows; the progress to the target when absent.
    #[param(inline)]
    pub kind: Option<ChartKind>,
    /// Its language; Vietnamese when absent.
    #[param(inline)]
    pub language: Option<ChartLanguage>,
}
