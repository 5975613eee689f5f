//! A witness is believed when somebody else agrees.
//!
//! The value that the search found is checked by the `jsonschema` crate on the schemas as they were
//! written ([`portable`] translates the dialects it cannot read, on its own, without the nodes of
//! this crate), then made smaller for as long as it stays a witness ([`shrink`]).

mod portable;
mod shrink;
mod verify;

pub(crate) use portable::draft;
pub(crate) use shrink::shrink;
pub(crate) use verify::{Judge, Validators};
