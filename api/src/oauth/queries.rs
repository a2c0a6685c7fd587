//! Which client a request to the OAuth endpoints comes from.

use entity::api_client;

use super::messages::ClientProof;
use crate::{
    access::{Presented, Proof, SignIn, attempts},
    error::{Code, Error},
    http::Basic,
};

/// A client that was looked up, and what the request proves of it.
#[derive(Debug)]
pub(super) struct Seen {
    /// The client of that name, whether or not it is the one.
    pub client: Option<api_client::Model>,
    /// What was proved.
    pub proof: Proof,
}

impl Seen {
    /// The client, if the request has proved to come from it.
    pub fn proved(&self, gate: &SignIn) -> Option<&api_client::Model> {
        let now = gate.service.clock().now();
        self.client.as_ref().filter(|client| self.proof.fits(client, now))
    }
}

/// Looks up the client that a request names, and at its proof. Tries count against the quotas of client and address.
pub(super) async fn seen(gate: &SignIn, basic: &Basic, sent: &ClientProof) -> Result<Seen, Error> {
    let presented = presented(basic, sent)?;
    let client_id = presented.client_id();
    let name = client_id.map_or_else(|| "client:".to_owned(), |id| format!("client:{id}"));
    attempts::count(&gate.service, &gate.call, &name)?;
    attempts::wait(&gate.service, &name).await;
    let client = match client_id {
        Some(id) => gate.client(id).await?,
        None => None,
    };
    let (base, now) = (gate.service.public_base(), gate.service.clock().now());
    let audiences = [base.to_owned(), format!("{base}/oauth/token")];
    let proof = presented.proof(client.as_ref(), &audiences, now);
    let is_right = client.as_ref().is_some_and(|client| proof.fits(client, now));
    attempts::note(&gate.service, &name, is_right);
    Ok(Seen { client, proof })
}

/// The one way in which the request says who it comes from.
fn presented(basic: &Basic, sent: &ClientProof) -> Result<Presented, Error> {
    let presented = match (&basic.0, &sent.client_assertion, sent.client_assertion_type) {
        (Some((id, secret)), None, None) => Presented::secret(id, secret),
        (None, Some(assertion), Some(_)) => Presented::Assertion(assertion.as_ref().to_owned()),
        (None, None, None) => return Err(Error::Unauthenticated(Code::CredentialsInvalid)),
        _ => return Err(Error::Malformed(Code::MalformedRequest, Vec::new())),
    };
    let named = sent.client_id.as_ref().map(AsRef::as_ref);
    let proved = presented.client_id().map(|id| id.to_string());
    match (named, proved) {
        (Some(named), Some(proved)) if named != proved => {
            Err(Error::Unauthenticated(Code::CredentialsInvalid))
        }
        _ => Ok(presented),
    }
}
