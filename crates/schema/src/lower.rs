//! From a schema of any dialect to nodes.
//!
//! A reference is replaced by what it leads to; only where a schema contains itself a
//! [`Node::Ref`] remains. So schemas that are equal with everything they refer to become one node,
//! whatever their components are called and in whichever document they stand: in two releases of
//! an API most questions vanish here.

mod array;
mod composition;
mod direction;
mod discriminator;
mod number;
mod object;
mod reference;
mod string;
mod types;
mod unevaluated;

use serde_json::{Map, Value};

use crate::Reason;
use crate::dialect::{Dialect, Year};
use crate::index::{Index, ResourceId, Site, address};
use crate::node::{Arena, Id, Name, Node, Unread};
use crate::reading::{Direction, Formats, OneOf};

pub(crate) use reference::Slots;

/// Schemas nested deeper are not read: the stack is finite, the document is not ours.
pub(crate) const DEEPEST: usize = 320;

/// The members of a schema.
type Members = Map<String, Value>;

/// The resources a reference has passed, outermost first; empty where no reference cares.
type Scope = std::sync::Arc<[ResourceId]>;

/// The part of a reading that decides how a schema is lowered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Lens {
    pub(crate) direction: Direction,
    pub(crate) formats: Formats,
    pub(crate) one_of: OneOf,
}

/// Where the lowering stands.
#[derive(Clone, Debug)]
pub(crate) struct Context {
    scope: Scope,
    /// Properties that need not be sent in this direction; sorted.
    exempt: std::sync::Arc<[Name]>,
    depth: usize,
    /// How many parts of a value were entered: two schemas with the same number look at the same
    /// value.
    part: usize,
    /// The schema whose `allOf` is being lowered, by its address.
    includer: Option<usize>,
    /// Whether the schema is meant without its list of children.
    unlisted: bool,
}

impl Context {
    fn new(scope: Scope, exempt: std::sync::Arc<[Name]>) -> Self {
        Self { scope, exempt, depth: 0, part: 0, includer: None, unlisted: false }
    }

    /// One schema further, for the same value.
    fn deeper(&self) -> Self {
        Self { depth: self.depth + 1, includer: None, unlisted: false, ..self.clone() }
    }
}

pub(crate) struct Lower<'a, 'd> {
    pub(crate) arena: &'a mut Arena,
    pub(crate) index: &'a Index<'d>,
    pub(crate) slots: &'a mut Slots,
    pub(crate) lens: Lens,
    /// Whether what is lowered is forgotten afterwards: then nothing may be remembered by its address.
    pub(crate) passing: bool,
}

impl<'d> Lower<'_, 'd> {
    /// The schema at a place of a document.
    pub(crate) fn root(&mut self, site: Site<'d>) -> Id {
        let document = self.index.document(site.resource);
        let scope: Vec<ResourceId> =
            if document.dynamic { vec![document.resource] } else { Vec::new() };
        let exempt = self.exempt(site);
        let context = Context::new(scope.into(), exempt);
        self.target(site, &context)
    }

    /// A schema that stands in no document, read as though it stood at a place of one.
    pub(crate) fn fragment(&mut self, schema: &'d Value, at: Site<'d>) -> Id {
        let document = self.index.document(at.resource);
        let scope: Vec<ResourceId> =
            if document.dynamic { vec![document.resource] } else { Vec::new() };
        // The place stays, whatever becomes of the schema.
        let passing = std::mem::replace(&mut self.passing, false);
        let exempt = self.exempt(at);
        self.passing = passing;
        let context = Context::new(scope.into(), exempt);
        self.schema(Site { value: schema, resource: at.resource }, &context)
    }

    /// Notes that the document is one that the validator must not see.
    fn hazard(&self, site: Site<'d>, reason: Reason) {
        self.index.document(site.resource).hazard.set(Some(reason));
    }

    /// What the value of a keyword says, which cannot be read.
    fn opaque(&mut self, reason: Reason, written: &Value) -> Id {
        let written = self.arena.values.intern(written);
        self.arena.intern(Node::Opaque(reason, Unread::Written(written)))
    }

    /// A node that rests on a pattern which could not be read.
    fn unread(&mut self, reason: Reason, node: Node) -> Id {
        let meant = self.arena.intern(node);
        self.arena.intern(Node::Opaque(reason, Unread::Meant(meant)))
    }

    /// A schema that looks at a part of the value.
    fn part(&mut self, value: &'d Value, from: Site<'d>, context: &Context) -> Id {
        let site = self.enter(value, from);
        let exempt = self.exempt(site);
        let context = Context { exempt, part: context.part + 1, ..context.deeper() };
        self.schema(site, &context)
    }

    /// A schema that looks at the same value.
    fn same(&mut self, value: &'d Value, from: Site<'d>, context: &Context) -> Id {
        let site = self.enter(value, from);
        self.schema(site, &context.deeper())
    }

    /// A schema that a schema includes.
    fn included(&mut self, value: &'d Value, from: Site<'d>, context: &Context) -> Id {
        let site = self.enter(value, from);
        let includer = Some(address(from.value));
        self.schema(site, &Context { includer, ..context.deeper() })
    }

    fn enter(&self, value: &'d Value, from: Site<'d>) -> Site<'d> {
        Site { value, resource: self.index.begins_at(value).unwrap_or(from.resource) }
    }

    fn schema(&mut self, site: Site<'d>, context: &Context) -> Id {
        if context.depth > DEEPEST {
            self.hazard(site, Reason::Nesting);
            return self.arena.unread(Reason::Nesting);
        }
        let members = match site.value {
            Value::Bool(true) => return Arena::ANY,
            Value::Bool(false) => return Arena::NEVER,
            Value::Object(members) => members,
            Value::Null | Value::Number(_) | Value::String(_) | Value::Array(_) => {
                return self.opaque(Reason::Malformed, site.value);
            }
        };
        let mut context = context.clone();
        if !context.scope.is_empty() && !context.scope.contains(&site.resource) {
            context.scope = context.scope.iter().copied().chain([site.resource]).collect();
        }
        let dialect = self.index.dialect(site.resource);
        let alone = dialect.reference_stands_alone();
        if alone && let Some(Value::String(reference)) = members.get("$ref") {
            return self.reference(reference, site, (context.includer, &context));
        }
        self.keywords(members, site, &context)
    }

    fn keywords(&mut self, members: &'d Members, site: Site<'d>, context: &Context) -> Id {
        let dialect = self.index.dialect(site.resource);
        let mut parts = Vec::new();
        self.types(members, dialect, &mut parts);
        self.numbers(members, dialect, &mut parts);
        self.strings(members, dialect, &mut parts);
        self.arrays(members, site, context, &mut parts);
        self.objects(members, site, context, &mut parts);
        self.composition(members, site, context, &mut parts);
        self.references(members, site, context, &mut parts);
        if dialect.year() >= Year::Y2019 {
            self.unevaluated(members, site, context, &mut parts);
        }
        self.arena.and(parts)
    }

    /// A count: a whole number that is not negative.
    fn count(&mut self, value: &Value, parts: &mut Vec<Id>) -> Option<u64> {
        let count = match value {
            Value::Number(number) => number
                .as_u64()
                .or_else(|| u64::try_from(crate::number::exact(number)?.to_integer()).ok()),
            _ => None,
        };
        if count.is_none() {
            let opaque = self.opaque(Reason::Malformed, value);
            parts.push(opaque);
        }
        count
    }
}

/// Whether the dialect knows a keyword that came in a certain year.
fn knows(dialect: Dialect, year: Year) -> bool {
    dialect.year() >= year
}
