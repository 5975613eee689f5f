//! Slips that other tools read: commas too many, comments and single quotes in JSON, empty lists of schemas.
#![allow(clippy::unwrap_used, reason = "a test says what went wrong by failing")]

use gatepact_openapi::{Document, Format, ReadError, Reading};

const PLAIN: &str = "{\n  \"openapi\": \"3.1.0\",\n  \"info\": {\"title\": \"t // no comment,]\", \"version\": \"1\"},\n  \"paths\": {}\n}";

#[test]
fn json_with_slips_is_read_and_told_at_its_line() {
    for (text, line) in [
        (PLAIN.replace("{}\n}", "{},\n}"), 5),
        (PLAIN.replace("\"paths\"", "// the paths\n  \"paths\""), 4),
        (PLAIN.replace("\"paths\"", "/* the\n paths */ \"paths\""), 4),
        (PLAIN.replace('"', "'"), 2),
        (PLAIN.replace("{}\n}", "{\t},\n\t}"), 5),
    ] {
        let document = Document::read(&text).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(document.format(), Format::Json);
        assert_eq!(document.value(), Document::read(PLAIN).unwrap().value(), "{text}");
        let [fault] = document.faults() else { panic!("{text}: {:?}", document.faults()) };
        assert!(matches!(fault.reading, Reading::As(_)), "{fault:?}");
        assert_eq!(fault.place.position.line, line, "{text}");
    }
    assert!(Document::read(PLAIN).unwrap().faults().is_empty());
}

#[test]
fn a_file_with_slips_is_told_as_that_file() {
    let text = PLAIN.replace("\"paths\": {}", "\"paths\": {\"/a\": {\"$ref\": \"a.json\"}}");
    let load = |_: &str| Ok::<_, String>("{\n\"get\": {\"responses\": {}},\n}");
    let document = Document::read_with(text, "api.json", load).unwrap();
    assert_eq!(document.operations().len(), 1);
    let [fault] = document.faults() else { panic!("{:?}", document.faults()) };
    assert_eq!((fault.place.file.as_deref(), fault.place.position.line), (Some("a.json"), 3));
}

#[test]
fn what_is_no_document_keeps_the_message_of_json() {
    for text in
        ["{\"a\": 1,}", "{{ template }}", "{\"openapi\": \"3.1.0\"", "[1,]", "{'openapi': 5 'x'}"]
    {
        let error = Document::read(text).unwrap_err();
        assert!(matches!(error, ReadError::Syntax { format: Format::Json, .. }), "{text}: {error}");
    }
}

#[test]
fn an_empty_list_of_schemas_says_nothing() {
    for keyword in ["oneOf", "anyOf", "allOf"] {
        for version in ["3.0.3", "3.1.0"] {
            let text = format!(
                "openapi: {version}
info: {{title: t, version: '1'}}
paths: {{}}
components: {{schemas: {{A: {{type: object, {keyword}: []}}}}}}
"
            );
            let document = Document::read(text).unwrap();
            let schema = document.at("/components/schemas/A").unwrap();
            assert_eq!(schema.to_string(), r#"{"type":"object"}"#);
            let [fault] = document.faults() else { panic!("{:?}", document.faults()) };
            assert!(matches!(fault.reading, Reading::As(_)), "{fault:?}");
            assert_eq!(fault.place.position.line, 4);
        }
    }
}
