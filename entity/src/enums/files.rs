//! Values of files.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Kind of record a file belongs to.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize, ToSchema,
)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(30))", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum AttachedTo {
    /// An application for a grant.
    GrantApplication,
}

/// Type of a file: scans, photographs, and texts and tables of the usual office programs.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize, ToSchema,
)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(100))")]
pub enum MediaType {
    /// A document.
    #[sea_orm(string_value = "application/pdf")]
    #[serde(rename = "application/pdf")]
    Pdf,
    /// A photograph.
    #[sea_orm(string_value = "image/jpeg")]
    #[serde(rename = "image/jpeg")]
    Jpeg,
    /// A picture.
    #[sea_orm(string_value = "image/png")]
    #[serde(rename = "image/png")]
    Png,
    /// A picture.
    #[sea_orm(string_value = "image/webp")]
    #[serde(rename = "image/webp")]
    Webp,
    /// A text.
    #[sea_orm(string_value = "application/vnd.openxmlformats-officedocument.wordprocessingml.document")]
    #[serde(rename = "application/vnd.openxmlformats-officedocument.wordprocessingml.document")]
    Docx,
    /// A table.
    #[sea_orm(string_value = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")]
    #[serde(rename = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")]
    Xlsx,
}

impl MediaType {
    /// Every type.
    pub const ALL: [Self; 6] = [Self::Pdf, Self::Jpeg, Self::Png, Self::Webp, Self::Docx, Self::Xlsx];

    /// As it is written in a `Content-Type`.
    #[must_use]
    pub const fn essence(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Webp => "image/webp",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }

    /// The endings of the names of such files; the first is the usual one.
    #[must_use]
    pub const fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Pdf => &["pdf"],
            Self::Jpeg => &["jpg", "jpeg"],
            Self::Png => &["png"],
            Self::Webp => &["webp"],
            Self::Docx => &["docx"],
            Self::Xlsx => &["xlsx"],
        }
    }
}
