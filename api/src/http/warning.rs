//! What a reply draws attention to although the request was carried out.

use serde::Serialize;
use utoipa::ToSchema;

use crate::error::Text;

/// Something that deserves attention; it refuses nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Warning {
    /// Stable and English: what clients decide by.
    #[schema(max_length = 40, example = "notice_due")]
    pub code: &'static str,
    /// The sentence in Vietnamese.
    #[schema(max_length = 500, example = "Phải gửi thông báo đến UBND xã trước hết ngày 2022-07-07.")]
    pub detail_vi: String,
    /// The sentence in English.
    #[schema(max_length = 500, example = "The notice must reach the commune by 2022-07-07.")]
    pub detail_en: String,
}

impl Warning {
    /// A warning with its sentence.
    #[must_use]
    pub fn new(code: &'static str, detail: Text) -> Self {
        Self { code, detail_vi: detail.vi.into_owned(), detail_en: detail.en.into_owned() }
    }
}
