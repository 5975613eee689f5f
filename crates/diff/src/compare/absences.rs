//! Where values may be left out: only there does a default stand for one.

use std::collections::{BTreeMap, BTreeSet};

use gatepact_openapi::Cursor;
use serde_json::Value;

/// Whether a value that a schema describes is in every message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Presence {
    /// It is.
    Required,
    /// It may be left out.
    Optional,
    /// It is the value of the schema around it, which is or is not.
    OfWhole,
}

impl Presence {
    pub(super) fn required_if(is_required: bool) -> Self {
        if is_required { Self::Required } else { Self::Optional }
    }
}

/// The uses of the pairs of schemas that are compared.
#[derive(Debug, Default)]
pub(super) struct Absences {
    /// Those with a use in which the value may be absent.
    optional: BTreeSet<usize>,
    /// The pairs that say more of the same values as others do, with those.
    same_values: BTreeMap<usize, BTreeSet<usize>>,
}

impl Absences {
    /// Notes a use of a node, in a value of another one.
    pub(super) fn note(&mut self, (user, node): (usize, usize), presence: Presence) {
        match presence {
            Presence::Required => {}
            Presence::Optional => drop(self.optional.insert(node)),
            Presence::OfWhole => drop(self.same_values.entry(node).or_default().insert(user)),
        }
    }

    /// Whether a value of the node may be absent: in a use of its own, or in one of a node that it says more of.
    pub(super) fn may_be_absent(&self, node: usize) -> bool {
        let (mut open, mut seen) = (vec![node], BTreeSet::from([node]));
        while let Some(node) = open.pop() {
            if self.optional.contains(&node) {
                return true;
            }
            let users = self.same_values.get(&node).into_iter().flatten();
            open.extend(users.filter(|user| seen.insert(**user)));
        }
        false
    }
}

/// How deep `allOf` is followed.
const MAX_DEPTH: usize = 8;

/// Whether an object without the property is refused.
pub(super) fn demands(object: &Cursor<'_>, name: &str) -> bool {
    demands_within(object, name, MAX_DEPTH)
}

fn demands_within(object: &Cursor<'_>, name: &str, depth: usize) -> bool {
    object.chain().any(|object| {
        let names = object.value.get("required").and_then(Value::as_array);
        let parents = object.get_or_absent("allOf");
        names.is_some_and(|names| names.iter().any(|it| it == name))
            || (depth > 0 && parents.items().any(|it| demands_within(&it, name, depth - 1)))
    })
}
