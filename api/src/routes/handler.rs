//! Handlers: functions of a gate and inputs. The gate is passed first, so 401 and 403 win over complaints about the
//! rest; then the inputs are read in the order of the signature.

use actix_web::{HttpRequest, HttpResponse, web};

use super::draft::{Draft, Input, Output};
use crate::{
    access::{Gate, Requirement},
    error::{Code, Error},
    http::{refuse_parameters, require_taken},
};

/// What an operation without parameters answers when there are some.
const STRAY_PARAMETERS: [Code; 3] = [Code::UnknownParameter, Code::InvalidParameter, Code::MalformedRequest];

/// A function that can serve an operation; `Arguments` is the tuple of its arguments.
#[diagnostic::on_unimplemented(
    message = "this is no handler: it takes a gate and up to four inputs, and answers with `Result<reply, Error>`",
    label = "see routes::handler"
)]
pub trait Handler<Arguments>: Clone + 'static {
    /// What the gate asks for.
    const REQUIREMENT: Requirement;
    /// Documents arguments and replies.
    fn describe(draft: &mut Draft);
    /// Reads the arguments, runs the function, makes the response.
    fn serve(
        &self,
        request: &HttpRequest,
        payload: web::Payload,
    ) -> impl Future<Output = Result<HttpResponse, Error>>;
}

macro_rules! handlers {
    ($(($($input:ident)*))*) => { $(
        impl<F, Fut, R, G, $($input,)*> Handler<(G, $($input,)*)> for F
        where
            F: Fn(G, $($input,)*) -> Fut + Clone + 'static,
            Fut: Future<Output = Result<R, Error>>,
            R: Output,
            G: Gate,
            $($input: Input,)*
        {
            const REQUIREMENT: Requirement = G::REQUIREMENT;

            fn describe(draft: &mut Draft) {
                $($input::describe(draft);)*
                if !(false $(|| $input::READS_QUERY)*) {
                    draft.refuses(&STRAY_PARAMETERS);
                }
                R::describe(draft);
            }

            #[expect(non_snake_case, reason = "the type's name serves as the variable's")]
            async fn serve(&self, request: &HttpRequest, payload: web::Payload) -> Result<HttpResponse, Error> {
                let gate = G::admit(request).await?;
                require_taken(request, R::MEDIA_TYPES)?;
                if !(false $(|| $input::READS_QUERY)*) {
                    refuse_parameters(request)?;
                }
                let mut payload = Some(payload);
                $(let $input = $input::take(request, &mut payload).await?;)*
                drop(payload);
                Ok(self(gate, $($input,)*).await?.answer(request))
            }
        }
    )* };
}

handlers! { (A) (A B) (A B C) (A B C D) }

impl<F, Fut, R, G> Handler<(G,)> for F
where
    F: Fn(G) -> Fut + Clone + 'static,
    Fut: Future<Output = Result<R, Error>>,
    R: Output,
    G: Gate,
{
    const REQUIREMENT: Requirement = G::REQUIREMENT;

    fn describe(draft: &mut Draft) {
        draft.refuses(&STRAY_PARAMETERS);
        R::describe(draft);
    }

    async fn serve(&self, request: &HttpRequest, _: web::Payload) -> Result<HttpResponse, Error> {
        let gate = G::admit(request).await?;
        require_taken(request, R::MEDIA_TYPES)?;
        refuse_parameters(request)?;
        Ok(self(gate).await?.answer(request))
    }
}
