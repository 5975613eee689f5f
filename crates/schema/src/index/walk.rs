//! Finds the resources and anchors of a document: only where a schema can stand, so that an `$id`
//! inside a literal is none.

use serde_json::{Map, Value};

use super::{Index, ResourceId, Side};
use crate::applicator::{Applicator, InstancePart};
use crate::dialect::{Dialect, Year};
use crate::uri;

/// Deeper than this nothing is looked for; lowering stops earlier.
const DEEPEST: usize = 256;

/// Registers what the document holds.
pub(super) fn resources<'d>(index: &mut Index<'d>, side: Side, root: &'d Value) {
    let dialect = index.documents[side.0].dialect;
    let resource = index.documents[side.0].resource;
    match dialect {
        Dialect::Swagger20 | Dialect::OpenApi30 => {}
        Dialect::OpenApi31 => {
            let schemas = root.pointer("/components/schemas").and_then(Value::as_object);
            for schema in schemas.into_iter().flat_map(Map::values) {
                visit(index, side, resource, schema, 0);
            }
        }
        Dialect::Draft4
        | Dialect::Draft6
        | Dialect::Draft7
        | Dialect::Draft201909
        | Dialect::Draft202012 => visit(index, side, resource, root, 0),
    }
}

fn visit<'d>(
    index: &mut Index<'d>,
    side: Side,
    resource: ResourceId,
    schema: &'d Value,
    depth: usize,
) {
    let Some(members) = schema.as_object() else { return };
    if depth > DEEPEST {
        return;
    }
    let dialect = index.documents[side.0].dialect;
    let alone =
        dialect.reference_stands_alone() && members.get("$ref").is_some_and(Value::is_string);
    let resource = if alone { resource } else { identify(index, side, resource, schema, members) };
    // Each of the two keywords is known in one of the languages only.
    let dynamic = match dialect.year() {
        Year::Y2019 => members.contains_key("$recursiveRef"),
        Year::Y2020 => members.contains_key("$dynamicRef"),
        Year::Draft4 | Year::Draft6 | Year::Draft7 => false,
    };
    if dynamic {
        index.documents[side.0].dynamic = true;
    }
    for (key, value) in members {
        let applicator = Applicator::named(key).filter(|it| is_read_in(it, dialect));
        for (_, below) in applicator.into_iter().flat_map(|it| it.schemas(value, dialect)) {
            visit(index, side, resource, below, depth + 1);
        }
    }
}

/// Whether the keyword's schemas may have names. Drafts before 2019-09 do not know `$defs`; their documents use it.
fn is_read_in(applicator: &Applicator, dialect: Dialect) -> bool {
    applicator.is_known_in(dialect) || applicator.part() == InstancePart::Nothing
}

/// Registers the schema's own name and anchors; the resource that its parts belong to.
fn identify<'d>(
    index: &mut Index<'d>,
    side: Side,
    mut resource: ResourceId,
    schema: &'d Value,
    members: &'d Map<String, Value>,
) -> ResourceId {
    let dialect = index.documents[side.0].dialect;
    let text = |key: &str| members.get(key).and_then(Value::as_str);
    if let Some(id) = text(dialect.id_keyword()) {
        let (uri, fragment) = uri::split(id);
        if !uri.is_empty() {
            let uri = uri::join(&index.get(resource).uri, uri);
            if std::ptr::eq(index.get(resource).root, schema) {
                index.resources[resource.0 as usize].uri.clone_from(&uri);
                index.by_uri.insert((side, uri), resource);
            } else {
                resource = index.resource(side, uri, schema);
            }
        }
        if !fragment.is_empty() && dialect.year() <= Year::Draft7 {
            index.resources[resource.0 as usize].anchors.insert(fragment, schema);
        }
    }
    let own = &mut index.resources[resource.0 as usize];
    if dialect.year() >= Year::Y2019
        && let Some(anchor) = text("$anchor")
    {
        own.anchors.insert(anchor, schema);
    }
    if dialect.year() >= Year::Y2020
        && let Some(anchor) = text("$dynamicAnchor")
    {
        own.anchors.insert(anchor, schema);
        own.dynamic_anchors.insert(anchor, schema);
    }
    resource
}
