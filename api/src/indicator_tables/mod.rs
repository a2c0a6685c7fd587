//! Tables of indicators: facts folded into cells, with the sums over every dimension. A ratio is computed from its parts and
//! a distinct count is counted anew for each year; nothing is added that does not add up. It has no operations; values and
//! publications ask it.

pub mod messages;
pub mod queries;
