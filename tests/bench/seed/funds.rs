//! Two funds that differ in nothing but the number of their postings.

use super::Dialect;
use super::books::{Books, balances};

/// Postings of the small fund, whose number is 1, and of the large one, whose number is 2.
pub const POSTINGS: [usize; 2] = [1_000, 1_000_000];
const CALLS: usize = 10;
const AMOUNT_VND: usize = 1_000;

/// Both with all that belongs to them.
pub fn statements(dialect: Dialect) -> Vec<(&'static str, String)> {
    let mut statements = Vec::new();
    for (fund, postings) in (1..).zip(POSTINGS) {
        let limit_vnd = postings / CALLS * AMOUNT_VND;
        let books = Books { fund, calls: CALLS, limit_vnd, committed_vnd: limit_vnd };
        statements.extend(books.statements(dialect));
        statements.push(books.commitments(dialect, postings, AMOUNT_VND));
    }
    statements.push(balances());
    statements
}
