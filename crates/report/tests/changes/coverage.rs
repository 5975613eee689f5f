//! Every format says how much was compared.

use gatepact_finding::{Coverage, NotCompared, Text};
use gatepact_report::render::{Decoration, Format, render};
use gatepact_report::{Changes, Command, Outcome, Report};

use crate::releases::{comparison, run};

fn told(coverage: Coverage, format: Format) -> String {
    let outcome = if coverage.is_complete() { Outcome::Kept } else { Outcome::Unknown };
    let changes = Changes { coverage: Some(coverage), ..Changes::default() };
    let report = Report::of_changes(run(Command::Diff), outcome, changes);
    render(&report.of_comparison(comparison()), format, Decoration::default()).to_string()
}

fn not_compared(what: &str) -> NotCompared {
    let reason = Text::prose("the reference ").and_code("#/gone").and_prose(" names nothing");
    NotCompared { what: what.to_owned(), reason }
}

#[test]
fn every_format_says_how_much_was_compared() {
    let all = Coverage { operations: 12, compared: 12, ..Coverage::default() };
    let some = Coverage {
        operations: 12,
        compared: 11,
        components: 0,
        not_compared: vec![not_compared("GET /items")],
    };
    for format in Format::ALL.into_iter().filter(|format| *format != Format::Json) {
        let text = told(all.clone(), format);
        assert!(text.contains("compared 12 of 12 operations"), "{text}");
        assert!(!text.contains("not compared"), "{text}");
        let text = told(some.clone(), format);
        assert!(
            text.contains("compared 11 of 12 operations; not compared: GET /items ("),
            "{text}"
        );
        assert!(text.contains("names nothing"), "{text}");
    }
    let json: serde_json::Value = serde_json::from_str(&told(some, Format::Json)).unwrap();
    assert_eq!(json["coverage"]["compared"], 11);
    assert_eq!(json["coverage"]["not_compared"][0]["what"], "GET /items");
}

#[test]
fn documents_without_operations_are_told_apart() {
    let none = told(Coverage::default(), Format::Text);
    assert!(none.contains("compared no operation: the documents have none\n"), "{none}");
    let library = Coverage { components: 3, ..Coverage::default() };
    let text = told(library, Format::Text);
    assert!(text.contains("compared 3 components: the documents have no operations\n"), "{text}");
}

#[test]
fn of_many_the_first_are_named_and_the_others_counted() {
    let not_compared = (0..40).map(|number| not_compared(&format!("GET /{number}"))).collect();
    let coverage = Coverage { operations: 40, compared: 0, components: 0, not_compared };
    let text = told(coverage, Format::Text);
    assert!(text.contains("GET /4 (") && !text.contains("GET /5 ("), "{text}");
    assert!(text.contains(" and 35 more\n"), "{text}");
}
