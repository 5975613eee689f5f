//! The library as a client's tests use it, through its prelude.

#![allow(clippy::unwrap_used)] // a failed step fails the test

mod credentials;
mod processes;
mod record;
mod stage;
mod support;
