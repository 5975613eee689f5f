//! What is read of YAML, and where its parts stand.

mod any;
mod limits;
mod merges;
mod texts;
mod written;

use serde_json::Value;

use super::super::ReadError;

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

/// xorshift64*: small, and the same on every machine.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let number = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33;
        usize::try_from(number).unwrap() % bound
    }

    fn one_in(&mut self, bound: usize) -> bool {
        self.below(bound) == 0
    }
}
