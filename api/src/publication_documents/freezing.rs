//! Writing a document down in every format, once and for all: what is fetched later is what was written then, whatever
//! becomes of the code.

use std::io::{self, Write};

use chrono::{DateTime, Utc};
use entity::{ids::PublicationId, publication, publication_cell, publication_file};
use flate2::{Compression, GzBuilder};
use formats::{csv, dhis2, document::Document, hxl, iati, language::Language, sdmx, xlsx};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use utoipa::ToSchema;

use super::Drafted;
use crate::{error::Error, http::JSON};

/// A format of a published document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// The document itself.
    Json,
    /// One row for each cell, for spreadsheets.
    Csv,
    /// A workbook with a cover sheet and charts, in Vietnamese.
    Xlsx,
    /// The same in English.
    XlsxEn,
    /// CSV with hashtags of the Humanitarian Exchange Language.
    Hxl,
    /// SDMX-CSV 2.x.
    Sdmx,
    /// The structure that the SDMX-CSV refers to, SDMX-ML 3.0.
    SdmxStructure,
    /// An activity with results, IATI 2.03.
    Iati,
    /// A data value set of DHIS2.
    Dhis2,
}

/// All of them; those that a media type alone asks for stand before others of the same type.
pub const FORMATS: [Format; 9] = [
    Format::Json,
    Format::Csv,
    Format::Xlsx,
    Format::Sdmx,
    Format::SdmxStructure,
    Format::Iati,
    Format::Hxl,
    Format::XlsxEn,
    Format::Dhis2,
];

impl Format {
    /// The word of `?format=`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::XlsxEn => "xlsx_en",
            Self::Hxl => "hxl",
            Self::Sdmx => "sdmx",
            Self::SdmxStructure => "sdmx_structure",
            Self::Iati => "iati",
            Self::Dhis2 => "dhis2",
        }
    }

    /// The media type, with its parameters.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Json => JSON,
            // A type of its own, because the contract says what JSON of this service holds.
            Self::Dhis2 => "application/vnd.dhis2.data-value-set+json",
            Self::Csv | Self::Hxl => "text/csv; charset=utf-8",
            Self::Xlsx | Self::XlsxEn => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Sdmx => "application/vnd.sdmx.data+csv; version=2.1.0",
            Self::SdmxStructure => "application/vnd.sdmx.structure+xml; version=3.0.0",
            Self::Iati => "application/xml",
        }
    }

    /// The media type without its parameters.
    #[must_use]
    pub fn essence(self) -> &'static str {
        self.media_type().split(';').next().unwrap_or_default()
    }

    /// How its files end.
    #[must_use]
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::XlsxEn => "en.xlsx",
            Self::Hxl => "hxl.csv",
            Self::Sdmx => "sdmx.csv",
            Self::SdmxStructure => "structure.xml",
            Self::Iati => "iati.xml",
            Self::Dhis2 => "dhis2.json",
        }
    }

    fn write(self, document: &Document, names: &ForeignNames) -> io::Result<Vec<u8>> {
        let mut out = Vec::new();
        match self {
            Self::Json => serde_json::to_writer(&mut out, document)?,
            Self::Csv => csv::write(document, &mut out)?,
            Self::Xlsx => xlsx::write(document, Language::Vi, &mut out)?,
            Self::XlsxEn => xlsx::write(document, Language::En, &mut out)?,
            Self::Hxl => hxl::write(document, &mut out)?,
            Self::Sdmx => sdmx::write_data(document, &mut out)?,
            Self::SdmxStructure => sdmx::write_structure(document, &mut out)?,
            Self::Iati => iati::write(document, &names.activity, &mut out)?,
            Self::Dhis2 => match &names.mapping {
                Some(mapping) => dhis2::write(document, mapping, &mut out)?,
                None => dhis2::write(document, &dhis2::Mapping::derived(document), &mut out)?,
            },
        }
        Ok(out)
    }
}

/// What figures, places and the activity are called elsewhere.
#[derive(Clone, Debug, Default)]
pub struct ForeignNames {
    /// Identifiers of a DHIS2 instance; none where they follow from the codes.
    pub mapping: Option<dhis2::Mapping>,
    /// The activity in IATI.
    pub activity: iati::Activity,
}

/// A draft as it is kept for ever.
#[derive(Debug)]
pub struct Frozen {
    /// The revision of the draft that it was made of.
    pub version: i32,
    /// What had been published about the same days.
    pub beside: Vec<PublicationId>,
    /// When it was counted.
    pub published_at: DateTime<Utc>,
    /// SHA-256 of the document.
    pub sha256: Vec<u8>,
    /// The true values.
    pub cells: Vec<publication_cell::Model>,
    /// The bytes of every format.
    pub files: Vec<publication_file::Model>,
}

impl Frozen {
    /// Writes everything down, which takes a while.
    ///
    /// # Errors
    /// When a format cannot be written.
    pub fn of(drafted: &Drafted, row: &publication::Model, names: &ForeignNames) -> Result<Self, Error> {
        let document = drafted.document(row);
        let mut files = Vec::new();
        for format in FORMATS {
            let bytes = format.write(&document, names).map_err(Error::internal)?;
            files.push(publication_file::Model {
                publication_id: row.id,
                format: format.word().to_owned(),
                sha256: Sha256::digest(&bytes).to_vec(),
                gzip: gzip(&bytes).map_err(Error::internal)?,
                bytes,
            });
        }
        Ok(Self {
            version: row.version,
            beside: drafted.beside.clone(),
            published_at: drafted.at,
            sha256: files.first().map(|file| file.sha256.clone()).unwrap_or_default(),
            cells: drafted.cells(row.id).map_err(Error::internal)?,
            files,
        })
    }
}

/// The same bytes give the same: no time, no name.
fn gzip(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut writer = GzBuilder::new().write(Vec::new(), Compression::best());
    writer.write_all(bytes)?;
    writer.finish()
}
