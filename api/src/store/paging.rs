//! Keyset pages, written once: the row-value comparison that walks an index from any point.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{
    ColumnTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QueryResult, QuerySelect,
    Select,
    sea_query::{Expr, ExprTrait, Order, Query, SimpleExpr},
};
use uuid::Uuid;

use super::{Store, reading::PAGE_SLACK};
use crate::{
    access::{Access, Owned, RowLevel, Rows},
    error::{Code, Error},
    http::{Cursor, PageRequest},
};

/// How the values of a sort key compare and travel in a cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SortKind {
    /// The id itself.
    Id,
    /// The key itself, in a table whose key is a text: pages go by it alone.
    Code,
    /// Text in binary order (Vietnamese sort keys).
    Text,
    /// A calendar date.
    Date,
    /// An instant.
    Instant,
    /// A whole number.
    Integer,
}

/// One sort order of a list: never-null values, ties broken by id.
#[derive(Clone, Debug)]
pub struct SortBy {
    /// What is sorted by.
    pub by: SimpleExpr,
    /// How it compares.
    pub kind: SortKind,
    /// Largest first.
    pub descending: bool,
    /// Where a page begins is [`unseen`] by the planner.
    pub is_unseen: bool,
}

/// A value that the planner of PostgreSQL does not look at. It takes every such page for alike, so that it plans once and not
/// page by page, which costs as much as the page; right where the value says little about how many rows there are.
pub fn unseen(value: impl Into<SimpleExpr>) -> SimpleExpr {
    SimpleExpr::from(Query::select().expr(value.into()).take())
}

impl SortBy {
    /// By a column that is never null.
    pub fn column<C: ColumnTrait>(column: C, kind: SortKind) -> Self {
        Self { by: Expr::col(column.as_column_ref()), kind, descending: false, is_unseen: false }
    }

    /// By a column of years, or other numbers of 32 bits, that is never null.
    pub fn year<C: ColumnTrait>(column: C) -> Self {
        let by = Expr::col(column.as_column_ref()).cast_as("bigint");
        Self { by, kind: SortKind::Integer, descending: false, is_unseen: false }
    }

    /// The planner does not look at where a page begins.
    #[must_use]
    pub const fn unseen(mut self) -> Self {
        self.is_unseen = true;
        self
    }

    /// Largest first.
    #[must_use]
    pub const fn descending(mut self, descending: bool) -> Self {
        self.descending = descending;
        self
    }

    fn value(&self, text: &str) -> Option<SimpleExpr> {
        Some(match self.kind {
            SortKind::Id => Expr::value(text.parse::<Uuid>().ok()?),
            SortKind::Text | SortKind::Code => Expr::value(text.to_owned()),
            SortKind::Date => Expr::value(text.parse::<NaiveDate>().ok()?),
            SortKind::Instant => Expr::value(text.parse::<DateTime<Utc>>().ok()?),
            SortKind::Integer => Expr::value(text.parse::<i64>().ok()?),
        })
    }

    fn place_of(&self, value: SimpleExpr) -> SimpleExpr {
        if self.is_unseen { unseen(value) } else { value }
    }

    /// True when no tie can occur, because the key of the table is what is sorted by.
    const fn is_by_key(&self) -> bool {
        matches!(self.kind, SortKind::Id | SortKind::Code)
    }

    /// Where a page ended.
    fn place(&self, row: &QueryResult) -> Result<Cursor, DbErr> {
        let id = match self.kind {
            SortKind::Code => Uuid::nil(),
            _ => row.try_get("", "page_id")?,
        };
        Ok(Cursor { value: self.read(row)?, id })
    }

    fn read(&self, row: &QueryResult) -> Result<String, DbErr> {
        Ok(match self.kind {
            SortKind::Id => row.try_get::<Uuid>("", "page_value")?.to_string(),
            SortKind::Text | SortKind::Code => row.try_get("", "page_value")?,
            SortKind::Date => row.try_get::<NaiveDate>("", "page_value")?.to_string(),
            SortKind::Instant => row.try_get::<DateTime<Utc>>("", "page_value")?.to_rfc3339(),
            SortKind::Integer => row.try_get::<i64>("", "page_value")?.to_string(),
        })
    }
}

/// One page of a list.
#[derive(Debug)]
pub struct Paged<M> {
    /// The items.
    pub items: Vec<M>,
    /// How many were asked for.
    pub limit: u64,
    /// Where the next page starts, if there is one.
    pub next_cursor: Option<String>,
    /// How many there are in all, when asked.
    pub total: Option<u64>,
}

impl<M> Paged<M> {
    /// The same page with other items, one for one.
    pub fn map<N>(self, each: impl FnMut(M) -> N) -> Paged<N> {
        Paged {
            items: self.items.into_iter().map(each).collect(),
            limit: self.limit,
            next_cursor: self.next_cursor,
            total: self.total,
        }
    }
}

impl<M> Paged<M> {
    /// The same page with other items, unless one cannot be made.
    ///
    /// # Errors
    /// That of the first item that cannot be made.
    pub fn try_map<N>(self, each: impl FnMut(M) -> Result<N, Error>) -> Result<Paged<N>, Error> {
        let items = self.items.into_iter().map(each).collect::<Result<_, _>>()?;
        Ok(Paged { items, limit: self.limit, next_cursor: self.next_cursor, total: self.total })
    }
}

impl<P: RowLevel> Access<P> {
    /// One keyset page of rows within the reach, shaped into `M` by joins and further columns; `shape` must not
    /// multiply rows.
    ///
    /// # Errors
    /// `invalid_cursor`, or when the database fails.
    pub async fn page<E, M>(
        &self,
        rows: Rows<E>,
        request: &PageRequest,
        sort: &SortBy,
        shape: impl FnOnce(Select<E>) -> Select<E>,
    ) -> Result<Paged<M>, Error>
    where
        E: Owned,
        E::Model: Send + Sync,
        M: FromQueryResult,
    {
        page_of(self.store(), rows, request, sort, shape).await
    }
}

impl<P: RowLevel> Access<P> {
    /// One page of the parts of one resource, which are few and were loaded in their order; `key` tells them apart.
    ///
    /// # Errors
    /// `invalid_cursor`.
    pub fn page_of_parts<M>(
        &self,
        mut parts: Vec<M>,
        request: &PageRequest,
        key: impl Fn(&M) -> String,
    ) -> Result<Paged<M>, Error> {
        let total = request.include_total.then_some(parts.len() as u64);
        if let Some(after) = &request.after {
            let last = parts.iter().position(|part| key(part) == after.value);
            drop(parts.drain(..=last.ok_or(Error::Malformed(Code::InvalidCursor, Vec::new()))?));
        }
        let limit = usize::try_from(request.limit).map_err(Error::internal)?;
        let has_more = parts.len() > limit;
        parts.truncate(limit);
        let cursor = |part: &M| {
            Cursor { value: key(part), id: Uuid::nil() }.seal(&self.store().keyring().token, &request.binding)
        };
        let next_cursor = parts.last().filter(|_| has_more).map(cursor);
        Ok(Paged { items: parts, limit: request.limit, next_cursor, total })
    }
}

/// One keyset page of rows that a gate has already cut down.
pub(super) async fn page_of<E, M>(
    store: &Store,
    rows: Rows<E>,
    request: &PageRequest,
    sort: &SortBy,
    shape: impl FnOnce(Select<E>) -> Select<E>,
) -> Result<Paged<M>, Error>
where
    E: Owned,
    E::Model: Send + Sync,
    M: FromQueryResult,
{
    let connection = store.reader();
    let total = match request.include_total {
        true => Some(sea_orm::PaginatorTrait::count(rows.clone().into_select(), connection).await?),
        false => None,
    };
    let select = keyset(shape(rows.into_select()), E::ID, sort, request.after.as_ref())?;
    let mut statement =
        sea_orm::QueryTrait::build(&select, sea_orm::ConnectionTrait::get_database_backend(connection));
    // Part of the text: of a limit that is a parameter PostgreSQL expects a tenth of the table, keeps no plan, and plans
    // every page anew.
    statement.sql.push_str(&format!(" LIMIT {}", request.limit + PAGE_SLACK));
    let mut found = sea_orm::ConnectionTrait::query_all_raw(connection, statement).await?;
    let limit = usize::try_from(request.limit).map_err(Error::internal)?;
    let has_more = found.len() > limit;
    found.truncate(limit);
    let next_cursor = match found.last().filter(|_| has_more) {
        Some(last) => Some(sort.place(last)?.seal(&store.keyring().token, &request.binding)),
        None => None,
    };
    let items = found.iter().map(|row| M::from_query_result(row, "")).collect::<Result<_, _>>()?;
    Ok(Paged { items, limit: request.limit, next_cursor, total })
}

fn keyset<E: EntityTrait>(
    select: Select<E>,
    id: E::Column,
    sort: &SortBy,
    after: Option<&Cursor>,
) -> Result<Select<E>, Error> {
    let id_column = || Expr::col(id.as_column_ref());
    let direction = if sort.descending { Order::Desc } else { Order::Asc };
    let select = select.expr_as(sort.by.clone(), "page_value").expr_as(id_column(), "page_id");
    let Some(after) = after else {
        // Said so, the first page walks the index of ids as every later one does.
        let from_the_start = sort.kind == SortKind::Id && !sort.descending;
        let start = sort.place_of(Expr::value(Uuid::nil()));
        let select = if from_the_start { select.filter(id_column().gt(start)) } else { select };
        return Ok(ordered(select, sort, id_column(), direction));
    };
    let value = sort.value(&after.value).ok_or(Error::Malformed(Code::InvalidCursor, Vec::new()))?;
    let beyond = match (sort.is_by_key(), sort.descending) {
        (true, false) => id_column().gt(sort.place_of(value)),
        (true, true) => id_column().lt(sort.place_of(value)),
        (_, descending) => {
            let here = Expr::tuple([sort.by.clone(), id_column()]);
            let there = Expr::tuple([value, Expr::value(after.id)]);
            if descending { here.lt(there) } else { here.gt(there) }
        }
    };
    Ok(ordered(select.filter(beyond), sort, id_column(), direction))
}

fn ordered<E: EntityTrait>(select: Select<E>, sort: &SortBy, id: SimpleExpr, direction: Order) -> Select<E> {
    if sort.is_by_key() {
        select.order_by(id, direction)
    } else {
        select.order_by(sort.by.clone(), direction.clone()).order_by(id, direction)
    }
}
