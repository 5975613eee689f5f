//! What is said about panics.

use std::{panic, thread};

use gatepact_contract::panics_are_caught;
use gatepact_verifier::MATCHER;

/// Silences the panics that are caught and become findings: those of the matcher, and of Pact's code
/// as it reads and generates. All others are reported as ever.
pub fn keep_caught_panics_quiet() {
    let report = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        if thread::current().name() != Some(MATCHER) && !panics_are_caught() {
            report(panic);
        }
    }));
}
