//! The schemas that stand under a schema.

use std::borrow::Cow;
use std::iter::Enumerate;
use std::slice;

use gatepact_finding::pointer;
use serde_json::{Map, Value, map};

use super::{Applicator, Shape};
use crate::dialect::Dialect;

/// A schema that stands under another one.
#[derive(Clone, Copy, Debug)]
pub struct Subschema<'v> {
    /// The keyword that holds it.
    pub applicator: &'static Applicator,
    /// Which of the keyword's schemas it is, where there may be several.
    pub token: Option<Token<'v>>,
    /// The schema: whatever stands in its place, a boolean or a malformed value as well.
    pub schema: &'v Value,
}

impl Subschema<'_> {
    /// The JSON pointer that leads here from the schema above.
    #[must_use]
    pub fn pointer(&self) -> String {
        let keyword = pointer::child("", self.applicator.name());
        match self.token {
            Some(token) => pointer::child(&keyword, &token.text()),
            None => keyword,
        }
    }
}

/// Which of a keyword's schemas.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Token<'v> {
    /// The one of this name or pattern.
    Name(&'v str),
    /// The one at this index.
    Index(usize),
}

impl<'v> Token<'v> {
    /// As a reference token of a JSON pointer, not escaped.
    #[must_use]
    pub fn text(self) -> Cow<'v, str> {
        match self {
            Self::Name(name) => name.into(),
            Self::Index(index) => index.to_string().into(),
        }
    }
}

/// The schemas that stand directly under a schema, in the order of the document; of keywords that the dialect knows.
///
/// What stands beside a `$ref` is given like everything else, whether it counts or not. A keyword whose value has
/// another shape than the dialect gives it holds no schemas.
pub fn subschemas(schema: &Value, dialect: Dialect) -> impl Iterator<Item = Subschema<'_>> {
    let members = schema.as_object().into_iter().flatten();
    members.flat_map(move |(key, value)| {
        let applicator = Applicator::of_dialect(key, dialect);
        applicator.into_iter().flat_map(move |applicator| {
            let schemas = applicator.schemas(value, dialect);
            schemas.map(move |(token, schema)| Subschema { applicator, token, schema })
        })
    })
}

impl Applicator {
    /// The schemas in the keyword's value, and which of them each one is.
    #[must_use]
    pub fn schemas<'v>(&self, value: &'v Value, dialect: Dialect) -> Schemas<'v> {
        let below = match (self.shape_in(dialect), value) {
            (Shape::List | Shape::OneOrList, Value::Array(items)) => {
                Below::List(items.iter().enumerate())
            }
            (Shape::Map, Value::Object(members)) => Below::Map(members.iter()),
            (Shape::MapOrNames, Value::Object(members)) => Below::MapOrNames(members.iter()),
            (Shape::One | Shape::OneOrFlag | Shape::OneOrList, value) => Below::One(Some(value)),
            (Shape::List | Shape::Map | Shape::MapOrNames, _) => Below::One(None),
        };
        Schemas(below)
    }

    /// The keyword's value with each of its schemas replaced, everything else as it is.
    ///
    /// # Errors
    ///
    /// The first one that `replace` gives.
    pub fn replaced<'v, E>(
        &self,
        value: &'v Value,
        dialect: Dialect,
        mut replace: impl FnMut(Option<Token<'v>>, &'v Value) -> Result<Value, E>,
    ) -> Result<Value, E> {
        let holds_names = self.shape_in(dialect) == Shape::MapOrNames;
        match (self.shape_in(dialect), value) {
            (Shape::List | Shape::OneOrList, Value::Array(items)) => {
                let items = items.iter().enumerate();
                items.map(|(index, item)| replace(Some(Token::Index(index)), item)).collect()
            }
            (Shape::Map | Shape::MapOrNames, Value::Object(members)) => {
                let mut replaced = Map::with_capacity(members.len());
                for (name, member) in members {
                    let member = if holds_names && member.is_array() {
                        member.clone()
                    } else {
                        replace(Some(Token::Name(name)), member)?
                    };
                    replaced.insert(name.clone(), member);
                }
                Ok(Value::Object(replaced))
            }
            (Shape::One | Shape::OneOrFlag | Shape::OneOrList, value) => replace(None, value),
            (Shape::List | Shape::Map | Shape::MapOrNames, _) => Ok(value.clone()),
        }
    }
}

/// The schemas in the value of one keyword: see [`Applicator::schemas`].
#[derive(Clone, Debug)]
pub struct Schemas<'v>(Below<'v>);

#[derive(Clone, Debug)]
enum Below<'v> {
    One(Option<&'v Value>),
    List(Enumerate<slice::Iter<'v, Value>>),
    Map(map::Iter<'v>),
    MapOrNames(map::Iter<'v>),
}

impl<'v> Iterator for Schemas<'v> {
    type Item = (Option<Token<'v>>, &'v Value);

    fn next(&mut self) -> Option<Self::Item> {
        let named = |(name, schema): (&'v String, &'v Value)| (Some(Token::Name(name)), schema);
        match &mut self.0 {
            Below::One(schema) => schema.take().map(|schema| (None, schema)),
            Below::List(items) => {
                items.next().map(|(index, schema)| (Some(Token::Index(index)), schema))
            }
            Below::Map(members) => members.next().map(named),
            Below::MapOrNames(members) => members.find(|(_, it)| !it.is_array()).map(named),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn pointers(schema: &Value, dialect: Dialect) -> Vec<String> {
        subschemas(schema, dialect).map(|below| below.pointer()).collect()
    }

    #[test]
    fn the_schemas_below_are_found_by_shape() {
        let schema = json!({
            "title": "t", "enum": [{ "not": {} }],
            "allOf": [true, {}], "additionalProperties": false, "properties": { "a/b": {}, "items": {} },
            "dependencies": { "a": ["b"], "c": {} }, "items": [{}, {}], "$defs": { "not": {} },
        });
        let common = ["/allOf/0", "/allOf/1", "/additionalProperties", "/properties/a~1b"];
        let items = ["/properties/items", "/dependencies/c", "/items/0", "/items/1"];
        assert_eq!(pointers(&schema, Dialect::Draft7), [common, items].concat());
        let modern = ["/properties/items", "/dependencies/c", "/items", "/$defs/not"];
        assert_eq!(pointers(&schema, Dialect::Draft202012), [common, modern].concat());
        for pointer in pointers(&schema, Dialect::Draft202012) {
            assert!(schema.pointer(&pointer).is_some(), "{pointer}");
        }
    }

    #[test]
    fn another_shape_holds_no_schemas() {
        let schema = json!({ "allOf": {}, "properties": [{}], "dependencies": 5, "not": {} });
        assert_eq!(pointers(&schema, Dialect::Draft4), ["/not"]);
        assert_eq!(pointers(&json!(true), Dialect::Draft4), [""; 0]);
    }

    #[test]
    fn what_is_replaced_is_what_is_found() {
        let value = json!({ "a": ["b"], "c": {}, "d": 5, "e": [{}] });
        for applicator in Applicator::all() {
            for dialect in [Dialect::Draft4, Dialect::Draft202012] {
                for value in [&value, &value["e"], &value["c"], &value["d"]] {
                    let mut seen = Vec::new();
                    let replaced = applicator.replaced(value, dialect, |token, schema| {
                        seen.push((token, schema));
                        Ok::<_, std::convert::Infallible>(schema.clone())
                    });
                    assert_eq!(replaced.as_ref(), Ok(value));
                    let found: Vec<_> = applicator.schemas(value, dialect).collect();
                    assert_eq!(found, seen, "{}", applicator.name());
                }
            }
        }
    }
}
