//! What one schema demands, keyword by keyword: a value belongs to a schema when it obeys all of its constraints.

use gatepact_openapi::Cursor;
use gatepact_schema::Dialect;
use serde_json::{Map, Value, json};

use super::effective_schema::{EffectiveSchema, is_null_list};

/// One demand of a schema.
pub(super) struct Constraint<'d> {
    pub(super) about: ConstraintKind<'d>,
    /// The schema that makes the demand: the schema's own or one of its parents.
    pub(super) at: Cursor<'d>,
    /// A schema that says this and nothing else.
    pub(super) fragment: Value,
}

impl Constraint<'_> {
    /// The demand for types, null not set aside.
    pub(super) fn without_null(&self) -> Option<Value> {
        let takes_null = self.at.value.get("nullable") == Some(&Value::Bool(true))
            || self.at.value.pointer("/type").is_some_and(names_null);
        (self.about == ConstraintKind::Types && !takes_null)
            .then(|| json!({ "allOf": [self.fragment, { "not": { "enum": [null] } }] }))
    }
}

fn names_null(kind: &Value) -> bool {
    kind == "null" || kind.as_array().is_some_and(|names| names.iter().any(|name| name == "null"))
}

/// What a demand is about.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum ConstraintKind<'d> {
    /// The types, null aside.
    Types,
    /// That the value is not null.
    Null,
    /// The listed values.
    Values,
    /// A bound or a form.
    Bound(&'static [&'static str]),
    /// That a property is there.
    Required(&'d str),
    /// The properties that are not listed.
    Others,
    /// A property.
    Property(&'d str),
    /// The items of an array.
    Items,
    /// `anyOf` or `oneOf`.
    Alternatives(&'static str),
    /// A keyword of which only the whole is compared.
    Whole(&'static str),
}

/// Keywords that bound one thing together.
const BOUNDS: [&[&str]; 12] = [
    &["maximum", "exclusiveMaximum"],
    &["minimum", "exclusiveMinimum"],
    &["multipleOf"],
    &["maxLength"],
    &["minLength"],
    &["pattern"],
    &["format"],
    &["maxItems"],
    &["minItems"],
    &["uniqueItems"],
    &["maxProperties"],
    &["minProperties"],
];

/// Keywords of which only the whole is compared, with those that they are read with.
const WHOLES: [&[&str]; 10] = [
    &["not"],
    &["if", "then", "else"],
    &["patternProperties"],
    &["propertyNames"],
    &["dependencies"],
    &["dependentRequired"],
    &["dependentSchemas"],
    &["contains", "minContains", "maxContains"],
    &["$dynamicRef"],
    &["$recursiveRef"],
];

/// All demands of a schema.
pub(super) fn constraints<'d>(schema: &EffectiveSchema<'d>) -> Vec<Constraint<'d>> {
    let mut all = Vec::new();
    for member in &schema.members {
        let Some(keywords) = member.value.as_object() else {
            // `false`: nothing passes.
            if member.value == &Value::Bool(false) {
                let fragment = Value::Bool(false);
                all.push(Constraint {
                    about: ConstraintKind::Whole("false"),
                    at: member.clone(),
                    fragment,
                });
            }
            continue;
        };
        let is_beside_null = schema.is_beside_null(member);
        let mut add = |about, fragment| {
            let says_of_null =
                matches!(about, ConstraintKind::Alternatives(_) | ConstraintKind::Whole(_));
            let fragment = if is_beside_null && says_of_null {
                json!({ "anyOf": [{ "enum": [null] }, fragment] })
            } else {
                fragment
            };
            all.push(Constraint { about, at: member.clone(), fragment });
        };
        let nullable = member.dialect() == Dialect::OpenApi30 && member.flag("nullable");
        types(keywords, (nullable, is_beside_null), &mut add);
        for group in BOUNDS {
            with(keywords, group, ConstraintKind::Bound(group), &mut add);
        }
        objects(keywords, &mut add);
        with(
            keywords,
            &["items", "prefixItems", "additionalItems"],
            ConstraintKind::Items,
            &mut add,
        );
        for name in ["anyOf", "oneOf"] {
            if keywords.contains_key(name) && !is_null_list(member, name) {
                add(ConstraintKind::Alternatives(name), pick(keywords, &[name, "discriminator"]));
            }
        }
        for group in WHOLES {
            with(keywords, group, ConstraintKind::Whole(group[0]), &mut add);
        }
        for name in ["unevaluatedProperties", "unevaluatedItems"] {
            if keywords.contains_key(name) {
                add(ConstraintKind::Whole(name), unevaluated(keywords, name));
            }
        }
    }
    all
}

type Add<'a, 'd> = &'a mut dyn FnMut(ConstraintKind<'d>, Value);

/// The types and the listed values, null aside; and that the value is not null.
fn types(
    keywords: &Map<String, Value>,
    (nullable, is_beside_null): (bool, bool),
    add: Add<'_, '_>,
) {
    let only_null = json!({ "enum": [null] });
    let mut takes_null = true;
    if let Some(kind) = keywords.get("type") {
        let mut names: Vec<Value> = match kind {
            Value::Array(names) => names.clone(),
            one => vec![one.clone()],
        };
        takes_null = nullable || names.iter().any(|name| name == "null");
        names.retain(|name| name != "null");
        // Null aside: each dialect reads one of the two.
        let mut any_of: Vec<Value> = names.into_iter().map(|it| json!({ "type": it })).collect();
        any_of.push(only_null.clone());
        add(ConstraintKind::Types, json!({ "anyOf": any_of }));
    }
    let values = pick(keywords, &["enum", "const"]);
    if let Some(listed) = values.as_object().filter(|it| !it.is_empty()) {
        takes_null &= listed.iter().all(|(key, value)| match value {
            Value::Array(values) if key == "enum" => values.contains(&Value::Null),
            value => value.is_null(),
        });
        add(ConstraintKind::Values, json!({ "anyOf": [values, only_null.clone()] }));
    }
    if !takes_null && !is_beside_null {
        add(ConstraintKind::Null, json!({ "not": only_null }));
    }
}

/// Keywords beside which it depends on the value what is evaluated.
const EVALUATING: [&str; 9] = [
    "$dynamicRef",
    "$recursiveRef",
    "$ref",
    "allOf",
    "anyOf",
    "dependentSchemas",
    "if",
    "oneOf",
    "unevaluatedItems",
];

/// What `unevaluated..` says: of all keywords beside it, those that evaluate something, as far as they do.
fn unevaluated(keywords: &Map<String, Value>, name: &str) -> Value {
    let depends = EVALUATING.iter().any(|keyword| keywords.contains_key(*keyword));
    if depends || name == "unevaluatedItems" {
        return keywords.clone().into();
    }
    let mut said = Map::new();
    for keyword in ["properties", "patternProperties"] {
        said.insert(keyword.to_owned(), anything(keywords.get(keyword).and_then(Value::as_object)));
    }
    for keyword in ["additionalProperties", name] {
        if let Some(schema) = keywords.get(keyword) {
            said.insert(keyword.to_owned(), schema.clone());
        }
    }
    said.into()
}

/// The same names, each for any value.
fn anything(members: Option<&Map<String, Value>>) -> Value {
    let names = members.into_iter().flatten();
    names.map(|(name, _)| (name.clone(), json!({}))).collect::<Map<_, _>>().into()
}

fn objects<'d>(keywords: &'d Map<String, Value>, add: Add<'_, 'd>) {
    let names = keywords.get("required").and_then(Value::as_array);
    for name in names.into_iter().flatten().filter_map(Value::as_str) {
        add(ConstraintKind::Required(name), json!({ "required": [name] }));
    }
    let properties = keywords.get("properties").and_then(Value::as_object);
    for (name, schema) in properties.into_iter().flatten() {
        add(ConstraintKind::Property(name), json!({ "properties": { name: schema } }));
    }
    if let Some(others) = keywords.get("additionalProperties").filter(|it| restricts(it)) {
        let patterns = keywords.get("patternProperties").and_then(Value::as_object);
        add(
            ConstraintKind::Others,
            json!({
                "properties": anything(properties),
                "patternProperties": anything(patterns),
                "additionalProperties": others,
            }),
        );
    }
}

/// Whether a schema of properties that are not listed says anything of them.
pub(super) fn restricts(schema: &Value) -> bool {
    schema != &Value::Bool(true) && schema.as_object().is_none_or(|it| !it.is_empty())
}

/// Adds a constraint of the keywords where the first of them, or another one, is there.
fn with<'d>(
    keywords: &Map<String, Value>,
    names: &[&str],
    about: ConstraintKind<'d>,
    add: Add<'_, 'd>,
) {
    let fragment = pick(keywords, names);
    if fragment.as_object().is_some_and(|it| !it.is_empty()) {
        add(about, fragment);
    }
}

fn pick(keywords: &Map<String, Value>, names: &[&str]) -> Value {
    let found =
        names.iter().filter_map(|name| Some(((*name).to_owned(), keywords.get(*name)?.clone())));
    found.collect::<Map<_, _>>().into()
}
