//! Requests that the service sends: callbacks of an operation, and webhooks (OpenAPI 3.1).
//!
//! Everything is turned round: the body of such a request flows to the consumer, the answer to it flows back.

use super::context::{Context, Part, Scope};
use super::media_types;
use super::operation_side::OperationSide;
use super::raw_change::{Details, Place};
use crate::rules::ChangeKind;
use gatepact_finding::{Direction, Release, Subject};
use gatepact_openapi::operation::of_item;
use gatepact_openapi::view::Responses;
use gatepact_openapi::{Cursor, Method};

/// The callbacks of two operations: a name has expressions, an expression has methods.
pub(super) fn compare<'d>(
    context: &mut Context<'d>,
    scope: Scope,
    old: &OperationSide<'d>,
    new: &OperationSide<'d>,
) {
    let key = "callbacks";
    let maps = (&old.operation.get_or_absent(key), &new.operation.get_or_absent(key));
    compare_maps(context, scope, maps);
}

/// Callbacks by their names.
fn compare_maps<'d>(
    context: &mut Context<'d>,
    scope: Scope,
    (old, new): (&Cursor<'d>, &Cursor<'d>),
) {
    let (before, after) = (sent(old), sent(new));
    let may_have = |context: &Context<'d>, release, map: &Cursor<'d>, it: &Subject| matches!(it, Subject::Callback { name, .. } if has_unread(context, release, map, name));
    let unread = |context: &Context<'d>, it: &Subject| {
        [may_have(context, Release::Old, old, it), may_have(context, Release::New, new, it)]
    };
    compare_sent(context, scope, (&before, &after), &unread);
}

/// A callback of a library.
pub(super) fn compare_component<'d>(
    context: &mut Context<'d>,
    scope: Scope,
    name: &str,
    (old, new): (&Cursor<'d>, &Cursor<'d>),
) {
    let (before, after) = (named(name, old), named(name, new));
    compare_sent(context, scope, (&before, &after), &|_, _| [false, false]);
}

type Sent<'d> = Vec<(Subject, Cursor<'d>)>;

/// `unread` says whether it is not known if the old, or the new, document has a request.
fn compare_sent<'d>(
    context: &mut Context<'d>,
    scope: Scope,
    (before, after): (&Sent<'d>, &Sent<'d>),
    unread: &dyn Fn(&Context<'d>, &Subject) -> [bool; 2],
) {
    for (name, old) in before {
        match after.iter().find(|(known, _)| known == name) {
            None if unread(context, name)[1] => {}
            Some((_, new)) => pair(context, scope, &name.text().to_string(), (old, new)),
            None => {
                context.report(
                    scope,
                    ChangeKind::CallbackRemoved,
                    Place::removed(old),
                    Details::about(name.clone()),
                );
            }
        }
    }
    for (name, new) in after.iter().filter(|(name, _)| !before.iter().any(|(it, _)| it == name)) {
        if unread(context, name)[0] {
            continue;
        }
        context.report(
            scope,
            ChangeKind::CallbackAdded,
            Place::added(new),
            Details::about(name.clone()),
        );
    }
}

/// The webhooks of two documents.
pub(super) fn compare_webhooks<'d>(context: &mut Context<'d>, old: &Cursor<'d>, new: &Cursor<'d>) {
    let (old_map, new_map) = (old.get_or_absent("webhooks"), new.get_or_absent("webhooks"));
    let (before, after) = (of_items(&old_map), of_items(&new_map));
    // `POST orderShipped`
    let may_have = |context: &Context<'d>, release, map: &Cursor<'d>, name: &str| {
        let name = name.split_once(' ').map_or(name, |(_, name)| name);
        has_unread(context, release, map, name)
    };
    for (name, old) in &before {
        let scope = context.operation(name.clone());
        match after.iter().find(|(known, _)| known == name) {
            None if may_have(context, Release::New, &new_map, name) => {}
            Some((_, new)) => pair(context, scope, name, (old, new)),
            None => {
                context.report(
                    scope,
                    ChangeKind::WebhookRemoved,
                    Place::removed(old),
                    Details::default(),
                );
            }
        }
    }
    for (name, new) in after.iter().filter(|(name, _)| !before.iter().any(|(it, _)| it == name)) {
        let scope = context.operation(name.clone());
        if may_have(context, Release::Old, &old_map, name) {
            continue;
        }
        context.report(scope, ChangeKind::WebhookAdded, Place::added(new), Details::default());
    }
}

/// Whether it is not known what a document has under a name.
fn has_unread<'d>(context: &Context<'d>, release: Release, map: &Cursor<'d>, name: &str) -> bool {
    let has = |at: &Cursor<'d>| context.unknown.has(release, &at.pointer);
    has(map) || map.members().any(|(key, at)| key == name && has(&at))
}

/// Name, expression and method, with the operation.
fn sent<'d>(callbacks: &Cursor<'d>) -> Sent<'d> {
    callbacks.members().flat_map(|(name, callback)| named(name, &callback)).collect()
}

/// The requests of one callback.
fn named<'d>(name: &str, callback: &Cursor<'d>) -> Sent<'d> {
    let items = of_items(callback).into_iter();
    items.map(|(request, it)| (Subject::Callback { name: name.to_owned(), request }, it)).collect()
}

/// `POST orderShipped`, with the operation.
fn of_items<'d>(items: &Cursor<'d>) -> Vec<(String, Cursor<'d>)> {
    let operations = items.members().flat_map(|(name, item)| {
        let methods: Vec<_> = of_item(item.value).collect();
        let operation = move |(method, below): (Method, Vec<&str>)| {
            let mut operation = item.clone();
            for token in below {
                operation = operation.raw(token)?;
            }
            Some((format!("{method} {name}"), operation))
        };
        methods.into_iter().filter_map(operation)
    });
    operations.collect()
}

fn pair<'d>(
    context: &mut Context<'d>,
    scope: Scope,
    name: &str,
    (old, new): (&Cursor<'d>, &Cursor<'d>),
) {
    if context.is_unknown(old, new) {
        return;
    }
    if let (Some(old), Some(new)) = (old.get("requestBody"), new.get("requestBody"))
        && !context.is_unknown(&old, &new)
    {
        let sent = context.in_part(scope, Part::Sent(name.to_owned(), ""));
        media_types::compare(context, sent.towards(Direction::Response), &old, &new);
    }
    let (old, new) = (Responses::of(old), Responses::of(new));
    for old in &old {
        if let Some(new) = new.get(old.status)
            && !context.is_unknown(&old.at, &new.at)
        {
            let reply = context.in_part(scope, Part::Reply(old.key, ""));
            media_types::compare(context, reply.towards(Direction::Request), &old.at, &new.at);
        }
    }
}
