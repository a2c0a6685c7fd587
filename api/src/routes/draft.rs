//! What one operation says about itself while it is being documented.

use std::collections::{BTreeMap, BTreeSet};

use actix_web::{HttpRequest, web};
use serde_json::{Value, json};
use utoipa::ToSchema;

use crate::error::{Code, Error};

/// Schemas by media type: of a body, whichever of them is sent.
pub type Content = Vec<(&'static str, Value)>;

/// One way in which an operation can answer.
#[derive(Debug)]
pub struct Reply {
    /// What it means.
    pub description: String,
    /// The body, if there is one.
    pub content: Content,
    /// The headers it has.
    pub headers: Vec<&'static str>,
}

/// The growing description of one operation.
#[derive(Debug, Default)]
pub struct Draft {
    /// Names of the path parameters, in order.
    pub path_parameters: Vec<String>,
    /// OpenAPI parameter objects.
    pub parameters: Vec<Value>,
    /// The request body, if any: schemas by media type.
    pub body: Content,
    /// Replies by status.
    pub replies: BTreeMap<u16, Reply>,
    /// Codes it can refuse with.
    pub codes: BTreeSet<&'static str>,
    /// Component schemas it uses.
    pub schemas: BTreeMap<String, Value>,
    /// Whether the operation writes through the idempotent path.
    pub is_write: bool,
}

impl Draft {
    /// Uses a schema as a component and gives the reference to it.
    pub fn schema<T: ToSchema>(&mut self) -> Value {
        self.schema_named::<T>(&T::name())
    }

    /// Uses a schema as a component under a name of its own, for generic types.
    pub fn schema_named<T: ToSchema>(&mut self, name: &str) -> Value {
        let mut parts = Vec::new();
        T::schemas(&mut parts);
        parts.push((name.to_owned(), T::schema()));
        for (name, schema) in parts {
            if let Ok(schema) = serde_json::to_value(schema) {
                self.schemas.insert(name, schema);
            }
        }
        json!({ "$ref": format!("#/components/schemas/{name}") })
    }

    /// Adds a parameter.
    pub fn parameter(&mut self, parameter: Value) {
        self.parameters.push(parameter);
    }

    /// Adds a header parameter.
    pub fn header(&mut self, name: &str, required: bool, description: &str, schema: &Value) {
        self.parameter(json!({
            "name": name, "in": "header", "required": required, "description": description, "schema": schema,
        }));
    }

    /// Says that it can refuse with these codes.
    pub fn refuses(&mut self, codes: &[Code]) {
        self.codes.extend(codes.iter().map(|code| code.word()));
    }

    /// Says that it answers with this status.
    pub fn reply(&mut self, status: u16, description: &str, schema: Option<Value>, headers: &[&'static str]) {
        let content = schema.map(|schema| (crate::http::JSON, schema)).into_iter().collect();
        self.reply_with(status, description, content, headers);
    }

    /// Says that it answers with this status and a body that may be other than JSON.
    pub fn reply_with(&mut self, status: u16, description: &str, content: Content, headers: &[&'static str]) {
        let reply = Reply { description: description.to_owned(), content, headers: headers.to_vec() };
        self.replies.insert(status, reply);
    }
}

/// An argument of a handler, after the gate: how it is read and how it documents itself.
#[diagnostic::on_unimplemented(message = "this is not an argument that documents itself", label = "see http")]
pub trait Input: Sized + 'static {
    /// Whether it reads the query string; an operation without such an input takes no parameters.
    const READS_QUERY: bool = false;
    /// Adds parameters, body and refusals.
    fn describe(draft: &mut Draft);
    /// Reads it from the request.
    fn take(
        request: &HttpRequest,
        payload: &mut Option<web::Payload>,
    ) -> impl Future<Output = Result<Self, Error>>;
}

/// A reply that documents itself.
#[diagnostic::on_unimplemented(
    message = "a handler answers with one of the replies of `http`",
    label = "see http"
)]
pub trait Output: crate::http::Answer {
    /// The media types it answers in instead of JSON: requests that take one of them need not take JSON.
    const MEDIA_TYPES: &'static [&'static str] = &[];
    /// Adds replies and refusals.
    fn describe(draft: &mut Draft);
}
