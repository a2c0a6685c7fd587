//! Which contributions lie within a scope, and what a group gave in all.

use entity::{contribution_entry, enums::ContributionKind, ids::ApplicationId};
use sea_orm::{
    ColumnTrait, Condition, FromQueryResult, QuerySelect, Select,
    sea_query::{Expr, ExprTrait},
};

use crate::{
    access::{Owned, Reach},
    applications::queries::of_applications_within,
    error::Error,
    store::{Revised, Tx},
};

impl Owned for contribution_entry::Entity {
    const ID: contribution_entry::Column = contribution_entry::Column::Id;
    const VOIDED: Option<contribution_entry::Column> = Some(contribution_entry::Column::VoidedAt);

    fn within(reach: &Reach) -> Condition {
        of_applications_within(contribution_entry::Column::ApplicationId, reach)
    }
}

impl Revised for contribution_entry::Entity {
    const VERSION: contribution_entry::Column = contribution_entry::Column::Version;
    const UPDATED_AT: contribution_entry::Column = contribution_entry::Column::UpdatedAt;

    fn version(row: &contribution_entry::Model) -> i32 {
        row.version
    }
}

/// What a group gave in all; corrections keep the values of the entries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Given {
    /// Money, labour and goods: its own share.
    pub own_vnd: i64,
    /// Money saved beforehand.
    pub savings_vnd: i64,
}

#[derive(Debug, FromQueryResult)]
struct OfKind {
    kind: ContributionKind,
    value_vnd: i64,
}

/// What the group of an application gave by now.
///
/// # Errors
/// When the database fails.
pub async fn given(tx: &Tx, id: ApplicationId) -> Result<Given, Error> {
    let rows = tx
        .beyond_reach::<contribution_entry::Entity>("parts of an application that was found")
        .filter(contribution_entry::Column::ApplicationId.eq(id));
    let sums: Vec<OfKind> = tx.shaped(rows, summed).await?;
    let mut given = Given::default();
    for OfKind { kind, value_vnd } in sums {
        match kind {
            ContributionKind::Cash | ContributionKind::Labour | ContributionKind::Kind => {
                given.own_vnd += value_vnd
            }
            ContributionKind::Savings => given.savings_vnd += value_vnd,
        }
    }
    Ok(given)
}

fn summed(select: Select<contribution_entry::Entity>) -> Select<contribution_entry::Entity> {
    let sum = Expr::col(contribution_entry::Column::ValueVnd).sum().cast_as("bigint");
    select
        .select_only()
        .column(contribution_entry::Column::Kind)
        .expr_as(sum, "value_vnd")
        .group_by(contribution_entry::Column::Kind)
}
