//! Whether a tranche may be released: the agreement, the tranches before it, and what its call asks for.

pub mod queries;
