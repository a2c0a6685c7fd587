//! The books of the funds: double entry in whole đồng. A posting debits one account and credits another by the same
//! amount, so every balance of the books is zero in sum by construction; what stands on each account is kept in the
//! transaction of the posting. Nothing is ever edited: what was wrong is taken back by another posting.
//!
//! The accounts and the way of the money:
//!
//! ```text
//! ifad, province, other_source → available → reserved → committed → advanced → spent
//!                                 of the fund  of the allotment of a call …
//! group_contribution → contributed                of the allotment: what groups gave
//! ```

pub mod commands;
pub mod queries;
