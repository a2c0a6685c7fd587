//! The steps of a play: whose duty each is, and the request that takes it.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::calls::scores;
use crate::dice::Dice;

/// The duty of officers and leaders.
pub const ENTER: &str = "enter";
/// The duty of appraisers.
pub const APPRAISE: &str = "appraise";
/// The duty of approvers.
pub const DECIDE: &str = "decide";
/// The duty of treasurers.
pub const PAY: &str = "pay";
/// What is asked for.
pub const AMOUNTS: [i64; 4] = [20_000_000, 35_000_000, 50_000_000, 70_000_000];
/// More than a call gives to one.
pub const TOO_MUCH: [i64; 2] = [70_000_001, 240_000_000];
/// States in which an application has come to its end.
pub const OVER: [&str; 4] = ["rejected", "withdrawn", "completed", "terminated"];
const TODAY: &str = "2026-06-15";

/// A step.
#[derive(Clone, Copy, Debug)]
pub struct Move {
    /// Its name.
    pub verb: &'static str,
    /// Whose it is.
    pub duty: &'static str,
}

/// What a step can be about.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// The path of the application.
    pub path: String,
    /// Who signs for the group.
    pub head: Uuid,
    /// The application.
    pub application: Value,
    /// How many have scored it.
    pub scores: usize,
    /// Its tranches.
    pub tranches: Vec<Value>,
    /// What was posted about it.
    pub postings: Vec<Value>,
    /// The path of the fund's corrections.
    pub corrections: String,
    /// Those that nobody decided on yet.
    pub asked: Vec<Value>,
}

/// The path, the revision, and the body.
type Request = (String, String, Value);

const fn step(verb: &'static str, duty: &'static str) -> Move {
    Move { verb, duty }
}

impl Move {
    /// All steps.
    pub const ALL: &'static [Self] = &[
        step("submit", ENTER),
        step("withdraw", ENTER),
        step("contribute", ENTER),
        step("request", ENTER),
        step("settle", ENTER),
        step("start-screening", APPRAISE),
        step("pass-screening", APPRAISE),
        step("fail-screening", APPRAISE),
        step("return", APPRAISE),
        step("appraise", APPRAISE),
        step("minutes", APPRAISE),
        step("accept", APPRAISE),
        step("approve", DECIDE),
        step("reject", DECIDE),
        step("defer", DECIDE),
        step("reappraise", DECIDE),
        step("sign-agreement", DECIDE),
        step("suspend", DECIDE),
        step("resume", DECIDE),
        step("terminate", DECIDE),
        step("complete", DECIDE),
        step("approve-tranche", DECIDE),
        step("cancel", DECIDE),
        step("decide-correction", DECIDE),
        step("pay", PAY),
        step("refund", PAY),
        step("ask-correction", PAY),
    ];

    fn named(verb: &str) -> Self {
        Self::ALL.iter().copied().find(|one| one.verb == verb).unwrap_or(Self::ALL[0])
    }

    /// The request that takes the step, if there is anything to take it on.
    pub fn request(self, dice: &mut Dice, facts: &Facts) -> Option<Request> {
        match self.verb {
            "request" | "approve-tranche" | "pay" | "cancel" | "refund" => self.on_tranche(dice, facts),
            "contribute" | "appraise" | "minutes" => self.part(dice, facts),
            "ask-correction" | "decide-correction" => self.correction(dice, facts),
            _ => {
                let etag = text(&facts.application, "etag");
                Some((format!("{}/{}", facts.path, self.verb), etag, self.body(dice, facts)))
            }
        }
    }

    fn body(self, dice: &mut Dice, facts: &Facts) -> Value {
        let (number, reason) = ("12/QĐ-HND", "Theo biên bản");
        let screened = |is_met: bool| json!({ "results": [{ "criterion": "documents", "is_met": is_met, "remark": null }] });
        match self.verb {
            "pass-screening" => screened(true),
            "fail-screening" => screened(false),
            "return" | "suspend" | "terminate" => json!({ "reason": reason }),
            "defer" | "reject" => json!({ "number": number, "decided_on": TODAY, "reason": reason }),
            "approve" => {
                let asked = facts.application["requested_vnd"].as_i64().unwrap_or_default();
                let amount = *dice.one_of(&[asked, asked, asked - 1_000_500, asked + 1, AMOUNTS[2]]);
                json!({ "number": number, "decided_on": TODAY, "amount_vnd": amount, "remark": null })
            }
            "sign-agreement" => {
                json!({ "number": number, "signed_on": TODAY, "signer_membership_id": facts.head })
            }
            "accept" => {
                json!({ "number": number, "accepted_on": TODAY, "result": "passed", "remark": null, "attachment_id": null })
            }
            "settle" => json!({ "number": number, "settled_on": TODAY }),
            _ => Value::Null,
        }
    }

    /// A part of the application is made.
    fn part(self, dice: &mut Dice, facts: &Facts) -> Option<Request> {
        let (path, body) = match self.verb {
            "contribute" => {
                let kind = *dice.one_of(&["cash", "labour", "kind", "savings"]);
                let own = facts.application["own_vnd"].as_i64().unwrap_or_default();
                let value = *dice.one_of(&[own, own / 2, 1]);
                let body = json!({
                    "kind": kind, "value_vnd": value, "valuation": "Theo giá địa phương", "given_on": TODAY,
                    "attachment_id": null,
                });
                ("contributions", body)
            }
            "appraise" => ("appraisals", scores(*dice.one_of(&[30, 80, 85, 90, 95]), 40)),
            _ => {
                let tranche = one(dice, &facts.tranches, "paid")?;
                let left = left_of(tranche);
                let amount = *dice.one_of(&[left, left, left / 2, left + 1]);
                let result = if amount == 0 { "failed" } else { "passed" };
                let body = json!({
                    "disbursement_id": tranche["id"], "number": "BB-7", "accepted_on": TODAY, "result": result,
                    "amount_vnd": amount, "remark": null, "attachment_id": null,
                });
                ("acceptances", body)
            }
        };
        Some((format!("{}/{path}", facts.path), text(&facts.application, "etag"), body))
    }

    fn on_tranche(self, dice: &mut Dice, facts: &Facts) -> Option<Request> {
        let status = match self.verb {
            "request" => "planned",
            "approve-tranche" => "requested",
            "pay" => "approved",
            "refund" => "paid",
            _ => "",
        };
        let tranche = one(dice, &facts.tranches, status)?;
        let verb = self.verb.trim_end_matches("-tranche");
        let body = match verb {
            "pay" => json!({ "paid_on": TODAY, "document_no": "UNC-15" }),
            "refund" => {
                let left = left_of(tranche);
                let amount = *dice.one_of(&[left, left / 3, 1, left + 1]);
                json!({ "amount_vnd": amount, "refunded_on": TODAY, "document_no": "PT-3" })
            }
            _ => Value::Null,
        };
        Some((format!("/v1/disbursements/{}/{verb}", text(tranche, "id")), text(tranche, "etag"), body))
    }

    fn correction(self, dice: &mut Dice, facts: &Facts) -> Option<Request> {
        if self.verb == "decide-correction" {
            let asked = one(dice, &facts.asked, "")?;
            let (action, body) = match dice.once_in(4) {
                true => ("reject", json!({ "reason": "Chứng từ đúng" })),
                false => ("approve", Value::Null),
            };
            let path = format!("{}/{}/{action}", facts.corrections, text(asked, "id"));
            return Some((path, text(asked, "etag"), body));
        }
        let posting = one(dice, &facts.postings, "")?;
        let amount = posting["amount_vnd"].as_i64().unwrap_or_default();
        let mut body = json!({ "posting_id": posting["id"], "posted_on": TODAY, "reason": "Ghi nhầm", "kind": "reversal" });
        if dice.once_in(2) {
            body["kind"] = json!("adjustment");
            body["amount_vnd"] = json!(*dice.one_of(&[1, amount / 2, amount, amount + 1]));
        }
        Some((facts.corrections.clone(), String::new(), body))
    }
}

/// The step that brings an application on, mostly.
pub fn natural(dice: &mut Dice, facts: &Facts) -> Move {
    let verbs: &[&str] = match facts.application["status"].as_str().unwrap_or_default() {
        "draft" | "returned" => &["submit"],
        "submitted" => &["start-screening"],
        "screening" if dice.once_in(6) => &["fail-screening", "return"],
        "screening" => &["pass-screening"],
        "appraisal" if facts.scores < 2 => &["appraise"],
        "appraisal" => {
            &["approve", "approve", "approve", "approve", "approve", "appraise", "defer", "reject"]
        }
        "deferred" => &["reappraise"],
        "approved" => &[
            "sign-agreement",
            "sign-agreement",
            "sign-agreement",
            "sign-agreement",
            "sign-agreement",
            "withdraw",
        ],
        "agreement" | "disbursing" => {
            let next: &[&str] = match open_tranche(&facts.tranches) {
                Some("planned") => &["contribute", "request", "request", "minutes"],
                Some("requested") => {
                    &["approve-tranche", "approve-tranche", "approve-tranche", "approve-tranche", "cancel"]
                }
                Some("approved") => &["pay", "pay", "pay", "pay", "pay", "suspend"],
                _ => &[
                    "minutes",
                    "accept",
                    "accept",
                    "contribute",
                    "refund",
                    "ask-correction",
                    "decide-correction",
                ],
            };
            next
        }
        "suspended" => &["resume", "resume", "terminate", "minutes"],
        "acceptance" => &["settle", "complete", "complete", "refund"],
        _ => &["ask-correction", "decide-correction", "refund"],
    };
    let verb = *dice.one_of(verbs);
    Move::named(verb)
}

/// The state of the first tranche that is neither paid nor cancelled.
fn open_tranche(tranches: &[Value]) -> Option<&str> {
    let mut open: Vec<&Value> = tranches
        .iter()
        .filter(|one| !["paid", "cancelled"].iter().any(|done| one["status"] == *done))
        .collect();
    open.sort_by_key(|one| one["n"].as_i64());
    open.first()?["status"].as_str()
}

/// Mostly one in a state, the first first; any when there is none.
fn one<'a>(dice: &mut Dice, several: &'a [Value], status: &str) -> Option<&'a Value> {
    let fitting = several.iter().filter(|one| one["status"] == status).min_by_key(|one| one["n"].as_i64());
    match fitting {
        Some(fitting) if !dice.once_in(8) => Some(fitting),
        _ if several.is_empty() => None,
        _ => Some(dice.one_of(several)),
    }
}

/// What of a tranche is neither accepted nor given back.
fn left_of(tranche: &Value) -> i64 {
    let vnd = |name: &str| tranche[name].as_i64().unwrap_or_default();
    vnd("paid_vnd") - vnd("refunded_vnd") - vnd("accepted_vnd")
}

fn text(value: &Value, name: &str) -> String {
    value[name].as_str().unwrap_or_default().to_owned()
}
