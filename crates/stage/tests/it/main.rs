//! The stage, over real sockets.
#![allow(clippy::unwrap_used, reason = "a test says what went wrong by failing")]

mod bounds;
mod control;
mod custom;
mod exports;
mod http_api;
mod invoke;
mod rows;
mod signatures;
mod support;
