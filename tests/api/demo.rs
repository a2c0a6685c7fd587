//! The demo province keeps the promises of the README, asked over HTTP.

use std::collections::BTreeSet;

use hoinongdan::demo::{Loaded, load};
use serde_json::{Value, json};
use tests::databases::Backend;
use tests::{App, Reply, both_databases};

const PASSWORD: &str = "lua-ngo-thach-den-2022";
const JUNE: &str = "as_of=2022-06-30";
const AUGUST: &str = "as_of=2025-08-01";
/// A link, and beside it the figure that its list holds.
const LINKS: [[&str; 2]; 10] = [
    ["list_url", "value"],
    ["groups_url", "groups"],
    ["members_url", "members"],
    ["poor_near_poor_url", "poor_near_poor"],
    ["funded_groups_url", "funded_groups"],
    ["paid_url", "paid_vnd"],
    ["contracted_groups_url", "contracted_groups"],
    ["contract_lines_url", "contracted_vnd"],
    ["deliveries_url", "delivered_vnd"],
    ["results_url", "lost_vnd"],
];
/// Lists behind amounts.
pub(crate) const MONEY: [&str; 4] =
    ["/v1/grant-payments?", "/v1/contract-lines?", "/v1/deliveries?", "/v1/plan-results?"];

/// A demo account that has signed in.
pub(crate) struct Account<'a> {
    app: &'a App,
    token: String,
}

impl<'a> Account<'a> {
    pub(crate) async fn sign_in(app: &'a App, login: &str) -> Self {
        let said = json!({ "login": login, "password": PASSWORD, "device": "bộ thử" });
        let reply = app.anonymous().post("/v1/auth/login", said).await.expect(200);
        Self { app, token: reply.json["access_token"].as_str().unwrap().to_owned() }
    }

    pub(crate) async fn get(&self, path: &str) -> Reply {
        self.app.anonymous().get(path).bearer(&self.token).await.expect(200)
    }

    /// What may not be there.
    pub(crate) async fn ask(&self, path: &str) -> Reply {
        self.app.anonymous().get(path).bearer(&self.token).await
    }

    /// Makes a record.
    pub(crate) async fn make(&self, path: &str, body: Value) -> Reply {
        self.app.anonymous().post(path, body).bearer(&self.token).await.expect(201)
    }

    /// Takes a step with a record as it stands.
    pub(crate) async fn step(&self, path: &str, action: &str, body: Value) -> Reply {
        let etag = self.get(path).await.etag();
        self.app
            .anonymous()
            .act(&format!("{path}/{action}"), &etag, body)
            .bearer(&self.token)
            .await
            .expect(200)
    }

    async fn report(&self, query: &str) -> Value {
        self.get(&format!("/v1/reports/progress?{query}")).await.json
    }

    /// Opens the links of a report: on SQLite every one that counts something and each tenth that counts nothing; on
    /// PostgreSQL each fifth of those, because hundreds of counts take half a minute in a debug build.
    async fn open_all(&self, query: &str) {
        let report = self.report(query).await;
        assert!(report["figures"].as_array().unwrap().iter().all(|figure| figure["list_url"].is_string()));
        let mut links = BTreeSet::new();
        gather(&report, &mut links);
        let (empty, counted): (Vec<_>, Vec<_>) = links.into_iter().partition(|(_, count)| *count == 0);
        assert!(counted.len() > 50, "{} links", counted.len());
        let stride = if self.app.database().backend() == Backend::Postgres { 5 } else { 1 };
        for (link, count) in counted.into_iter().chain(empty.into_iter().step_by(10)).step_by(stride) {
            let list = self.get(&format!("{link}&limit=1")).await;
            let is_money = MONEY.iter().any(|list| link.starts_with(list));
            let held = if is_money { "sum_vnd" } else { "total" };
            assert_eq!(list.json["page"][held], count, "{query}: {link}");
        }
    }
}

/// The links of a report that are there, each with the figure beside it.
fn gather(part: &Value, links: &mut BTreeSet<(String, i64)>) {
    for [link, count] in LINKS {
        if let (Some(link), Some(count)) = (part[link].as_str(), part[count].as_i64()) {
            links.insert((link.to_owned(), count));
        }
    }
    let members = part.as_object().into_iter().flat_map(|members| members.values());
    members.chain(part.as_array().into_iter().flatten()).for_each(|inner| gather(inner, links));
}

/// The figures of a report: code, value, denominator, share.
fn figures(report: &Value) -> Vec<Value> {
    let figures = report["figures"].as_array().unwrap().iter();
    figures
        .map(|figure| json!([figure["code"], figure["value"], figure["denominator"], figure["share_bps"]]))
        .collect()
}

/// What a breakdown adds up to: groups, memberships, the poor and near-poor among them, funded groups, and money.
fn sums(report: &Value, breakdown: &str) -> [i64; 5] {
    let rows = report["breakdowns"][breakdown].as_array().unwrap();
    ["groups", "members", "poor_near_poor", "funded_groups", "paid_vnd"]
        .map(|count| rows.iter().map(|row| row[count].as_i64().unwrap_or_default()).sum())
}

/// Every breakdown adds up to the figures; people alone have no groups.
fn assert_adds_up(report: &Value) {
    let value = |number: usize| report["figures"][number]["value"].as_i64().unwrap();
    let [groups, members, poor, funded, paid] = [0, 1, 4, 6, 7].map(value);
    for breakdown in ["by_district", "by_commune", "by_legal_form", "by_value_chain"] {
        if !report["breakdowns"][breakdown].is_null() {
            assert_eq!(sums(report, breakdown), [groups, members, poor, funded, paid], "{breakdown}");
        }
    }
    for breakdown in ["by_sex", "by_ethnic_group"] {
        assert_eq!(sums(report, breakdown), [0, members, poor, 0, 0], "{breakdown}");
    }
}

/// What was contracted and delivered is the same by value chain, kind of partner, district and commune, and something.
fn assert_trade_adds_up(report: &Value) {
    let value = |code: &str| {
        let figures = report["figures"].as_array().unwrap();
        figures.iter().find(|figure| figure["code"] == code).unwrap()["value"].as_i64().unwrap()
    };
    let told = ["G10_contracted", "G10_delivered"].map(value);
    assert!(told.iter().all(|worth| *worth > 0) && value("G10_contracts") >= value("G10"), "{told:?}");
    for breakdown in ["by_value_chain", "by_partner_kind", "by_district", "by_commune"] {
        let rows = report["trade"][breakdown].as_array().unwrap();
        let sums = ["contracted_vnd", "delivered_vnd"]
            .map(|count| rows.iter().map(|row| row[count].as_i64().unwrap()).sum::<i64>());
        assert_eq!(sums, told, "{breakdown}");
    }
}

async fn assert_figures_of_june(officer: &Account<'_>) {
    let report = officer.report(JUNE).await;
    let expected = [
        json!(["G1", 584, 800, 7300]),
        json!(["G2", 7914, null, null]),
        json!(["G2_persons", 7914, null, null]),
        json!(["G2_households", 7914, null, null]),
        json!(["G3", 5000, 7914, 6318]),
        json!(["G3_households", 5000, 7914, 6318]),
        json!(["G4", 467, 584, 7997]),
        json!(["G5", 32_700_000_000_i64, null, null]),
        json!(["G6", 14, 20, 7000]),
        json!(["G10", 129, 337, 3828]),
    ];
    assert_eq!(figures(&report)[..expected.len()], expected);
    assert_trade_adds_up(&report);
}

async fn assert_both_maps_agree(officer: &Account<'_>) {
    for day in [JUNE, AUGUST] {
        let old = officer.report(&format!("{day}&map=2022")).await;
        let new = officer.report(&format!("{day}&map=2025")).await;
        assert_eq!(figures(&old), figures(&new), "{day}");
        assert!(old["breakdowns"]["by_district"].is_array() && new["breakdowns"]["by_district"].is_null());
        assert_adds_up(&old);
        assert_adds_up(&new);
    }
}

both_databases! {
    async fn the_demo_keeps_what_the_readme_says_and_every_figure_opens_to_its_records(app: App) {
        assert_eq!(load(app.store(), app.service().clock()).await.unwrap(), Loaded::Now);
        assert_eq!(hoinongdan::proofs::verify(app.service()).await.unwrap().faults, []);
        let province = Account::sign_in(&app, "officer-province").await;
        assert_figures_of_june(&province).await;
        assert_both_maps_agree(&province).await;
        province.open_all(JUNE).await;
        province.open_all(&format!("{AUGUST}&map=2025")).await;
        let district = Account::sign_in(&app, "officer-hq").await;
        district.open_all(JUNE).await;
    }
}
