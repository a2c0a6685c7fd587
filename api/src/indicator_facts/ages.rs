//! Between which ages somebody is young.

use std::fmt;

/// Ages in years, both included. By default those of the Youth Law 2020, from full 16 to 30 (`domain.md` §7).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ages {
    /// The least.
    pub youngest: u8,
    /// The greatest.
    pub eldest: u8,
}

impl Ages {
    /// Of the Youth Law 2020.
    pub const YOUTH: Self = Self { youngest: 16, eldest: 30 };

    /// Reads ages such as `16-30`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (youngest, eldest) = text.split_once('-')?;
        let ages = Self { youngest: youngest.parse().ok()?, eldest: eldest.parse().ok()? };
        (ages.youngest <= ages.eldest && ages.eldest <= 100).then_some(ages)
    }
}

impl fmt::Display for Ages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.youngest, self.eldest)
    }
}

#[cfg(test)]
mod tests {
    use super::Ages;

    #[test]
    fn ages_are_read_as_they_are_written() {
        assert_eq!(Ages::parse(&Ages::YOUTH.to_string()), Some(Ages::YOUTH));
        for wrong in ["", "16", "30-16", "16-", "-30", "16-101", "16-30-40", "a-b", "16 - 30"] {
            assert_eq!(Ages::parse(wrong), None, "{wrong}");
        }
    }
}
