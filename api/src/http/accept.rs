//! `Accept`: operations answer in JSON or with files, so a request that takes neither JSON, nor problem documents, nor
//! the files of its operation has no answer.

use actix_web::{
    HttpRequest,
    http::header::{self, HeaderMap},
};

use super::{JSON, PROBLEM};
use crate::error::{Code, Error};

/// Lets in requests that take JSON or one of these files.
///
/// # Errors
/// 406 `not_acceptable`.
pub(crate) fn require_taken(request: &HttpRequest, files: &[&str]) -> Result<(), Error> {
    if takes(request.headers(), files) { Ok(()) } else { Err(Error::Refused(Code::NotAcceptable)) }
}

/// What a request says about media types; for operations that answer in several.
#[derive(Clone, Debug)]
pub struct Taken(Vec<Range>);

impl Taken {
    /// Reads the headers.
    pub(crate) fn of(request: &HttpRequest) -> Self {
        Self(ranges(request.headers()))
    }

    /// The one of some media types that is taken most gladly, the first of equals; none when none is taken.
    #[must_use]
    pub fn best(&self, media_types: &[&str]) -> Option<usize> {
        if self.0.is_empty() {
            return (!media_types.is_empty()).then_some(0);
        }
        let weighed = media_types.iter().map(|name| weight(&self.0, name)).enumerate();
        let best =
            weighed.fold((0, 0.0), |best, (n, weight)| if weight > best.1 { (n, weight) } else { best });
        (best.1 > 0.0).then_some(best.0)
    }
}

fn ranges(headers: &HeaderMap) -> Vec<Range> {
    let sent = headers.get_all(header::ACCEPT).filter_map(|value| value.to_str().ok());
    sent.flat_map(|value| value.split(',')).filter_map(Range::parse).collect()
}

fn takes(headers: &HeaderMap, files: &[&str]) -> bool {
    let ranges = ranges(headers);
    ranges.is_empty()
        || [JSON, PROBLEM].iter().chain(files).any(|media_type| weight(&ranges, media_type) > 0.0)
}

/// A media range with its weight.
#[derive(Clone, Debug)]
struct Range {
    name: String,
    weight: f32,
}

impl Range {
    /// Reads one range; `*` alone is what old clients mean by `*/*`.
    fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split(';').map(str::trim);
        let name = parts.next().map(str::to_ascii_lowercase)?;
        let name = if name == "*" { "*/*".to_owned() } else { name };
        let weight = parts.find_map(|part| {
            let (name, value) = part.split_once('=')?;
            name.trim().eq_ignore_ascii_case("q").then(|| value.trim().parse().unwrap_or(1.0))
        });
        name.contains('/').then(|| Self { name, weight: weight.unwrap_or(1.0) })
    }
}

/// The weight of a media type: that of the range that names it most closely.
fn weight(ranges: &[Range], media_type: &str) -> f32 {
    let kind = media_type.split_once('/').map_or(media_type, |(kind, _)| kind);
    let is_of_kind = |name: &str| name.strip_suffix("/*").is_some_and(|named| named == kind);
    let named = |is: &dyn Fn(&str) -> bool| ranges.iter().find(|range| is(&range.name));
    let closest = named(&|name| name == media_type)
        .or_else(|| named(&is_of_kind))
        .or_else(|| named(&|name| name == "*/*"));
    closest.map_or(0.0, |range| range.weight)
}

#[cfg(test)]
mod tests {
    use super::{HeaderMap, header};

    fn takes(accept: &str, files: &[&str]) -> bool {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT, accept.parse().unwrap());
        super::takes(&headers, files)
    }

    #[test]
    fn the_closest_range_decides() {
        for accept in [
            "application/json",
            "Application/JSON; charset=utf-8",
            "application/problem+json",
            "text/html, application/*;q=0.1",
            "text/html, image/gif, *; q=.2",
            "text/html;q=0.9, */*;q=0.001",
            "*/*;q=0, application/json",
            "application/json;q=0, */*",
            "",
            "json",
        ] {
            assert!(takes(accept, &[]), "{accept}");
        }
        for accept in [
            "text/html",
            "application/xml",
            "*/*;q=0",
            "application/*;q=0.0, */*",
            "text/*, application/json;q=0",
        ] {
            assert!(!takes(accept, &[]), "{accept}");
        }
        assert!(super::takes(&HeaderMap::new(), &[]));
        assert!(takes("text/*", &["text/csv"]) && !takes("image/png", &["text/csv"]));
    }
}
