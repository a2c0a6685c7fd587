//! Which consents lie within a scope, and whether a purpose has a ground.

use entity::{
    consent,
    enums::ConsentPurpose,
    ids::{ConsentId, PersonId},
    person,
};
use sea_orm::{
    ColumnTrait, Condition,
    sea_query::{Alias, Expr, ExprTrait, Query, SelectStatement},
};

use crate::{
    access::{Access, Owned, Reach, RowLevel, Rows, owned_ids},
    error::{Code, Error, Text},
    store::{Revised, Tx},
};

impl Owned for consent::Entity {
    const ID: consent::Column = consent::Column::Id;
    const VOIDED: Option<consent::Column> = None;

    /// A consent lies where its person lies.
    fn within(reach: &Reach) -> Condition {
        if reach.whole {
            return Condition::all();
        }
        Condition::all().add(consent::Column::PersonId.in_subquery(owned_ids::<person::Entity>(reach)))
    }
}

impl Revised for consent::Entity {
    const VERSION: consent::Column = consent::Column::Version;
    const UPDATED_AT: consent::Column = consent::Column::UpdatedAt;

    fn version(row: &consent::Model) -> i32 {
        row.version
    }
}

/// The consents of a person.
#[must_use]
pub fn of_person<P: RowLevel>(access: &Access<P>, person_id: PersonId) -> Rows<consent::Entity> {
    access.rows().filter(consent::Column::PersonId.eq(person_id))
}

/// One consent of a person.
#[must_use]
pub fn one_of_person<P: RowLevel>(
    access: &Access<P>,
    person_id: PersonId,
    id: ConsentId,
) -> Rows<consent::Entity> {
    of_person(access, person_id).filter(consent::Column::Id.eq(id))
}

/// Refuses what none of these purposes has a consent or legal ground for, or no longer has one.
///
/// # Errors
/// 403 `consent_required`.
pub async fn check_ground(tx: &Tx, person_id: PersonId, purposes: &[ConsentPurpose]) -> Result<(), Error> {
    let grounds = tx
        .beyond_reach::<consent::Entity>("the person was found within the reach")
        .filter(consent::Column::PersonId.eq(person_id))
        .filter(consent::Column::Purpose.is_in(purposes.iter().copied()))
        .filter(consent::Column::WithdrawnAt.is_null());
    match tx.find(grounds).await? {
        Some(_) => Ok(()),
        None => Err(no_ground()),
    }
}

/// The answer to a purpose without consent or legal ground.
#[must_use]
pub const fn no_ground() -> Error {
    let detail = Text::new(
        "Người này chưa đồng ý cho mục đích đó hoặc đã rút lại, và không có căn cứ pháp lý khác.",
        "The person has not agreed to this purpose, or has withdrawn, and there is no other legal ground.",
    );
    Error::Forbidden(Code::ConsentRequired, Some(detail))
}

/// The condition for persons (`person` must be selected from) who have not withdrawn the consent to keep their
/// ethnicity and disability, or whom another ground covers. The others are shown as to somebody who may not read
/// them, and no list or figure that asks about them holds them.
#[must_use]
pub fn shows_sensitive() -> Condition {
    Condition::all().add(person::Column::Id.not_in_subquery(hide_sensitive()))
}

/// The ids (`person_id`, each once) of the persons who have withdrawn the consent to keep their ethnicity and
/// disability, without another ground.
#[must_use]
pub fn hide_sensitive() -> SelectStatement {
    withdrawn(ConsentPurpose::SensitiveData)
}

/// The ids (`person_id`, each once) of the persons who have withdrawn the consent to a purpose, without another ground for
/// it. They are few, and an index holds the withdrawals alone.
#[must_use]
pub fn withdrawn(purpose: ConsentPurpose) -> SelectStatement {
    use consent::{Column, Entity};
    let lasting = Alias::new("lasting");
    let another = Query::select()
        .expr(Expr::val(1))
        .from_as(Entity, lasting.clone())
        .and_where(Expr::col((lasting.clone(), Column::PersonId)).equals((Entity, Column::PersonId)))
        .and_where(Expr::col((lasting.clone(), Column::Purpose)).eq(purpose))
        .and_where(Expr::col((lasting, Column::WithdrawnAt)).is_null())
        .to_owned();
    Query::select()
        .distinct()
        .column((Entity, Column::PersonId))
        .from(Entity)
        .and_where(Column::Purpose.eq(purpose))
        .and_where(Column::WithdrawnAt.is_not_null())
        .and_where(Expr::exists(another).not())
        .to_owned()
}
