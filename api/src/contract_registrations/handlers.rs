//! Registrations over the wire.

use super::{
    commands,
    messages::{LARGEST, Registration, RegistrationResults},
};
use crate::{
    access::{Access, permission::contracts::RegisterContracts},
    error::Error,
    http::{Json, Outcomes},
};

pub(super) async fn register_sales_contracts(
    access: Access<RegisterContracts>,
    registration: Json<Registration, LARGEST>,
) -> Result<Outcomes<RegistrationResults>, Error> {
    let work = async |tx: &_| commands::register(tx, &access, &registration).await;
    access.write(&registration, work).await.map(Outcomes)
}
