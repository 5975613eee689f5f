//! Schemas: each keyword that is compared has its file.

mod additional;
mod alternatives;
mod constraints;
mod defaults;
mod enums;
mod nullable;
mod properties;
mod types;
mod view;

use super::change::Facts;
use super::cursor::Cursor;
use super::rules::Kind;
use super::walk::{Pass, Place, Walk};
use view::View;

/// One level of two schemas; the levels below go to the queue.
pub(super) fn compare<'d>(walk: &mut Walk<'d>, pass: Pass, old: &Cursor<'d>, new: &Cursor<'d>) {
    let (old, new) = (View::new(old), View::new(new));
    nullable::compare(walk, pass, &old, &new);
    if types::compare(walk, pass, &old, &new).is_break() {
        return;
    }
    defaults::compare(walk, pass, &old, &new);
    enums::compare(walk, pass, &old, &new);
    constraints::compare(walk, pass, &old, &new);
    properties::compare(walk, pass, &old, &new);
    additional::compare(walk, pass, &old, &new);
    alternatives::compare(walk, pass, &old, &new);
    for (old, new) in old.beyond.iter().zip(&new.beyond) {
        walk.schemas(pass, old, new);
    }
    if old.beyond.len() != new.beyond.len() {
        walk.report(
            pass,
            Kind::SchemaChanged,
            Place::both(&old.at, &new.at),
            Facts::about("allOf"),
        );
    }
    if let (Some(old), Some(new)) = (&old.items, &new.items) {
        walk.schemas(pass, old, new);
    }
}
