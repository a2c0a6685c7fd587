//! The communes as tiles, coloured by value. The value is also written on each tile, so that colour never stands alone.

use std::io;

use super::canvas::{Canvas, Letters, PLAIN};
use super::frame::{Frame, INNER, MARGIN};
use super::measure::Measure;
use super::scale::Classes;
use super::{Point, Undrawn, palette, words};

/// Space between tiles.
const GAP: f64 = 4.0;
const TILE: f64 = 56.0;
/// More tiles are narrower.
const MANY: usize = 70;
/// Height of the strip of colours, and of the line about stripes.
const LEGEND: f64 = 36.0;
const STRIPES: f64 = 24.0;

const NAME: Letters = Letters { size: 9.5, ..PLAIN };
const VALUE: Letters = Letters { size: 14.0, is_bold: true, ..PLAIN };
const EDGE: Letters = Letters { size: 10.0, color: palette::QUIET, anchor: "middle", ..PLAIN };

/// What is drawn.
struct Tiles<'a> {
    frame: &'a Frame<'a>,
    points: &'a [Point<'a>],
    measure: Measure,
    classes: Classes,
    columns: usize,
    /// Lines of a name, and height of a tile.
    lines: usize,
    height: f64,
}

/// Draws the chart.
pub fn draw(frame: &Frame<'_>, points: &[Point<'_>]) -> Result<Vec<u8>, Undrawn> {
    let values = points.iter().filter_map(|point| point.measured);
    let measure = Measure::of(frame.indicator, values.clone().max().unwrap_or(0), frame.language);
    let classes = Classes::of(values, 5, measure.least_step());
    let (columns, lines, height) = if points.len() > MANY { (5, 3, TILE + 11.0) } else { (4, 2, TILE) };
    let tiles = Tiles { frame, points, measure, classes, columns, lines, height };
    let rows: f64 = points.chunks(columns).map(|_| 1.0).sum();
    let legend = LEGEND + if tiles.has_stripes() { STRIPES } else { 0.0 };
    let (mut canvas, top) = frame.start(
        &tiles.measure.unit,
        legend + rows * (height + GAP),
        &frame.spoken(points, &tiles.measure),
    )?;
    tiles.legend(&mut canvas, top)?;
    let mut y = top + legend;
    for row in points.chunks(columns) {
        tiles.row(&mut canvas, y, row)?;
        y += height + GAP;
    }
    Ok(canvas.finish()?)
}

impl Tiles<'_> {
    /// A strip of the colours with the numbers between them, and what stripes mean.
    fn legend(&self, canvas: &mut Canvas, top: f64) -> io::Result<()> {
        if self.points.iter().any(|point| point.measured.is_some()) {
            self.strip(canvas, top)?;
        }
        if self.has_stripes() {
            self.frame.note(canvas, top + 36.0)?;
        }
        Ok(())
    }

    fn strip(&self, canvas: &mut Canvas, top: f64) -> io::Result<()> {
        let width = INNER / 6.5;
        let mut x = MARGIN;
        let mut edge = self.classes.start;
        for (fill, _) in spread(usize::try_from(self.classes.count).unwrap_or(1)) {
            canvas.rect([x, top, width, 12.0], fill, &[("stroke", palette::PAPER)])?;
            let anchor = if edge == self.classes.start { "start" } else { "middle" };
            canvas.text([x, top + 25.0], &self.measure.number(edge), Letters { anchor, ..EDGE })?;
            edge += self.classes.step;
            x += width;
        }
        canvas.text([x, top + 25.0], &self.measure.number(edge), EDGE)
    }

    fn has_stripes(&self) -> bool {
        self.points.iter().any(|point| point.is_withheld)
    }

    fn row(&self, canvas: &mut Canvas, y: f64, points: &[Point<'_>]) -> io::Result<()> {
        let across: f64 = (0..self.columns).map(|_| 1.0).sum();
        let width = (INNER - GAP * (across - 1.0)) / across;
        let mut x = MARGIN;
        for point in points {
            self.tile(canvas, [x, y, width, self.height], point)?;
            x += width + GAP;
        }
        Ok(())
    }

    fn tile(
        &self,
        canvas: &mut Canvas,
        [x, y, width, height]: [f64; 4],
        point: &Point<'_>,
    ) -> io::Result<()> {
        let stripes = canvas.withheld();
        let (fill, ink) = match point.measured {
            Some(value) => {
                let colors = spread(usize::try_from(self.classes.count).unwrap_or(1));
                colors.get(self.classes.index(value)).copied().unwrap_or((palette::TRACK, palette::INK))
            }
            None if point.is_withheld => (stripes.as_str(), palette::INK),
            None => (palette::PAPER, palette::QUIET),
        };
        let edge = if point.is_withheld { palette::STRIPE } else { palette::LINE };
        canvas.rect(
            [x, y, width, height],
            fill,
            &[("rx", "3"), ("stroke", edge), ("stroke-width", "0.75")],
        )?;
        let name = short_name(point.name(self.frame.language));
        let mut line = y + 4.0;
        for text in words::wrap(name, NAME.size, width - 8.0, self.lines) {
            line += 11.0;
            canvas.text([x + 5.0, line], &text, Letters { color: ink, ..NAME })?;
        }
        let value = point.measured.map_or(point.label(&self.measure), |value| self.measure.rounded(value));
        canvas.text([x + 5.0, y + height - 8.0], &value, Letters { color: ink, ..VALUE })
    }
}

/// Colours for a number of classes, as far apart as possible.
fn spread(count: usize) -> Vec<(&'static str, &'static str)> {
    let last = palette::STEPS.len() - 1;
    let places = (0..count).map(|at| if count > 1 { at * last / (count - 1) } else { last / 2 });
    places.filter_map(|at| palette::STEPS.get(at).copied()).collect()
}

/// A name without the word that most of them have.
fn short_name(name: &str) -> &str {
    name.strip_prefix("Xã ").or_else(|| name.strip_suffix(" commune")).unwrap_or(name)
}
