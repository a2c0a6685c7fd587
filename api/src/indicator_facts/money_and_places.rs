//! Money that went to groups, and the communes of the project.

use entity::{posting, project_commune};
use sea_orm::sea_query::{Expr, SelectStatement, Value};

use super::queries::{Asked, column, hit};
use crate::{
    indicator_definitions::queries::Measure,
    payments::queries::facts,
    project_communes::queries::{has_ocop, listed_on},
};

/// Postings between the fund and groups. `postings` selects from `posting`.
pub(super) fn payments(postings: SelectStatement, asked: &Asked) -> SelectStatement {
    let mut postings = facts(postings, asked.frame.as_of, asked.frame.area, column(Measure::Paid));
    postings.expr_as(Expr::col((posting::Entity, posting::Column::Id)), "id").to_owned()
}

/// Communes of the project. `communes` selects from `project_commune`.
pub(super) fn communes(mut communes: SelectStatement, asked: &Asked) -> SelectStatement {
    use project_commune::Column;
    let day = asked.frame.as_of;
    communes
        .clear_selects()
        .expr_as(Expr::col((project_commune::Entity, Column::Id)), "id")
        .expr_as(Expr::col((project_commune::Entity, Column::AreaId)), "commune_id")
        .expr_as(Expr::val(Value::Uuid(None)), "former_commune_id")
        .cond_where(listed_on(day, asked.frame.area));
    for measure in &asked.measures {
        let is = if *measure == Measure::Certified { has_ocop(day) } else { Expr::val(1) };
        let adds = if *measure == Measure::Certified { hit(is) } else { Expr::val(1_i64) };
        communes.expr_as(adds, column(*measure));
    }
    communes
}
