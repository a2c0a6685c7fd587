//! Where the names of persons and groups are shown beside their own rows. It changes none of them.

pub mod queries;
