//! Panics of `pact_models`, turned into reasons.
//!
//! The tables in `check` say what is wrong with the values that are known to end `pact_models`; this
//! is the net below them, for what no table foresaw.

use std::any::Any;
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

thread_local! {
    static CATCHING: Cell<bool> = const { Cell::new(false) };
}

/// Runs what may panic on an odd pact.
///
/// # Errors
/// What the panic said.
pub fn caught<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    let outer = CATCHING.replace(true);
    // Safe to unwind: what the closure borrows is read, and what it makes is dropped.
    let result = catch_unwind(AssertUnwindSafe(work));
    CATCHING.set(outer);
    result.map_err(|panic| said(panic.as_ref()))
}

/// Whether a panic of this thread is about to be caught, and needs no report of its own.
#[must_use]
pub fn panics_are_caught() -> bool {
    CATCHING.get()
}

fn said(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or_default();
    format!("Pact's own code gave up on it ({})", text.lines().next().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_a_reason() {
        assert_eq!(caught(|| 1), Ok(1));
        let none: Option<u8> = "x".parse().ok();
        let reason = caught(|| none.ok_or("odd").unwrap()).unwrap_err();
        assert!(reason.contains("odd"), "{reason}");
        assert!(!panics_are_caught());
    }
}
