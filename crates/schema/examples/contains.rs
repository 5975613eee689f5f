//! `cargo run -p gatepact-schema --example contains -- '{"type":"integer"}' '{"minimum":0}'`
#![allow(clippy::print_stdout, clippy::disallowed_methods, reason = "an example is a shell")]

use std::process::ExitCode;

use gatepact_schema::{Answer, Budget, Dialect, Place, Reading, Universe};
use serde_json::{Value, json};

/// The schema of an argument, or one to show what happens without arguments.
fn schema(argument: Option<String>, example: Value) -> Result<Value, serde_json::Error> {
    argument.map_or(Ok(example), |text| serde_json::from_str(&text))
}

fn main() -> Result<ExitCode, serde_json::Error> {
    let mut arguments = std::env::args().skip(1);
    let a = schema(arguments.next(), json!({ "type": "integer", "multipleOf": 6 }))?;
    let b = schema(arguments.next(), json!({ "type": "integer", "multipleOf": 4 }))?;
    let mut universe = Universe::new();
    let dialect = |schema: &Value| Dialect::of(schema).unwrap_or(Dialect::Draft202012);
    let (from, to) = (universe.add(&a, dialect(&a)), universe.add(&b, dialect(&b)));
    let answer = universe.contains(
        Place { side: from, pointer: "" },
        Place { side: to, pointer: "" },
        Reading::literal(),
        Budget::default(),
    );
    Ok(match answer {
        Answer::Contained => {
            println!("every value of {a} is a value of {b}");
            ExitCode::SUCCESS
        }
        Answer::Witness(value) => {
            println!("{value} is a value of {a} and none of {b}");
            ExitCode::from(1)
        }
        Answer::Undecided(reason) => {
            println!("could not tell: {reason}");
            ExitCode::from(3)
        }
    })
}
