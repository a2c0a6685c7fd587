//! A play without a script: people with one role or several do what they may and may not with applications, tranches, calls
//! and postings, as the dice fall.

#![expect(clippy::panic, reason = "test support fails loudly")]

use entity::ids::{AccountId, AreaId, FundId, GroupId};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::actors::{Actor, Party, cast};
use crate::app::App;
use crate::callers::{Ask, Caller};
use crate::calls::new_call;
use crate::dice::Dice;
use crate::moves::{AMOUNTS, DECIDE, ENTER, Facts, Move, OVER, TOO_MUCH, natural};
use crate::reply::Reply;

/// An application in play.
#[derive(Clone, Debug)]
struct Case {
    path: String,
    party: Party,
    /// Whether it came to an end, as far as was seen.
    is_over: bool,
    /// How many have scored the present version.
    scores: usize,
}

/// A step that somebody took with success.
#[derive(Clone, Debug)]
pub struct Done {
    /// Who.
    pub by: AccountId,
    /// What it was done to: an application, or a call.
    pub subject: String,
    /// The step.
    pub verb: &'static str,
    /// The duty whose step it is.
    pub duty: &'static str,
}

/// The play so far.
#[derive(Debug)]
pub struct Play<'a> {
    app: &'a App,
    dice: &'a mut Dice,
    fund: FundId,
    ceiling: String,
    commune: AreaId,
    actors: Vec<Actor>,
    parties: Vec<Party>,
    calls: Vec<String>,
    cases: Vec<Case>,
    /// What was done with success.
    pub done: Vec<Done>,
    /// How many requests were refused.
    pub refused: usize,
}

impl<'a> Play<'a> {
    /// Everybody on the stage: a fund with a ceiling, groups with leaders, people with one duty and with several.
    pub async fn new(app: &'a App, dice: &'a mut Dice) -> Self {
        let commune = app.area("01392", "2026-06-01").await;
        let fund = app.fund(900_000_000).await;
        let (actors, parties) = cast(app, commune).await;
        let ceiling = json!({ "area_id": app.province().await, "year": 2026, "limit_vnd": 700_000_000 });
        let path = format!("/v1/funds/{fund}/ceilings");
        let made = app.as_treasurer().await.post(&path, ceiling).await.expect(201);
        let ceiling = format!("{path}/{}", made.id());
        let (calls, cases, done) = (Vec::new(), Vec::new(), Vec::new());
        Self { app, dice, fund, ceiling, commune, actors, parties, calls, cases, done, refused: 0 }
    }

    /// A call that is tried to be opened, then so many steps.
    pub async fn sequence(&mut self, steps: usize) {
        self.open_call().await;
        for _ in 0..steps {
            self.step().await;
        }
    }

    async fn open_call(&mut self) {
        let budget = *self.dice.one_of(&[90_000_000, 150_000_000, 240_000_000]);
        let by = self.somebody(ENTER, None);
        let made = by.post("/v1/grant-calls", new_call(self.fund, self.commune, budget)).await;
        if made.status != 201 {
            self.note(&made, &by, ("create-call", ENTER), "");
            return;
        }
        let path = format!("/v1/grant-calls/{}", made.id());
        self.note(&made, &by, ("create-call", ENTER), &path);
        let by = self.somebody(DECIDE, None);
        let opened = by.act(&format!("{path}/open"), &made.etag(), Value::Null).await;
        if self.note(&opened, &by, ("open-call", DECIDE), &path) {
            self.calls.push(path);
        }
    }

    async fn step(&mut self) {
        let live: Vec<usize> = (0..self.cases.len()).filter(|n| !self.cases[*n].is_over).collect();
        if live.len() < 3 || self.dice.once_in(30) {
            return self.apply().await;
        }
        let all: Vec<usize> = (0..self.cases.len()).collect();
        let n = *if self.dice.once_in(12) { self.dice.one_of(&all) } else { self.dice.one_of(&live) };
        let case = self.cases[n].clone();
        let seen = self.reader().get(&case.path).await.expect(200);
        self.cases[n].is_over = OVER.iter().any(|status| seen.json["status"] == *status);
        let facts = self.facts(&case, &seen).await;
        let chosen = match self.dice.below(100) {
            0..87 => natural(self.dice, &facts),
            87..97 => self.dice.one_of(Move::ALL).to_owned(),
            _ => return self.shift_limits().await,
        };
        let by = self.somebody(chosen.duty, Some(case.party.group));
        let Some((path, etag, body)) = chosen.request(self.dice, &facts) else { return };
        let etag = if self.dice.once_in(15) && !etag.is_empty() { "\"v1\"".to_owned() } else { etag };
        let ask = by.post(&path, body);
        let ask = if etag.is_empty() { ask } else { ask.if_match(&etag) };
        if self.send(ask, &by, (chosen.verb, chosen.duty), &case.path).await {
            let scores = &mut self.cases[n].scores;
            match chosen.verb {
                "appraise" => *scores += 1,
                "return" => *scores = 0,
                _ => {}
            }
        }
    }

    /// What is known of an application that a step is about, and of one of its tranches and payments.
    async fn facts(&mut self, case: &Case, seen: &Reply) -> Facts {
        let id = seen.id();
        let corrections = format!("/v1/funds/{}/corrections", self.fund);
        let (path, head, application) = (case.path.clone(), case.party.head, seen.json.clone());
        let mut facts =
            Facts { path, head, application, corrections, scores: case.scores, ..Facts::default() };
        if seen.json["approved_vnd"].is_null() {
            return facts;
        }
        let tranches = self.reader().get(&format!("/v1/disbursements?application_id={id}")).await.expect(200);
        let postings = format!("/v1/funds/{}/postings?application_id={id}", self.fund);
        let postings = self.reader().get(&postings).await.expect(200);
        let asked = self.reader().get(&format!("{}?status=requested", facts.corrections)).await.expect(200);
        facts.tranches = tranches.data().to_vec();
        facts.postings = postings.data().to_vec();
        facts.asked = asked.data().to_vec();
        facts
    }

    /// A group applies for money, more than it may get now and then.
    async fn apply(&mut self) {
        let Some(call) = self.calls.last().cloned() else { return self.open_call().await };
        let party = *self.dice.one_of(&self.parties);
        let by = self.somebody(ENTER, Some(party.group));
        let amount = match self.dice.once_in(8) {
            true => *self.dice.one_of(&TOO_MUCH),
            false => *self.dice.one_of(&AMOUNTS),
        };
        let new = json!({
            "call_id": call.rsplit('/').next(), "group_id": party.group,
            "content": crate::calls::content(amount, amount / 2),
        });
        let made = by.post("/v1/grant-applications", new).await;
        let path = match made.status {
            201 => format!("/v1/grant-applications/{}", made.id()),
            _ => String::new(),
        };
        if self.note(&made, &by, ("create", ENTER), &path) {
            self.cases.push(Case { path, party, is_over: false, scores: 0 });
        }
    }

    /// Somebody raises or lowers what a call or the year may spend.
    async fn shift_limits(&mut self) {
        let limit = *self.dice.one_of(&[0, 60_000_000, 150_000_000, 240_000_000, 700_000_000, 950_000_000]);
        let (by, body) = (self.anybody(), json!({ "limit_vnd": limit }));
        let call = self.calls.last().filter(|_| self.dice.once_in(2)).cloned();
        let (read, path) = match call {
            Some(call) => {
                let read = self.reader().get(&call).await.expect(200);
                let id = read.json["allotments"][0]["id"].as_str().unwrap_or_default().to_owned();
                (read, format!("{call}/allotments/{id}"))
            }
            None => (self.reader().get(&self.ceiling).await.expect(200), self.ceiling.clone()),
        };
        let reply = by.patch(&path, &read.etag(), body).await;
        self.note(&reply, &by, ("limit", "limit"), &Uuid::now_v7().to_string());
    }

    /// Sends a request, now and then once more with the same key, which must change nothing; whether it was done.
    async fn send(
        &mut self,
        ask: Ask,
        by: &Caller,
        step: (&'static str, &'static str),
        subject: &str,
    ) -> bool {
        let again = self.dice.once_in(10).then(|| ask.clone());
        let reply = ask.await;
        let is_done = self.note(&reply, by, step, subject);
        if let Some(again) = again.filter(|_| is_done) {
            let repeated = again.await;
            assert_eq!((repeated.status, &repeated.json), (reply.status, &reply.json), "{step:?}");
            assert_eq!(repeated.header("idempotency-replayed").as_deref(), Some("true"));
        }
        is_done
    }

    /// Writes down what came of a step; whether it was done.
    fn note(&mut self, reply: &Reply, by: &Caller, step: (&'static str, &'static str), on: &str) -> bool {
        match reply.status {
            200 | 201 => {
                let (by, subject, (verb, duty)) = (by.account_id(), on.to_owned(), step);
                self.done.push(Done { by, subject, verb, duty });
                true
            }
            403 | 404 | 409 | 412 | 422 => {
                self.refused += 1;
                false
            }
            _ => panic!("{step:?}, seed {}: {reply}", self.dice.seed()),
        }
    }

    /// Mostly one whose roles are for the duty.
    fn somebody(&mut self, duty: &str, group: Option<GroupId>) -> Caller {
        if self.dice.once_in(7) {
            return self.anybody();
        }
        let fits =
            |actor: &&Actor| actor.duties.contains(&duty) && actor.group.is_none_or(|own| Some(own) == group);
        let fitting: Vec<Caller> =
            self.actors.iter().filter(fits).map(|actor| actor.caller.clone()).collect();
        self.dice.one_of(&fitting).clone()
    }

    fn anybody(&mut self) -> Caller {
        self.dice.one_of(&self.actors).caller.clone()
    }

    /// Somebody who sees everything.
    fn reader(&self) -> &Caller {
        &self.actors[0].caller
    }

    /// The service.
    #[must_use]
    pub const fn app(&self) -> &App {
        self.app
    }
}
