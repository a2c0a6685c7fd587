//! What happens inside a unit of work when an event is planned, changed or taken out.

use entity::{
    enums::{TrainingDomain, TrainingKind, TrainingStatus, VoidReason},
    ids::TrainingId,
    training_event, training_event_topic, training_topic,
    vietnamese::sort_key,
};
use sea_orm::{ActiveEnum, ActiveValue::Set, ColumnTrait};

use super::{
    messages::{Audience, NewTrainingEvent, TrainingEvent, TrainingEventPatch},
    queries::{SEARCHED_AS, check_late_of, check_unit, view},
    workflow::{check_in, check_open},
};
use crate::{
    access::{
        Access,
        permission::trainings::{CreateTraining, DeleteTraining, UpdateTraining},
    },
    error::{Code, Error, Faults, Text},
    store::{Change, Entry, Tx},
    training_participants::commands::recount,
    training_sessions::{commands::enter, queries::views_of},
    training_times::queries::{check_new, days_of_new, set_days},
    training_uses::queries::uses_of,
    values::{FieldCode, Line, Vnd},
};

/// The share of the sessions that whoever completes an event attends, unless something else is said (domain §3.7).
const USUAL_BPS: i32 = 8_000;

type Topics = [Line<1, 40>];

/// Plans an event.
pub(super) async fn create(
    tx: &Tx,
    access: &Access<CreateTraining>,
    new: &NewTrainingEvent,
) -> Result<Change<TrainingEvent>, Error> {
    let days = days_of_new(&new.sessions);
    let mut faults = Faults::default();
    let on = days.map_or((tx.today(), "/area_id"), |(first, _)| (first, "/sessions"));
    let unit = faults.keep(check_unit(tx, access.reach(), new.area_id, on).await)?;
    check_kind(&mut faults, new.kind, new.domain);
    check_topics(tx, &mut faults, new.kind, &new.topics).await?;
    check_audience(&mut faults, &new.audience);
    if unit.is_some() {
        check_new(tx, access.reach(), &mut faults, (new.area_id, &new.sessions)).await?;
    }
    faults.check()?;
    let id = new.id.unwrap_or_else(|| tx.new_id());
    let mut row = row_of(tx, id, new).await?;
    set_days(&mut row, days);
    let event = tx.insert(row).await?;
    tx.insert_all(topic_rows(id, &new.topics)).await?;
    tx.index_words(SEARCHED_AS, id.into(), new.title.as_ref()).await?;
    enter(tx, id, &new.sessions).await?;
    let made = views_of(tx, &event).await?;
    let entries = made.iter().map(|session| Entry::about("created", None, session));
    Ok(Change::created(view(tx, access, id).await?).and_all(entries))
}

async fn row_of(
    tx: &Tx,
    id: TrainingId,
    new: &NewTrainingEvent,
) -> Result<training_event::ActiveModel, Error> {
    let mut row = training_event::ActiveModel {
        id: Set(id),
        code: Set(tx.next_code("training_event", "TH").await?),
        title: Set(new.title.as_ref().to_owned()),
        sort_key: Set(sort_key(new.title.as_ref())),
        kind: Set(new.kind),
        domain: Set(new.domain),
        area_id: Set(new.area_id),
        place: Set(new.place.as_ref().to_owned()),
        provider: Set(new.provider.as_ref().to_owned()),
        budget_vnd: Set(new.budget_vnd.map(Vnd::get)),
        completion_bps: Set(new.completion_bps.unwrap_or(USUAL_BPS)),
        status: Set(TrainingStatus::Planned),
        status_reason: Set(None),
        version: Set(1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        voided_at: Set(None),
        void_reason: Set(None),
        ..Default::default()
    };
    set_audience(&mut row, &new.audience);
    Ok(row)
}

fn set_audience(row: &mut training_event::ActiveModel, audience: &[Audience]) {
    row.for_members = Set(audience.contains(&Audience::Members));
    row.for_commune_cadres = Set(audience.contains(&Audience::CommuneCadres));
    row.for_branch_cadres = Set(audience.contains(&Audience::BranchCadres));
    row.for_others = Set(audience.contains(&Audience::Others));
}

fn topic_rows(event_id: TrainingId, topics: &Topics) -> Vec<training_event_topic::ActiveModel> {
    let row = |topic: &Line<1, 40>| training_event_topic::ActiveModel {
        event_id: Set(event_id),
        topic: Set(topic.as_ref().to_owned()),
    };
    topics.iter().map(row).collect()
}

/// Training in production says what is produced, and no other does.
fn check_kind(faults: &mut Faults, kind: TrainingKind, domain: Option<TrainingDomain>) {
    const AT: &str = "/domain";
    let is_production = kind == TrainingKind::Production;
    let text =
        Text::new("Tập huấn sản xuất phải ghi lĩnh vực.", "Training in production says what is produced.");
    faults.when(is_production && domain.is_none(), AT, FieldCode::Required, text);
    let text = Text::new(
        "Chỉ tập huấn sản xuất mới ghi lĩnh vực.",
        "Only training in production says what is produced.",
    );
    faults.when(!is_production && domain.is_some(), AT, FieldCode::Inconsistent, text);
}

/// Topics are of the list, each named once and of the kind of the event.
async fn check_topics(
    tx: &Tx,
    faults: &mut Faults,
    kind: TrainingKind,
    topics: &Topics,
) -> Result<(), Error> {
    let all = tx.all(tx.beyond_reach::<training_topic::Entity>("reference data")).await?;
    for (n, topic) in topics.iter().enumerate() {
        let at = format!("/topics/{n}");
        let known = all.iter().find(|row| row.code == topic.as_ref());
        let text = Text::new("Không có chủ đề này.", "There is no such topic.");
        faults.when(known.is_none(), at.clone(), FieldCode::NotFound, text);
        let is_other = known.is_some_and(|row| row.kind != kind);
        let text = Text::new("Chủ đề thuộc loại tập huấn khác.", "The topic is of another kind of training.");
        faults.when(is_other, at.clone(), FieldCode::Inconsistent, text);
        let text = Text::new("Đã có ở trên.", "It stands above already.");
        faults.when(topics[..n].contains(topic), at, FieldCode::NotUnique, text);
    }
    Ok(())
}

fn check_audience(faults: &mut Faults, audience: &[Audience]) {
    for (n, one) in audience.iter().enumerate() {
        let text = Text::new("Đã có ở trên.", "It stands above already.");
        faults.when(audience[..n].contains(one), format!("/audience/{n}"), FieldCode::NotUnique, text);
    }
}

/// Changes an event that is neither closed nor cancelled.
pub(super) async fn update(
    tx: &Tx,
    access: &Access<UpdateTraining>,
    id: TrainingId,
    patch: &TrainingEventPatch,
) -> Result<Change<TrainingEvent>, Error> {
    let row = tx.current(access.row::<training_event::Entity>(id)).await?;
    let before = view(tx, access, id).await?;
    check_late_of(tx, &row).await?;
    check_patch(tx, access, (&row, &before), patch).await?;
    check_open(row.status)?;
    check_fixed(tx, &row, patch).await?;
    if let Some(topics) = &patch.topics {
        let old = tx.beyond_reach::<training_event_topic::Entity>("topics of an event that was found");
        let old = old.filter(training_event_topic::Column::EventId.eq(id));
        tx.replace_parts(old, topic_rows(id, topics)).await?;
    }
    tx.update::<training_event::Entity>(row, |row| apply(row, patch)).await?;
    if let Some(title) = &patch.title {
        tx.index_words(SEARCHED_AS, id.into(), title.as_ref()).await?;
    }
    if patch.completion_bps.is_some() {
        recount(tx, id).await?;
    }
    Ok(Change::changed("updated", &before, view(tx, access, id).await?))
}

fn apply(row: &mut training_event::ActiveModel, patch: &TrainingEventPatch) {
    if let Some(title) = &patch.title {
        row.title = Set(title.as_ref().to_owned());
        row.sort_key = Set(sort_key(title.as_ref()));
    }
    if let Some(kind) = patch.kind {
        row.kind = Set(kind);
    }
    if let Some(domain) = patch.domain {
        row.domain = Set(domain);
    }
    if let Some(area_id) = patch.area_id {
        row.area_id = Set(area_id);
    }
    if let Some(place) = &patch.place {
        row.place = Set(place.as_ref().to_owned());
    }
    if let Some(provider) = &patch.provider {
        row.provider = Set(provider.as_ref().to_owned());
    }
    if let Some(budget) = patch.budget_vnd {
        row.budget_vnd = Set(budget.map(Vnd::get));
    }
    if let Some(bps) = patch.completion_bps {
        row.completion_bps = Set(bps);
    }
    if let Some(audience) = &patch.audience {
        set_audience(row, audience);
    }
}

async fn check_patch(
    tx: &Tx,
    access: &Access<UpdateTraining>,
    (row, before): (&training_event::Model, &TrainingEvent),
    patch: &TrainingEventPatch,
) -> Result<(), Error> {
    let mut faults = Faults::default();
    let kind = patch.kind.unwrap_or(row.kind);
    check_kind(&mut faults, kind, patch.domain.unwrap_or(row.domain));
    if let Some(topics) = &patch.topics {
        check_topics(tx, &mut faults, kind, topics).await?;
    } else if kind != row.kind {
        let kept = before.topics.iter().map(|topic| Line::parse(topic)).collect::<Result<Vec<_>, _>>();
        let kept = kept.map_err(|code| Error::internal(code.word()))?;
        check_topics(tx, &mut faults, kind, &kept).await?;
    }
    check_audience(&mut faults, patch.audience.as_deref().unwrap_or_default());
    if let Some(area_id) = patch.area_id.filter(|area_id| *area_id != row.area_id) {
        let on = (row.first_on.unwrap_or_else(|| tx.today()), "/area_id");
        faults.keep(check_unit(tx, access.reach(), area_id, on).await)?;
    }
    faults.check()
}

/// What figures go by no longer changes once somebody was marked or counted.
async fn check_fixed(tx: &Tx, row: &training_event::Model, patch: &TrainingEventPatch) -> Result<(), Error> {
    let changes_kind = patch.kind.is_some_and(|kind| kind != row.kind);
    let changes_area = patch.area_id.is_some_and(|area_id| area_id != row.area_id);
    if !changes_kind && !changes_area {
        return Ok(());
    }
    let uses = uses_of(tx, row.id).await?;
    if uses.marks == 0 && uses.counted == 0 {
        return Ok(());
    }
    let text = Text::new(
        "Đã có điểm danh hoặc số người dự: không đổi được loại và đơn vị.",
        "Somebody was marked or counted: kind and unit no longer change.",
    );
    Err(Error::conflict(Code::ResourceInUse, text))
}

/// Takes out an event that was entered in error.
pub(super) async fn remove(
    tx: &Tx,
    access: &Access<DeleteTraining>,
    id: TrainingId,
    reason: VoidReason,
) -> Result<Change<()>, Error> {
    let row = tx.current(access.row::<training_event::Entity>(id)).await?;
    let before = view(tx, access, id).await?;
    check_late_of(tx, &row).await?;
    check_in(row.status, &[TrainingStatus::Planned])?;
    let uses = uses_of(tx, id).await?;
    if uses.marks + uses.counted + uses.others > 0 {
        let text = Text::new(
            "Hãy rút điểm danh, số người dự, khách và lời mời trước.",
            "Take out marks, heads, guests and invitations first.",
        );
        return Err(Error::conflict(Code::ResourceInUse, text));
    }
    tx.update::<training_event::Entity>(row, |row| {
        row.voided_at = Set(Some(tx.now()));
        row.void_reason = Set(Some(reason));
    })
    .await?;
    Ok(Change::removed(&before, &reason.to_value()))
}
