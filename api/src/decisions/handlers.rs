//! One function per operation on decisions.

use entity::{enums::DecisionKind, grant_application, grant_decision, ids::ApplicationId};
use sea_orm::ColumnTrait;

use super::{
    commands,
    messages::{Approval, Decision, DecisionFilter, Refusal},
};
use crate::{
    access::{
        Access,
        permission::grants::{
            ApproveApplication, DeferApplication, ReadApplications, ReappraiseApplication, RejectApplication,
        },
    },
    applications::messages::GrantApplication,
    error::Error,
    http::{Found, Json, List, Nothing, Page, Path, Revision},
    store::{Paged, SortBy, SortKind},
};

pub(super) async fn approve_grant_application(
    access: Access<ApproveApplication>,
    Path(id): Path<ApplicationId>,
    revision: Revision,
    approval: Json<Approval>,
) -> Result<Found<GrantApplication>, Error> {
    let work = async |tx: &_| commands::approve(tx, &access, id, &approval).await;
    access.change(&revision, &approval, work).await.map(Found::Changed)
}

pub(super) async fn reject_grant_application(
    access: Access<RejectApplication>,
    Path(id): Path<ApplicationId>,
    revision: Revision,
    refusal: Json<Refusal>,
) -> Result<Found<GrantApplication>, Error> {
    let work = async |tx: &_| commands::refuse(tx, &access, id, (DecisionKind::Reject, &refusal)).await;
    access.change(&revision, &refusal, work).await.map(Found::Changed)
}

pub(super) async fn defer_grant_application(
    access: Access<DeferApplication>,
    Path(id): Path<ApplicationId>,
    revision: Revision,
    refusal: Json<Refusal>,
) -> Result<Found<GrantApplication>, Error> {
    let work = async |tx: &_| commands::refuse(tx, &access, id, (DecisionKind::Defer, &refusal)).await;
    access.change(&revision, &refusal, work).await.map(Found::Changed)
}

pub(super) async fn reappraise_grant_application(
    access: Access<ReappraiseApplication>,
    Path(id): Path<ApplicationId>,
    revision: Revision,
) -> Result<Found<GrantApplication>, Error> {
    let work = async |tx: &_| commands::reappraise(tx, &access, id).await;
    access.change(&revision, &Nothing, work).await.map(Found::Changed)
}

pub(super) async fn list_grant_decisions(
    access: Access<ReadApplications>,
    Path(id): Path<ApplicationId>,
    list: List<DecisionFilter>,
) -> Result<Page<Decision>, Error> {
    access.one(access.row::<grant_application::Entity>(id)).await?;
    let rows = access.rows::<grant_decision::Entity>().filter(grant_decision::Column::ApplicationId.eq(id));
    let sort = SortBy::column(grant_decision::Column::Id, SortKind::Id);
    let page: Paged<grant_decision::Model> = access.page(rows, &list.page, &sort, |select| select).await?;
    Ok(Page(page.map(Into::into)))
}
