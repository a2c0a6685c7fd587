//! Where things lie that keep their commune and, where it is known, the commune of 2022 within it. It has no operations.

pub mod queries;
