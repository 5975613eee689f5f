//! Laws that hold for the difference between any two documents, held against random ones.
//!
//! The same cases each time, so that an old commit stays green or red. To look for what they do not find:
//! `LAWS_CASES=2000 LAWS_SEED=7 cargo test -p gatepact-openapi --test laws`. A failure shows the smallest pair of
//! documents that breaks the law.
#![allow(clippy::unwrap_used, reason = "a test says what went wrong by failing")]
#![allow(clippy::disallowed_methods, reason = "tests read files; the crate does not")]
#![allow(clippy::print_stderr, reason = "a test says what it counted or skipped")]

mod checker;
mod documents;
mod edits;
mod histories;
mod places;
mod random;
mod schemas;
mod shrink;
mod witnesses;

use random::Random;
use schemas::Dialect;
use serde_json::Value;

/// A random pair of releases for each case.
fn pairs(usual: u64, mut check: impl FnMut(&Value, &Value, u64)) {
    let number = |name| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let first = number("LAWS_SEED").unwrap_or(1) << 20;
    for seed in first..first + number("LAWS_CASES").unwrap_or(usual) {
        let mut random = Random::new(seed);
        let dialect = *random.pick(&[Dialect::OpenApi30, Dialect::OpenApi31, Dialect::Swagger20]);
        let old = documents::document(&mut random, dialect);
        let new = edits::edited(&old, &mut random, dialect);
        check(&old, &new, seed);
    }
}

#[test]
fn a_witness_always_witnesses() {
    pairs(150, |old, new, seed| shrink::hold(&witnesses::law, old, new, seed));
}

/// One case of the laws, by its seed.
#[test]
fn one() {
    let Some(seed) = std::env::var("LAWS_ONE").ok().and_then(|it| it.parse().ok()) else { return };
    let mut random = Random::new(seed);
    let dialect = *random.pick(&[Dialect::OpenApi30, Dialect::OpenApi31, Dialect::Swagger20]);
    let old = documents::document(&mut random, dialect);
    let new = edits::edited(&old, &mut random, dialect);
    shrink::hold(&witnesses::law, &old, &new, seed);
}
