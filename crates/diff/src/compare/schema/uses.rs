//! A use of a component that takes another component now, as one change.

use gatepact_finding::Direction;
use gatepact_openapi::Cursor;
use gatepact_schema::Decision;

use super::EffectiveSchema;
use crate::compare::component_use::another_component;
use crate::compare::context::{Context, Scope};
use crate::compare::raw_change::{Candidate, Details, Place, RawChange};
use crate::rules::ChangeKind;

/// Reports a use of another component as one change; whether it is one.
pub(super) fn is_another_component<'d>(
    context: &mut Context<'d>,
    scope: Scope,
    (old, new): (&Cursor<'d>, &Cursor<'d>),
) -> bool {
    let Some([before, after]) =
        another_component(&mut context.containment, scope.direction, (old, new))
    else {
        return false;
    };
    let details = Details::values(Some(&before), Some(&after));
    let place = Place::both(old, new);
    let (sent, accepted) = match scope.direction {
        Direction::Request => (old, new),
        Direction::Response => (new, old),
    };
    let add = |context: &mut Context<'d>, kind, candidate| {
        let change = RawChange::new(kind, scope.direction, place.clone(), details.clone());
        context.add(scope, RawChange { candidate, ..change });
    };
    let doubt = match context.containment.decide_contains(sent, accepted, scope.direction) {
        Decision::Contained if describes_less(scope.direction, (old, new)) => {
            add(context, ChangeKind::SchemaDescribesLess, None);
            return true;
        }
        Decision::Contained => {
            add(context, ChangeKind::SchemaReplacedSafely, None);
            return true;
        }
        Decision::NotContained => None,
        Decision::Undecided(reason) => Some(reason),
    };
    let fragment = accepted.value.clone();
    let candidate = Candidate {
        at: accepted.clone(),
        fragment,
        explains: None,
        doubt,
        is_about_overlap: false,
    };
    add(context, ChangeKind::SchemaReplaced, Some(candidate));
    true
}

/// Whether a reader of responses misses a property that was described.
fn describes_less<'d>(direction: Direction, (old, new): (&Cursor<'d>, &Cursor<'d>)) -> bool {
    let [old, new] = [old, new].map(EffectiveSchema::new);
    let (before, after) = (old.properties(direction), new.properties(direction));
    direction == Direction::Response && before.keys().any(|name| !after.contains_key(name))
}
