//! Who may stand on a list of a training event: what the register says of persons on the days of its sessions. It changes
//! nothing and has no operations.

pub mod messages;
pub mod queries;
