//! What happens inside a unit of work when an application is scored.

use entity::{appraisal, enums::ApplicationStatus, grant_application, grant_call, ids::ApplicationId};
use sea_orm::{ActiveValue::Set, ColumnTrait};

use super::{
    messages::{Appraisal, NewAppraisal},
    queries::{check_impartial, weighted_bps},
};
use crate::{
    access::{Access, permission::grants::CreateAppraisal},
    applications::{commands::SUBJECT, queries::not_open},
    call_rules::{messages::CallRules, queries::rules_of},
    error::{Error, Faults, Text},
    store::{Change, Tx},
    values::{FieldCode, Paragraph},
};

/// Scores an application, or declares a conflict of interest.
pub(super) async fn create(
    tx: &Tx,
    access: &Access<CreateAppraisal>,
    id: ApplicationId,
    new: &NewAppraisal,
) -> Result<Change<Appraisal>, Error> {
    let row = tx.lock(access.row::<grant_application::Entity>(id)).await?;
    tx.take_duty(SUBJECT, id.into(), "appraise").await?;
    if !new.has_conflict {
        check_impartial(tx, access.caller(), &row).await?;
    }
    let calls = tx.beyond_reach::<grant_call::Entity>("the call of an application that was found");
    let call = tx.one(calls.filter(grant_call::Column::Id.eq(row.call_id))).await?;
    let rules = rules_of(&call)?;
    check_scores(&rules, new)?;
    if row.status != ApplicationStatus::Appraisal {
        return Err(not_open(tx, &row).await);
    }
    let score_of = |code: &str| {
        new.scores.iter().find(|score| score.criterion.as_ref() == code).map_or(0, |score| score.score)
    };
    let made = tx
        .insert(appraisal::ActiveModel {
            id: Set(new.id.unwrap_or_else(|| tx.new_id())),
            application_id: Set(id),
            n: Set(row.version_n),
            human: Set(access.caller().human()),
            has_conflict: Set(new.has_conflict),
            scores: Set(serde_json::to_string(&new.scores).map_err(Error::internal)?),
            weighted: Set(if new.has_conflict { 0 } else { weighted_bps(&rules, score_of) }),
            remark: Set(new.remark.clone().map(Paragraph::into_string)),
            created_at: Set(tx.now()),
        })
        .await?;
    Ok(Change::created(Appraisal::of(made, (row.commune_id, row.group_id))?))
}

/// One score for each criterion within its range, or none when there is a conflict of interest.
fn check_scores(rules: &CallRules, new: &NewAppraisal) -> Result<(), Error> {
    let mut faults = Faults::default();
    let text =
        Text::new("Có xung đột lợi ích thì không chấm điểm.", "With a conflict of interest give no scores.");
    faults.when(new.has_conflict && !new.scores.is_empty(), "/scores", FieldCode::Inconsistent, text);
    for (n, score) in new.scores.iter().enumerate() {
        let criterion = rules.criteria.iter().find(|criterion| criterion.code == score.criterion);
        let text = Text::new("Đợt xét không có tiêu chí này.", "The call has no such criterion.");
        faults.when(criterion.is_none(), format!("/scores/{n}/criterion"), FieldCode::NotFound, text);
        let most = criterion.map_or(u32::MAX, |criterion| criterion.max_score);
        let text = Text::made(format!("Từ 0 đến {most}."), format!("From 0 to {most}."));
        faults.when(score.score > most, format!("/scores/{n}/score"), FieldCode::OutOfRange, text);
        let is_twice = new.scores[..n].iter().any(|other| other.criterion == score.criterion);
        let text = Text::new("Tiêu chí bị lặp.", "This criterion stands there twice.");
        faults.when(is_twice, format!("/scores/{n}/criterion"), FieldCode::NotUnique, text);
    }
    let is_scored = |code: &str| new.scores.iter().any(|score| score.criterion.as_ref() == code);
    for criterion in rules.criteria.iter().filter(|_| !new.has_conflict) {
        let code: &str = criterion.code.as_ref();
        let text = Text::made(format!("Thiếu điểm cho {code}."), format!("The score for {code} is missing."));
        faults.when(!is_scored(code), "/scores", FieldCode::Required, text);
    }
    faults.check()
}
