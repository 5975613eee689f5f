//! What a question is answered with.

use serde_json::Value;

/// The answer to "is every value of A a value of B?".
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// Every value of A is a value of B.
    Contained,
    /// No: this value is one of A and none of B. An independent validator agreed on the original
    /// schemas.
    Witness(Value),
    /// It could not be told.
    Undecided(Reason),
}

/// The answer to "is every value of A a value of B?" where no value is to be shown: the independent validator, which
/// costs most of an answer, is not asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Every value of A is a value of B.
    Contained,
    /// Some value of A is none of B.
    NotContained,
    /// It could not be told.
    Undecided(Reason),
}

/// Why a question stayed open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, thiserror::Error)]
pub enum Reason {
    /// The steps of the budget were used up.
    #[error("the search took more steps than its budget allows")]
    Steps,
    /// The automata of the patterns grew too large.
    #[error("the patterns need a larger automaton than the budget allows")]
    AutomatonStates,
    /// The values that matter are nested too deep.
    #[error("the values that matter are nested deeper than the budget allows")]
    Depth,
    /// The caller's time ran out.
    #[error("the caller's time ran out")]
    Time,
    /// A witness would be too large to show: thousands of items, properties or characters.
    #[error("a witness would be too large to show")]
    Size,
    /// A pattern that is not regular, or not understood.
    #[error("a pattern uses what is not regular (look-around, back-references) or not understood")]
    Pattern,
    /// A format whose language is known only roughly.
    #[error("it depends on strings that a format's rules describe only roughly")]
    Format,
    /// Arrays in which counted and distinct items meet.
    #[error("it depends on arrays in which counted and distinct items meet")]
    Items,
    /// Objects in which too many name patterns meet.
    #[error("it depends on objects in which too many name patterns meet")]
    Names,
    /// A number that is too large or too fine to be handled exactly.
    #[error("it depends on a number that is too large or too fine to be handled exactly")]
    Number,
    /// Too many ways in which `unevaluated...` keywords can see a value.
    #[error("too many ways in which `unevaluatedProperties` or `unevaluatedItems` see a value")]
    Unevaluated,
    /// Too many alternatives that may hold together.
    #[error("too many alternatives of `anyOf` that may hold together")]
    Alternatives,
    /// A reference leads nowhere, or out of the document.
    #[error("a `$ref` leads nowhere, or out of the document")]
    Reference,
    /// A schema that refers to itself before it looks at any part of the value.
    #[error("a schema refers to itself without looking at a part of the value")]
    Endless,
    /// What stands in a schema's place is none.
    #[error("what stands in a schema's place is no schema")]
    Malformed,
    /// The schema itself is nested too deep.
    #[error("the schema is nested too deep")]
    Nesting,
    /// The independent validator cannot read the schema.
    #[error("the independent validator cannot read the schema, so no witness can be confirmed")]
    Validator,
    /// A value was found and the independent validator refused it: a fault of this crate, counted
    /// in [`Universe::unverified`](crate::Universe::unverified).
    #[error("unverified: a witness was found and the independent validator refused it")]
    Unverified,
}

impl Reason {
    /// All of them, in order.
    pub const ALL: [Self; 18] = [
        Self::Steps,
        Self::AutomatonStates,
        Self::Depth,
        Self::Time,
        Self::Size,
        Self::Pattern,
        Self::Format,
        Self::Items,
        Self::Names,
        Self::Number,
        Self::Unevaluated,
        Self::Alternatives,
        Self::Reference,
        Self::Endless,
        Self::Malformed,
        Self::Nesting,
        Self::Validator,
        Self::Unverified,
    ];
}
