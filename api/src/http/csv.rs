//! Tables to be opened in a spreadsheet, as CSV.

use std::io;

use actix_web::{HttpRequest, HttpResponse, http::header};
use formats::rows::{Rows, harmless};

use super::{Answer, download::disposition};

/// 200: a table to be kept as a file.
#[derive(Debug)]
pub struct Csv {
    file_name: String,
    bytes: Vec<u8>,
}

impl Csv {
    /// The media type.
    pub const MEDIA_TYPE: &'static str = "text/csv";

    /// A table with these columns and rows, to be kept under a name.
    ///
    /// # Errors
    /// When the bytes cannot be written down.
    pub fn of<const COLUMNS: usize>(
        file_name: String,
        columns: [&str; COLUMNS],
        rows: impl IntoIterator<Item = [String; COLUMNS]>,
    ) -> io::Result<Self> {
        let mut table = Rows::with_mark(Vec::new())?;
        table.row(columns)?;
        for row in rows {
            table.row(row.each_ref().map(|cell| harmless(cell)).iter().map(|cell| cell.as_bytes()))?;
        }
        Ok(Self { file_name, bytes: table.finish()? })
    }
}

impl Answer for Csv {
    fn answer(self, _: &HttpRequest) -> HttpResponse {
        HttpResponse::Ok()
            .content_type(format!("{}; charset=utf-8", Self::MEDIA_TYPE))
            .insert_header((header::CONTENT_DISPOSITION, disposition(&self.file_name)))
            .body(self.bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::Csv;

    fn written(cell: &str) -> String {
        let table = Csv::of("a.csv".to_owned(), ["a", "b"], [[cell.to_owned(), "2".to_owned()]]).unwrap();
        String::from_utf8(table.bytes).unwrap()
    }

    #[test]
    fn cells_are_quoted_where_they_must_be_and_rows_end_with_both_characters_after_the_mark() {
        assert_eq!(written("Hà Quảng"), "\u{feff}a,b\r\nHà Quảng,2\r\n");
        assert_eq!(written(""), "\u{feff}a,b\r\n,2\r\n");
        assert_eq!(written("a,b"), "\u{feff}a,b\r\n\"a,b\",2\r\n");
        assert_eq!(written("a \"b\"\nc"), "\u{feff}a,b\r\n\"a \"\"b\"\"\nc\",2\r\n");
    }

    #[test]
    fn no_cell_is_a_formula() {
        for text in ["=1+1", "+1", "-1", "@a", "\ta"] {
            assert_eq!(written(text), format!("\u{feff}a,b\r\n'{text},2\r\n"));
        }
        assert_eq!(written("\ra"), "\u{feff}a,b\r\n\"'\ra\",2\r\n");
        assert_eq!(written("=a,b"), "\u{feff}a,b\r\n\"'=a,b\",2\r\n");
        assert_eq!(written("1-1"), "\u{feff}a,b\r\n1-1,2\r\n");
    }
}
