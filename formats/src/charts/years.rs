//! The figures of many calendar years, as bars below each other.

use std::io;

use super::canvas::{Canvas, Letters, PLAIN, WIDTH};
use super::frame::{Frame, MARGIN};
use super::measure::Measure;
use super::scale::along;
use super::{Point, Undrawn, palette, words};

/// Height of a line, and of its bar.
const LINE: f64 = 20.0;
const BAR: f64 = 13.0;
/// Where bars begin.
const LEFT: f64 = MARGIN + 38.0;
/// Height of the line about stripes, and of that about the target.
const NOTE: f64 = 22.0;
/// Length of a bar that is withheld.
const WITHHELD: f64 = 40.0;

const YEAR: Letters = Letters { size: 11.5, ..PLAIN };
const VALUE: Letters = Letters { size: 11.0, is_bold: true, has_halo: true, ..PLAIN };
const GOAL: Letters = Letters { size: 10.5, is_bold: true, color: palette::MARK, anchor: "end", ..PLAIN };

/// Draws the chart.
pub fn draw(
    frame: &Frame<'_>,
    points: &[Point<'_>],
    measure: &Measure,
    target: Option<i64>,
) -> Result<Vec<u8>, Undrawn> {
    let is_withheld = points.iter().any(|point| point.is_withheld);
    let bars: f64 = points.iter().map(|_| LINE).sum();
    let note = if is_withheld { NOTE } else { 0.0 };
    let above = if target.is_some() { NOTE } else { 0.0 };
    let height = above + bars + note + 4.0;
    let (mut canvas, top) = frame.start(&measure.unit, height, &frame.spoken(points, measure))?;
    let top = top + above;
    let end = points.iter().filter_map(|point| point.measured).chain(target).max().unwrap_or(0);
    let widest =
        points.iter().map(|point| words::width(&point.label(measure), VALUE.size)).fold(0.0, f64::max);
    let room = WIDTH - MARGIN - LEFT - widest - 8.0;
    let mut y = top;
    for point in points {
        bar(&mut canvas, [y, along(point.measured.unwrap_or(0), end, room)], point, (frame, measure))?;
        y += LINE;
    }
    canvas.line([LEFT, top - 2.0, LEFT, y], palette::QUIET, &[("stroke-width", "1")])?;
    if let Some(target) = target {
        let x = LEFT + along(target, end, room);
        let dashes = [("stroke-width", "2"), ("stroke-dasharray", "6 4")];
        canvas.line([x, top - 4.0, x, y], palette::MARK, &dashes)?;
        let text = format!("{} {}", frame.language.pick("Mục tiêu", "Target"), measure.number(target));
        canvas.text([x, top - 8.0], &text, GOAL)?;
    }
    if is_withheld {
        frame.note(&mut canvas, y + 6.0)?;
    }
    Ok(canvas.finish()?)
}

fn bar(
    canvas: &mut Canvas,
    [y, length]: [f64; 2],
    point: &Point<'_>,
    (frame, measure): (&Frame<'_>, &Measure),
) -> io::Result<()> {
    canvas.text([MARGIN, y + 11.0], point.name(frame.language), YEAR)?;
    let end = if point.is_withheld {
        let stripes = canvas.withheld();
        let edge = [("stroke", palette::STRIPE), ("stroke-dasharray", "3 2")];
        canvas.rect([LEFT, y, WITHHELD, BAR], &stripes, &edge)?;
        WITHHELD
    } else {
        canvas.rect([LEFT, y, length, BAR], palette::MAIN, &[])?;
        length
    };
    canvas.text([LEFT + end + 6.0, y + 11.0], &point.label(measure), VALUE)
}
