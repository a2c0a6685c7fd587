//! `fund`.

use clap::Subcommand;

use super::Data;
use crate::{proofs, server::told};

#[derive(Debug, Subcommand)]
pub(super) enum Fund {
    /// Check the books of all funds against their postings.
    ///
    /// Recomputes from the postings alone what stands on every account, what every allotment has set aside and promised,
    /// what calls take under every ceiling, what was paid, refunded and accepted for every tranche and application, and
    /// what was taken back of every posting; all at one instant, while the service runs. Names everything that differs,
    /// and then ends with exit code 1. It changes nothing.
    Verify(Data),
}

impl Fund {
    pub(super) async fn run(self) -> Result<(), String> {
        let Self::Verify(data) = self;
        let service = data.service().await?;
        let proof = proofs::verify(&service).await.map_err(|error| told(&error))?;
        proof.faults.iter().for_each(|fault| println!("{fault}"));
        match proof.faults.len() {
            0 => {
                println!("the books agree: {} funds, {} postings", proof.funds, proof.postings);
                Ok(())
            }
            faults => Err(format!("{faults} things do not agree with the postings")),
        }
    }
}
