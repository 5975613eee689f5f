//! Which operations need a part: against the references, from the part to those who refer to it.

use std::collections::{BTreeMap, BTreeSet};

use gatepact_finding::Pointer;

use crate::{Document, Operation, visit};

/// The references of a document, by what they lead to.
///
/// Each part is met once, however often it is asked for: many parts together cost one walk.
#[derive(Debug)]
pub struct Needs<'d> {
    operations: BTreeMap<&'d str, &'d Operation>,
    /// The operations of each path.
    paths: BTreeMap<&'d str, Vec<&'d Operation>>,
    referrers: BTreeMap<Pointer, Vec<Pointer>>,
    met: BTreeSet<Pointer>,
}

/// Who needs a part.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NeededBy<'d> {
    /// The operations, in the order of their pointers.
    pub operations: Vec<&'d Operation>,
    /// Webhooks and other parts that nothing refers to and that are no operations, components aside: pointers of
    /// `/webhooks/orderShipped`, `/servers`, `/security`.
    pub others: Vec<Pointer>,
}

impl<'d> Needs<'d> {
    /// Reads the references once.
    #[must_use]
    pub fn of(document: &'d Document) -> Self {
        let mut referrers: BTreeMap<Pointer, Vec<Pointer>> = BTreeMap::new();
        document.each_reference(&mut |at, target| {
            referrers.entry(target).or_default().push(at.into());
        });
        let (mut operations, mut paths) = (BTreeMap::new(), BTreeMap::<_, Vec<_>>::new());
        for operation in document.operations() {
            operations.insert(operation.pointer.as_str(), operation.as_ref());
            paths.entry(item_of(&operation.pointer)).or_default().push(operation.as_ref());
        }
        Self { operations, paths, referrers, met: BTreeSet::new() }
    }

    /// Who needs the part at a pointer: who contains it, or refers to what contains it, and so on. Those that an earlier
    /// question named are not named again.
    pub fn needed_by(&mut self, part: &Pointer) -> NeededBy<'d> {
        let mut open = Vec::new();
        if self.met.insert(part.clone()) {
            open.push(part.clone());
        }
        let (mut operations, mut others) = (BTreeMap::new(), BTreeSet::new());
        while let Some(place) = open.pop() {
            others.extend(unit(&place));
            for operation in self.users(&place) {
                operations.insert(operation.pointer.as_str(), operation);
            }
            for above in visit::prefixes(&place) {
                let referrers = self.referrers.get(&Pointer::from(above));
                for referrer in referrers.into_iter().flatten() {
                    if self.met.insert(referrer.clone()) {
                        open.push(referrer.clone());
                    }
                }
            }
        }
        NeededBy {
            operations: operations.into_values().collect(),
            others: others.into_iter().collect(),
        }
    }

    /// The operation that a place stands in, or those for which its path says it.
    fn users(&self, place: &Pointer) -> Vec<&'d Operation> {
        if let Some(operation) = visit::prefixes(place).find_map(|above| self.operations.get(above))
        {
            return vec![operation];
        }
        let item = item_of(place);
        let is_shared = ["/parameters", "/servers"].iter().any(|key| {
            let rest = place.as_str().get(item.len()..).and_then(|rest| rest.strip_prefix(key));
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        });
        let shared = self.paths.get(item).filter(|_| is_shared);
        shared.into_iter().flatten().copied().collect()
    }
}

/// The first two tokens of a pointer: a path item.
fn item_of(pointer: &Pointer) -> &str {
    let mut slashes = pointer.match_indices('/').map(|(at, _)| at);
    slashes.nth(2).map_or(pointer.as_str(), |end| &pointer.as_str()[..end])
}

/// The part of the document as a whole that a place stands in.
fn unit(place: &Pointer) -> Option<Pointer> {
    let tokens: Vec<_> = place.tokens().collect();
    let length = match tokens.iter().map(AsRef::as_ref).collect::<Vec<&str>>()[..] {
        // Requirements name them; no reference leads there.
        ["components", "securitySchemes", _, ..] => 3,
        ["components", ..] | [crate::read::FILES, ..] => return None,
        // An operation, or what is no path at all.
        ["paths", _, _, ..] => return None,
        ["paths", _] => 2,
        ["webhooks", _, ..] => 2,
        [key, ..] if key.starts_with("x-") => return None,
        [_, ..] => 1,
        [] => 0,
    };
    let unit = tokens.iter().take(length);
    Some(unit.fold(Pointer::root(), |at, token| at.child(token)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn needing(part: &str) -> (Vec<String>, Vec<String>) {
        let document = Document::read(
            "openapi: 3.1.0
info: {title: t, version: '1'}
servers: [{url: /}]
paths:
  /a:
    parameters: [{$ref: '#/components/parameters/P'}]
    get: {responses: {'200': {$ref: '#/components/responses/R'}}}
    put: {responses: {}}
  /b: {get: {responses: {}}}
webhooks:
  w: {post: {requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/S'}}}}}}
components:
  parameters: {P: {name: p, in: query, schema: {type: string}}}
  responses: {R: {description: r, content: {application/json: {schema: {$ref: '#/components/schemas/S'}}}}}
  schemas: {S: {items: {$ref: '#/components/schemas/S'}}, Unused: {type: object}}
  securitySchemes: {k: {type: apiKey}}
",
        )
        .unwrap();
        let NeededBy { operations, others } = Needs::of(&document).needed_by(&part.into());
        let operations = operations.iter().map(ToString::to_string).collect();
        (operations, others.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn references_are_followed_backwards() {
        let cases: [(&str, &[&str], &[&str]); 8] = [
            ("/components/schemas/S/type", &["GET /a"], &["/webhooks/w"]),
            ("/components/schemas/Unused", &[], &[]),
            ("/components/parameters/P/name", &["GET /a", "PUT /a"], &[]),
            ("/paths/~1b/get/responses", &["GET /b"], &[]),
            ("/paths/~1b", &[], &["/paths/~1b"]),
            ("/servers/0/url", &[], &["/servers"]),
            ("/components/securitySchemes/k/type", &[], &["/components/securitySchemes/k"]),
            ("/paths", &[], &["/paths"]),
        ];
        for (part, operations, others) in cases {
            let (found, elsewhere) = needing(part);
            assert_eq!(
                (found.as_slice(), elsewhere.as_slice()),
                (
                    operations.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>().as_slice(),
                    others.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>().as_slice(),
                ),
                "{part}"
            );
        }
    }
}
