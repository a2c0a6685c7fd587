//! What a call promises: whom it is for, how applications are judged, how the grant is paid. Frozen when it opens.

pub mod messages;
pub mod queries;
