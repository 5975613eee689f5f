//! No part promises more than its operation: in an operation that is a draft, a part that becomes one loses nothing, and
//! neither does one that goes earlier than announced.

use std::collections::BTreeMap;

use super::proven::ProvenChange;
use crate::compare::context::Context;
use crate::compare::deprecation::{Stability, stability};
use crate::rules::ChangeKind;

/// Notes how much the operations of each change promised, and drops levels that were lowered where they promised no more.
pub(super) fn bound_by_operations(changes: &mut Vec<ProvenChange>, context: &Context<'_>) {
    let levels = levels(context);
    let level = |name: &String| levels.get(name.as_str()).copied().unwrap_or(Stability::Stable);
    changes.retain_mut(|change| {
        if change.operations.is_empty() {
            return true;
        }
        if change.kind == ChangeKind::PropertyStabilityLowered {
            let [old, new] =
                [&change.details.old, &change.details.new].map(|it| Stability::of(it.as_ref()));
            change.operations.retain(|name| level(name).min(new) < level(name).min(old));
        }
        if is_announcement(change.kind) {
            change.operations.retain(|name| level(name) > Stability::Alpha);
        }
        if let Some(promised) = change.operations.iter().map(level).max() {
            change.promised = promised;
        }
        !change.operations.is_empty()
    });
}

/// Whether it is about the day until which a part was promised to live.
fn is_announcement(kind: ChangeKind) -> bool {
    matches!(
        kind,
        ChangeKind::OperationSunsetEarlier
            | ChangeKind::OperationSunsetUnreadable
            | ChangeKind::OperationSunsetWithdrawn
            | ChangeKind::ParameterSunsetEarlier
            | ChangeKind::ParameterSunsetUnreadable
            | ChangeKind::ParameterSunsetWithdrawn
            | ChangeKind::PropertySunsetEarlier
            | ChangeKind::PropertySunsetUnreadable
            | ChangeKind::PropertySunsetWithdrawn
    )
}

/// The level of each operation in the old document, by its name.
fn levels<'c>(context: &'c Context<'_>) -> BTreeMap<&'c str, Stability> {
    let operations = context.nodes.iter().filter_map(|node| node.operation.as_ref());
    let known = operations
        .filter_map(|pair| Some((pair.name.as_str(), stability(&pair.old.as_ref()?.operation))));
    known.collect()
}
