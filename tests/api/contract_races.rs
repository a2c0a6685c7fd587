//! A text is changed while both sides confirm it: whatever comes first, nothing is ever in force that a side has not
//! confirmed. `TRIAL_ROUNDS` sets how often it is tried.

use std::collections::BTreeSet;
use std::time::Duration;

use actix_web::rt;
use entity::enums::Side;
use entity::{contract_confirmation, contract_version, sales_contract};
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use serde_json::{Value, json};
use tests::calls::step;
use tests::contracts::{Sides, amend, line, terms_of};
use tests::{App, Caller, Dice, at_once, both_databases};

/// Rounds of the usual test run.
const ROUNDS: usize = 12;
/// Tries of one act before it is given up: somebody else was always faster.
const TRIES: usize = 20;

fn rounds() -> usize {
    std::env::var("TRIAL_ROUNDS").ok().and_then(|text| text.parse().ok()).unwrap_or(ROUNDS)
}

/// What somebody does at the same time as the others.
#[derive(Clone, Debug)]
enum Deed {
    /// Confirms the text with this hash and no other.
    Confirm(Value),
    /// Writes another text.
    Write(Value),
}

/// Tries an act at whatever revision there is until it is done or refused for good; whether it was done.
async fn persist(caller: Caller, path: String, deed: Deed, pause: Duration) -> bool {
    rt::time::sleep(pause).await;
    for _ in 0..TRIES {
        let seen = caller.get(&path).await.expect(200);
        let is_bound = !seen.json["in_force_n"].is_null();
        let reply = match &deed {
            Deed::Confirm(sha256) => {
                caller.act(&format!("{path}/confirm"), &seen.etag(), json!({ "sha256": sha256 })).await
            }
            Deed::Write(content) if is_bound => {
                let body = json!({ "rationale": "price", "content": content });
                caller.act(&format!("{path}/amend"), &seen.etag(), body).await
            }
            Deed::Write(content) => caller.patch(&path, &seen.etag(), json!({ "content": content })).await,
        };
        match reply.status {
            200 => return true,
            412 => {}
            _ => {
                let code = reply.json["code"].as_str().unwrap_or_default();
                assert!(["state_conflict", "confirmation_outdated"].contains(&code), "{reply}");
                // A text that came into force meanwhile is changed in another way.
                if !matches!(deed, Deed::Write(_)) || is_bound {
                    return false;
                }
            }
        }
    }
    false
}

fn pause(dice: &mut Dice) -> Duration {
    Duration::from_micros(u64::try_from(dice.below(6000)).unwrap())
}

/// The contract at a path, and whether it is in force; fails when it is on a text that a side has not confirmed by its hash.
async fn is_in_force_rightly(app: &App, path: &str, confirmed: [(Side, bool, &Value); 2]) -> bool {
    let id: uuid::Uuid = path.rsplit('/').next().unwrap().parse().unwrap();
    let row = sales_contract::Entity::find_by_id(id).one(app.db()).await.unwrap().unwrap();
    let Some(n) = row.in_force_n else { return false };
    let version = contract_version::Entity::find()
        .filter(contract_version::Column::ContractId.eq(id))
        .filter(contract_version::Column::N.eq(n))
        .one(app.db())
        .await
        .unwrap()
        .unwrap();
    let confirmations = contract_confirmation::Entity::find()
        .filter(contract_confirmation::Column::ContractId.eq(id))
        .filter(contract_confirmation::Column::N.eq(n))
        .all(app.db())
        .await
        .unwrap();
    assert_eq!(confirmations.len(), 2, "{row:?}");
    assert!(confirmations.iter().all(|one| one.sha256 == version.sha256), "{row:?}");
    let humans: BTreeSet<_> = confirmations.iter().map(|one| one.human).collect();
    assert_eq!(humans.len(), 2, "{row:?}");
    for (side, was_done, sha256) in confirmed {
        let is_same = sha256.as_str() == Some(hoinongdan::values::hex(&version.sha256).as_str());
        assert!(was_done && is_same, "{side:?} has not confirmed what is in force: {row:?}");
    }
    true
}

both_databases! {
    async fn no_edit_slips_between_two_confirmations(app: App) {
        let mut dice = Dice::new("contract races");
        let sides = Sides::of(&app).await;
        let (mut bound, mut changed) = (0, 0);
        for round in 0..rounds() {
            let path = sides.submitted(&round.to_string()).await;
            let sha256 = sides.partner.get(&path).await.expect(200).json["sha256"].clone();
            let other = terms_of(vec![line(1, "1000", 50_000)]);
            let writer = if dice.once_in(2) { &sides.officer } else { &sides.partner };
            let deeds = [
                (&sides.partner, Deed::Confirm(sha256.clone())),
                (&sides.leader, Deed::Confirm(sha256.clone())),
                (writer, Deed::Write(other)),
            ];
            let work: Vec<_> = deeds
                .into_iter()
                .map(|(caller, deed)| persist(caller.clone(), path.clone(), deed, pause(&mut dice)))
                .collect();
            let done = at_once(work).await;
            let confirmed = [(Side::Partner, done[0], &sha256), (Side::Group, done[1], &sha256)];
            bound += usize::from(is_in_force_rightly(&app, &path, confirmed).await);
            changed += usize::from(done[2]);
        }
        eprintln!("contract races, seed {}: {bound} in force, {changed} changed", dice.seed());
    }

    async fn no_change_slips_between_two_confirmations_of_another(app: App) {
        let mut dice = Dice::new("contract races in force");
        let sides = Sides::of(&app).await;
        for round in 0..rounds() {
            let path = sides.in_force(&round.to_string()).await;
            let proposed = amend(&sides.partner, &path, terms_of(vec![line(1, "900", 40_000)])).await.expect(200);
            let first = proposed.json["sha256"].clone();
            let another = terms_of(vec![line(1, "800", 40_000)]);
            let (partner, leader, officer) = (sides.partner.clone(), sides.leader.clone(), sides.officer.clone());
            let swap = {
                let (path, pause) = (path.clone(), pause(&mut dice));
                async move {
                    rt::time::sleep(pause).await;
                    let because = json!({ "reason": "Đổi ý" });
                    let gone = step(&officer, &path, "drop-amendment", because).await.status == 200;
                    gone && persist(officer, path, Deed::Write(another), Duration::ZERO).await
                }
            };
            let deed = Deed::Confirm(first.clone());
            let confirming = [(partner, pause(&mut dice)), (leader, pause(&mut dice))]
                .map(|(caller, pause)| rt::spawn(persist(caller, path.clone(), deed.clone(), pause)));
            swap.await;
            let [one, other] = confirming;
            let done = [one.await.unwrap(), other.await.unwrap()];
            let now = sides.partner.get(&path).await.expect(200);
            // Text 1 is what both had confirmed; nothing but text 2 can have come after it.
            if now.json["in_force_n"] != json!(1) {
                let confirmed = [(Side::Partner, done[0], &first), (Side::Group, done[1], &first)];
                assert!(is_in_force_rightly(&app, &path, confirmed).await);
                assert_eq!(now.json["in_force_n"], 2);
            }
        }
    }
}
