//! Money promised to groups: taken from the allotment of a call when an application is granted, and given back.

pub mod commands;
