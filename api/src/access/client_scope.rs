//! Scopes of machine clients on the wire: the permissions that one of their roles can hold.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use utoipa::openapi::{ObjectBuilder, RefOr, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

use super::{Permission, is_scope};
use crate::values::FieldCode;

/// A permission that a machine client can be limited to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClientScope(Permission);

impl ClientScope {
    /// Every scope, sorted.
    #[must_use]
    pub fn all() -> Vec<Self> {
        let mut all: Vec<_> = Permission::ALL.iter().copied().filter(|one| is_scope(*one)).collect();
        all.sort_unstable_by_key(|permission| permission.wire());
        all.into_iter().map(Self).collect()
    }

    /// The scopes of a list separated by spaces, without those that are none any more.
    #[must_use]
    pub fn list(text: &str) -> Vec<Self> {
        text.split(' ').filter_map(Self::parse).collect()
    }

    /// Reads a scope.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Permission::parse(word).filter(|permission| is_scope(*permission)).map(Self)
    }

    /// The permission.
    #[must_use]
    pub const fn permission(self) -> Permission {
        self.0
    }
}

impl Serialize for ClientScope {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.wire())
    }
}

impl<'de> Deserialize<'de> for ClientScope {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let word = String::deserialize(deserializer)?;
        Self::parse(&word).ok_or_else(|| D::Error::custom(FieldCode::NotInEnum))
    }
}

impl PartialSchema for ClientScope {
    fn schema() -> RefOr<Schema> {
        let words = Self::all().into_iter().map(|scope| scope.0.wire());
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some("A permission that a machine client can be limited to."))
            .enum_values(Some(words))
            .into()
    }
}

impl ToSchema for ClientScope {}

#[cfg(test)]
mod tests {
    use super::ClientScope;

    #[test]
    fn all_scopes_together_fit_into_a_token() {
        const ROOM: usize = 2500;
        let length: usize = ClientScope::all().iter().map(|scope| scope.permission().wire().len() + 1).sum();
        assert!(length < ROOM, "a token of 4,096 characters has no room for {length} characters of scopes");
    }

    #[test]
    fn what_is_no_scope_any_more_is_left_out() {
        let wires: Vec<_> =
            ClientScope::list("areas:read gone:read users:read").iter().map(|one| one.0.wire()).collect();
        assert_eq!(wires, ["areas:read"]);
        assert!(
            serde_json::from_value::<ClientScope>("users:read".into())
                .unwrap_err()
                .to_string()
                .contains("not_in_enum")
        );
    }
}
