//! What every chart has around it: a heading, and where the figures come from.

use std::io;

use super::super::document::{Document, Indicator};
use super::super::language::{Language, Named};
use super::canvas::{Canvas, Letters, PLAIN, Spoken, WIDTH};
use super::measure::Measure;
use super::{Kind, Point, palette, words};

/// Space left and right.
pub const MARGIN: f64 = 16.0;

/// Width of what is drawn.
pub const INNER: f64 = WIDTH - 2.0 * MARGIN;

const HEADING: Letters = Letters { size: 15.0, is_bold: true, ..PLAIN };
const QUIET: Letters = Letters { color: palette::QUIET, ..PLAIN };
const SOURCE: Letters = Letters { size: 9.5, ..QUIET };

/// Space for where the figures come from.
const FOOT: f64 = 36.0;

/// The indicator, and for whom it is drawn.
pub struct Frame<'a> {
    pub document: &'a Document,
    pub indicator: &'a Indicator,
    pub language: Language,
    pub kind: Kind,
}

impl Frame<'_> {
    /// Starts a chart whose own part has a height; gives where that part begins.
    pub fn start(&self, unit: &str, height: f64, description: &str) -> io::Result<(Canvas, f64)> {
        let title = format!("{} {}", self.indicator.code, self.indicator.name(self.language));
        let heading = words::wrap(&title, HEADING.size, INNER, 3);
        let below = self.below(unit);
        let below = words::wrap(&below, QUIET.size, INNER, 2);
        let head = 14.0 + lines(&heading) * 19.0 + lines(&below) * 15.0 + 10.0;
        let spoken = Spoken { title: &title, description, language: self.language };
        let mut canvas = Canvas::new(self.id(), head + height + FOOT, &spoken)?;
        let mut y = 8.0;
        for line in &heading {
            y += 19.0;
            canvas.text([MARGIN, y], line, HEADING)?;
        }
        y += 3.0;
        for line in &below {
            y += 15.0;
            canvas.text([MARGIN, y], line, QUIET)?;
        }
        self.source(&mut canvas, head + height)?;
        Ok((canvas, head))
    }

    /// Area, period and unit.
    fn below(&self, unit: &str) -> String {
        let label = self.language.pick("đơn vị", "unit");
        format!(
            "{} · {} · {label}: {unit}",
            self.document.area.name(self.language),
            self.document.period.label
        )
    }

    fn source(&self, canvas: &mut Canvas, y: f64) -> io::Result<()> {
        let document = self.document;
        let rules = self.language.pick("quy tắc", "rules");
        canvas.line([MARGIN, y + 8.0, WIDTH - MARGIN, y + 8.0], palette::LINE, &[("stroke-width", "1")])?;
        let rules = format!("{rules} {}", document.rules_version);
        let parts = [document.publisher.name(self.language), &document.number, &rules];
        let known: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        let text = known.join(" · ");
        for line in words::wrap(&text, SOURCE.size, INNER, 1) {
            canvas.text([MARGIN, y + 23.0], &line, SOURCE)?;
        }
        Ok(())
    }

    /// Unique among the charts of a page.
    fn id(&self) -> String {
        let text = format!(
            "chart-{}-{}-{}-{}",
            self.document.number,
            self.indicator.code,
            self.kind.code(),
            self.language.code()
        );
        text.chars().map(|char| if char.is_ascii_alphanumeric() { char } else { '-' }).collect()
    }

    /// What stripes mean.
    pub fn note(&self, canvas: &mut Canvas, y: f64) -> io::Result<()> {
        let stripes = canvas.withheld();
        canvas.rect([MARGIN, y, 14.0, 11.0], &stripes, &[("stroke", palette::STRIPE)])?;
        let letters = Letters { size: 10.5, ..QUIET };
        canvas.text([MARGIN + 20.0, y + 9.5], &format!("– : {}", self.withheld()), letters)
    }

    /// All points in words.
    pub fn spoken(&self, points: &[Point<'_>], measure: &Measure) -> String {
        let parts = points.iter().map(|point| {
            let value = match point.measured {
                Some(value) => measure.with_unit(value),
                None if point.is_withheld => self.withheld().to_owned(),
                None => self.language.pick("không có", "none").to_owned(),
            };
            format!("{}: {value}", point.name(self.language))
        });
        format!("{}.", parts.collect::<Vec<_>>().join("; "))
    }

    /// What stands for a withheld figure, in words.
    pub fn withheld(&self) -> &'static str {
        self.language.pick("không công bố", "not published")
    }
}

/// How many lines there are.
fn lines(lines: &[String]) -> f64 {
    lines.iter().map(|_| 1.0).sum()
}
