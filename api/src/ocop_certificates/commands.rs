//! What happens inside a unit of work when a product is certified, or a certificate is revoked or taken out. Holds the
//! product's lock.

use chrono::NaiveDate;
use entity::{
    enums::VoidReason,
    ids::{OcopCertificateId, OcopProductId},
    ocop_certificate, ocop_product,
};
use sea_orm::{ActiveEnum, ActiveValue::Set};

use super::messages::{NewOcopCertificate, OcopCertificate, OcopRevocation, last_day};
use crate::{
    access::{
        Access, Permit,
        permission::ocop::{CertifyOcopProduct, DeleteOcopCertificate, RevokeOcopCertificate},
    },
    areas::queries::check_scope_on,
    error::{Error, Faults, Text},
    late_facts::queries::check_late,
    ocop::queries::of_product,
    periods::queries::not_after_today,
    store::{Change, Tx},
    values::FieldCode,
};

/// Enters a certificate, the first of a product or one that renews it.
pub(super) async fn create(
    tx: &Tx,
    access: &Access<CertifyOcopProduct>,
    product_id: OcopProductId,
    new: &NewOcopCertificate,
) -> Result<Change<OcopCertificate>, Error> {
    let product = tx.lock(access.row::<ocop_product::Entity>(product_id)).await?;
    let decided_on: NaiveDate = new.decided_on.into();
    let ends_on = new.ends_on.map_or_else(|| last_day(decided_on), Into::into);
    let mut faults = Faults::default();
    not_after_today(&mut faults, "/decided_on", decided_on, tx.today());
    let (reach, commune_id) = (access.reach(), product.commune_id);
    faults.keep(check_scope_on(tx, reach, commune_id, decided_on, "/decided_on").await)?;
    check_term(&mut faults, decided_on, ends_on);
    let rows = tx.beyond_reach::<ocop_certificate::Entity>("certificates of a product that was found");
    let before = tx.all(rows.filter(of_product(product_id))).await?;
    let last = before.iter().map(|certificate| certificate.decided_on).max();
    let text = Text::new(
        "Phải sau ngày của quyết định trước về sản phẩm này.",
        "It must be after the decision before about this product.",
    );
    let is_before = last.is_some_and(|last| decided_on <= last);
    faults.when(is_before, "/decided_on", FieldCode::Inconsistent, text);
    faults.check()?;
    let row = tx
        .insert(ocop_certificate::ActiveModel {
            id: Set(new.id.unwrap_or_else(|| tx.new_id())),
            product_id: Set(product_id),
            score: Set(new.score.hundredths()),
            stars: Set(new.stars),
            decision_no: Set(new.decision_no.as_ref().to_owned()),
            decided_on: Set(decided_on),
            ends_on: Set(ends_on),
            revoked_on: Set(None),
            revoke_reason: Set(None),
            version: Set(1),
            created_at: Set(tx.now()),
            updated_at: Set(tx.now()),
            voided_at: Set(None),
            void_reason: Set(None),
        })
        .await?;
    Ok(Change::created(OcopCertificate::of(row, &product, tx.today())))
}

/// Notes a last day that is not after the decision, or later than the law allows.
fn check_term(faults: &mut Faults, decided_on: NaiveDate, ends_on: NaiveDate) {
    let text = Text::new("Phải sau ngày quyết định.", "It must be after the decision.");
    faults.when(ends_on <= decided_on, "/ends_on", FieldCode::Inconsistent, text);
    let last = last_day(decided_on);
    let text = Text::made(
        format!("Không được sau {last}, 36 tháng kể từ ngày quyết định."),
        format!("It must not be after {last}, 36 months from the decision."),
    );
    faults.when(ends_on > last, "/ends_on", FieldCode::OutOfRange, text);
}

/// A certificate at the revision that was read, with its product, which is locked.
async fn held<P: Permit>(
    tx: &Tx,
    access: &Access<P>,
    (product_id, id): (OcopProductId, OcopCertificateId),
) -> Result<(ocop_certificate::Model, ocop_product::Model), Error> {
    let product = tx.lock(access.row::<ocop_product::Entity>(product_id)).await?;
    let rows = access.row::<ocop_certificate::Entity>(id).filter(of_product(product_id));
    Ok((tx.current(rows).await?, product))
}

/// Revokes a certificate.
pub(super) async fn revoke(
    tx: &Tx,
    access: &Access<RevokeOcopCertificate>,
    ids: (OcopProductId, OcopCertificateId),
    revocation: &OcopRevocation,
) -> Result<Change<OcopCertificate>, Error> {
    let (row, product) = held(tx, access, ids).await?;
    let before = OcopCertificate::of(row.clone(), &product, tx.today());
    let revoked_on: NaiveDate = revocation.revoked_on.into();
    let mut faults = Faults::default();
    not_after_today(&mut faults, "/revoked_on", revoked_on, tx.today());
    let text = Text::made(
        format!("Phải sau {} và không sau {}.", row.decided_on, row.ends_on),
        format!("It must be after {} and not after {}.", row.decided_on, row.ends_on),
    );
    faults.keep(check_late(tx, &[(product.commune_id, revoked_on)]).await)?;
    let is_outside = revoked_on <= row.decided_on || revoked_on > row.ends_on;
    faults.when(is_outside, "/revoked_on", FieldCode::Inconsistent, text);
    faults.check()?;
    if row.revoked_on.is_some() {
        return Err(Error::step_not_open(&[]));
    }
    let reason = revocation.reason.as_ref().to_owned();
    let row = tx
        .update::<ocop_certificate::Entity>(row, |row| {
            row.revoked_on = Set(Some(revoked_on));
            row.revoke_reason = Set(Some(reason.clone()));
        })
        .await?;
    let now = OcopCertificate::of(row, &product, tx.today());
    Ok(Change::changed("revoked", &before, now).because(Some(reason)))
}

/// Takes out a certificate that was entered in error.
pub(super) async fn remove(
    tx: &Tx,
    access: &Access<DeleteOcopCertificate>,
    ids: (OcopProductId, OcopCertificateId),
    reason: VoidReason,
) -> Result<Change<()>, Error> {
    let (row, product) = held(tx, access, ids).await?;
    check_late(tx, &[(product.commune_id, row.decided_on)]).await?;
    let before = OcopCertificate::of(row.clone(), &product, tx.today());
    tx.update::<ocop_certificate::Entity>(row, |row| {
        row.voided_at = Set(Some(tx.now()));
        row.void_reason = Set(Some(reason));
    })
    .await?;
    Ok(Change::removed(&before, &reason.to_value()))
}
