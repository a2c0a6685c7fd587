//! Owners of machine clients: a partner, or the union in an area. The role of a client follows from its owner.

pub mod queries;
