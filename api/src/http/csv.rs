//! Tables as CSV (RFC 4180), as spreadsheets read them: UTF-8 with a byte order mark, and no cell that one would take
//! for a formula.

use std::borrow::Cow;

use actix_web::{HttpRequest, HttpResponse, http::header};

use super::{Answer, download::disposition};

/// 200: a table to be kept as a file; it grows row by row.
#[derive(Debug)]
pub struct Csv {
    file_name: String,
    text: String,
}

const BYTE_ORDER_MARK: char = '\u{feff}';
/// A spreadsheet takes a cell that begins so for a formula.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

impl Csv {
    /// The media type.
    pub const MEDIA_TYPE: &'static str = "text/csv";

    /// A table with these columns, to be kept under a name.
    #[must_use]
    pub fn with_columns(file_name: String, names: &[&str]) -> Self {
        let mut table = Self { file_name, text: BYTE_ORDER_MARK.into() };
        table.row(names);
        table
    }

    /// Adds a row.
    pub fn row(&mut self, cells: impl IntoIterator<Item = impl AsRef<str>>) {
        for (n, text) in cells.into_iter().enumerate() {
            if n > 0 {
                self.text.push(',');
            }
            self.text.push_str(&cell(text.as_ref()));
        }
        self.text.push_str("\r\n");
    }
}

impl Answer for Csv {
    fn answer(self, _: &HttpRequest) -> HttpResponse {
        HttpResponse::Ok()
            .content_type(format!("{}; charset=utf-8", Self::MEDIA_TYPE))
            .insert_header((header::CONTENT_DISPOSITION, disposition(&self.file_name)))
            .body(self.text)
    }
}

fn cell(text: &str) -> Cow<'_, str> {
    let mark = if text.starts_with(FORMULA) { "'" } else { "" };
    if text.contains([',', '"', '\r', '\n']) {
        format!("\"{mark}{}\"", text.replace('"', "\"\"")).into()
    } else if mark.is_empty() {
        text.into()
    } else {
        format!("{mark}{text}").into()
    }
}

#[cfg(test)]
mod tests {
    use super::{Csv, cell};

    #[test]
    fn cells_are_quoted_where_they_must_be() {
        assert_eq!(cell("Hà Quảng"), "Hà Quảng");
        assert_eq!(cell(""), "");
        assert_eq!(cell("a,b"), "\"a,b\"");
        assert_eq!(cell("a \"b\"\nc"), "\"a \"\"b\"\"\nc\"");
    }

    #[test]
    fn no_cell_is_a_formula() {
        for text in ["=1+1", "+1", "-1", "@a", "\ta"] {
            assert_eq!(cell(text), format!("'{text}"));
        }
        assert_eq!(cell("\ra"), "\"'\ra\"");
        assert_eq!(cell("=a,b"), "\"'=a,b\"");
        assert_eq!(cell("1-1"), "1-1");
    }

    #[test]
    fn rows_end_with_both_characters_after_the_mark() {
        let mut table = Csv::with_columns("a.csv".to_owned(), &["a", "b"]);
        table.row(["1", "2"]);
        assert_eq!(table.text, "\u{feff}a,b\r\n1,2\r\n");
    }
}
