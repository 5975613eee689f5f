//! The command line as its users meet it: the binary, a real service, exit codes and texts.

// Clippy takes only functions marked #[test] for tests.
#![allow(clippy::unwrap_used)]

mod committed;
mod demo;
mod faults;
mod harness;
mod oracle;
mod publish_faults;
mod publish_spec;
mod secrets;
mod settings;
mod signing;
mod stage;
mod telemetry;
mod verify;
mod weather;
