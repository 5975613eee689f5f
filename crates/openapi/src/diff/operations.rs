//! Operations: which of the old ones are still there, under which route, and which are new.
//!
//! Two path templates are the same path when they differ in the names of parameters only. A specific method is still
//! there when `ANY` takes it; a path is still there when a greedy one takes it.

use std::collections::BTreeMap;

use super::change::Facts;
use super::cursor::Cursor;
use super::lifetime::{self, Kinds, Removal};
use super::rules::Kind;
use super::walk::{Pass, Place, Walk};
use super::{callbacks, integration, parameters, request_body, responses, security, validation};
use crate::{Document, Found, Method, Operation, Router};

/// An operation with its place and its path item.
#[derive(Debug, Clone)]
pub(super) struct Side<'d> {
    pub(super) root: Cursor<'d>,
    pub(super) item: Cursor<'d>,
    pub(super) operation: Cursor<'d>,
    pub(super) path: &'d str,
    method: Method,
}

const LIFE: Kinds = Kinds {
    deprecated: Kind::OperationDeprecated,
    reactivated: Kind::OperationReactivated,
    sunset_earlier: Kind::OperationSunsetEarlier,
    sunset_unreadable: Kind::OperationSunsetUnreadable,
    sunset_withdrawn: Kind::OperationSunsetWithdrawn,
};

type ByShape<'d> = BTreeMap<String, BTreeMap<Method, Side<'d>>>;

pub(super) fn compare<'d>(walk: &mut Walk<'d>, old: &'d Document, new: &'d Document) {
    callbacks::compare_webhooks(walk, &Cursor::new(old.value()), &Cursor::new(new.value()));
    let (before, after) = (by_shape(old), by_shape(new));
    let router = Router::new(new);
    for (shape, old_methods) in &before {
        let new_methods = after.get(shape);
        for old in old_methods.values() {
            let same = new_methods.and_then(|methods| takes(methods, old.method));
            match same {
                Some(new) => pair(walk, old, new),
                None => gone(walk, old, &router, new),
            }
        }
    }
    for (shape, new_methods) in &after {
        let old_methods = before.get(shape);
        for new in new_methods.values() {
            match old_methods.and_then(|methods| takes(methods, new.method)) {
                None => added(walk, new),
                // Carved out of ANY: what ANY promised holds for the method as well.
                Some(old) if old.method == Method::Any && new.method != Method::Any => {
                    pair(walk, old, new);
                }
                Some(_) => {}
            }
        }
    }
}

fn by_shape(document: &Document) -> ByShape<'_> {
    let root = Cursor::new(document.value());
    let mut result = ByShape::new();
    let paths = root.raw("paths");
    for operation in document.operations() {
        let side = paths.as_ref().and_then(|paths| side(&root, paths, operation));
        if let Some(side) = side {
            result.entry(shape(side.path)).or_default().entry(operation.method).or_insert(side);
        }
    }
    result
}

fn side<'d>(root: &Cursor<'d>, paths: &Cursor<'d>, operation: &Operation) -> Option<Side<'d>> {
    let (path, _) = paths.value.as_object()?.get_key_value(&operation.path)?;
    let item = paths.raw(path)?;
    let own = item.raw(operation.method.key())?;
    Some(Side { root: root.clone(), item, operation: own, path, method: operation.method })
}

/// The path without the names of its parameters: `/orders/{}`, `/files/{+}`.
fn shape(path: &str) -> String {
    let mut result = String::new();
    let mut rest = path;
    while let Some((before, (name, after))) =
        rest.split_once('{').and_then(|(before, tail)| Some((before, tail.split_once('}')?)))
    {
        result.push_str(before);
        result.push_str(if name.ends_with('+') { "{+}" } else { "{}" });
        rest = after;
    }
    result + rest
}

fn takes<'s, 'd>(methods: &'s BTreeMap<Method, Side<'d>>, method: Method) -> Option<&'s Side<'d>> {
    let any = || method.is_covered_by_any().then(|| methods.get(&Method::Any)).flatten();
    methods.get(&method).or_else(any)
}

fn pair<'d>(walk: &mut Walk<'d>, old: &Side<'d>, new: &Side<'d>) {
    let pass = walk.operation(old.name());
    walk.stands(pass, Some(&old.asked_as(new)), Some(new));
    announcements(walk, pass, old, new);
    parameters::compare(walk, pass, old, new);
    request_body::compare(walk, pass, old, new);
    responses::compare(walk, pass, old, new);
    security::compare(walk, pass, old, new);
    validation::compare(walk, pass, old, new);
    integration::compare(walk, pass, old, new);
    callbacks::compare(walk, pass, old, new);
}

/// What is said of the operation itself.
fn announcements(walk: &mut Walk<'_>, pass: Pass, old: &Side<'_>, new: &Side<'_>) {
    let (old, new) = (&old.operation, &new.operation);
    lifetime::compare(walk, pass, (&LIFE, None), (old, new));
    let levels = (Kind::OperationStabilityLowered, Kind::OperationStabilityRaised);
    lifetime::compare_stability(walk, pass, (levels, None), (old, new));
    let (before, after) = (old.value.get("operationId"), new.value.get("operationId"));
    if before != after {
        let facts = Facts::values(before, after);
        walk.report(pass, Kind::OperationIdChanged, Place::both(old, new), facts);
    }
}

fn added<'d>(walk: &mut Walk<'d>, new: &Side<'d>) {
    let pass = walk.operation(new.name());
    walk.stands(pass, None, Some(new));
    walk.report(pass, Kind::OperationAdded, Place::added(&new.operation), Facts::default());
}

/// Removed, unless another route takes every request. What that route describes of its own is compared; a proxy that
/// describes no responses promises nothing that could be compared.
fn gone<'d>(walk: &mut Walk<'d>, old: &Side<'d>, router: &Router, document: &'d Document) {
    let pass = walk.operation(old.name());
    let lost = Side { method: lost(router, old), ..old.clone() };
    walk.stands(pass, Some(&lost), None);
    let Some(operation) = covering(router, old) else {
        let kind = match lifetime::removal(&old.operation, walk.options.today) {
            Removal::Unstable => Kind::OperationRemovedUnstable,
            Removal::AfterSunset => Kind::OperationRemovedAfterSunset,
            Removal::Announced => Kind::OperationRemovedAnnounced,
            Removal::BeforeSunset | Removal::Unannounced => Kind::OperationRemoved,
        };
        let facts = lifetime::facts(&old.operation, None);
        walk.report(pass, kind, Place::removed(&old.operation), facts);
        return;
    };
    let root = Cursor::new(document.value());
    let Some(new) = root.raw("paths").and_then(|paths| side(&root, &paths, operation)) else {
        return;
    };
    walk.stands(pass, Some(old), Some(&new));
    let facts = Facts::values(None, Some(&new.name().into()));
    walk.report(pass, Kind::OperationCovered, Place::both(&old.operation, &new.operation), facts);
    security::compare(walk, pass, old, &new);
    validation::compare(walk, pass, old, &new);
    let describes_responses = new
        .operation
        .get("responses")
        .is_some_and(|responses| responses.members().next().is_some());
    if describes_responses {
        responses::compare(walk, pass, old, &new);
    }
}

/// The one operation that takes all requests of `old`.
fn covering<'r>(router: &'r Router, old: &Side<'_>) -> Option<&'r Operation> {
    let found: Option<Vec<_>> =
        methods(old).map(|method| taking(router, method, old.path)).collect();
    found?.first().copied()
}

/// A method of `old` that nothing takes any more.
fn lost(router: &Router, old: &Side<'_>) -> Method {
    let mut methods = methods(old);
    methods.find(|method| taking(router, *method, old.path).is_none()).unwrap_or(old.method)
}

/// The methods whose requests an operation takes.
fn methods(side: &Side<'_>) -> impl Iterator<Item = Method> {
    let own = side.method;
    Method::SPECIFIC
        .into_iter()
        .filter(move |method| *method == own || (own == Method::Any && method.is_covered_by_any()))
}

/// The operation that takes all requests with a method on a path.
fn taking<'r>(router: &'r Router, method: Method, path: &str) -> Option<&'r Operation> {
    // No author writes such a segment, so only parameters and greedy paths take it.
    let sample = shape(path)
        .replace("{+}", "gatepact sample/gatepact sample")
        .replace("{}", "gatepact sample");
    match router.find(method.as_str(), &sample) {
        Found::Match(found) => Some(found.operation),
        Found::PathOnly { .. } | Found::NoRoute => None,
    }
}

impl Side<'_> {
    /// `GET /orders/{id}`
    pub(super) fn name(&self) -> String {
        format!("{} {}", self.method, self.path)
    }

    /// The same with a method that both take, and no other operation of their paths does.
    fn asked_as(&self, new: &Self) -> Self {
        let is_free = |method: &Method| {
            method.is_covered_by_any()
                && [self, new].iter().all(|side| side.item.raw(method.key()).is_none())
        };
        let method = match (self.method, new.method) {
            (Method::Any, Method::Any) => Method::SPECIFIC.into_iter().find(is_free),
            (Method::Any, method) => Some(method),
            (_, _) => None,
        };
        Self { method: method.unwrap_or(self.method), ..self.clone() }
    }

    /// `GET`; a route that takes any method takes this one.
    pub(super) fn method(&self) -> &'static str {
        if self.method == Method::Any { Method::Get.as_str() } else { self.method.as_str() }
    }

    /// The names of the path's parameters in their order, greedy ones without `+`.
    pub(super) fn path_parameters(&self) -> Vec<&str> {
        let parts = self.path.split('{').skip(1);
        parts
            .filter_map(|part| part.split_once('}'))
            .map(|(name, _)| name.trim_end_matches('+'))
            .collect()
    }
}
