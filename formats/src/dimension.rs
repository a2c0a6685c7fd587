//! The dimensions of tables: their order, codes and names.

use super::document::Dimension;
use super::language::Language;

impl Dimension {
    /// Every dimension, in the order of columns.
    pub const ALL: [Self; 9] = [
        Self::Sex,
        Self::Young,
        Self::Indigenous,
        Self::Poverty,
        Self::Commune,
        Self::District,
        Self::ValueChain,
        Self::LegalForm,
        Self::Year,
    ];

    /// The code that is also used in JSON.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Sex => "sex",
            Self::Young => "young",
            Self::Indigenous => "indigenous",
            Self::Poverty => "poverty",
            Self::Commune => "commune",
            Self::District => "district",
            Self::ValueChain => "value_chain",
            Self::LegalForm => "legal_form",
            Self::Year => "year",
        }
    }

    /// The name for readers.
    #[must_use]
    pub fn name(self, language: Language) -> &'static str {
        match self {
            Self::Sex => language.pick("Giới tính", "Sex"),
            Self::Young => language.pick("Thanh niên", "Youth"),
            Self::Indigenous => language.pick("Dân tộc thiểu số", "Ethnic minority"),
            Self::Poverty => language.pick("Hộ nghèo", "Poverty status"),
            Self::Commune => language.pick("Xã", "Commune"),
            Self::District => language.pick("Huyện", "District"),
            Self::ValueChain => language.pick("Chuỗi giá trị", "Value chain"),
            Self::LegalForm => language.pick("Hình thức tổ chức", "Legal form"),
            Self::Year => language.pick("Năm", "Year"),
        }
    }

    /// Whether the categories are places.
    #[must_use]
    pub fn is_area(self) -> bool {
        matches!(self, Self::Commune | Self::District)
    }
}
