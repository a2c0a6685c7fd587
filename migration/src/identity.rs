//! Identifiers of reference data, alike in every installation: they are made of what identifies the row.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm_migration::prelude::DbErr;
use uuid::{Builder, Uuid};

/// 2022-05-17, the day of the first list, in milliseconds. All these identifiers carry it as their time.
const FIRST_LIST_MILLIS: u64 = 1_652_745_600_000;
const LONGEST_CODE: usize = 10;
const DAY_BITS: u32 = 18;

/// What a reference row is about.
#[derive(Clone, Copy)]
pub(crate) enum Kind {
    Area = 0,
    Holiday = 1,
}

/// The instant at which shipped rows count as made.
pub(crate) fn first_list() -> DateTime<Utc> {
    DateTime::from_timestamp_millis(FIRST_LIST_MILLIS.cast_signed()).unwrap_or_default()
}

/// The identifier of the row with this code and first day. No two pairs share one.
pub(crate) fn identifier(kind: Kind, code: &str, on: NaiveDate) -> Result<Uuid, DbErr> {
    if code.len() > LONGEST_CODE {
        return Err(DbErr::Custom(format!("the code {code} is longer than {LONGEST_CODE} characters")));
    }
    let days = on.signed_duration_since(NaiveDate::default()).num_days();
    let days = u128::try_from(days + (1 << (DAY_BITS - 1)))
        .ok()
        .filter(|days| *days < 1 << DAY_BITS)
        .ok_or_else(|| DbErr::Custom(format!("the date {on} is out of range")))?;
    let letters = code.chars().try_fold(0_u128, |sum, c| Some(sum * 37 + u128::from(c.to_digit(36)?) + 1));
    let letters =
        letters.ok_or_else(|| DbErr::Custom(format!("the code {code} has more than letters and digits")))?;
    let content = (kind as u128) << 72 | letters << DAY_BITS | days;
    Ok(Builder::from_unix_timestamp_millis(FIRST_LIST_MILLIS, &spread(content)).into_uuid())
}

/// Puts 74 bits around the places of version and variant.
fn spread(content: u128) -> [u8; 10] {
    let upper = (content >> 62) & 0xfff;
    let lower = content & ((1 << 62) - 1);
    let bytes = (upper << 64 | lower).to_be_bytes();
    let mut random = [0; 10];
    random.copy_from_slice(&bytes[6..]);
    random
}

#[cfg(test)]
mod tests {
    use super::{Kind, identifier};
    use chrono::NaiveDate;
    use std::collections::BTreeSet;

    #[test]
    fn identifiers_are_fixed_and_differ_by_kind_code_and_day() {
        let old = NaiveDate::from_ymd_opt(1900, 1, 1).unwrap();
        let new = NaiveDate::from_ymd_opt(2025, 7, 1).unwrap();
        let mut ids = BTreeSet::new();
        for kind in [Kind::Area, Kind::Holiday] {
            for code in ["", "4", "04", "0004", "01392", "ZZZZZZZZZZ", "9999999999"] {
                for day in [old, new, new.succ_opt().unwrap()] {
                    let id = identifier(kind, code, day).unwrap();
                    assert_eq!(id.get_version_num(), 7);
                    ids.insert(id);
                }
            }
        }
        assert_eq!(ids.len(), 2 * 7 * 3);
        let id = identifier(Kind::Area, "01392", new).unwrap().to_string();
        assert_eq!(id, "0180cf50-7c00-7000-8000-0078ee124f2e");
    }

    #[test]
    fn other_codes_are_refused() {
        let day = NaiveDate::from_ymd_opt(2025, 7, 1).unwrap();
        assert!(identifier(Kind::Area, "01-92", day).is_err());
        assert!(identifier(Kind::Area, "01234567890", day).is_err());
    }
}
