//! How values are written in XML. In JSON the keyword `xml` means nothing, so only bodies of an XML media type are
//! asked.
//!
//! | rule | source |
//! |---|---|
//! | an element has the name of its property, and the root that of its component, unless `name` says another | OpenAPI 3.0.4 and 3.1.1, XML Object |
//! | an array has no element of its own unless it is `wrapped`; its items have the name of the array unless they say another | the same |
//! | a prefix stands for its namespace, so that another one for the same says nothing | Namespaces in XML 1.0, 3 |
//! | `nodeType` says what `attribute` and `wrapped` said | OpenAPI 3.2.0, XML Object |

use std::collections::{BTreeMap, BTreeSet};

use super::context::{Context, Scope};
use super::raw_change::{Details, Place};
use crate::rules::ChangeKind;
use gatepact_finding::{Direction, Pointer};
use gatepact_openapi::Cursor;

/// How deep `allOf` is followed.
const MAX_DEPTH: usize = 8;

/// What stands for the name of a root that neither document says.
const ROOT: &str = "root";

/// The schemas of two XML bodies.
pub(super) fn compare<'d>(
    context: &mut Context<'d>,
    scope: Scope,
    old: &Cursor<'d>,
    new: &Cursor<'d>,
) {
    let mut open = vec![Pair { names: [None, None], sides: [old.schema(), new.schema()] }];
    let mut seen: BTreeSet<[Pointer; 2]> = BTreeSet::new();
    while let Some(pair) = open.pop() {
        let [old, new] = &pair.sides;
        let mut names = pair.names;
        if names == [None, None] && [old, new].iter().all(|it| said_name(it).is_none()) {
            // The names of components are those of the document.
            names = [Some(ROOT.to_owned()), Some(ROOT.to_owned())];
        }
        let [one, other] = &names;
        let written = [Written::new(old, one.as_deref()), Written::new(new, other.as_deref())];
        if let [Some(before), Some(after)] = written.each_ref().map(Written::shown)
            && before != after
        {
            let place = Place::both(&holder(old), &holder(new));
            let details = Details::values(Some(&before.into()), Some(&after.into()));
            context.report(scope, ChangeKind::XmlChanged, place, details);
        }
        let ends = pair.sides.each_ref().map(Cursor::resolved);
        if !seen.insert(ends.each_ref().map(|end| end.pointer.clone())) {
            continue;
        }
        let [before, after] = ends.each_ref().map(|end| properties(end, scope.direction));
        for (name, old) in before {
            if let Some(new) = after.get(name) {
                let names = [Some(name.to_owned()), Some(name.to_owned())];
                open.push(Pair { names, sides: [old.schema(), new.schema()] });
            }
        }
        if let [Some(old), Some(new)] = ends.each_ref().map(|end| end.raw("items")) {
            let names = written.map(|it| it.name);
            open.push(Pair { names, sides: [old.schema(), new.schema()] });
        }
    }
}

/// Two schemas of one part of the body, and the names that the parts around give to their elements.
struct Pair<'d> {
    names: [Option<String>; 2],
    sides: [Cursor<'d>; 2],
}

/// How a value is written.
struct Written {
    /// `None` for a root that does not say it.
    name: Option<String>,
    namespace: Option<String>,
    prefix: Option<String>,
    /// `attribute`, `text`, ..; an element where it is none.
    node: Option<String>,
    is_array: bool,
    is_wrapped: bool,
}

impl Written {
    fn new(schema: &Cursor<'_>, given: Option<&str>) -> Self {
        let holder = holder(schema);
        let xml = holder.get_or_absent("xml");
        let text = |key| xml.text(key).map(str::to_owned);
        let is_array = schema.resolved().raw("items").is_some();
        let node = xml.text("nodeType").or(xml.flag("attribute").then_some("attribute"));
        let name = said_name(schema).or_else(|| given.map(str::to_owned));
        Self {
            name: name.or_else(|| component(schema).map(str::to_owned)),
            namespace: text("namespace"),
            prefix: text("prefix"),
            node: node.filter(|name| *name != "element").map(str::to_owned),
            is_array,
            is_wrapped: xml.flag("wrapped") || (is_array && node == Some("element")),
        }
    }

    /// `<s:size>`, `<size> in urn:shop`, `attribute size`, `<lines> around the items`.
    fn shown(&self) -> Option<String> {
        if self.is_array && !self.is_wrapped {
            return Some("the items alone".to_owned());
        }
        let name = self.name.as_deref()?;
        let prefix = self.prefix.as_deref().filter(|_| self.namespace.is_none());
        let name = prefix.map_or_else(|| name.to_owned(), |prefix| format!("{prefix}:{name}"));
        let mut shown = match &self.node {
            Some(node) => format!("{node} {name}"),
            None => format!("<{name}>"),
        };
        if let Some(namespace) = &self.namespace {
            shown.push_str(" in ");
            shown.push_str(namespace);
        }
        if self.is_array {
            shown.push_str(" around the items");
        }
        Some(shown)
    }
}

fn said_name(schema: &Cursor<'_>) -> Option<String> {
    holder(schema).get_or_absent("xml").text("name").map(str::to_owned)
}

/// The name of the component that a schema is, or refers to.
fn component<'c>(schema: &'c Cursor<'_>) -> Option<&'c str> {
    let name = schema.pointer.strip_prefix("/components/schemas/")?;
    (!name.contains('/')).then_some(name)
}

/// The schema that says how a value is written: this one, one that it refers to, or a parent.
fn holder<'d>(schema: &Cursor<'d>) -> Cursor<'d> {
    holding(schema, MAX_DEPTH).unwrap_or_else(|| schema.clone())
}

fn holding<'d>(schema: &Cursor<'d>, depth: usize) -> Option<Cursor<'d>> {
    let mut chain = schema.schema().chain().collect::<Vec<_>>();
    if let Some(found) = chain.iter().find(|it| it.value.get("xml").is_some()) {
        return Some(found.clone());
    }
    let end = chain.pop()?;
    let parents = end.get_or_absent("allOf");
    (depth > 0).then(|| parents.items().find_map(|it| holding(&it, depth - 1))).flatten()
}

/// The properties of a schema and its parents that travel in a direction.
fn properties<'d>(schema: &Cursor<'d>, direction: Direction) -> BTreeMap<&'d str, Cursor<'d>> {
    let withheld = match direction {
        Direction::Request => "readOnly",
        Direction::Response => "writeOnly",
    };
    let mut result = BTreeMap::new();
    let mut open = vec![(schema.clone(), MAX_DEPTH)];
    while let Some((schema, depth)) = open.pop() {
        for (name, property) in schema.get_or_absent("properties").raw_members() {
            if !property.resolved().flag(withheld) {
                result.entry(name).or_insert(property);
            }
        }
        if depth > 0 {
            let parents = schema.get_or_absent("allOf");
            open.extend(parents.items().map(|parent| (parent.resolved(), depth - 1)));
        }
    }
    result
}
