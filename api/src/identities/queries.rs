//! Which identities lie within a scope, how they are sealed and opened, and look-ups by keyed hashes.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use entity::{
    enums::{DocumentKind, Sex},
    ids::PersonId,
    person, person_identity,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait};

use super::messages::{IdentityPatch, NewIdentity};
use crate::{
    access::{Access, Owned, Reach, RowLevel, owned_ids},
    error::{Code, Error, Text},
    http::Warning,
    lookup_hashes::{
        self,
        queries::{by_number, lock_number},
    },
    persons::queries::erased,
    store::{
        Revised, Tx,
        keys::LookupKeys,
        vault::{KeyFault, PersonKey},
    },
    values::{NumberKind, NumberSex, PersonNumber, Phone, disagreements},
};

impl Owned for person_identity::Entity {
    const ID: person_identity::Column = person_identity::Column::PersonId;
    const VOIDED: Option<person_identity::Column> = None;

    /// An identity lies where its person lies.
    fn within(reach: &Reach) -> Condition {
        if reach.whole {
            return Condition::all();
        }
        let persons = owned_ids::<person::Entity>(reach);
        Condition::all().add(person_identity::Column::PersonId.in_subquery(persons))
    }
}

impl Revised for person_identity::Entity {
    const VERSION: person_identity::Column = person_identity::Column::Version;
    const UPDATED_AT: person_identity::Column = person_identity::Column::UpdatedAt;

    fn version(row: &person_identity::Model) -> i32 {
        row.version
    }
}

/// The places values are sealed for.
const NUMBER: &str = "person_identity.number";
const PHONE: &str = "person_identity.phone";
const BIRTH_ON: &str = "person_identity.birth_on";
const ADDRESS: &str = "person_identity.address";

/// What identifies and reaches a person, in clear. It has no `Debug` and is never serialised.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Particulars {
    /// The number of the document.
    pub number: Option<PersonNumber>,
    /// The phone.
    pub phone: Option<Phone>,
    /// The birth date.
    pub birth_on: Option<NaiveDate>,
    /// The exact address.
    pub address: Option<String>,
}

impl From<&NewIdentity> for Particulars {
    fn from(new: &NewIdentity) -> Self {
        Self {
            number: new.number.clone(),
            phone: new.phone.clone(),
            birth_on: new.birth_on.map(NaiveDate::from),
            address: new.address.as_ref().map(|address| address.as_ref().to_owned()),
        }
    }
}

impl Particulars {
    /// The year of the birth date.
    #[must_use]
    pub fn birth_year(&self) -> Option<i16> {
        self.birth_on.and_then(|day| i16::try_from(day.year()).ok())
    }

    /// The same after a patch.
    #[must_use]
    pub fn patched(mut self, patch: &IdentityPatch) -> Self {
        if let Some(number) = &patch.number {
            self.number.clone_from(number);
        }
        if let Some(phone) = &patch.phone {
            self.phone.clone_from(phone);
        }
        if let Some(birth_on) = patch.birth_on {
            self.birth_on = birth_on.map(NaiveDate::from);
        }
        if let Some(address) = &patch.address {
            self.address = address.as_ref().map(|address| address.as_ref().to_owned());
        }
        self
    }

    /// The row of a new person.
    #[must_use]
    pub fn new_row(
        &self,
        person_id: PersonId,
        key: &PersonKey,
        lookup: &LookupKeys,
        now: DateTime<Utc>,
    ) -> person_identity::ActiveModel {
        let mut row = person_identity::ActiveModel {
            person_id: Set(person_id),
            version: Set(1),
            created_at: Set(now),
            updated_at: Set(now),
            ..Default::default()
        };
        self.seal_into(&mut row, key, lookup);
        row
    }

    /// Encrypts the values into a row, beside the hashes they are found by.
    pub fn seal_into(&self, row: &mut person_identity::ActiveModel, key: &PersonKey, lookup: &LookupKeys) {
        let number = self.number.as_ref();
        let sealed = |context: &str, text: Option<&str>| text.map(|text| key.seal(context, text.as_bytes()));
        row.document_kind = Set(match number.map(PersonNumber::kind) {
            Some(NumberKind::Cccd12) => DocumentKind::Cccd12,
            Some(NumberKind::Cmnd9) => DocumentKind::Cmnd9,
            None => DocumentKind::None,
        });
        row.number_ct = Set(sealed(NUMBER, number.map(PersonNumber::digits)));
        row.phone_ct = Set(sealed(PHONE, self.phone.as_ref().map(Phone::e164)));
        row.birth_on_ct = Set(sealed(BIRTH_ON, self.birth_on.map(|day| day.to_string()).as_deref()));
        row.address_ct = Set(sealed(ADDRESS, self.address.as_deref()));
        self.hash_into(row, lookup);
    }

    /// Writes the hashes that look-ups find the row by.
    pub fn hash_into(&self, row: &mut person_identity::ActiveModel, lookup: &LookupKeys) {
        lookup_hashes::queries::write(row, lookup, self.number.as_ref(), self.phone.as_ref());
    }

    /// Lets no look-up find the row any more; the values stay sealed in it.
    pub fn hide(row: &mut person_identity::ActiveModel, lookup: &LookupKeys) {
        lookup_hashes::queries::write(row, lookup, None, None);
    }

    /// Reads the values of a row.
    ///
    /// # Errors
    /// When they are not sealed under this key.
    pub fn open(row: &person_identity::Model, key: &PersonKey) -> Result<Self, Error> {
        let text = |context: &str, sealed: Option<&Vec<u8>>| match sealed {
            None => Ok(None),
            Some(bytes) => {
                let plain = key.open(context, bytes).map_err(Error::internal)?;
                String::from_utf8(plain).map(Some).map_err(|_| Error::internal(KeyFault::Unreadable))
            }
        };
        let unfit = || Error::internal("a sealed value of an identity is not fit");
        let number = text(NUMBER, row.number_ct.as_ref())?;
        let phone = text(PHONE, row.phone_ct.as_ref())?;
        let birth_on = text(BIRTH_ON, row.birth_on_ct.as_ref())?;
        Ok(Self {
            number: number.map(|text| PersonNumber::parse(&text).map_err(|_| unfit())).transpose()?,
            phone: phone.map(|text| Phone::parse(&text).map_err(|_| unfit())).transpose()?,
            birth_on: birth_on.map(|text| text.parse().map_err(|_| unfit())).transpose()?,
            address: text(ADDRESS, row.address_ct.as_ref())?,
        })
    }
}

/// What is known of a person who has not been erased; nothing when there is no row.
///
/// # Errors
/// 410 once erased, or when the database fails.
pub async fn particulars_in(tx: &Tx, id: PersonId) -> Result<Particulars, Error> {
    let rows = tx
        .beyond_reach::<person_identity::Entity>("the person was found within the reach")
        .filter(person_identity::Column::PersonId.eq(id));
    let Some(row) = tx.find(rows).await? else { return Ok(Particulars::default()) };
    let key = tx.person_key(id).await?.ok_or_else(erased)?;
    Particulars::open(&row, &key)
}

const fn duplicate(members: serde_json::Value) -> Error {
    Error::Conflict { code: Code::Duplicate, detail: None, members }
}

/// Refuses a number that another person has, wherever they live.
///
/// # Errors
/// 409 `duplicate`.
pub async fn check_number_is_free(
    tx: &Tx,
    number: Option<&PersonNumber>,
    own: Option<PersonId>,
) -> Result<(), Error> {
    let Some(number) = number else { return Ok(()) };
    lock_number(tx, number).await?;
    let rows = tx
        .beyond_reach::<person_identity::Entity>("a number belongs to one person of the province")
        .filter(by_number(&tx.keyring().lookup, number))
        .filter(Condition::all().add_option(own.map(|id| person_identity::Column::PersonId.ne(id))));
    match tx.find(rows).await? {
        Some(_) => Err(duplicate(serde_json::Value::Null)),
        None => Ok(()),
    }
}

/// Adds to a refused duplicate who has the number, if that person lies within the reach.
pub async fn name_existing<P: RowLevel>(
    access: &Access<P>,
    error: Error,
    number: Option<&PersonNumber>,
) -> Error {
    let (Error::Conflict { code: Code::Duplicate, .. }, Some(number)) = (&error, number) else {
        return error;
    };
    let identities = person_identity::Entity::find()
        .select_only()
        .column(person_identity::Column::PersonId)
        .filter(by_number(&access.store().keyring().lookup, number));
    let rows =
        access.rows::<person::Entity>().filter(person::Column::Id.in_subquery(identities.into_query()));
    match access.one(rows).await {
        Ok(existing) => duplicate(serde_json::json!({ "existing_id": existing.id })),
        Err(_) => error,
    }
}

const OTHER_SEX: Text = Text::new(
    "Giới tính không khớp với số giấy tờ; hãy xem lại.",
    "The sex disagrees with the number of the document; look at both again.",
);
const OTHER_YEAR: Text = Text::new(
    "Năm sinh không khớp với số giấy tờ; hãy xem lại.",
    "The birth year disagrees with the number of the document; look at both again.",
);

/// Where the record of a person disagrees with the number.
#[must_use]
pub fn warnings(number: Option<&PersonNumber>, sex: Sex, birth_year: Option<i16>) -> Vec<Warning> {
    let sex = match sex {
        Sex::Male => Some(NumberSex::Male),
        Sex::Female => Some(NumberSex::Female),
        Sex::Unknown => None,
    };
    let found = number.map(|number| disagreements(number, sex, birth_year.map(i32::from)));
    let found = found.into_iter().flatten();
    found
        .map(|disagreement| match disagreement.field {
            "sex" => Warning::new("number_disagrees_with_sex", OTHER_SEX),
            _ => Warning::new("number_disagrees_with_birth_year", OTHER_YEAR),
        })
        .collect()
}
