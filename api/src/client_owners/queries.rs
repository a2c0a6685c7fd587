//! Who is to own a machine client, and how many it may have.

use entity::{
    api_client,
    enums::Role,
    ids::{AreaId, PartnerId},
};
use sea_orm::{ColumnTrait, Condition};
use uuid::Uuid;

use crate::{
    access::Reach,
    areas::queries::is_within,
    clients::queries::is_active,
    error::{Code, Error, Finding, Text},
    store::Tx,
    values::FieldCode,
};

/// How many machine clients of one owner may be alive.
const MOST: u64 = 20;

/// Who owns a machine client.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Ownership {
    /// A partner, whose people keep it.
    Partner(PartnerId),
    /// The union in an area, whose administrators keep it.
    Area(AreaId),
}

impl Ownership {
    /// The owner of a machine client.
    pub(crate) const fn of(client: &api_client::Model) -> Option<Self> {
        match (client.partner_id, client.area_id) {
            (Some(id), _) => Some(Self::Partner(id)),
            (None, Some(id)) => Some(Self::Area(id)),
            (None, None) => None,
        }
    }

    /// The partner, if it is one.
    pub(crate) const fn partner_id(self) -> Option<PartnerId> {
        match self {
            Self::Partner(id) => Some(id),
            Self::Area(_) => None,
        }
    }

    /// The area, if it is the union.
    pub(crate) const fn area_id(self) -> Option<AreaId> {
        match self {
            Self::Partner(_) => None,
            Self::Area(id) => Some(id),
        }
    }

    /// The role of its machine clients: partners let theirs act for them, the union lets donors read.
    pub(crate) const fn role(self) -> Role {
        match self {
            Self::Partner(_) => Role::Partner,
            Self::Area(_) => Role::Donor,
        }
    }
}

/// The partner the caller acts for, or the area that is named.
///
/// # Errors
/// 422 when none or both are named, or the area lies outside the reach; 404 when the partner does.
pub(crate) async fn owner_named(
    tx: &Tx,
    reach: &Reach,
    named: (Option<PartnerId>, Option<AreaId>),
) -> Result<Ownership, Error> {
    let partners = &reach.partners;
    match named {
        (Some(_), Some(_)) => {
            let detail = Text::new("Chỉ một chủ sở hữu.", "There is one owner only.");
            Err(Error::invalid("/area_id", FieldCode::Inconsistent, detail))
        }
        (Some(id), None) if partners.contains(&id) => Ok(Ownership::Partner(id)),
        (Some(_), None) => Err(Error::unknown(
            "/partner_id",
            Text::new("Không có đối tác này.", "There is no such partner."),
        )),
        (None, Some(id)) if is_within(tx, reach, id).await? => Ok(Ownership::Area(id)),
        (None, Some(_)) => {
            let detail = Text::new(
                "Không có đơn vị này trong phạm vi của bạn.",
                "There is no such area within your scope.",
            );
            Err(Error::invalid("/area_id", FieldCode::NotFound, detail))
        }
        (None, None) => match partners.first() {
            Some(id) if partners.iter().all(|other| other == id) => Ok(Ownership::Partner(*id)),
            first => {
                let pointer = if first.is_some() { "/partner_id" } else { "/area_id" };
                let detail = Text::new("Hãy nêu chủ sở hữu.", "Say who is to own it.");
                Err(Error::invalid(pointer, FieldCode::Required, detail))
            }
        },
    }
}

/// Quotas are counted per client, so that nobody has any number of them.
///
/// # Errors
/// 409 `conditions_unmet`.
pub(crate) async fn refuse_too_many(tx: &Tx, owner: Ownership) -> Result<(), Error> {
    use api_client::Column as C;
    let id = owner.partner_id().map(Uuid::from).or(owner.area_id().map(Uuid::from)).unwrap_or_default();
    tx.lock_name(&format!("api_client of {id}")).await?;
    let own = Condition::all()
        .add_option(owner.partner_id().map(|id| C::PartnerId.eq(id)))
        .add_option(owner.area_id().map(|id| C::AreaId.eq(id)));
    let rows = tx.beyond_reach::<api_client::Entity>("all of one owner count").filter(own);
    let alive = tx.count(rows.filter(is_active(tx.now()))).await?;
    if alive < MOST {
        return Ok(());
    }
    let text = Text::new(
        "Đã có quá nhiều máy khách đang dùng; hãy thu hồi bớt.",
        "There are too many machine clients alive; revoke one first.",
    );
    let number = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    let finding = Finding::new("max_api_clients", number(MOST), number(alive), text);
    Err(Error::unmet(Code::ConditionsUnmet, &[finding]))
}
