//! The total as a bar on the way to the target.

use std::io;

use super::super::document::Goal;
use super::canvas::{Canvas, Letters, PLAIN, WIDTH};
use super::frame::{Frame, INNER, MARGIN};
use super::measure::Measure;
use super::scale::along;
use super::{Undrawn, palette, words};

/// Height without, and of the line about where things stood before.
const HEIGHT: f64 = 116.0;
const BEFORE: f64 = 20.0;
/// Top and height of the bar.
const BAR: (f64, f64) = (56.0, 26.0);

const BIG: Letters = Letters { size: 30.0, is_bold: true, color: palette::MAIN, ..PLAIN };
const UNIT: Letters = Letters { size: 15.0, color: palette::MAIN, ..PLAIN };
const SHARE: Letters = Letters { size: 15.0, is_bold: true, anchor: "end", ..PLAIN };
const GOAL: Letters = Letters { size: 12.0, is_bold: true, color: palette::MARK, ..PLAIN };
const SMALL: Letters = Letters { color: palette::QUIET, ..PLAIN };

/// What is drawn.
struct Bar<'a> {
    frame: &'a Frame<'a>,
    measure: Measure,
    value: Option<i64>,
    target: Goal,
    /// The number at the right end.
    end: i64,
}

/// Draws the chart.
pub fn draw(frame: &Frame<'_>) -> Result<Vec<u8>, Undrawn> {
    let target = frame.indicator.target.filter(|goal| goal.value > 0).ok_or(Undrawn::NoTarget)?;
    let total = frame.document.total(&frame.indicator.code).ok_or(Undrawn::NoFigures)?;
    let value = total.measured(frame.indicator);
    let end = target.value.max(value.unwrap_or(0));
    let bar = Bar { frame, measure: Measure::of(frame.indicator, end, frame.language), value, target, end };
    let height = HEIGHT + if frame.indicator.baseline.is_some() { BEFORE } else { 0.0 };
    let (mut canvas, top) = frame.start(&bar.measure.unit, height, &bar.description())?;
    bar.figures(&mut canvas, top)?;
    bar.bar(&mut canvas, top)?;
    bar.marks(&mut canvas, top)?;
    Ok(canvas.finish()?)
}

impl Bar<'_> {
    /// The whole percentage of the target, rounded down so that it never says `100%` too early.
    fn share(&self) -> Option<i64> {
        let share = i128::from(self.value?) * 100 / i128::from(self.target.value);
        i64::try_from(share).ok()
    }

    fn description(&self) -> String {
        let language = self.frame.language;
        let target = self.measure.with_unit(self.target.value);
        let goal =
            format!("{} {}: {target}", language.pick("mục tiêu đến năm", "target for"), self.target.year);
        let value =
            self.value.map_or(self.frame.withheld().to_owned(), |value| self.measure.with_unit(value));
        let share = self.share().map(|share| format!(" ({share}%)")).unwrap_or_default();
        format!("{}: {value}{share}; {goal}.", language.pick("Kết quả", "Result"))
    }

    fn figures(&self, canvas: &mut Canvas, top: f64) -> io::Result<()> {
        let language = self.frame.language;
        let Some(value) = self.value else {
            let text = format!("– {}", self.frame.withheld());
            return canvas.text(
                [MARGIN, top + 34.0],
                &text,
                Letters { size: 18.0, color: palette::QUIET, ..BIG },
            );
        };
        let number = self.measure.number(value);
        let at = [MARGIN, top + 36.0];
        if self.frame.indicator.is_ratio {
            canvas.text(at, &number, BIG)?;
        } else {
            canvas.texts(at, (&number, BIG), (&self.measure.unit, UNIT))?;
        }
        if let Some(share) = self.share() {
            let text = format!("{share}% {}", language.pick("mục tiêu", "of target"));
            canvas.text([WIDTH - MARGIN, top + 36.0], &text, SHARE)?;
        }
        Ok(())
    }

    fn bar(&self, canvas: &mut Canvas, top: f64) -> io::Result<()> {
        let (y, height) = (top + BAR.0, BAR.1);
        let round = [("rx", "4")];
        let Some(value) = self.value else {
            let stripes = canvas.withheld();
            return canvas.rect([MARGIN, y, INNER, height], &stripes, &round);
        };
        canvas.rect([MARGIN, y, INNER, height], palette::TRACK, &round)?;
        canvas.rect([MARGIN, y, along(value, self.end, INNER), height], palette::MAIN, &round)
    }

    /// The target, and where things stood before.
    fn marks(&self, canvas: &mut Canvas, top: f64) -> io::Result<()> {
        let language = self.frame.language;
        let (y, end) = (top + BAR.0, top + BAR.0 + BAR.1);
        let x = MARGIN + along(self.target.value, self.end, INNER);
        canvas.line([x, y - 6.0, x, end + 8.0], palette::MARK, &[("stroke-width", "3")])?;
        canvas.path(&format!("M{x:.1} {:.1}l-5 8h10z", end + 4.0), palette::MARK)?;
        let goal = language.pick("Mục tiêu", "Target");
        let text = format!("{goal} {}: {}", self.target.year, self.measure.with_unit(self.target.value));
        let room = words::width(&text, GOAL.size) / 2.0;
        let (x, anchor) = if x + room > WIDTH - MARGIN {
            (WIDTH - MARGIN, "end")
        } else {
            (x.max(MARGIN + room), "middle")
        };
        canvas.text([x, end + 26.0], &text, Letters { anchor, ..GOAL })?;
        let Some(baseline) = self.frame.indicator.baseline else { return Ok(()) };
        let at = MARGIN + along(baseline.value, self.end, INNER);
        if baseline.value > 0 {
            canvas.line(
                [at, y, at, end],
                palette::PAPER,
                &[("stroke-width", "2"), ("stroke-dasharray", "4 3")],
            )?;
        }
        let before = language.pick("Ban đầu", "Baseline");
        let text = format!("{before} {}: {}", baseline.year, self.measure.with_unit(baseline.value));
        canvas.text([MARGIN, end + 46.0], &text, SMALL)
    }
}
