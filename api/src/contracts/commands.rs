//! What happens inside a unit of work when a contract is written and handed to the other side. Locks are taken in one order
//! everywhere: contract, partner, group, balances.

use entity::{
    enums::{ContractStatus, Side, VoidReason},
    ids::{ContractId, GroupId, PartnerId},
    sales_contract,
};
use sea_orm::{ActiveEnum, ActiveValue::Set, ColumnTrait, Condition, IntoActiveModel};
use serde_json::json;

use super::messages::{NewSalesContract, SalesContract, SalesContractPatch};
use crate::{
    access::{
        Access, Permit,
        permission::contracts::{CreateContract, DeleteContract, SubmitContract, UpdateContract},
    },
    contract_content::{messages::ContractContent, queries::check},
    contract_parties::queries::{Place, check_ready, entering},
    contract_sides::{
        commands::{Held, hold, view},
        queries::{SUBJECT, word},
    },
    contract_texts::{
        commands::{Proposal, check_new, propose, redraft, share, show_head, wording_of},
        queries::{content_of, next_n, version_of},
    },
    error::{Code, Error, Faults, Text},
    store::{Change, Tx},
    units::queries::units,
    values::{FieldCode, Line, Vnd},
};

/// A contract about to be entered.
#[derive(Debug)]
pub struct Drafted<'a> {
    /// Its id.
    pub id: ContractId,
    /// Its code.
    pub code: String,
    /// The partner.
    pub partner_id: PartnerId,
    /// The group.
    pub group_id: GroupId,
    /// Where the group lies.
    pub place: Place,
    /// The side that enters it.
    pub side: Side,
    /// Number the partner gives it.
    pub number: &'a Line<1, 60>,
    /// Its name in the partner's system.
    pub external_ref: Option<&'a Line<1, 100>>,
    /// What contracts that are signed together share.
    pub framework_ref: Option<&'a Line<1, 60>>,
    /// What it says.
    pub content: &'a ContractContent,
}

impl Drafted<'_> {
    /// Its row.
    #[must_use]
    pub fn row(self, tx: &Tx) -> sales_contract::Model {
        let (commune_id, former_commune_id) = self.place;
        sales_contract::Model {
            id: self.id,
            code: self.code,
            partner_id: self.partner_id,
            group_id: self.group_id,
            commune_id,
            former_commune_id,
            drafted_by: self.side,
            number: self.number.as_ref().to_owned(),
            external_ref: self.external_ref.map(|text| text.as_ref().to_owned()),
            framework_ref: self.framework_ref.map(|text| text.as_ref().to_owned()),
            status: ContractStatus::Draft,
            text_n: 1,
            in_force_n: None,
            signed_on: self.content.signed_on.into(),
            starts_on: self.content.starts_on.into(),
            ends_on: self.content.ends_on.into(),
            linkage: self.content.linkage,
            value_vnd: self.content.value().unwrap_or(Vnd::MAX).get(),
            ended_on: None,
            ended_by: None,
            version: 1,
            created_at: tx.now(),
            updated_at: tx.now(),
            voided_at: None,
            void_reason: None,
        }
    }
}

/// Drafts a contract for the side of the caller.
pub(super) async fn create(
    tx: &Tx,
    access: &Access<CreateContract>,
    new: &NewSalesContract,
) -> Result<Change<SalesContract>, Error> {
    let mut faults = Faults::default();
    let entering = entering(tx, access, &mut faults, (new.partner_id, new.group_id)).await?;
    check(&mut faults, &units(tx).await?, "/content", &new.content);
    faults.check()?;
    let entering = entering.ok_or(Error::NotFound)?;
    let drafted = Drafted {
        id: new.id.unwrap_or_else(|| tx.new_id()),
        code: tx.next_code("sales_contract", "HD").await?,
        partner_id: new.partner_id,
        group_id: new.group_id,
        place: entering.place,
        side: entering.acting.side,
        number: &new.number,
        external_ref: new.external_ref.as_ref(),
        framework_ref: new.framework_ref.as_ref(),
        content: &new.content,
    };
    let row = drafted.row(tx);
    check_unnamed(tx, access, &row).await?;
    tx.insert_all(vec![row.clone().into_active_model()]).await?;
    propose(tx, &row, &first(&row, &new.content)?).await?;
    tx.take_duty(SUBJECT, row.id.into(), word(row.drafted_by)).await?;
    Ok(Change::created(view(tx, access, row.id).await?))
}

/// The first text of a draft, which its own side alone sees.
///
/// # Errors
/// When it cannot be written down.
pub fn first<'a>(row: &sales_contract::Model, content: &'a ContractContent) -> Result<Proposal<'a>, Error> {
    Ok(Proposal {
        n: row.text_n,
        content,
        wording: wording_of(row, content)?,
        side: row.drafted_by,
        rationale: None,
        remark: None,
        is_shared: false,
    })
}

/// Refuses a number, or a name in the partner's system, that another contract within the reach has; the schema holds it
/// against those beyond.
async fn check_unnamed<P: Permit>(
    tx: &Tx,
    access: &Access<P>,
    row: &sales_contract::Model,
) -> Result<(), Error> {
    use sales_contract::Column;
    let same = Condition::any()
        .add(Column::Number.eq(row.number.as_str()))
        .add_option(row.external_ref.as_ref().map(|text| Column::ExternalRef.eq(text.as_str())));
    let others = access
        .rows::<sales_contract::Entity>()
        .filter(Column::PartnerId.eq(row.partner_id))
        .filter(Column::Id.ne(row.id))
        .filter(same);
    let Some(other) = tx.find(others).await? else { return Ok(()) };
    let detail = Text::new(
        "Đối tác đã có hợp đồng mang số hoặc mã này.",
        "The partner has a contract with this number or name.",
    );
    let members = json!({ "existing_id": other.id });
    Err(Error::Conflict { code: Code::Duplicate, detail: Some(detail), members })
}

/// Writes another text: in the place of a draft, or as a new one that both sides have to confirm.
pub(super) async fn update(
    tx: &Tx,
    access: &Access<UpdateContract>,
    id: ContractId,
    patch: &SalesContractPatch,
) -> Result<Change<SalesContract>, Error> {
    let held = hold(tx, access, id).await?;
    let is_draft = held.row.status == ContractStatus::Draft;
    let mut faults = Faults::default();
    if let Some(content) = &patch.content {
        check(&mut faults, &units(tx).await?, "/content", content);
    }
    for (is_given, pointer) in [
        (patch.number.is_some(), "/number"),
        (patch.external_ref.is_some(), "/external_ref"),
        (patch.framework_ref.is_some(), "/framework_ref"),
    ] {
        let text = Text::new("Chỉ sửa được khi còn là bản nháp.", "It can change as long as it is a draft.");
        faults.when(is_given && !is_draft, pointer, FieldCode::ReadOnly, text);
    }
    faults.check()?;
    match (held.row.status, &patch.content) {
        (ContractStatus::Draft, _) => rewrite(tx, access, held, patch).await,
        (ContractStatus::Submitted, Some(content)) => counter(tx, access, held, content).await,
        _ => Err(held.stage().not_open()),
    }
}

/// Changes a draft in place.
async fn rewrite(
    tx: &Tx,
    access: &Access<UpdateContract>,
    held: Held,
    patch: &SalesContractPatch,
) -> Result<Change<SalesContract>, Error> {
    let mut row = held.row.clone();
    if let Some(number) = &patch.number {
        row.number = number.as_ref().to_owned();
    }
    if let Some(text) = &patch.external_ref {
        row.external_ref = text.clone().map(Line::into_string);
    }
    if let Some(text) = &patch.framework_ref {
        row.framework_ref = text.clone().map(Line::into_string);
    }
    check_unnamed(tx, access, &row).await?;
    let content = match &patch.content {
        Some(content) => content.clone(),
        None => content_of(&version_of(tx, row.id, row.text_n).await?)?,
    };
    redraft(tx, &row, &content, wording_of(&row, &content)?).await?;
    let id = row.id;
    tx.update::<sales_contract::Entity>(held.row, |edited| {
        edited.number = Set(row.number);
        edited.external_ref = Set(row.external_ref);
        edited.framework_ref = Set(row.framework_ref);
        show_head(edited, &content);
    })
    .await?;
    Ok(Change::changed("updated", &held.before, view(tx, access, id).await?))
}

/// Proposes another text of a contract that both sides see; confirmations of the one before do not count for it.
async fn counter(
    tx: &Tx,
    access: &Access<UpdateContract>,
    held: Held,
    content: &ContractContent,
) -> Result<Change<SalesContract>, Error> {
    let Held { row, acting, before, .. } = held;
    let id = row.id;
    let wording = wording_of(&row, content)?;
    check_new(&wording, &version_of(tx, id, row.text_n).await?)?;
    let n = next_n(tx, id).await?;
    let proposal =
        Proposal { n, content, wording, side: acting.side, rationale: None, remark: None, is_shared: true };
    propose(tx, &row, &proposal).await?;
    tx.update::<sales_contract::Entity>(row, |row| {
        row.text_n = Set(n);
        show_head(row, content);
    })
    .await?;
    Ok(Change::changed("text_proposed", &before, view(tx, access, id).await?))
}

/// Hands a draft to the other side.
pub(super) async fn submit(
    tx: &Tx,
    access: &Access<SubmitContract>,
    id: ContractId,
) -> Result<Change<SalesContract>, Error> {
    let held = hold(tx, access, id).await?;
    let status = held.stage().step("submit")?;
    check_ready(tx, &held.row).await?;
    share(tx, &held.row).await?;
    tx.update::<sales_contract::Entity>(held.row, |row| row.status = Set(status)).await?;
    Ok(Change::changed("submitted", &held.before, view(tx, access, id).await?))
}

/// Takes out a draft that was entered in error.
pub(super) async fn remove(
    tx: &Tx,
    access: &Access<DeleteContract>,
    id: ContractId,
    reason: VoidReason,
) -> Result<Change<()>, Error> {
    let held = hold(tx, access, id).await?;
    if held.row.status != ContractStatus::Draft {
        return Err(held.stage().not_open());
    }
    tx.update::<sales_contract::Entity>(held.row, |row| {
        row.voided_at = Set(Some(tx.now()));
        row.void_reason = Set(Some(reason));
    })
    .await?;
    Ok(Change::removed(&held.before, &reason.to_value()))
}
