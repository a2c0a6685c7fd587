//! The formats of a frozen publication. Each is written from a [`document::Document`] and from nothing else: no clock, no
//! randomness, no global state, so the same document gives the same bytes for ever.

pub mod charts;
pub mod csv;
pub mod dhis2;
pub mod document;
pub mod hxl;
pub mod iati;
pub mod language;
pub mod rows;
pub mod sdmx;
pub mod xlsx;

mod dimension;
mod figures;
mod xml;

#[cfg(any(test, feature = "sample"))]
pub mod sample;
