//! The main job on real input: APIs imported and deployed on stand-ins for AWS that are not ours,
//! invoked, exported, verified and published.
//!
//! | module | story |
//! |---|---|
//! | `deployed` | the example's API on LocalStack: all promises kept, then a release that breaks one |
//! | `lambda` | a function on MiniStack, behind a REST API, an HTTP API and nothing |
//! | `exports` | LocalStack's export beside that of our local stage |
//! | `gateway_responses` | the gateway responses of either are classified as such |
//! | `releases` | what GetExport of LocalStack gives becomes a registry of releases |
//!
//! Run through `.ci/peers/run`. Without a stand-in these tests fail: they are not built unless the
//! feature `peers` asks for them, and once asked for, silence would be a lie.

// Clippy takes only functions marked #[test] for tests.
#![allow(clippy::unwrap_used)]

mod aws;
mod deployed;
mod exports;
mod function;
mod function_api;
mod gateway_responses;
#[path = "../acceptance/harness.rs"]
#[expect(dead_code, reason = "the acceptance tests use the rest")]
mod harness;
mod lambda;
mod orders;
mod releases;
mod rest_api;
