//! Pacts as no tool writes them: sound ones with odd values put in, parts left out, keys doubled.
//!
//! Used by the seeded loop in `tests/pacts.rs` and by the fuzz target in `fuzz`, which differ in where
//! the choices come from.

use serde_json::{Map, Value, json};

/// Where choices come from: a number below the given one, which is at least 1.
pub(crate) type Choose<'a> = dyn FnMut(usize) -> usize + 'a;

/// A pact's text with some of its parts changed.
pub(crate) fn mutated(choose: &mut Choose<'_>) -> String {
    let mut pact = sound(choose);
    for _ in 0..=choose(3) {
        let places = count(&pact);
        change(&mut pact, choose(places), choose);
    }
    let text = pact.to_string();
    if choose(8) == 0 { doubled(&text, choose) } else { text }
}

/// A pact with a bit of everything.
fn sound(choose: &mut Choose<'_>) -> Value {
    let version = ["1.0.0", "2.0.0", "3.0.0", "4.0"][choose(4)];
    let v4 = version == "4.0";
    let body = |body: Value| {
        if v4 { json!({"content": body, "contentType": "application/json"}) } else { body }
    };
    let query = match choose(3) {
        0 => json!("q[][a]=1&q[][b]=2&q[][a]=3"),
        1 => json!({"a": ["1", "2"], "b": "3"}),
        _ => Value::Null,
    };
    let mut generators = Map::new();
    for _ in 0..choose(4) {
        let category = ["path", "query", "header", "body"][choose(4)];
        let generator = generator(choose);
        if category == "path" {
            generators.insert(category.to_owned(), generator);
        } else {
            let key = ["$.n", "$.list[*].id", "$.a[0]", "X-T", "$.when", "$"][choose(6)];
            let keys = generators.entry(category).or_insert_with(|| json!({}));
            keys[key] = generator;
        }
    }
    let mut interaction = json!({
        "description": "everything",
        "providerStates": [{"name": "a state", "params": {"id": 1}}],
        "request": {
            "method": (["GET", "POST", "PUT", "DELETE"][choose(4)]),
            "path": "/orders/42",
            "query": query,
            "headers": {"Accept": "application/json, text/plain", "X-T": "t", "Cookie": ["a=1", "b=2"]},
            "body": body(body_of(choose)),
            "generators": generators
        },
        "response": {
            "status": 200,
            "headers": {"Content-Type": "application/json"},
            "body": body(json!({"id": 1, "list": [1, 2]})),
            "matchingRules": rules(v4 || version == "3.0.0", choose)
        }
    });
    if v4 {
        interaction["type"] = json!("Synchronous/HTTP");
    }
    let neighbour = json!({
        "type": "Synchronous/HTTP", "description": "a neighbour",
        "request": {"method": "GET", "path": "/"}, "response": {"status": 200}
    });
    json!({
        "consumer": {"name": "c"}, "provider": {"name": "p"},
        "interactions": [interaction, neighbour],
        "metadata": {"pactSpecification": {"version": version}}
    })
}

fn body_of(choose: &mut Choose<'_>) -> Value {
    match choose(3) {
        0 => json!({"n": 1, "list": [{"id": "a"}, {"id": "b"}], "when": "2026-01-01"}),
        1 => json!("text"),
        _ => json!([1, [2], {"n": 3}]),
    }
}

fn rules(v3: bool, choose: &mut Choose<'_>) -> Value {
    let rule = json!({
        "match": (["type", "regex", "date", "include", "eachValue", "arrayContains", "brandNew"][choose(7)]),
        "regex": (["^\\d+$", "(", "a{2,1}", ".*"][choose(4)]),
        "min": choose(3), "max": choose(3), "value": "a", "format": "yyyy-MM-dd",
        "rules": [{"match": "type"}], "variants": [{"index": 0, "rules": {}}]
    });
    let path = ["$.id", "$.list[*]", "$.list[99999999999999999999]", "$", "$.list[²]"][choose(5)];
    if v3 {
        json!({"body": {path: {"matchers": [rule], "combine": "AND"}}, "header": {"Content-Type": {"matchers": [rule]}}})
    } else {
        json!({format!("$.body{}", &path[1..]): rule, "$.headers.Content-Type": rule})
    }
}

/// A generator of any type, with bounds that may be none.
fn generator(choose: &mut Choose<'_>) -> Value {
    let number = number(choose);
    match choose(14) {
        0 => json!({"type": "RandomInt", "min": number}),
        1 => json!({"type": "RandomInt", "min": number, "max": self::number(choose)}),
        2 => json!({"type": "Uuid", "format": (["simple", "URN", "odd"][choose(3)])}),
        3 => json!({"type": "RandomDecimal", "digits": number}),
        4 => json!({"type": "RandomHexadecimal", "digits": number}),
        5 => json!({"type": "RandomString", "size": number}),
        6 => json!({"type": "Regex", "regex": pattern(choose)}),
        7 => json!({"type": "Date", "format": format(choose), "expression": expression(choose)}),
        8 => json!({"type": "Time", "format": format(choose), "expression": expression(choose)}),
        9 => {
            json!({"type": "DateTime", "format": format(choose), "expression": expression(choose)})
        }
        10 => json!({"type": "RandomBoolean"}),
        11 => {
            json!({"type": "ProviderState", "expression": (["/x/${id}", "}${", "${", "id", "${}"][choose(5)])})
        }
        12 => json!({"type": "MockServerURL", "example": "http://h/a", "regex": "(.*)"}),
        _ => json!({"type": "brandNew"}),
    }
}

fn number(choose: &mut Choose<'_>) -> Value {
    let values = [
        json!(0),
        json!(1),
        json!(3),
        json!(10),
        json!(1000),
        json!(-1),
        json!(1.5),
        json!("9"),
        json!(i64::from(i32::MAX)),
        json!(i64::from(i32::MIN)),
        json!(65_536),
        json!(4_294_967_297_u64),
        json!(u64::MAX),
        json!(1e300),
        Value::Null,
    ];
    values[choose(values.len())].clone()
}

fn pattern(choose: &mut Choose<'_>) -> &'static str {
    [
        "^[a-z]{3}$",
        "((((a{1000}){1000}){100}){10}){10}",
        "(",
        "\\d+",
        "[^a]",
        "(?i)a|b",
        "\\Qa\\E",
        "a**",
    ][choose(8)]
}

fn format(choose: &mut Choose<'_>) -> &'static str {
    ["yyyy-MM-dd", "HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss.SSSXXX", "'", "%", "zzzz", "", "QQ"]
        [choose(8)]
}

fn expression(choose: &mut Choose<'_>) -> String {
    let number = ["0", "1", "12", "99999999999", "99999999999999999999", "262000"][choose(6)];
    let unit =
        ["days", "weeks", "months", "years", "hours", "milliseconds", "decembers", "o'clock"]
            [choose(8)];
    let base = ["now", "", "next week", "last december", "today @ now", "@"][choose(6)];
    format!("{base} {} {number} {unit}", ["+", "-"][choose(2)])
}

fn count(json: &Value) -> usize {
    1 + match json {
        Value::Array(elements) => elements.iter().map(count).sum::<usize>(),
        Value::Object(members) => members.values().map(count).sum(),
        _ => 0,
    }
}

/// Changes the part with that number, in the order of the text.
fn change(json: &mut Value, place: usize, choose: &mut Choose<'_>) {
    if place == 0 {
        *json = odd(json, choose);
        return;
    }
    let mut place = place - 1;
    let parts: Vec<&mut Value> = match json {
        Value::Array(elements) => elements.iter_mut().collect(),
        Value::Object(members) if choose(12) == 0 => {
            let key = members.keys().nth(choose(members.len().max(1))).cloned();
            key.and_then(|key| members.shift_remove(&key));
            return;
        }
        Value::Object(members) => members.values_mut().collect(),
        _ => return,
    };
    for part in parts {
        let size = count(part);
        if place < size {
            return change(part, place, choose);
        }
        place -= size;
    }
}

/// What a value may be where it should be another.
fn odd(json: &Value, choose: &mut Choose<'_>) -> Value {
    match choose(14) {
        0 => Value::Null,
        1 => json!([]),
        2 => json!({}),
        3 => json!([json]),
        4 => json!({"": json}),
        5 => json!(json.to_string()),
        6 => json!(true),
        7 => json!(path(choose)),
        8 => json!(["200", "a\r\nb: c", "é", "\u{0}", "a\tb", "${id}", "%", "CONNECT"][choose(8)]),
        9 => json!([json, json]),
        10 => json!({"type": "Regex", "regex": pattern(choose)}),
        11 => json!(""),
        _ => number(choose),
    }
}

fn path(choose: &mut Choose<'_>) -> String {
    let mut path = String::new();
    for _ in 0..=choose(4) {
        let steps = [
            "/", "..", ".", "%2e%2e", "%2E", "%2f", "\\", "%5c", "//", "host", "?", "#", "@", ":",
            "\t", "\n", " ", "a", "http:", "%252e", ";", "é", "[", "%",
        ];
        path.push_str(steps[choose(steps.len())]);
    }
    path
}

/// One of the keys twice, which no tree of values can hold.
fn doubled(text: &str, choose: &mut Choose<'_>) -> String {
    let keys: Vec<usize> = text.match_indices("{\"").map(|(at, _)| at + 1).collect();
    let Some(at) = keys.get(choose(keys.len().max(1))).copied() else { return text.to_owned() };
    let Some(end) = text[at..].find("\":") else { return text.to_owned() };
    let key = &text[at..at + end + 1];
    format!("{}{key}:0,{}", &text[..at], &text[at..])
}
