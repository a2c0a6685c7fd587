//! Rows of CSV: RFC 4180 line ends and quotes, and text that a spreadsheet does not take for a formula.

use std::borrow::Cow;
use std::io::{self, Write};

/// What the file starts with, so that spreadsheets read it as UTF-8.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// Writes rows one after the other.
#[derive(Debug)]
pub struct Rows<W: Write> {
    writer: ::csv::Writer<W>,
}

impl<W: Write> Rows<W> {
    /// A file for people, who open it in a spreadsheet.
    ///
    /// # Errors
    /// When the bytes cannot be written down.
    pub fn with_mark(mut out: W) -> io::Result<Self> {
        out.write_all(BYTE_ORDER_MARK)?;
        Ok(Self::plain(out))
    }

    /// A file for machines.
    pub fn plain(out: W) -> Self {
        let writer = ::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).from_writer(out);
        Self { writer }
    }

    /// One row.
    ///
    /// # Errors
    /// When the bytes cannot be written down.
    pub fn row<I, T>(&mut self, cells: I) -> io::Result<()>
    where
        I: IntoIterator<Item = T>,
        T: AsRef<[u8]>,
    {
        self.writer.write_record(cells).map_err(io::Error::from)
    }

    /// Hands everything over to what is below, and that back.
    ///
    /// # Errors
    /// When the bytes cannot be written down.
    pub fn finish(self) -> io::Result<W> {
        self.writer.into_inner().map_err(|fault| fault.into_error())
    }
}

/// Text that no spreadsheet takes for a formula.
#[must_use]
pub fn harmless(text: &str) -> Cow<'_, str> {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// A number, or nothing.
pub fn optional(value: Option<i64>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::harmless;

    #[test]
    fn text_that_starts_like_a_formula_is_marked() {
        for text in ["=cmd", "+1", "-1", "@sum", "\tx", "\rx"] {
            assert_eq!(harmless(text), format!("'{text}"));
        }
        for text in ["", "a=b", "Tổ hợp tác", " =x", "'=x"] {
            assert_eq!(harmless(text), text);
        }
    }
}
