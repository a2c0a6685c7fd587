//! Several values in one query parameter: `status=draft,active`. Documents its items, not its style.

use serde::de::value::StrDeserializer;
use serde::de::{DeserializeOwned, IntoDeserializer};
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::__dev::ComposeSchema;
use utoipa::ToSchema;
use utoipa::openapi::{ArrayBuilder, RefOr, Schema};

use super::{FieldCode, wire};

/// The most items of one list.
const MAX_ITEMS: usize = 20;

/// One to twenty different values, written with commas between them. Serialised as a JSON array.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct Commaed<T>(Vec<T>);

impl<T: DeserializeOwned> Commaed<T> {
    /// Reads a list.
    ///
    /// # Errors
    /// `too_many_items`, `not_unique`, `not_in_enum`, or what is wrong with an item.
    pub fn parse(text: &str) -> Result<Self, FieldCode> {
        let pieces: Vec<&str> = text.split(',').take(MAX_ITEMS + 1).collect();
        if pieces.len() > MAX_ITEMS {
            return Err(FieldCode::TooManyItems);
        }
        if pieces.iter().enumerate().any(|(n, piece)| pieces[..n].contains(piece)) {
            return Err(FieldCode::NotUnique);
        }
        pieces.into_iter().map(item).collect::<Result<_, _>>().map(Self)
    }
}

fn item<T: DeserializeOwned>(piece: &str) -> Result<T, FieldCode> {
    if piece.is_empty() {
        return Err(FieldCode::InvalidFormat);
    }
    let piece: StrDeserializer<'_, serde::de::value::Error> = piece.into_deserializer();
    T::deserialize(piece).map_err(|error| FieldCode::from_message(&error.to_string()))
}

impl<T> Commaed<T> {
    /// The limits of a list, as members of its schema.
    pub(crate) fn limits() -> [(String, serde_json::Value); 3] {
        let limit = |name: &str, value: serde_json::Value| (name.to_owned(), value);
        [limit("minItems", 1.into()), limit("maxItems", MAX_ITEMS.into()), limit("uniqueItems", true.into())]
    }

    /// The items in the order given.
    #[must_use]
    pub fn as_slice(&self) -> &[T] {
        &self.0
    }
}

impl<T> From<Vec<T>> for Commaed<T> {
    fn from(all: Vec<T>) -> Self {
        Self(all)
    }
}

impl<T> IntoIterator for Commaed<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a, T> IntoIterator for &'a Commaed<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Commaed<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        wire::text(deserializer, Self::parse)
    }
}

impl<T: ToSchema> ComposeSchema for Commaed<T> {
    fn compose(generics: Vec<RefOr<Schema>>) -> RefOr<Schema> {
        let item = generics.into_iter().next().unwrap_or_else(T::schema);
        ArrayBuilder::new()
            .items(item)
            .min_items(Some(1))
            .max_items(Some(MAX_ITEMS))
            .unique_items(true)
            .into()
    }
}

impl<T: ToSchema> ToSchema for Commaed<T> {
    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        T::schemas(schemas);
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use utoipa::{PartialSchema, ToSchema};

    use super::{Commaed, FieldCode};

    #[derive(Clone, Copy, Debug, PartialEq, Deserialize, ToSchema)]
    #[serde(rename_all = "snake_case")]
    enum Status {
        Draft,
        InForce,
    }

    #[derive(Debug, Deserialize)]
    struct Filter {
        status: Option<Commaed<Status>>,
    }

    #[test]
    fn lists_are_read_from_query_strings() {
        let filter: Filter = serde_urlencoded::from_str("status=draft%2Cin_force").unwrap();
        assert_eq!(filter.status.unwrap().as_slice(), [Status::Draft, Status::InForce]);
        assert!(serde_urlencoded::from_str::<Filter>("").unwrap().status.is_none());
        let error = serde_urlencoded::from_str::<Filter>("status=draft,new").unwrap_err();
        assert_eq!(error.to_string(), "not_in_enum");
        assert_eq!(
            serde_json::from_value::<Filter>(serde_json::json!({"status": "draft"}))
                .unwrap()
                .status
                .unwrap()
                .into_iter()
                .count(),
            1
        );
    }

    #[test]
    fn faults_of_a_list_are_named() {
        let code = |text: &str| Commaed::<Status>::parse(text).unwrap_err();
        assert_eq!(code(""), FieldCode::InvalidFormat);
        assert_eq!(code("draft,"), FieldCode::InvalidFormat);
        assert_eq!(code("draft, in_force"), FieldCode::NotInEnum);
        assert_eq!(code("draft,draft"), FieldCode::NotUnique);
        assert_eq!(Commaed::<uuid::Uuid>::parse("1").unwrap_err(), FieldCode::InvalidFormat);
        let many = (0..21).map(|n| n.to_string()).collect::<Vec<_>>();
        assert_eq!(Commaed::<String>::parse(&many.join(",")).unwrap_err(), FieldCode::TooManyItems);
        assert_eq!(Commaed::<String>::parse(&many[1..].join(",")).unwrap().as_slice().len(), 20);
    }

    #[test]
    fn the_schema_is_an_array_of_the_items() {
        let schema = serde_json::to_value(Commaed::<Status>::schema()).unwrap();
        let items = serde_json::json!({"type": "string", "enum": ["draft", "in_force"]});
        assert_eq!(
            schema,
            serde_json::json!({"type": "array", "items": items, "maxItems": 20, "minItems": 1, "uniqueItems": true})
        );
    }
}
