//! Complementary cell suppression that survives subtraction.
//!
//! Published tables of counts hide small cells. A reader who knows the sums over rows, columns and
//! areas can often derive a hidden cell from the shown ones, so further cells must be hidden.
//! [`suppress`] chooses them such that
//!
//! * **every** hidden cell, small or complementary, keeps an interval of possible values at least
//!   as wide as the caller demands, for a reader who knows all shown cells and that no count is
//!   negative;
//! * no complementary cell is hidden in vain: showing any single one of them again would narrow
//!   some hidden cell too much;
//! * the same input always gives the same answer.
//!
//! Tables are described by *atoms* (the finest, disjoint counts) and *cells* (sets of atoms). Any
//! number of dimensions, overlapping hierarchies and several linked tables are all just cells over
//! the same atoms. A ratio is protected by modelling its numerator and the rest of its denominator
//! as two atoms.
//!
//! ```
//! use disclosure::{Cell, Kind, suppress};
//!
//! // Two by two with margins; the count of 3 is below the threshold of 10.
//! let atoms = [3, 40, 50, 60];
//! let cell = |atoms: &[u32], kind, cost| Cell { atoms: atoms.to_vec(), kind, width: 10, cost };
//! let cells = [
//!     cell(&[0], Kind::Sensitive, 3),
//!     cell(&[1], Kind::Open, 40),
//!     cell(&[2], Kind::Open, 50),
//!     cell(&[3], Kind::Open, 60),
//!     cell(&[0, 1], Kind::Fixed, 43),
//!     cell(&[2, 3], Kind::Fixed, 110),
//!     cell(&[0, 2], Kind::Fixed, 53),
//!     cell(&[1, 3], Kind::Fixed, 100),
//! ];
//! let hidden = suppress(&atoms, &cells)?;
//! assert_eq!(hidden, [true, true, true, true, false, false, false, false]);
//! # Ok::<(), disclosure::Refusal>(())
//! ```

mod ascent;
mod balance;
mod dictionary;
mod evidence;
mod exchanged;
mod pricing;
mod problem;
mod search;
mod tally;

use std::fmt;

/// What may become of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// May be shown or hidden.
    Open,
    /// Must be hidden: it discloses something by itself.
    Sensitive,
    /// Must be shown: a total everybody knows, or a cell an earlier publication showed.
    Fixed,
    /// Must be hidden because an earlier publication hid it. Treated like [`Kind::Sensitive`].
    Hidden,
}

/// A publishable count: the sum of some atoms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Positions in the slice of atoms; order and repetitions do not matter.
    pub atoms: Vec<u32>,
    /// What may become of the cell.
    pub kind: Kind,
    /// How wide the interval of possible values must be if the cell is hidden, in units of the
    /// count; usually the threshold below which a count is sensitive.
    pub width: i64,
    /// The loss if the cell is hidden, compared with other cells; usually its value. Dear cells
    /// are shown first.
    pub cost: i64,
}

/// Why no safe choice is returned. Cells and atoms are named by their position in the input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// An atom counts less than zero.
    NegativeAtom {
        /// The atom.
        atom: usize,
    },
    /// A cell names an atom that does not exist.
    UnknownAtom {
        /// The cell.
        cell: usize,
    },
    /// The atoms sum to more than [`LARGEST_TOTAL`].
    TooLarge,
    /// Two cells consist of the same atoms, and one must be hidden, the other shown.
    Contradiction {
        /// The cell that must be hidden.
        hidden: usize,
        /// The cell that must be shown.
        shown: usize,
    },
    /// A cell that must be hidden can be bounded too tightly from the cells that must be shown,
    /// whatever else is hidden.
    Unprotectable {
        /// The cell that must be hidden.
        cell: usize,
    },
    /// A choice was found, but rounding errors kept its safety from being proved. Not known to
    /// happen.
    Unproved,
}

/// The largest sum of all atoms; beyond it rounding could hide an attack.
pub const LARGEST_TOTAL: i64 = 1_000_000_000;

impl fmt::Display for Refusal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NegativeAtom { atom } => write!(out, "atom {atom} is negative"),
            Self::UnknownAtom { cell } => write!(out, "cell {cell} names an unknown atom"),
            Self::TooLarge => write!(out, "the atoms sum to more than {LARGEST_TOTAL}"),
            Self::Contradiction { hidden, shown } => {
                write!(out, "cell {hidden} must be hidden, but cell {shown}, which must be shown, equals it")
            }
            Self::Unproved => write!(out, "rounding errors spoilt the proof of safety"),
            Self::Unprotectable { cell } => write!(
                out,
                "cell {cell} must be hidden, but follows too closely from cells that must be shown"
            ),
        }
    }
}

impl std::error::Error for Refusal {}

/// Chooses which cells to hide; `true` at a cell's position means hidden.
///
/// `atoms` holds the true value of each atom. The reader is assumed to know the value of every
/// shown cell and that atoms are not negative (real numbers; that they are whole is not used), but
/// no atom that is not a shown cell itself.
///
/// Cells over the same atoms are one cell: the strictest kind and the largest width hold, and the
/// costs add up. An open cell whose width cannot be reached is shown.
///
/// # Errors
///
/// A [`Refusal`] if the input is malformed or if no choice is safe.
pub fn suppress(atoms: &[i64], cells: &[Cell]) -> Result<Vec<bool>, Refusal> {
    let problem = problem::Problem::new(atoms, cells)?;
    let hidden = search::choose(&problem)?;
    Ok(problem.group_of.iter().map(|&group| hidden[group]).collect())
}
