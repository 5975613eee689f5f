//! Merge keys. The values are those that PyYAML gives; the order of keys is that of their first appearance.

use serde_json::json;

use super::{line, refusal, value};
use crate::read::ReadError;

const SHARED: &str = "\
base: &base
  type: object
  description: shared
other: &other {type: string, format: date}
";

#[test]
fn the_mapping_itself_wins_and_of_a_list_the_first_one() {
    let cases = [
        ("  <<: *base", json!({ "type": "object", "description": "shared" })),
        ("  <<: *base\n  description: own", json!({ "type": "object", "description": "own" })),
        ("  description: own\n  <<: *base", json!({ "description": "own", "type": "object" })),
        (
            "  a: 1\n  <<: *base\n  b: 2\n  type: own\n  c: 3",
            json!({ "a": 1, "type": "own", "description": "shared", "b": 2, "c": 3 }),
        ),
        (
            "  <<: [*base, *other]",
            json!({ "type": "object", "description": "shared", "format": "date" }),
        ),
        (
            "  <<: [*other, *base]",
            json!({ "type": "string", "format": "date", "description": "shared" }),
        ),
        (
            "  <<:\n    - {format: time, x: 1}\n    - *other\n  x: 2",
            json!({ "format": "time", "x": 2, "type": "string" }),
        ),
        ("  <<: {type: inline}\n  a: 1", json!({ "type": "inline", "a": 1 })),
        ("  <<:\n    type: block\n  a: 1", json!({ "type": "block", "a": 1 })),
        (
            "  <<: {<<: *other, format: time}\n  type: own",
            json!({ "type": "own", "format": "time" }),
        ),
        (
            "  inner: {<<: *base, deep: [{<<: *other}]}",
            json!({ "inner": {
                "type": "object",
                "description": "shared",
                "deep": [{ "type": "string", "format": "date" }],
            } }),
        ),
        ("  <<: []\n  a: 1", json!({ "a": 1 })),
        ("  <<: {}\n  a: 1", json!({ "a": 1 })),
        ("  !!merge <<: *other", json!({ "type": "string", "format": "date" })),
        ("  \"<<\": *other", json!({ "<<": { "type": "string", "format": "date" } })),
        ("  '<<': 1\n  <<: *other", json!({ "<<": 1, "type": "string", "format": "date" })),
        ("  !!str <<: 1", json!({ "<<": 1 })),
        ("  a: <<\n  b: [<<]", json!({ "a": "<<", "b": ["<<"] })),
        (
            "  <<: &more {<<: *other, x: 1}\n  b: *more",
            json!({
                "type": "string", "format": "date", "x": 1,
                "b": { "type": "string", "format": "date", "x": 1 },
            }),
        ),
    ];
    for (text, expected) in cases {
        let text = format!("{SHARED}it:\n{text}\n");
        // As text: two objects are equal whatever the order of their keys is.
        assert_eq!(value(&text)["it"].to_string(), expected.to_string(), "{text}");
    }
}

#[test]
fn an_anchor_inside_a_merge_names_what_was_written_there() {
    let text = "\
a:
  <<: {x: &x {deep: [1, 2]}, y: 1}
  x: &own {deep: [3]}
  z: 2
b: *x
c: *own
";
    let expected = json!({
        "a": { "x": { "deep": [3] }, "y": 1, "z": 2 },
        "b": { "deep": [1, 2] },
        "c": { "deep": [3] },
    });
    assert_eq!(value(text).to_string(), expected.to_string());
    assert_eq!(line(text, "/a/x/deep/0"), 3);
    assert_eq!(line(text, "/a/y"), 2);
    assert_eq!(line(text, "/a/z"), 4);
    assert_eq!((line(text, "/b"), line(text, "/b/deep/1")), (5, 2));
    assert_eq!((line(text, "/c"), line(text, "/c/deep/0")), (6, 3));
}

#[test]
fn a_member_that_came_by_a_merge_stands_where_it_was_written() {
    let text = format!("{SHARED}it:\n  a: 1\n  <<: [*other, *base]\n  type: own\n  b: 2\n");
    let at = |pointer: &str| line(&text, pointer);
    assert_eq!((at("/base/type"), at("/base/description"), at("/other/format")), (2, 3, 4));
    assert_eq!((at("/it"), at("/it/a"), at("/it/b")), (5, 6, 9));
    assert_eq!((at("/it/type"), at("/it/format"), at("/it/description")), (8, 4, 3));
}

#[test]
fn what_is_no_mapping_is_refused_with_its_line() {
    let cases = [
        ("it:\n  a: 1\n  <<: text\n", 3, "plain text"),
        ("it:\n  <<:\n  a: 1\n", 2, "empty"),
        ("it:\n  <<:\n    - {}\n    - 7\n", 4, "a number"),
        ("it:\n  <<:\n    - {}\n    - [{}]\n", 4, "an array"),
        ("a: &a true\nit:\n  <<: *a\n", 3, "a boolean"),
        ("a: &a true\nit:\n  <<: [{b: 1}, {c: [1]},\n    *a]\n", 4, "a boolean"),
    ];
    for (text, expected, what) in cases {
        let ReadError::Syntax { at, reason, .. } = refusal(text) else { panic!("{text}") };
        assert_eq!(at.line, expected, "{text}");
        assert!(reason.contains("`<<`") && reason.ends_with(what), "{reason}");
    }
}

#[test]
fn keys_that_stand_twice_are_refused() {
    for text in
        ["a: 1\n<<: {b: 1}\na: 2\n", "<<: {a: 1}\na: 2\na: 3\n", "it:\n  <<: {a: 1, a: 2}\n"]
    {
        assert!(matches!(refusal(text), ReadError::DuplicateKey { .. }), "{text}");
    }
    let ReadError::Syntax { at, reason, .. } = refusal("<<: {a: 1}\nb: 1\n<<: {c: 1}\n") else {
        panic!("another refusal");
    };
    assert_eq!(at.line, 3);
    assert!(reason.contains("`<<: [*a, *b]`"), "{reason}");
}
