//! What hangs on training events and keeps them from being changed, cancelled or taken out. It changes none of it.

pub mod queries;
