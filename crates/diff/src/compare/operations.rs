//! Operations: which of the old ones are still there, under which route, and which are new.
//!
//! Two path templates are the same path when they differ in the names of parameters only. A specific method is still
//! there when `ANY` takes it; a path is still there when a greedy one takes it.

use std::collections::{BTreeMap, BTreeSet};

use super::context::{Context, Scope};
use super::deprecation::{self, Kinds};
use super::operation_side::OperationSide;
use super::raw_change::{Details, Place};
use super::unknown::Unknown;
use super::{callbacks, integration, parameters, request_body, responses, security, validation};
use crate::rules::ChangeKind;
use gatepact_finding::Release;
use gatepact_openapi::path_template::shape;
use gatepact_openapi::{
    Cursor, Document, Found as Route, Method, Operation, OperationView, Router,
};

const LIFE: Kinds = Kinds {
    deprecated: ChangeKind::OperationDeprecated,
    reactivated: ChangeKind::OperationReactivated,
    sunset_earlier: ChangeKind::OperationSunsetEarlier,
    sunset_unreadable: ChangeKind::OperationSunsetUnreadable,
    sunset_withdrawn: ChangeKind::OperationSunsetWithdrawn,
};

type ByShape<'d> = BTreeMap<String, Vec<OperationSide<'d>>>;

pub(super) fn compare<'d>(context: &mut Context<'d>, old: &'d Document, new: &'d Document) {
    callbacks::compare_webhooks(context, &old.root(), &new.root());
    let (before, after) = (by_shape(old), by_shape(new));
    let router = Router::new(new);
    let gaps = [Release::Old, Release::New].map(|release| Gaps::of(&context.unknown, release));
    let none = Vec::new();
    for (shape, old_sides) in &before {
        let new_sides = after.get(shape).unwrap_or(&none);
        for old in old_sides {
            // A template that is gone leaves its requests to another one of its shape.
            let same = partner(old, old_sides, new_sides);
            match same.or_else(|| taking(old, new_sides).next()) {
                Some(new) => pair(context, old, new),
                None if gaps[1].may_have(shape) => unpaired(context, (Some(old), None)),
                None => removed(context, old, &router, new),
            }
        }
    }
    for (shape, new_sides) in &after {
        let old_sides = before.get(shape).unwrap_or(&none);
        for new in new_sides {
            match partner(new, new_sides, old_sides) {
                None if gaps[0].may_have(shape) => unpaired(context, (None, Some(new))),
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

/// The operations by the shape of their paths: several templates may have one, told apart by the names of parameters.
fn by_shape(document: &Document) -> ByShape<'_> {
    let mut result = ByShape::new();
    for operation in document.operations() {
        if let Some(side) = document.view(operation).map(OperationSide::from) {
            result.entry(shape(side.path)).or_default().push(side);
        }
    }
    result
}

/// The operation that is the same one in the other document: that of the same template, or else of one that was renamed.
/// Of several renamed ones the first is the first.
fn partner<'s, 'd>(
    side: &OperationSide<'d>,
    here: &[OperationSide<'d>],
    there: &'s [OperationSide<'d>],
) -> Option<&'s OperationSide<'d>> {
    if let Some(same) = taking(side, there).find(|other| other.path == side.path) {
        return Some(same);
    }
    let is_left =
        |path: &str, others: &[OperationSide<'d>]| !others.iter().any(|other| other.path == path);
    let mut mine = here.iter().filter(|it| it.method == side.method && is_left(it.path, there));
    let position = mine.position(|it| it.path == side.path)?;
    taking(side, there).filter(|other| is_left(other.path, here)).nth(position)
}

/// The operations that take the method of another one.
fn taking<'s, 'd>(
    side: &OperationSide<'d>,
    there: &'s [OperationSide<'d>],
) -> impl Iterator<Item = &'s OperationSide<'d>> {
    let has_own = there.iter().any(|other| other.method == side.method);
    let wanted = match has_own || !side.method.is_covered_by_any() {
        true => side.method,
        false => Method::Any,
    };
    there.iter().filter(move |other| other.method == wanted)
}

fn pair<'d>(context: &mut Context<'d>, old: &OperationSide<'d>, new: &OperationSide<'d>) {
    let scope = context.operation(old.name());
    context.set_sides(scope, Some(old.asked_as(new)), Some(new.clone()));
    if context.is_unknown(&old.operation, &new.operation) {
        return;
    }
    announcements(context, scope, old, new);
    parameters::compare(context, scope, old, new);
    request_body::compare(context, scope, old, new);
    responses::compare(context, scope, old, new);
    security::compare(context, scope, old, new);
    validation::compare(context, scope, old, new);
    integration::compare(context, scope, old, new);
    callbacks::compare(context, scope, old, new);
}

/// The operations of two path items of a library, which no path has yet.
pub(super) fn compare_items<'d>(
    context: &mut Context<'d>,
    name: &'d str,
    (old, new): (&Cursor<'d>, &Cursor<'d>),
) {
    let (before, after) = (of_item(name, old), of_item(name, new));
    for old in &before {
        match taking(old, &after).next() {
            Some(new) => pair(context, old, new),
            None => {
                let scope = context.operation(old.name());
                let (kind, place) = (ChangeKind::OperationRemoved, Place::removed(&old.operation));
                context.report(scope, kind, place, Details::default());
            }
        }
    }
    for new in after.iter().filter(|new| taking(new, &before).next().is_none()) {
        added(context, new);
    }
}

fn of_item<'d>(name: &'d str, item: &Cursor<'d>) -> Vec<OperationSide<'d>> {
    let side = |(method, below): (Method, Vec<&str>)| {
        let operation = below.into_iter().try_fold(item.clone(), |at, token| at.raw(token))?;
        let root = item.root();
        let view = OperationView { root, item: item.clone(), operation, path: name, method };
        Some(OperationSide::from(view))
    };
    gatepact_openapi::operation::of_item(item.value).filter_map(side).collect()
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

/// An operation that the other document may have as well, in a part that is not known.
fn unpaired<'d>(
    context: &mut Context<'d>,
    (old, new): (Option<&OperationSide<'d>>, Option<&OperationSide<'d>>),
) {
    if let Some(side) = old.or(new) {
        let scope = context.operation(side.name());
        context.set_sides(scope, old.cloned(), new.cloned());
    }
}

/// The paths of a document of which it is not known what operations they have, by their shapes.
struct Gaps {
    all: bool,
    shapes: BTreeSet<String>,
}

impl Gaps {
    fn of(unknown: &Unknown, release: Release) -> Self {
        let mut gaps = Self { all: false, shapes: BTreeSet::new() };
        for place in unknown.places(release) {
            let tokens: Vec<_> = place.tokens().take(4).collect();
            match tokens.iter().map(AsRef::as_ref).collect::<Vec<&str>>()[..] {
                ["paths"] => gaps.all = true,
                ["paths", path] | ["paths", path, Method::ADDITIONAL_KEY] => {
                    gaps.shapes.insert(shape(path));
                }
                _ => {}
            }
        }
        gaps
    }

    fn may_have(&self, shape: &str) -> bool {
        self.all || self.shapes.contains(shape)
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
    let additional = matches!(own, Method::Additional(_)).then_some(own);
    let methods = Method::SPECIFIC.into_iter().chain(additional);
    methods
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
