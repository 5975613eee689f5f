//! Schemas that mean their children without listing them.

use gatepact_openapi::Cursor;
use serde_json::Value;

/// Whether a schema means its children as well: it has a discriminator and does not list them (OpenAPI 3.0.4 and 3.1.1,
/// Discriminator Object).
pub(crate) fn is_parent(schema: &Value) -> bool {
    let has = |keyword| schema.get(keyword).is_some();
    has("discriminator") && !has("oneOf") && !has("anyOf")
}

/// The schemas that include a schema in their `allOf`.
pub(crate) fn children<'d>(parent: &Cursor<'d>) -> impl Iterator<Item = Cursor<'d>> + use<'d> {
    let all = parent.in_document("/components/schemas");
    let parent = parent.pointer.clone();
    all.into_iter().flat_map(|all| all.raw_members().collect::<Vec<_>>()).filter_map(
        move |(_, child)| {
            let list = child.get_or_absent("allOf");
            let mut targets = list.items().filter_map(|it| it.target());
            targets.any(|it| it.pointer == parent).then_some(child)
        },
    )
}
