//! The labelled cases of 2020-12, asked of this crate and of `jsoncompat`: where both decide, they
//! agree. `cargo run --manifest-path crates/schema/differential/Cargo.toml FOLDER_OF_CASES`

use std::collections::BTreeMap;
use std::process::ExitCode;

use gatepact_schema::{Answer, Budget, Dialect, Place, Reading, Universe};
use jsoncompat::{CompatibilityResult, Role, SchemaDocument, analyze_compat};
use serde_json::Value;

const FILES: [&str; 3] =
    ["containment-testsuite.jsonl", "ibm-jsonsubschema.jsonl", "jsoncompat.jsonl"];

/// What an implementation says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Verdict {
    Contained,
    Counterexample,
    Unknown,
    Refused,
}

fn ours(a: &Value, b: &Value) -> Verdict {
    let mut universe = Universe::new();
    let from = universe.add(a, Dialect::Draft202012);
    let to = universe.add(b, Dialect::Draft202012);
    let places = (Place { side: from, pointer: "" }, Place { side: to, pointer: "" });
    match universe.contains(places.0, places.1, Reading::literal(), Budget::default()) {
        Answer::Contained => Verdict::Contained,
        Answer::Witness(_) => Verdict::Counterexample,
        Answer::Undecided(_) => Verdict::Unknown,
    }
}

/// A serializer that moves from `b` to `a` is safe when `a` is in `b`.
fn theirs(a: &Value, b: &Value) -> Verdict {
    let (Ok(a), Ok(b)) = (SchemaDocument::from_json(a), SchemaDocument::from_json(b)) else {
        return Verdict::Refused;
    };
    match analyze_compat(&b, &a, Role::Serializer) {
        Ok(CompatibilityResult::Compatible) => Verdict::Contained,
        Ok(CompatibilityResult::Incompatible { .. }) => Verdict::Counterexample,
        Ok(CompatibilityResult::Unknown { .. }) => Verdict::Unknown,
        Err(_) => Verdict::Refused,
    }
}

fn main() -> ExitCode {
    let Some(folder) = std::env::args().nth(1) else {
        eprintln!("usage: differential FOLDER_OF_CASES");
        return ExitCode::from(2);
    };
    let mut table: BTreeMap<(Verdict, Verdict), usize> = BTreeMap::new();
    let mut contradictions = 0;
    for file in FILES {
        let Ok(text) = std::fs::read_to_string(format!("{folder}/{file}")) else {
            eprintln!("{folder}/{file}: cannot be read");
            return ExitCode::from(2);
        };
        for case in text.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok()) {
            let new = case["draft"] == "draft2020-12" && case["optional"] != true;
            if !new && file == FILES[0] {
                continue;
            }
            for (a, b) in [("a", "b"), ("b", "a")] {
                let verdicts = (ours(&case[a], &case[b]), theirs(&case[a], &case[b]));
                *table.entry(verdicts).or_default() += 1;
                let apart = matches!(
                    verdicts,
                    (Verdict::Contained, Verdict::Counterexample)
                        | (Verdict::Counterexample, Verdict::Contained)
                );
                if apart {
                    contradictions += 1;
                    println!("{} {a} in {b}: {verdicts:?}", case["id"]);
                }
            }
        }
    }
    println!("| ours | jsoncompat | directions |\n|---|---|---|");
    for ((ours, theirs), count) in table {
        println!("| {ours:?} | {theirs:?} | {count} |");
    }
    ExitCode::from(u8::from(contradictions > 0))
}
