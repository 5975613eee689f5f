//! The stage, over real sockets.
#![allow(clippy::unwrap_used, reason = "a test says what went wrong by failing")]

mod bounds;
mod control;
mod custom;
mod exports;
mod functions;
mod http_api;
mod invoke;
mod jwt;
mod policies;
mod rfc_7515;
mod rows;
mod signatures;
mod support;
mod tokens;
mod user_pools;
