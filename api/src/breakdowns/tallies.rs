//! What rows count, taken from the cells of groups, memberships and money.

use std::ops::AddAssign;

use entity::{enums::LegalForm, ids::AreaId};

use crate::{
    indicators::queries::{GroupCell, MemberCell},
    payments::queries::PaymentCell,
};

/// Groups, memberships and the poor among them, groups that were paid a grant, and the money.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Groups.
    pub groups: i64,
    /// Memberships.
    pub members: i64,
    /// Memberships of poor and near-poor households.
    pub poor: i64,
    /// Groups that were paid a grant.
    pub funded: i64,
    /// Groups that were party to a contract in the year.
    pub contracted: i64,
    /// Money paid to groups.
    pub paid_vnd: i64,
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.groups += other.groups;
        self.members += other.members;
        self.poor += other.poor;
        self.funded += other.funded;
        self.contracted += other.contracted;
        self.paid_vnd += other.paid_vnd;
    }
}

/// What cells of groups, memberships and money are broken down by alike.
pub(super) struct Whose<'c> {
    pub(super) commune: (AreaId, Option<AreaId>),
    pub(super) legal_form: LegalForm,
    pub(super) chain: &'c Option<String>,
}

/// What a cell counts, and whose it is.
macro_rules! cells {
    ($($cell:ident: $($count:ident),*;)*) => { $(
        impl From<&$cell> for Tally {
            fn from(cell: &$cell) -> Self {
                Self { $($count: cell.$count,)* ..Self::default() }
            }
        }

        impl<'c> From<&'c $cell> for Whose<'c> {
            fn from(cell: &'c $cell) -> Self {
                let commune = (cell.commune_id, cell.former_commune_id);
                Self { commune, legal_form: cell.legal_form, chain: &cell.chain }
            }
        }
    )* };
}

cells! {
    GroupCell: groups, funded, contracted;
    MemberCell: members, poor;
    PaymentCell: paid_vnd;
}
