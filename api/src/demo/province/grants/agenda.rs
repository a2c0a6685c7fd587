//! The days on which applications and grants move.

use chrono::NaiveDate;

use super::super::calendar::{later, working_day};
use super::super::random::Random;
use super::Fate;
use super::calls::Call;

/// The days of an application until it is decided.
pub struct Agenda {
    /// It is begun.
    pub entered: NaiveDate,
    /// It is handed in.
    pub handed_in: NaiveDate,
    /// It is looked at, given back, and handed in again.
    pub mended: Option<[NaiveDate; 3]>,
    /// The screening begins and ends.
    pub screened: [NaiveDate; 2],
    /// It is scored.
    pub scored: [NaiveDate; 2],
    /// It is put off and taken up again.
    pub put_off: Option<[NaiveDate; 2]>,
    /// It is decided.
    pub decided: NaiveDate,
    /// It is taken back after the decision.
    pub declined: NaiveDate,
}

impl Agenda {
    /// The days of an application to a call.
    pub fn draw(random: &mut Random, call: &Call, fate: Fate, today: NaiveDate) -> Self {
        match call.decided_on {
            Some(decided) => Self::of_past(random, call.taken, decided, fate),
            None => Self::of_present(random, today),
        }
    }

    /// The day on which it is handed in for the last time.
    pub fn last_handed_in(&self) -> NaiveDate {
        self.mended.map_or(self.handed_in, |[_, _, again]| again)
    }

    fn of_past(
        random: &mut Random,
        (opens, closes): (NaiveDate, NaiveDate),
        decided: NaiveDate,
        fate: Fate,
    ) -> Self {
        let between = |random: &mut Random, from: NaiveDate, first: i64, last: i64| {
            working_day(random, later(from, first), later(from, last))
        };
        let is_mended = random.chance(100) && fate != Fate::Recalled;
        let is_put_off = fate == Fate::Deferred || random.chance(40);
        let begin = if is_mended { 3 } else { 12 };
        let entered = between(random, opens, 0, begin);
        let handed_in = between(random, entered, 1, 5);
        let mended = is_mended.then(|| {
            let looked_at = between(random, handed_in, 1, 3);
            let given_back = between(random, looked_at, 1, 3);
            [looked_at, given_back, between(random, given_back, 1, 6)]
        });
        let screened = [between(random, closes, 1, 4), between(random, closes, 5, 9)];
        let scored = [between(random, closes, 10, 15), between(random, closes, 12, 18)];
        let put_off = is_put_off.then(|| [between(random, closes, 19, 22), between(random, closes, 24, 27)]);
        let declined = later(decided, 4);
        Self { entered, handed_in, mended, screened, scored, put_off, decided, declined }
    }

    /// Of an application to the call that is open today: all that has happened, happened before today.
    fn of_present(random: &mut Random, today: NaiveDate) -> Self {
        let entered = later(today, -random.between(11, 20));
        let handed_in = later(entered, random.between(1, 2));
        let screened = [later(handed_in, 1), later(handed_in, 3)];
        let scored = [later(handed_in, 4), later(handed_in, 5)];
        let put_off = Some([later(handed_in, 6), today]);
        let (mended, decided, declined) = (None, today, today);
        Self { entered, handed_in, mended, screened, scored, put_off, decided, declined }
    }
}

/// The days of a grant.
pub struct Works {
    /// The agreement is signed.
    pub signed: NaiveDate,
    /// The group gives its share.
    pub given: [NaiveDate; 2],
    /// Each tranche is requested, approved and paid.
    pub paid: [[NaiveDate; 3]; 2],
    /// The works of each tranche are accepted.
    pub accepted: [NaiveDate; 2],
    /// The works as a whole are accepted.
    pub finished: NaiveDate,
    /// What was not spent is given back.
    pub refunded: NaiveDate,
    /// The final account, and the end.
    pub settled: [NaiveDate; 2],
    /// The grant is suspended, and ended before its time.
    pub stopped: [NaiveDate; 2],
}

impl Works {
    /// The days of a grant that was decided on that day.
    pub fn draw(random: &mut Random, decided: NaiveDate) -> Self {
        let mut day = |first, last| working_day(random, later(decided, first), later(decided, last));
        Self {
            signed: day(10, 24),
            given: [day(25, 34), day(195, 225)],
            paid: [[day(35, 38), day(39, 44), day(45, 60)], [day(152, 156), day(157, 163), day(165, 190)]],
            accepted: [day(110, 150), day(228, 238)],
            finished: day(240, 255),
            refunded: day(256, 262),
            settled: [day(263, 268), day(269, 275)],
            stopped: [day(152, 160), day(270, 275)],
        }
    }
}
