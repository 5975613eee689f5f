//! Operations: which of the old ones are still there, under which route, and which are new.
//!
//! Two path templates are the same path when they differ in the names of parameters only. A specific method is still
//! there when `ANY` takes it; a path is still there when a greedy one takes it.

use std::collections::BTreeMap;

use super::context::{Context, Scope};
use super::deprecation::{self, Kinds};
use super::operation_side::OperationSide;
use super::raw_change::{Details, Place};
use super::{callbacks, integration, parameters, request_body, responses, security, validation};
use crate::rules::ChangeKind;
use gatepact_openapi::path_template::shape;
use gatepact_openapi::{Document, Found as Route, Method, Operation, Router};

const LIFE: Kinds = Kinds {
    deprecated: ChangeKind::OperationDeprecated,
    reactivated: ChangeKind::OperationReactivated,
    sunset_earlier: ChangeKind::OperationSunsetEarlier,
    sunset_unreadable: ChangeKind::OperationSunsetUnreadable,
    sunset_withdrawn: ChangeKind::OperationSunsetWithdrawn,
};

type ByShape<'d> = BTreeMap<String, BTreeMap<Method, OperationSide<'d>>>;

pub(super) fn compare<'d>(context: &mut Context<'d>, old: &'d Document, new: &'d Document) {
    callbacks::compare_webhooks(context, &old.root(), &new.root());
    let (before, after) = (by_shape(old), by_shape(new));
    let router = Router::new(new);
    for (shape, old_methods) in &before {
        let new_methods = after.get(shape);
        for old in old_methods.values() {
            let same = new_methods.and_then(|methods| takes(methods, old.method));
            match same {
                Some(new) => pair(context, old, new),
                None => removed(context, old, &router, new),
            }
        }
    }
    for (shape, new_methods) in &after {
        let old_methods = before.get(shape);
        for new in new_methods.values() {
            match old_methods.and_then(|methods| takes(methods, new.method)) {
                None => added(context, new),
                // Carved out of ANY: what ANY promised holds for the method as well.
                Some(old) if old.method == Method::Any && new.method != Method::Any => {
                    pair(context, old, new);
                }
                Some(_) => {}
            }
        }
    }
}

fn by_shape(document: &Document) -> ByShape<'_> {
    let mut result = ByShape::new();
    for operation in document.operations() {
        if let Some(side) = document.view(operation).map(OperationSide::from) {
            result.entry(shape(side.path)).or_default().entry(operation.method).or_insert(side);
        }
    }
    result
}

fn takes<'s, 'd>(
    methods: &'s BTreeMap<Method, OperationSide<'d>>,
    method: Method,
) -> Option<&'s OperationSide<'d>> {
    let any = || method.is_covered_by_any().then(|| methods.get(&Method::Any)).flatten();
    methods.get(&method).or_else(any)
}

fn pair<'d>(context: &mut Context<'d>, old: &OperationSide<'d>, new: &OperationSide<'d>) {
    let scope = context.operation(old.name());
    context.set_sides(scope, Some(old.asked_as(new)), Some(new.clone()));
    announcements(context, scope, old, new);
    parameters::compare(context, scope, old, new);
    request_body::compare(context, scope, old, new);
    responses::compare(context, scope, old, new);
    security::compare(context, scope, old, new);
    validation::compare(context, scope, old, new);
    integration::compare(context, scope, old, new);
    callbacks::compare(context, scope, old, new);
}

/// What is said of the operation itself.
fn announcements(
    context: &mut Context<'_>,
    scope: Scope,
    old: &OperationSide<'_>,
    new: &OperationSide<'_>,
) {
    let (old, new) = (&old.operation, &new.operation);
    deprecation::compare(context, scope, (&LIFE, None), (old, new));
    let levels = (ChangeKind::OperationStabilityLowered, ChangeKind::OperationStabilityRaised);
    deprecation::compare_stability(context, scope, (levels, None), (old, new));
    let (before, after) = (old.value.get("operationId"), new.value.get("operationId"));
    if before != after {
        let details = Details::values(before, after);
        context.report(scope, ChangeKind::OperationIdChanged, Place::both(old, new), details);
    }
}

fn added<'d>(context: &mut Context<'d>, new: &OperationSide<'d>) {
    let scope = context.operation(new.name());
    context.set_sides(scope, None, Some(new.clone()));
    context.report(
        scope,
        ChangeKind::OperationAdded,
        Place::added(&new.operation),
        Details::default(),
    );
}

/// Removed, unless another route takes every request. What that route describes of its own is compared; a proxy that
/// describes no responses promises nothing that could be compared.
fn removed<'d>(
    context: &mut Context<'d>,
    old: &OperationSide<'d>,
    router: &Router,
    document: &'d Document,
) {
    let scope = context.operation(old.name());
    let left = OperationSide { method: removed_method(router, old), ..old.clone() };
    context.set_sides(scope, Some(left), None);
    let Some(operation) = covering(router, old) else {
        let (kind, place) = (ChangeKind::OperationRemoved, Place::removed(&old.operation));
        context.report(scope, kind, place, Details::default());
        return;
    };
    let Some(new) = document.view(operation).map(OperationSide::from) else { return };
    context.set_sides(scope, Some(old.clone()), Some(new.clone()));
    let details = Details::values(None, Some(&new.name().into()));
    context.report(
        scope,
        ChangeKind::OperationCovered,
        Place::both(&old.operation, &new.operation),
        details,
    );
    security::compare(context, scope, old, &new);
    validation::compare(context, scope, old, &new);
    if !new.responses().is_empty() {
        responses::compare(context, scope, old, &new);
    }
}

/// The one operation that takes all requests of `old`.
fn covering<'r>(router: &'r Router, old: &OperationSide<'_>) -> Option<&'r Operation> {
    let found: Option<Vec<_>> =
        methods(old).map(|method| accepting(router, method, old.path)).collect();
    found?.first().copied()
}

/// A method of `old` that no operation accepts any more.
fn removed_method(router: &Router, old: &OperationSide<'_>) -> Method {
    let mut methods = methods(old);
    methods.find(|method| accepting(router, *method, old.path).is_none()).unwrap_or(old.method)
}

/// The methods whose requests an operation takes.
fn methods(side: &OperationSide<'_>) -> impl Iterator<Item = Method> {
    let own = side.method;
    Method::SPECIFIC
        .into_iter()
        .filter(move |method| *method == own || (own == Method::Any && method.is_covered_by_any()))
}

/// The operation that takes all requests with a method on a path.
fn accepting<'r>(router: &'r Router, method: Method, path: &str) -> Option<&'r Operation> {
    // No author writes such a segment, so only parameters and greedy paths take it.
    let sample = shape(path)
        .replace("{+}", "gatepact sample/gatepact sample")
        .replace("{}", "gatepact sample");
    match router.find(method.as_str(), &sample) {
        Route::Match(found) => Some(found.operation),
        Route::PathOnly { .. } | Route::NoRoute => None,
    }
}
