//! One function per operation on documents of publications.

use std::sync::Arc;

use actix_web::web::Bytes;
use entity::ids::PublicationId;
use formats::{
    charts::{self, Kind, Undrawn},
    document::Document,
    language::Language,
};

use super::messages::{ChartFilter, ChartKind, ChartLanguage, FormatFilter};
use crate::{
    access::{Access, Public, permission::publications::ReadPublications},
    error::{Code, Error},
    http::{Drawing, Path, Query, Rendition, Taken, Unchanging},
    indicator_definitions::queries::Definition,
    publication_documents::{FORMATS, Format},
};

/// The format that is asked for by name, or by media type.
fn asked(filter: &FormatFilter, taken: &Taken) -> Result<Format, Error> {
    if let Some(named) = filter.format {
        return named.format();
    }
    let media_types = FORMATS.map(Format::essence);
    let best = taken.best(&media_types).ok_or(Error::Refused(Code::NotAcceptable))?;
    Ok(FORMATS[best])
}

fn rendition(id: PublicationId, format: Format, file: Arc<Unchanging>) -> Rendition {
    let file_name = format!("publication-{id}.{}", format.ending());
    Rendition { media_type: format.media_type(), file_name, file }
}

pub(super) async fn download_publication_document(
    access: Access<ReadPublications>,
    Path(id): Path<PublicationId>,
    filter: Query<FormatFilter>,
    taken: Taken,
) -> Result<Rendition, Error> {
    let format = asked(&filter, &taken)?;
    Ok(rendition(id, format, access.rendition(id, format.word()).await?))
}

pub(super) async fn download_latest_publication(
    public: Public,
    filter: Query<FormatFilter>,
    taken: Taken,
) -> Result<Rendition, Error> {
    let format = asked(&filter, &taken)?;
    let (id, file) = public.latest_publication(format.word()).await?;
    Ok(rendition(id, format, file))
}

pub(super) async fn download_publication_chart(
    access: Access<ReadPublications>,
    Path((id, definition)): Path<(PublicationId, &'static Definition)>,
    filter: Query<ChartFilter>,
) -> Result<Drawing, Error> {
    let document = access.rendition(id, Format::Json.word()).await?;
    let document: Document = serde_json::from_slice(&document.bytes).map_err(Error::internal)?;
    let kinds = match filter.kind {
        Some(ChartKind::Progress) => &[Kind::Progress][..],
        Some(ChartKind::Trend) => &[Kind::Trend],
        Some(ChartKind::Tiles) => &[Kind::Tiles],
        None => &Kind::ALL,
    };
    let language = match filter.language.unwrap_or_default() {
        ChartLanguage::Vi => Language::Vi,
        ChartLanguage::En => Language::En,
    };
    for kind in kinds {
        let mut picture = Vec::new();
        match charts::write(&document, definition.code, *kind, language, &mut picture) {
            Ok(()) => {
                return Ok(Drawing(Rendition {
                    media_type: charts::MEDIA_TYPE,
                    file_name: format!("publication-{id}-{}.svg", definition.code),
                    file: Arc::new(Unchanging::of(Bytes::from(picture))),
                }));
            }
            Err(Undrawn::Output(error)) => return Err(Error::internal(error)),
            Err(_) => {}
        }
    }
    Err(Error::NotFound)
}
