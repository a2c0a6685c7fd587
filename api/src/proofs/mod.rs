//! Proves the books from the postings alone: recomputes everything that is kept beside them and names what differs.
//! It has no operations; `hoinongdan fund verify` runs it. It repairs nothing.

pub mod messages;
mod queries;

use crate::{
    access::{Access, permission::funds::ReadFunds},
    app::Service,
    error::Error,
};

/// Checks the books of all funds as they are at one instant.
///
/// # Errors
/// When the database fails. Books that do not agree are an answer, not an error.
pub async fn verify(service: &Service) -> Result<messages::Proof, Error> {
    let access = Access::<ReadFunds>::system(service, "verify_funds")?;
    access
        .at_one_instant(async |instant| queries::Books::load(&access, instant).await)
        .await
        .map(|books| books.prove())
}
