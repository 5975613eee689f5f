//! The rules of ARCHITECTURE.md, held against the manifests, the code and the documents.

// Clippy takes only functions marked #[test] for tests.
#![allow(clippy::unwrap_used)]

mod applicators;
mod crates;
mod documents;
mod modules;
mod names;
mod report;
mod rules;
mod source;
mod telemetry;
mod workspace;
mod writers;
