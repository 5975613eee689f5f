//! Who may call an operation: whom only one of the releases lets in, and why ([`crate::callers`]).
//!
//! What an authorizer's configuration says (an audience, an issuer, an identity source) stands at its scheme, once for all
//! operations that use it; what a requirement says stands at the operation, or at the root where the document says it for
//! all; what the policy and the source of the key say stands at the root.

mod changes;
mod token;

use gatepact_finding::Release;
use gatepact_openapi::{Cursor, Method};
use serde_json::Value;

use super::context::{Context, Scope};
use super::operation_side::OperationSide;
use super::raw_change::{Place, RawChange};
use crate::callers::access::Access;
use crate::callers::compare::{CauseKind, Difference, Witnessed, compare as callers};
use crate::callers::resource_policy::Home;
use crate::callers::scheme::Side;

/// What is compared: what one release demands of those who ask for an operation, and what the other does.
struct Pair<'p, 'd> {
    access: [Access<'d>; 2],
    /// Where the documents say it.
    place: Place,
    roots: [&'p Cursor<'d>; 2],
}

/// Compares what both releases demand of those who ask for `asked`, one of the two sides.
pub(super) fn compare<'d>(
    context: &mut Context<'d>,
    scope: Scope,
    asked: &OperationSide<'d>,
    (old, new): (&OperationSide<'d>, &OperationSide<'d>),
) {
    if is_unknown(context, Release::Old, old) || is_unknown(context, Release::New, new) {
        return;
    }
    if context.callers.are_schemes_equal && require_the_same(old, new) {
        return;
    }
    let sides = [(Release::Old, old), (Release::New, new)];
    let access = |as_imported: bool| {
        sides.map(|(release, side)| {
            let of = context.callers.of(release);
            let ignores_root = of.ignores_root && as_imported;
            Access::of(&side.view, Side { ignores_root, ..of })
        })
    };
    let (access, imported) = (access(false), access(true));
    // What the document says for all operations is one change, whichever of them it reaches.
    let place = match old.security().is_own || new.security().is_own {
        true => Place::both(&old.operation, &new.operation),
        false => {
            let [old, new] = [old, new].map(|side| side.root.get_or_absent("security"));
            Place::both(&old, &new)
        }
    };
    let roots = [&old.root, &new.root];
    let home = context.callers.home.clone();
    let methods = asked.methods();
    let asked = ((methods.as_slice(), asked.path), &home);
    let written = Pair { access, place: place.clone(), roots };
    if report(context, scope, &written, asked) {
        return;
    }
    // Who reads the document obeys the root, and the stage does not: what opens there opens, whatever the document says.
    let imported = Pair { access: imported, place, roots };
    let [old, new] = &imported.access;
    let Difference { opened, gained, .. } =
        callers(&context.callers.rules, [old, new], asked.0, asked.1);
    if let Some(caller) = opened {
        let change = imported.opened(&caller, &gained);
        context.add(scope, RawChange { direction: scope.direction, ..change });
    }
}

/// Whether two operations require the same schemes in the same words, at the same place.
fn require_the_same(old: &OperationSide<'_>, new: &OperationSide<'_>) -> bool {
    old.security().is_own == new.security().is_own && required(old) == required(new)
}

fn required<'d>(side: &OperationSide<'d>) -> [&'d Value; 2] {
    let owner = if side.security().is_own { &side.operation } else { &side.root };
    let auth = side.operation.get_or_absent("x-amazon-apigateway-auth");
    [owner.get_or_absent("security").value, auth.value]
}

/// Two schemes of one name in a library: an operation that refers to one requires what it requires.
pub(super) fn compare_schemes<'d>(
    context: &mut Context<'d>,
    scope: Scope,
    name: &'d str,
    (old, new): (&Cursor<'d>, &Cursor<'d>),
) {
    let access = [(Release::Old, old), (Release::New, new)]
        .map(|(release, at)| Access::of_scheme(name, at, context.callers.of(release)));
    let roots = [&old.root(), &new.root()];
    let pair = Pair { access, place: Place::both(old, new), roots };
    report(context, scope, &pair, ((&[Method::Get], "/"), &Home::default()));
}

/// Reports who is lost and gained. Gives whether the operation opened.
fn report(
    context: &mut Context<'_>,
    scope: Scope,
    pair: &Pair<'_, '_>,
    (asked, home): ((&[Method], &str), &Home),
) -> bool {
    let [old, new] = &pair.access;
    let Difference { lost, doubtful, undecided, gained, opened } =
        callers(&context.callers.rules, [old, new], asked, home);
    let mut changes = Vec::new();
    changes.extend(lost.iter().filter_map(|it| pair.lost(it)));
    let is_way_in = |it: &Witnessed| {
        matches!(it.reason.kind, CauseKind::Missing(_) | CauseKind::MissingSource(_))
    };
    let is_replaced = lost.iter().any(is_way_in) || !doubtful.is_empty();
    changes.extend(doubtful.iter().filter_map(|it| pair.doubtful(it)));
    changes.extend(undecided.iter().map(|it| pair.undecided(it)));
    // What lets a caller without credentials in is what opened the operation.
    let gains = gained.iter().filter(|it| !it.is_anonymous);
    changes.extend(gains.filter_map(|it| pair.gained(it, is_replaced)));
    changes.extend(opened.as_ref().map(|caller| pair.opened(caller, &gained)));
    // Several demands that a caller does not meet are one way in that is gone.
    let mut reported = Vec::new();
    for change in changes {
        let key = (change.kind, change.place.clone(), change.details.clone());
        if !reported.contains(&key) {
            reported.push(key);
            context.add(scope, RawChange { direction: scope.direction, ..change });
        }
    }
    opened.is_some()
}

/// Whether it is not known what a document demands.
fn is_unknown(context: &Context<'_>, release: Release, side: &OperationSide<'_>) -> bool {
    let unknown = &context.unknown;
    if unknown.is_empty() {
        return false;
    }
    let owner = if side.operation.raw("security").is_some() { &side.operation } else { &side.root };
    let lists = [owner.get_or_absent("security"), side.root.get_or_absent("components")];
    let mut maps = lists.iter().map(|it| &it.pointer);
    let requirements = side.security().requirements;
    let mut schemes = requirements.iter().flat_map(|it| &it.schemes);
    maps.any(|pointer| unknown.has(release, pointer))
        || owner.get_or_absent("security").items().any(|it| unknown.is_part(release, &it))
        || schemes.any(|it| {
            it.definition.as_ref().is_some_and(|definition| unknown.is_part(release, definition))
        })
}
