//! What is said about panics.

use std::io::Write as _;
use std::{panic, thread};

use gatepact_contract::panics_are_caught;
use gatepact_report::Page;
use gatepact_verifier::MATCHER;

/// Silences the panics that are caught and become findings: those of the matcher, and of Pact's code as it reads and
/// generates. Of all others a line is written, in which nothing foreign steers a terminal. Where `RUST_BACKTRACE` asks for
/// one, a backtrace follows.
pub fn keep_caught_panics_quiet() {
    panic::set_hook(Box::new(|panic| {
        if thread::current().name() == Some(MATCHER) || panics_are_caught() {
            return;
        }
        let mut page = Page::new(false);
        page.line(format!("thread panicked: {panic}"));
        page.lines(&std::backtrace::Backtrace::capture().to_string());
        let _ = std::io::stderr().write_all(page.finish().as_bytes());
    }));
}
