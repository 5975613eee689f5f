//! Operations: which of the old ones are still there, under which route, and which are new.
//!
//! Two path templates are the same path when they differ in the names of parameters only. A specific method is still
//! there when `ANY` takes it; a path is still there when a greedy one takes it.

use std::collections::{BTreeMap, BTreeSet};

use super::api_gateway::ApiGateway;
use super::context::{Context, Scope};
use super::deprecation::{self, Kinds};
use super::endpoints::Endpoints;
use super::operation_side::OperationSide;
use super::raw_change::{Details, Place};
use super::routes::Routes;
use super::servers::{Paths, Servers};
use super::unknown::Unknown;
use super::url_paths::{self, Sides};
use super::{callbacks, integration, parameters, request_body, responses, security, validation};
use crate::rules::ChangeKind;
use gatepact_finding::Release;
use gatepact_openapi::path_template::shape;
use gatepact_openapi::{Cursor, Document, Method, OperationView};

const LIFE: Kinds = Kinds {
    deprecated: ChangeKind::OperationDeprecated,
    reactivated: ChangeKind::OperationReactivated,
    sunset_earlier: ChangeKind::OperationSunsetEarlier,
    sunset_unreadable: ChangeKind::OperationSunsetUnreadable,
    sunset_withdrawn: ChangeKind::OperationSunsetWithdrawn,
};

type ByShape<'d> = BTreeMap<String, Vec<(OperationSide<'d>, Servers<'d>)>>;

pub(super) fn compare<'d>(context: &mut Context<'d>, old: &'d Document, new: &'d Document) {
    callbacks::compare_webhooks(context, &old.root(), &new.root());
    let gateway = ApiGateway::of([old, new]);
    let (before, mut after) = (sides(old, gateway), sides(new, gateway));
    url_paths::align(&before, &mut after);
    let (before, after) = (by_shape(before), by_shape(after));
    let routes = [old, new].map(|document| Routes::new(document, gateway));
    let mut endpoints = Endpoints::default();
    let gaps = [Release::Old, Release::New].map(|release| Gaps::of(&context.unknown, release));
    let none = Vec::new();
    for (shape, old_sides) in &before {
        let new_sides = after.get(shape).unwrap_or(&none);
        for old in old_sides {
            // A template that is gone leaves its requests to another one of its shape.
            let same = partner(&old.0, old_sides, new_sides);
            match same.or_else(|| taking(&old.0, new_sides).next()) {
                Some(new) => pair(context, &mut endpoints, old, new),
                None if gaps[1].may_have(shape) => unpaired(context, (Some(&old.0), None)),
                None => removed(context, &mut endpoints, old, (&routes[1], new)),
            }
        }
    }
    for (shape, new_sides) in &after {
        let old_sides = before.get(shape).unwrap_or(&none);
        for new in new_sides {
            match partner(&new.0, new_sides, old_sides) {
                None if gaps[0].may_have(shape) => unpaired(context, (None, Some(&new.0))),
                None => {
                    let scope = added(context, &new.0);
                    carved_out(context, scope, new, (&routes[0], old));
                }
                // Carved out of ANY: what ANY promised holds for the method as well.
                Some(old) if old.0.method == Method::Any && new.0.method != Method::Any => {
                    pair(context, &mut endpoints, old, new);
                }
                Some(_) => {}
            }
        }
    }
    let whole = [old, new].map(|it| Servers::of_document(&it.root(), gateway.is_known));
    endpoints.report(context, &whole);
}

/// The operations with their servers, in the order of the document.
fn sides(document: &Document, gateway: ApiGateway) -> Sides<'_> {
    let root = Servers::of_document(&document.root(), gateway.is_known);
    let sides = document.operations().iter().filter_map(|operation| document.view(operation));
    let sides = sides.map(OperationSide::from);
    sides
        .map(|side| {
            let servers = Servers::of(&side, &root, gateway.is_known);
            (side, servers)
        })
        .collect()
}

/// The operations by the shape of their paths: several templates may have one, told apart by the names of parameters.
fn by_shape(sides: Sides<'_>) -> ByShape<'_> {
    let mut result = ByShape::new();
    for (side, servers) in sides {
        result.entry(shape(side.common_path())).or_default().push((side, servers));
    }
    result
}

/// The operation that is the same one in the other document: that of the same template, or else of one that was renamed.
/// Of several renamed ones the first is the first.
fn partner<'s, 'd>(
    side: &OperationSide<'d>,
    here: &[(OperationSide<'d>, Servers<'d>)],
    there: &'s [(OperationSide<'d>, Servers<'d>)],
) -> Option<&'s (OperationSide<'d>, Servers<'d>)> {
    let path = side.common_path();
    if let Some(same) = taking(side, there).find(|(other, _)| other.common_path() == path) {
        return Some(same);
    }
    let is_left = |path: &str, others: &[(OperationSide<'d>, Servers<'d>)]| {
        !others.iter().any(|(other, _)| other.common_path() == path)
    };
    let mut mine =
        here.iter().filter(|(it, _)| it.method == side.method && is_left(it.common_path(), there));
    let position = mine.position(|(it, _)| it.common_path() == path)?;
    taking(side, there).filter(|(other, _)| is_left(other.common_path(), here)).nth(position)
}

/// The operations that take the method of another one.
fn taking<'s, 'd>(
    side: &OperationSide<'d>,
    there: &'s [(OperationSide<'d>, Servers<'d>)],
) -> impl Iterator<Item = &'s (OperationSide<'d>, Servers<'d>)> {
    let has_own = there.iter().any(|(other, _)| other.method == side.method);
    let wanted = match has_own || !side.method.is_covered_by_any() {
        true => side.method,
        false => Method::Any,
    };
    there.iter().filter(move |(other, _)| other.method == wanted)
}

fn pair<'d>(
    context: &mut Context<'d>,
    endpoints: &mut Endpoints,
    (old, old_servers): &(OperationSide<'d>, Servers<'d>),
    (new, new_servers): &(OperationSide<'d>, Servers<'d>),
) {
    let scope = context.operation(old.name());
    let paths = Paths { own: new.path, old: new.common_path() };
    endpoints.note(scope, (old_servers, new_servers), paths);
    parts(context, scope, old, new);
}

/// All that is said of an operation, its servers aside.
fn parts<'d>(
    context: &mut Context<'d>,
    scope: Scope,
    old: &OperationSide<'d>,
    new: &OperationSide<'d>,
) {
    context.set_sides(scope, Some(old.asked_as(new)), Some(new.clone()));
    if context.is_unknown(&old.operation, &new.operation) {
        return;
    }
    announcements(context, scope, old, new);
    parameters::compare(context, scope, old, new);
    request_body::compare(context, scope, old, new);
    responses::compare(context, scope, old, new);
    security::compare(context, scope, old, (old, new));
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
    for (old, _) in &before {
        match taking(old, &after).next() {
            Some((new, _)) => {
                let scope = context.operation(old.name());
                parts(context, scope, old, new);
            }
            None => {
                let scope = context.operation(old.name());
                let (kind, place) = (ChangeKind::OperationRemoved, Place::removed(&old.operation));
                context.report(scope, kind, place, Details::default());
            }
        }
    }
    for (new, _) in after.iter().filter(|(new, _)| taking(new, &before).next().is_none()) {
        added(context, new);
    }
}

fn of_item<'d>(name: &'d str, item: &Cursor<'d>) -> Sides<'d> {
    let root = Servers::of_document(&item.root(), false);
    let side = |(method, below): (Method, Vec<&str>)| {
        let operation = below.into_iter().try_fold(item.clone(), |at, token| at.raw(token))?;
        let (item, document) = (item.clone(), item.root());
        let view = OperationView { root: document, item, operation, path: name, method };
        let side = OperationSide::from(view);
        let servers = Servers::of(&side, &root, false);
        Some((side, servers))
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

fn added<'d>(context: &mut Context<'d>, new: &OperationSide<'d>) -> Scope {
    let scope = context.operation(new.name());
    context.set_sides(scope, None, Some(new.clone()));
    context.report(
        scope,
        ChangeKind::OperationAdded,
        Place::added(&new.operation),
        Details::default(),
    );
    scope
}

/// The requests of a new operation that a greedy path took before, or the default route: who may call is compared.
fn carved_out<'d>(
    context: &mut Context<'d>,
    scope: Scope,
    (new, servers): &(OperationSide<'d>, Servers<'d>),
    (routes, document): (&Routes<'d>, &'d Document),
) {
    let path = routes.path(new, servers);
    let taken = routes.covering(new, &path).and_then(|it| document.view(it));
    let taken = taken.map(OperationSide::from).filter(OperationSide::takes_any_path);
    if let Some(old) =
        taken.filter(|it| (Paths { own: &path, old: new.path }).are_served_by(&routes.servers(it)))
    {
        security::compare(context, scope, new, (&old, new));
    }
}

/// Removed, unless another route takes every request. What that route describes of its own is compared; a proxy that
/// describes no responses promises nothing that could be compared.
fn removed<'d>(
    context: &mut Context<'d>,
    endpoints: &mut Endpoints,
    (old, servers): &(OperationSide<'d>, Servers<'d>),
    (routes, document): (&Routes<'d>, &'d Document),
) {
    let scope = context.operation(old.name());
    let path = routes.path(old, servers);
    let left = OperationSide { method: routes.removed_method(old, &path), ..old.clone() };
    context.set_sides(scope, Some(left), None);
    let paths = Paths { own: &path, old: old.path };
    let covering = routes.covering(old, &path).and_then(|it| document.view(it));
    let covering = covering.map(OperationSide::from);
    let covering = covering.map(|new| {
        let servers = routes.servers(&new);
        (new, servers)
    });
    let covering = covering.filter(|(_, servers)| paths.are_served_by(servers));
    let Some((new, new_servers)) = covering else {
        let (kind, place) = (ChangeKind::OperationRemoved, Place::removed(&old.operation));
        context.report(scope, kind, place, Details::default());
        return;
    };
    context.set_sides(scope, Some(old.clone()), Some(new.clone()));
    let details = Details::values(None, Some(&new.name().into()));
    context.report(
        scope,
        ChangeKind::OperationCovered,
        Place::both(&old.operation, &new.operation),
        details,
    );
    endpoints.note(scope, (servers, &new_servers), paths);
    security::compare(context, scope, old, (old, &new));
    validation::compare(context, scope, old, &new);
    if !new.responses().is_empty() {
        responses::compare(context, scope, old, &new);
    }
}
