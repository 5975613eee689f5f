//! Every proof of the corpora is attacked: no sampled value of A may be outside of B.
#![allow(clippy::unwrap_used, reason = "a test says what went wrong by failing")]
#![allow(clippy::disallowed_methods, reason = "tests read files; the crate does not")]
#![allow(clippy::print_stderr, reason = "a test says what it counted or skipped")]
#![allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "bounds of samples")]

mod corpora;
mod random;
mod sampler;

use corpora::{cases, reading};
use gatepact_schema::{Answer, Budget, Formats, Place, Universe};
use random::Random;
use sampler::{Pool, samples};
use serde_json::Value;

/// Values of A wanted for every proof.
const WANTED: usize = 200;

/// What the independent validator says; nothing where it cannot read the schema.
fn accepts(universe: &mut Universe<'_>, place: Place<'_>, value: &Value) -> Option<bool> {
    universe.accepts(place, reading(Formats::Ignored), value).ok()
}

fn attack(file: &str) {
    let Some(cases) = cases(file) else { return };
    let (mut proofs, mut values) = (0, 0);
    for case in cases.iter().filter(|case| !case.optional) {
        let mut universe = Universe::new();
        let a = universe.add(&case.a, case.dialect);
        let b = universe.add(&case.b, case.dialect);
        let places = (Place { side: a, pointer: "" }, Place { side: b, pointer: "" });
        let answer =
            universe.contains(places.0, places.1, reading(Formats::Ignored), Budget::default());
        if answer != Answer::Contained || case.a == case.b {
            continue;
        }
        proofs += 1;
        let pool = Pool::of(&[&case.a, &case.b]);
        let mut random = Random(0x5EED_0001);
        // A finite set yields no more than it has: its few values are repeated by none.
        let values_of_a = samples(&pool, &mut random, WANTED, &mut |value| {
            accepts(&mut universe, places.0, value) == Some(true)
        });
        for value in values_of_a {
            values += 1;
            assert_ne!(
                accepts(&mut universe, places.1, &value),
                Some(false),
                "{} (label {}): {value}",
                case.id,
                case.label
            );
        }
    }
    eprintln!("{file}: {proofs} proofs stand against {values} values");
    assert!(proofs > 0 && values >= proofs);
}

#[test]
fn proofs_of_the_test_suite_stand() {
    attack("containment-testsuite.jsonl");
}

#[test]
fn proofs_of_jsonsubschema_stand() {
    attack("ibm-jsonsubschema.jsonl");
}

#[test]
fn proofs_of_jsoncompat_stand() {
    attack("jsoncompat.jsonl");
}
