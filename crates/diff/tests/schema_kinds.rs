//! What changes inside of schemas: for each pair, every change that is told, in requests and in responses.
#![allow(clippy::unwrap_used, reason = "a test says what went wrong by failing")]

use gatepact_diff::{Change, diff};
use gatepact_finding::{Proof, Witness};
use gatepact_openapi::Document;

/// Components that the schemas may refer to.
const COMPONENTS: &str = "
    Kind: {type: string, enum: [book, map]}
    Shelf: {type: object, properties: {room: {type: string}}}
    Null: {type: 'null'}
";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Request,
    Response,
}
use Way::{Request, Response};

/// The language of a document, and the one schema that its messages have.
#[derive(Clone, Copy, Debug)]
struct Release<'t>(&'t str, &'t str);

const V30: &str = "3.0.3";
const V31: &str = "3.1.0";

fn document(Release(version, schema): Release<'_>, way: Way) -> Document {
    let content = format!("content: {{application/json: {{schema: {schema}}}}}");
    let operation = match way {
        Request => {
            format!(
                "{{requestBody: {{required: true, {content}}}, responses: {{'204': {{description: d}}}}}}"
            )
        }
        Response => format!("{{responses: {{'200': {{description: d, {content}}}}}}}"),
    };
    Document::read(format!(
        "openapi: {version}
info: {{title: t, version: '1'}}
paths: {{/shelves: {{put: {operation}}}}}
components:
  schemas: {COMPONENTS}
"
    ))
    .unwrap_or_else(|error| panic!("{schema}: {error}"))
}

fn changes(old: Release<'_>, new: Release<'_>, way: Way) -> Vec<Change> {
    diff(&document(old, way), &document(new, way))
}

/// All that is told, without the direction.
fn told(old: Release<'_>, new: Release<'_>, way: Way) -> Vec<String> {
    let direction = if way == Request { "request." } else { "response." };
    let changes = changes(old, new, way);
    let line = |it: &Change| {
        format!("{} {}", it.severity().change_word(), it.id().trim_start_matches(direction))
    };
    changes.iter().map(line).collect()
}

/// Old, new, and what is told of requests and of responses.
type Row<'t> = (&'t str, &'t str, &'t [&'t str], &'t [&'t str]);

fn check((old, new): (&str, &str), rows: &[Row<'_>]) {
    let mut wrong = Vec::new();
    for (before, after, requests, responses) in rows {
        for (way, expected) in [(Request, requests), (Response, responses)] {
            let found = told(Release(old, before), Release(new, after), way);
            if found != **expected {
                wrong.push(format!(
                    "{way:?} {before} -> {after}\n   found {found:?}\n   expected {expected:?}"
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Schemas that take `book`, `map` and null, in all spellings.
const WITH_NULL: [(&str, &str); 11] = [
    (V31, "{type: [string, 'null'], enum: [book, map, null]}"),
    (V31, "{enum: [book, map, null]}"),
    (V31, "{oneOf: [{type: 'null'}, {$ref: '#/components/schemas/Kind'}]}"),
    (V31, "{anyOf: [{$ref: '#/components/schemas/Kind'}, {$ref: '#/components/schemas/Null'}]}"),
    (V31, "{anyOf: [{type: string, enum: [book, map]}, {enum: [null]}]}"),
    (V31, "{oneOf: [{const: null}, {enum: [book, map]}]}"),
    (V31, "{allOf: [{oneOf: [{type: ['null']}, {$ref: '#/components/schemas/Kind'}]}]}"),
    (
        V31,
        "{anyOf: [{type: 'null'}, {anyOf: [{$ref: '#/components/schemas/Kind'}, {type: 'null'}]}]}",
    ),
    (V30, "{type: string, nullable: true, enum: [book, map, null]}"),
    (V30, "{enum: [book, map, null]}"),
    (V30, "{oneOf: [{$ref: '#/components/schemas/Kind'}, {enum: [null]}]}"),
];

const WITHOUT_NULL: [&str; 4] = [
    "{type: string, enum: [book, map]}",
    "{$ref: '#/components/schemas/Kind'}",
    "{enum: [book, map]}",
    "{allOf: [{$ref: '#/components/schemas/Kind'}]}",
];

#[test]
fn null_beside_a_list_of_values_is_one_change_in_every_spelling() {
    for (version, with) in WITH_NULL {
        for without in WITHOUT_NULL {
            let (none, some) = (Release(version, without), Release(version, with));
            let pair = format!("{version} {without}, {with}");
            assert_eq!(told(none, some, Request), ["safe nullable.added"], "{pair}");
            assert_eq!(told(none, some, Response), ["breaking nullable.added"], "{pair}");
            assert_eq!(told(some, none, Request), ["breaking nullable.removed"], "{pair}");
            assert_eq!(told(some, none, Response), ["safe nullable.removed"], "{pair}");
        }
        for (other, again) in WITH_NULL {
            let (one, two) = (Release(version, with), Release(other, again));
            for way in [Request, Response] {
                assert_eq!(told(one, two, way), [""; 0], "{with} -> {again}");
            }
        }
    }
}

#[test]
fn a_change_beside_null_is_told_as_without_it() {
    type Wrap = fn(&str) -> String;
    let wraps: [(&str, Wrap); 3] = [
        ("oneOf", |it| format!("{{oneOf: [{{type: 'null'}}, {it}]}}")),
        ("anyOf", |it| format!("{{anyOf: [{it}, {{type: 'null'}}]}}")),
        ("twice", |it| {
            format!("{{anyOf: [{{anyOf: [{it}, {{const: null}}]}}, {{type: 'null'}}]}}")
        }),
    ];
    let pairs = [
        ("{type: string, enum: [a, b]}", "{type: string, enum: [a]}"),
        ("{type: string, enum: [a, b]}", "{type: string}"),
        ("{type: string}", "{type: integer}"),
        ("{type: string, maxLength: 3}", "{type: string, maxLength: 4}"),
        (
            "{type: object, properties: {a: {type: string}}}",
            "{type: object, properties: {a: {type: integer}}}",
        ),
        (
            "{type: object, required: [a], properties: {a: {}}}",
            "{type: object, properties: {a: {}}}",
        ),
        ("{type: array, items: {type: string}}", "{type: array, items: {type: boolean}}"),
    ];
    for (one, other) in pairs {
        for (old, new) in [(one, other), (other, one)] {
            for way in [Request, Response] {
                let plain = told(Release(V31, old), Release(V31, new), way);
                for (name, wrap) in wraps {
                    let (old, new) = (wrap(old), wrap(new));
                    let found = told(Release(V31, &old), Release(V31, &new), way);
                    assert_eq!(found, plain, "{way:?} {name}: {old} -> {new}");
                }
            }
        }
    }
}

fn message(change: &Change) -> Option<&Witness> {
    match &change.finding.proof {
        Some(Proof::Witness(witness)) => Some(witness),
        _ => None,
    }
}

#[test]
fn two_breaks_are_shown_by_two_messages() {
    for (closed, open) in [
        ("{type: string, enum: [book, map]}", "{type: string, nullable: true}"),
        ("{$ref: '#/components/schemas/Kind'}", "{type: string, nullable: true}"),
    ] {
        let (closed, open) = (Release(V30, closed), Release(V30, open));
        for (old, new, way) in [(closed, open, Response), (open, closed, Request)] {
            let changes = changes(old, new, way);
            let shown: Vec<_> = changes.iter().map(|it| message(it).unwrap()).collect();
            assert_eq!(shown.len(), 2, "{changes:?}");
            assert_ne!(
                (&shown[0].request, &shown[0].response),
                (&shown[1].request, &shown[1].response)
            );
        }
    }
}

#[test]
fn nullable_is_read_where_it_has_an_effect() {
    let unclear: &[&str] = &["risky nullable.unclear"];
    let shelf = "{allOf: [{$ref: '#/components/schemas/Shelf'}]}";
    let pairs = [
        (shelf, "{nullable: true, allOf: [{$ref: '#/components/schemas/Shelf'}]}"),
        (shelf, "{nullable: true, type: object, allOf: [{$ref: '#/components/schemas/Shelf'}]}"),
        (
            "{$ref: '#/components/schemas/Shelf'}",
            "{nullable: true, $ref: '#/components/schemas/Shelf'}",
        ),
        ("{type: string, enum: [a]}", "{type: string, nullable: true, enum: [a]}"),
        (
            "{oneOf: [{type: string}, {type: integer}]}",
            "{nullable: true, oneOf: [{type: string}, {type: integer}]}",
        ),
    ];
    for (without, with) in pairs {
        let property = |schema: &str| format!("{{type: object, properties: {{n: {schema}}}}}");
        let beside = |schema: &str, kind: &str| {
            format!("{{type: object, properties: {{n: {schema}, m: {{type: {kind}}}}}}}")
        };
        let (without_n, with_n) = (property(without), property(with));
        check(
            (V30, V30),
            &[
                (&without_n, &with_n, unclear, unclear),
                (&with_n, &without_n, unclear, unclear),
                (&with_n, &with_n, &[], &[]),
            ],
        );
        // A change beside it hides nothing.
        let (old, new) = (beside(without, "string"), beside(with, "integer"));
        let both: &[&str] = &["breaking type.changed", "risky nullable.unclear"];
        check((V30, V30), &[(&old, &new, both, both)]);
        // OpenAPI 3.1 does not read it.
        check((V31, V31), &[(without, with, &[], &[])]);
    }
    check(
        (V30, V30),
        &[
            ("{}", "{nullable: true}", &[], &[]),
            (
                "{type: string}",
                "{type: string, nullable: true}",
                &["safe nullable.added"],
                &["breaking nullable.added"],
            ),
            ("{type: string}", "{type: string, nullable: false}", &[], &[]),
        ],
    );
    check(
        (V30, V31),
        &[
            (
                "{nullable: true, allOf: [{$ref: '#/components/schemas/Shelf'}]}",
                "{anyOf: [{$ref: '#/components/schemas/Shelf'}, {type: 'null'}]}",
                unclear,
                unclear,
            ),
            (
                "{type: string, nullable: true}",
                "{type: string, nullable: true}",
                &["breaking nullable.ignored"],
                &["safe nullable.ignored"],
            ),
            ("{type: string, nullable: true}", "{type: [string, 'null']}", &[], &[]),
            (
                "{type: string, nullable: true}",
                "{type: string}",
                &["breaking nullable.removed"],
                &["safe nullable.removed"],
            ),
        ],
    );
    check(
        (V31, V30),
        &[(
            "{type: string, nullable: true}",
            "{type: string, nullable: true}",
            &["safe nullable.added"],
            &["breaking nullable.added"],
        )],
    );
}

#[test]
fn an_object_may_be_closed_by_any_keyword() {
    let described = "type: object, properties: {a: {type: string}}";
    let open = format!("{{{described}}}");
    let closers = [
        "additionalProperties: false",
        "additionalProperties: {type: integer}",
        "unevaluatedProperties: false",
        "unevaluatedProperties: {type: integer}",
        "propertyNames: {maxLength: 3}",
        "propertyNames: {enum: [a, b]}",
    ];
    for closer in closers {
        let closed = format!("{{{described}, {closer}}}");
        let through = format!("{{allOf: [{closed}]}}");
        for closed in [&closed, &through] {
            check(
                (V31, V31),
                &[
                    (
                        &open,
                        closed,
                        &["risky property.undescribed-refused"],
                        &["safe additional-properties.closed"],
                    ),
                    (
                        closed,
                        &open,
                        &["safe additional-properties.opened"],
                        &["risky additional-properties.opened"],
                    ),
                    (closed, closed, &[], &[]),
                ],
            );
        }
    }
    let says_nothing = [
        "additionalProperties: true",
        "unevaluatedProperties: {}",
        "propertyNames: true",
        "propertyNames: {}",
    ];
    for keyword in says_nothing {
        check((V31, V31), &[(&open, &format!("{{{described}, {keyword}}}"), &[], &[])]);
    }
    // OpenAPI 3.0 does not know them.
    for keyword in ["unevaluatedProperties: false", "propertyNames: {maxLength: 3}"] {
        check((V30, V30), &[(&open, &format!("{{{described}, {keyword}}}"), &[], &[])]);
    }
}

#[test]
fn an_object_closed_by_any_keyword_refuses_what_it_no_longer_describes() {
    let (one, two) = ("a: {type: string}", "a: {type: string}, b: {type: string}");
    for closer in ["additionalProperties: false", "unevaluatedProperties: false"] {
        let closed =
            |properties: &str| format!("{{type: object, properties: {{{properties}}}, {closer}}}");
        let open = |properties: &str| format!("{{type: object, properties: {{{properties}}}}}");
        let free = |properties: &str| {
            format!("{{type: object, properties: {{{properties}}}, additionalProperties: true}}")
        };
        check(
            (V31, V31),
            &[
                (
                    &closed(two),
                    &closed(one),
                    &["breaking property.refused"],
                    &["risky property.optional-removed"],
                ),
                (
                    &closed(one),
                    &closed(two),
                    &["safe property.optional-added"],
                    &["risky property.unexpected"],
                ),
                (
                    &free(one),
                    &closed(one),
                    &["breaking additional-properties.closed"],
                    &["safe additional-properties.closed"],
                ),
                (
                    &closed(one),
                    &closed("a: {type: integer}"),
                    &["breaking type.changed"],
                    &["breaking type.changed"],
                ),
                (
                    &open(two),
                    &closed(two),
                    &["risky property.undescribed-refused"],
                    &["safe additional-properties.closed"],
                ),
            ],
        );
    }
}

#[test]
fn what_is_in_a_dictionary_is_one_change() {
    for keyword in ["additionalProperties", "unevaluatedProperties", "patternProperties"] {
        let said = |value: &str| match keyword {
            "patternProperties" => format!("{{'^x': {value}}}"),
            _ => value.to_owned(),
        };
        let dictionary = |value: &str| {
            let value = said(value);
            format!("{{type: object, {keyword}: {value}}}")
        };
        let beside = |value: &str| {
            let value = said(value);
            format!("{{type: object, properties: {{a: {{type: string}}}}, {keyword}: {value}}}")
        };
        for wrap in [&dictionary as &dyn Fn(&str) -> String, &beside] {
            let of = |kind: &str| {
                wrap(&format!("{{type: object, properties: {{n: {{type: {kind}}}}}}}"))
            };
            check(
                (V31, V31),
                &[
                    (
                        &of("integer"),
                        &of("string"),
                        &["breaking type.changed"],
                        &["breaking type.changed"],
                    ),
                    (
                        &wrap("{type: integer}"),
                        &wrap("{type: string}"),
                        &["breaking type.changed"],
                        &["breaking type.changed"],
                    ),
                    (
                        &wrap("{type: integer}"),
                        &wrap("{type: number}"),
                        &["safe type.widened"],
                        &["breaking type.widened"],
                    ),
                ],
            );
        }
    }
}

#[test]
fn a_bound_is_one_however_large_it_is() {
    let bounds: [(&str, &str, bool); 9] = [
        ("maxItems", "type: array, items: {type: string}", true),
        ("minItems", "type: array, items: {type: string}", false),
        ("maxLength", "type: string", true),
        ("minLength", "type: string", false),
        ("maxLength", "type: string, pattern: '^[a-z]+$'", true),
        ("minLength", "type: string, pattern: '^([a-z]{2})*$'", false),
        ("maxProperties", "type: object, additionalProperties: {type: string}", true),
        ("minProperties", "type: object, additionalProperties: {type: string}", false),
        (
            "maxItems",
            "type: array, items: {type: object, required: [a], properties: {a: {type: integer}}}",
            true,
        ),
    ];
    let sizes: [(u64, u64); 4] =
        [(3, 5), (1_000, 5_000), (40_000, 90_000), (1_000_000_000, 4_000_000_000)];
    for (keyword, schema, is_upper) in bounds {
        for (small, large) in sizes {
            let bounded = |size: u64| format!("{{{schema}, {keyword}: {size}}}");
            let (small, large) = (bounded(small), bounded(large));
            let unbounded = format!("{{{schema}}}");
            let (tight, loose) = if is_upper { (small, large) } else { (large, small) };
            let narrowed: [&[&str]; 2] =
                [&["breaking constraint.narrowed"], &["safe constraint.narrowed"]];
            let widened: [&[&str]; 2] =
                [&["safe constraint.widened"], &["breaking constraint.widened"]];
            check(
                (V31, V31),
                &[
                    (&loose, &tight, narrowed[0], narrowed[1]),
                    (&tight, &loose, widened[0], widened[1]),
                    (&unbounded, &tight, narrowed[0], narrowed[1]),
                    (&tight, &unbounded, widened[0], widened[1]),
                ],
            );
        }
    }
}

/// What cannot be so large is not refused because of it, as with small bounds.
#[test]
fn a_bound_that_nothing_meets_is_none_however_large_it_is() {
    let unmet: [(&str, &str); 10] = [
        ("maxItems", "type: array, uniqueItems: true, items: {enum: [a, b]}"),
        ("maxItems", "type: array, uniqueItems: true, items: {type: boolean}"),
        ("maxItems", "type: array, items: false"),
        ("maxItems", "type: array, prefixItems: [{type: string}], items: false"),
        ("maxProperties", "type: object, properties: {a: {type: string}, b: {type: string}}"),
        ("maxProperties", "type: object, properties: {a: {}}, additionalProperties: false"),
        ("maxLength", "type: string, enum: [a]"),
        ("maxLength", "type: string, pattern: '^[a-z]{1,3}$'"),
        ("maxLength", "type: string, pattern: '^[a-z]{0,5}(-x)?$'"),
        ("maxItems", "type: string"),
    ];
    for (keyword, schema) in unmet {
        for (small, large) in
            [(20, 30), (1_100, 5_000), (100_000, 200_000), (1_000_000, 4_000_000_000_u64)]
        {
            let bounded = |size: u64| format!("{{{schema}, {keyword}: {size}}}");
            let (small, large) = (bounded(small), bounded(large));
            for (old, new) in [(&large, &small), (&small, &large)] {
                for way in [Request, Response] {
                    let found = told(Release(V31, old), Release(V31, new), way);
                    assert_eq!(found, [""; 0], "{old} -> {new}");
                }
            }
        }
    }
}

/// Another alternative takes what a bound refuses, however large it is.
#[test]
fn a_bound_in_an_alternative_is_one_of_the_whole() {
    for at in [20_u64, 5_000, 2_000_000] {
        let list = "type: array, items: {type: string}";
        let old = format!("{{{list}, maxItems: {}}}", at * 2);
        let taken = format!("{{anyOf: [{{{list}, maxItems: {at}}}, {{{list}, minItems: {at}}}]}}");
        let found = told(Release(V31, &old), Release(V31, &taken), Request);
        assert!(found.iter().all(|it| it.starts_with("safe")), "{at}: {found:?}");
        let lost =
            format!("{{anyOf: [{{{list}, maxItems: {at}}}, {{{list}, minItems: {}}}]}}", at + 2);
        let found = told(Release(V31, &old), Release(V31, &lost), Request);
        assert!(!found.iter().all(|it| it.starts_with("safe")), "{at}: {found:?}");
    }
}

#[test]
fn the_writing_of_a_text_is_compared_whichever_keyword_names_it() {
    let (changed, unclear): (&[&str], &[&str]) =
        (&["breaking content.changed"], &["risky constraint.changed"]);
    let base64 = ["format: byte", "contentEncoding: base64", "contentEncoding: BASE64"];
    let octets =
        ["format: binary", "contentMediaType: application/octet-stream", "contentEncoding: binary"];
    let with =
        |said: &str| format!("{{type: object, properties: {{n: {{type: string, {said}}}}}}}");
    for (one, other) in [(base64, base64), (octets, octets)] {
        for (one, other) in one.iter().flat_map(|one| other.map(|other| (*one, other))) {
            check((V30, V31), &[(&with(one), &with(other), &[], &[])]);
            check((V31, V30), &[(&with(one), &with(other), &[], &[])]);
        }
    }
    for (one, other) in base64.iter().flat_map(|one| octets.map(|other| (*one, other))) {
        check(
            (V31, V31),
            &[
                (&with(one), &with(other), changed, changed),
                (&with(other), &with(one), changed, changed),
            ],
        );
    }
    check(
        (V31, V31),
        &[
            (&with("format: byte"), &with("contentEncoding: base64url"), changed, changed),
            (&with("format: byte"), &with("format: base64url"), changed, changed),
            (&with("title: t"), &with("format: byte"), unclear, unclear),
            (&with("format: binary"), &with("title: t"), unclear, unclear),
            (
                &with("contentMediaType: image/png"),
                &with("contentMediaType: image/gif"),
                changed,
                changed,
            ),
            (&with("contentMediaType: image/png"), &with("contentMediaType: Image/PNG"), &[], &[]),
            (&with("format: binary"), &with("contentMediaType: image/png"), unclear, unclear),
            (
                &with("format: byte"),
                &with("contentEncoding: base64, contentMediaType: image/png"),
                unclear,
                unclear,
            ),
            (
                &with("contentEncoding: base64, contentMediaType: image/png"),
                &with("contentMediaType: image/png"),
                changed,
                changed,
            ),
            // What is beside it and changes hides nothing.
            (
                "{type: object, properties: {m: {type: string}, n: {type: string, format: byte}}}",
                "{type: object, properties: {m: {type: integer}, n: {type: string, format: binary}}}",
                &["breaking content.changed", "breaking type.changed"],
                &["breaking content.changed", "breaking type.changed"],
            ),
        ],
    );
}

#[test]
fn a_format_that_nobody_checks_is_told_by_its_name() {
    let unclear: &[&str] = &["risky constraint.changed"];
    let text = |format: &str| format!("{{type: string, format: {format}}}");
    let number = |format: &str| format!("{{type: number, format: {format}}}");
    check(
        (V30, V30),
        &[
            (&text("isbn"), &text("issn"), unclear, unclear),
            (&text("isbn"), "{type: string}", &["safe constraint.widened"], unclear),
            ("{type: string}", &text("isbn"), unclear, &["safe constraint.narrowed"]),
            (&number("double"), &number("float"), unclear, &["safe constraint.narrowed"]),
            (&number("float"), &number("double"), &["safe constraint.widened"], unclear),
            (&text("password"), "{type: string}", &[], &[]),
            ("{type: string}", &text("password"), &[], &[]),
            // What is checked is shown by a value.
            (
                &text("isbn"),
                &text("date"),
                &["breaking constraint.narrowed"],
                &["safe constraint.narrowed"],
            ),
            (
                &text("date"),
                &text("isbn"),
                &["safe constraint.widened"],
                &["breaking constraint.widened"],
            ),
            // Another type says all.
            (
                "{type: integer, format: int32}",
                &text("isbn"),
                &["breaking type.changed"],
                &["breaking type.changed"],
            ),
            (
                "{type: number, format: float}",
                "{type: string}",
                &["breaking type.changed"],
                &["breaking type.changed"],
            ),
        ],
    );
}

#[test]
fn what_a_text_holds_is_compared() {
    let holds = |schema: &str| {
        format!(
            "{{type: object, properties: {{n: {{type: string, contentMediaType: application/json, contentSchema: {schema}}}}}}}"
        )
    };
    let free =
        "{type: object, properties: {n: {type: string, contentMediaType: application/json}}}";
    let changed: &[&str] = &["risky content.schema-changed"];
    let of =
        |kind: &str| holds(&format!("{{type: object, properties: {{length: {{type: {kind}}}}}}}"));
    check(
        (V31, V31),
        &[
            (&of("integer"), &of("string"), changed, changed),
            (&of("integer"), &of("number"), &["safe schema.widened"], changed),
            (&of("number"), &of("integer"), changed, &["safe schema.narrowed"]),
            (&of("integer"), free, &["safe schema.widened"], changed),
            (free, &of("integer"), changed, &["safe schema.narrowed"]),
            (&of("integer"), &of("integer"), &[], &[]),
            (
                &holds("{$ref: '#/components/schemas/Kind'}"),
                &holds("{type: string, enum: [map, book]}"),
                &[],
                &[],
            ),
            (&holds(&of("integer")), &holds(&of("string")), changed, changed),
        ],
    );
    // The reference is the same, and what it leads to is not.
    let release = |kind: &str| {
        format!(
            "{{$defs: {{Held: {{type: {kind}}}}}, type: string, contentSchema: {{$ref: '#/paths/~1shelves/put/responses/200/content/application~1json/schema/$defs/Held'}}}}"
        )
    };
    let found =
        told(Release(V31, &release("integer")), Release(V31, &release("boolean")), Response);
    assert_eq!(found, *changed);
    // OpenAPI 3.0 does not know it.
    let (old, new) = (of("integer"), of("string"));
    check((V30, V30), &[(&old, &new, &[], &[])]);
}

#[test]
fn a_property_that_does_not_travel_is_not_gone() {
    let with = |required: &str, said: &str| {
        format!(
            "{{type: object, required: [{required}], properties: {{a: {{type: string}}, state: {{type: string{said}}}}}}}"
        )
    };
    let (plain, needed) = (with("", ""), with("state", ""));
    let (read, needed_read) = (with("", ", readOnly: true"), with("state", ", readOnly: true"));
    let (write, needed_write) = (with("", ", writeOnly: true"), with("state", ", writeOnly: true"));
    for version in [V30, V31] {
        check(
            (version, version),
            &[
                (&plain, &read, &["risky property.read-only-added"], &[]),
                (&needed, &needed_read, &["risky property.read-only-added"], &[]),
                (&read, &plain, &["safe property.read-only-removed"], &[]),
                (&needed_read, &needed, &["breaking property.became-required"], &[]),
                (&plain, &write, &[], &["risky property.write-only-added"]),
                (&needed, &needed_write, &[], &["breaking property.required-write-only-added"]),
                (&write, &plain, &[], &["safe property.write-only-removed"]),
                (&needed_write, &needed, &[], &["safe property.became-required"]),
                (
                    &read,
                    &write,
                    &["safe property.read-only-removed"],
                    &["risky property.write-only-added"],
                ),
            ],
        );
        // The values of what does not travel do not count.
        let narrow = with("state", ", enum: [open], readOnly: true");
        let other = "{type: object, required: [state], properties: {a: {type: string}, state: {type: integer, readOnly: true}}}";
        check(
            (version, version),
            &[
                (&needed, &narrow, &["risky property.read-only-added"], &["safe enum.added"]),
                (&needed_read, &narrow, &[], &["safe enum.added"]),
                (&needed_read, other, &[], &["breaking type.changed"]),
                (&narrow, &needed_read, &[], &["breaking enum.removed"]),
            ],
        );
    }
}

#[test]
fn another_type_says_all() {
    let object = "{type: object, required: [a], properties: {a: {type: string}}}";
    let others = [
        "{type: array, items: {type: string}}",
        "{type: string, enum: [x]}",
        "{type: integer, maximum: 3}",
    ];
    let changed: &[&str] = &["breaking type.changed"];
    for other in others {
        check((V30, V30), &[(object, other, changed, changed), (other, object, changed, changed)]);
    }
}

#[test]
fn the_last_property_goes_as_the_others_do() {
    let removed: &[&str] = &["risky property.optional-removed"];
    let with = |properties: &str| format!("{{type: object, properties: {{{properties}}}}}");
    check(
        (V30, V30),
        &[
            (&with("power: {type: boolean}"), &with(""), removed, removed),
            (&with("power: {type: boolean}"), "{type: object}", removed, removed),
            (
                &with("power: {type: boolean}, water: {type: boolean}"),
                &with("water: {type: boolean}"),
                removed,
                removed,
            ),
            (
                "{type: object, required: [power], properties: {power: {type: boolean}}}",
                "{type: object}",
                &["risky property.removed"],
                &["breaking property.removed"],
            ),
        ],
    );
}

#[test]
fn the_schema_of_a_required_property_may_go() {
    let described = "{type: object, required: [name, photo], properties: {name: {type: string}, photo: {type: string}}}";
    let free = "{type: object, required: [name, photo], properties: {name: {type: string}}}";
    check(
        (V30, V30),
        &[
            (
                described,
                free,
                &["safe property.schema-removed"],
                &["breaking property.schema-removed"],
            ),
            (free, described, &["breaking property.schema-added"], &["safe property.schema-added"]),
        ],
    );
}

#[test]
fn a_name_that_can_mean_one_type_means_it() {
    for (written, meant, other) in [
        ("float", "number", "string"),
        ("int", "integer", "string"),
        ("bool", "boolean", "string"),
        ("date", "string", "integer"),
        ("list", "array", "string"),
    ] {
        let (written, meant, other) = (
            format!("{{type: {written}}}"),
            format!("{{type: {meant}}}"),
            format!("{{type: {other}}}"),
        );
        let changed: &[&str] = &["breaking type.changed"];
        check(
            (V30, V30),
            &[
                (&written, &meant, &[], &[]),
                (&meant, &written, &[], &[]),
                (&written, &other, changed, changed),
            ],
        );
    }
}

#[test]
fn an_unknown_type_takes_no_proof_from_others() {
    for odd in ["{type: float}", "{type: money}", "{type: [money, string]}"] {
        let with = |name: &str| {
            format!("{{type: object, required: [odd], properties: {{name: {name}, odd: {odd}}}}}")
        };
        let (closed, open) = (with("{type: string, enum: [Rex]}"), with("{type: string}"));
        for (old, new, way) in [(&closed, &open, Response), (&open, &closed, Request)] {
            let found = changes(Release(V31, old), Release(V31, new), way);
            assert_eq!(found.len(), 1, "{found:?}");
            assert!(message(&found[0]).is_some(), "{}", found[0]);
        }
    }
}
