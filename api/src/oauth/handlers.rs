//! One function per OAuth endpoint.

use super::{
    commands,
    messages::{AuthorizationServer, IssuedToken, Revocation, RevocationRequest, TokenRequest},
    queries::seen,
};
use crate::{
    access::{Public, SignIn},
    error::Error,
    http::{Basic, Computed, Form},
};

pub(super) async fn issue_token(
    gate: SignIn,
    basic: Basic,
    sent: Form<TokenRequest>,
) -> Result<Computed<IssuedToken>, Error> {
    let seen = seen(&gate, &basic, &sent.client).await?;
    let work = async |tx: &_| commands::issue(tx, &gate, &seen, sent.scope.as_ref()).await;
    gate.write(work).await.map(Computed)
}

pub(super) async fn revoke_token(
    gate: SignIn,
    basic: Basic,
    sent: Form<RevocationRequest>,
) -> Result<Computed<Revocation>, Error> {
    let seen = seen(&gate, &basic, &sent.client).await?;
    let work = async |tx: &_| commands::revoke(tx, &gate, &seen, sent.token.as_ref()).await;
    gate.write(work).await.map(|()| Computed(Revocation {}))
}

pub(super) async fn get_authorization_server(gate: Public) -> Result<Computed<AuthorizationServer>, Error> {
    Ok(Computed(AuthorizationServer::at(gate.service().public_base())))
}
