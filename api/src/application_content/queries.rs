//! Versions of applications.

use entity::{application_basis, application_version, csa_practice, ids::ApplicationId};
use sea_orm::{ColumnTrait, Condition};
use serde_json::Value;

use super::messages::{ApplicationVersion, Content, ContentChange};
use crate::{
    access::{Owned, Reach},
    applications::queries::of_applications_within,
    error::{Error, Faults, Text},
    store::{Reading, Tx},
    values::FieldCode,
};

impl Owned for application_version::Entity {
    const ID: application_version::Column = application_version::Column::ApplicationId;
    const VOIDED: Option<application_version::Column> = None;

    fn within(reach: &Reach) -> Condition {
        of_applications_within(application_version::Column::ApplicationId, reach)
    }
}

impl Owned for application_basis::Entity {
    const ID: application_basis::Column = application_basis::Column::ApplicationId;
    const VOIDED: Option<application_basis::Column> = None;

    fn within(reach: &Reach) -> Condition {
        of_applications_within(application_basis::Column::ApplicationId, reach)
    }
}

/// Content as it is kept: members in a fixed order, so that equal contents are equal texts.
///
/// # Errors
/// When it cannot be written.
pub fn kept(content: &Content) -> Result<String, Error> {
    serde_json::to_string(content).map_err(Error::internal)
}

/// What a version says.
///
/// # Errors
/// When what is kept cannot be read.
pub fn content_of(version: &application_version::Model) -> Result<Content, Error> {
    serde_json::from_str(&version.content).map_err(Error::internal)
}

/// Notes what is wrong with a content: sums, and practices that are not on the list.
///
/// # Errors
/// When the database fails.
pub async fn check(tx: &Tx, faults: &mut Faults, content: &Content) -> Result<(), Error> {
    content.check(faults, "/content");
    let named = || content.activities.iter().filter_map(|activity| activity.csa_practice.as_ref());
    let rows = tx
        .beyond_reach::<csa_practice::Entity>("reference data")
        .filter(csa_practice::Column::Code.is_in(named().map(AsRef::<str>::as_ref)));
    let known = tx.all(rows).await?;
    for (n, activity) in content.activities.iter().enumerate() {
        let is_unknown = activity
            .csa_practice
            .as_ref()
            .is_some_and(|practice| known.iter().all(|row| row.code != practice.as_ref()));
        let text = Text::new("Không có biện pháp này.", "There is no such practice.");
        faults.when(is_unknown, format!("/content/activities/{n}/csa_practice"), FieldCode::NotFound, text);
    }
    Ok(())
}

/// The versions of an application that was found, the latest first, each with what it changed.
///
/// # Errors
/// When the database fails.
pub async fn versions_of(
    source: &impl Reading,
    application_id: ApplicationId,
) -> Result<Vec<ApplicationVersion>, Error> {
    let rows = source
        .parts::<application_version::Entity>()
        .filter(application_version::Column::ApplicationId.eq(application_id));
    let mut versions: Vec<application_version::Model> = source.load(rows, |select| select).await?;
    versions.sort_by_key(|version| version.n);
    let rows = source
        .parts::<application_basis::Entity>()
        .filter(application_basis::Column::ApplicationId.eq(application_id));
    let bases: Vec<application_basis::Model> = source.load(rows, |select| select).await?;
    let mut before = Value::Null;
    let mut views = Vec::new();
    for version in versions {
        let content = content_of(&version)?;
        let now = serde_json::to_value(&content).map_err(Error::internal)?;
        let basis = bases.iter().find(|basis| basis.n == version.n);
        views.push(ApplicationVersion {
            n: version.n,
            changes: if before.is_null() { Vec::new() } else { changes(&before, &now) },
            content,
            submitted_at: version.submitted_at.map(Into::into),
            basis_sha256: basis.map(|basis| crate::values::hex(&basis.sha256)),
            created_at: version.created_at.into(),
        });
        before = now;
    }
    views.reverse();
    Ok(views)
}

/// What a content says otherwise than another one.
#[must_use]
pub fn changes(before: &Value, after: &Value) -> Vec<ContentChange> {
    let members = after.as_object().into_iter().flatten();
    members
        .filter(|(name, value)| before.get(name) != Some(value))
        .map(|(name, value)| ContentChange {
            pointer: format!("/{name}"),
            old: before.get(name).cloned().unwrap_or(Value::Null),
            new: value.clone(),
        })
        .collect()
}
