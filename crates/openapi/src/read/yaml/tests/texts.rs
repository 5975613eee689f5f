//! YAML as it is written: white space, line ends, directives, keys, tags.

use serde_json::json;

use super::{line, refusal, value};
use crate::read::ReadError;

#[test]
fn what_other_readers_accept_is_read() {
    let cases = [
        // Brackets and quoted text at the indentation of the parent.
        ("a:\n  b: {\n    c: 1\n  }\n", json!({ "a": { "b": { "c": 1 } } })),
        ("a:\n  b: [\n  1,\n  2\n  ]\n", json!({ "a": { "b": [1, 2] } })),
        ("a:\n  b: \"one\n  two\"\n", json!({ "a": { "b": "one two" } })),
        ("a:\n  b: 'one\n  two'\n", json!({ "a": { "b": "one two" } })),
        // A list at the indentation of its key.
        ("a:\n- 1\n- 2\nb: 3\n", json!({ "a": [1, 2], "b": 3 })),
        // Tabs between tokens, before comments and on blank lines.
        ("a:\t1\nb: [1,\t2]\t# c\n\t\nc:\t'x'\n", json!({ "a": 1, "b": [1, 2], "c": "x" })),
        // Windows line ends.
        ("a:\r\n  b: 1\r\n  c: |\r\n    x\r\n    y\r\n", json!({ "a": { "b": 1, "c": "x\ny\n" } })),
        ("a: \"one\r\n  two\"\r\n", json!({ "a": "one two" })),
        // Directives, and marks around the document.
        ("%YAML 1.1\n---\na: 1\n", json!({ "a": 1 })),
        ("%YAML 1.2\n%TAG !e! tag:example.com,2000:\n---\na: 1\n...\n", json!({ "a": 1 })),
        ("# first\n---\n# second\na: 1\n", json!({ "a": 1 })),
        ("a: 1\n---\n", json!({ "a": 1 })),
        ("a: 1\n...\n", json!({ "a": 1 })),
        ("a: 1\n...\n---\n...\n# end\n", json!({ "a": 1 })),
        ("a: 1\n---\n# nothing\n---\n", json!({ "a": 1 })),
        // Keys are their text.
        (
            "200: a\n1.0: b\ntrue: c\nno: d\n~: e\n2023-01-01: f\n",
            json!({ "200": "a", "1.0": "b", "true": "c", "no": "d", "~": "e", "2023-01-01": "f" }),
        ),
        ("? a\n: 1\n? 'b'\n: 2\n", json!({ "a": 1, "b": 2 })),
        // Scalars.
        (
            "a: 2023-11-01\nb: 12:30:45\nc: 1_000\n",
            json!({ "a": "2023-11-01", "b": "12:30:45", "c": "1_000" }),
        ),
        (
            "a: !!str 1\nb: !!int '2'\nc: ! 3\nd: !!map {}\ne: ! []\n",
            json!({ "a": "1", "b": 2, "c": "3", "d": {}, "e": [] }),
        ),
        (
            "a: >-\n  x\n  y\n\n  z\nb: |+\n  x\n\nc: 1\n",
            json!({ "a": "x y\nz", "b": "x\n\n", "c": 1 }),
        ),
        ("a:\nb: ''\nc: [a,]\n", json!({ "a": null, "b": "", "c": ["a"] })),
    ];
    for (text, expected) in cases {
        assert_eq!(value(text).to_string(), expected.to_string(), "{text}");
    }
}

#[test]
fn an_alias_may_repeat_the_text_of_a_scalar_as_a_key() {
    let text = "name: &id 007\n&key type: string\nmap:\n  *id : 1\n  *key : *key\nlast: *id\n";
    let expected = json!({
        "name": 7, "type": "string", "map": { "007": 1, "type": "type" }, "last": 7,
    });
    assert_eq!(value(text).to_string(), expected.to_string());
    assert_eq!((line(text, "/map/type"), line(text, "/last")), (5, 6));
    assert!(matches!(refusal("a: &a [1]\n*a : 1\n"), ReadError::YamlOnly { .. }));
    assert!(matches!(refusal("a: &a 1\nb: {*a : 1, 1: 2}\n"), ReadError::DuplicateKey { .. }));
}

#[test]
fn short_forms_of_cloudformation_are_their_long_forms() {
    let cases = [
        ("!Ref Name", json!({ "Ref": "Name" })),
        ("!Ref 7", json!({ "Ref": "7" })),
        ("!Condition IsProd", json!({ "Condition": "IsProd" })),
        ("!Sub 'arn:${AWS::Region}'", json!({ "Fn::Sub": "arn:${AWS::Region}" })),
        ("!Sub |\n    a\n    b\n", json!({ "Fn::Sub": "a\nb\n" })),
        ("!Sub [text, {A: !Ref B}]", json!({ "Fn::Sub": ["text", { "A": { "Ref": "B" } }] })),
        ("!GetAtt Handler.Arn", json!({ "Fn::GetAtt": ["Handler", "Arn"] })),
        ("!GetAtt A.Outputs.B", json!({ "Fn::GetAtt": ["A", "Outputs.B"] })),
        ("!GetAtt [A, Arn]", json!({ "Fn::GetAtt": ["A", "Arn"] })),
        (
            "!Join ['', [a, !GetAtt A.B]]",
            json!({ "Fn::Join": ["", ["a", { "Fn::GetAtt": ["A", "B"] }]] }),
        ),
        (
            "!Join\n    - ''\n    - - a\n      - !Ref B\n",
            json!({ "Fn::Join": ["", ["a", { "Ref": "B" }]] }),
        ),
        ("!If [C, 1, !Ref AWS::NoValue]", json!({ "Fn::If": ["C", 1, { "Ref": "AWS::NoValue" }] })),
        ("!Not [!Equals [a, b]]", json!({ "Fn::Not": [{ "Fn::Equals": ["a", "b"] }] })),
        (
            "!And [!Condition A, !Or [!Condition B]]",
            json!({ "Fn::And": [{ "Condition": "A" }, { "Fn::Or": [{ "Condition": "B" }] }] }),
        ),
        ("!Select [0, !GetAZs '']", json!({ "Fn::Select": [0, { "Fn::GetAZs": "" }] })),
        ("!Split [',', !ImportValue x]", json!({ "Fn::Split": [",", { "Fn::ImportValue": "x" }] })),
        ("!FindInMap [a, b, c]", json!({ "Fn::FindInMap": ["a", "b", "c"] })),
        ("!Cidr [a, 1, 2]", json!({ "Fn::Cidr": ["a", 1, 2] })),
        ("!Base64 text", json!({ "Fn::Base64": "text" })),
        ("!Length [1]", json!({ "Fn::Length": [1] })),
        ("!ToJsonString {a: 1}", json!({ "Fn::ToJsonString": { "a": 1 } })),
        (
            "!Transform {Name: AWS::Include, Parameters: {Location: s3}}",
            json!({ "Fn::Transform": { "Name": "AWS::Include", "Parameters": { "Location": "s3" } } }),
        ),
    ];
    for (text, expected) in cases {
        let text = format!("before: 1\nit: {text}\nlist: [{{a: *x}}]\n").replace("*x", "2");
        let read = value(&text);
        assert_eq!(read["it"].to_string(), expected.to_string(), "{text}");
        assert_eq!(read["list"], json!([{ "a": 2 }]), "{text}");
    }
    let text = "a: &a !Ref X\nb: *a\nc: &c\n  - !Sub\n    - x\n    - {y: 1}\nd: *c\n";
    assert_eq!(
        value(text),
        json!({
            "a": { "Ref": "X" }, "b": { "Ref": "X" },
            "c": [{ "Fn::Sub": ["x", { "y": 1 }] }], "d": [{ "Fn::Sub": ["x", { "y": 1 }] }],
        })
    );
    assert_eq!((line(text, "/b"), line(text, "/b/Ref")), (2, 1));
    assert_eq!((line(text, "/c/0/Fn::Sub"), line(text, "/c/0/Fn::Sub/1/y")), (4, 6));
}

#[test]
fn other_tags_stay_refused() {
    for text in [
        "a: !Thing x",
        "a: !!set {a}",
        "a: !!binary aGk=",
        "!Ref a: 1",
        "a: !ref b",
        "a: !!merge b",
    ] {
        assert!(matches!(refusal(text), ReadError::YamlOnly { .. }), "{text}");
    }
    for text in ["a: .inf", "a: -.INF", "a: .nan", "a: 1\n---\nb: 1\n", "a: 1\n---\n'~'\n"] {
        assert!(matches!(refusal(text), ReadError::YamlOnly { .. }), "{text}");
    }
    // A tab is no indentation.
    assert!(matches!(refusal("a:\n\tb: 1\n"), ReadError::Syntax { .. }));
}

#[test]
fn lines_are_counted_over_every_line_end() {
    let text = "a:\r\n  b: 1\r\n\r\n  c: |\r\n    x\r\n  d: 2\r\n";
    assert_eq!((line(text, "/a/b"), line(text, "/a/c"), line(text, "/a/d")), (2, 4, 6));
}
