//! Which operations need what could not be compared.

use std::collections::BTreeMap;

use gatepact_finding::{Coverage, NotCompared, Pointer, Text, pointer};
use gatepact_openapi::path_template::shape;
use gatepact_openapi::{Document, Method, NeededBy, Needs};

use crate::compared::{Compared, ComparedOperation};

/// What was compared, and what of it is in doubt.
pub(super) struct Needed<'d> {
    documents: [&'d Document; 2],
    /// The references of each document, once somebody asks.
    needs: [Option<Needs<'d>>; 2],
    compared: &'d Compared,
    /// What is in doubt, each with the first reason.
    doubted: BTreeMap<String, Text>,
}

impl<'d> Needed<'d> {
    pub(super) fn new(documents: [&'d Document; 2], compared: &'d Compared) -> Self {
        Self { documents, needs: [None, None], compared, doubted: BTreeMap::new() }
    }

    /// Notes that a part of one document, the old or the new, could not be compared.
    pub(super) fn doubt(&mut self, side: usize, part: &Pointer, why: &Text) {
        let document = self.documents[side];
        let needs = self.needs[side].get_or_insert_with(|| Needs::of(document));
        let NeededBy { operations, others } = needs.needed_by(part);
        let mut whats: Vec<String> = Vec::new();
        for operation in operations {
            let pairs = self.compared.operations.iter();
            let mut pairs =
                pairs.filter(|pair| pair.pointers[side].as_ref() == Some(&operation.pointer));
            whats.extend(match pairs.next() {
                Some(pair) => Some(pair.name.clone()),
                None => Some(operation.to_string()),
            });
        }
        let below = self.operations_of_paths(part);
        if below.is_empty() {
            let name = |it: &Pointer| self.webhook(it).unwrap_or_else(|| it.to_string());
            whats.extend(others.iter().map(name));
        }
        whats.extend(below);
        // Without operations, the components are what is compared.
        if self.compared.components > 0 {
            whats.extend(component(part));
        }
        for what in whats {
            self.doubted.entry(what).or_insert_with(|| why.clone());
        }
    }

    /// The operations that a path item, or all of them, may have where it is not known what it has: those of the same
    /// path in either document.
    fn operations_of_paths(&self, part: &Pointer) -> Vec<String> {
        let part = part.strip_suffix("/$ref").unwrap_or(part);
        let tokens: Vec<_> = pointer::tokens(part).take(4).collect();
        let wanted = match tokens.iter().map(AsRef::as_ref).collect::<Vec<&str>>()[..] {
            ["paths"] => None,
            ["paths", path] | ["paths", path, Method::ADDITIONAL_KEY] => Some(shape(path)),
            _ => return Vec::new(),
        };
        let path = |it: &Pointer| it.tokens().nth(1).map(|path| shape(&path));
        let is_there = |operation: &&ComparedOperation| {
            let mut pointers = operation.pointers.iter().flatten();
            wanted.is_none() || pointers.any(|it| path(it) == wanted)
        };
        let found = self.compared.operations.iter().filter(is_there);
        found.map(|it| it.name.clone()).collect()
    }

    /// A webhook by the name under which it was compared.
    fn webhook(&self, pointer: &Pointer) -> Option<String> {
        let mut tokens = pointer.tokens();
        let is_webhook = tokens.next().is_some_and(|token| token == "webhooks");
        let name = tokens.next().filter(|_| is_webhook)?;
        let names = self.compared.operations.iter().map(|pair| &pair.name);
        let mut names = names.filter(|it| it.split_once(' ').is_some_and(|(_, it)| *it == *name));
        names.next().cloned()
    }

    pub(super) fn coverage(self) -> Coverage {
        let Compared { operations, components } = self.compared;
        let compared = operations.iter().filter(|it| !self.doubted.contains_key(&it.name)).count();
        let not_compared = self.doubted.into_iter();
        Coverage {
            operations: operations.len(),
            compared,
            components: *components,
            not_compared: not_compared.map(|(what, reason)| NotCompared { what, reason }).collect(),
        }
    }
}

/// The component that a part stands in.
fn component(part: &Pointer) -> Option<String> {
    let tokens: Vec<_> = part.tokens().take(3).collect();
    let is_component = tokens.first().is_some_and(|token| token == "components");
    let component = tokens.iter().fold(Pointer::root(), |at, token| at.child(token));
    is_component.then(|| component.to_string())
}
