//! The choice of hidden groups.
//!
//! First, groups are hidden until all hidden groups are safe: a linear program moves each hidden
//! group away from its true value, where moving a shown group costs a toll, and the shown groups
//! that move must be hidden. If even so the group does not move far enough, no choice can protect
//! it. Moving groups that are hidden already costs a little too, so that what proves some groups
//! safe depends on few others. Then groups are shown again one by one, dearest first, where all
//! others stay wide enough.

use std::cmp::Reverse;

use crate::Refusal;
use crate::ascent::{Route, Walker};
use crate::dictionary::Dictionary;
use crate::evidence::Evidence;
use crate::problem::{Duty, Problem};

/// The toll of a complementary group that is hidden, compared with one that is shown.
const HIDDEN_SHARE: f64 = 1e-3;

/// The first one has always been enough.
const MOST_ATTEMPTS: usize = 3;

struct Search<'a> {
    problem: &'a Problem,
    hidden: Vec<bool>,
    /// For each complementary group, the group for whose sake it was hidden.
    beneficiary: Vec<usize>,
    /// How often each group has kept another one from being shown.
    times_victim: Vec<usize>,
    /// Of every group but those that must be hidden; infinite for groups that must be shown.
    tolls: Vec<f64>,
    /// The same, but infinite for all groups that are shown.
    strict_tolls: Vec<f64>,
    dictionary: Dictionary,
    walker: Walker<'a>,
    evidence: Evidence,
}

/// Chooses the hidden groups.
pub(crate) fn choose(problem: &Problem) -> Result<Vec<bool>, Refusal> {
    let mut hidden = problem.groups.iter().map(|group| group.duty == Duty::Hide).collect();
    // Should rounding errors have spoilt the proof, the choice is proved anew, on fresh numbers.
    for _ in 0..MOST_ATTEMPTS {
        let mut search = Search::new(problem, hidden);
        search.protect_all()?;
        search.dictionary.balance(&problem.truth, &search.strict_tolls);
        search.show_needless();
        hidden = search.hidden;
        if search.evidence.holds(problem, &hidden) {
            return Ok(hidden);
        }
    }
    Err(Refusal::Unproved)
}

impl<'a> Search<'a> {
    /// Starts with the given groups hidden and nothing proved.
    fn new(problem: &'a Problem, hidden: Vec<bool>) -> Self {
        let count = hidden.len();
        let mut search = Self {
            problem,
            beneficiary: (0..count).collect(),
            times_victim: vec![0; count],
            tolls: vec![f64::INFINITY; count],
            strict_tolls: vec![f64::INFINITY; count],
            dictionary: Dictionary::new(problem.truth.len(), count),
            walker: Walker::new(&problem.truth, count),
            evidence: Evidence::new(count),
            hidden,
        };
        let mut shown: Vec<usize> =
            (0..count).filter(|&index| problem.groups[index].duty != Duty::Hide).collect();
        search.small_first(&mut shown);
        for index in shown {
            let group = &problem.groups[index];
            search.dictionary.show(index, group, &problem.truth);
            if group.duty == Duty::Choose {
                search.set_tolls(index);
            }
        }
        search.dictionary.balance(&problem.truth, &search.tolls);
        search
    }

    /// Sets the tolls of a group that may be hidden.
    fn set_tolls(&mut self, index: usize) {
        let cost = self.problem.groups[index].cost.max(0) as f64 + 1.0;
        if self.hidden[index] {
            self.tolls[index] = cost * HIDDEN_SHARE;
            self.strict_tolls[index] = cost * HIDDEN_SHARE;
        } else {
            self.tolls[index] = cost;
            self.strict_tolls[index] = f64::INFINITY;
        }
    }

    /// Hides groups until all hidden ones are safe.
    fn protect_all(&mut self) -> Result<(), Refusal> {
        let mut waiting: Vec<usize> = (0..self.hidden.len()).filter(|&index| self.hidden[index]).collect();
        self.small_first(&mut waiting);
        let mut next = 0;
        while let Some(&index) = waiting.get(next) {
            next += 1;
            let group = &self.problem.groups[index];
            if !self.hidden[index] || self.prove(index) || self.protect(index, &mut waiting) {
                continue;
            }
            if group.duty == Duty::Hide {
                return Err(Refusal::Unprotectable { cell: group.spokesman });
            }
            // Too narrow in every choice: it can only be shown.
            self.hidden[index] = false;
            waiting.extend(self.evidence.affected(index, &self.hidden));
            self.evidence.restrict(index);
            self.evidence.tidy_up(&self.hidden);
            self.tolls[index] = f64::INFINITY;
            self.strict_tolls[index] = f64::INFINITY;
        }
        Ok(())
    }

    /// Hides groups until this one is safe; they join the waiting ones. False if there is no way.
    fn protect(&mut self, index: usize, waiting: &mut Vec<usize>) -> bool {
        for sign in [1.0, -1.0] {
            for helper in self.stretch(index, sign, true) {
                if self.hidden[helper] {
                    continue;
                }
                self.hidden[helper] = true;
                self.beneficiary[helper] = index;
                self.set_tolls(helper);
                self.dictionary.rebalance(helper, &self.problem.truth, &self.tolls);
                self.evidence.consult(helper);
                waiting.push(helper);
            }
        }
        self.evidence.suffices(index, &self.problem.groups[index])
    }

    /// Shows complementary groups again, dearest first, where that is safe. A group whose showing
    /// would narrow another one is tried again only if that other one is shown itself.
    fn show_needless(&mut self) {
        let mut order: Vec<usize> = (0..self.hidden.len())
            .filter(|&index| self.hidden[index] && self.problem.groups[index].duty == Duty::Choose)
            .collect();
        order.sort_by_key(|&index| {
            let group = &self.problem.groups[index];
            (Reverse((group.cost, group.atoms.len())), index)
        });
        let mut victim_of: Vec<Option<usize>> = vec![None; self.hidden.len()];
        for &index in &order {
            let suspects = self.start_showing(index);
            victim_of[index] = suspects.into_iter().find(|&suspect| self.is_determined(suspect));
            self.keep_hidden(index, victim_of[index]);
        }
        loop {
            let mut shown_any = false;
            for &index in &order {
                let protects = victim_of[index].is_some_and(|victim| self.hidden[victim]);
                if self.hidden[index] && !protects {
                    victim_of[index] = self.try_showing(index);
                    shown_any |= victim_of[index].is_none();
                }
            }
            if !shown_any {
                return;
            }
        }
    }

    /// Shows the group if all others stay safe; otherwise names one that would not.
    fn try_showing(&mut self, index: usize) -> Option<usize> {
        let mut suspects = self.start_showing(index);
        let mut victim = suspects.iter().copied().find(|&suspect| self.is_determined(suspect));
        if victim.is_none() {
            let before = self.evidence.restrict(index);
            self.likely_first(&mut suspects, index);
            victim = suspects.into_iter().find(|&suspect| !self.prove(suspect));
            if victim.is_some() {
                self.evidence.undo(before);
            }
        }
        if victim.is_some() {
            self.keep_hidden(index, victim);
        } else {
            self.evidence.tidy_up(&self.hidden);
            self.dictionary.rebalance(index, &self.problem.truth, &self.strict_tolls);
        }
        victim
    }

    /// Shows a group on trial. Returns the hidden groups whose proof of safety is lost.
    fn start_showing(&mut self, index: usize) -> Vec<usize> {
        self.hidden[index] = false;
        self.set_tolls(index);
        self.evidence.affected(index, &self.hidden)
    }

    /// Hides a group again that was shown on trial, perhaps to the harm of a victim.
    fn keep_hidden(&mut self, index: usize, victim: Option<usize>) {
        self.hidden[index] = true;
        self.set_tolls(index);
        if let Some(victim) = victim {
            // The group will most likely stay hidden, so other proofs may as well rest on it.
            self.tolls[index] = 0.0;
            self.strict_tolls[index] = 0.0;
            self.dictionary.rebalance(index, &self.problem.truth, &self.strict_tolls);
            self.times_victim[victim] += 1;
        }
    }

    /// Whether a group that needs some width depends on groups alone that must not move.
    fn is_determined(&self, index: usize) -> bool {
        let group = &self.problem.groups[index];
        let is_fixed = |column: usize| {
            let shown = self.dictionary.shown_group(column);
            shown.is_some_and(|group| self.strict_tolls[group].is_infinite())
        };
        group.width > 0.0 && self.dictionary.gradient(group).iter().all(|&(column, _)| is_fixed(column))
    }

    /// Looks for tables between which the group has its width. True if they exist.
    fn prove(&mut self, index: usize) -> bool {
        for sign in [-1.0, 1.0] {
            self.stretch(index, sign, false);
        }
        self.evidence.suffices(index, &self.problem.groups[index])
    }

    /// Moves the group up (`sign` 1) or down (`sign` -1) until its width is witnessed, if it can
    /// be. Returns the complementary groups that must be hidden to this end.
    fn stretch(&mut self, index: usize, sign: f64, may_hide: bool) -> Vec<usize> {
        let group = &self.problem.groups[index];
        if self.evidence.suffices(index, group) {
            return Vec::new();
        }
        let (low, high) = self.evidence.interval(index);
        let distance = if sign > 0.0 {
            group.width + low
        } else {
            let value: f64 = group.atoms.iter().map(|&atom| self.problem.truth[atom]).sum();
            (group.width - high).min(value)
        };
        let tolls = if may_hide { &self.tolls } else { &self.strict_tolls };
        let route = Route { group, sign, distance, tolls };
        let reached = self.walker.walk(&self.dictionary, route);
        self.evidence.record(reached.moves, self.problem, &self.hidden);
        reached.breached
    }

    /// Orders the groups that may suffer from showing another one: first the one for whose sake it
    /// was hidden, then those that suffered from others, then small ones.
    fn likely_first(&self, suspects: &mut [usize], shown: usize) {
        suspects.sort_by_key(|&index| {
            (
                index != self.beneficiary[shown],
                Reverse(self.times_victim[index]),
                self.problem.groups[index].atoms.len(),
                index,
            )
        });
    }

    /// Orders groups by size, then by cost.
    fn small_first(&self, indices: &mut [usize]) {
        indices.sort_by_key(|&index| {
            (self.problem.groups[index].atoms.len(), self.problem.groups[index].cost, index)
        });
    }
}
