//! Taking turns, so that whatever else the machine does meets all contenders alike.

use std::future::Future;

use crate::Outcome;

/// The middle value.
pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

/// Lets two contenders take turns and gives the median of each.
pub async fn alternate<A, B>(
    rounds: usize,
    mut first: impl FnMut() -> A,
    mut second: impl FnMut() -> B,
) -> Outcome<(f64, f64)>
where
    A: Future<Output = Outcome<f64>>,
    B: Future<Output = Outcome<f64>>,
{
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        ours.push(first().await?);
        theirs.push(second().await?);
    }
    Ok((median(ours), median(theirs)))
}
