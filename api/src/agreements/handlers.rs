//! One function per operation on agreements.

use entity::{agreement, ids::ApplicationId};

use super::{
    commands,
    messages::{Agreement, NewAgreement},
};
use crate::{
    access::{
        Access,
        permission::grants::{
            ReadApplications, ResumeApplication, SignAgreement, SuspendApplication, TerminateApplication,
        },
    },
    applications::messages::GrantApplication,
    decisions::messages::Because,
    error::Error,
    http::{Computed, Found, Json, Nothing, Path, Revision},
};

pub(super) async fn sign_agreement_grant_application(
    access: Access<SignAgreement>,
    Path(id): Path<ApplicationId>,
    revision: Revision,
    new: Json<NewAgreement>,
) -> Result<Found<GrantApplication>, Error> {
    let work = async |tx: &_| commands::sign(tx, &access, id, &new).await;
    access.change(&revision, &new, work).await.map(Found::Changed)
}

pub(super) async fn get_agreement(
    access: Access<ReadApplications>,
    Path(id): Path<ApplicationId>,
) -> Result<Computed<Agreement>, Error> {
    let row = access.one(access.row::<agreement::Entity>(id)).await?;
    Ok(Computed(row.into()))
}

pub(super) async fn suspend_grant_application(
    access: Access<SuspendApplication>,
    Path(id): Path<ApplicationId>,
    revision: Revision,
    because: Json<Because>,
) -> Result<Found<GrantApplication>, Error> {
    let reason = because.reason.as_ref();
    let work = async |tx: &_| commands::suspend(tx, &access, id, reason).await;
    access.change(&revision, &because, work).await.map(Found::Changed)
}

pub(super) async fn resume_grant_application(
    access: Access<ResumeApplication>,
    Path(id): Path<ApplicationId>,
    revision: Revision,
) -> Result<Found<GrantApplication>, Error> {
    let work = async |tx: &_| commands::resume(tx, &access, id).await;
    access.change(&revision, &Nothing, work).await.map(Found::Changed)
}

pub(super) async fn terminate_grant_application(
    access: Access<TerminateApplication>,
    Path(id): Path<ApplicationId>,
    revision: Revision,
    because: Json<Because>,
) -> Result<Found<GrantApplication>, Error> {
    let reason = because.reason.as_ref();
    let work = async |tx: &_| commands::terminate(tx, &access, id, reason).await;
    access.change(&revision, &because, work).await.map(Found::Changed)
}
