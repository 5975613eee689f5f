//! What findings say of a schema: the types that are meant, one value or several, bounds of which neither holds the other.
#![allow(clippy::unwrap_used, reason = "a test says what went wrong by failing")]

use gatepact_diff::diff;
use gatepact_openapi::Document;

/// The findings of a property of a request.
fn told(old: &str, new: &str) -> Vec<String> {
    let [old, new] = [old, new].map(|schema| {
        let text = format!(
            "openapi: 3.1.0
info: {{title: t, version: '1'}}
paths:
  /a:
    post:
      requestBody: {{content: {{application/json: {{schema: {{type: object, properties: {{p: {schema}}}}}}}}}}}
      responses: {{}}
"
        );
        Document::read(text).unwrap_or_else(|error| panic!("{schema}: {error}"))
    });
    let told = diff(&old, &new);
    told.iter().map(|it| format!("{} {}", it.id(), it.finding.message)).collect()
}

#[test]
fn sentences_say_what_is_meant() {
    for (old, new, expected) in [
        // Types that alternatives list.
        (
            "{oneOf: [{type: string}, {type: integer}]}",
            "{type: integer}",
            "request.type.narrowed p: the type went from `integer or string` to `integer`",
        ),
        (
            "{type: integer}",
            "{anyOf: [{type: integer}, {type: string}]}",
            "request.type.widened p: the type went from `integer` to `integer or string`",
        ),
        (
            "{type: integer}",
            "{anyOf: [{type: integer}, {minLength: 1}]}",
            "request.alternative.added `anyOf` has a new alternative: {\"minLength\":1}",
        ),
        // One value, and several.
        (
            "{type: string, enum: [a, b]}",
            "{type: string, enum: [a, b, c]}",
            "request.enum.value-added p: `c` is a new value",
        ),
        (
            "{type: string, enum: [a]}",
            "{type: string, enum: [a, b, c]}",
            "request.enum.value-added p: `b`, `c` are new values",
        ),
        (
            "{type: string, enum: [a, b, c]}",
            "{type: string, enum: [a, c]}",
            "request.enum.value-removed p: `b` is no longer a value",
        ),
        (
            "{type: string, enum: [a, b, c]}",
            "{type: string, enum: [a]}",
            "request.enum.value-removed p: `b`, `c` are no longer values",
        ),
        (
            "{type: string}",
            "{type: string, enum: [a]}",
            "request.enum.added p: only `a` is a value now",
        ),
        (
            "{type: string}",
            "{type: string, enum: [a, b]}",
            "request.enum.added p: only `a`, `b` are values now",
        ),
        // Neither is a multiple of the other.
        (
            "{type: integer, multipleOf: 5}",
            "{type: integer, multipleOf: 4}",
            "request.constraint.replaced p: `multipleOf` is another one: 5 before, 4 now",
        ),
        (
            "{type: number, multipleOf: 0.3}",
            "{type: number, multipleOf: 0.2}",
            "request.constraint.replaced p: `multipleOf` is another one: 0.3 before, 0.2 now",
        ),
        (
            "{type: integer, multipleOf: 2}",
            "{type: integer, multipleOf: 4}",
            "request.constraint.narrowed p: `multipleOf` is stricter: 2 before, 4 now",
        ),
        (
            "{type: number, multipleOf: 0.1}",
            "{type: number, multipleOf: 0.01}",
            "request.constraint.widened p: `multipleOf` is looser: 0.1 before, 0.01 now",
        ),
    ] {
        assert_eq!(told(old, new), [expected], "{old} -> {new}");
    }
}
