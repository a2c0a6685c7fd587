//! What happens inside a unit of work about partners. Passwords are made and hashed before.

use entity::{
    enums::{PartnerKind, PartnerStatus},
    ids::PartnerId,
    partner,
    vietnamese::sort_key,
};
use sea_orm::{ActiveValue::Set, ColumnTrait};
use serde_json::{Value, json};

use super::{
    messages::{FirstAccount, NewPartner, Partner, PartnerPatch, Verification},
    queries::{SEARCHED_AS, belongs_to},
    workflow::STEPS,
};
use crate::{
    access::permission::partners::{CreatePartner, ReinstatePartner, UpdatePartner, VerifyPartner},
    access::{Access, Permit, Principal, RowLevel, password::OneTime},
    decisions::messages::Because,
    error::{Code, Error, Faults, Text},
    partner_contacts::{messages::Contact, queries::keyless},
    partner_people::commands::{Newcomer, open_account},
    periods::queries::not_after_today,
    store::{Change, Tx, vault::PersonKey},
    values::{FieldCode, TaxCode, Taxpayer},
    workflow::next,
};

/// What the duties of a partner are about.
const SUBJECT: &str = "partner";
/// The duty of those who say what a partner is.
const REGISTER: &str = "register";
/// The duty of those who check it.
const VERIFY: &str = "verify";

/// Counts a registration by nobody in particular against the quota of its address.
///
/// # Errors
/// 429 when it is used up.
pub(super) fn count(access: &Access<CreatePartner>) -> Result<(), Error> {
    if access.caller().principal == Principal::Anonymous {
        let service = access.service();
        let address = access.call().address.map_or_else(String::new, |address| address.to_string());
        service.limits().take(service.registration_policy(), &address, service.clock().now())?;
    }
    Ok(())
}

/// Registers a partner with its first account; the reply shows the password once.
pub(super) async fn register(
    tx: &Tx,
    access: &Access<CreatePartner>,
    new: &NewPartner,
    password: &OneTime,
) -> Result<Change<Partner>, Error> {
    check_tax_code(new.kind, &new.tax_code)?;
    refuse_duplicate(tx, access, &new.tax_code).await?;
    let key = PersonKey::generate();
    let row = tx
        .insert(partner::ActiveModel {
            id: Set(new.id.unwrap_or_else(|| tx.new_id())),
            code: Set(tx.next_code("partner", "DT").await?),
            kind: Set(new.kind),
            tax_code: Set(new.tax_code.as_ref().to_owned()),
            name: Set(new.name.as_ref().to_owned()),
            sort_key: Set(sort_key(new.name.as_ref())),
            status: Set(PartnerStatus::Pending),
            address: Set(new.address.as_ref().to_owned()),
            proof_reference: Set(new.proof_reference.as_ref().to_owned()),
            contact_ct: Set(Some(Contact::from(&new.contact).seal(&key)?)),
            status_reason: Set(None),
            decided_on: Set(None),
            version: Set(1),
            created_at: Set(tx.now()),
            updated_at: Set(tx.now()),
        })
        .await?;
    tx.keep_partner_key(row.id, &key).await?;
    tx.index_words(SEARCHED_AS, row.id.into(), &row.name).await?;
    let newcomer = Newcomer { id: None, name: &new.person_name };
    let opened = open_account(tx, access.caller(), &row, newcomer, password).await?;
    // Whoever says what a partner is does not check it, and neither does whoever it is said for.
    let account = &opened.account;
    for human in [access.caller().account_id(), Some(account.id)].into_iter().flatten() {
        tx.give_duty((SUBJECT, row.id.into()), human.into(), REGISTER).await?;
    }
    let view = |initial_password| Partner {
        account: Some(FirstAccount { id: account.id, login: account.login.clone(), initial_password }),
        ..Partner::of(&row, access.caller())
    };
    let shown = view(Some(password.shown.clone()));
    Ok(Change::created(view(None)).showing_once(shown).and_all(opened.entries(access.caller(), tx.today())))
}

fn check_tax_code(kind: PartnerKind, code: &TaxCode) -> Result<(), Error> {
    let (payer, text) = match kind {
        PartnerKind::Enterprise | PartnerKind::Cooperative => (
            Taxpayer::Organisation,
            Text::new(
                "Doanh nghiệp, hợp tác xã có mã số thuế 10 chữ số, chi nhánh 13 chữ số.",
                "Enterprises and cooperatives have a tax code of 10 digits, branches of 13.",
            ),
        ),
        PartnerKind::HouseholdBusiness | PartnerKind::Individual => (
            Taxpayer::Person,
            Text::new(
                "Hộ kinh doanh, cá nhân dùng số định danh cá nhân 12 chữ số, hoặc mã số thuế 10 chữ số cấp trước đây.",
                "Household businesses and individuals use the personal number of 12 digits, or a code of 10 given before.",
            ),
        ),
    };
    match code.clone().fit_for(payer) {
        Ok(_) => Ok(()),
        Err(fault) => Err(Error::invalid("/tax_code", fault, text)),
    }
}

/// A tax code is registered once; one that was rejected does not count. Who has it is told to those who may see it.
async fn refuse_duplicate(tx: &Tx, access: &Access<CreatePartner>, code: &TaxCode) -> Result<(), Error> {
    let rows = tx
        .beyond_reach::<partner::Entity>("a tax code is registered once")
        .filter(partner::Column::TaxCode.eq(code.as_ref()))
        .filter(partner::Column::Status.ne(PartnerStatus::Rejected));
    match tx.find(rows).await? {
        None => Ok(()),
        Some(known) => Err(Error::Conflict {
            code: Code::Duplicate,
            detail: Some(Text::new(
                "Mã số thuế này đã được đăng ký.",
                "This tax code has been registered already.",
            )),
            members: match access.caller().account_id() {
                Some(_) => json!({ "existing_id": known.id }),
                None => Value::Null,
            },
        }),
    }
}

/// Changes what its own people may change.
pub(super) async fn update(
    tx: &Tx,
    access: &Access<UpdatePartner>,
    id: PartnerId,
    patch: &PartnerPatch,
) -> Result<Change<Partner>, Error> {
    let row = tx.current(access.row::<partner::Entity>(id)).await?;
    let before = Partner::of(&row, access.caller());
    let sealed = sealed_anew(tx, &row, patch).await?;
    check_is_open(row.status, patch)?;
    let row = tx
        .update::<partner::Entity>(row, |row| {
            if let Some(name) = &patch.name {
                row.name = Set(name.as_ref().to_owned());
                row.sort_key = Set(sort_key(name.as_ref()));
            }
            if let Some(address) = &patch.address {
                row.address = Set(address.as_ref().to_owned());
            }
            if let Some(proof) = &patch.proof_reference {
                row.proof_reference = Set(proof.as_ref().to_owned());
            }
            if let Some(sealed) = sealed {
                row.contact_ct = Set(Some(sealed));
            }
        })
        .await?;
    if patch.name.is_some() {
        tx.index_words(SEARCHED_AS, id.into(), &row.name).await?;
    }
    Ok(Change::changed("updated", &before, Partner::of(&row, access.caller())))
}

/// The contact after a patch, sealed; nothing when it stays as it is.
async fn sealed_anew(tx: &Tx, row: &partner::Model, patch: &PartnerPatch) -> Result<Option<Vec<u8>>, Error> {
    let Some(patch) = &patch.contact else { return Ok(None) };
    let kept = tx.partner_key(row.id).await?;
    let known = match &row.contact_ct {
        Some(sealed) => Some(Contact::open(kept.as_ref().ok_or_else(keyless)?, sealed)?),
        None => None,
    };
    let wanted = Contact::patched(known.as_ref(), patch)?;
    if known.as_ref() == Some(&wanted) {
        return Ok(None);
    }
    let key = match kept {
        Some(key) => key,
        None => {
            let key = PersonKey::generate();
            tx.keep_partner_key(row.id, &key).await?;
            key
        }
    };
    wanted.seal(&key).map(Some)
}

/// What was verified changes no more.
fn check_is_open(status: PartnerStatus, patch: &PartnerPatch) -> Result<(), Error> {
    let is_checked = patch.name.is_some() || patch.proof_reference.is_some();
    let text = match status {
        PartnerStatus::Pending => return Ok(()),
        PartnerStatus::Verified if !is_checked => return Ok(()),
        PartnerStatus::Verified => Text::new(
            "Tên và giấy tờ đã được xác minh nên không đổi được nữa.",
            "Name and proof have been verified and change no more.",
        ),
        PartnerStatus::Rejected | PartnerStatus::Suspended => Text::new(
            "Đăng ký đã bị từ chối hoặc đối tác đang bị tạm dừng.",
            "The registration was rejected, or the partner is suspended.",
        ),
    };
    Err(Error::conflict(Code::StateConflict, text))
}

/// The partner that a step is about, unless the caller belongs to it.
async fn judged<P: Permit + RowLevel>(
    tx: &Tx,
    access: &Access<P>,
    id: PartnerId,
) -> Result<partner::Model, Error> {
    let row = tx.current(access.row::<partner::Entity>(id)).await?;
    if belongs_to(access.caller(), id) {
        let detail = Text::new(
            "Không ai quyết định về chính tổ chức của mình.",
            "Nobody decides on their own organisation.",
        );
        return Err(Error::Forbidden(Code::SeparationOfDuties, Some(detail)));
    }
    Ok(row)
}

/// Finds that a partner is what it says it is.
pub(super) async fn verify(
    tx: &Tx,
    access: &Access<VerifyPartner>,
    id: PartnerId,
    found: &Verification,
) -> Result<Change<Partner>, Error> {
    let row = judged(tx, access, id).await?;
    tx.take_duty(SUBJECT, id.into(), VERIFY).await?;
    let mut faults = Faults::default();
    let text = Text::new(
        "Khác với mã số thuế đã đăng ký; hãy từ chối nếu đăng ký sai.",
        "It differs from the tax code that was registered; reject a registration that is wrong.",
    );
    let differs = found.tax_code.as_ref() != row.tax_code;
    faults.when(differs, "/tax_code", FieldCode::Inconsistent, text);
    not_after_today(&mut faults, "/checked_on", found.checked_on.into(), tx.today());
    faults.check()?;
    let before = Partner::of(&row, access.caller());
    let row = decided(tx, row, "verify", None).await?;
    let checked = Some((found.extract_no.as_ref().to_owned(), found.checked_on.into()));
    Ok(Change::changed("verified", &before, Partner { checked, ..Partner::of(&row, access.caller()) }))
}

/// Stops a partner for a reason: for good before it was verified, for a time afterwards.
pub(super) async fn stop<P: Permit + RowLevel>(
    tx: &Tx,
    access: &Access<P>,
    id: PartnerId,
    (action, done): (&'static str, &'static str),
    because: &Because,
) -> Result<Change<Partner>, Error> {
    let row = judged(tx, access, id).await?;
    let before = Partner::of(&row, access.caller());
    let reason = Some(because.reason.as_ref().to_owned());
    let row = decided(tx, row, action, reason.clone()).await?;
    Ok(Change::changed(done, &before, Partner::of(&row, access.caller())).because(reason))
}

/// Lets a suspended partner trade again.
pub(super) async fn reinstate(
    tx: &Tx,
    access: &Access<ReinstatePartner>,
    id: PartnerId,
) -> Result<Change<Partner>, Error> {
    let row = judged(tx, access, id).await?;
    let before = Partner::of(&row, access.caller());
    tx.take_duty(SUBJECT, id.into(), VERIFY).await?;
    let row = decided(tx, row, "reinstate", None).await?;
    Ok(Change::changed("reinstated", &before, Partner::of(&row, access.caller())))
}

async fn decided(
    tx: &Tx,
    row: partner::Model,
    action: &str,
    reason: Option<String>,
) -> Result<partner::Model, Error> {
    let status = next(STEPS, row.status, action)?;
    tx.update::<partner::Entity>(row, |row| {
        row.status = Set(status);
        row.status_reason = Set(reason);
        row.decided_on = Set(Some(tx.today()));
    })
    .await
}
