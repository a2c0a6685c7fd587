//! Colours: told apart by people who do not see red or green, and in grey on paper.

pub const PAPER: &str = "#ffffff";
pub const INK: &str = "#1b2530";
pub const QUIET: &str = "#56616d";
pub const LINE: &str = "#d3dae1";
/// The empty part of a bar.
pub const TRACK: &str = "#e6ebf0";
/// Figures.
pub const MAIN: &str = "#1f6fb2";
/// Targets.
pub const MARK: &str = "#c2410c";
/// Stripes over what is withheld.
pub const STRIPE: &str = "#ccd3d9";
/// Behind the stripes.
pub const WITHHELD: &str = "#f7f8fa";

/// From few to many, and the ink that is readable on it.
pub const STEPS: [(&str, &str); 5] =
    [("#e3eef8", INK), ("#b4d3ec", INK), ("#79b0db", INK), ("#2e74b0", PAPER), ("#0d3f73", PAPER)];
