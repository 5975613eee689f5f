//! What is said about panics.

use std::{panic, thread};

use gatepact_verifier::MATCHER;

/// Silences the panics of the matcher, which are caught and become findings; all others are
/// reported as ever.
pub fn keep_caught_panics_quiet() {
    let report = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        if thread::current().name() != Some(MATCHER) {
            report(panic);
        }
    }));
}
