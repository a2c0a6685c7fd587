//! What happens inside a unit of work when a product is entered, changed or taken out.

use entity::{
    enums::{LegalForm, OwnerKind, PartnerKind, PartnerStatus, VoidReason},
    farmer_group,
    ids::OcopProductId,
    ocop_certificate, ocop_product, partner, value_chain,
    vietnamese::sort_key,
};
use sea_orm::{ActiveEnum, ActiveValue::Set, ColumnTrait};

use super::{
    messages::{NewOcopProduct, OcopProduct, OcopProductPatch},
    queries::{SEARCHED_AS, of_product, product_of},
};
use crate::{
    access::{
        Access, Permit,
        permission::ocop::{CreateOcopProduct, DeleteOcopProduct, UpdateOcopProduct},
    },
    areas::queries::{check_former_commune, commune_for_entry},
    error::{Code, Error, Faults, Text},
    periods::queries::periods_of,
    store::{Change, Tx},
    values::{FieldCode, Line},
};

/// Enters a product.
pub(super) async fn create(
    tx: &Tx,
    access: &Access<CreateOcopProduct>,
    new: &NewOcopProduct,
) -> Result<Change<OcopProduct>, Error> {
    let mut faults = Faults::default();
    let named = ("/commune_id", "/commune_id");
    faults.keep(commune_for_entry(tx, access.reach(), new.commune_id, tx.today(), named).await)?;
    faults.keep(check_former_commune(tx, new.former_commune_id, new.commune_id).await)?;
    check_chain(tx, &mut faults, new.chain.as_ref()).await?;
    check_owner(tx, access, &mut faults, new).await?;
    faults.check()?;
    let id = new.id.unwrap_or_else(|| tx.new_id());
    tx.insert(ocop_product::ActiveModel {
        id: Set(id),
        code: Set(tx.next_code("ocop_product", "OC").await?),
        name: Set(new.name.as_ref().to_owned()),
        sort_key: Set(sort_key(new.name.as_ref())),
        chain: Set(new.chain.clone().map(Line::into_string)),
        owner_kind: Set(new.owner_kind),
        group_id: Set(new.group_id),
        partner_id: Set(new.partner_id),
        owner_name: Set(new.owner_name.clone().map(Line::into_string)),
        commune_id: Set(new.commune_id),
        former_commune_id: Set(new.former_commune_id),
        version: Set(1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        voided_at: Set(None),
        void_reason: Set(None),
    })
    .await?;
    tx.index_words(SEARCHED_AS, id.into(), new.name.as_ref()).await?;
    Ok(Change::created(view(tx, access, id).await?))
}

async fn view<P: Permit>(tx: &Tx, access: &Access<P>, id: OcopProductId) -> Result<OcopProduct, Error> {
    product_of(tx, access.row(id), tx.today()).await
}

async fn check_chain(tx: &Tx, faults: &mut Faults, chain: Option<&Line<1, 30>>) -> Result<(), Error> {
    let Some(chain) = chain else { return Ok(()) };
    let rows = tx.beyond_reach::<value_chain::Entity>("reference data");
    let known = tx.find(rows.filter(value_chain::Column::Code.eq(chain.as_ref()))).await?;
    let text = Text::new("Không có chuỗi giá trị này.", "There is no such value chain.");
    faults.when(known.is_none(), "/chain", FieldCode::NotFound, text);
    Ok(())
}

/// Notes that the owner is not told once, is not there, or is something else than was said.
async fn check_owner(
    tx: &Tx,
    access: &Access<CreateOcopProduct>,
    faults: &mut Faults,
    new: &NewOcopProduct,
) -> Result<(), Error> {
    let told = [new.group_id.is_some(), new.partner_id.is_some(), new.owner_name.is_some()];
    let text = Text::new(
        "Ghi đúng một trong group_id, partner_id và owner_name; nhóm thì ghi group_id.",
        "Give exactly one of group_id, partner_id and owner_name; of a group its group_id.",
    );
    let is_told_once = told.iter().filter(|told| **told).count() == 1;
    let is_unknown_group = new.owner_kind == OwnerKind::Group && new.group_id.is_none();
    faults.when(!is_told_once || is_unknown_group, "/owner_kind", FieldCode::Inconsistent, text);
    let other = || Text::new("Chủ thể thuộc loại khác.", "The owner is of another kind.");
    if let Some(group_id) = new.group_id {
        let found = tx.find(access.row::<farmer_group::Entity>(group_id)).await?;
        let text =
            Text::new("Không có nhóm này, hoặc ngoài phạm vi.", "There is no such group within your scope.");
        faults.unknown(found.is_none(), "/group_id", text);
        let form = periods_of(tx, group_id).await?.last().map(|period| period.legal_form);
        let kind = match form {
            Some(LegalForm::Cooperative) => OwnerKind::Cooperative,
            Some(LegalForm::Cig | LegalForm::Tht) | None => OwnerKind::Group,
        };
        faults.when(
            found.is_some() && new.owner_kind != kind,
            "/owner_kind",
            FieldCode::Inconsistent,
            other(),
        );
    }
    if let Some(partner_id) = new.partner_id {
        let rows = tx
            .beyond_reach::<partner::Entity>("a verified partner is known to whoever keeps OCOP products")
            .filter(partner::Column::Id.eq(partner_id))
            .filter(partner::Column::Status.eq(PartnerStatus::Verified));
        let found = tx.find(rows).await?;
        let text = Text::new("Không có đối tác đã xác minh này.", "There is no such verified partner.");
        faults.unknown(found.is_none(), "/partner_id", text);
        let is_other = found.is_some_and(|found| kind_of(found.kind) != Some(new.owner_kind));
        faults.when(is_other, "/owner_kind", FieldCode::Inconsistent, other());
    }
    Ok(())
}

/// What a partner is as an owner; individuals own no OCOP products.
const fn kind_of(kind: PartnerKind) -> Option<OwnerKind> {
    match kind {
        PartnerKind::Enterprise => Some(OwnerKind::Enterprise),
        PartnerKind::Cooperative => Some(OwnerKind::Cooperative),
        PartnerKind::HouseholdBusiness => Some(OwnerKind::HouseholdBusiness),
        PartnerKind::Individual => None,
    }
}

/// Changes name, value chain and former commune.
pub(super) async fn update(
    tx: &Tx,
    access: &Access<UpdateOcopProduct>,
    id: OcopProductId,
    patch: &OcopProductPatch,
) -> Result<Change<OcopProduct>, Error> {
    let row = tx.current(access.row::<ocop_product::Entity>(id)).await?;
    let before = view(tx, access, id).await?;
    let mut faults = Faults::default();
    check_chain(tx, &mut faults, patch.chain.as_ref().and_then(Option::as_ref)).await?;
    let former = patch.former_commune_id.flatten();
    faults.keep(check_former_commune(tx, former, row.commune_id).await)?;
    faults.check()?;
    tx.update::<ocop_product::Entity>(row, |row| {
        if let Some(name) = &patch.name {
            row.name = Set(name.as_ref().to_owned());
            row.sort_key = Set(sort_key(name.as_ref()));
        }
        if let Some(chain) = &patch.chain {
            row.chain = Set(chain.clone().map(Line::into_string));
        }
        if let Some(former) = patch.former_commune_id {
            row.former_commune_id = Set(former);
        }
    })
    .await?;
    if let Some(name) = &patch.name {
        tx.index_words(SEARCHED_AS, id.into(), name.as_ref()).await?;
    }
    Ok(Change::changed("updated", &before, view(tx, access, id).await?))
}

/// Takes out a product that was entered in error.
pub(super) async fn remove(
    tx: &Tx,
    access: &Access<DeleteOcopProduct>,
    id: OcopProductId,
    reason: VoidReason,
) -> Result<Change<()>, Error> {
    let row = tx.current(access.row::<ocop_product::Entity>(id)).await?;
    let before = view(tx, access, id).await?;
    let certificates =
        tx.beyond_reach::<ocop_certificate::Entity>("certificates of a product that was found");
    if tx.find(certificates.filter(of_product(id))).await?.is_some() {
        let text = Text::new(
            "Hãy rút các giấy chứng nhận của sản phẩm trước.",
            "Take out the certificates of the product first.",
        );
        return Err(Error::conflict(Code::ResourceInUse, text));
    }
    tx.update::<ocop_product::Entity>(row, |row| {
        row.voided_at = Set(Some(tx.now()));
        row.void_reason = Set(Some(reason));
    })
    .await?;
    Ok(Change::removed(&before, &reason.to_value()))
}
