//! How cells look.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

/// Colour of headers and bars.
pub const BLUE: Color = Color::RGB(0x1F_5A_8C);
/// Colour of thin lines.
pub const LINE: Color = Color::RGB(0xC9_D1_D9);
const GREY: Color = Color::RGB(0x59_63_6E);
const TOTAL: Color = Color::RGB(0xE8_EF_F6);

/// How the cells of a row of figures look, made once for all rows.
pub struct Body {
    pub text: Format,
    pub number: Format,
    pub percent: Format,
    pub withheld: Format,
}

impl Body {
    /// Totals stand out.
    pub fn new(is_total: bool) -> Self {
        Self {
            text: text(is_total),
            number: number(is_total),
            percent: percent(is_total),
            withheld: withheld(is_total),
        }
    }
}

/// The heading of a sheet.
pub fn title() -> Format {
    Format::new().set_bold().set_font_size(15).set_font_color(BLUE)
}

/// A line under the heading.
pub fn remark() -> Format {
    Format::new().set_font_color(GREY).set_italic()
}

/// The name of something on the cover.
pub fn label() -> Format {
    Format::new().set_bold().set_align(FormatAlign::Top).set_font_color(GREY).set_text_wrap()
}

/// A way to another sheet.
pub fn link() -> Format {
    Format::new().set_hyperlink().set_align(FormatAlign::Top)
}

/// Text of several lines.
pub fn wrapped() -> Format {
    Format::new().set_text_wrap().set_align(FormatAlign::Top)
}

/// The name of a column.
pub fn header() -> Format {
    Format::new()
        .set_bold()
        .set_font_color(Color::White)
        .set_background_color(BLUE)
        .set_align(FormatAlign::VerticalCenter)
        .set_text_wrap()
        .set_border_bottom(FormatBorder::Thin)
        .set_border_bottom_color(LINE)
}

/// The name of a column of numbers.
pub fn number_header() -> Format {
    header().set_align(FormatAlign::Right)
}

/// Text in a table.
pub fn text(is_total: bool) -> Format {
    body(is_total).set_align(FormatAlign::Left)
}

/// A number with separated thousands.
pub fn number(is_total: bool) -> Format {
    body(is_total).set_num_format("#,##0")
}

/// A share.
pub fn percent(is_total: bool) -> Format {
    body(is_total).set_num_format("0.00%")
}

/// A figure that is withheld.
pub fn withheld(is_total: bool) -> Format {
    body(is_total).set_align(FormatAlign::Right).set_font_color(GREY)
}

/// A year.
pub fn year() -> Format {
    body(false).set_num_format("0")
}

/// The height of a row in which texts are broken at the widths of their columns, in points.
pub fn height(texts: &[(&str, u16)]) -> u16 {
    let lines = |text: &str, width: u16| -> usize {
        text.lines().map(|line| line.chars().count().div_ceil(usize::from(width)).max(1)).sum()
    };
    let most = texts.iter().map(|(text, width)| lines(text, *width)).max().unwrap_or(1).clamp(1, 25);
    u16::try_from(most).unwrap_or(1) * 15
}

fn body(is_total: bool) -> Format {
    let format = Format::new().set_border_bottom(FormatBorder::Hair).set_border_bottom_color(LINE);
    if is_total { format.set_bold().set_background_color(TOTAL) } else { format }
}
