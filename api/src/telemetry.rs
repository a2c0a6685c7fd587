//! What the service tells about itself: one JSON line per event on standard output, and metrics for Prometheus.
//! Never tokens, passwords, queries or names.

use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use tracing_subscriber::EnvFilter;

/// Upper bounds of the buckets of durations, in seconds.
const BUCKETS: [f64; 12] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0, 30.0];

/// Starts the log; the filter is that of the variable `LOG`, such as `info` or `info,sqlx=warn`.
///
/// # Errors
/// When the filter cannot be read or a log was started before.
pub fn start(filter: &str) -> Result<(), String> {
    let filter = EnvFilter::try_new(filter)
        .map_err(|_| "LOG must be a level such as info, or levels such as info,sqlx=warn".to_owned())?;
    tracing_subscriber::fmt()
        .json()
        .flatten_event(true)
        .with_current_span(false)
        .with_span_list(false)
        .with_env_filter(filter)
        .try_init()
        .map_err(|fault| fault.to_string())
}

/// Starts to count; the handle renders what was counted. Call it once, and only where somebody reads the metrics.
///
/// # Errors
/// When something else counts already.
pub fn count() -> Result<PrometheusHandle, String> {
    let builder = PrometheusBuilder::new().set_buckets(&BUCKETS).map_err(|fault| fault.to_string())?;
    builder.install_recorder().map_err(|fault| fault.to_string())
}
