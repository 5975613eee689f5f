//! JSON reports against their published description.

use gatepact_report::render::{Decoration, Format, render};
use gatepact_report::{Changes, Command, Outcome, Report};
use serde_json::{Value, json};

use crate::releases::{publication, report, rich, run};

fn described() -> jsonschema::Validator {
    let text = include_str!("../../../../docs/report.schema.json");
    jsonschema::validator_for(&serde_json::from_str(text).unwrap()).unwrap()
}

fn value(report: &Report) -> Value {
    serde_json::from_str(&render(report, Format::Json, Decoration::default())).unwrap()
}

#[test]
fn every_report_of_changes_is_as_described() {
    let first = Report::of_changes(run(Command::PublishSpec), Outcome::Kept, Changes::default());
    let first = first.of_publication(publication(None));
    for report in [rich(), first, report(Outcome::Unknown, Vec::new())] {
        let value = value(&report);
        let faults: Vec<String> =
            described().iter_errors(&value).map(|fault| fault.to_string()).collect();
        assert!(faults.is_empty(), "{faults:#?}");
    }
}

#[test]
fn the_description_knows_each_key_and_no_other() {
    let rich = value(&rich());
    for (place, key) in [
        ("", "colour"),
        ("/comparison", "size"),
        ("/comparison/old", "size"),
        ("/summary", "perhaps"),
        ("/findings/0", "kind"),
        ("/findings/0/witness", "proof"),
        ("/findings/0/witness/request", "cookies"),
        ("/findings/1/witness/response", "reason"),
        ("/findings/6/waived", "by"),
    ] {
        let mut strange = rich.clone();
        let object = strange.pointer_mut(place).unwrap().as_object_mut().unwrap();
        object.insert(key.to_owned(), json!(true));
        assert!(!described().is_valid(&strange), "{place}/{key} is taken");
    }
    let mut half = rich;
    half["summary"].as_object_mut().unwrap().remove("pairs");
    assert!(!described().is_valid(&half), "a tally without pairs is taken");
}

#[test]
fn the_summary_counts_what_is_there() {
    assert_eq!(
        value(&rich())["summary"],
        json!({
            "changes": 67, "breaking": 4, "risky": 2, "safe": 60, "opened": 0, "waived": 1,
            "consumers_broken": 1,
            "pairs": 12, "contained": 8, "witnessed": 3, "unproved": 1, "unverified": 0,
        })
    );
    assert_eq!(
        value(&report(Outcome::Kept, Vec::new()))["summary"],
        json!({
            "changes": 0, "breaking": 0, "risky": 0, "safe": 0, "opened": 0, "consumers_broken": 0,
        })
    );
}

#[test]
fn a_status_is_a_number_where_it_is_one() {
    let rich = value(&rich());
    assert_eq!(rich["findings"][1]["witness"]["response"]["status"], json!(200));
    assert_eq!(rich["findings"][3]["witness"]["response"]["status"], json!("4XX"));
}
