//! The compatibility suite's scenarios of HTTP providers, step by step.

mod outcome;
mod world;

use std::collections::BTreeMap;
use std::path::Path;

use crate::case::Version;
use crate::corpus::corpus;
use crate::deviations::{Deviation, expect};
use crate::gherkin::{Feature, Scenario, Step};
use world::World;
pub(crate) use world::headers;

const NO_BROKER: &str = "pacts come from files and folders; there is no broker to ask";

/// Where the suite is contradicted, or cannot be played.
const DEVIATIONS: [Deviation; 7] = [
    ("V1: Verifying a simple HTTP request via a Pact broker", NO_BROKER),
    (
        "V1: Verifying a simple HTTP request via a Pact broker with publishing results enabled",
        NO_BROKER,
    ),
    ("V1: Verifying multiple Pact files via a Pact broker", NO_BROKER),
    ("V1: Incorrect request is made to provider via a Pact broker", NO_BROKER),
    (
        "V1: Verifying an interaction with no defined provider state",
        "a handler is called for states, and an interaction without any needs none: it may run \
         beside others, and the handler need not know a state without a name",
    ),
    (
        "V4: Verifying a pending HTTP interaction",
        "the pending promise does not break the run, as the scenario has it, but it is the only \
         one: a run that kept nothing answers 3, because a green run that proved nothing misleads",
    ),
    (
        "V4: Verifying a HTTP interaction with comments",
        "the comments of a pact are for whoever reads the pact; the report points to the line",
    ),
];

#[test]
fn every_scenario_of_an_http_provider_comes_out_as_the_suite_says() {
    let Some(folder) = corpus("pact-spec") else { return };
    let (mut scenarios, mut differing) = (0, BTreeMap::new());
    for (name, version) in
        [("V1", Version::V1), ("V2", Version::V2), ("V3", Version::V3), ("V4", Version::V4)]
    {
        let path = folder.join("features").join(name).join("http_provider.feature");
        let feature = Feature::read(&path);
        for scenario in &feature.scenarios {
            scenarios += 1;
            let faults = play(&folder, version, &feature.background, scenario);
            if !faults.is_empty() {
                differing.insert(format!("{name}: {}", scenario.name), faults.join("; "));
            }
        }
    }
    assert!(scenarios >= 30, "{scenarios} scenarios");
    let as_stated = scenarios - differing.len();
    eprintln!("compatibility suite, HTTP providers: {scenarios} scenarios, {as_stated} as stated");
    expect("compatibility suite", &differing, &DEVIATIONS);
}

/// What was not as the scenario says.
fn play(corpus: &Path, version: Version, background: &[Step], scenario: &Scenario) -> Vec<String> {
    let mut world = World::new(version, &corpus.join("fixtures"));
    let (given, then): (Vec<&Step>, Vec<&Step>) = {
        let all: Vec<&Step> = background.iter().chain(&scenario.steps).collect();
        let when = all.iter().position(|step| step.text == "the verification is run").unwrap();
        (all[..when].to_vec(), all[when + 1..].to_vec())
    };
    for step in given {
        if let Err(missing) = world.given(step) {
            return vec![missing];
        }
    }
    let outcome = world.verify();
    then.into_iter().filter_map(|step| outcome.check(step).err()).collect()
}
