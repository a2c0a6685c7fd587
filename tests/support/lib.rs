//! Support of the black-box suite: what every test needs besides its rule.

pub mod databases;
