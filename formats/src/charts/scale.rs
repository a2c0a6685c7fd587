//! Round numbers for axes and classes.

/// The smallest of 1, 2, 5, 10, 20, 25, 50, 100, … that is not smaller than a part of a span.
pub fn round_step(span: i64, parts: i64) -> i64 {
    let wanted = (span.max(1) + parts - 1) / parts.max(1);
    let mut power = 1_i64;
    loop {
        let quarter = if power >= 10 { power / 10 * 25 } else { power * 2 };
        for step in [Some(power), power.checked_mul(2), Some(quarter), power.checked_mul(5)] {
            match step {
                Some(step) if step >= wanted => return step,
                Some(_) => {}
                None => return i64::MAX / 2,
            }
        }
        power = power.saturating_mul(10);
    }
}

/// The marks of an axis that starts at zero.
pub fn marks(max: i64, parts: i64) -> Vec<i64> {
    let step = round_step(max, parts);
    let mut marks = vec![0];
    let mut mark = 0;
    while mark < max {
        mark += step;
        marks.push(mark);
    }
    marks
}

/// Classes of equal width, at most five.
pub struct Classes {
    pub start: i64,
    pub step: i64,
    pub count: i64,
}

impl Classes {
    /// At most so many classes that hold all values, with steps that are not too small. They start at zero
    /// unless all values lie close together.
    pub fn of(values: impl Iterator<Item = i64> + Clone, most: i64, least_step: i64) -> Self {
        let low = values.clone().min().unwrap_or(0);
        let high = values.max().unwrap_or(0);
        let start_at = |step: i64| if low >= 0 && low < high / 2 { 0 } else { low.div_euclid(step) * step };
        let round = |span: i64, parts| round_step(span, parts).max(round_step(least_step, 1));
        let mut parts = most;
        loop {
            let step = round(high - start_at(round(high - low, parts)), parts);
            let start = start_at(step);
            let count = (high - start) / step + 1;
            if count <= most || parts == 1 {
                return Self { start, step, count: count.min(most) };
            }
            parts -= 1;
        }
    }

    /// The class of a value.
    pub fn index(&self, value: i64) -> usize {
        usize::try_from(((value - self.start) / self.step).clamp(0, self.count - 1)).unwrap_or(0)
    }
}

/// Where a value lies, as a part of a length.
#[expect(clippy::cast_precision_loss, reason = "a place on paper needs no more digits")]
pub fn along(value: i64, max: i64, length: f64) -> f64 {
    if max <= 0 { 0.0 } else { (value as f64 / max as f64 * length).clamp(0.0, length) }
}

#[cfg(test)]
mod tests {
    use super::{Classes, marks, round_step};

    #[test]
    fn steps_are_round() {
        assert_eq!(round_step(584, 4), 200);
        assert_eq!(round_step(1_195, 5), 250);
        assert_eq!(round_step(11, 5), 5);
        assert_eq!(round_step(0, 4), 1);
        assert_eq!(marks(141, 4), [0, 50, 100, 150]);
        assert!(round_step(i64::MAX / 2, 1) > 0);
    }

    #[test]
    fn classes_hold_all_values() {
        for values in
            [vec![0, 38], vec![6_010, 6_985], vec![7], vec![0, 0], vec![1, 2, 3, 4, 5], vec![9_700, 10_000]]
        {
            let classes = Classes::of(values.iter().copied(), 5, 1);
            assert!((1..=5).contains(&classes.count), "{values:?}");
            for &value in &values {
                let low = classes.start + classes.step * i64::try_from(classes.index(value)).unwrap();
                assert!(low <= value && value < low + classes.step, "{values:?}");
            }
        }
    }
}
