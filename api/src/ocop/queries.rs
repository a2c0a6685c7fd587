//! Which OCOP products lie within a scope, and products with their owner and certificates.

use chrono::NaiveDate;
use entity::{farmer_group, ids::OcopProductId, ocop_certificate, ocop_product, partner};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, JoinType, QuerySelect, Select,
    sea_query::{Alias, Expr, ExprTrait, Query, SelectStatement},
};

use super::messages::{OcopProduct, OcopProductFilter, Shown};
use crate::{
    access::{Owned, Reach, Rows, Within, owned_ids},
    error::Error,
    ocop_certificates::queries::{certified, valid_on},
    places::queries::in_area,
    store::{Reading, Revised, SortBy, SortKind, Words},
};

/// The word under which names of products are found.
pub const SEARCHED_AS: &str = "ocop_product";

impl Owned for ocop_product::Entity {
    const ID: ocop_product::Column = ocop_product::Column::Id;
    const VOIDED: Option<ocop_product::Column> = Some(ocop_product::Column::VoidedAt);

    /// A product belongs to its commune, and to the group that owns it.
    fn within(reach: &Reach) -> Condition {
        Within::new(reach)
            .areas(|communes| ocop_product::Column::CommuneId.in_subquery(communes))
            .groups(|groups| ocop_product::Column::GroupId.is_in(groups.iter().copied()))
            .condition()
    }
}

impl Revised for ocop_product::Entity {
    const VERSION: ocop_product::Column = ocop_product::Column::Version;
    const UPDATED_AT: ocop_product::Column = ocop_product::Column::UpdatedAt;

    fn version(row: &ocop_product::Model) -> i32 {
        row.version
    }
}

/// Certificates of a product lie where the product lies.
pub fn of_products_within<C: ColumnTrait>(product_id: C, reach: &Reach) -> Condition {
    if reach.whole {
        return Condition::all();
    }
    Condition::all().add(product_id.in_subquery(owned_ids::<ocop_product::Entity>(reach)))
}

/// The two columns that say where a product is from.
pub const PLACE: (ocop_product::Column, ocop_product::Column) =
    (ocop_product::Column::CommuneId, ocop_product::Column::FormerCommuneId);

impl OcopProductFilter {
    /// The filters as one condition on products.
    #[must_use]
    pub fn condition(&self, day: NaiveDate) -> Condition {
        use ocop_product::Column;
        let kinds =
            self.owner_kind.as_ref().map(|all| Column::OwnerKind.is_in(all.as_slice().iter().copied()));
        let chains = self
            .value_chain
            .as_ref()
            .map(|all| Column::Chain.is_in(all.as_slice().iter().map(AsRef::<str>::as_ref)));
        let has = |condition: Condition| Column::Id.in_subquery(certified(day, condition));
        let valid = || has(Condition::all());
        let stars = self.stars.map(|stars| ocop_certificate::Column::Stars.eq(stars));
        let ends_by = self.ends_by.map(|by| ocop_certificate::Column::EndsOn.lte(by.date()));
        Condition::all()
            .add_option(self.area_id.map(|id| in_area(PLACE, id)))
            .add_option(self.group_id.map(|id| Column::GroupId.eq(id)))
            .add_option(self.partner_id.map(|id| Column::PartnerId.eq(id)))
            .add_option(kinds)
            .add_option(chains)
            .add_option(self.is_certified.map(|yes| if yes { valid() } else { valid().not() }))
            .add_option(stars.map(|stars| has(Condition::all().add(stars))))
            .add_option(ends_by.map(|ends_by| has(Condition::all().add(ends_by))))
            .add_option(self.q.as_ref().map(|q| Words::of(SEARCHED_AS, q.as_ref()).condition(Column::Id)))
    }

    /// The order of a sort key; a search puts names with the very diacritics first.
    #[must_use]
    pub fn order(&self, key: &str) -> SortBy {
        use ocop_product::Column;
        match (key, &self.q) {
            ("-updated_at", _) => SortBy::column(Column::UpdatedAt, SortKind::Instant).descending(true),
            (_, Some(q)) => Words::of(SEARCHED_AS, q.as_ref()).order(Column::Id, Column::SortKey),
            _ => SortBy::column(Column::SortKey, SortKind::Text),
        }
    }
}

/// Adds the name of the owner, the certificate decided last by a day, and one that is valid on it.
pub(super) fn shown(select: Select<ocop_product::Entity>, day: NaiveDate) -> Select<ocop_product::Entity> {
    use ocop_certificate::Column as C;
    use ocop_product::{Column, Entity};
    let group = Entity::belongs_to(farmer_group::Entity).from(Column::GroupId).to(farmer_group::Column::Id);
    let owner = Entity::belongs_to(partner::Entity).from(Column::PartnerId).to(partner::Column::Id);
    let latest = Alias::new("latest");
    let of_latest = |column: C| Expr::col((latest.clone(), column));
    let is_latest = Entity::belongs_to(ocop_certificate::Entity)
        .from(Column::Id)
        .to(C::ProductId)
        .on_condition(move |_, right| {
            let decided_on = Expr::col((right.clone(), C::DecidedOn));
            Condition::all()
                .add(Expr::col((right, C::VoidedAt)).is_null())
                .add(decided_on.eq(Expr::from(decided_last(day))))
        });
    select
        .join(JoinType::LeftJoin, group.into())
        .join(JoinType::LeftJoin, owner.into())
        .join_as(JoinType::LeftJoin, is_latest.into(), latest.clone())
        .column_as(farmer_group::Column::Name, "group_name")
        .column_as(partner::Column::Name, "partner_name")
        .expr_as(of_latest(C::Id), "certificate_id")
        .expr_as(of_latest(C::Stars), "stars")
        .expr_as(of_latest(C::EndsOn), "ends_on")
        .expr_as(valid_one(day), "valid_id")
}

fn of_this_product(certificate: &Alias) -> Expr {
    let id = Expr::col(ocop_product::Column::Id.as_column_ref());
    Expr::col((certificate.clone(), ocop_certificate::Column::ProductId)).eq(id)
}

/// The day of the last decision about a product by a day.
fn decided_last(day: NaiveDate) -> SelectStatement {
    use ocop_certificate::Column as C;
    let decided = Alias::new("decided");
    let of_decided = |column: C| Expr::col((decided.clone(), column));
    Query::select()
        .expr(of_decided(C::DecidedOn).max())
        .from_as(ocop_certificate::Entity, decided.clone())
        .and_where(of_this_product(&decided))
        .and_where(of_decided(C::VoidedAt).is_null())
        .and_where(of_decided(C::DecidedOn).lte(day))
        .to_owned()
}

/// A certificate of a product that is valid on a day.
fn valid_one(day: NaiveDate) -> SelectStatement {
    use ocop_certificate::Column as C;
    let its = Expr::col(C::ProductId.as_column_ref()).eq(Expr::col(ocop_product::Column::Id.as_column_ref()));
    Query::select()
        .column(C::Id.as_column_ref())
        .from(ocop_certificate::Entity)
        .cond_where(valid_on(day).add(its))
        .limit(1)
        .to_owned()
}

/// A product as it is on a day.
///
/// # Errors
/// 404 when it does not lie within `rows`.
pub async fn product_of(
    source: &impl Reading,
    rows: Rows<ocop_product::Entity>,
    day: NaiveDate,
) -> Result<OcopProduct, Error> {
    let found: Vec<Shown> = source.load(rows, |select| shown(select, day)).await?;
    found.into_iter().next().map(OcopProduct::from).ok_or(Error::NotFound)
}

/// The condition for a certificate of this product.
pub fn of_product(id: OcopProductId) -> Expr {
    ocop_certificate::Column::ProductId.eq(id)
}
