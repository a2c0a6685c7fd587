//! What a list of money makes.

use sea_orm::{
    EntityTrait, FromQueryResult, QuerySelect, Select,
    sea_query::{Expr, ExprTrait},
};

use super::Reading;
use crate::{access::Rows, error::Error};

#[derive(FromQueryResult)]
struct Sum {
    sum_vnd: Option<i64>,
}

/// What an amount adds up to over rows, in đồng, if it was asked for; the rows themselves are another query.
///
/// # Errors
/// When the database fails.
pub async fn sum_vnd<E: EntityTrait>(
    source: &impl Reading,
    is_asked: bool,
    rows: &Rows<E>,
    amount: Expr,
) -> Result<Option<i64>, Error> {
    if !is_asked {
        return Ok(None);
    }
    let summed = |select: Select<E>| select.select_only().expr_as(amount.sum().cast_as("bigint"), "sum_vnd");
    let found: Vec<Sum> = source.load(rows.clone(), summed).await?;
    Ok(Some(found.first().and_then(|row| row.sum_vnd).unwrap_or_default()))
}
