//! What somebody has who wants to know what a publication withholds: a donor's documents, and linear programming.

use entity::ids::ReportingPeriodId;
use microlp::{ComparisonOp, OptimizationDirection, Problem, Variable};
use serde_json::{Value, json};
use tests::Caller;
use tests::calls::step;

/// Below this many people a cell is hidden, and so wide must be what is possible.
pub const THRESHOLD: f64 = 10.0;

/// What is known of the sum of some counts.
#[derive(Clone, Debug)]
pub struct Known {
    /// The counts, each once.
    pub of: Vec<usize>,
    /// The least that the sum can be.
    pub least: f64,
    /// The most.
    pub most: f64,
}

impl Known {
    /// A sum that is told exactly.
    pub fn exactly(of: Vec<usize>, value: f64) -> Self {
        Self { of, least: value, most: value }
    }

    /// A sum that is told as a multiple of five.
    pub fn rounded(of: Vec<usize>, value: f64) -> Self {
        const LESS_THAN_STEP: f64 = 4.0;
        Self { of, least: (value - LESS_THAN_STEP).max(0.0), most: value + LESS_THAN_STEP }
    }
}

/// The least and the most that a sum can be; no most when nothing bounds it.
pub fn bounds(of: &[usize], known: &[Known], counts: usize) -> (f64, Option<f64>) {
    let least = extreme(OptimizationDirection::Minimize, of, known, counts);
    (least.unwrap_or_default(), extreme(OptimizationDirection::Maximize, of, known, counts))
}

fn extreme(direction: OptimizationDirection, of: &[usize], known: &[Known], counts: usize) -> Option<f64> {
    let mut program = Problem::new(direction);
    let weight = |n: usize| if of.contains(&n) { 1.0 } else { 0.0 };
    let counts: Vec<Variable> =
        (0..counts).map(|n| program.add_var(weight(n), (0.0, f64::INFINITY))).collect();
    for Known { of, least, most } in known {
        let sum: Vec<(Variable, f64)> = of.iter().map(|n| (counts[*n], 1.0)).collect();
        if least < most {
            program.add_constraint(&sum, ComparisonOp::Ge, *least);
            program.add_constraint(&sum, ComparisonOp::Le, *most);
        } else {
            program.add_constraint(&sum, ComparisonOp::Eq, *most);
        }
    }
    match program.solve() {
        Err(microlp::Error::Unbounded) => None,
        solved => Some(solved.unwrap().objective()),
    }
}

/// Fails when a hidden sum can be told more closely than the threshold.
pub fn check(hidden: &[Vec<usize>], known: &[Known], counts: usize, seed: u64) {
    for of in hidden {
        let (least, most) = bounds(of, known, counts);
        let is_wide = most.is_none_or(|most| most - least >= THRESHOLD - 1e-6);
        assert!(is_wide, "{of:?} lies between {least} and {most:?}, seed {seed}");
    }
}

/// Publishes tables, and fetches them as a donor does; or the refusal of what cannot be made safe.
pub async fn publish(
    (officer, approver, donor): (&Caller, &Caller, &Caller),
    (period, map): (ReportingPeriodId, &str),
    tables: Value,
) -> Result<Value, Value> {
    const PUBLICATIONS: &str = "/v1/publications";
    let body = json!({
        "period_id": period, "map": map, "title_vi": "Số liệu", "title_en": "Figures", "tables": tables,
    });
    let path = format!("{PUBLICATIONS}/{}", officer.post(PUBLICATIONS, body).await.expect(201).id());
    let done = step(approver, &path, "publish", Value::Null).await;
    if done.status == 409 {
        return Err(done.problem(409, "conditions_unmet").json);
    }
    done.expect(200);
    Ok(donor.get(&format!("{path}/document")).await.expect(200).json)
}
