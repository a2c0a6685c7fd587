//! The figures of calendar years, as columns.

use std::io;

use super::canvas::{Canvas, Letters, PLAIN, WIDTH};
use super::frame::{Frame, INNER, MARGIN};
use super::measure::Measure;
use super::scale::{along, marks};
use super::{Point, Undrawn, palette, words, years};

/// Height of the columns, and of the whole chart.
const PLOT: f64 = 170.0;
const HEIGHT: f64 = PLOT + 58.0;
/// Space above the columns.
const ABOVE: f64 = 22.0;
/// Height of a column that is withheld.
const WITHHELD: f64 = 26.0;

/// More columns have no room for their numbers.
const MOST: usize = 8;

const AXIS: Letters = Letters { size: 10.0, color: palette::QUIET, anchor: "end", ..PLAIN };
const YEAR: Letters = Letters { size: 12.0, anchor: "middle", ..PLAIN };
const VALUE: Letters = Letters { size: 11.5, is_bold: true, anchor: "middle", has_halo: true, ..PLAIN };
const GOAL: Letters =
    Letters { size: 10.5, is_bold: true, color: palette::MARK, anchor: "end", has_halo: true };

/// What is drawn.
struct Columns<'a> {
    frame: &'a Frame<'a>,
    points: &'a [Point<'a>],
    measure: Measure,
    marks: Vec<i64>,
    /// Where the columns begin and where they stand.
    left: f64,
    ground: f64,
}

/// Draws the chart.
pub fn draw(frame: &Frame<'_>, points: &[Point<'_>]) -> Result<Vec<u8>, Undrawn> {
    let target = frame.indicator.target.filter(|_| frame.indicator.is_ratio).map(|goal| goal.value);
    let largest = points.iter().filter_map(|point| point.measured).chain(target).max().unwrap_or(0);
    let measure = Measure::of(frame.indicator, largest, frame.language);
    if points.len() > MOST {
        return years::draw(frame, points, &measure, target);
    }
    let marks = marks(largest, 4);
    let widest = marks.iter().map(|&mark| words::width(&measure.number(mark), AXIS.size)).fold(0.0, f64::max);
    let description = frame.spoken(points, &measure);
    let (mut canvas, top) = frame.start(&measure.unit, HEIGHT, &description)?;
    let ground = top + ABOVE + PLOT;
    let columns = Columns { frame, points, measure, marks, left: MARGIN + widest + 8.0, ground };
    columns.grid(&mut canvas)?;
    columns.columns(&mut canvas)?;
    if let Some(target) = target {
        columns.target(&mut canvas, target)?;
    }
    if points.iter().any(|point| point.is_withheld) {
        frame.note(&mut canvas, ground + 26.0)?;
    }
    Ok(canvas.finish()?)
}

impl Columns<'_> {
    fn end(&self) -> i64 {
        self.marks.last().copied().unwrap_or(1)
    }

    fn height(&self, value: i64) -> f64 {
        along(value, self.end(), PLOT)
    }

    fn grid(&self, canvas: &mut Canvas) -> io::Result<()> {
        self.marks.iter().try_for_each(|&mark| {
            let y = self.ground - self.height(mark);
            let color = if mark == 0 { palette::QUIET } else { palette::LINE };
            canvas.line([self.left, y, WIDTH - MARGIN, y], color, &[("stroke-width", "1")])?;
            canvas.text([self.left - 6.0, y + 3.5], &self.measure.number(mark), AXIS)
        })
    }

    fn columns(&self, canvas: &mut Canvas) -> io::Result<()> {
        let count: f64 = self.points.iter().map(|_| 1.0).sum();
        let pitch = (MARGIN + INNER - self.left) / count;
        let width = (pitch * 0.62).min(54.0);
        let is_narrow = pitch < 40.0;
        let mut middle = self.left + pitch / 2.0;
        for point in self.points {
            let left = middle - width / 2.0;
            let top = match point.measured {
                Some(value) => {
                    let height = self.height(value);
                    canvas.rect([left, self.ground - height, width, height], palette::MAIN, &[])?;
                    self.ground - height
                }
                None if point.is_withheld => {
                    let stripes = canvas.withheld();
                    let edge = [("stroke", palette::STRIPE), ("stroke-dasharray", "3 2")];
                    canvas.rect([left, self.ground - WITHHELD, width, WITHHELD], &stripes, &edge)?;
                    self.ground - WITHHELD
                }
                None => self.ground,
            };
            let label = point.label(&self.measure);
            let size = if is_narrow { 10.0 } else { VALUE.size };
            canvas.text([middle, top - 5.0], &label, Letters { size, ..VALUE })?;
            canvas.text([middle, self.ground + 17.0], point.name(self.frame.language), YEAR)?;
            middle += pitch;
        }
        Ok(())
    }

    fn target(&self, canvas: &mut Canvas, target: i64) -> io::Result<()> {
        let y = self.ground - self.height(target);
        let dashes = [("stroke-width", "2"), ("stroke-dasharray", "6 4")];
        canvas.line([self.left, y, WIDTH - MARGIN, y], palette::MARK, &dashes)?;
        let text =
            format!("{} {}", self.frame.language.pick("Mục tiêu", "Target"), self.measure.number(target));
        canvas.text([WIDTH - MARGIN, y - 5.0], &text, GOAL)
    }
}
