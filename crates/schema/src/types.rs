//! The types of JSON, as a set of bits.
//!
//! Numbers are two types here, the integral ones and the others: so `integer` is a type like any
//! other, and "a number that is no integer" too.

use serde_json::Value;

use crate::number;

/// One type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Type {
    Null,
    Boolean,
    Integer,
    Fraction,
    String,
    Array,
    Object,
}

impl Type {
    /// In the order in which a witness is looked for: the cheapest first.
    pub(crate) const ALL: [Self; 7] = [
        Self::Null,
        Self::Boolean,
        Self::String,
        Self::Integer,
        Self::Fraction,
        Self::Array,
        Self::Object,
    ];

    pub(crate) fn of(value: &Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(_) => Self::Boolean,
            Value::Number(number) if number::is_integral(number) => Self::Integer,
            Value::Number(_) => Self::Fraction,
            Value::String(_) => Self::String,
            Value::Array(_) => Self::Array,
            Value::Object(_) => Self::Object,
        }
    }

    pub(crate) fn is_number(self) -> bool {
        matches!(self, Self::Integer | Self::Fraction)
    }
}

/// A set of types.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Types(u8);

impl Types {
    pub(crate) const NONE: Self = Self(0);
    pub(crate) const ALL: Self = Self(0b111_1111);

    pub(crate) fn only(kind: Type) -> Self {
        Self(1 << kind as u8)
    }

    /// The set a word of a schema stands for; `None` for a word that is no type.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "null" => Self::only(Type::Null),
            "boolean" => Self::only(Type::Boolean),
            "integer" => Self::only(Type::Integer),
            "number" => Self::only(Type::Integer).or(Self::only(Type::Fraction)),
            "string" => Self::only(Type::String),
            "array" => Self::only(Type::Array),
            "object" => Self::only(Type::Object),
            _ => return None,
        })
    }

    pub(crate) fn has(self, kind: Type) -> bool {
        self.0 & (1 << kind as u8) != 0
    }

    pub(crate) fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    pub(crate) fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(crate) fn not(self) -> Self {
        Self(!self.0 & Self::ALL.0)
    }
}
