//! One function per operation on true values and changes.

use entity::{enums::PublicationStatus, ids::PublicationId, publication, publication_cell};
use sea_orm::{
    ColumnTrait,
    sea_query::{Expr, ExprTrait},
};

use super::{
    messages::{PublicationChange, PublicationChangeFilter, PublicationValue, PublicationValueFilter},
    queries::changes,
};
use crate::{
    access::{Access, permission::publications::ReadPublicationValues},
    error::{Error, Text},
    http::{List, Page, Path},
    store::{SortBy, SortKind},
    values::FieldCode,
};

async fn published(
    access: &Access<ReadPublicationValues>,
    id: PublicationId,
) -> Result<publication::Model, Error> {
    let status = publication::Column::Status.eq(PublicationStatus::Published);
    access.one(access.row::<publication::Entity>(id).filter(status)).await
}

pub(super) async fn list_publication_values(
    access: Access<ReadPublicationValues>,
    Path(id): Path<PublicationId>,
    list: List<PublicationValueFilter>,
) -> Result<Page<PublicationValue>, Error> {
    use publication_cell::Column;
    published(&access, id).await?;
    let rows = access.rows::<publication_cell::Entity>().filter(Column::PublicationId.eq(id));
    let page = access.page::<_, publication_cell::Model>(rows, &list.page, &order(), |select| select).await?;
    page.try_map(PublicationValue::of).map(Page)
}

/// By table, then by cell: one number that no two cells of a publication share.
fn order() -> SortBy {
    use publication_cell::Column;
    let number = |column: Column| Expr::col(column.as_column_ref()).cast_as("bigint");
    let by = number(Column::TableN).mul(CELLS).add(number(Column::CellN));
    SortBy { by, kind: SortKind::Integer, descending: false, is_unseen: false }
}

/// More than the cells of any table.
const CELLS: i64 = 100_000;

pub(super) async fn list_publication_changes(
    access: Access<ReadPublicationValues>,
    Path(id): Path<PublicationId>,
    list: List<PublicationChangeFilter>,
) -> Result<Page<PublicationChange>, Error> {
    let this = published(&access, id).await?;
    let Some(since_id) = list.filter.since_id else {
        return Err(Error::unfit_parameter("since_id", FieldCode::Required, WITH_WHICH));
    };
    let since = published(&access, since_id).await?;
    if (since.published_at, &since.code) >= (this.published_at, &this.code) {
        return Err(Error::unfit_parameter("since_id", FieldCode::Inconsistent, EARLIER));
    }
    let changed =
        access.at_one_instant(async |snapshot| changes(&access, snapshot, (&since, &this)).await).await?;
    access
        .page_of_parts(changed, &list.page, |one| {
            format!("{} {}", one.indicator, serde_json::to_string(&one.key).unwrap_or_default())
        })
        .map(Page)
}

const WITH_WHICH: Text = Text::new("Phải nêu công bố trước đó.", "Name the earlier publication.");
const EARLIER: Text = Text::new("Phải là một công bố trước đó.", "It must be an earlier publication.");
