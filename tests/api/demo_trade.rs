//! The trade of the demo is there from the first day: in every state, true to its hashes and sums, and played on by both
//! sides with the demo accounts.

use std::collections::BTreeSet;

use hoinongdan::demo::load;
use hoinongdan::proofs;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tests::{App, both_databases};

use crate::demo::Account;

const CONTRACTS: &str = "/v1/sales-contracts";
const PARTNERS: &str = "/v1/partners";

impl Account<'_> {
    /// How many records a list has.
    pub(crate) async fn total(&self, list: &str) -> i64 {
        let reply = self.get(&format!("{list}&limit=1&include_total=true")).await;
        reply.json["page"]["total"].as_i64().unwrap()
    }

    /// The records of a list, 200 at most.
    async fn all(&self, list: &str) -> Vec<Value> {
        self.get(&format!("{list}limit=200")).await.data().to_vec()
    }
}

async fn assert_every_state_is_there(province: &Account<'_>, partner: &Account<'_>) {
    for status in ["pending", "verified", "suspended", "rejected"] {
        assert!(province.total(&format!("{PARTNERS}?status={status}")).await >= 2, "{status}");
    }
    for status in
        ["draft", "submitted", "confirmed", "active", "expired", "completed", "rejected", "terminated"]
    {
        assert!(province.total(&format!("{CONTRACTS}?status={status}")).await >= 3, "{status}");
    }
    for status in ["draft", "published", "withdrawn"] {
        assert!(province.total(&format!("/v1/sales-offers?status={status}")).await >= 3, "{status}");
    }
    for status in ["open", "granted", "refused"] {
        assert!(province.total(&format!("/v1/offer-requests?status={status}")).await >= 3, "{status}");
    }
    let (drafted, published) = (format!("{CONTRACTS}?status=draft"), "/v1/sales-offers?status=published");
    assert!(partner.total(&drafted).await > 0 && partner.total(published).await > 5);
}

/// Each partner sees its own contracts alone, whatever it asks for.
async fn assert_partners_see_their_own([one, other]: [&Account<'_>; 2]) {
    let mut seen: Vec<BTreeSet<String>> = Vec::new();
    for partner in [one, other] {
        let me = partner.get("/v1/me").await;
        let own = &me.json["roles"][0]["partner_id"];
        let contracts = partner.all(&format!("{CONTRACTS}?")).await;
        assert!(contracts.len() > 20 && contracts.iter().all(|one| &one["partner_id"] == own));
        seen.push(contracts.iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect());
    }
    assert!(seen[0].is_disjoint(&seen[1]));
    for id in seen[0].iter().take(5) {
        other.ask(&format!("{CONTRACTS}/{id}")).await.problem(404, "not_found");
    }
}

/// What the text of a contract says, hashed anew.
fn hash_of(contract: &Value, content: &Value) -> String {
    let hashed = json!({
        "partner_id": contract["partner_id"], "group_id": contract["group_id"], "number": contract["number"],
        "content": content,
    });
    Sha256::digest(hashed.to_string()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What is in force was confirmed by both sides as it reads, and what waits by one at most.
async fn assert_texts_are_what_was_confirmed(caller: &Account<'_>, list: &str) -> usize {
    let contracts = caller.all(list).await;
    for contract in &contracts {
        let path = format!("{CONTRACTS}/{}", contract["id"].as_str().unwrap());
        let (latest, in_force) = (contract["text_n"].as_i64().unwrap(), contract["in_force_n"].as_i64());
        for n in BTreeSet::from([latest, in_force.unwrap_or(latest)]) {
            let text = caller.get(&format!("{path}/texts/{n}")).await.json;
            assert_eq!(text["sha256"], hash_of(contract, &text["content"]));
            let sides: BTreeSet<_> =
                text["confirmations"].as_array().unwrap().iter().map(|one| one["side"].to_string()).collect();
            assert_eq!(sides.len() == 2, Some(n) == in_force, "{contract}");
        }
    }
    contracts.len()
}

/// Sums by the database itself: what counts of the deliveries of a line is what its balance says, within the most.
async fn assert_balances_agree(app: &App) {
    let differing = "SELECT COUNT(*) FROM line_balance AS balance WHERE delivered > most OR delivered <> (
        SELECT COALESCE(SUM(counted), 0) FROM delivery WHERE delivery.contract_id = balance.contract_id
        AND delivery.line_no = balance.line_no AND voided_at IS NULL)";
    assert_eq!(app.database().count(differing).await, 0);
    let unpaid = "SELECT COUNT(*) FROM delivery WHERE paid_vnd <> (
        SELECT COALESCE(SUM(amount_vnd), 0) FROM delivery_payment WHERE delivery_id = delivery.id)";
    assert_eq!(app.database().count(unpaid).await, 0);
    for status in ["recorded", "acknowledged", "disputed", "settled"] {
        let count = format!("SELECT COUNT(*) FROM delivery WHERE status = '{status}'");
        assert!(app.database().count(&count).await >= 5, "{status}");
    }
    let unheld = "SELECT COUNT(*) FROM sales_contract WHERE in_force_n IS NOT NULL AND 2 <> (
        SELECT COUNT(DISTINCT human) FROM contract_confirmation AS one JOIN contract_version AS text
        ON text.contract_id = one.contract_id AND text.n = one.n AND text.sha256 = one.sha256
        WHERE one.contract_id = sales_contract.id AND one.n = sales_contract.in_force_n)";
    assert_eq!(app.database().count(unheld).await, 0);
    let before_today = "SELECT COUNT(*) FROM line_balance WHERE delivered > 0";
    assert!(app.database().count(before_today).await > 300);
}

/// Whom to ask for is told to those who deal with a partner; how it came to trade, in its history.
async fn assert_partners_are_complete(province: &Account<'_>, partner: &Account<'_>) {
    let partners = province.all(&format!("{PARTNERS}?")).await;
    let codes: BTreeSet<_> = partners.iter().map(|one| one["code"].as_str().unwrap()).collect();
    assert_eq!((partners.len(), codes.len()), (20, 20));
    for one in &partners {
        let path = format!("{PARTNERS}/{}", one["id"].as_str().unwrap());
        let contact = province.get(&path).await.json["contact"].clone();
        assert!(contact["phone"].as_str().unwrap().starts_with("+842060"), "{contact}");
        let history = province.get(&format!("{path}/history")).await;
        assert_eq!(history.data().last().unwrap()["action"], "created");
        assert_eq!(history.data().len() == 1, one["status"] == "pending");
    }
    let me = partner.get("/v1/me").await;
    let own = format!("{PARTNERS}/{}", me.json["roles"][0]["partner_id"].as_str().unwrap());
    assert_eq!(partner.get(&own).await.json["code"], "DT-000001");
    assert_eq!(partner.get(&format!("{own}/people")).await.data().len(), 1);
}

fn offered(group: &Value, chain: &Value) -> Value {
    json!({
        "group_id": group, "chain": chain, "form": "processed", "grade": null, "unit": "kg", "quantity": "100",
        "from_on": "2026-07-01", "until_on": "2026-09-01", "details": null,
    })
}

/// What is entered next gets the next code.
async fn assert_codes_go_on(app: &App, [province, leader, partner]: [&Account<'_>; 3]) {
    let new = json!({
        "kind": "enterprise", "tax_code": "9900000390", "name": "Công ty TNHH Mới", "address": "Tỉnh Cao Bằng",
        "proof_reference": "Giấy chứng nhận 1", "person_name": "Hoàng Văn Thử",
        "contact": { "name": "Hoàng Văn Thử", "position": null, "phone": "02060000123", "email": null },
    });
    let made = province.make(PARTNERS, new).await;
    assert_eq!(
        (&made.json["code"], &made.json["account"]["login"]),
        (&json!("DT-000021"), &json!("dt-000021-1"))
    );
    let mut known = app.database().count("SELECT COUNT(*) FROM sales_contract").await;
    let running = partner.all(&format!("{CONTRACTS}?status=active&")).await.remove(0);
    let path = format!("{CONTRACTS}/{}/texts/1", running["id"].as_str().unwrap());
    let content = partner.get(&path).await.json["content"].clone();
    let new = json!({
        "partner_id": running["partner_id"], "group_id": running["group_id"], "number": "mới", "content": content,
    });
    known += 1;
    assert_eq!(partner.make(CONTRACTS, new).await.json["code"], format!("HD-{known:06}"));
    let group = leader.get("/v1/me").await.json["roles"][0]["group_id"].clone();
    let card = partner.get(&format!("/v1/group-cards/{}", group.as_str().unwrap())).await;
    let known = app.database().count("SELECT COUNT(*) FROM sales_offer").await + 1;
    let made = leader.make("/v1/sales-offers", offered(&group, &card.json["value_chains"][0]["chain"])).await;
    assert_eq!(made.json["code"], format!("CH-{known:06}"));
}

/// The leader's group and the partner come to terms about the contract that waits; it lets the other partner in.
async fn assert_both_sides_play_on([leader, partner, other]: [&Account<'_>; 3]) {
    let waiting = leader.all(&format!("{CONTRACTS}?status=submitted&")).await.remove(0);
    let path = format!("{CONTRACTS}/{}", waiting["id"].as_str().unwrap());
    for side in [leader, partner] {
        let sha256 = side.get(&path).await.json["sha256"].clone();
        side.step(&path, "confirm", json!({ "sha256": sha256 })).await;
    }
    assert_eq!(partner.get(&path).await.json["status"], "confirmed");
    let asked = leader.all("/v1/offer-requests?status=open&").await.remove(0);
    let request = format!("/v1/offer-requests/{}", asked["id"].as_str().unwrap());
    leader.step(&request, "grant", Value::Null).await;
    let details = format!("/v1/sales-offers/{}/details", asked["offer_id"].as_str().unwrap());
    for partner in [partner, other] {
        assert!(partner.get(&details).await.json["asking_price_vnd"].is_i64());
    }
    let pending = other.all(&format!("{CONTRACTS}?status=active&")).await;
    assert!(pending.iter().any(|one| one["in_force_n"] != one["text_n"]));
}

both_databases! {
    async fn the_trade_of_the_demo_is_there_and_goes_on(app: App) {
        load(app.store(), app.service().clock()).await.unwrap();
        let province = Account::sign_in(&app, "officer-province").await;
        let [leader, partner, other] = [
            Account::sign_in(&app, "leader").await, Account::sign_in(&app, "partner").await,
            Account::sign_in(&app, "partner-2").await,
        ];
        Account::sign_in(&app, "dt-000005-1").await.get("/v1/me").await;
        assert_every_state_is_there(&province, &partner).await;
        assert_partners_see_their_own([&partner, &other]).await;
        let lists = [format!("{CONTRACTS}?"), format!("{CONTRACTS}?status=active&")];
        assert!(assert_texts_are_what_was_confirmed(&partner, &lists[0]).await > 20);
        assert!(assert_texts_are_what_was_confirmed(&province, &lists[1]).await > 100);
        assert_balances_agree(&app).await;
        assert_partners_are_complete(&province, &partner).await;
        assert_both_sides_play_on([&leader, &partner, &other]).await;
        assert_codes_go_on(&app, [&province, &leader, &partner]).await;
        assert_eq!(proofs::verify(app.service()).await.unwrap().faults, []);
    }
}
