//! What a client's tests import: `use gatepact_consumer::prelude::*;`.
//!
//! The patterns are those of `pact_consumer`. Its macros call each other by their bare names, which is
//! why they are imported together.

pub use crate::{Auth, Error, Interaction, Pact, Stage};
pub use pact_consumer::builders::{HttpPartBuilder, RequestBuilder, ResponseBuilder};
pub use pact_consumer::patterns::{
    DateTime, EachKey, EachLike, EachValue, JsonPattern, Like, ObjectMatching, Pattern,
    StringPattern, Term, each_key, each_value,
};
pub use pact_consumer::{
    datetime, each_like, json_pattern, like, matching_regex, object_matching, term,
};
#[doc(hidden)]
pub use pact_consumer::{each_like_helper, json_pattern_internal};
pub use serde_json::json;
