//! One alternative, and what can be said of it alone.

use gatepact_openapi::{Cursor, reference};
use serde_json::{Value, json};

use super::tag::Tag;

/// An alternative of a list.
#[derive(Clone)]
pub(super) struct Alternative<'d> {
    pub(super) at: Cursor<'d>,
    /// The value of the discriminator that selects it.
    pub(super) tag: Option<Tag>,
}

/// Whether an alternative says no more than a type.
pub(super) fn is_type(alternative: &Cursor<'_>) -> bool {
    let members = alternative.value.as_object();
    members.is_some_and(|members| members.len() == 1 && members.contains_key("type"))
}

/// Whether null is all that an alternative takes.
pub(super) fn is_null(alternative: &Cursor<'_>) -> bool {
    let value = alternative.resolved().value;
    let null = || Some(vec![Value::Null]);
    value.get("type").is_some_and(|kind| kind == "null" || kind == &json!(["null"]))
        || value.get("enum").and_then(Value::as_array).cloned() == null()
        || value.get("const") == Some(&Value::Null)
}

/// The name of the component, or the title.
pub(super) fn name<'c>(alternative: &'c Cursor<'_>) -> Option<&'c str> {
    let reference = reference::target(alternative.value);
    let referred = reference.and_then(|it| it.rsplit('/').next());
    referred.or_else(|| component(alternative)).or_else(|| alternative.text("title"))
}

/// The name of the component that a schema is.
pub(super) fn component<'c>(schema: &'c Cursor<'_>) -> Option<&'c str> {
    let (section, name) = schema.pointer.rsplit_once('/')?;
    matches!(section, "/components/schemas" | "/definitions").then_some(name)
}
