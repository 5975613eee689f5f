//! The labelled corpora: no wrong answer, and few that stay open.
#![allow(clippy::unwrap_used, reason = "a test says what went wrong by failing")]
#![allow(clippy::disallowed_methods, reason = "tests read files; the crate does not")]
#![allow(clippy::print_stderr, reason = "a test says what it counted or skipped")]

mod corpora;
mod refuted;

use std::collections::BTreeMap;

use corpora::{Case, cases, reading};
use gatepact_schema::{Answer, Budget, Dialect, Formats, Place, Reason, Universe};
use refuted::REFUTED;
use serde_json::Value;

#[derive(Default)]
struct Tally {
    asked: usize,
    decided: usize,
    wrong: Vec<String>,
    refuted: Vec<String>,
    open: BTreeMap<Reason, Vec<String>>,
    most_steps: u64,
}

fn ask(case: &Case, formats: Formats, tally: &mut Tally) {
    let mut universe = Universe::new();
    let a = universe.add(&case.a, case.dialect);
    let b = universe.add(&case.b, case.dialect);
    let answer = universe.contains(
        Place { side: a, pointer: "" },
        Place { side: b, pointer: "" },
        reading(formats),
        Budget::default(),
    );
    tally.asked += 1;
    tally.most_steps = tally.most_steps.max(universe.steps());
    match answer {
        Answer::Undecided(reason) => tally.open.entry(reason).or_default().push(case.id.clone()),
        answer => {
            tally.decided += 1;
            if (answer == Answer::Contained) == case.label {
            } else if refutes(&answer, case) {
                tally.refuted.push(case.id.clone());
            } else {
                tally.wrong.push(format!("{}: {answer:?}", case.id));
            }
        }
    }
}

/// Whether an independent validator proves the label wrong.
fn refutes(answer: &Answer, case: &Case) -> bool {
    let validators = (validator(&case.a, case.dialect), validator(&case.b, case.dialect));
    let (Some(a), Some(b)) = validators else { return false };
    match answer {
        Answer::Witness(value) => a.is_valid(value) && !b.is_valid(value),
        Answer::Contained => case.a.get("const").is_some_and(|only| b.is_valid(only)),
        Answer::Undecided(_) => false,
    }
}

fn run(file: &str, formats: Formats, optional: bool) -> Option<Tally> {
    let mut tally = Tally::default();
    for case in cases(file)?.iter().filter(|case| case.optional == optional) {
        ask(case, formats, &mut tally);
    }
    assert!(tally.asked > 0, "{file}: nothing was asked");
    eprintln!(
        "{file} (optional: {optional}): {} asked, {} decided, {} wrong, {} labels refuted, at most {} steps",
        tally.asked,
        tally.decided,
        tally.wrong.len(),
        tally.refuted.len(),
        tally.most_steps
    );
    for (reason, ids) in &tally.open {
        eprintln!("  open, {reason:?}: {}", ids.len());
        for id in ids {
            eprintln!("    {id}");
        }
    }
    Some(tally)
}

#[test]
fn the_test_suite_is_answered() {
    let Some(tally) = run("containment-testsuite.jsonl", Formats::Ignored, false) else { return };
    assert_eq!(tally.wrong, Vec::<String>::new());
    assert!(!tally.open.contains_key(&Reason::Unverified));
    assert!(tally.decided * 1000 >= tally.asked * 995, "{} decided", tally.decided);
    assert!(tally.most_steps < 100, "{} steps", tally.most_steps);
    let known: Vec<&str> = REFUTED.iter().map(|(_, id)| *id).collect();
    assert_eq!(tally.refuted, known);
}

#[test]
fn optional_cases_yield_no_unverified_witness() {
    let Some(tally) = run("containment-testsuite.jsonl", Formats::Asserted, true) else { return };
    assert!(!tally.open.contains_key(&Reason::Unverified));
}

#[test]
fn the_cases_of_jsonsubschema_are_answered() {
    let Some(tally) = run("ibm-jsonsubschema.jsonl", Formats::Ignored, false) else { return };
    assert_eq!(tally.wrong, Vec::<String>::new());
    assert_eq!(tally.refuted, Vec::<String>::new());
    assert_eq!(tally.decided, tally.asked);
}

#[test]
fn the_cases_of_jsoncompat_are_answered() {
    let Some(tally) = run("jsoncompat.jsonl", Formats::Ignored, false) else { return };
    assert_eq!(tally.wrong, Vec::<String>::new());
    assert_eq!(tally.refuted, Vec::<String>::new());
    // Schemas that refer to themselves for the same value have no meaning to decide on.
    assert!(tally.open.keys().all(|reason| *reason == Reason::Endless));
    assert!(tally.asked - tally.decided <= 4);
}

/// The independent validator of a whole document, formats ignored; `None` where it cannot read it.
fn validator(schema: &Value, dialect: Dialect) -> Option<jsonschema::Validator> {
    let draft = match dialect {
        Dialect::Draft4 => jsonschema::Draft::Draft4,
        Dialect::Draft6 => jsonschema::Draft::Draft6,
        Dialect::Draft7 => jsonschema::Draft::Draft7,
        Dialect::Draft201909 => jsonschema::Draft::Draft201909,
        _ => jsonschema::Draft::Draft202012,
    };
    jsonschema::options().with_draft(draft).should_validate_formats(false).build(schema).ok()
}
