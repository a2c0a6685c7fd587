//! The sheet that sets figures beside targets.

use rust_xlsxwriter::{Chart, ChartDataLabel, Worksheet, XlsxError};

use super::super::document::{Document, Goal, Indicator};
use super::super::language::{Language, Named};
use super::table::number;
use super::{WITHHELD, chart, paged, style};

const HEADER: u32 = 2;

/// Width of the column of names.
const NAME: u16 = 48;

/// Makes the sheet.
pub fn sheet(document: &Document, language: Language, name: &str) -> Result<Worksheet, XlsxError> {
    let mut sheet = Worksheet::new();
    sheet.set_name(name)?;
    let title = language.pick("Tiến độ so với mục tiêu", "Progress to the targets");
    sheet.write_with_format(0, 0, title, &style::title())?;
    headers(&mut sheet, language)?;
    let with_target = document.indicators.iter().filter_map(|indicator| Some((indicator, indicator.target?)));
    let mut last = HEADER;
    for (row, (indicator, target)) in (HEADER + 1..).zip(with_target) {
        line(&mut sheet, row, document, language, indicator, target)?;
        last = row;
    }
    sheet.set_freeze_panes(HEADER + 1, 2)?;
    sheet.insert_chart(last + 2, 1, &bars(name, title, last))?;
    Ok(paged(sheet, document, 0))
}

fn headers(sheet: &mut Worksheet, language: Language) -> Result<(), XlsxError> {
    let columns = [
        (language.pick("Mã", "Code"), 10),
        (language.pick("Chỉ số", "Indicator"), NAME),
        (language.pick("Đơn vị tính", "Unit"), 14),
        (language.pick("Năm gốc", "Baseline year"), 12),
        (language.pick("Giá trị gốc", "Baseline"), 18),
        (language.pick("Kết quả", "Result"), 20),
        (language.pick("Năm mục tiêu", "Target year"), 12),
        (language.pick("Mục tiêu", "Target"), 20),
        (language.pick("Đạt so với mục tiêu", "Reached of target"), 18),
    ];
    for (column, (header, width)) in (0..).zip(columns) {
        let format = if column < 3 { style::header() } else { style::number_header() };
        sheet.write_with_format(HEADER, column, header, &format)?;
        sheet.set_column_width(column, width)?;
    }
    sheet.set_row_height(HEADER, 32)?;
    Ok(())
}

fn line(
    sheet: &mut Worksheet,
    row: u32,
    document: &Document,
    language: Language,
    indicator: &Indicator,
    target: Goal,
) -> Result<(), XlsxError> {
    let name = indicator.name(language);
    let unit = if indicator.is_ratio { "%" } else { language.unit(&indicator.unit) };
    for (column, text) in (0..).zip([indicator.code.as_str(), name, unit]) {
        sheet.write_string_with_format(row, column, text, &style::text(false).set_text_wrap())?;
    }
    sheet.set_row_height(row, style::height(&[(name, NAME)]))?;
    for column in 3..=8 {
        sheet.write_blank(row, column, &style::number(false))?;
    }
    if let Some(baseline) = indicator.baseline {
        sheet.write_number_with_format(row, 3, baseline.year, &style::year())?;
        measure(sheet, row, 4, indicator, baseline.value)?;
    }
    sheet.write_number_with_format(row, 6, target.year, &style::year())?;
    measure(sheet, row, 7, indicator, target.value)?;
    let total = document.total(&indicator.code);
    match total.and_then(|cell| cell.measured(indicator)) {
        Some(value) => {
            measure(sheet, row, 5, indicator, value)?;
            if target.value > 0 {
                let reached = number(value) / number(target.value);
                sheet.write_number_with_format(
                    row,
                    8,
                    reached,
                    &style::percent(false).set_num_format("0%"),
                )?;
            }
        }
        None if total.is_some_and(|cell| cell.suppressed) => {
            sheet.write_string_with_format(row, 5, WITHHELD, &style::withheld(false))?;
        }
        None => {}
    }
    Ok(())
}

/// A number in the unit of an indicator.
fn measure(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    indicator: &Indicator,
    value: i64,
) -> Result<(), XlsxError> {
    if indicator.is_ratio {
        sheet.write_number_with_format(row, column, number(value) / 10_000.0, &style::percent(false))?;
    } else {
        sheet.write_number_with_format(row, column, number(value), &style::number(false))?;
    }
    Ok(())
}

/// How much of each target is reached.
fn bars(sheet: &str, title: &str, last: u32) -> Chart {
    let mut chart = Chart::new_bar();
    chart
        .add_series()
        .set_categories((sheet, HEADER + 1, 0, last, 0))
        .set_values((sheet, HEADER + 1, 8, last, 8))
        .set_name(title)
        .set_format(&mut chart::filled(style::BLUE))
        .set_gap(45)
        .set_data_label(ChartDataLabel::new().show_value().set_num_format("0%"));
    chart::titled(&mut chart, title);
    chart::bars(&mut chart);
    chart.set_width(900).set_height(80 + (last - HEADER) * 30);
    chart
}
