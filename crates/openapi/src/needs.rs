//! Which operations need a part: against the references, from the part to those who refer to it.

use std::collections::{BTreeMap, BTreeSet};

use gatepact_finding::{Pointer, pointer};

use crate::{Document, Operation, visit};

/// The references of a document, by what they lead to.
#[derive(Debug)]
pub struct Needs<'d> {
    document: &'d Document,
    referrers: BTreeMap<Pointer, Vec<Pointer>>,
}

/// Who needs a part.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NeededBy<'d> {
    /// The operations, in the order of the document.
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
        Self { document, referrers }
    }

    /// Who needs the part at a pointer: who contains it, or refers to what contains it, and so on.
    #[must_use]
    pub fn needed_by(&self, part: &Pointer) -> NeededBy<'d> {
        let mut places = BTreeSet::from([part.clone()]);
        let mut open = vec![part.clone()];
        while let Some(place) = open.pop() {
            for above in visit::prefixes(&place) {
                let referrers = self.referrers.get(&Pointer::from(above));
                for referrer in referrers.into_iter().flatten() {
                    if places.insert(referrer.clone()) {
                        open.push(referrer.clone());
                    }
                }
            }
        }
        let operations = self.document.operations().iter().map(AsRef::as_ref);
        NeededBy {
            operations: operations.filter(|it| is_needing(it, &places)).collect(),
            others: places.iter().filter_map(unit).collect::<BTreeSet<_>>().into_iter().collect(),
        }
    }
}

/// Whether one of the places stands in an operation, or in what its path says for all its operations.
fn is_needing(operation: &Operation, places: &BTreeSet<Pointer>) -> bool {
    let item = operation.pointer.as_str().splitn(4, '/').take(3).collect::<Vec<_>>().join("/");
    let shared = ["parameters", "servers"].map(|key| pointer::child(&item, key));
    let owners = [operation.pointer.as_str(), &shared[0], &shared[1]];
    places.iter().any(|place| owners.iter().any(|owner| is_within(place, owner)))
}

fn is_within(place: &Pointer, owner: &str) -> bool {
    place.strip_prefix(owner).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
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
            assert_eq!((found.as_slice(), elsewhere.as_slice()), (
                operations.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>().as_slice(),
                others.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>().as_slice(),
            ), "{part}");
        }
    }
}
