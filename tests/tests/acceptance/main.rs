//! The command line as its users meet it: the binary, a real service, exit codes and texts.

// Clippy takes only functions marked #[test] for tests.
#![allow(clippy::unwrap_used)]

mod by_id;
mod committed;
mod connections;
mod credentials;
mod demo;
mod diff;
mod fake_lambda;
mod false_green;
mod faults;
mod formats;
mod gateway;
mod harness;
mod impact_stories;
mod injection;
mod lambda;
mod oracle;
mod probes;
mod publish_faults;
mod publish_spec;
mod redaction;
mod repetition;
mod report_files;
mod run;
mod script;
mod secrets;
mod settings;
mod signing;
mod stage;
mod telemetry;
mod tls;
mod verify;
