//! Names that look like a part of a sentence: with a backtick, a colon or a bar, or called like a keyword.

use gatepact_diff::rules::{CHANGE_KINDS, ChangeKindInfo};
use gatepact_finding::{Facts, Finding, SchemaPlace, Subject, Text};
use gatepact_report::Outcome;
use gatepact_report::render::{Decoration, Format, render};
use serde_json::{Value, json};

use crate::commonmark::{cells, inlines};
use crate::releases::{change, report, rule};

/// A change by its facts, and what formats make of it.
struct Case {
    id: &'static str,
    subject: Option<Subject>,
    path: &'static str,
    field: &'static str,
    old: Value,
    new: Value,
    /// The message, as it is in every format but Markdown.
    message: &'static str,
    /// The names in it: the code spans in Markdown.
    names: &'static [&'static str],
    /// The line of the changelog.
    changelog: &'static str,
    /// The names in that.
    told: &'static [&'static str],
}

fn cases() -> Vec<Case> {
    let property = |name: &str| Some(Subject::Property(name.to_owned()));
    vec![
        Case {
            id: "response.property.removed",
            subject: property("a`b"),
            path: "Order.a`b",
            field: "a`b",
            old: Value::Null,
            new: Value::Null,
            message: "Order.a`b: the property `a`b` is gone",
            names: &["a`b"],
            changelog: "the field ``a`b`` is no longer in the answer",
            told: &["a`b"],
        },
        Case {
            id: "request.property.became-required",
            subject: property("dc: title"),
            path: "Order.dc: title",
            field: "dc: title",
            old: Value::Null,
            new: Value::Null,
            message: "Order.dc: title: the property `dc: title` is required now",
            names: &["dc: title"],
            changelog: "the field `dc: title` is now required",
            told: &["dc: title"],
        },
        Case {
            id: "request.property.refused",
            subject: property("a|`` `"),
            path: "Order.a|`` `",
            field: "a|`` `",
            old: Value::Null,
            new: Value::Null,
            message: "Order.a|`` `: the property `a|`` `` is refused now",
            names: &["a|`` `"],
            changelog: "the field ``` a|`` ` ``` is no longer accepted",
            told: &["a|`` `"],
        },
        Case {
            id: "response.enum.value-added",
            subject: None,
            path: "Order.status",
            field: "status",
            old: Value::Null,
            new: json!("x`y"),
            message: "Order.status: `x`y` is a new value",
            names: &["x`y"],
            changelog: "the field `status` may now be ``x`y``",
            told: &["status", "x`y"],
        },
        Case {
            id: "request.enum.added",
            subject: None,
            path: "Order.dc: title",
            field: "dc: title",
            old: Value::Null,
            new: json!(["x`y", "now", "a|b"]),
            message: "Order.dc: title: only `x`y`, `now`, `a|b` are values now",
            names: &["x`y", "now", "a|b"],
            changelog: "the field `dc: title`: only ``x`y``, `now`, `a|b` are values now",
            told: &["dc: title", "x`y", "now", "a|b"],
        },
        // A name that is in the sentence already, as something else.
        Case {
            id: "response.type.changed",
            subject: None,
            path: "Order.integer",
            field: "integer",
            old: json!("integer"),
            new: json!("string"),
            message: "Order.integer: the type changed from `integer` to `string`",
            names: &["integer", "string"],
            changelog: "the type of the field `integer` changed from `integer` to `string`",
            told: &["integer", "integer", "string"],
        },
        Case {
            id: "request.constraint.narrowed",
            subject: Some(Subject::Keyword("maxLength".to_owned())),
            path: "Order.maxLength",
            field: "maxLength",
            old: Value::Null,
            new: json!(3),
            message: "Order.maxLength: `maxLength` is stricter: none before, 3 now",
            names: &["maxLength"],
            changelog: "the field `maxLength`: `maxLength` is stricter: none before, 3 now",
            told: &["maxLength", "maxLength"],
        },
        // The items of a property that is called like the keyword before it.
        Case {
            id: "response.type.changed",
            subject: None,
            path: "Order.properties[]",
            field: "properties",
            old: json!("integer"),
            new: json!("string"),
            message: "Order.properties[]: the type changed from `integer` to `string`",
            names: &["integer", "string"],
            changelog: "the type of the field `properties` changed from `integer` to `string`",
            told: &["properties", "integer", "string"],
        },
        Case {
            id: "response.nullable.added",
            subject: None,
            path: "Order.properties",
            field: "properties",
            old: Value::Null,
            new: Value::Null,
            message: "Order.properties: the value may be null now",
            names: &[],
            changelog: "the field `properties` may now be null",
            told: &["properties"],
        },
    ]
}

/// The change as the comparison makes it: the sentence of the table behind the place.
fn finding(case: &Case) -> Finding {
    let has_id =
        |info: &&ChangeKindInfo| info.directions().iter().any(|it| info.id(*it) == case.id);
    let info = CHANGE_KINDS.iter().find(has_id).unwrap();
    let value = |value: &Value| (!value.is_null()).then(|| value.clone());
    let (old, new) = (value(&case.old), value(&case.new));
    let facts =
        Facts { subject: case.subject.as_ref(), old: old.as_ref(), new: new.as_ref(), field: None };
    let message = Text::prose(format!("{}: ", case.path)).and_text(info.message.fill(facts));
    let rule = rule(case.id);
    Finding {
        operations: vec!["GET /orders".to_owned()],
        subject: case.subject.clone(),
        schema_place: SchemaPlace {
            path: Some(case.path.to_owned()),
            field: Some(case.field.to_owned()),
            part: None,
        },
        old,
        new,
        ..change(rule, rule.severity, message, (1, "/components/schemas/Order"))
    }
}

#[test]
fn a_name_is_whole_in_every_format() {
    for case in cases() {
        let report = report(Outcome::Broken, vec![finding(&case)]);
        for format in Format::ALL {
            let shown = render(&report, format, Decoration::default());
            let parsed = || serde_json::from_str::<Value>(&shown).unwrap();
            let told = |text: &str| {
                assert!(text.contains(case.message), "{} as {}:\n{shown}", case.id, format.name());
            };
            match format {
                Format::Text | Format::Github => told(&shown),
                Format::Json => told(parsed()["findings"][0]["message"].as_str().unwrap()),
                Format::Sarif => {
                    let result = &parsed()["runs"][0]["results"][0];
                    told(result["message"]["text"].as_str().unwrap());
                }
                Format::Junit => told(&quick_xml::escape::unescape(&shown).unwrap()),
                Format::Markdown => markdown(&shown, &case),
                Format::Changelog => changelog(&shown, &case),
            }
        }
    }
}

/// The cell of the change: its names are code spans, its place is words.
#[track_caller]
fn markdown(shown: &str, case: &Case) {
    let row = shown.lines().find(|line| line.contains(case.id)).unwrap();
    let cells = cells(row);
    assert_eq!(cells.len(), 5, "{row}");
    let change = inlines(&cells[1]);
    assert_eq!(change.code, case.names, "{row}");
    let words = change.rest.replace('\\', "");
    assert!(words.starts_with(&format!("{}: ", case.path)), "{row}");
}

#[track_caller]
fn changelog(shown: &str, case: &Case) {
    let line = shown.lines().find(|line| line.starts_with("- ")).unwrap();
    assert_eq!(line, format!("- `GET /orders`: {}", case.changelog));
    assert_eq!(inlines(line).code[1..], *case.told, "{line}");
}
