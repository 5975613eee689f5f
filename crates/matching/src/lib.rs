//! Pact's matching of a response, with guards around it.
//!
//! `pact_matching` decides what matches; this crate bounds what a hostile or careless pact can make
//! it do. [`Comparison::new`] refuses XML that is nested too deep for a matcher that recurses, and
//! [`Comparison::run`] turns a panic into a [`MatchError`]. Oniguruma, the engine behind Pact's
//! patterns, gives up on most patterns that backtrack, by such a panic. Some take hours instead;
//! only a clock ends those, and the edge hands one in as a [`Runner`].
//!
//! ```
//! use gatepact_matching::{Comparison, mismatches};
//! use pact_models::v4::http_parts::HttpResponse;
//!
//! let expected = HttpResponse { status: 201, ..HttpResponse::default() };
//! let actual = HttpResponse { status: 403, ..HttpResponse::default() };
//! let found = mismatches(expected, actual, &Comparison::run)?;
//! assert_eq!(found[0].description(), "expected 201 but was 403");
//! # Ok::<(), gatepact_matching::MatchError>(())
//! ```
//!
//! | module | concept |
//! |---|---|
//! | `comparison` | one response held against the expected one; who runs that, and for how long |
//! | `error` | why there is no result |
//! | [`pattern`] | patterns of other languages, for the engine that reads them |
//! | `rules` | the patterns of a response's rules |
//! | `xml_depth` | how deep XML is nested |
//!
//! Nothing here starts a thread, reads a clock or needs an async runtime. `pact_matching` is less
//! strict by itself: it starts a thread per multipart body, reads the variable
//! `PACT_MATCHING_ENGINE`, and reads the shared MIME database for `contentType` rules.

mod comparison;
mod error;
pub mod pattern;
mod rules;
mod xml_depth;

pub use comparison::{Comparison, MatchResult, Runner, TIME_LIMIT, mismatches};
pub use error::MatchError;
pub use pact_matching::Mismatch;
pub use xml_depth::is_deep_xml;
