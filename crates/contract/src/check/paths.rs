//! Path expressions: what `pact_models` can take apart.

use gatepact_finding::Pointer;
use pact_models::path_exp::{DocPath, PathToken};

use crate::caught;
use crate::fault::Fault;

/// The largest index of a list in a path expression. JSON of 64 MiB, the largest pact, has fewer
/// elements.
const MAX_INDEX: usize = 1 << 26;

/// Checks an expression like `$.lines[0].sku`.
pub(super) fn expression(path: &str, at: &Pointer) -> Result<(), Fault> {
    let indexes = || format!("the index in its path expression `{path}` is out of bounds");
    match caught(|| DocPath::new(path)) {
        Ok(Ok(path)) => {
            let beyond = path
                .tokens()
                .iter()
                .any(|token| matches!(token, PathToken::Index(index) if *index > MAX_INDEX));
            if beyond { Err(Fault::new(at, indexes())) } else { Ok(()) }
        }
        Ok(Err(error)) => Err(Fault::new(
            at,
            format!("`{path}` is not a valid path expression: {}", first_line(&error)),
        )),
        // The one thing at which the model panics: a number that fits nowhere.
        Err(_) => Err(Fault::new(at, indexes())),
    }
}

/// Errors of the model may carry a backtrace.
pub(super) fn first_line(error: &impl std::fmt::Display) -> String {
    error.to_string().lines().next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_index_has_bounds() {
        let sound = |path| expression(path, &Pointer::root()).is_ok();
        for path in ["$", "$.a[0].b[*]", "$['a b'][12]", "a.b", "$.a[67108864]"] {
            assert!(sound(path), "{path}");
        }
        for path in ["$.a[99999999999999999999]", "$.a[67108865]", "$[²]", "$.a[", "$a", "$.a[-1]"]
        {
            assert!(!sound(path), "{path}");
        }
    }
}
