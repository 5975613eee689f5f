//! References that lead nowhere, by the [grammar](super::grammar): a `$ref` in an example is data.

use std::collections::BTreeSet;

use serde_json::Value;

use super::parts::Parts;
use super::references;
use super::sources::{FILES, Sources};
use crate::fault::{Unreached, Unresolved};
use crate::reference;
use gatepact_finding::{Pointer, pointer};

/// All of them, in the order of the document.
pub(crate) fn unresolved(value: &Value, sources: &Sources) -> Vec<Unresolved> {
    let specification = sources.specification.lowered();
    let parts = Parts::of(value, specification);
    let mut found = Vec::new();
    let mut names: Option<Names<'_>> = None;
    references::everywhere(value, &parts, specification, &mut |reference| {
        // What a discriminator maps to is a name or a reference; either may lead nowhere.
        if !reference.at.ends_with("/$ref") {
            return;
        }
        let target = reference::pointer(reference.text);
        if target.as_ref().is_some_and(|target| value.pointer(target).is_some()) {
            return;
        }
        if target.is_none() && names.get_or_insert_with(|| Names::of(value)).has(reference.text) {
            return;
        }
        let (target, why) = match target {
            Some(target) => missing(reference.text, &target, sources),
            None => (reference.text.to_owned(), unread(reference.text, sources)),
        };
        found.push(Unresolved { pointer: reference.at.into(), target, why });
    });
    found
}

/// Meets every reference within the document, with the pointer that it stands for.
pub(crate) fn each_reference(
    value: &Value,
    sources: &Sources,
    meet: &mut dyn FnMut(&str, Pointer),
) {
    let specification = sources.specification.lowered();
    let parts = Parts::of(value, specification);
    references::everywhere(value, &parts, specification, &mut |reference| {
        if let Some(target) = reference::pointer(reference.text) {
            meet(reference.at, target);
        }
    });
}

/// What a pointer names that leads nowhere, in its author's words, and why.
fn missing(text: &str, target: &str, sources: &Sources) -> (String, Unreached) {
    let in_a_file = target.strip_prefix('/').and_then(|rest| rest.strip_prefix(FILES));
    let Some(below) = in_a_file else { return (text.to_owned(), Unreached::Missing) };
    let Some(name) = pointer::tokens(below).next() else {
        return (text.to_owned(), Unreached::Missing);
    };
    match sources.unread.get(name.as_ref()) {
        Some(reason) => (name.into_owned(), Unreached::File(reason.clone())),
        None => {
            let rest = below[1..].find('/').map_or("", |slash| &below[slash + 1..]);
            (format!("{name}#{rest}"), Unreached::Missing)
        }
    }
}

/// Why a reference out of the document was not followed.
fn unread(text: &str, sources: &Sources) -> Unreached {
    match sources.refused.get(text) {
        Some(crate::Forbidden::Network) => Unreached::Address,
        Some(why) => Unreached::Forbidden(*why),
        None if super::location::is_address(text) => Unreached::Address,
        None if text.starts_with('#') => Unreached::Missing,
        None if !sources.has_folder => Unreached::NoFolder,
        None => Unreached::Missing,
    }
}

/// The names that schemas give to themselves.
struct Names<'v>(BTreeSet<&'v str>);

impl<'v> Names<'v> {
    fn of(value: &'v Value) -> Self {
        let mut names = BTreeSet::new();
        collect(value, &mut names);
        Self(names)
    }

    /// Whether a reference may lead to one of them; which it is, is left to whoever reads the schemas.
    fn has(&self, text: &str) -> bool {
        let (address, fragment) = text.split_once('#').unwrap_or((text, ""));
        let has_fragment =
            fragment.is_empty() || fragment.starts_with('/') || self.0.contains(fragment);
        has_fragment && (address.is_empty() && !fragment.is_empty() || self.0.contains(address))
    }
}

fn collect<'v>(value: &'v Value, names: &mut BTreeSet<&'v str>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| collect(item, names)),
        Value::Object(members) => {
            for key in ["$id", "$anchor", "$dynamicAnchor"] {
                names.extend(members.get(key).and_then(Value::as_str));
            }
            members.values().for_each(|member| collect(member, names));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
