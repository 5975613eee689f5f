//! A use of a component that takes another component now, while the first stays as it was: the use changed, and nothing
//! in the component did.

use gatepact_finding::{Direction, Pointer};
use gatepact_openapi::Cursor;
use serde_json::Value;

use crate::containment::Containment;

/// The names of both components, where a use takes another one and the first one is what it was.
pub(super) fn another_component<'d>(
    containment: &mut Containment<'d>,
    direction: Direction,
    (old, new): (&Cursor<'d>, &Cursor<'d>),
) -> Option<[Value; 2]> {
    let (before, after) = (component(old)?, component(new)?);
    if before.pointer == after.pointer {
        return None;
    }
    let unchanged = new.in_document(&before.pointer)?;
    let is_there = containment.same(&before, &unchanged, direction);
    let is_other = !containment.same(&before, &after, direction);
    let name = |pointer: &Pointer| Some(Value::from(pointer.rsplit_once('/')?.1));
    if is_there && is_other { Some([name(&before.pointer)?, name(&after.pointer)?]) } else { None }
}

/// The component that a reference leads to.
fn component<'d>(reference: &Cursor<'d>) -> Option<Cursor<'d>> {
    let target = reference.target()?;
    let (section, _) = target.pointer.rsplit_once('/')?;
    (section == "/components/schemas").then_some(target)
}
