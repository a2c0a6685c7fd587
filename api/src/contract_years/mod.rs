//! Which contracts and lines count in a year: what reports of trade and the lists behind them have in common. It has no
//! operations.

pub mod queries;
