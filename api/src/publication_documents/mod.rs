//! Making the document of a publication: counting its tables from one state of the database, hiding what could betray
//! somebody, and writing every format once and for all. It has no operations and changes nothing.

mod assembling;
mod atoms;
mod combinations;
mod counting;
mod deciding;
mod earlier;
mod falls;
mod families;
mod freezing;
mod judging;
mod rounding;
mod safety;
mod tables;

pub use counting::{draft, up_to_same_day};
pub use freezing::{FORMATS, ForeignNames, Format, Frozen};
pub use tables::Drafted;
