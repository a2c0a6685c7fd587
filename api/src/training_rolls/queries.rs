//! What the register says of persons on days: whether they had died, had left their groups, or want no training.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use entity::{
    attendance, cadre_post, consent,
    enums::{ConsentPurpose, ExitReason, TrainingStatus},
    ids::PersonId,
    invitation, membership, person, training_event, training_guest,
};
use sea_orm::{ColumnTrait, FromQueryResult, QuerySelect};

use crate::{
    access::{Access, RowLevel, permission::persons::ReadPersons},
    consents::queries::withdrawn,
    error::{Error, Faults, Text},
    store::Tx,
    trainings::workflow::check_in,
    values::{FieldCode, Line},
};

#[derive(FromQueryResult)]
struct Span {
    person_id: PersonId,
    from_on: NaiveDate,
    until_on: Option<NaiveDate>,
    exit_reason: Option<ExitReason>,
}

#[derive(FromQueryResult)]
struct Post {
    person_id: PersonId,
    from_on: NaiveDate,
    until_on: Option<NaiveDate>,
}

#[derive(FromQueryResult)]
struct Who {
    person_id: PersonId,
}

/// What the register says of some persons.
#[derive(Debug, Default)]
pub struct Standings {
    died_on: HashMap<PersonId, NaiveDate>,
    memberships: HashMap<PersonId, Vec<(NaiveDate, Option<NaiveDate>)>>,
    posts: HashMap<PersonId, Vec<(NaiveDate, Option<NaiveDate>)>>,
    withdrawn: HashSet<PersonId>,
}

impl Standings {
    /// Looks some persons up, with all their groups and posts wherever they are.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn of(tx: &Tx, persons: &[PersonId]) -> Result<Self, Error> {
        use membership::Column as M;
        let mut all = Self::default();
        if persons.is_empty() {
            return Ok(all);
        }
        let rows = tx
            .beyond_reach::<membership::Entity>("who attends is known by all groups")
            .filter(M::PersonId.is_in(persons.iter().copied()));
        let spans: Vec<Span> = tx
            .every(rows, |select| {
                select.select_only().columns([M::PersonId, M::FromOn, M::UntilOn, M::ExitReason])
            })
            .await?;
        for span in spans {
            if let (Some(ExitReason::Deceased), Some(day)) = (span.exit_reason, span.until_on) {
                all.died_on.insert(span.person_id, day);
            }
            all.memberships.entry(span.person_id).or_default().push((span.from_on, span.until_on));
        }
        all.load_posts(tx).await?;
        let rows = tx
            .beyond_reach::<consent::Entity>("whoever wants no training is on no list")
            .filter(consent::Column::PersonId.is_in(persons.iter().copied()))
            .filter(consent::Column::PersonId.in_subquery(withdrawn(ConsentPurpose::Training)));
        let found: Vec<Who> =
            tx.every(rows, |select| select.select_only().column(consent::Column::PersonId)).await?;
        all.withdrawn.extend(found.into_iter().map(|one| one.person_id));
        Ok(all)
    }

    /// Posts matter only of those whose memberships have all ended.
    async fn load_posts(&mut self, tx: &Tx) -> Result<(), Error> {
        use cadre_post::Column as P;
        let has_left =
            |spans: &Vec<(NaiveDate, Option<NaiveDate>)>| spans.iter().all(|(_, until)| until.is_some());
        let gone: Vec<PersonId> =
            self.memberships.iter().filter(|(_, spans)| has_left(spans)).map(|(person, _)| *person).collect();
        if gone.is_empty() {
            return Ok(());
        }
        let rows = tx
            .beyond_reach::<cadre_post::Entity>("who attends is known by all posts")
            .filter(P::PersonId.is_in(gone));
        let found: Vec<Post> = tx
            .every(rows, |select| select.select_only().columns([P::PersonId, P::FromOn, P::UntilOn]))
            .await?;
        for post in found {
            self.posts.entry(post.person_id).or_default().push((post.from_on, post.until_on));
        }
        Ok(())
    }

    /// Notes why somebody cannot have attended on a day.
    pub fn check(
        &self,
        faults: &mut Faults,
        pointer: &str,
        person: PersonId,
        (day, is_for_others): (NaiveDate, bool),
    ) {
        self.check_consent(faults, pointer, person);
        let text = Text::new(
            "Người này đã mất trước ngày của buổi học.",
            "The person had died before the day of the session.",
        );
        let is_dead = self.died_on.get(&person).is_some_and(|died_on| *died_on <= day);
        faults.when(is_dead, pointer, FieldCode::Inconsistent, text);
        let text = Text::new(
            "Người này đã rời các nhóm trước ngày của buổi học; chỉ ghi được ở lớp mở cho người khác.",
            "The person had left all groups by the day of the session; only an event for others too may list them.",
        );
        let has_left = !is_dead && !is_for_others && self.had_left(person, day);
        faults.when(has_left, pointer, FieldCode::Inconsistent, text);
    }

    /// Notes that somebody wants no training any more.
    pub fn check_consent(&self, faults: &mut Faults, pointer: &str, person: PersonId) {
        let text = Text::new(
            "Người này đã rút đồng ý về tập huấn; chỉ tính vào số đếm.",
            "The person has withdrawn the consent to training; count them by head only.",
        );
        faults.when(self.withdrawn.contains(&person), pointer, FieldCode::Inconsistent, text);
    }

    /// Whether somebody was a member once, is one neither on the day nor later, and holds no post on it.
    fn had_left(&self, person: PersonId, day: NaiveDate) -> bool {
        let Some(spans) = self.memberships.get(&person) else { return false };
        let is_over = spans.iter().all(|(_, until_on)| until_on.is_some_and(|until_on| until_on <= day));
        let holds = |(from_on, until_on): &(NaiveDate, Option<NaiveDate>)| {
            *from_on <= day && until_on.is_none_or(|until_on| until_on > day)
        };
        is_over && !self.posts.get(&person).is_some_and(|posts| posts.iter().any(holds))
    }
}

/// Those of some persons whose names the caller may see: an event lists people from elsewhere too.
///
/// # Errors
/// When the database fails.
pub async fn named_among<P: RowLevel>(
    access: &Access<P>,
    ids: Vec<PersonId>,
) -> Result<HashSet<PersonId>, Error> {
    let rows = access.rows_also::<ReadPersons, person::Entity>().filter(person::Column::Id.is_in(ids));
    Ok(access.all(rows).await?.into_iter().map(|person| person.id).collect())
}

/// Whether somebody was marked at a training, also as a guest, or is invited to one.
///
/// # Errors
/// When the database fails.
pub async fn is_listed(tx: &Tx, id: PersonId) -> Result<bool, Error> {
    const WHY: &str = "a list anywhere holds the person";
    let marks = tx.beyond_reach::<attendance::Entity>(WHY).filter(attendance::Column::PersonId.eq(id));
    let guests =
        tx.beyond_reach::<training_guest::Entity>(WHY).filter(training_guest::Column::PersonId.eq(id));
    let invited = tx.beyond_reach::<invitation::Entity>(WHY).filter(invitation::Column::PersonId.eq(id));
    Ok(tx.find(marks).await?.is_some()
        || tx.find(guests).await?.is_some()
        || tx.find(invited).await?.is_some())
}

/// Refuses changes of the lists of an event that is not held; notes that one after closing needs a reason.
///
/// # Errors
/// 409 in other states.
pub fn check_open(
    event: &training_event::Model,
    faults: Faults,
    reason: Option<&Line<1, 500>>,
) -> Result<(), Error> {
    let mut faults = faults;
    let text =
        Text::new("Lớp đã khép sổ: hãy nêu lý do sửa.", "The event is closed: say why it is corrected.");
    let is_bare = event.status == TrainingStatus::Closed && reason.is_none();
    faults.when(is_bare, "/reason", FieldCode::Required, text);
    faults.check()?;
    check_in(event.status, &[TrainingStatus::Held, TrainingStatus::Closed])
}
