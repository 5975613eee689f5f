//! For each kind of breaking change, a pact made of the message that shows the break is hit, and the same pact is not hit
//! by the near miss.
#![allow(clippy::unwrap_used, reason = "a test says what went wrong by failing")]
#![allow(clippy::disallowed_methods, reason = "tests read files; the crate does not")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use gatepact_compat::{Matching, Reached, impact};
use gatepact_contract::{Body, Pact};
use gatepact_diff::{Change, Options, compare};
use gatepact_finding::{Severity, Witness, WitnessRequest, WitnessResponse};
use gatepact_openapi::view::Content;
use gatepact_openapi::{Cursor, Document, MediaType};
use gatepact_schema::{Budget, Place, Reading, Universe};
use serde_json::{Value, json};

/// The day on which all cases are compared.
const TODAY: (i32, u8, u8) = (2026, 11, 23);

/// The fewest messages of each kind that the cases have to give.
const FEWEST: [usize; 2] = [20, 12];

struct Case {
    old: Document,
    new: Document,
    changes: Vec<Change>,
}

fn cases() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../diff/cases")
}

fn read(path: &Path) -> Option<Value> {
    Some(serde_json::from_str(&std::fs::read_to_string(path).ok()?).unwrap())
}

fn case(folder: &Path) -> Case {
    let base = read(&cases().join("base.json")).unwrap();
    let before = read(&folder.join("before.json"));
    let before = before.map_or(base.clone(), |patch| patched(&base, &patch));
    let after = patched(&before, &read(&folder.join("patch.json")).unwrap());
    let document = |value: &Value| Document::read(value.to_string()).unwrap();
    let (old, new) = (document(&before), document(&after));
    let options = Options { today: Some(TODAY), ..Options::default() };
    let changes = compare(&old, &new, options).changes;
    Case { old, new, changes }
}

/// JSON Patch: `add`, `remove` and `replace`.
fn patched(document: &Value, patch: &Value) -> Value {
    let mut document = document.clone();
    for step in patch.as_array().unwrap() {
        let (path, op) = (step["path"].as_str().unwrap(), step["op"].as_str().unwrap());
        let (parent, token) = path.rsplit_once('/').unwrap();
        let token = token.replace("~1", "/").replace("~0", "~");
        match (document.pointer_mut(parent).unwrap(), op) {
            (Value::Object(members), "remove") => drop(members.shift_remove(&token)),
            (Value::Object(members), _) => drop(members.insert(token, step["value"].clone())),
            (Value::Array(items), "remove") => drop(items.remove(token.parse().unwrap())),
            (Value::Array(items), "add") if token == "-" => items.push(step["value"].clone()),
            (Value::Array(items), _) => {
                items[token.parse::<usize>().unwrap()] = step["value"].clone();
            }
            (other, _) => panic!("{path}: {other} has no parts"),
        }
    }
    document
}

fn replayed(case: &Case, pact: &Pact) -> Reached {
    let documents = [(&case.old).into(), (&case.new).into()];
    impact(&case.changes, documents, std::slice::from_ref(pact), &Matching::run)
}

fn pact(request: &Value, response: &Value) -> Pact {
    let pact = json!({
        "consumer": { "name": "reader" }, "provider": { "name": "service" },
        "interactions": [{ "description": "it", "request": request, "response": response }],
        "metadata": { "pactSpecification": { "version": "3.0.0" } },
    });
    Pact::read("pact", pact.to_string().into_bytes()).unwrap()
}

/// A request that was accepted, as an interaction that expects the first success of its operation.
fn of_request(case: &Case, change: &Change, request: &WitnessRequest) -> Option<Pact> {
    let mut headers = with_credentials(request.headers.clone());
    if request.body.is_some() && !headers.keys().any(|it| it.eq_ignore_ascii_case("content-type")) {
        headers.insert("Content-Type".to_owned(), "application/json".to_owned());
    }
    let operation = change.finding.operation.as_ref()?;
    let known = case.old.operations().iter().find(|it| it.to_string() == *operation)?;
    let view = case.old.view(known)?;
    let status = view.responses().iter().find_map(|it| it.key.parse::<u16>().ok())?;
    let mut sent = json!({
        "method": request.method, "path": request.path, "query": request.query, "headers": headers,
    });
    if let Some(body) = &request.body {
        sent["body"] = body.clone();
    }
    Some(pact(&sent, &json!({ "status": status })))
}

/// A promise that was withdrawn: a request and its response.
fn of_both(request: &WitnessRequest, response: &WitnessResponse) -> Option<Pact> {
    let status: u16 = response.status.parse().ok()?;
    let mut expected = json!({ "status": status, "headers": response.headers });
    if let Some(body) = &response.body {
        expected["body"] = body.clone();
    }
    let mut sent = json!({
        "method": request.method, "path": request.path, "query": request.query,
        "headers": with_credentials(request.headers.clone()),
    });
    if let Some(body) = &request.body {
        sent["body"] = body.clone();
    }
    Some(pact(&sent, &expected))
}

/// A response that may be sent now, and an interaction that expects what was sent before, by type; nothing where Pact takes
/// the one for the other.
fn of_response(case: &Case, witness: &Witness, response: &WitnessResponse) -> Option<Pact> {
    let operation = witness.operation.as_ref()?;
    let known = case.old.operations().iter().find(|it| it.to_string() == *operation)?;
    let view = case.old.view(known)?;
    let status: u16 = response.status.parse().ok()?;
    let mut universe = Universe::new();
    let side = universe.add(case.old.value(), case.old.dialect());
    let mut sample = |schema: &Cursor<'_>, reading| {
        let place = Place { side, pointer: &schema.pointer };
        universe.sample(place, reading, Budget::default())
    };
    let schema = json_of(view.response_for(status)?.content())?.at.raw("schema")?;
    let mut body = sample(&schema, Reading::response())?;
    if let (Value::Object(members), Some(Value::Object(shown))) = (&mut body, &response.body) {
        let properties = schema.resolved();
        for name in shown.keys().filter(|name| !members.contains_key(*name)).collect::<Vec<_>>() {
            let member = properties.get_or_absent("properties").raw(name);
            let member = member.and_then(|it| sample(&it, Reading::response()));
            members.extend(member.map(|it| (name.clone(), it)));
        }
    }
    let path = known.path.replace(['{', '}', '+'], "");
    let mut request = json!({
        "method": known.method.to_string().replace("ANY", "GET"), "path": path,
        "headers": with_credentials(BTreeMap::from([
            ("Content-Type".to_owned(), "application/json".to_owned()),
        ])),
    });
    if let Some(content) = view.request_body().and_then(|it| json_of(it.content())) {
        request["body"] = sample(&content.at.raw("schema")?, Reading::request())?;
    }
    let rules = json!({ "body": { "$": { "matchers": [{ "match": "type" }], "combine": "AND" } } });
    let headers = json!({ "Content-Type": "application/json" });
    let expected =
        json!({ "status": status, "headers": headers, "body": body, "matchingRules": rules });
    let pact = pact(&request, &expected);
    let Body::Http(http) = &pact.interactions[0].body else { return None };
    let mut actual = http.response.clone();
    let bytes = response.body.as_ref()?.to_string().into_bytes();
    let kind = actual.body.content_type();
    actual.body = pact_models::bodies::OptionalBody::Present(bytes.into(), kind, None);
    let comparison = Matching::new(http.response.clone(), actual).ok()?;
    (!comparison.run().ok()?.is_empty()).then_some(pact)
}

fn json_of(content: Vec<Content<'_>>) -> Option<Content<'_>> {
    content.into_iter().find(|it| it.media_type == MediaType::parse("application/json"))
}

/// The witness leaves out credentials, which some operations demand.
fn with_credentials(mut headers: BTreeMap<String, String>) -> BTreeMap<String, String> {
    for (name, value) in [("x-api-key", "key"), ("Authorization", "Bearer token")] {
        if !headers.keys().any(|it| it.eq_ignore_ascii_case(name)) {
            headers.insert(name.to_owned(), value.to_owned());
        }
    }
    headers
}

#[test]
fn what_a_witness_shows_is_hit_and_the_near_miss_is_not() {
    let mut faults = Vec::new();
    let mut counts = [0, 0];
    let mut folders: Vec<PathBuf> = std::fs::read_dir(cases())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    for folder in folders {
        let id = folder.file_name().unwrap().to_string_lossy().into_owned();
        let [fires, passes] = ["fires", "passes"].map(|name| case(&folder.join(name)));
        for change in fires.changes.iter().filter(|it| it.id() == id) {
            let Some(witness) = change.finding.witness() else { continue };
            let found = match (&witness.request, &witness.response) {
                (Some(request), Some(response)) => of_both(request, response).map(|it| (it, 1)),
                (Some(request), None) => of_request(&fires, change, request).map(|it| (it, 0)),
                (None, Some(response)) => of_response(&fires, witness, response).map(|it| (it, 1)),
                (None, None) => None,
            };
            let Some((pact, kind)) = found else { continue };
            let hit = replayed(&fires, &pact);
            counts[kind] += 1;
            if hit.impact.broken.is_empty() && change.severity() == Severity::Error {
                let shown = serde_json::to_string(&witness).unwrap();
                faults.push(format!("{id} is not hit: {:?}\n   {shown}", hit.impact));
            }
            let is_harmless =
                passes.changes.iter().all(|change| change.severity() < Severity::Warning);
            let missed = replayed(&passes, &pact);
            if is_harmless && !missed.impact.broken.is_empty() {
                faults.push(format!("{id}: the near miss is hit: {:?}", missed.impact.broken));
            }
        }
    }
    assert!(faults.is_empty(), "{counts:?}\n{}", faults.join("\n"));
    assert!(counts[0] >= FEWEST[0] && counts[1] >= FEWEST[1], "{counts:?}");
}
