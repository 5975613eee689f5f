//! A schema with its references followed and its `allOf` laid flat, so that a keyword that moved into a parent is
//! still there.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet, HashSet};

use gatepact_finding::Pointer;
use gatepact_schema::Dialect;
use gatepact_schema::applicator::Assertion;
use serde_json::Value;

use crate::compare::in_place::in_place;
use gatepact_finding::Direction;
use gatepact_openapi::Cursor;

/// The keywords that list alternatives.
pub(super) const KEYWORDS: [&str; 2] = ["anyOf", "oneOf"];

/// The maximum number of schemas of one place; a larger composition is looked at as far as this.
const MAX_SCHEMAS: usize = 20_000;

/// Properties by their names, each with the first place that describes it.
pub(super) type ByName<'d> = BTreeMap<&'d str, Cursor<'d>>;

/// The schemas that hold together in one place.
#[derive(Clone)]
pub(super) struct EffectiveSchema<'d> {
    /// The place, references followed.
    pub(super) at: Cursor<'d>,
    /// The place that says what the values are: `at`, or the one alternative beside null.
    pub(super) place: Cursor<'d>,
    /// The schemas that hold for every value: the place itself and its parents; and for every value but null, the one
    /// alternative beside null.
    pub(super) members: Vec<Cursor<'d>>,
    /// Those of the members that say nothing of null.
    beside_null: BTreeSet<Pointer>,
    /// The schemas that hold for some values: the branches, and theirs.
    pub(super) branches: Vec<Cursor<'d>>,
    /// The properties that travel in requests and in responses, once asked for.
    travelling: [OnceCell<ByName<'d>>; 2],
    required: OnceCell<HashSet<&'d str>>,
}

impl<'d> EffectiveSchema<'d> {
    pub(super) fn new(schema: &Cursor<'d>) -> Self {
        Self::with_branches(schema, |_| true)
    }

    /// The same without the branches of `anyOf` and `oneOf`, the one beside null included.
    pub(super) fn without_alternatives(schema: &Cursor<'d>) -> Self {
        Self::with_branches(schema, |keyword| !KEYWORDS.contains(&keyword))
    }

    fn with_branches(schema: &Cursor<'d>, is_wanted: fn(&str) -> bool) -> Self {
        let at = schema.schema();
        let mut schema = Self {
            at: at.clone(),
            place: place(&at),
            members: Vec::new(),
            beside_null: BTreeSet::new(),
            branches: Vec::new(),
            travelling: Default::default(),
            required: OnceCell::new(),
        };
        let (mut seen, mut conditional) = (HashSet::new(), Vec::new());
        for (member, is_beside_null) in gather(at, &mut seen, &mut conditional, is_wanted) {
            if is_beside_null {
                schema.beside_null.insert(member.pointer.clone());
            }
            schema.members.push(member);
        }
        // In their order, so that both sides leave out the same ones of very many.
        conditional.reverse();
        while let Some(branch) = conditional.pop() {
            let mut below = Vec::new();
            let found = gather(branch, &mut seen, &mut below, is_wanted);
            below.reverse();
            conditional.append(&mut below);
            schema.branches.extend(found.into_iter().map(|(branch, _)| branch));
        }
        schema
    }

    /// The first of the members' values of a keyword.
    pub(super) fn keyword(&self, name: &str) -> Option<Cursor<'d>> {
        self.members.iter().find_map(|member| member.raw(name))
    }

    /// Whether a member says nothing of null: it stands beside null in a list of alternatives.
    pub(super) fn is_beside_null(&self, member: &Cursor<'d>) -> bool {
        self.beside_null.contains(&member.pointer)
    }

    /// Whether OpenAPI 3.0 has `nullable` somewhere here, whatever it brings about.
    pub(super) fn mentions_nullable(&self) -> bool {
        self.members.iter().any(|member| is_nullable(member) && knows_nullable(member))
    }

    /// Whether `nullable` stands here in a language that does not know it.
    pub(super) fn has_foreign_nullable(&self) -> bool {
        self.members.iter().any(|member| is_nullable(member) && !knows_nullable(member))
    }

    /// Whether no value but null has a type that both have.
    pub(super) fn has_other_types(&self, other: &Self) -> bool {
        match (self.types(), other.types()) {
            (Some(one), Some(other)) => {
                !one.is_empty() && !other.is_empty() && common(&one, &other).is_empty()
            }
            (None, _) | (_, None) => false,
        }
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
        let list = KEYWORDS.into_iter().find_map(|name| self.keyword(name))?;
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
    pub(super) fn properties(&self, direction: Direction) -> &ByName<'d> {
        let [requests, responses] = &self.travelling;
        let known = match direction {
            Direction::Request => requests,
            Direction::Response => responses,
        };
        known.get_or_init(|| self.find_properties(direction))
    }

    fn find_properties(&self, direction: Direction) -> ByName<'d> {
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

    /// A property that is described and does not travel in a direction: `readOnly` or `writeOnly`.
    pub(super) fn withheld(&self, name: &str, direction: Direction) -> Option<Cursor<'d>> {
        let described = self.property(name).into_iter().next();
        described.filter(|property| !travels(property, direction))
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

    /// Whether a property is required of every value.
    pub(super) fn requires(&self, name: &str) -> bool {
        let lists =
            || self.members.iter().filter_map(|member| member.value.get("required")?.as_array());
        let names = || lists().flatten().filter_map(Value::as_str).collect();
        self.required.get_or_init(names).contains(name)
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

/// The schemas that hold together with a given one, each with whether it stands beside null; those that hold for some
/// values only are put aside.
fn gather<'d>(
    schema: Cursor<'d>,
    seen: &mut HashSet<Pointer>,
    conditional: &mut Vec<Cursor<'d>>,
    is_wanted: fn(&str) -> bool,
) -> Vec<(Cursor<'d>, bool)> {
    let mut open = vec![(schema, false)];
    let mut found = Vec::new();
    while let Some((schema, is_beside_null)) = open.pop() {
        if seen.len() >= MAX_SCHEMAS || !seen.insert(schema.pointer.clone()) {
            continue;
        }
        open.extend(schema.target().map(|target| (target, is_beside_null)));
        if schema.is_reference() {
            continue;
        }
        let parents = in_place(&schema, |it| it.assertion() == Assertion::Always).into_iter().rev();
        open.extend(parents.map(|parent| (parent, is_beside_null)));
        let alternative =
            alternative_beside_null(&schema).filter(|_| KEYWORDS.into_iter().all(is_wanted));
        let mut branches =
            in_place(&schema, |it| it.assertion() == Assertion::Sometimes && is_wanted(it.name()));
        if let Some((list, alternative)) = alternative {
            branches.retain(|branch| !branch.pointer.starts_with(list.pointer.as_str()));
            open.push((alternative, true));
        }
        conditional.append(&mut branches);
        found.push((schema, is_beside_null));
    }
    found
}

/// The place that says what the values are, null aside.
fn place<'d>(at: &Cursor<'d>) -> Cursor<'d> {
    let next = |here: &Cursor<'d>| alternative_beside_null(here).map(|(_, it)| it.schema());
    let chain = std::iter::successors(Some(at.clone()), next).take(MAX_SCHEMAS);
    chain.last().unwrap_or_else(|| at.clone())
}

/// The one alternative beside null, with its list: `anyOf: [{type: "null"}, {..}]` is how OpenAPI 3.1 writes a nullable
/// reference.
fn alternative_beside_null<'d>(schema: &Cursor<'d>) -> Option<(Cursor<'d>, Cursor<'d>)> {
    if schema.value.get("discriminator").is_some() {
        return None;
    }
    ["anyOf", "oneOf"].into_iter().find_map(|name| {
        let list = schema.raw(name)?;
        let (null, others): (Vec<_>, Vec<_>) = list.items().partition(is_null);
        match <[Cursor<'d>; 1]>::try_from(others) {
            Ok([alternative]) if !null.is_empty() => Some((list, alternative)),
            Ok(_) | Err(_) => None,
        }
    })
}

/// Whether a list of alternatives has one beside null.
pub(super) fn is_null_list(schema: &Cursor<'_>, name: &str) -> bool {
    alternative_beside_null(schema)
        .is_some_and(|(list, _)| schema.raw(name).is_some_and(|own| own.pointer == list.pointer))
}

/// Whether null is the only value of a schema.
fn is_null(schema: &Cursor<'_>) -> bool {
    let schema = schema.schema().value;
    let is_only_null = |value: &Value, null: &Value| {
        value == null || value.as_array().is_some_and(|all| all.iter().all(|it| it == null))
    };
    let lists = |key: &str, null: &Value| {
        schema
            .get(key)
            .is_some_and(|value| value != &Value::Array(Vec::new()) && is_only_null(value, null))
    };
    lists("type", &Value::from("null"))
        || lists("enum", &Value::Null)
        || schema.get("const") == Some(&Value::Null)
}

fn is_nullable(schema: &Cursor<'_>) -> bool {
    schema.flag("nullable")
}

/// Whether the language of a schema knows `nullable`: OpenAPI 3.0 does, JSON Schema does not (OpenAPI 3.1.0, "Schema
/// Object").
fn knows_nullable(schema: &Cursor<'_>) -> bool {
    schema.dialect() == Dialect::OpenApi30
}

/// Whether a property is sent in a direction.
fn travels(property: &Cursor<'_>, direction: Direction) -> bool {
    let keyword = match direction {
        Direction::Request => "readOnly",
        Direction::Response => "writeOnly",
    };
    !property.flag(keyword) && !property.resolved().flag(keyword)
}
