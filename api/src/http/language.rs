//! The language of titles and details: Vietnamese unless English is preferred.

use actix_web::http::header::{ACCEPT_LANGUAGE, HeaderMap};

use crate::error::Text;

/// One of the two languages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// tiếng Việt.
    #[default]
    Vietnamese,
    /// English.
    English,
}

impl Language {
    /// From `Accept-Language`: whichever of the two has the higher weight; Vietnamese when neither is named.
    #[must_use]
    pub fn of(headers: &HeaderMap) -> Self {
        let sent = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let weight = |language: &str| {
            sent.split(',')
                .filter_map(|range| {
                    let mut parts = range.split(';').map(str::trim);
                    let tag = parts.next()?.split('-').next()?.to_ascii_lowercase();
                    let q = parts.find_map(|p| p.strip_prefix("q=")?.parse::<f32>().ok()).unwrap_or(1.0);
                    (tag == language).then_some(q)
                })
                .fold(0.0, f32::max)
        };
        if weight("en") > weight("vi") { Self::English } else { Self::Vietnamese }
    }

    /// The tag of `Content-Language`.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Vietnamese => "vi",
            Self::English => "en",
        }
    }

    /// The sentence in this language.
    #[must_use]
    pub fn choose(self, text: &Text) -> String {
        match self {
            Self::Vietnamese => text.vi.to_string(),
            Self::English => text.en.to_string(),
        }
    }

    /// The word in this language.
    #[must_use]
    pub const fn of_pair(self, (vi, en): (&'static str, &'static str)) -> &'static str {
        match self {
            Self::Vietnamese => vi,
            Self::English => en,
        }
    }
}
