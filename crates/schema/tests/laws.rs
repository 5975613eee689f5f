//! Laws that hold for all schemas.
#![allow(clippy::unwrap_used, reason = "a test says what went wrong by failing")]
#![allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "bounds of samples")]

mod random;
mod sampler;
mod schemas;

use gatepact_schema::{Answer, Budget, Dialect, Place, Reading, Universe};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use random::Random;
use sampler::{Pool, samples};
use schemas::schema;
use serde_json::{Value, json};

const DIALECT: Dialect = Dialect::Draft202012;

fn ask(a: &Value, b: &Value) -> Answer {
    ask_as(a, b, Reading::literal())
}

fn ask_as(a: &Value, b: &Value, reading: Reading) -> Answer {
    let mut universe = Universe::new();
    let from = universe.add(a, DIALECT);
    let to = universe.add(b, DIALECT);
    let (a, b) = (Place { side: from, pointer: "" }, Place { side: to, pointer: "" });
    let answer = universe.contains(a, b, reading, Budget::default());
    assert_eq!(universe.unverified(), 0, "an unverified witness");
    assert!(universe.steps() <= 20_001);
    answer
}

fn valid(schema: &Value, value: &Value) -> bool {
    jsonschema::draft202012::is_valid(schema, value)
}

/// The same schema with its keys turned around and annotations added.
fn rewritten(schema: &Value) -> Value {
    match schema {
        Value::Object(members) => {
            members.iter().rev().map(|(key, value)| (key.clone(), rewritten(value))).collect()
        }
        Value::Array(items) => items.iter().map(rewritten).collect(),
        other => other.clone(),
    }
}

/// The same cases each time, so that an old commit stays green or red. To look for what they do not find:
/// `LAWS_CASES=5000 LAWS_SEED=7 cargo test -p gatepact-schema --test laws`.
#[allow(clippy::disallowed_methods, reason = "tests read the environment; the crate does not")]
fn config() -> ProptestConfig {
    let number = |name| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    ProptestConfig {
        cases: number("LAWS_CASES").map_or(192, |cases| cases as u32),
        rng_seed: RngSeed::Fixed(number("LAWS_SEED").unwrap_or(1)),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_schema_is_in_itself_however_it_is_written(a in schema()) {
        prop_assert_eq!(ask(&a, &rewritten(&a)), Answer::Contained);
        let annotated = json!({ "title": "annotated", "description": "twice", "allOf": [a] });
        prop_assert_eq!(ask(&a, &annotated), Answer::Contained);
    }

    #[test]
    fn names_of_components_and_references_change_nothing(a in schema()) {
        let first = json!({ "$ref": "#/$defs/first", "$defs": { "first": a } });
        let second = json!({ "$ref": "#/$defs/b~1c", "$defs": { "b/c": a, "other": false } });
        prop_assert_eq!(ask(&first, &second), Answer::Contained);
        prop_assert_eq!(ask(&a, &first), Answer::Contained);
        prop_assert_eq!(ask(&second, &a), Answer::Contained);
    }

    #[test]
    fn both_are_in_one_and_one_is_in_either(a in schema(), b in schema()) {
        let both = json!({ "allOf": [a, b] });
        let either = json!({ "anyOf": [a, b] });
        for (inner, outer) in [(&both, &a), (&both, &b), (&a, &either), (&b, &either), (&both, &either)] {
            let answer = ask(inner, outer);
            prop_assert!(!matches!(answer, Answer::Witness(_)), "{inner} in {outer}: {answer:?}");
        }
    }

    #[test]
    fn no_value_is_in_a_schema_and_its_negation(a in schema()) {
        let contradiction = json!({ "allOf": [a, { "not": a }] });
        prop_assert_eq!(ask(&contradiction, &json!(false)), Answer::Contained);
        let tautology = json!({ "anyOf": [a, { "not": a }] });
        prop_assert_eq!(ask(&json!(true), &tautology), Answer::Contained);
    }

    #[test]
    fn an_answer_stands_against_the_validator(a in schema(), b in schema(), seed in 1_u64..) {
        for (a, b) in [(&a, &b), (&json!({ "allOf": [a, b] }), &b)] {
            match ask(a, b) {
                Answer::Contained => {
                    let pool = Pool::of(&[a, b]);
                    let mut random = Random(seed);
                    for value in samples(&pool, &mut random, 60, &mut |value| valid(a, value)) {
                        prop_assert!(valid(b, &value), "{} is in {} and not in {}", value, a, b);
                    }
                }
                Answer::Witness(value) => {
                    prop_assert!(valid(a, &value) && !valid(b, &value), "{}", value);
                }
                Answer::Undecided(_) => {}
            }
        }
    }

    #[test]
    fn an_answer_survives_what_cannot_change_it(a in schema(), b in schema(), c in schema()) {
        match ask(&a, &b) {
            Answer::Contained => {
                let narrowed = json!({ "allOf": [a, c] });
                let widened = json!({ "anyOf": [b, c] });
                prop_assert!(!matches!(ask(&narrowed, &b), Answer::Witness(_)));
                prop_assert!(!matches!(ask(&a, &widened), Answer::Witness(_)));
            }
            Answer::Witness(_) => {
                let narrowed = json!({ "allOf": [b, c] });
                let widened = json!({ "anyOf": [a, c] });
                prop_assert_ne!(ask(&a, &narrowed), Answer::Contained);
                prop_assert_ne!(ask(&widened, &b), Answer::Contained);
            }
            Answer::Undecided(_) => {}
        }
    }

    #[test]
    fn a_closed_world_finds_no_more_than_an_open_one(a in schema(), b in schema()) {
        let open = ask(&a, &b);
        let closed = ask_as(&a, &b, Reading { world: gatepact_schema::World::Closed, ..Reading::literal() });
        if open == Answer::Contained {
            prop_assert!(!matches!(closed, Answer::Witness(_)), "{closed:?}");
        }
        if let Answer::Witness(value) = &closed {
            prop_assert!(valid(&a, value) && !valid(&b, value), "{}", value);
            prop_assert_ne!(open, Answer::Contained);
        }
    }
}
