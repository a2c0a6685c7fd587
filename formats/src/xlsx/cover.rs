//! The first sheet: what this publication is, and where to find what.

use rust_xlsxwriter::{Url, Worksheet, XlsxError};

use super::super::document::Document;
use super::super::language::Language;
use super::{Listed, WITHHELD, paged, style};

/// Width of the columns of texts.
const TEXT: u16 = 60;

/// Makes the sheet.
pub fn sheet(document: &Document, language: Language, sheets: &[Listed]) -> Result<Worksheet, XlsxError> {
    let mut sheet = Worksheet::new();
    sheet.set_name(language.pick("Giới thiệu", "Cover"))?;
    sheet.set_column_width(0, 34)?.set_column_width(1, TEXT)?.set_column_width(2, TEXT)?;
    sheet.set_screen_gridlines(false);
    sheet.write_with_format(0, 0, language.pick(&document.title_vi, &document.title_en), &style::title())?;
    sheet.set_row_height(0, 26)?;
    for (column, header) in (0..).zip(["", "Tiếng Việt", "English"]) {
        sheet.write_with_format(2, column, header, &style::header())?;
    }
    let mut row = 3;
    for (label, vi, en) in facts(document, language) {
        sheet.write_with_format(row, 0, label, &style::label())?;
        sheet.write_string_with_format(row, 1, &vi, &style::wrapped())?;
        sheet.write_string_with_format(row, 2, &en, &style::wrapped())?;
        sheet.set_row_height(row, style::height(&[(&vi, TEXT), (&en, TEXT)]))?;
        row += 1;
    }
    contents(&mut sheet, row + 1, language, sheets)?;
    let rows = u32::try_from(sheets.len() + document.notes.len()).unwrap_or(u32::MAX);
    Ok(paged(sheet, document, rows))
}

/// The list of the other sheets.
fn contents(
    sheet: &mut Worksheet,
    start: u32,
    language: Language,
    sheets: &[Listed],
) -> Result<(), XlsxError> {
    let headers = [language.pick("Trang tính", "Sheet"), language.pick("Nội dung", "Content"), ""];
    for (column, header) in (0..).zip(headers) {
        sheet.write_with_format(start, column, header, &style::header())?;
    }
    for (row, listed) in (start + 1..).zip(sheets) {
        let link = Url::new(format!("internal:'{}'!A1", listed.sheet)).set_text(&listed.sheet);
        sheet.write_url_with_format(row, 0, link, &style::link())?;
        sheet.write_string_with_format(row, 1, &listed.about, &style::wrapped())?;
        sheet.set_row_height(row, style::height(&[(&listed.about, TEXT)]))?;
    }
    Ok(())
}

/// A label, and what it says in both languages.
fn facts(document: &Document, language: Language) -> Vec<(&'static str, String, String)> {
    let same = |text: &str| (text.to_owned(), text.to_owned());
    let last_day = document.period.until_on.pred_opt().unwrap_or(document.period.until_on);
    let days = (document.period.from_on.format("%d/%m/%Y"), last_day.format("%d/%m/%Y"));
    let period = format!("{} ({} – {})", document.period.label, days.0, days.1);
    let published = document.published_at.format("%Y-%m-%d %H:%M UTC").to_string();
    let area = |name: &str| format!("{name} ({})", document.area.code);
    let by = &document.publisher;
    let mut facts = vec![
        (language.pick("Tên", "Title"), (document.title_vi.clone(), document.title_en.clone())),
        (language.pick("Số công bố", "Number"), same(&document.number)),
        (language.pick("Kỳ báo cáo", "Period"), same(&period)),
        (language.pick("Địa bàn", "Area"), (area(&document.area.name_vi), area(&document.area.name_en))),
        (language.pick("Bản đồ hành chính", "Administrative map"), same(&document.map)),
        (language.pick("Đơn vị công bố", "Publisher"), (by.name_vi.clone(), by.name_en.clone())),
        (language.pick("Công bố lúc", "Published at"), same(&published)),
        (language.pick("Quy tắc tính", "Rules of counting"), same(&document.rules_version)),
    ];
    for note in &document.notes {
        facts.push((language.pick("Nguồn, ghi chú", "Sources, notes"), (note.vi.clone(), note.en.clone())));
    }
    let sign = (format!("{WITHHELD} : số liệu không công bố"), format!("{WITHHELD} : figure not published"));
    facts.push((language.pick("Ký hiệu", "Sign"), sign));
    facts.into_iter().map(|(label, (vi, en))| (label, vi, en)).collect()
}
