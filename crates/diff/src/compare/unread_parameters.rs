//! Entries of the lists of parameters of which it is not known what they are: a `$ref` to nothing, a parameter without a
//! name. Each may be a parameter that only the other document has.

use std::collections::BTreeSet;

use gatepact_finding::{Pointer, Release};
use gatepact_openapi::{Cursor, Parameter, reference};

use super::operation_side::OperationSide;
use super::unknown::Unknown;

/// The parameters that such entries of one document may be.
#[derive(Default)]
pub(super) struct Unread<'d> {
    /// Nothing says which one an entry is.
    any: bool,
    names: BTreeSet<&'d str>,
    /// Those that the other document has behind the same reference.
    places: BTreeSet<Pointer>,
}

impl<'d> Unread<'d> {
    /// Of the operation of a release, of which the other one is given, too.
    pub(super) fn of(
        unknown: &Unknown,
        (release, side): (Release, &OperationSide<'d>),
        other: &OperationSide<'d>,
    ) -> Self {
        let mut unread = Self::default();
        if unknown.is_empty() {
            return unread;
        }
        for owner in [&side.operation, &side.item] {
            unread.any |= unknown.has(release, &owner.get_or_absent("parameters").pointer);
        }
        for entry in entries(side).filter(|entry| unknown.is_part(release, &entry.resolved())) {
            let reference = reference::target(entry.value);
            let same = |it: &Cursor<'d>| reference::target(it.value) == reference;
            let same = reference.and_then(|_| entries(other).find(same));
            match (same, entry.text("name")) {
                (Some(same), _) => {
                    unread.places.insert(same.resolved().pointer);
                }
                (None, Some(name)) => {
                    unread.names.insert(name);
                }
                (None, None) => unread.any = true,
            }
        }
        unread
    }

    /// Whether one of the entries may be this parameter.
    pub(super) fn may_be(&self, parameter: &Parameter<'_>) -> bool {
        self.any
            || self.names.iter().any(|name| name.eq_ignore_ascii_case(parameter.name))
            || self.places.contains(&parameter.at.pointer)
    }
}

/// The entries of the lists of an operation and of its path.
fn entries<'s, 'd>(side: &'s OperationSide<'d>) -> impl Iterator<Item = Cursor<'d>> + 's {
    let lists = [&side.operation, &side.item].map(|owner| owner.get_or_absent("parameters"));
    lists.into_iter().flat_map(|list| list.items().collect::<Vec<_>>())
}
