//! Which posts of cadres lie within a scope, and which are held on a day.

use chrono::NaiveDate;
use entity::{
    cadre_post::{self, Column},
    enums::CadreLevel,
    ids::AreaId,
    person,
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, JoinType, QueryFilter, QuerySelect, QueryTrait,
    Select,
    sea_query::{Alias, Expr, ExprTrait, Func, Order, Query, SelectStatement, WindowStatement},
};

use super::messages::{CadrePost, CadrePostFilter};
use crate::{
    access::{Owned, Reach, Rows, Within, descendants},
    areas::queries::holds_on,
    error::Error,
    http::etag_of,
    store::{Reading, Revised, SortBy, SortKind, Words},
    training_coverage::queries::{TrainedBy, trained_by},
};

/// The word under which names of persons are found.
const PERSONS: &str = "person";

impl Owned for cadre_post::Entity {
    const ID: Column = Column::Id;
    const VOIDED: Option<Column> = Some(Column::VoidedAt);

    /// A post lies in its commune, wherever its holder lives.
    fn within(reach: &Reach) -> Condition {
        Within::new(reach).areas(|communes| Column::AreaId.in_subquery(communes)).condition()
    }
}

impl Revised for cadre_post::Entity {
    const VERSION: Column = Column::Version;
    const UPDATED_AT: Column = Column::UpdatedAt;

    fn version(row: &cadre_post::Model) -> i32 {
        row.version
    }
}

/// Posts held on a day, in an area of either map if one is given (`cadre_post` must be joined or selected from).
pub fn held_on(day: NaiveDate, area_id: Option<AreaId>) -> Condition {
    holds_on(Column::FromOn, Column::UntilOn, day)
        .add_option(area_id.map(|id| Column::AreaId.in_subquery(descendants(&[id]))))
}

impl CadrePostFilter {
    /// The filters as one condition on posts.
    #[must_use]
    pub fn condition(&self, day: NaiveDate) -> Condition {
        let sexes = self.sex.as_ref().map(|all| {
            let persons = person::Entity::find().select_only().column(person::Column::Id);
            persons.filter(person::Column::Sex.is_in(all.as_slice().iter().copied())).into_query()
        });
        let topics = self.topic.as_ref().map(|all| all.as_slice());
        let trained = TrainedBy { day, is_trained: self.is_trained, topics };
        let levels = self.level.as_ref().map(|all| Column::Level.is_in(all.as_slice().iter().copied()));
        held_on(day, self.area_id)
            .add_option(levels)
            .add_option(self.person_id.map(|id| Column::PersonId.eq(id)))
            .add_option(sexes.map(|ids| Column::PersonId.in_subquery(ids)))
            .add_option(trained.condition(Column::PersonId))
            .add_option(self.q.as_ref().map(|q| Words::of(PERSONS, q.as_ref()).condition(Column::PersonId)))
    }

    /// The order of a sort key; a search by name puts the very diacritics first.
    #[must_use]
    pub fn order(&self, key: &str) -> SortBy {
        match (key, &self.q) {
            ("name", Some(q)) => {
                Words::of(PERSONS, q.as_ref()).order(Column::PersonId, person::Column::SortKey)
            }
            ("name", None) => SortBy::column(person::Column::SortKey, SortKind::Text),
            _ => SortBy::column(Column::Id, SortKind::Id),
        }
    }
}

/// Of the posts of each person, the one that was entered first.
pub(super) fn one_of_each(rows: Rows<cadre_post::Entity>) -> Rows<cadre_post::Entity> {
    let (numbered, number) = (Alias::new("numbered"), Alias::new("number"));
    let window = WindowStatement::partition_by(Column::PersonId.as_column_ref())
        .order_by(Column::Id.as_column_ref(), Order::Asc)
        .to_owned();
    let mut inner = rows.clone().into_select().select_only().column(Column::Id).into_query();
    inner.expr_window_as(Expr::cust("ROW_NUMBER()"), window, number.clone());
    let first = Query::select()
        .column(Column::Id)
        .from_subquery(inner, numbered)
        .and_where(Expr::col(number).eq(1))
        .to_owned();
    rows.filter(Column::Id.in_subquery(first))
}

/// Adds the name of the holder.
pub(super) fn named(select: Select<cadre_post::Entity>) -> Select<cadre_post::Entity> {
    let holder = cadre_post::Entity::belongs_to(person::Entity).from(Column::PersonId).to(person::Column::Id);
    select.join(JoinType::InnerJoin, holder.into()).column(person::Column::FullName)
}

/// A row of the database as it goes over the wire.
pub(super) fn complete(row: CadrePost) -> CadrePost {
    CadrePost { etag: etag_of(row.version), ..row }
}

/// One post with the name of its holder.
///
/// # Errors
/// 404 when it does not lie within `rows`.
pub(super) async fn post_of(
    source: &impl Reading,
    rows: Rows<cadre_post::Entity>,
) -> Result<CadrePost, Error> {
    let found: Vec<CadrePost> = source.load(rows, named).await?;
    found.into_iter().next().map(complete).ok_or(Error::NotFound)
}

/// The cadres of a day and those of them who have completed a training by then: persons, each once however many posts they
/// hold.
#[derive(Clone, Copy, Debug, Default, FromQueryResult)]
pub struct Coverage {
    /// All.
    pub all: i64,
    /// The trained.
    pub all_trained: i64,
    /// With a post of a commune.
    pub commune: i64,
    /// The trained of these.
    pub commune_trained: i64,
    /// With a post of a branch.
    pub branch: i64,
    /// The trained of these.
    pub branch_trained: i64,
}

/// G8b. `posts` selects from `cadre_post`; its list is `/v1/cadre-posts?as_of=&one_per=person`.
#[must_use]
pub fn coverage(mut posts: SelectStatement, day: NaiveDate, area_id: Option<AreaId>) -> SelectStatement {
    let holder = || Expr::col(Column::PersonId.as_column_ref());
    let trained = || Expr::col(("trained", "person_id"));
    let of = |level: CadreLevel, who: Expr| {
        let of_level: Expr = Expr::case(Column::Level.eq(level), who).into();
        Func::count_distinct(of_level)
    };
    posts
        .clear_selects()
        .join_subquery(JoinType::LeftJoin, trained_by(day), "trained", trained().eq(holder()))
        .expr_as(Func::count_distinct(holder()), "all")
        .expr_as(Func::count_distinct(trained()), "all_trained")
        .expr_as(of(CadreLevel::Commune, holder()), "commune")
        .expr_as(of(CadreLevel::Commune, trained()), "commune_trained")
        .expr_as(of(CadreLevel::Branch, holder()), "branch")
        .expr_as(of(CadreLevel::Branch, trained()), "branch_trained")
        .cond_where(held_on(day, area_id))
        .to_owned()
}
