//! How bodies are written in XML: what of it is a change, and where it means nothing.
#![allow(clippy::unwrap_used, reason = "a test says what went wrong by failing")]

use gatepact_diff::diff;
use gatepact_openapi::Document;

fn told(media_type: &str, old: &str, new: &str) -> Vec<String> {
    let read = |schema: &str| {
        Document::read(format!(
            "openapi: 3.0.3
info: {{title: t, version: '1'}}
paths:
  /a:
    get: {{responses: {{'200': {{content: {{{media_type}: {{schema: {{$ref: '#/components/schemas/Tool'}}}}}}}}}}}}
components: {{schemas: {{Tool: {schema}}}}}
"
        ))
        .unwrap()
    };
    diff(&read(old), &read(new)).iter().map(|it| it.sentence().to_string()).collect()
}

#[test]
fn elements_and_attributes_are_compared_by_what_is_written() {
    let of = |property: &str| format!("{{type: object, properties: {{size: {property}}}}}");
    let text = |xml: &str| of(&format!("{{type: string, xml: {{{xml}}}}}"));
    let list = |xml: &str, items: &str| {
        of(&format!("{{type: array, xml: {{{xml}}}, items: {{type: string, xml: {{{items}}}}}}}"))
    };
    for (old, new, expected) in [
        (text(""), text("name: width"), "the XML form is `<width>` instead of `<size>`"),
        (text(""), text("attribute: true"), "the XML form is `attribute size` instead of `<size>`"),
        (
            text(""),
            text("namespace: 'urn:a'"),
            "the XML form is `<size> in urn:a` instead of `<size>`",
        ),
        (text(""), text("prefix: s"), "the XML form is `<s:size>` instead of `<size>`"),
        (
            list("", ""),
            list("wrapped: true", ""),
            "the XML form is `<size> around the items` instead of `the items alone`",
        ),
        (list("", ""), list("", "name: one"), "the XML form is `<one>` instead of `<size>`"),
        // What holds anyway, said.
        (text(""), text("name: size, attribute: false"), ""),
        (list("", ""), list("wrapped: false", "name: size"), ""),
        (text("prefix: s, namespace: 'urn:a'"), text("prefix: t, namespace: 'urn:a'"), ""),
        // An array without an element of its own has no place for an attribute.
        (list("", "name: one"), list("attribute: true", "name: one"), ""),
    ] {
        let expected: Vec<&str> = Some(expected).filter(|it| !it.is_empty()).into_iter().collect();
        assert_eq!(told("application/xml", &old, &new), expected, "{old} -> {new}");
        assert_eq!(told("text/vnd.shop+xml", &old, &new), expected, "{old} -> {new}");
        assert!(told("application/json", &old, &new).is_empty(), "{old} -> {new}");
    }
}

#[test]
fn a_root_has_the_name_of_its_component_where_one_side_says_no_other() {
    let root = |xml: &str| format!("{{type: object, xml: {{{xml}}}}}");
    let told = |old: &str, new: &str| told("application/xml", &root(old), &root(new));
    assert_eq!(told("", "name: Tool"), [""; 0]);
    assert_eq!(
        told("", "namespace: 'urn:a'"),
        ["the XML form is `<root> in urn:a` instead of `<root>`"]
    );
    assert_eq!(told("", "name: tool"), ["the XML form is `<tool>` instead of `<Tool>`"]);
}

#[test]
fn circles_end() {
    let circle = |name: &str| {
        format!(
            "{{type: object, properties: {{next: {{$ref: '#/components/schemas/Tool'}}, id: {{type: string, xml: {{name: {name}}}}}}}}}"
        )
    };
    let expected = ["the XML form is `<b>` instead of `<a>`"];
    assert_eq!(told("application/xml", &circle("a"), &circle("b")), expected);
}
