//! An operation that opened: first in every format, at a level that is seen, with the caller who gets in.

use std::collections::BTreeMap;

use gatepact_finding::{
    FailOn, Finding, Proof, Release, Severity, Text, Waived, Witness, WitnessRequest,
};
use gatepact_report::render::{Decoration, Format, render};
use gatepact_report::{Outcome, Report};
use serde_json::{Value, json};

use crate::releases::{change, comparison, made_up, report, rule, text};

/// A safe change that opens `GET /orders`, shown by a caller.
fn opened() -> Finding {
    let message = text("no credentials are required any more");
    let change = change(rule("request.security.removed"), Severity::Info, message, (88, "/paths"));
    let witness = Witness {
        operation: Some("GET /orders".to_owned()),
        caller: Some(text("a caller without credentials")),
        request: Some(WitnessRequest {
            method: "GET".to_owned(),
            path: "/orders".to_owned(),
            query: String::new(),
            headers: BTreeMap::new(),
            body: None,
        }),
        response: None,
        holder: Release::New,
        releases: text("refused by 1.4.0, accepted by 1.5.0"),
        why: Text::default(),
    };
    Finding {
        opened: true,
        operation: Some("GET /orders".to_owned()),
        operations: vec!["GET /orders".to_owned()],
        proof: Some(Proof::Witness(Box::new(witness))),
        ..change.with_help("require credentials again")
    }
}

fn breaking() -> Finding {
    let message = text("the property `size` is required now");
    let rule = rule("request.property.became-required");
    let change = change(rule, Severity::Error, message, (120, "/components"));
    Finding { operations: vec!["POST /orders".to_owned()], ..change }
}

fn waived(change: Finding) -> Finding {
    let waived =
        Waived { owner: None, reason: "it is public".to_owned(), expires: "2027-01-31".to_owned() };
    Finding { waived: Some(waived), ..change }
}

fn under(policy: &str, outcome: Outcome, findings: Vec<Finding>) -> Report {
    let fail_on: FailOn = policy.parse().unwrap();
    let comparison = gatepact_report::Comparison { fail_on, ..comparison() };
    report(outcome, findings).of_comparison(comparison)
}

fn rendered(report: &Report, format: Format) -> String {
    render(report, format, Decoration::default()).to_string()
}

/// The last line of the text.
fn summary_line(report: &Report) -> String {
    rendered(report, Format::Text).trim_end().lines().last().unwrap().to_owned()
}

#[test]
fn it_comes_before_what_breaks_in_every_format() {
    let report = under("breaking", Outcome::Broken, vec![opened(), breaking()]);
    for (format, first, then) in [
        (
            Format::Text,
            "Opened to callers without credentials: 1 change\n  ! no credentials",
            "Breaking: 1 change",
        ),
        (Format::Markdown, "**Operations opened to callers without credentials**", "| ❌ |"),
        (Format::Github, "::warning file=openapi/shop-1.5.0.json,line=88,title=opened", "::error"),
        (
            Format::Junit,
            "<testsuite name=\"operations opened to callers without credentials\"",
            "<testsuite name=\"breaking changes\"",
        ),
        (Format::Changelog, "## Opened to callers without credentials", "## Breaking changes"),
        (Format::Json, "\"opened\": true", "\"id\": \"request.property.became-required\""),
    ] {
        let text = rendered(&report, format);
        let [first, then] = [first, then].map(|part| text.find(part));
        assert!(first.is_some() && then.is_some() && first < then, "{}:\n{text}", format.name());
    }
}

#[test]
fn the_caller_who_gets_in_is_named_beside_the_request() {
    let report = under("breaking", Outcome::Kept, vec![opened()]);
    let sentence = "a caller without credentials: refused by 1.4.0, accepted by 1.5.0";
    for format in [Format::Text, Format::Markdown, Format::Github, Format::Junit, Format::Sarif] {
        let text = rendered(&report, format);
        assert!(text.contains(sentence), "{}:\n{text}", format.name());
    }
    let json: Value = serde_json::from_str(&rendered(&report, Format::Json)).unwrap();
    assert_eq!(json["findings"][0]["witness"]["caller"], "a caller without credentials");
}

/// Of a risky change the text leaves the message out, and not the caller.
#[test]
fn the_caller_of_a_risky_change_is_shown_without_the_message() {
    let risky = Finding { opened: false, severity: Severity::Warning, ..opened() };
    let text = rendered(&under("breaking", Outcome::Kept, vec![risky]), Format::Text);
    assert!(text.contains("╰ a caller without credentials: refused by 1.4.0"), "{text}");
    assert!(!text.contains("│ GET /orders"), "{text}");
}

#[test]
fn a_caller_may_be_shown_without_a_request() {
    let mut change = opened();
    if let Some(Proof::Witness(witness)) = &mut change.proof {
        witness.request = None;
    }
    let text = rendered(&under("breaking", Outcome::Kept, vec![change]), Format::Markdown);
    assert!(!text.contains("```"), "{text}");
    assert!(text.contains("a caller without credentials: refused by 1.4.0"), "{text}");
}

#[test]
fn code_scanning_sees_a_warning_although_it_breaks_no_consumer() {
    let results = |findings| {
        let report = under("breaking", Outcome::Kept, findings);
        let log: Value = serde_json::from_str(&rendered(&report, Format::Sarif)).unwrap();
        log["runs"][0].clone()
    };
    let run = results(vec![opened()]);
    assert_eq!(run["results"][0]["level"], "warning");
    assert_eq!(run["results"][0]["properties"]["opened"], true);
    let rule = &run["tool"]["driver"]["rules"][0];
    assert_eq!(rule["defaultConfiguration"]["level"], "warning");
    assert!(rule["fullDescription"]["text"].as_str().unwrap().contains("without credentials"));
    // The same change without the mark is a note.
    let run = results(vec![Finding { opened: false, ..opened() }]);
    assert_eq!(run["results"][0]["level"], "note");
    assert_eq!(run["results"][0]["properties"].get("opened"), None);
}

#[test]
fn junit_fails_where_the_policy_says_so() {
    for (policy, failures) in [("breaking", 0), ("never", 0), ("opened", 1), ("breaking,opened", 1)]
    {
        let report = under(policy, Outcome::Kept, vec![opened()]);
        let text = rendered(&report, Format::Junit);
        let total = format!("tests=\"1\" failures=\"{failures}\"");
        assert!(text.contains(&total), "{policy}:\n{text}");
        assert_eq!(text.matches("<failure").count(), failures, "{policy}:\n{text}");
    }
    // What breaks the contract is what the policy says, whatever its severity.
    for (policy, failures) in [("breaking", 1), ("opened", 0), ("never", 0), ("consumers", 0)] {
        let text = rendered(&under(policy, Outcome::Kept, vec![breaking()]), Format::Junit);
        assert_eq!(text.matches("<failure").count(), failures, "{policy}:\n{text}");
    }
}

#[test]
fn the_summary_line_names_the_operation_first() {
    let kept = under("breaking", Outcome::Kept, vec![opened()]);
    assert!(
        summary_line(&kept).starts_with(
            "KEPT: GET /orders opened to callers without credentials; no recorded consumer breaks ("
        ),
        "{}",
        summary_line(&kept)
    );
    assert!(rendered(&kept, Format::Markdown).starts_with("### ⚠️ KEPT: GET /orders opened to"));
    let broken = under("breaking,opened", Outcome::Broken, vec![opened()]);
    assert!(
        summary_line(&broken).starts_with(
            "BROKEN: GET /orders opened to callers without credentials; the policy does not allow it"
        ),
        "{}",
        summary_line(&broken)
    );
    let risky = change(made_up("a.b"), Severity::Warning, text("it changed"), (1, "/a"));
    let broken = under("risky,opened", Outcome::Broken, vec![opened(), risky]);
    assert!(
        summary_line(&broken).contains("credentials; risky changes, and the policy takes none ("),
        "{}",
        summary_line(&broken)
    );
}

#[test]
fn a_waived_one_is_listed_as_waived_and_counts_for_nothing() {
    let report = under("opened", Outcome::Kept, vec![waived(opened())]);
    assert!(!summary_line(&report).contains("opened"), "{}", summary_line(&report));
    let text = rendered(&report, Format::Text);
    assert!(text.contains("Waived: 1 change"), "{text}");
    assert!(text.contains("request.security.removed, opened"), "{text}");
    assert!(!text.contains("Opened"), "{text}");
    assert!(rendered(&report, Format::Markdown).starts_with("### ✅ KEPT"));
    assert!(rendered(&report, Format::Github).starts_with("::notice "));
    assert_eq!(rendered(&report, Format::Junit).matches("<skipped").count(), 1);
    assert!(!rendered(&report, Format::Junit).contains("<failure"));
}

#[test]
fn operations_are_counted_once_each_and_waived_ones_not_at_all() {
    let at = |operations: &[&str]| Finding {
        operation: operations.first().map(|it| (*it).to_owned()),
        operations: operations.iter().map(|it| (*it).to_owned()).collect(),
        ..opened()
    };
    let all = vec![
        at(&["GET /a", "GET /b"]),
        at(&["GET /b"]),
        at(&["GET /c"]),
        waived(at(&["GET /d"])),
        breaking(),
    ];
    let value = |report: &Report| -> Value {
        serde_json::from_str(&rendered(report, Format::Json)).unwrap()
    };
    let report = under("never", Outcome::Kept, all);
    assert_eq!(value(&report)["summary"]["opened"], 3);
    assert!(
        summary_line(&report).starts_with("KEPT: GET /a, GET /b, GET /c opened to"),
        "{}",
        summary_line(&report)
    );
    let none = value(&under("never", Outcome::Kept, vec![breaking()]));
    assert_eq!(none["summary"]["opened"], 0);
    assert_eq!(none["findings"][0].get("opened"), None);
    let whole = under("never", Outcome::Kept, vec![Finding { operation: None, ..at(&[]) }]);
    assert_eq!(value(&whole)["summary"]["opened"], 1);
    assert!(summary_line(&whole).contains("the whole API opened"), "{}", summary_line(&whole));
}

#[test]
fn the_report_holds_the_policy_as_the_user_may_write_it() {
    let schema = include_str!("../../../../docs/report.schema.json");
    let schema = jsonschema::validator_for(&serde_json::from_str(schema).unwrap()).unwrap();
    let report = under("opened,breaking", Outcome::Broken, vec![opened(), breaking()]);
    let mut value: Value = serde_json::from_str(&rendered(&report, Format::Json)).unwrap();
    assert_eq!(value["comparison"]["fail_on"], "breaking,opened");
    assert!(schema.is_valid(&value));
    for wrong in ["breaking,never", "", "opend", "opened,"] {
        value["comparison"]["fail_on"] = json!(wrong);
        assert!(!schema.is_valid(&value), "{wrong} is taken");
    }
}

/// What names an operation in new places is as harmless there as elsewhere.
#[test]
fn no_name_of_an_operation_that_opened_steers_what_shows_it() {
    let name = crate::releases::HOSTILE.to_owned();
    let hostile = Finding { operation: Some(name.clone()), operations: vec![name], ..opened() };
    let report = under("opened", Outcome::Broken, vec![hostile]);
    let steers = |c: &char| c.is_control() && *c != '\n' || ('\u{202a}'..='\u{202e}').contains(c);
    for format in [Format::Text, Format::Markdown, Format::Github, Format::Changelog] {
        let text = rendered(&report, format);
        assert_eq!(text.chars().find(steers), None, "{}:\n{text}", format.name());
    }
    let github = rendered(&report, Format::Github);
    assert_eq!(github.lines().filter(|line| line.starts_with("::")).count(), 1, "{github}");
}
