//! All cells of all tables as CSV for spreadsheets: one row per cell.

use std::borrow::Cow;
use std::io::{self, Write};
use std::ops::Deref;

use super::document::{Cell, Dimension, Document, Indicator};
use super::figures::percent_decimal;
use super::rows::{Rows, harmless, optional};

/// Media type of the file.
pub const MEDIA_TYPE: &str = "text/csv; charset=utf-8; header=present";

/// The columns before those of the dimensions.
const ABOUT: [&str; 8] = [
    "publication",
    "indicator",
    "indicator_name_vi",
    "indicator_name_en",
    "unit",
    "period_from_on",
    "period_until_on",
    "area",
];

/// The columns after those of the dimensions.
const FIGURES: [&str; 4] = ["value", "denominator", "share_percent", "suppressed"];

/// Writes the file. A dimension without a category is a total; a suppressed cell has no numbers.
///
/// # Errors
/// When the bytes cannot be written down.
pub fn write(document: &Document, out: &mut impl Write) -> io::Result<()> {
    let mut rows = Rows::with_mark(out)?;
    rows.row(ABOUT.into_iter().chain(Dimension::ALL.map(Dimension::code)).chain(FIGURES))?;
    for table in &document.tables {
        let about = about(document, &table.indicator);
        for cell in &table.cells {
            let categories = Dimension::ALL.map(|dimension| cell.key.get(&dimension).map(|it| harmless(it)));
            let categories = categories.iter().map(|category| category.as_deref().unwrap_or_default());
            let figures = figures(cell);
            let row = about.iter().map(Deref::deref).chain(categories);
            rows.row(row.chain(figures.iter().map(Deref::deref)))?;
        }
    }
    rows.finish().map(drop)
}

/// What every row of a table starts with.
fn about<'a>(document: &'a Document, code: &'a str) -> [Cow<'a, str>; ABOUT.len()] {
    let indicator = document.indicator(code);
    let text = |of: fn(&Indicator) -> &str| indicator.map(|it| harmless(of(it))).unwrap_or_default();
    [
        harmless(&document.number),
        harmless(code),
        text(|indicator| &indicator.name_vi),
        text(|indicator| &indicator.name_en),
        text(|indicator| &indicator.unit),
        document.period.from_on.to_string().into(),
        document.period.until_on.to_string().into(),
        harmless(&document.area.code),
    ]
}

fn figures(cell: &Cell) -> [Cow<'static, str>; FIGURES.len()] {
    if cell.suppressed {
        return ["", "", "", "true"].map(Cow::Borrowed);
    }
    let share = cell.share_bps.map(percent_decimal).unwrap_or_default();
    [optional(cell.value).into(), optional(cell.denominator).into(), share.into(), "false".into()]
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::write;

    fn written(indicator: &str, tables: usize) -> String {
        let mut document = sample::document();
        document.tables.retain(|table| table.indicator == indicator);
        document.tables.truncate(tables);
        let mut bytes = Vec::new();
        write(&document, &mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn a_ratio_has_its_parts_and_its_share() {
        let expected = "\u{feff}publication,indicator,indicator_name_vi,indicator_name_en,unit,period_from_on,\
            period_until_on,area,sex,young,indigenous,poverty,commune,district,value_chain,legal_form,year,value,\
            denominator,share_percent,suppressed\r\n\
            CB-P-000012,G3,\"Tỷ lệ thành viên thuộc hộ nghèo, cận nghèo\",Share of poor and near-poor members,\
            memberships,2022-04-01,2022-07-01,04,,,,,,,,,,5000,7914,63.18,false\r\n";
        assert_eq!(written("G3", 1), expected);
    }

    #[test]
    fn text_is_quoted_and_never_a_formula() {
        let name = "\"'=cmd|'/c calc'!A1 \"\"quoted\"\", <b>&amp;</b>\nTiếng Việt: Hợp tác xã Ưu Đãi ]]>\"";
        let row = format!(
            "CB-P-000012,Policy 1,{name},{name},products,2022-04-01,2022-07-01,04,,,,,,,,,,3,,,false\r\n"
        );
        assert!(written("Policy 1", 1).ends_with(&row));
    }

    #[test]
    fn a_suppressed_cell_has_no_numbers() {
        let text = written("G2", 1);
        let row = text.lines().find(|line| line.contains("04,female,,,,01378,")).unwrap();
        assert!(row.ends_with("04,female,,,,01378,,,,,,,,true"), "{row}");
    }
}
