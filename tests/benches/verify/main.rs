//! What `gatepact verify` costs: against Pact's own verifier in the same run, and with size.
//!
//! `cargo bench -p gatepact-tests --bench verify`. The provider and the peer are processes of their
//! own, this program under other arguments, so that nobody's time is counted for another.

// Clippy takes only functions marked #[test] for tests; a benchmark talks to whoever runs it.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod inputs;
mod measure;
mod peer;
mod provider;
mod targets;

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["provider", delay] => provider::serve(delay.parse().unwrap()),
        ["peer", pact, base_url] => peer::verify(pact.as_ref(), base_url),
        // Cargo says `--bench`.
        _ => return targets::run(),
    }
    ExitCode::SUCCESS
}
