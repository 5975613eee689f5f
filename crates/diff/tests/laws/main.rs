//! Laws that hold for the difference between any two documents, held against random ones.
//!
//! The same cases each time, so that an old commit stays green or red. To look for what they do not find:
//! `LAWS_CASES=2000 LAWS_SEED=7 cargo test -p gatepact-diff --test laws`. A failure shows the smallest pair of
//! documents that breaks the law.
#![allow(clippy::unwrap_used, reason = "a test says what went wrong by failing")]
#![allow(clippy::disallowed_methods, reason = "tests read files; the crate does not")]
#![allow(clippy::print_stderr, reason = "a test says what it counted or skipped")]

mod checker;
mod containment;
mod defaults;
mod documents;
mod edits;
mod fuzz;
mod histories;
mod limits;
mod mirrors;
mod places;
mod random;
mod rewrites;
mod schemas;
mod settings;
mod shrink;
mod sizes;
mod swagger;
mod urls;
mod witnesses;

use gatepact_diff::{Options, compare};
use gatepact_openapi::Document;
use random::Random;
use schemas::Dialect;
use serde_json::Value;

/// The seeds of so many cases, unless others are asked for.
fn cases(usual: u64) -> std::ops::Range<u64> {
    let number = |name| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let first = number("LAWS_SEED").unwrap_or(1) << 20;
    first..first + number("LAWS_CASES").unwrap_or(usual)
}

/// A random pair of releases for each case.
fn pairs(usual: u64, mut check: impl FnMut(&Value, &Value, u64)) {
    for seed in cases(usual) {
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

#[test]
fn a_response_is_the_mirror_of_a_request() {
    pairs(60, |old, new, seed| shrink::hold(&mirrors::law, old, new, seed));
}

#[test]
fn another_spelling_is_no_change() {
    pairs(100, |old, _, seed| {
        for (name, rewrite) in rewrites::ALL {
            let law = |old: &Value, _: &Value| {
                rewrites::law(old, &rewrite(old, &mut Random::new(seed)))
                    .map_err(|why| format!("{why} ({name})"))
            };
            shrink::hold(&law, old, &Value::Null, seed);
        }
    });
}

#[test]
fn no_url_is_lost_in_silence_and_none_is_told_that_stays() {
    for seed in cases(3_000) {
        urls::law(seed).unwrap_or_else(|why| panic!("seed {seed}: {why}"));
    }
}

#[test]
fn a_setting_in_other_words_is_no_change() {
    for seed in cases(1_000) {
        settings::law(seed).unwrap_or_else(|why| panic!("seed {seed}: {why}"));
    }
}

/// The same text each time, in any thread, and in whichever order the keys of the documents stand.
#[test]
fn the_same_changes_each_time() {
    let changes = |old: &Value, new: &Value| {
        let read = |value: &Value| Document::read(value.to_string()).unwrap();
        format!("{:?}", compare(&read(old), &read(new), Options::default()))
    };
    pairs(60, |old, new, seed| {
        let first = changes(old, new);
        assert_eq!(changes(old, new), first, "seed {seed}");
        let other = std::thread::scope(|scope| scope.spawn(|| changes(old, new)).join().unwrap());
        assert_eq!(other, first, "seed {seed}");
    });
}
