//! How what OAuth prescribes documents itself: forms, and HTTP Basic.

use actix_web::{HttpRequest, web};
use serde::de::DeserializeOwned;
use utoipa::ToSchema;
use validator::Validate;

use super::{
    describe::{BODY_CODES, once},
    draft::{Draft, Input},
};
use crate::{
    error::{Code, Error},
    http::{Basic, FORM, Form},
};

impl<T: DeserializeOwned + Validate + ToSchema + 'static> Input for Form<T> {
    fn describe(draft: &mut Draft) {
        let schema = draft.schema::<T>();
        draft.body = vec![(FORM, schema)];
        draft.refuses(&BODY_CODES);
    }

    async fn take(request: &HttpRequest, payload: &mut Option<web::Payload>) -> Result<Self, Error> {
        Self::take(request, once(payload)?).await
    }
}

/// OpenAPI leaves the `Authorization` header to security schemes, so that it is told in the words of the operation.
impl Input for Basic {
    fn describe(draft: &mut Draft) {
        draft.refuses(&[Code::CredentialsInvalid]);
    }

    async fn take(request: &HttpRequest, _: &mut Option<web::Payload>) -> Result<Self, Error> {
        Ok(Self::take(request))
    }
}
