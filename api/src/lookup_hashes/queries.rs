//! Writing the hashes of an identity and finding identities by them, while one key is in use or two.

use base64::{Engine, engine::general_purpose::STANDARD};
use entity::person_identity::{ActiveModel, Column};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition};

use crate::{
    error::Error,
    store::{
        Tx,
        keys::{LookupKey, LookupKeys},
    },
    values::{PersonNumber, Phone},
};

/// The domains that keep hashes of different things apart.
const NUMBER: &str = "number";
const LAST4: &str = "last4";
const PHONE: &str = "phone";

/// Writes the hashes under the key in use and, during a rotation, under the next one; without number and phone no
/// look-up finds the row.
pub fn write(row: &mut ActiveModel, keys: &LookupKeys, number: Option<&PersonNumber>, phone: Option<&Phone>) {
    let is_findable = number.is_some() || phone.is_some();
    let current = Some(keys.current()).filter(|_| is_findable);
    row.number_hash = Set(current.zip(number).map(|(key, number)| key.hash(NUMBER, number.digits())));
    row.last4_hash = Set(current.zip(number).map(|(key, number)| key.hash(LAST4, number.last4())));
    row.phone_hash = Set(current.zip(phone).map(|(key, phone)| key.hash(PHONE, phone.e164())));
    row.hash_key_id = Set(current.map(|key| key.id().to_owned()));
    let next = keys.next().filter(|_| is_findable);
    row.next_number_hash = Set(next.zip(number).map(|(key, number)| key.hash(NUMBER, number.digits())));
    row.next_last4_hash = Set(next.zip(number).map(|(key, number)| key.hash(LAST4, number.last4())));
    row.next_phone_hash = Set(next.zip(phone).map(|(key, phone)| key.hash(PHONE, phone.e164())));
    row.next_hash_key_id = Set(next.map(|key| key.id().to_owned()));
}

fn hashes(keys: &LookupKeys, domain: &str, text: &str) -> Vec<Vec<u8>> {
    keys.each().map(|key| key.hash(domain, text)).collect()
}

/// Identities with this number, under either key.
#[must_use]
pub fn by_number(keys: &LookupKeys, number: &PersonNumber) -> Condition {
    in_either(Column::NumberHash, Column::NextNumberHash, hashes(keys, NUMBER, number.digits()))
}

/// Identities whose number ends so, under either key.
#[must_use]
pub fn by_last4(keys: &LookupKeys, digits: &str) -> Condition {
    in_either(Column::Last4Hash, Column::NextLast4Hash, hashes(keys, LAST4, digits))
}

/// Identities with this phone, under either key.
#[must_use]
pub fn by_phone(keys: &LookupKeys, phone: &Phone) -> Condition {
    in_either(Column::PhoneHash, Column::NextPhoneHash, hashes(keys, PHONE, phone.e164()))
}

/// A row that was written before or after the rotation holds the hash of the same key in the other column.
fn in_either(column: Column, next: Column, hashes: Vec<Vec<u8>>) -> Condition {
    Condition::any().add(column.is_in(hashes.clone())).add(next.is_in(hashes))
}

/// Lets nobody else enter this number until the end of the unit of work. The unique indexes hold per column: during a
/// rotation two instances can write the same hash into different ones.
///
/// # Errors
/// When the database fails.
pub async fn lock_number(tx: &Tx, number: &PersonNumber) -> Result<(), Error> {
    let mut names = hashes(&tx.keyring().lookup, NUMBER, number.digits());
    // Always in the same order, so that two never wait for one another.
    names.sort();
    for name in names {
        tx.lock_name(&STANDARD.encode(name)).await?;
    }
    Ok(())
}

/// Identities whose hashes are not exactly those of the configured keys; hidden ones have none and need none.
#[must_use]
pub(super) fn outdated(keys: &LookupKeys) -> Condition {
    let is_other = |column: Column, key: &LookupKey| column.ne(key.id());
    let next = match keys.next() {
        Some(next) => {
            Condition::any().add(Column::NextHashKeyId.is_null()).add(is_other(Column::NextHashKeyId, next))
        }
        None => Condition::any().add(Column::NextHashKeyId.is_not_null()),
    };
    Condition::all()
        .add(Column::HashKeyId.is_not_null())
        .add(next.add(is_other(Column::HashKeyId, keys.current())))
}
