//! The facts of a contract in the journal.

use entity::{
    contract_confirmation,
    enums::{ContractStatus, Side},
    sales_contract,
};
use serde::Serialize;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    store::{Owner, Resource},
    values::hex,
};

/// What the journal keeps of a contract. A text is named by its number and hash, because it is kept itself; of a draft,
/// which one side may still change as it likes, nothing that it says.
#[derive(Clone, Debug, Serialize)]
pub struct ContractFacts {
    /// The contract.
    #[serde(skip)]
    pub row: sales_contract::Model,
    /// Hash of its latest text.
    pub sha256: String,
    /// The sides that have confirmed it.
    pub confirmed_by: Vec<Side>,
}

impl ContractFacts {
    /// The facts about a contract with its latest text.
    #[must_use]
    pub fn of(
        row: sales_contract::Model,
        sha256: &[u8],
        confirmations: &[contract_confirmation::Model],
    ) -> Self {
        let confirmed_by = confirmations.iter().map(|one| one.side).collect();
        Self { row, sha256: hex(sha256), confirmed_by }
    }
}

impl Resource for ContractFacts {
    const KIND: &'static str = "sales_contract";
    const COLLECTION: &'static str = "/v1/sales-contracts";

    fn id(&self) -> Uuid {
        self.row.id.into()
    }

    fn version(&self) -> i32 {
        self.row.version
    }

    fn owners(&self) -> Vec<Owner> {
        let row = &self.row;
        let of_group = [Owner::Commune(row.commune_id), Owner::Group(row.group_id)];
        match (row.status, row.drafted_by) {
            (ContractStatus::Draft, Side::Partner) => vec![Owner::Partner(row.partner_id)],
            (ContractStatus::Draft, Side::Group) => of_group.to_vec(),
            _ => [&of_group[..], &[Owner::Partner(row.partner_id)]].concat(),
        }
    }

    fn facts(&self) -> Value {
        let row = &self.row;
        let mut facts = json!({
            "partner_id": row.partner_id, "group_id": row.group_id, "drafted_by": row.drafted_by, "number": row.number,
            "external_ref": row.external_ref, "framework_ref": row.framework_ref, "status": row.status,
        });
        let said = json!({
            "text_n": row.text_n, "sha256": self.sha256, "confirmed_by": self.confirmed_by,
            "in_force_n": row.in_force_n, "signed_on": row.signed_on, "starts_on": row.starts_on,
            "ends_on": row.ends_on, "linkage": row.linkage, "value_vnd": row.value_vnd, "ended_on": row.ended_on,
            "ended_by": row.ended_by,
        });
        if let (Value::Object(facts), Value::Object(said)) = (&mut facts, said)
            && row.status != ContractStatus::Draft
        {
            facts.extend(said);
        }
        facts
    }
}
