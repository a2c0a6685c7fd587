//! The table: one line per operation, giving its id, summary and description beside the handler.

use std::rc::Rc;

use actix_web::{HttpRequest, Resource, http::Method, web};

use super::{
    Draft, Handler,
    describe::{describe_late, describe_method},
    serving::{MethodIs, collection_of, method_not_allowed, run},
};
use crate::{
    access::Requirement,
    error::Code,
    http::{Caching, Enters, Served},
};

/// A group of operations in the contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tag {
    /// Its name: the collection.
    pub name: &'static str,
    /// What the collection is.
    pub description: &'static str,
}

/// One operation of the table.
#[derive(Debug)]
pub struct Operation {
    /// The method.
    pub method: Method,
    /// The path template.
    pub path: &'static str,
    /// The operation id: the handler's name.
    pub id: &'static str,
    /// The first sentence.
    pub summary: &'static str,
    /// Who may, and what happens.
    pub description: &'static str,
    /// Its group.
    pub tag: Tag,
    /// What the gate asks for.
    pub requirement: Requirement,
    /// Why it takes no idempotency key, if so.
    pub exempt: Option<&'static str>,
    /// Why its resource has no ETag, if so.
    pub unversioned: Option<&'static str>,
    /// Parameters, body, replies, refusals.
    pub draft: Draft,
}

/// The routes of the service while they are being put together.
pub struct Routes<'a> {
    config: Option<&'a mut web::ServiceConfig>,
    /// The paths of each collection: one is found by comparing words, and only its own patterns are then tried.
    collections: Vec<(&'static str, Vec<Resource>)>,
    operations: Vec<Operation>,
    tag: Tag,
}

impl std::fmt::Debug for Routes<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Routes").field("operations", &self.operations.len()).finish_non_exhaustive()
    }
}

impl<'a> Routes<'a> {
    /// Registers with actix, when given its configuration, and with the table otherwise.
    #[must_use]
    pub fn new(config: Option<&'a mut web::ServiceConfig>) -> Self {
        Self {
            config,
            collections: Vec::new(),
            operations: Vec::new(),
            tag: Tag { name: "", description: "" },
        }
    }

    /// The group of the operations that follow.
    pub fn tag(&mut self, name: &'static str, description: &'static str) {
        self.tag = Tag { name, description };
    }

    /// The operations of a path. More specific paths come before `{id}`.
    pub fn at<'r>(&'r mut self, path: &'static str) -> At<'r, 'a> {
        At {
            resource: Some(web::resource(path.strip_prefix(collection_of(path)).unwrap_or(path))),
            routes: self,
            path,
            methods: Vec::new(),
            caching: Caching::Private,
            exempt: None,
            unversioned: None,
            codes: &[],
            is_dated: false,
        }
    }

    /// The table.
    #[must_use]
    pub fn operations(mut self) -> Vec<Operation> {
        std::mem::take(&mut self.operations)
    }
}

impl Drop for Routes<'_> {
    fn drop(&mut self) {
        let Some(config) = self.config.as_mut() else { return };
        for (prefix, resources) in std::mem::take(&mut self.collections) {
            let scope = resources.into_iter().fold(web::scope(prefix), actix_web::Scope::service);
            config.service(scope);
        }
    }
}

/// One path of the table.
pub struct At<'r, 'a> {
    routes: &'r mut Routes<'a>,
    path: &'static str,
    resource: Option<Resource>,
    methods: Vec<Method>,
    caching: Caching,
    exempt: Option<&'static str>,
    unversioned: Option<&'static str>,
    codes: &'static [Code],
    is_dated: bool,
}

impl std::fmt::Debug for At<'_, '_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("At").field("path", &self.path).finish_non_exhaustive()
    }
}

impl At<'_, '_> {
    /// How long replies of this path may be kept.
    #[must_use]
    pub const fn caching(mut self, caching: Caching) -> Self {
        self.caching = caching;
        self
    }

    /// The operations that follow on this path take no idempotency key, for this reason.
    #[must_use]
    pub const fn exempt(mut self, reason: &'static str) -> Self {
        self.exempt = Some(reason);
        self
    }

    /// The resource of this path has no ETag, for this reason.
    #[must_use]
    pub const fn unversioned(mut self, reason: &'static str) -> Self {
        self.unversioned = Some(reason);
        self
    }

    /// The operations that follow on this path can also refuse with these codes.
    #[must_use]
    pub const fn refuses(mut self, codes: &'static [Code]) -> Self {
        self.codes = codes;
        self
    }

    /// The next operation on this path enters, changes or takes out facts of a day: it takes a `late_reason`.
    #[must_use]
    pub const fn dated(mut self) -> Self {
        self.is_dated = true;
        self
    }

    /// What an operation enters that a locked reporting period concerns.
    fn enters(&mut self, method: &Method) -> Enters {
        let is_dated = std::mem::take(&mut self.is_dated);
        let is_money = *method != Method::GET && self.codes.contains(&Code::PeriodClosed);
        match (is_dated, is_money) {
            (true, _) => Enters::Facts,
            (false, true) => Enters::Money,
            (false, false) => Enters::Nothing,
        }
    }

    /// Reads; HEAD works too.
    #[must_use]
    pub fn get<H: Handler<A>, A: 'static>(
        self,
        handler: H,
        id: &'static str,
        summary: &'static str,
        description: &'static str,
    ) -> Self {
        self.add(Method::GET, handler, id, (summary, description))
    }

    /// Creates or acts.
    #[must_use]
    pub fn post<H: Handler<A>, A: 'static>(
        self,
        handler: H,
        id: &'static str,
        summary: &'static str,
        description: &'static str,
    ) -> Self {
        self.add(Method::POST, handler, id, (summary, description))
    }

    /// Changes members.
    #[must_use]
    pub fn patch<H: Handler<A>, A: 'static>(
        self,
        handler: H,
        id: &'static str,
        summary: &'static str,
        description: &'static str,
    ) -> Self {
        self.add(Method::PATCH, handler, id, (summary, description))
    }

    /// Takes out what was entered in error, or ends a session.
    #[must_use]
    pub fn delete<H: Handler<A>, A: 'static>(
        self,
        handler: H,
        id: &'static str,
        summary: &'static str,
        description: &'static str,
    ) -> Self {
        self.add(Method::DELETE, handler, id, (summary, description))
    }

    fn add<H: Handler<A>, A: 'static>(
        mut self,
        method: Method,
        handler: H,
        id: &'static str,
        words: (&'static str, &'static str),
    ) -> Self {
        let enters = self.enters(&method);
        if self.routes.config.is_none() {
            self.document::<H, A>((&method, enters), id, words);
        }
        let caching = if method == Method::GET { self.caching } else { self.caching.for_changes() };
        let served = Served { id, route: self.path, enters, caching };
        let handler = Rc::new(handler);
        let serve = move |request: HttpRequest, payload: web::Payload| {
            let handler = Rc::clone(&handler);
            async move { run::<H, A>(&handler, request, payload, served).await }
        };
        self.resource = self
            .resource
            .take()
            .map(|resource| resource.route(web::route().guard(MethodIs(method.clone())).to(serve)));
        self.methods.push(method);
        self
    }

    /// Adds the operation to the table; each worker thread of the server has routes but needs no table.
    fn document<H: Handler<A>, A>(
        &mut self,
        (method, enters): (&Method, Enters),
        id: &'static str,
        words: (&'static str, &'static str),
    ) {
        let names = self.path.split('{').skip(1).filter_map(|rest| Some(rest.split('}').next()?.to_owned()));
        let mut draft = Draft { path_parameters: names.collect(), ..Draft::default() };
        H::describe(&mut draft);
        describe_method(&mut draft, method, self.exempt.is_some());
        if enters == Enters::Facts {
            describe_late(&mut draft);
        }
        draft.refuses(self.codes);
        self.routes.operations.push(Operation {
            method: method.clone(),
            path: self.path,
            id,
            summary: words.0,
            description: words.1,
            tag: self.routes.tag,
            requirement: H::REQUIREMENT,
            exempt: self.exempt,
            unversioned: self.unversioned,
            draft,
        });
    }
}

impl Drop for At<'_, '_> {
    fn drop(&mut self) {
        let Some(resource) = self.resource.take().filter(|_| self.routes.config.is_some()) else { return };
        let resource = resource.default_service(method_not_allowed(&self.methods));
        let (prefix, all) = (collection_of(self.path), &mut self.routes.collections);
        match all.iter_mut().find(|(known, _)| *known == prefix) {
            Some((_, resources)) => resources.push(resource),
            None => all.push((prefix, vec![resource])),
        }
    }
}
