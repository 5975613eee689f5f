//! All differing schemas of consecutive releases of a large API, counted.
#![allow(clippy::unwrap_used, reason = "a test says what went wrong by failing")]
#![allow(clippy::disallowed_methods, reason = "tests read files; the crate does not")]
#![allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "bounds of samples")]
#![allow(clippy::print_stderr, reason = "a test says what it counted or skipped")]

mod pairs;
mod random;
mod sampler;

use gatepact_schema::{Answer, Budget, Dialect, Place, Reading, Side, Universe, World};
use pairs::{VERSIONS, differing, folder, read, sides};
use random::Random;
use sampler::{Pool, samples};
use serde_json::{Map, Value, json};

#[test]
fn nearly_every_difference_of_all_releases_is_decided() {
    let Some(folder) = folder() else { return };
    let (mut unique, mut contained, mut witnesses, mut unverified) = (0, 0, 0, 0);
    let mut open = Vec::new();
    let mut old = read(&folder, VERSIONS[0]);
    for pair in VERSIONS.windows(2) {
        let new = read(&folder, pair[1]);
        let mut universe = Universe::new();
        let (a, b) = sides(&mut universe, &old, &new);
        let found = differing(&mut universe, (a, b), (&old, &new));
        assert!(found.common >= found.differing && found.differing >= found.unique.len());
        for question in &found.unique {
            let (from, to) = question.places(a, b);
            match universe.contains(from, to, question.reading(), Budget::default()) {
                Answer::Contained => contained += 1,
                Answer::Witness(value) => {
                    witnesses += 1;
                    assert_eq!(universe.accepts(from, question.reading(), &value), Ok(true));
                    assert_eq!(universe.accepts(to, question.reading(), &value), Ok(false));
                }
                Answer::Undecided(reason) => open.push(format!("{reason:?} {}", question.name)),
            }
            let open_world = Reading { world: World::Open, ..question.reading() };
            universe.contains(from, to, open_world, Budget::default());
            unique += 1;
        }
        unverified += universe.unverified();
        old = new;
    }
    eprintln!("{unique} unique: {contained} contained, {witnesses} witnesses, open: {open:#?}");
    assert_eq!(unverified, 0);
    assert!(unique > 1_000);
    assert!(open.len() * 100 <= unique, "{} of {unique} undecided", open.len());
}

/// The schemas of objects that lack a property, by its name: what is not in one has the property.
fn lacking(names: &[&str]) -> Value {
    names
        .iter()
        .map(|name| ((*name).to_owned(), json!({ "not": { "required": [name] } })))
        .chain([("".to_owned(), json!(false))])
        .collect::<Map<String, Value>>()
        .into()
}

/// Values of a schema: the smallest, and for every property one that has it.
fn seeds(
    universe: &mut Universe<'_>,
    place: Place<'_>,
    reading: Reading,
    lacking: (Side, &[&str]),
) -> Vec<Value> {
    let pointers = lacking.1.iter().map(|name| format!("/{name}")).chain(["/".to_owned()]);
    pointers
        .filter_map(|pointer| {
            let without = Place { side: lacking.0, pointer: &pointer };
            match universe.contains(place, without, reading, Budget::default()) {
                Answer::Witness(value) => Some(value),
                Answer::Contained | Answer::Undecided(_) => None,
            }
        })
        .collect()
}

#[test]
fn proofs_about_releases_stand() {
    let Some(folder) = folder() else { return };
    let (mut proofs, mut values) = (0, 0);
    for pair in [("18.2.0", "19.0.0"), ("19.1.0", "20.0.0"), ("22.0.0", "23.0.0")] {
        let (old, new) = (read(&folder, pair.0), read(&folder, pair.1));
        let names = [
            "id",
            "name",
            "url",
            "type",
            "description",
            "state",
            "user",
            "owner",
            "repository",
            "parameters",
            "rules",
            "conditions",
            "permissions",
            "organization",
            "settings",
            "created_at",
            "event",
            "body",
        ];
        let lacking_some = lacking(&names);
        let mut universe = Universe::new();
        let (a, b) = sides(&mut universe, &old, &new);
        let without = universe.add(&lacking_some, Dialect::Draft202012);
        for question in differing(&mut universe, (a, b), (&old, &new)).unique {
            let (from, to) = question.places(a, b);
            let reading = question.reading();
            if universe.contains(from, to, reading, Budget::default()) != Answer::Contained {
                continue;
            }
            proofs += 1;
            let seeds = seeds(&mut universe, from, reading, (without, &names));
            let pool = Pool::of(&seeds.iter().collect::<Vec<&Value>>());
            let found = samples(&pool, &mut Random(0x5EED_0002), 60, &mut |value| {
                universe.sends(from, reading, value) == Ok(true)
            });
            for value in found {
                values += 1;
                let also = universe.accepts(to, reading, &value);
                assert_ne!(also, Ok(false), "{} {pair:?}: {value}", question.name);
            }
        }
    }
    eprintln!("{proofs} proofs about releases stand against {values} values");
    assert!(proofs > 100 && values > proofs * 10);
}
