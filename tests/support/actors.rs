//! Who appears in a play: people with one duty, people with several, and leaders with their groups.

#![expect(clippy::expect_used, reason = "test support fails loudly")]

use entity::enums::Role;
use entity::group_office;
use entity::ids::{AreaId, GroupId};
use hoinongdan::access::Scope;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use uuid::Uuid;

use crate::app::App;
use crate::callers::Caller;
use crate::moves::{APPRAISE, DECIDE, ENTER, PAY};

/// Somebody, with the duties that the roles are for.
#[derive(Clone, Debug)]
pub(crate) struct Actor {
    pub(crate) caller: Caller,
    pub(crate) duties: Vec<&'static str>,
    /// Leaders act for their own group.
    pub(crate) group: Option<GroupId>,
}

/// A group with its applications' common facts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Party {
    pub(crate) group: GroupId,
    pub(crate) head: Uuid,
}

/// The roles of each, over the province; the first sees everything.
const CASTS: [&[Role]; 11] = {
    use Role::{Appraiser, Approver, Officer, Treasurer};
    [
        &[Officer],
        &[Officer],
        &[Appraiser],
        &[Appraiser],
        &[Appraiser],
        &[Approver],
        &[Approver],
        &[Treasurer],
        &[Officer, Appraiser, Approver, Treasurer],
        &[Appraiser, Approver],
        &[Approver, Treasurer],
    ]
};
const GROUPS: usize = 4;

/// Everybody, with groups in a commune.
pub(crate) async fn cast(app: &App, commune: AreaId) -> (Vec<Actor>, Vec<Party>) {
    let province = Scope::Province(app.province().await);
    let (mut actors, mut parties) = (Vec::new(), Vec::new());
    for roles in CASTS {
        let held: Vec<_> = roles.iter().map(|role| (*role, province)).collect();
        let duties = roles.iter().map(|role| duty_of(*role)).collect();
        actors.push(Actor { caller: app.as_roles(&held).await, duties, group: None });
    }
    for _ in 0..GROUPS {
        let group = app.poor_group(commune).await;
        let caller = app.as_leader_of(group).await;
        actors.push(Actor { caller, duties: vec![ENTER], group: Some(group) });
        parties.push(Party { group, head: head_of(app, group).await });
    }
    (actors, parties)
}

fn duty_of(role: Role) -> &'static str {
    match role {
        Role::Appraiser => APPRAISE,
        Role::Approver => DECIDE,
        Role::Treasurer => PAY,
        _ => ENTER,
    }
}

async fn head_of(app: &App, group: GroupId) -> Uuid {
    let heads = group_office::Entity::find().filter(group_office::Column::GroupId.eq(group));
    heads.one(app.db()).await.expect("offices").expect("a head").membership_id.into()
}
