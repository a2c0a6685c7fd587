//! The books of a fund: accounts, calls with an allotment each, the money set aside for them. What stands on the accounts
//! is summed up from the postings when all of them are there.

use super::Dialect;

/// The kind of the ids of funds.
pub const FUND: u16 = 11;
/// The kind of the ids of calls; numbered by [`Books::call`].
pub const CALL: u16 = 12;
/// The kind of the ids of allotments; the one of a call has its number.
pub const ALLOTMENT: u16 = 13;
const ACCOUNT: u16 = 14;
const YEAR: u16 = 15;
const POSTING: u16 = 16;

const OF_FUND: [&str; 4] = ["ifad", "province", "other_source", "available"];
const OF_ALLOTMENT: [&str; 6] =
    ["reserved", "committed", "advanced", "spent", "group_contribution", "contributed"];
/// Postings that a call may have.
const POSTINGS: usize = 10_000_000;
const RULES: &str = r#"{"max_grant_vnd":70000000,"min_own_bps":0,"min_poor_bps":0,"min_members":1,"legal_forms":["tht"],"area_ids":[],"value_chains":[],"criteria":[{"code":"feasibility","name":"Tính khả thi","weight_bps":6000,"max_score":100},{"code":"climate","name":"Thích ứng khí hậu","weight_bps":4000,"max_score":50}],"pass_mark_bps":6000,"appraisers_needed":2,"tranches":[{"share_bps":10000,"conditions":[]}],"rounding":{"unit_vnd":1000,"mode":"down"}}"#;

/// A fund with calls of 2022 over the province, each of which has the same amount.
#[derive(Clone, Copy, Debug)]
pub struct Books {
    /// Its number, from 1.
    pub fund: usize,
    /// How many calls it has.
    pub calls: usize,
    /// What is set aside for each.
    pub limit_vnd: usize,
    /// What is promised of that.
    pub committed_vnd: usize,
}

impl Books {
    /// The number of a call of the fund, an expression; calls of a fund are counted from 1.
    pub fn call(&self, call: &str) -> String {
        format!("({} + {call})", self.fund * 1000)
    }

    fn account(&self, call: &str, kind: &str) -> String {
        format!("({} + ({call}) * 10 + {kind})", self.fund * 100_000)
    }

    /// The id of an account of a call, an expression.
    fn account_of(&self, dialect: Dialect, call: &str, kind: &str) -> String {
        let kind = OF_ALLOTMENT.iter().position(|one| *one == kind).unwrap_or_default();
        dialect.id(ACCOUNT, &self.account(call, &kind.to_string()))
    }

    /// The fund with its year, its calls and what was set aside for them.
    pub fn statements(&self, dialect: Dialect) -> Vec<(&'static str, String)> {
        let (at, fund) = (dialect.midnight("2022-01-01"), dialect.id(FUND, &self.fund.to_string()));
        let digits = dialect.digits(&self.fund.to_string(), 6);
        let funds = format!(
            "INSERT INTO fund (id, code, name, version, created_at, updated_at)
             VALUES ({fund}, 'QU-' || {digits}, 'Quỹ đồng tài trợ ' || {digits}, 1, {at}, {at})"
        );
        let years = format!(
            "INSERT INTO fiscal_period (id, fund_id, year, status, version, created_at, updated_at)
             VALUES ({}, {fund}, 2022, 'open', 1, {at}, {at})",
            dialect.id(YEAR, &self.fund.to_string()),
        );
        let mut statements = vec![("funds", funds), ("fiscal years", years)];
        statements.extend(self.calls(dialect, (&at, &fund)));
        statements.extend(self.accounts(dialect, (&at, &fund)));
        let (available, ifad) = (self.account("0", "3"), self.account("0", "0"));
        let sides = (dialect.id(ACCOUNT, &available), dialect.id(ACCOUNT, &ifad));
        let all_vnd = (self.limit_vnd * self.calls).to_string();
        statements.push(self.postings(dialect, "funding", (0, 1), &sides, &all_vnd));
        let sides = (self.account_of(dialect, "i", "reserved"), sides.0);
        let limit_vnd = self.limit_vnd.to_string();
        statements.push(self.postings(dialect, "reservation", (1, self.calls), &sides, &limit_vnd));
        statements
    }

    fn calls(&self, dialect: Dialect, (at, fund): (&str, &str)) -> [(&'static str, String); 2] {
        let (call, series) = (dialect.id(CALL, &self.call("i")), dialect.series(self.calls));
        let digits = dialect.digits(&self.call("i"), 6);
        let calls = format!(
            "INSERT INTO grant_call (id, code, fund_id, name, sort_key, status, opens_at, closes_at, budget_vnd,
                 rules, opened_at, version, created_at, updated_at)
             SELECT {call}, 'DG-' || {digits}, {fund}, 'Đợt xét ' || {digits}, 'dot xet ' || {digits}, 'open', {at},
                 {closes}, {limit}, '{RULES}', {at}, 2, {at}, {at} FROM {series}",
            closes = dialect.midnight("2022-12-31"),
            limit = self.limit_vnd,
        );
        let allotments = format!(
            "INSERT INTO call_allotment (id, call_id, fund_id, area_id, year, limit_vnd, committed_vnd)
             SELECT {}, {call}, {fund}, a.id, 2022, {}, {} FROM {series} JOIN area a ON a.code = '04'",
            dialect.id(ALLOTMENT, &self.call("i")),
            self.limit_vnd,
            self.committed_vnd,
        );
        [("calls", calls), ("allotments", allotments)]
    }

    fn accounts(&self, dialect: Dialect, (at, fund): (&str, &str)) -> [(&'static str, String); 2] {
        let accounts = |kinds: &[&str], call: &str, holder: &str, allotment: &str, rows: &str| {
            let kinds: Vec<_> =
                kinds.iter().enumerate().map(|(n, kind)| format!("({n}, '{kind}')")).collect();
            format!(
                "INSERT INTO fund_account (id, fund_id, kind, holder_id, allotment_id, created_at)
                 WITH k(n, kind) AS (VALUES {}) SELECT {}, {fund}, k.kind, {holder}, {allotment}, {at} FROM k {rows}",
                kinds.join(", "),
                dialect.id(ACCOUNT, &self.account(call, "k.n")),
            )
        };
        let allotment = dialect.id(ALLOTMENT, &self.call("i"));
        let series = format!("CROSS JOIN {}", dialect.series(self.calls));
        [
            ("accounts", accounts(&OF_FUND, "0", fund, "NULL", "")),
            ("accounts of calls", accounts(&OF_ALLOTMENT, "i", &allotment, &allotment, &series)),
        ]
    }

    /// Promises of money of the calls in turn, so many.
    pub fn commitments(&self, dialect: Dialect, number: usize, amount_vnd: usize) -> (&'static str, String) {
        let call = format!("1 + i % {}", self.calls);
        let account = |kind| self.account_of(dialect, &call, kind);
        let sides = (account("committed"), account("reserved"));
        self.postings(dialect, "commitment", (1000, number), &sides, &amount_vnd.to_string())
    }

    /// Postings from one account (the second) to another, numbered behind those that are there.
    fn postings(
        &self,
        dialect: Dialect,
        kind: &'static str,
        (behind, number): (usize, usize),
        (debit, credit): &(String, String),
        amount_vnd: &str,
    ) -> (&'static str, String) {
        let sql = format!(
            "INSERT INTO posting (id, fund_id, kind, debit_id, credit_id, amount_vnd, posted_on, attempt, created_at)
             SELECT {id}, {fund}, '{kind}', {debit}, {credit}, {amount_vnd}, {on}, 0, {at} FROM {series}",
            id = dialect.id(POSTING, &format!("({} + i)", self.fund * POSTINGS + behind)),
            fund = dialect.id(FUND, &self.fund.to_string()),
            on = dialect.day("2022-01-10", "0"),
            at = dialect.midnight("2022-01-10"),
            series = dialect.series(number),
        );
        (kind, sql)
    }
}

/// What stands on all accounts.
pub fn balances() -> (&'static str, String) {
    let sum = |side: &str| {
        format!(
            "LEFT JOIN (SELECT {side}_id AS id, CAST(SUM(amount_vnd) AS bigint) AS vnd FROM posting GROUP BY {side}_id) {side}
             ON {side}.id = a.id"
        )
    };
    let sql = format!(
        "INSERT INTO account_balance (fund_account_id, fund_id, is_source, debit_vnd, credit_vnd)
         SELECT a.id, a.fund_id, a.kind IN ('ifad', 'province', 'other_source', 'group_contribution'),
             COALESCE(debit.vnd, 0), COALESCE(credit.vnd, 0)
         FROM fund_account a {} {}",
        sum("debit"),
        sum("credit"),
    );
    ("balances", sql)
}
