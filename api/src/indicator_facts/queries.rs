//! What is asked of facts, and the sums over them.

use std::{collections::BTreeMap, sync::Arc};

use chrono::NaiveDate;
use entity::{
    cadre_post, farmer_group, household,
    ids::{AreaId, GroupId},
    membership, person, posting, project_commune,
};
use sea_orm::{
    DbErr, FromQueryResult, QueryResult,
    sea_query::{Expr, ExprTrait, Query, SelectStatement},
};

use super::{Ages, groups, members, money_and_places, people};
use crate::{
    access::{Access, Owned, Permit, Rows},
    error::Error,
    indicator_definitions::{
        messages::Dimension,
        queries::{Base, Measure},
    },
    indicators::queries::Frame,
    project_communes::queries::within,
    store::Snapshot,
};

/// Which facts are counted, by what they are broken down and what is summed.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The last day, the area and whose poverty and ethnic group are looked at.
    pub frame: Frame,
    /// The first day of the period.
    pub from_on: NaiveDate,
    /// By what they are broken down.
    pub by: Vec<Dimension>,
    /// What is summed.
    pub measures: Vec<Measure>,
    /// Between which ages somebody is young.
    pub young: Ages,
}

impl Asked {
    /// The facts of a period: poverty and ethnic groups are looked at only where something is told of them, and of those
    /// persons alone whose ids are `known`, of everybody when absent.
    #[must_use]
    pub fn new(
        (from_on, as_of): (NaiveDate, NaiveDate),
        area: Option<AreaId>,
        (by, measures): (&[Dimension], &[Measure]),
        known: Option<SelectStatement>,
        young: Ages,
    ) -> Self {
        let with_poverty = measures.contains(&Measure::Poor) || by.contains(&Dimension::Poverty);
        let with_ethnic_groups = by.contains(&Dimension::Indigenous);
        let frame = Frame { as_of, area, with_poverty, with_ethnic_groups, known };
        Self { frame, from_on, by: by.to_vec(), measures: measures.to_vec(), young }
    }

    /// Whether any of these is summed.
    pub(super) fn sums(&self, any: &[Measure]) -> bool {
        self.measures.iter().any(|measure| any.contains(measure))
    }

    /// Whether facts are broken down by this.
    pub(super) fn is_by(&self, dimension: Dimension) -> bool {
        self.by.contains(&dimension)
    }
}

/// The column that holds what a fact adds to a measure.
#[must_use]
pub const fn column(measure: Measure) -> &'static str {
    use Measure as M;
    match measure {
        M::All => "all",
        M::Funded => "funded",
        M::Upgraded => "upgraded",
        M::Tht => "tht",
        M::ThtContracted => "tht_contracted",
        M::ActiveTht => "active_tht",
        M::Planned => "planned",
        M::PlannedContracted => "planned_contracted",
        M::Supported => "supported",
        M::SupportedOffice => "supported_office",
        M::Linked => "linked",
        M::First => "first",
        M::Known => "known",
        M::Poor => "poor",
        M::Trained => "trained",
        M::Served => "served",
        M::Production => "production",
        M::ProductionCrop => "production_crop",
        M::ProductionLivestock => "production_livestock",
        M::Business => "business",
        M::CommuneCadre => "commune_cadre",
        M::CommuneCadreTrained => "commune_cadre_trained",
        M::BranchCadre => "branch_cadre",
        M::BranchCadreTrained => "branch_cadre_trained",
        M::ServedSize => "served_size",
        M::Paid => "paid",
        M::Certified => "certified",
    }
}

/// The columns by which facts are told apart in a dimension; years are asked for one by one.
#[must_use]
pub const fn columns(dimension: Dimension) -> &'static [&'static str] {
    use Dimension as D;
    match dimension {
        D::Sex => &["sex"],
        D::Young => &["young"],
        D::Indigenous => &["indigenous"],
        D::Poverty => &["poverty"],
        D::Commune | D::District => &["commune_id", "former_commune_id"],
        D::ValueChain => &["chain"],
        D::LegalForm => &["legal_form"],
        D::Year => &[],
    }
}

/// One when something is true of a fact, else zero.
pub(super) fn hit(is_true: Expr) -> Expr {
    Expr::case(is_true, Expr::val(1_i64)).finally(Expr::val(0_i64)).into()
}

/// The facts of a base. `rows` selects from its table, within the reach.
#[must_use]
pub fn facts_of(base: Base, rows: SelectStatement, asked: &Asked) -> SelectStatement {
    match base {
        Base::Groups => groups::facts(rows, asked),
        Base::Memberships => members::facts(rows, asked),
        Base::Members => members::first_of_each_person(rows, asked),
        Base::Persons => people::persons(rows, asked),
        Base::Households => people::households(rows, asked),
        Base::Cadres => people::cadres(rows, asked),
        Base::Payments => money_and_places::payments(rows, asked),
        Base::Communes => money_and_places::communes(rows, asked),
    }
}

/// The sums over facts, by what they are broken down by. Places stay apart by both their columns, because which commune
/// answers for them depends on the map.
#[must_use]
pub fn sums(facts: SelectStatement, asked: &Asked) -> SelectStatement {
    let fact = |name: &'static str| Expr::col(("fact", name));
    let mut select = Query::select();
    select.from_subquery(facts, "fact");
    for name in asked.by.iter().flat_map(|dimension| columns(*dimension)) {
        select.expr_as(fact(name), *name).add_group_by([fact(name)]);
    }
    for measure in &asked.measures {
        select.expr_as(fact(column(*measure)).sum().cast_as("bigint"), column(*measure));
    }
    select
}

/// The same, with facts kept apart that add to different measures, or come from different groups: what small numbers must
/// be told apart by. Their number stands under `All`.
#[must_use]
pub fn apart(facts: SelectStatement, asked: &Asked, base: Base) -> SelectStatement {
    let fact = |name: &'static str| Expr::col(("fact", name));
    let mut select = sums(facts, asked);
    if base == Base::Payments {
        select.expr_as(fact("group_id"), "group_id").add_group_by([fact("group_id")]);
    }
    if !asked.measures.contains(&Measure::All) {
        select.expr_as(fact("id").count(), column(Measure::All));
    }
    let counted = asked.measures.iter().filter(|one| ![Measure::Paid, Measure::ServedSize].contains(one));
    select.add_group_by(counted.map(|measure| fact(column(*measure)))).to_owned()
}

/// Facts that have everything alike by which they are broken down, with what they add up to.
#[derive(Debug, Default)]
pub struct Fact {
    /// Whose money it is, where that is kept apart.
    pub group: Option<GroupId>,
    /// The commune, and the old one where it is known besides; none where no place is known.
    pub place: Option<(AreaId, Option<AreaId>)>,
    /// Sex, poverty, value chain and the like, as far as they are known.
    pub words: BTreeMap<Dimension, String>,
    /// The sums.
    pub sums: BTreeMap<Measure, i64>,
}

const WORDS: [Dimension; 6] = [
    Dimension::Sex,
    Dimension::Young,
    Dimension::Indigenous,
    Dimension::Poverty,
    Dimension::ValueChain,
    Dimension::LegalForm,
];

impl FromQueryResult for Fact {
    fn from_query_result(row: &QueryResult, prefix: &str) -> Result<Self, DbErr> {
        let names = row.column_names();
        let has = |name: &&str| names.iter().any(|column| column == *name);
        let mut fact = Self::default();
        if has(&"commune_id") {
            let former: Option<AreaId> = row.try_get(prefix, "former_commune_id")?;
            let commune: Option<AreaId> = row.try_get(prefix, "commune_id")?;
            fact.place = commune.map(|id| (id, former));
        }
        if has(&"group_id") {
            fact.group = row.try_get(prefix, "group_id")?;
        }
        for dimension in WORDS {
            let [name] = columns(dimension) else { continue };
            if let Some(name) = Some(name).filter(|name| has(name)) {
                let word: Option<String> = row.try_get(prefix, name)?;
                fact.words.extend(word.map(|word| (dimension, word)));
            }
        }
        for measure in Measure::EVERY {
            if has(&column(measure)) {
                let sum: Option<i64> = row.try_get(prefix, column(measure))?;
                fact.sums.insert(measure, sum.unwrap_or_default());
            }
        }
        Ok(fact)
    }
}

/// Adds up the facts of a base within the reach: by [`sums`] or [`apart`].
///
/// # Errors
/// When the database fails.
pub async fn tally<P: Permit>(
    access: &Access<P>,
    snapshot: &Snapshot,
    base: Base,
    asked: &Asked,
    adding: impl FnOnce(SelectStatement) -> SelectStatement,
) -> Result<Arc<Vec<Fact>>, Error> {
    on_rows(access, base, Tallying { snapshot, base, asked, adding }).await
}

struct Tallying<'a, F> {
    snapshot: &'a Snapshot,
    base: Base,
    asked: &'a Asked,
    adding: F,
}

impl<F: FnOnce(SelectStatement) -> SelectStatement> OnRows for Tallying<'_, F> {
    type Output = Result<Arc<Vec<Fact>>, Error>;

    async fn on<E: Owned<Model: Send + Sync>>(self, rows: Rows<E>) -> Self::Output {
        let shape = |rows| (self.adding)(facts_of(self.base, rows, self.asked));
        self.snapshot.tally(rows, shape).await
    }
}

/// Something to do with the rows of a base within the reach, whichever table they are in.
pub trait OnRows {
    /// What it gives.
    type Output;

    /// Does it.
    fn on<E: Owned<Model: Send + Sync>>(self, rows: Rows<E>) -> impl Future<Output = Self::Output>;
}

/// Does something with the rows of a base within the reach.
pub async fn on_rows<P: Permit, W: OnRows>(access: &Access<P>, base: Base, work: W) -> W::Output {
    match base {
        Base::Groups => work.on(access.rows::<farmer_group::Entity>()).await,
        Base::Memberships | Base::Members => work.on(access.rows::<membership::Entity>()).await,
        Base::Persons => work.on(access.rows::<person::Entity>()).await,
        Base::Households => work.on(access.rows::<household::Entity>()).await,
        Base::Cadres => work.on(access.rows::<cadre_post::Entity>()).await,
        Base::Payments => work.on(access.rows::<posting::Entity>()).await,
        Base::Communes => {
            work.on(access.rows::<project_commune::Entity>().filter(within(access.reach()))).await
        }
    }
}
