//! Pacts and API documents side by side: whom does a change break?
//!
//! A change between two releases is a place in a document. An interaction touches places, too: its
//! operation, the response it expects, each property it names. Where the two meet, the consumer relies
//! on what changed.
//!
//! | module | concept |
//! |---|---|
//! | [`mod@impact`] | which interactions each change reaches |
//! | `review` | two documents and the pacts under a policy |
//! | `footprint` | the places of a document that an interaction touches, and those it leaves out |
//! | `trace` | a JSON value along its schema |
//! | `described` | which parts of a value the schemas under a schema are about |
//!
//! Everything here is a pure function over values.

mod described;
mod footprint;
pub mod impact;
mod review;
mod trace;

pub use impact::impact;
pub use review::{Review, review};
