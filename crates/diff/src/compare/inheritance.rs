//! Children of a schema with a discriminator: components that include it by `allOf`.
//!
//! Swagger 2.0 (Schema Object, `discriminator`) and OpenAPI 3.0.4 ("Composition and Inheritance") say that the value of
//! the discriminator names the child whose schema a value has to fit. The parent does not list them, so no validator
//! follows it there; a consumer that reads the parent's values does.

use std::collections::{HashMap, HashSet};

use gatepact_finding::Pointer;
use gatepact_openapi::Cursor;

/// The keyword by which a parent has children.
pub(crate) const DISCRIMINATOR: &str = "discriminator";

/// The children of all parents of one document, by the parent's pointer.
#[derive(Default)]
pub(crate) struct Inheritance<'d>(HashMap<Pointer, Vec<Cursor<'d>>>);

impl<'d> Inheritance<'d> {
    pub(crate) fn of(document: &Cursor<'d>) -> Self {
        let schemas = document.get_or_absent("components").get_or_absent("schemas");
        let is_parent = |at: &Cursor<'d>| {
            let has = |key| at.value.get(key).is_some();
            has(DISCRIMINATOR) && !has("anyOf") && !has("oneOf")
        };
        let parents: Vec<Cursor<'d>> =
            schemas.raw_members().map(|(_, at)| at).filter(is_parent).collect();
        if parents.is_empty() {
            return Self::default();
        }
        let mut including: HashMap<Pointer, Vec<Cursor<'d>>> = HashMap::new();
        for (_, child) in schemas.raw_members() {
            for part in child.get_or_absent("allOf").items() {
                if let Some(parent) = part.target() {
                    including.entry(parent.pointer).or_default().push(child.clone());
                }
            }
        }
        let children = |parent: Cursor<'d>| {
            let (mut found, mut seen) = (Vec::new(), HashSet::from([parent.pointer.clone()]));
            let mut open = vec![parent.pointer.clone()];
            while let Some(parent) = open.pop() {
                for child in including.get(&parent).into_iter().flatten() {
                    if seen.insert(child.pointer.clone()) {
                        open.push(child.pointer.clone());
                        found.push(child.clone());
                    }
                }
            }
            (parent.pointer, found)
        };
        Self(parents.into_iter().map(children).filter(|(_, found)| !found.is_empty()).collect())
    }

    /// The children of a schema, theirs included.
    pub(crate) fn children(&self, parent: &Cursor<'d>) -> &[Cursor<'d>] {
        self.0.get(&parent.pointer).map_or(&[], Vec::as_slice)
    }
}
