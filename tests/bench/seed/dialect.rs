//! The few words that the two databases say differently.

use uuid::Uuid;

/// Midnight of 2022-01-01.
const FIRST_MILLISECOND: i64 = 1_640_995_200_000;

/// One of the two databases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// PostgreSQL.
    Postgres,
    /// SQLite.
    Sqlite,
}

impl Dialect {
    /// A table `s` with one column `i`, from 1 to `last`.
    pub fn series(self, last: usize) -> String {
        match self {
            Self::Postgres => format!("generate_series(1, {last}) AS s(i)"),
            Self::Sqlite => {
                let numbers = format!("SELECT 1 UNION ALL SELECT i + 1 FROM s WHERE i < {last}");
                format!("(WITH RECURSIVE s(i) AS ({numbers}) SELECT i FROM s) AS s")
            }
        }
    }

    /// The id of row number `i` of a kind: version 7, each row a millisecond after the one before.
    pub fn id(self, kind: u16, i: &str) -> String {
        let rest = format!("7{kind:03x}8000000000000000");
        match self {
            Self::Postgres => {
                format!("CAST(lpad(to_hex({FIRST_MILLISECOND} + {i}), 12, '0') || '{rest}' AS uuid)")
            }
            Self::Sqlite => format!("unhex(printf('%012x{rest}', {FIRST_MILLISECOND} + {i}))"),
        }
    }

    /// The id itself.
    pub fn made(kind: u16, number: i64) -> Uuid {
        const REST: u64 = 0x8000_0000_0000_0000;
        let milliseconds = u64::try_from(FIRST_MILLISECOND + number).unwrap_or_default();
        Uuid::from_u64_pair(milliseconds << 16 | 0x7000 | u64::from(kind), REST)
    }

    /// Kind and number of an id that was made by [`Dialect::id`].
    pub fn number(id: Uuid) -> Option<(u16, i64)> {
        const LAST: u64 = 0x8000_0000_0000_0000;
        let (head, last) = id.as_u64_pair();
        let (milliseconds, version) = (i64::try_from(head >> 16).ok()?, (head >> 12) & 0xf);
        let kind = u16::try_from(head & 0xfff).ok()?;
        (last == LAST && version == 7).then_some((kind, milliseconds - FIRST_MILLISECOND))
    }

    /// An id that is known beforehand.
    pub fn known(self, id: Uuid) -> String {
        match self {
            Self::Postgres => format!("CAST('{id}' AS uuid)"),
            Self::Sqlite => format!("x'{}'", id.simple()),
        }
    }

    /// A number with leading zeros.
    pub fn digits(self, number: &str, width: usize) -> String {
        match self {
            Self::Postgres => format!("lpad(CAST({number} AS text), {width}, '0')"),
            Self::Sqlite => format!("printf('%0{width}d', {number})"),
        }
    }

    /// A date so many days after another.
    pub fn day(self, first: &str, days: &str) -> String {
        match self {
            Self::Postgres => format!("(DATE '{first}' + CAST({days} AS integer))"),
            Self::Sqlite => format!("date('{first}', ({days}) || ' days')"),
        }
    }

    /// Midnight of a date.
    pub fn midnight(self, day: &str) -> String {
        match self {
            Self::Postgres => format!("TIMESTAMPTZ '{day} 00:00:00+00'"),
            Self::Sqlite => format!("'{day}T00:00:00+00:00'"),
        }
    }

    /// The character that stands between the parts of a sort key.
    pub fn separator(self) -> &'static str {
        match self {
            Self::Postgres => "chr(1)",
            Self::Sqlite => "char(1)",
        }
    }

    /// Lets the planner know the tables.
    pub fn analyse(self) -> &'static str {
        match self {
            Self::Postgres => "VACUUM ANALYZE",
            Self::Sqlite => "ANALYZE",
        }
    }
}
