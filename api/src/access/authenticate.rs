//! From the bearer token to the caller: the signature without the database, the rights with one query. Keys of machine
//! clients have been looked up before (`key_holder`).

use actix_web::{HttpMessage, HttpRequest, http::header};
use chrono::{DateTime, NaiveDate, Utc};
use entity::{
    account, area,
    enums::{AreaLevel, PartnerStatus},
    ids::{AccountId, AreaId, GroupId, PartnerId, SessionId},
    partner, role_assignment, session,
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, JoinType, QueryFilter, QuerySelect, RelationDef,
    Select, sea_query::IntoCondition,
};

use super::{
    Assignment, Caller, KeyHolder, Principal, Role, Scope, Standing,
    machine::{load_machine, out_of_place},
    token::{Claims, TokenFault},
};
use crate::{
    app::Service,
    error::{Code, Error, FieldError, Text},
    http::Call,
    values::FieldCode,
};

/// What the `Authorization` or `X-API-Key` header turned out to hold; put into the request before routing.
#[derive(Clone, Debug)]
pub enum Bearer {
    /// No header.
    Absent,
    /// A token of this service that has not expired.
    Valid(Claims),
    /// A key of a machine client: who holds it, or why it does not count and under which name that is counted.
    Key(Result<KeyHolder, (Code, String)>),
    /// A token and a key, or several keys: nobody is two callers at once.
    Twofold,
    /// Anything else.
    Refused(Code),
}

/// Reads and verifies the bearer token; no database is asked.
#[must_use]
pub fn read_bearer(headers: &header::HeaderMap, service: &Service) -> Bearer {
    let Some(value) = headers.get(header::AUTHORIZATION) else {
        return Bearer::Absent;
    };
    let token = value.to_str().ok().and_then(|text| {
        let (scheme, token) = text.split_once(' ')?;
        scheme.eq_ignore_ascii_case("bearer").then_some(token.trim())
    });
    match token.map(|token| service.verify_token(token)) {
        Some(Ok(claims)) => Bearer::Valid(claims),
        Some(Err(TokenFault::Expired)) => Bearer::Refused(Code::TokenExpired),
        Some(Err(TokenFault::Invalid)) | None => Bearer::Refused(Code::TokenInvalid),
    }
}

#[derive(FromQueryResult)]
struct Held {
    account_id: AccountId,
    auth_time: DateTime<Utc>,
    must_change_password: bool,
    #[sea_orm(nested)]
    role: HeldRole,
}

/// A role that is held today, with what its scope and standing follow from; nothing where none is held.
#[derive(FromQueryResult)]
pub(super) struct HeldRole {
    role: Option<entity::enums::Role>,
    area_id: Option<AreaId>,
    area_level: Option<AreaLevel>,
    group_id: Option<GroupId>,
    partner_id: Option<PartnerId>,
    partner_status: Option<PartnerStatus>,
}

impl HeldRole {
    pub(super) fn assignment(&self) -> Option<Assignment> {
        let scope = match (self.area_id, self.group_id, self.partner_id) {
            (Some(id), _, _) if self.area_level == Some(AreaLevel::Province) => Scope::Province(id),
            (Some(id), _, _) => Scope::Area(id),
            (_, Some(id), _) => Scope::Group(id),
            (_, _, Some(id)) => Scope::Partner(id),
            (None, None, None) => return None,
        };
        let standing = self.partner_status.map_or(Standing::Full, Standing::from);
        Some(Assignment { role: self.role?.into(), scope, standing })
    }
}

/// Loads the caller of a request with one query, or says why the token does not count (any more).
pub(super) async fn load_caller(request: &HttpRequest, service: &Service) -> Result<Caller, Error> {
    let bearer = request.extensions().get::<Bearer>().cloned().unwrap_or(Bearer::Absent);
    let claims = match bearer {
        Bearer::Absent => return Ok(Caller::anonymous()),
        Bearer::Key(Ok(holder)) => return admit_holder(request, holder),
        Bearer::Key(Err((code, _))) | Bearer::Refused(code) => return Err(Error::Unauthenticated(code)),
        Bearer::Twofold => return Err(refuse_twofold()),
        Bearer::Valid(claims) => claims,
    };
    if claims.is_of_machine() {
        return load_machine(request, service, &claims).await;
    }
    let clock = service.clock();
    let session_id = SessionId::from(claims.sid);
    let today = held_by(session_id, AccountId::from(claims.sub), clock.now(), clock.today());
    let held: Vec<Held> = service.door().find(today).await?;
    let Some(first) = held.first() else {
        return Err(Error::Unauthenticated(Code::TokenRevoked));
    };
    let principal =
        Principal::Person { account_id: first.account_id, session_id, auth_time: first.auth_time };
    let assignments = held.iter().filter_map(|row| row.role.assignment()).collect();
    let caller = Caller { principal, assignments, limit: None };
    request.extensions_mut().insert(caller.clone());
    if first.must_change_password {
        refuse_before_own_password(Call::of(request)?.operation)?;
    }
    Ok(caller)
}

fn admit_holder(request: &HttpRequest, holder: KeyHolder) -> Result<Caller, Error> {
    request.extensions_mut().insert(holder.caller.clone());
    if holder.is_in_place { Ok(holder.caller) } else { Err(out_of_place()) }
}

fn refuse_twofold() -> Error {
    let detail = Text::new(
        "Chỉ gửi một trong hai: Authorization hoặc X-API-Key.",
        "Send either Authorization or X-API-Key, once.",
    );
    let fault = FieldError::parameter("x-api-key", FieldCode::Inconsistent).saying(detail);
    Error::Malformed(Code::InvalidParameter, vec![fault])
}

/// What somebody may do whose password was made by the service, and so is known to whoever asked for it.
const BEFORE_OWN_PASSWORD: [&str; 3] = ["change_password", "end_session", "get_me"];

fn refuse_before_own_password(operation: &str) -> Result<(), Error> {
    if BEFORE_OWN_PASSWORD.contains(&operation) {
        return Ok(());
    }
    let detail = Text::new(
        "Mật khẩu này do hệ thống cấp; hãy đổi mật khẩu trước khi làm việc khác.",
        "This password was made by the service; change it before you do anything else.",
    );
    Err(Error::Forbidden(Code::PermissionDenied, Some(detail)))
}

/// Session, account and today's assignments in one query; no row when the session or the account is dead.
fn held_by(
    session_id: SessionId,
    account_id: AccountId,
    now: DateTime<Utc>,
    today: NaiveDate,
) -> Select<session::Entity> {
    use role_assignment::Column::AccountId as Holder;
    let select = session::Entity::find()
        .select_only()
        .column(session::Column::AccountId)
        .column(session::Column::AuthTime)
        .column(account::Column::MustChangePassword)
        .join(JoinType::InnerJoin, link_account());
    with_roles(select, (session::Column::AccountId, Holder), today)
        .filter(session::Column::Id.eq(session_id))
        .filter(session::Column::AccountId.eq(account_id))
        .filter(session::Column::RevokedAt.is_null())
        .filter(session::Column::ExpiresAt.gt(now))
        .filter(account::Column::IsActive.eq(true))
}

fn link_account() -> RelationDef {
    session::Entity::belongs_to(account::Entity)
        .from(session::Column::AccountId)
        .to(account::Column::Id)
        .into()
}

/// Adds the roles that are held on `today` (within their dates, not voided, confirmed where two administrators are
/// needed), given the column of the holder and the one that names it.
pub(super) fn with_roles<E: EntityTrait>(
    select: Select<E>,
    (holder, named): (E::Column, role_assignment::Column),
    today: NaiveDate,
) -> Select<E> {
    use role_assignment::Column as C;
    let held: RelationDef = E::belongs_to(role_assignment::Entity).from(holder).to(named).into();
    select
        .columns([C::Role, C::AreaId, C::GroupId, C::PartnerId])
        .column_as(area::Column::Level, "area_level")
        .column_as(partner::Column::Status, "partner_status")
        .join(JoinType::LeftJoin, held.on_condition(move |_, _| holds_on(today).into_condition()))
        .join(JoinType::LeftJoin, link_area())
        .join(JoinType::LeftJoin, link_partner())
}

/// Roles whose assignments start when a second administrator has confirmed them (architecture §4), and whose holders'
/// passwords no administrator alone can reset. Administrators are among them, or one could make another self.
pub(crate) const CONFIRMED_BY_TWO: [entity::enums::Role; 4] = [
    entity::enums::Role::Administrator,
    entity::enums::Role::Appraiser,
    entity::enums::Role::Approver,
    entity::enums::Role::Treasurer,
];

/// True for the roles that need a second administrator.
pub(crate) fn is_confirmed_by_two(role: entity::enums::Role) -> bool {
    CONFIRMED_BY_TWO.contains(&role)
}

/// The condition for assignments that hold on a day.
pub(crate) fn holds_on(today: NaiveDate) -> Condition {
    is_settled().add(role_assignment::Column::FromOn.lte(today)).add(not_over(today))
}

/// The condition for assignments that have not ended on a day, whether or not they have begun or been confirmed.
pub(crate) fn not_over(today: NaiveDate) -> Condition {
    use role_assignment::Column::UntilOn;
    Condition::any().add(UntilOn.is_null()).add(UntilOn.gt(today))
}

/// The condition for assignments that count on their days: not voided, confirmed where two administrators are needed.
pub(crate) fn is_settled() -> Condition {
    let needs_no_second = role_assignment::Column::Role.is_not_in(CONFIRMED_BY_TWO);
    Condition::all()
        .add(role_assignment::Column::VoidedAt.is_null())
        .add(Condition::any().add(needs_no_second).add(role_assignment::Column::ConfirmedAt.is_not_null()))
}

fn link_area() -> RelationDef {
    role_assignment::Entity::belongs_to(area::Entity)
        .from(role_assignment::Column::AreaId)
        .to(area::Column::Id)
        .into()
}

fn link_partner() -> RelationDef {
    role_assignment::Entity::belongs_to(partner::Entity)
        .from(role_assignment::Column::PartnerId)
        .to(partner::Column::Id)
        .into()
}

impl From<&Assignment> for Role {
    fn from(held: &Assignment) -> Self {
        held.role
    }
}
