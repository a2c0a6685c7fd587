//! What goes over the wire about signing in.

use entity::{
    enums::Role,
    ids::{AccountId, AreaId, GroupId, PartnerId, SessionId},
    session,
};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use validator::Validate;

use crate::{
    http::Filter,
    values::{Device, Instant, Line, Login, NewPassword, Password},
};

/// What somebody signs in with.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "login": "vuong.thi.mai", "password": "chợ phiên họp ngày mồng năm", "device": "Android 14",
}))]
pub struct Credentials {
    /// The login of the account, in any case.
    pub login: Login,
    /// The password.
    pub password: Password,
    /// What the device calls itself, for the list of sessions.
    #[schema(value_type = Option<Device>, example = "Android 14, ứng dụng cán bộ xã")]
    pub device: Option<Device>,
}

/// A refresh token on its way back.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Refresh {
    /// The token of the latest reply.
    #[schema(example = "kJ3vY0mT8qWc5ZrB1nXu7hLe2sDfGpQaVtMiOyKwR4E")]
    pub refresh_token: Line<1, 200>,
}

/// A password given again.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Reauthentication {
    /// The password of the account.
    pub password: Password,
}

/// A change of the own password.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "current_password": "chợ phiên họp ngày mồng năm", "new_password": "bốn con trâu qua suối",
}))]
pub struct PasswordChange {
    /// The password of today.
    pub current_password: Password,
    /// The password from now on.
    pub new_password: NewPassword,
}

/// An access token and what prolongs it.
#[derive(Debug, Serialize, ToSchema)]
pub struct Tokens {
    /// The token for `Authorization: Bearer …`.
    #[schema(max_length = 4096, example = "eyJhbGciOiJFZERTQSJ9.eyJpc3MiOiIifQ.c2lnbmF0dXJl")]
    pub access_token: String,
    /// Always `Bearer`.
    #[schema(max_length = 10, example = "Bearer")]
    pub token_type: &'static str,
    /// Seconds until the access token ends.
    #[schema(minimum = 1, maximum = 600, example = 600)]
    pub expires_in: i32,
    /// Exchanged once for the next tokens at `POST /v1/auth/refresh`.
    #[schema(max_length = 200, example = "kJ3vY0mT8qWc5ZrB1nXu7hLe2sDfGpQaVtMiOyKwR4E")]
    pub refresh_token: String,
    /// When the refresh token ends if it is not used.
    pub refresh_expires_at: Instant,
    /// The session they belong to.
    pub session_id: SessionId,
}

/// An access token alone.
#[derive(Debug, Serialize, ToSchema)]
pub struct AccessToken {
    /// The token for `Authorization: Bearer …`.
    #[schema(max_length = 4096, example = "eyJhbGciOiJFZERTQSJ9.eyJpc3MiOiIifQ.c2lnbmF0dXJl")]
    pub access_token: String,
    /// Always `Bearer`.
    #[schema(max_length = 10, example = "Bearer")]
    pub token_type: &'static str,
    /// Seconds until the access token ends.
    #[schema(minimum = 1, maximum = 600, example = 600)]
    pub expires_in: i32,
}

/// A device on which the caller is signed in.
#[derive(Debug, Serialize, ToSchema)]
pub struct Session {
    /// Its id.
    pub id: SessionId,
    /// What the device called itself.
    #[schema(max_length = 120, example = "Android 14, ứng dụng cán bộ xã")]
    pub device: String,
    /// When it was signed in.
    pub created_at: Instant,
    /// When it last took a token.
    pub last_used_at: Instant,
    /// When it ends by itself.
    pub expires_at: Instant,
    /// Whether this request came from it.
    pub is_current: bool,
}

impl Session {
    /// The view of a row, for the caller's own session.
    #[must_use]
    pub fn of(row: session::Model, current: SessionId) -> Self {
        Self {
            id: row.id,
            device: row.device,
            created_at: row.created_at.into(),
            last_used_at: row.last_used_at.into(),
            expires_at: row.expires_at.into(),
            is_current: row.id == current,
        }
    }
}

/// The list of sessions has no filters.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct SessionFilter {}

impl Filter for SessionFilter {
    const SORTS: &'static [&'static str] = &["-last_used_at", "last_used_at"];
}

/// Who the caller is.
#[derive(Debug, Serialize, ToSchema)]
pub struct Me {
    /// The account.
    pub id: AccountId,
    /// Its login.
    #[schema(max_length = 64, example = "vuong.thi.mai")]
    pub login: String,
    /// The name of its owner.
    #[schema(max_length = 120, example = "Vương Thị Mai")]
    pub name: String,
    /// The session of this request.
    pub session_id: SessionId,
    /// When the password was last given in this session.
    pub authenticated_at: Instant,
    /// Whether the password was made by the service: then nothing is admitted but changing it, signing out, and this.
    #[schema(example = false)]
    pub must_change_password: bool,
    /// When the password was last set.
    pub password_changed_at: Instant,
    /// Full days since then.
    #[schema(minimum = 0, example = 12)]
    pub password_age_days: i64,
    /// The roles that hold today.
    #[schema(max_items = 1000)]
    pub roles: Vec<HeldRole>,
    /// What follows from the roles, in the form `<resource>:<action>`, sorted.
    #[schema(max_items = 500, example = json!(["areas:read", "farmer-groups:read"]))]
    pub permissions: Vec<&'static str>,
}

/// A role that the caller holds today.
#[derive(Debug, FromQueryResult, Serialize, ToSchema)]
pub struct HeldRole {
    /// The role.
    pub role: Role,
    /// Held over this area and all below it.
    pub area_id: Option<AreaId>,
    /// The code of the area.
    #[schema(max_length = 10, example = "04")]
    pub area_code: Option<String>,
    /// The name of the area in Vietnamese.
    #[schema(max_length = 120, example = "Tỉnh Cao Bằng")]
    pub area_name_vi: Option<String>,
    /// The name of the area in English.
    #[schema(max_length = 120, example = "Cao Bang province")]
    pub area_name_en: Option<String>,
    /// Held over this group.
    pub group_id: Option<GroupId>,
    /// Held over this partner.
    pub partner_id: Option<PartnerId>,
}

/// The keys that access tokens are signed with (RFC 7517).
#[derive(Debug, Deserialize, Serialize, ToSchema)]
pub struct JsonWebKeySet {
    /// The keys.
    #[schema(max_items = 20)]
    pub keys: Vec<JsonWebKey>,
}

/// One public key (RFC 8037).
#[derive(Debug, Deserialize, Serialize, ToSchema)]
pub struct JsonWebKey {
    /// The kind of key.
    #[schema(max_length = 10, example = "OKP")]
    pub kty: String,
    /// The curve.
    #[schema(max_length = 20, example = "Ed25519")]
    pub crv: String,
    /// What it is for.
    #[schema(max_length = 10, example = "sig")]
    pub r#use: String,
    /// The algorithm of its signatures.
    #[schema(max_length = 10, example = "EdDSA")]
    pub alg: String,
    /// Its name in the header of tokens.
    #[schema(max_length = 40, example = "20260101-abcdefgh")]
    pub kid: String,
    /// The public key, base64url.
    #[schema(max_length = 43, example = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo")]
    pub x: String,
}
