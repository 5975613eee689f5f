//! What is read of YAML, and where its parts stand.

mod any;
mod limits;
mod merges;
mod texts;
mod written;

#[path = "../../../tests/random/mod.rs"]
mod random;

use serde_json::Value;

use super::super::ReadError;
use random::Random;

/// The value of a text, after a check that its places fit.
fn value(text: &str) -> Value {
    let (value, spots) = super::parse(text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    assert!(spots.fit(&value), "{text}");
    value
}

/// The line of a part.
fn line(text: &str, pointer: &str) -> u32 {
    let (value, spots) = super::parse(text).unwrap();
    assert!(value.pointer(pointer).is_some(), "{pointer}\n{text}");
    spots.find(&value, pointer).line
}

fn refusal(text: &str) -> ReadError {
    super::parse(text).expect_err(text)
}
