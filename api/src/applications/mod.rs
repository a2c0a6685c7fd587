//! Applications of groups to calls: what they ask for, and the frozen basis on which they are judged.

pub mod queries;
pub mod workflow;
