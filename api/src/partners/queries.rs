//! Which partners lie within a scope, and who reads whom to ask for.

use entity::{enums::PartnerStatus, ids::PartnerId, partner};
use sea_orm::{ColumnTrait, Condition, sea_query::Expr};

use super::{
    messages::{Partner, PartnerFilter},
    workflow::STEPS,
};
use crate::{
    access::{Access, Caller, Owned, Permit, Reach, Role, Scope, Within, permission::partners::ReadPartners},
    error::Error,
    partner_contacts::{messages::Contact, queries::keyless},
    store::{Revised, SortBy, SortKind, Words, starting},
    workflow::open,
};

/// The word under which names of partners are found.
pub(super) const SEARCHED_AS: &str = "partner";

impl Owned for partner::Entity {
    const ID: partner::Column = partner::Column::Id;
    const VOIDED: Option<partner::Column> = None;

    /// A partner trades in the whole province, so whoever has a role over an area reaches all; a group those that were
    /// verified; a partner itself.
    fn within(reach: &Reach) -> Condition {
        use PartnerStatus::{Suspended, Verified};
        Within::new(reach)
            .areas(|_| Expr::cust("1 = 1"))
            .groups(|_| partner::Column::Status.is_in([Verified, Suspended]))
            .partners(|partners| partner::Column::Id.is_in(partners.iter().copied()))
            .condition()
    }
}

impl Revised for partner::Entity {
    const VERSION: partner::Column = partner::Column::Version;
    const UPDATED_AT: partner::Column = partner::Column::UpdatedAt;

    fn version(row: &partner::Model) -> i32 {
        row.version
    }
}

impl PartnerFilter {
    /// The filters as one condition.
    #[must_use]
    pub fn condition(&self) -> Condition {
        use partner::Column as C;
        Condition::all()
            .add_option(self.status.as_ref().map(|all| C::Status.is_in(all.as_slice().iter().copied())))
            .add_option(self.kind.as_ref().map(|all| C::Kind.is_in(all.as_slice().iter().copied())))
            .add_option(self.q.as_ref().map(|q| found_by(q.as_ref())))
    }

    /// The order of a sort key; a search puts names with the very diacritics first.
    #[must_use]
    pub fn order(&self, key: &str) -> SortBy {
        match (key, &self.q) {
            ("-updated_at", _) => {
                SortBy::column(partner::Column::UpdatedAt, SortKind::Instant).descending(true)
            }
            (_, Some(q)) => {
                Words::of(SEARCHED_AS, q.as_ref()).order(partner::Column::Id, partner::Column::SortKey)
            }
            _ => SortBy::column(partner::Column::SortKey, SortKind::Text),
        }
    }
}

fn found_by(q: &str) -> Condition {
    Condition::any()
        .add(Words::of(SEARCHED_AS, q).condition(partner::Column::Id))
        .add(starting(partner::Column::Code, &q.to_uppercase()))
}

/// True for the people and systems of a partner.
#[must_use]
pub fn belongs_to(caller: &Caller, id: PartnerId) -> bool {
    caller.assignments.iter().any(|held| held.scope == Scope::Partner(id))
}

/// What a caller may do with a partner; nobody decides on their own.
pub(super) fn actions(row: &partner::Model, caller: &Caller) -> Vec<&'static str> {
    let is_own = belongs_to(caller, row.id);
    open(STEPS, row.status, |permission| !is_own && caller.holds_over_province(permission))
}

/// True when one of the roles reads partners for the caller.
fn reads_as(caller: &Caller, role: Role) -> Reach {
    Reach::held_as(caller, ReadPartners::PERMISSION, role)
}

/// Whom to ask for is for those who deal with the partner, and for its own people.
fn sees_contact(caller: &Caller, id: PartnerId) -> bool {
    let deals = [Role::Officer, Role::Approver].into_iter().any(|role| !reads_as(caller, role).is_nothing());
    deals || reads_as(caller, Role::Partner).partners.contains(&id)
}

/// What happened is for the same, and for auditors; others find no history.
///
/// # Errors
/// 404.
pub(super) fn check_sees_history(caller: &Caller, id: PartnerId) -> Result<(), Error> {
    let is_seen = sees_contact(caller, id) || !reads_as(caller, Role::Auditor).is_nothing();
    if is_seen { Ok(()) } else { Err(Error::NotFound) }
}

/// A partner as the caller may see it, with whom to ask for.
///
/// # Errors
/// When the contact cannot be opened.
pub(super) async fn shown(access: &Access<ReadPartners>, row: &partner::Model) -> Result<Partner, Error> {
    let mut view = Partner::of(row, access.caller());
    if let Some(sealed) = row.contact_ct.as_deref().filter(|_| sees_contact(access.caller(), row.id)) {
        let key = access.partner_key(row.id).await?.ok_or_else(keyless)?;
        view.contact = Some(Contact::open(&key, sealed)?);
    }
    Ok(view)
}
