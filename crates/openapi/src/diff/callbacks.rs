//! Requests that the service sends: callbacks of an operation, and webhooks (OpenAPI 3.1).
//!
//! Everything is turned round: the body of such a request flows to the consumer, the answer to it flows back.

use super::change::Facts;
use super::cursor::Cursor;
use super::media_types;
use super::operations::Side;
use super::rules::Kind;
use super::severity::Direction;
use super::walk::{Part, Pass, Place, Walk};
use crate::Method;

/// The callbacks of two operations: a name has expressions, an expression has methods.
pub(super) fn compare<'d>(walk: &mut Walk<'d>, pass: Pass, old: &Side<'d>, new: &Side<'d>) {
    let key = "callbacks";
    let (old, new) = (old.operation.get_or_absent(key), new.operation.get_or_absent(key));
    let (before, after) = (sent(&old), sent(&new));
    for (name, old) in &before {
        match after.iter().find(|(known, _)| known == name) {
            Some((_, new)) => pair(walk, pass, name, (old, new)),
            None => {
                walk.report(pass, Kind::CallbackRemoved, Place::removed(old), Facts::about(name));
            }
        }
    }
    for (name, new) in after.iter().filter(|(name, _)| !before.iter().any(|(it, _)| it == name)) {
        walk.report(pass, Kind::CallbackAdded, Place::added(new), Facts::about(name));
    }
}

/// The webhooks of two documents.
pub(super) fn compare_webhooks<'d>(walk: &mut Walk<'d>, old: &Cursor<'d>, new: &Cursor<'d>) {
    let (old, new) = (old.get_or_absent("webhooks"), new.get_or_absent("webhooks"));
    let (before, after) = (of_items(&old), of_items(&new));
    for (name, old) in &before {
        let pass = walk.operation(name.clone());
        match after.iter().find(|(known, _)| known == name) {
            Some((_, new)) => pair(walk, pass, name, (old, new)),
            None => {
                walk.report(pass, Kind::WebhookRemoved, Place::removed(old), Facts::default());
            }
        }
    }
    for (name, new) in after.iter().filter(|(name, _)| !before.iter().any(|(it, _)| it == name)) {
        let pass = walk.operation(name.clone());
        walk.report(pass, Kind::WebhookAdded, Place::added(new), Facts::default());
    }
}

/// Name, expression and method, with the operation.
fn sent<'d>(callbacks: &Cursor<'d>) -> Vec<(String, Cursor<'d>)> {
    let named = callbacks.members().flat_map(|(name, callback)| {
        let items = of_items(&callback);
        items.into_iter().map(move |(request, it)| (format!("`{name}` ({request})"), it))
    });
    named.collect()
}

/// `POST orderShipped`, with the operation.
fn of_items<'d>(items: &Cursor<'d>) -> Vec<(String, Cursor<'d>)> {
    let operations = items.members().flat_map(|(name, item)| {
        Method::SPECIFIC
            .into_iter()
            .filter_map(move |method| Some((format!("{method} {name}"), item.raw(method.key())?)))
    });
    operations.collect()
}

fn pair<'d>(walk: &mut Walk<'d>, pass: Pass, name: &str, (old, new): (&Cursor<'d>, &Cursor<'d>)) {
    if let (Some(old), Some(new)) = (old.get("requestBody"), new.get("requestBody")) {
        let sent = walk.over(pass, Part::Sent(name.to_owned(), ""));
        media_types::compare(walk, sent.towards(Direction::Response), &old, &new);
    }
    let (old, new) = (old.get_or_absent("responses"), new.get_or_absent("responses"));
    for (status, old) in old.members() {
        if let Some(new) = new.get(status) {
            let reply = walk.over(pass, Part::Reply(status, ""));
            media_types::compare(walk, reply.towards(Direction::Request), &old, &new);
        }
    }
}
