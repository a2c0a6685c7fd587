//! What happens inside a unit of work when a text is proposed, put in the place of a draft, or given up.

use entity::{
    contract_line, contract_version,
    enums::{Rationale, Side},
    ids::ContractId,
    sales_contract,
};
use sea_orm::{ActiveValue::Set, ColumnTrait};

use super::queries::version_of;
use crate::{
    contract_content::{
        messages::{ContractContent, ContractLine},
        queries::{Parties, Wording},
    },
    error::{Error, Text},
    store::Tx,
    values::{FieldCode, Line, Quantity, Vnd},
};

/// A text that a side proposes.
#[derive(Clone, Debug)]
pub struct Proposal<'a> {
    /// Its number.
    pub n: i32,
    /// What it says.
    pub content: &'a ContractContent,
    /// The same as it is kept.
    pub wording: Wording,
    /// The side.
    pub side: Side,
    /// Why it changes what is in force, if it does.
    pub rationale: Option<Rationale>,
    /// The same in words.
    pub remark: Option<String>,
    /// Whether both sides can see it.
    pub is_shared: bool,
}

/// How a content of a contract is written down.
///
/// # Errors
/// When it cannot be written.
pub fn wording_of(contract: &sales_contract::Model, content: &ContractContent) -> Result<Wording, Error> {
    let sales_contract::Model { partner_id, group_id, number, .. } = contract;
    Wording::of(content, Parties { partner_id: *partner_id, group_id: *group_id, number })
}

impl Proposal<'_> {
    /// The row of the text.
    #[must_use]
    pub fn row(&self, tx: &Tx, contract_id: ContractId) -> contract_version::ActiveModel {
        contract_version::ActiveModel {
            contract_id: Set(contract_id),
            n: Set(self.n),
            content: Set(self.wording.text.clone()),
            sha256: Set(self.wording.sha256.to_vec()),
            proposed_by: Set(self.side),
            rationale: Set(self.rationale),
            remark: Set(self.remark.clone()),
            shared_at: Set(self.is_shared.then(|| tx.now())),
            in_force_from_on: Set(None),
            in_force_until_on: Set(None),
            dropped_at: Set(None),
            created_at: Set(tx.now()),
        }
    }

    /// The rows of its lines.
    ///
    /// # Errors
    /// When a line is worth more than an amount can be.
    pub fn lines(
        &self,
        tx: &Tx,
        contract: &sales_contract::Model,
    ) -> Result<Vec<contract_line::ActiveModel>, Error> {
        lines_of(tx, contract, self.n, self.content)
    }
}

fn lines_of(
    tx: &Tx,
    contract: &sales_contract::Model,
    n: i32,
    content: &ContractContent,
) -> Result<Vec<contract_line::ActiveModel>, Error> {
    content.lines.iter().map(|line| line_of(tx, contract, n, line)).collect()
}

fn line_of(
    tx: &Tx,
    contract: &sales_contract::Model,
    n: i32,
    line: &ContractLine,
) -> Result<contract_line::ActiveModel, Error> {
    let amount = line.amount().ok_or_else(|| Error::internal("a line without an amount"))?;
    Ok(contract_line::ActiveModel {
        id: Set(tx.new_id()),
        contract_id: Set(contract.id),
        n: Set(n),
        line_no: Set(line.line_no.into()),
        partner_id: Set(contract.partner_id),
        group_id: Set(contract.group_id),
        commune_id: Set(contract.commune_id),
        former_commune_id: Set(contract.former_commune_id),
        chain: Set(line.chain.as_ref().to_owned()),
        form: Set(line.form),
        grade: Set(line.grade.clone().map(Line::into_string)),
        unit: Set(line.unit.as_ref().to_owned()),
        quantity: Set(line.quantity.millionths()),
        price_rule: Set(line.price.rule),
        unit_price_vnd: Set(line.price.unit_price_vnd.get()),
        premium_vnd: Set(line.price.premium_vnd.get()),
        reference: Set(line.price.reference.clone().map(Line::into_string)),
        fresh_per_dried: Set(line.fresh_per_dried.map(Quantity::millionths)),
        deliver_from_on: Set(line.deliver_from_on.into()),
        deliver_until_on: Set(line.deliver_until_on.into()),
        amount_vnd: Set(amount.get()),
    })
}

/// Keeps a text that a side proposes.
///
/// # Errors
/// When the database fails.
pub async fn propose(
    tx: &Tx,
    contract: &sales_contract::Model,
    proposal: &Proposal<'_>,
) -> Result<(), Error> {
    tx.insert_all(vec![proposal.row(tx, contract.id)]).await?;
    tx.insert_all(proposal.lines(tx, contract)?).await
}

/// Puts another content in the place of a draft's, which nobody else has seen.
///
/// # Errors
/// When the database fails.
pub async fn redraft(
    tx: &Tx,
    contract: &sales_contract::Model,
    content: &ContractContent,
    wording: Wording,
) -> Result<(), Error> {
    let version = version_of(tx, contract.id, contract.text_n).await?;
    tx.edit::<contract_version::Entity>(version, |version| {
        version.content = Set(wording.text);
        version.sha256 = Set(wording.sha256.to_vec());
    })
    .await?;
    let old = tx
        .beyond_reach::<contract_line::Entity>("lines of a contract that was found")
        .filter(contract_line::Column::ContractId.eq(contract.id))
        .filter(contract_line::Column::N.eq(contract.text_n));
    tx.replace_parts(old, lines_of(tx, contract, contract.text_n, content)?).await
}

/// Shows a draft to the other side.
///
/// # Errors
/// When the database fails.
pub async fn share(tx: &Tx, contract: &sales_contract::Model) -> Result<(), Error> {
    let version = version_of(tx, contract.id, contract.text_n).await?;
    tx.edit::<contract_version::Entity>(version, |version| version.shared_at = Set(Some(tx.now()))).await?;
    Ok(())
}

/// Gives up the text that waits to change what is in force, if there is one; the number of the text in force.
///
/// # Errors
/// When the database fails.
pub async fn give_up_pending(tx: &Tx, contract: &sales_contract::Model) -> Result<i32, Error> {
    let in_force_n = contract.in_force_n.ok_or_else(|| Error::internal("no text is in force"))?;
    if contract.text_n > in_force_n {
        let version = version_of(tx, contract.id, contract.text_n).await?;
        tx.edit::<contract_version::Entity>(version, |version| version.dropped_at = Set(Some(tx.now())))
            .await?;
    }
    Ok(in_force_n)
}

/// Refuses a proposal that says what another text says already.
///
/// # Errors
/// 422 at `/content`.
pub fn check_new(wording: &Wording, other: &contract_version::Model) -> Result<(), Error> {
    if wording.sha256.as_slice() != other.sha256 {
        return Ok(());
    }
    let text = Text::new("Văn bản hiện tại đã ghi đúng như vậy.", "This is what the present text says.");
    Err(Error::invalid("/content", FieldCode::Inconsistent, text))
}

/// What the head of a contract shows of a text: of the one in force, or else the latest.
pub fn show_head(row: &mut sales_contract::ActiveModel, content: &ContractContent) {
    row.signed_on = Set(content.signed_on.into());
    row.starts_on = Set(content.starts_on.into());
    row.ends_on = Set(content.ends_on.into());
    row.linkage = Set(content.linkage);
    row.value_vnd = Set(content.value().unwrap_or(Vnd::MAX).get());
}
