//! Charts as SVG: one indicator each, readable on a narrow screen and on paper, without scripts, fonts or pictures from elsewhere.

mod canvas;
mod frame;
mod measure;
mod palette;
mod progress;
mod scale;
mod tiles;
mod trend;
mod words;
mod years;

use std::io::{self, Write};

use super::document::{Cell, Dimension, Document, Indicator};
use super::language::Language;
use frame::Frame;
use measure::Measure;

/// Media type of the file.
pub const MEDIA_TYPE: &str = "image/svg+xml";

/// What a chart shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The total beside the target.
    Progress,
    /// The parts by year.
    Trend,
    /// The communes as tiles, coloured by value.
    Tiles,
}

/// Why a chart was not drawn.
#[derive(Debug)]
pub enum Undrawn {
    /// The publication does not know the indicator.
    UnknownIndicator,
    /// Nobody set a target that could be reached.
    NoTarget,
    /// The publication has no such figures.
    NoFigures,
    /// It could not be written down.
    Output(io::Error),
}

impl From<io::Error> for Undrawn {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Progress, Self::Trend, Self::Tiles];

    /// The code in addresses and file names.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Progress => "progress",
            Self::Trend => "trend",
            Self::Tiles => "tiles",
        }
    }
}

/// Draws one indicator.
///
/// # Errors
/// When there is nothing to draw, or the bytes cannot be written down.
pub fn write(
    document: &Document,
    indicator: &str,
    kind: Kind,
    language: Language,
    out: &mut impl Write,
) -> Result<(), Undrawn> {
    let indicator = document.indicator(indicator).ok_or(Undrawn::UnknownIndicator)?;
    let frame = Frame { document, indicator, language, kind };
    let picture = match kind {
        Kind::Progress => progress::draw(&frame)?,
        Kind::Trend => trend::draw(&frame, &series(document, indicator, Dimension::Year)?)?,
        Kind::Tiles => tiles::draw(&frame, &series(document, indicator, Dimension::Commune)?)?,
    };
    out.write_all(&picture)?;
    Ok(())
}

/// A category and what is known of it.
struct Point<'a> {
    name_vi: &'a str,
    name_en: &'a str,
    /// Nothing when withheld, or when a share of nothing.
    measured: Option<i64>,
    is_withheld: bool,
}

impl Point<'_> {
    /// What is written beside it: nothing for a share of nothing.
    fn label(&self, measure: &Measure) -> String {
        match self.measured {
            Some(value) => measure.number(value),
            None if self.is_withheld => "–".to_owned(),
            None => String::new(),
        }
    }

    fn name(&self, language: Language) -> &str {
        language.pick(self.name_vi, self.name_en)
    }
}

/// The figures by one dimension and nothing else, in the order of the categories.
fn series<'a>(
    document: &'a Document,
    indicator: &Indicator,
    dimension: Dimension,
) -> Result<Vec<Point<'a>>, Undrawn> {
    let figures = document.figures();
    let about = |code: &str| -> Option<&Cell> {
        let mut cells =
            figures.iter().filter(|figure| figure.indicator.code == indicator.code).map(|figure| figure.cell);
        cells.find(|cell| {
            cell.key.len() == 1 && cell.key.get(&dimension).is_some_and(|category| category == code)
        })
    };
    let points: Vec<Point<'a>> = document
        .categories_of(dimension)
        .iter()
        .filter_map(|category| {
            let cell = about(&category.code)?;
            Some(Point {
                name_vi: &category.name_vi,
                name_en: &category.name_en,
                measured: cell.measured(indicator),
                is_withheld: cell.suppressed,
            })
        })
        .collect();
    if points.is_empty() { Err(Undrawn::NoFigures) } else { Ok(points) }
}

#[cfg(test)]
mod tests {
    use super::super::{language::Language, sample};
    use super::{Kind, Undrawn, write};

    fn drawn(indicator: &str, kind: Kind, language: Language) -> Result<String, Undrawn> {
        let mut bytes = Vec::new();
        write(&sample::document(), indicator, kind, language, &mut bytes)?;
        Ok(String::from_utf8(bytes).unwrap())
    }

    #[test]
    fn every_chart_says_what_it_shows() {
        let progress = drawn("G1", Kind::Progress, Language::En).unwrap();
        assert!(progress.contains(">Result: 584 groups (73%); target for 2024: 800 groups.</desc>"));
        let trend = drawn("G5", Kind::Trend, Language::Vi).unwrap();
        assert!(trend.contains(
            ">2018: không công bố; 2019: 6,25 tỷ đồng; 2020: 8,9 tỷ đồng; 2021: 9,15 tỷ đồng; 2022: không công bố.</desc>"
        ));
        let tiles = drawn("G3", Kind::Tiles, Language::En).unwrap();
        assert!(
            tiles.contains("Thong Nong township: 73.33%;")
                && tiles.contains("Truong Ha commune: not published;")
        );
        for picture in [progress, trend, tiles] {
            assert!(picture.contains(r#"role="img""#) && picture.contains("<title id="));
            for forbidden in ["<script", "style=", "href", "<image", "@import"] {
                assert!(!picture.contains(forbidden), "{forbidden}");
            }
        }
    }

    #[test]
    fn what_cannot_be_drawn_is_said() {
        let reason = |indicator, kind| drawn(indicator, kind, Language::Vi).unwrap_err();
        assert!(matches!(reason("X", Kind::Trend), Undrawn::UnknownIndicator));
        assert!(matches!(reason("G2", Kind::Progress), Undrawn::NoTarget));
        assert!(matches!(reason("G8", Kind::Tiles), Undrawn::NoFigures));
    }

    #[test]
    fn text_is_escaped() {
        let mut document = sample::document();
        document.indicators[0].name_vi = sample::NASTY.into();
        let mut bytes = Vec::new();
        write(&document, "G1", Kind::Progress, Language::Vi, &mut bytes).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        assert!(text.contains("&lt;b&gt;&amp;amp;&lt;/b&gt;") && !text.contains("<b>"));
    }
}
