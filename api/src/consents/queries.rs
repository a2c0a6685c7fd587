//! Which consents lie within a scope, and whether a purpose has a ground.

use entity::{
    consent,
    enums::ConsentPurpose,
    ids::{ConsentId, PersonId},
    person,
};
use sea_orm::{ColumnTrait, Condition};

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

/// Refuses what no ground covers any more: none is left at all, or all for the purpose were withdrawn.
///
/// # Errors
/// 403 `consent_required`.
pub async fn check_ground(
    tx: &Tx,
    person_id: PersonId,
    purpose: Option<ConsentPurpose>,
) -> Result<(), Error> {
    let rows = tx
        .beyond_reach::<consent::Entity>("the person was found within the reach")
        .filter(consent::Column::PersonId.eq(person_id));
    let rows = tx.all(rows).await?;
    let holds = |row: &consent::Model| row.withdrawn_at.is_none();
    let mut for_it = rows.iter().filter(|row| Some(row.purpose) == purpose).peekable();
    let is_withdrawn = for_it.peek().is_some() && !for_it.any(holds);
    if is_withdrawn || !rows.iter().any(holds) {
        let detail = Text::new(
            "Người này đã rút sự đồng ý cho mục đích đó.",
            "The person has withdrawn the consent for this purpose.",
        );
        return Err(Error::Forbidden(Code::ConsentRequired, Some(detail)));
    }
    Ok(())
}
