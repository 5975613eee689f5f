//! Which parts of a value the schemas under a schema are about.

use gatepact_schema::Dialect;
use gatepact_schema::applicator::{Applicator, Assertion, InstancePart, Subschema, Token};
use serde_json::{Map, Value};

/// Elements of an array beyond this number look like those before.
const MOST_ELEMENTS: usize = 64;

/// The parts that a schema has schemas of their own for: the others are left to keywords such as
/// `additionalProperties`.
#[derive(Default)]
pub(crate) struct Described<'s> {
    properties: Option<&'s Map<String, Value>>,
    items: usize,
}

impl<'s> Described<'s> {
    pub(crate) fn by(schema: &'s Value, dialect: Dialect) -> Self {
        let mut described = Self::default();
        for (key, value) in schema.as_object().into_iter().flatten() {
            match Applicator::of_dialect(key, dialect).map(Applicator::part) {
                Some(InstancePart::Property) => described.properties = value.as_object(),
                Some(InstancePart::Item) => {
                    described.items = described.items.max(value.as_array().map_or(0, Vec::len));
                }
                _ => {}
            }
        }
        described
    }

    /// The parts of the value that a schema below is about: more rather than less, since no branch is tried and no
    /// pattern matched. Names of properties and encoded texts are not parts.
    pub(crate) fn parts<'v>(&self, value: &'v Value, below: &Subschema<'_>) -> Vec<&'v Value> {
        let assertion = below.applicator.assertion();
        match (below.applicator.part(), below.token, value) {
            // What is refused describes nothing.
            (InstancePart::Whole, ..) if assertion == Assertion::Negated => Vec::new(),
            // Under a name the schema depends on that property.
            (InstancePart::Whole, Some(Token::Name(name)), _) => {
                value.get(name).map(|_| value).into_iter().collect()
            }
            (InstancePart::Whole, ..) => vec![value],
            (InstancePart::Property, Some(Token::Name(name)), Value::Object(members)) => {
                members.get(name).into_iter().collect()
            }
            (InstancePart::MatchingProperty, _, Value::Object(members)) => {
                members.values().collect()
            }
            (InstancePart::OtherProperty, _, Value::Object(members))
                if below.schema.is_object() =>
            {
                let others = members.iter().filter(|(name, _)| !self.has_property(name));
                others.map(|(_, member)| member).collect()
            }
            (InstancePart::Item, Some(Token::Index(index)), Value::Array(items)) => {
                items.get(index).into_iter().collect()
            }
            (InstancePart::Item, _, Value::Array(items)) => {
                // `contains` looks at all items, the others at those that no schema is listed for.
                let listed = if assertion == Assertion::Always { self.items } else { 0 };
                items.iter().skip(listed).take(MOST_ELEMENTS).collect()
            }
            _ => Vec::new(),
        }
    }

    fn has_property(&self, name: &str) -> bool {
        self.properties.is_some_and(|properties| properties.contains_key(name))
    }
}
