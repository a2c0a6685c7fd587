//! Which groups plan in which year, when, and what becomes of the plan.

use chrono::{Datelike, NaiveDate};
use entity::enums::{GroupStatus, LegalForm};
use entity::ids::GroupId;

use super::super::calendar::{FIGURES_ON, day, later, working_day};
use super::super::random::Random;
use super::super::register::Register;
use super::{PLANNED, Setting};

/// The first year with plans.
const FIRST_YEAR: i32 = 2019;
/// From the first year on: of cooperation groups that were active in the first half of the year so many per hundred had a
/// plan approved as adapted. Later years are like the last one.
const SHARES: [usize; 7] = [30, 40, 50, PLANNED, 68, 75, 80];
/// What becomes of the plans of the groups that come next, out of twenty; the others have none.
const OTHERS: [(Fate, usize); 4] =
    [(Fate::ApprovedPlain, 3), (Fate::Submitted, 2), (Fate::Returned, 2), (Fate::Draft, 3)];

/// What becomes of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is written.
    Draft,
    /// It waits for approval.
    Submitted,
    /// It was given back.
    Returned,
    /// It was approved, but names no measures against hazards.
    ApprovedPlain,
    /// It was approved as adapted to the climate.
    Approved,
    /// So it was, and again after a revision in the middle of the year.
    Revised,
}

/// A plan before it is written down.
#[derive(Clone, Copy, Debug)]
pub struct Intent {
    /// Whose.
    pub group: GroupId,
    /// For which year.
    pub year: i32,
    /// The day it is written.
    pub entered: NaiveDate,
    /// What becomes of it.
    pub fate: Fate,
}

/// All plans up to the day of loading.
pub fn schedule(register: &Register<'_>, setting: &Setting<'_>) -> Vec<Intent> {
    let mut random = Random::of(setting.seed, "schedule of plans");
    let mut intents = Vec::new();
    let shares = SHARES.into_iter().chain(std::iter::repeat(80));
    for (year, share) in (FIRST_YEAR..=setting.today.year()).zip(shares) {
        let last = day(year, 6, 10).min(later(setting.today, -25));
        if last < day(year, 1, 20) {
            continue;
        }
        plan_year(&mut intents, &mut random, (register, setting), (year, share, last));
    }
    intents
}

/// Plans of a year, written by a day: those of cooperation groups, and of the led group in any case.
fn plan_year(
    intents: &mut Vec<Intent>,
    random: &mut Random,
    (register, setting): (&Register<'_>, &Setting<'_>),
    (year, share, last): (i32, usize, NaiveDate),
) {
    let (first, counted_on) = (day(year, 1, 8), day(year, FIGURES_ON.month(), FIGURES_ON.day()));
    let counted_on = counted_on.min(setting.today);
    let is_tht = |group: GroupId, on: NaiveDate| {
        let group = register.group_on(group, on);
        group.is_some_and(|group| group.legal_form == LegalForm::Tht && group.status == GroupStatus::Active)
    };
    let mut all: Vec<GroupId> = register.applicants().map(|(group, _)| group).collect();
    all.retain(|group| is_tht(*group, counted_on));
    let wanted = all.len() * share / 100;
    all.retain(|group| *group != setting.led.0 && register.is_active(*group, first, counted_on));
    random.shuffle(&mut all);
    let is_led = register.is_active(setting.led.0, first, counted_on);
    let is_led_tht = is_led && is_tht(setting.led.0, counted_on);
    if is_led {
        intents.push(Intent { group: setting.led.0, year, entered: first, fate: Fate::Approved });
    }
    let approved = wanted.saturating_sub(usize::from(is_led_tht)).min(all.len());
    let (planned, others) = all.split_at(approved);
    for group in planned {
        let fate = if random.chance(40) { Fate::Revised } else { Fate::Approved };
        intents.push(Intent { group: *group, year, entered: working_day(random, first, last), fate });
    }
    let fates = OTHERS.into_iter().flat_map(|(fate, count)| std::iter::repeat_n(Some(fate), count));
    let fates: Vec<Option<Fate>> = fates.chain(std::iter::repeat_n(None, 10)).collect();
    for (group, fate) in others.iter().zip(fates.into_iter().cycle()) {
        if let Some(fate) = fate {
            intents.push(Intent { group: *group, year, entered: working_day(random, first, last), fate });
        }
    }
}
