//! Which communes belong to the project on a day, and which of them have an OCOP product: indicator G7.

use chrono::NaiveDate;
use entity::{
    area, area_closure,
    ids::AreaId,
    ocop_product,
    project_commune::{self, Column},
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, JoinType, QuerySelect, Select,
    sea_query::{Expr, ExprTrait, Query, SelectStatement},
};

use super::messages::ProjectCommuneFilter;
use crate::{
    access::{Reach, Within, descendants},
    areas::queries::holds_on,
    ocop_certificates::queries::certified,
};

/// Communes in the areas of a reach. Where communes belong to is no secret, but each answers for its own products.
pub fn within(reach: &Reach) -> Condition {
    Within::new(reach).areas(|communes| Column::AreaId.in_subquery(communes)).condition()
}

/// Communes that belong to the project on a day, in an area of either map if one is given.
pub fn listed_on(day: NaiveDate, area_id: Option<AreaId>) -> Condition {
    let in_area = area_id.map(|area_id| Column::AreaId.in_subquery(descendants(&[area_id])));
    holds_on(Column::FromOn, Column::UntilOn, day).add(Column::VoidedAt.is_null()).add_option(in_area)
}

impl ProjectCommuneFilter {
    /// The filters as one condition on project communes.
    #[must_use]
    pub fn condition(&self, day: NaiveDate) -> Condition {
        let ocop = self.has_ocop.map(|yes| if yes { has_ocop(day) } else { has_ocop(day).not() });
        listed_on(day, self.area_id).add_option(ocop)
    }
}

/// Certified products from a project commune, whatever the map: their commune, or the former one that is known besides,
/// is the project commune or was merged into it. Selects nothing yet.
fn certified_from(day: NaiveDate) -> SelectStatement {
    use ocop_product::Column as Product;
    let communes = || {
        let commune = Expr::col(Column::AreaId.as_column_ref());
        Query::select()
            .column(area_closure::Column::DescendantId.as_column_ref())
            .from(area_closure::Entity)
            .and_where(Expr::col(area_closure::Column::AncestorId.as_column_ref()).eq(commune))
            .to_owned()
    };
    let is_from = Condition::any()
        .add(Product::CommuneId.in_subquery(communes()))
        .add(Product::FormerCommuneId.in_subquery(communes()));
    Query::select()
        .from(ocop_product::Entity)
        .and_where(Product::VoidedAt.is_null())
        .and_where(Product::Id.in_subquery(certified(day, Condition::all())))
        .cond_where(is_from)
        .to_owned()
}

/// Whether a project commune has an OCOP product whose certificate is valid on a day.
#[must_use]
pub fn has_ocop(day: NaiveDate) -> Expr {
    Expr::exists(certified_from(day).expr(Expr::val(1)).to_owned())
}

/// Adds the commune, and how many certified products are from it.
pub(super) fn shown(
    select: Select<project_commune::Entity>,
    day: NaiveDate,
) -> Select<project_commune::Entity> {
    let commune = project_commune::Entity::belongs_to(area::Entity).from(Column::AreaId).to(area::Column::Id);
    let count = Expr::col(ocop_product::Column::Id.as_column_ref()).count();
    select
        .join(JoinType::InnerJoin, commune.into())
        .columns([area::Column::Code, area::Column::NameVi, area::Column::NameEn])
        .expr_as(Expr::from(certified_from(day).expr(count).to_owned()), "certified_products")
}

/// A project commune of a day, for G7.
#[derive(Debug, FromQueryResult)]
pub struct OcopCell {
    /// The commune.
    pub commune_id: AreaId,
    /// One.
    pub communes: i64,
    /// One when it has a certified product, zero when it has none.
    pub certified: i64,
}

/// G7: the project communes of a day, each with whether it has an OCOP product. `communes` selects from
/// `project_commune`, [`within`] a reach; its list is `/v1/project-communes?as_of=`, of those without one
/// `&has_ocop=false`.
#[must_use]
pub fn coverage(mut communes: SelectStatement, day: NaiveDate, area_id: Option<AreaId>) -> SelectStatement {
    let area_id_of = Expr::col(Column::AreaId.as_column_ref());
    communes
        .clear_selects()
        .expr_as(area_id_of.clone(), "commune_id")
        .expr_as(area_id_of.clone().count(), "communes")
        .expr_as(Expr::case(has_ocop(day), area_id_of.clone()).count(), "certified")
        .cond_where(listed_on(day, area_id))
        .add_group_by([area_id_of])
        .to_owned()
}
