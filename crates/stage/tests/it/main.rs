//! The stage, over real sockets.
#![allow(clippy::unwrap_used, reason = "a test says what went wrong by failing")]

mod invoke;
mod signatures;
mod support;
