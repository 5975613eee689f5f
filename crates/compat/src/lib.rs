//! Pacts and API documents side by side: whom does a change break?
//!
//! A change between two releases is a place in a document. An interaction touches places, too: its
//! operation, the response it expects, each property it names. Where the two meet, the consumer relies
//! on what changed.
//!
//! | module | concept |
//! |---|---|
//! | [`mod@impact`] | which interactions each change reaches |
//! | `footprint` | the places of a document that an interaction touches, and those it leaves out |
//! | `trace` | a JSON value along its schema |
//!
//! Everything here is a pure function over values.

mod footprint;
pub mod impact;
mod trace;

pub use impact::{Reliance, impact};
