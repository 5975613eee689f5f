//! Reports of changes in every format.
#![allow(clippy::unwrap_used, reason = "a test says what went wrong by failing")]

mod commonmark;
mod coverage;
mod formats;
mod hostile;
mod huge;
mod names;
mod opened;
mod releases;
mod sarif;
mod schema;
mod secrets;
