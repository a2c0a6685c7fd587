//! A workbook for people: a cover, the progress to the targets, and a sheet with a chart for each table. Nothing that comes from
//! data is ever a formula.

mod chart;
mod cover;
mod layout;
mod progress;
mod style;
mod table;

use std::io::{self, Write};

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};

use super::document::{Document, Table};
use super::language::{Language, Named};

/// Media type of the file.
pub const MEDIA_TYPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// What stands where a figure is withheld.
const WITHHELD: &str = "–";

/// The longest name that a sheet can have.
const LONGEST_NAME: usize = 31;

/// How many rows can still be read when they are on one page.
const LONGEST_PAGE: usize = 60;

/// A sheet of the workbook, as the cover lists it.
struct Listed {
    sheet: String,
    about: String,
}

/// Writes the file.
///
/// # Errors
/// When the bytes cannot be written down.
pub fn write(document: &Document, language: Language, out: &mut impl Write) -> io::Result<()> {
    out.write_all(&workbook(document, language).map_err(io::Error::other)?)
}

fn workbook(document: &Document, language: Language) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(document, language)?);
    let mut sheets = Vec::new();
    let mut listed = Vec::new();
    if document.indicators.iter().any(|indicator| indicator.target.is_some()) {
        let sheet = language.pick("Tiến độ", "Progress").to_owned();
        sheets.push(progress::sheet(document, language, &sheet)?);
        listed.push(Listed {
            sheet,
            about: language.pick("Tiến độ so với mục tiêu", "Progress to the targets").into(),
        });
    }
    for (number, table) in (1..).zip(&document.tables) {
        let sheet = sheet_name(number, table, language);
        sheets.push(table::sheet(document, language, table, &sheet)?);
        listed.push(Listed { sheet, about: table_title(document, table, language) });
    }
    workbook.push_worksheet(cover::sheet(document, language, &listed)?);
    for sheet in sheets {
        workbook.push_worksheet(sheet);
    }
    workbook.save_to_buffer()
}

/// What the file says about itself: its date is that of the publication.
fn properties(document: &Document, language: Language) -> Result<DocProperties, XlsxError> {
    let created = ExcelDateTime::from_timestamp(document.published_at.timestamp())?;
    Ok(DocProperties::new()
        .set_title(language.pick(&document.title_vi, &document.title_en))
        .set_subject(&document.number)
        .set_author(document.publisher.name(language))
        .set_company(document.publisher.name(language))
        .set_creation_datetime(&created))
}

/// Prints on A4, one page wide; what is not long fits on one page.
fn paged(mut sheet: Worksheet, document: &Document, rows: usize) -> Worksheet {
    let pages = u16::from(rows <= LONGEST_PAGE);
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, pages);
    sheet.set_footer(format!("&L{}&R&P / &N", document.number.replace('&', "&&")));
    sheet
}

/// A name that spreadsheets accept: number, indicator, dimensions.
fn sheet_name(number: usize, table: &Table, language: Language) -> String {
    let by: Vec<&str> = table.by.iter().map(|dimension| dimension.name(language)).collect();
    let name = format!("{number} {} {}", table.indicator, by.join("×"));
    let allowed =
        name.chars().filter(|character| !"[]:*?/\\'".contains(*character) && !character.is_control());
    let mut short = String::new();
    for character in allowed {
        if short.encode_utf16().count() + character.len_utf16() > LONGEST_NAME {
            break;
        }
        short.push(character);
    }
    short.trim_end_matches([' ', '×']).to_owned()
}

/// What a table is about: code, indicator, dimensions.
fn table_title(document: &Document, table: &Table, language: Language) -> String {
    let name =
        document.indicator(&table.indicator).map(|indicator| indicator.name(language)).unwrap_or_default();
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let by: Vec<&str> = table.by.iter().map(|dimension| dimension.name(language)).collect();
    match by.as_slice() {
        [] => format!("{}. {name}", table.indicator),
        by => format!("{}. {name} – {}", table.indicator, by.join(", ").to_lowercase()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::document::{Dimension, Table};
    use super::super::{language::Language, sample};
    use super::{sheet_name, write};

    #[test]
    fn the_same_document_gives_the_same_bytes() {
        for document in [sample::document(), sample::odd()] {
            let written = |language| {
                let mut bytes = Vec::new();
                write(&document, language, &mut bytes).unwrap();
                bytes
            };
            assert!(written(Language::Vi).starts_with(b"PK"));
            assert_eq!(written(Language::Vi), written(Language::Vi));
            assert_ne!(written(Language::Vi), written(Language::En));
        }
    }

    #[test]
    fn names_of_sheets_are_short_and_allowed() {
        let name = |indicator: &str, by: &[Dimension]| {
            let table = Table { indicator: indicator.into(), by: by.to_vec(), cells: Vec::new() };
            sheet_name(7, &table, Language::Vi)
        };
        assert_eq!(name("G2", &[Dimension::Commune, Dimension::Sex]), "7 G2 Xã×Giới tính");
        assert_eq!(name("[a]:*?/\\'b", &[]), "7 ab");
        let long = name("1.1.4", &[Dimension::Sex, Dimension::Indigenous, Dimension::LegalForm]);
        assert_eq!(long, "7 1.1.4 Giới tính×Dân tộc thiểu");
    }
}
