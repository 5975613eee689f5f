//! Is each verdict the right one? Cases whose verdict is stated by others, and some of our own, are
//! played over a socket: the expectation becomes a pact, the answer comes from a server, the binary
//! judges. Pact's own verifier judges the same.
//!
//! `gatepact verify` judges answers; cases about requests have nothing to judge here and are left
//! out. The corpora of others are read where they are and never copied; a clone without them still
//! runs `own`.

// Clippy takes only functions marked #[test] for tests.
#![allow(clippy::unwrap_used)]
// The lines that say how many cases ran, and which corpus is not there.
#![allow(clippy::print_stderr)]

mod binary;
mod case;
mod content;
mod corpus;
mod deviations;
mod gherkin;
mod matching;
mod oracle;
mod own;
mod provider;
mod scenarios;
mod specification;
mod suite;
