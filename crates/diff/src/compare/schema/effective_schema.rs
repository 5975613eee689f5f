//! A schema with its references followed and its `allOf` laid flat, so that a keyword that moved into a parent is
//! still there.

use std::collections::{BTreeMap, BTreeSet};

use gatepact_finding::Pointer;
use gatepact_schema::applicator::{Applicator, Assertion, InstancePart};
use serde_json::Value;

use gatepact_finding::Direction;
use gatepact_openapi::Cursor;

/// The maximum number of schemas of one place; a larger composition is looked at as far as this.
const MAX_SCHEMAS: usize = 128;

/// The schemas that hold together in one place.
pub(super) struct EffectiveSchema<'d> {
    /// The place, references followed.
    pub(super) at: Cursor<'d>,
    /// The schemas that hold for every value: the place itself and its parents.
    pub(super) members: Vec<Cursor<'d>>,
    /// The schemas that hold for some values: the branches, and theirs.
    pub(super) branches: Vec<Cursor<'d>>,
}

impl<'d> EffectiveSchema<'d> {
    pub(super) fn new(schema: &Cursor<'d>) -> Self {
        let at = schema.schema();
        let mut schema = Self { at: at.clone(), members: Vec::new(), branches: Vec::new() };
        let (mut seen, mut conditional) = (BTreeSet::new(), Vec::new());
        schema.members = gather(vec![at], &mut seen, &mut conditional);
        // In their order, so that both sides leave out the same ones of very many.
        conditional.reverse();
        while let Some(branch) = conditional.pop() {
            let mut below = Vec::new();
            let found = gather(vec![branch], &mut seen, &mut below);
            below.reverse();
            conditional.append(&mut below);
            schema.branches.extend(found);
        }
        schema
    }

    /// The first of the members' values of a keyword.
    pub(super) fn keyword(&self, name: &str) -> Option<Cursor<'d>> {
        self.members.iter().find_map(|member| member.raw(name))
    }

    /// The alternatives, with the keyword that lists them.
    pub(super) fn alternatives(&self) -> Option<(&'static str, Cursor<'d>)> {
        let list = |name| self.keyword(name).filter(|list| list.value.is_array());
        ["anyOf", "oneOf"].into_iter().find_map(|name| Some((name, list(name)?)))
    }

    /// The types that every value has one of, null aside; `None` where nothing is said.
    pub(super) fn types(&self) -> Option<BTreeSet<&'d str>> {
        let sets = self.members.iter().filter_map(|member| member.value.get("type"));
        let names = |kind: &'d Value| -> BTreeSet<&'d str> {
            let list = kind.as_array().map_or(std::slice::from_ref(kind), Vec::as_slice);
            list.iter().filter_map(Value::as_str).filter(|name| *name != "null").collect()
        };
        sets.map(names).reduce(|one, other| common(&one, &other))
    }

    /// The types that the alternatives name, null aside; `None` where one of them names none.
    pub(super) fn types_of_alternatives(&self) -> Option<BTreeSet<&'d str>> {
        let (_, list) = self.alternatives()?;
        let sets: Option<Vec<_>> =
            list.items().map(|it| EffectiveSchema::new(&it).types()).collect();
        let names: BTreeSet<_> = sets?.into_iter().flatten().collect();
        (!names.is_empty()).then_some(names)
    }

    /// The values that are listed.
    pub(super) fn values(&self) -> Option<Vec<&'d Value>> {
        let listed = self.keyword("enum").and_then(|it| it.value.as_array());
        let single = || self.keyword("const").map(|it| vec![it.value]);
        listed.map(|values| values.iter().collect()).or_else(single)
    }

    /// Where a property is described: by the members, else by the branches.
    pub(super) fn property(&self, name: &str) -> Vec<Cursor<'d>> {
        let of = |schemas: &[Cursor<'d>]| -> Vec<Cursor<'d>> {
            let properties = schemas.iter().filter_map(|it| it.raw("properties"));
            properties.filter_map(|properties| properties.raw(name)).collect()
        };
        let own = of(&self.members);
        if own.is_empty() { of(&self.branches) } else { own }
    }

    /// The names of the properties that travel in a direction, each with the first place that describes it. A
    /// `readOnly` property counts in responses only, a `writeOnly` one in requests only.
    pub(super) fn properties(&self, direction: Direction) -> BTreeMap<&'d str, Cursor<'d>> {
        let mut names = BTreeMap::new();
        for schema in self.members.iter().chain(&self.branches) {
            let Some(properties) = schema.raw("properties") else { continue };
            for (name, property) in properties.raw_members() {
                names.entry(name).or_insert(property);
            }
        }
        names.retain(|_, property| travels(property, direction));
        names
    }

    /// Whether a property is described for every value, not in a branch only.
    pub(super) fn describes(&self, name: &str) -> bool {
        self.members.iter().any(|member| has_property(member, name))
    }

    /// Whether a property is described at all.
    pub(super) fn has_property(&self, name: &str) -> bool {
        self.describes(name) || self.branches.iter().any(|branch| has_property(branch, name))
    }

    /// Whether one of the members has a keyword.
    pub(super) fn has_keyword(&self, name: &str) -> bool {
        self.members.iter().any(|member| member.value.get(name).is_some())
    }

    /// The names that are required of every value.
    pub(super) fn required(&self) -> BTreeSet<&'d str> {
        let lists =
            self.members.iter().filter_map(|member| member.value.get("required")?.as_array());
        lists.flatten().filter_map(Value::as_str).collect()
    }
}

/// The types that both allow; every integer is a number.
fn common<'d>(one: &BTreeSet<&'d str>, other: &BTreeSet<&'d str>) -> BTreeSet<&'d str> {
    let is_in = |set: &BTreeSet<&'d str>, name: &str| {
        set.contains(name) || (name == "integer" && set.contains("number"))
    };
    let both = one.union(other).copied();
    both.filter(|name| is_in(one, name) && is_in(other, name)).collect()
}

fn has_property(schema: &Cursor<'_>, name: &str) -> bool {
    schema.value.get("properties").is_some_and(|properties| properties.get(name).is_some())
}

/// The schemas that hold together with the given ones; those that hold for some values only are put aside.
fn gather<'d>(
    mut open: Vec<Cursor<'d>>,
    seen: &mut BTreeSet<Pointer>,
    conditional: &mut Vec<Cursor<'d>>,
) -> Vec<Cursor<'d>> {
    let mut found = Vec::new();
    while let Some(schema) = open.pop() {
        if seen.len() >= MAX_SCHEMAS || !seen.insert(schema.pointer.clone()) {
            continue;
        }
        open.extend(schema.target());
        if schema.is_reference() {
            continue;
        }
        let mut parents = in_place(&schema, Assertion::Always);
        parents.reverse();
        open.append(&mut parents);
        conditional.append(&mut in_place(&schema, Assertion::Sometimes));
        found.push(schema);
    }
    found
}

/// The schemas under a schema that look at the same value, in the order of the table.
fn in_place<'d>(schema: &Cursor<'d>, assertion: Assertion) -> Vec<Cursor<'d>> {
    let dialect = schema.dialect();
    let mut found = Vec::new();
    let is_wanted = |it: &&Applicator| {
        it.part() == InstancePart::Whole && it.assertion() == assertion && it.is_known_in(dialect)
    };
    for applicator in Applicator::all().iter().filter(is_wanted) {
        let Some(keyword) = schema.raw(applicator.name()) else { continue };
        for (token, value) in applicator.schemas(keyword.value, dialect) {
            found.push(match token {
                Some(token) => keyword.moved(keyword.pointer.child(&token.text()), value),
                None => keyword.clone(),
            });
        }
    }
    found
}

/// Whether a property is sent in a direction.
fn travels(property: &Cursor<'_>, direction: Direction) -> bool {
    let keyword = match direction {
        Direction::Request => "readOnly",
        Direction::Response => "writeOnly",
    };
    !property.flag(keyword) && !property.resolved().flag(keyword)
}
