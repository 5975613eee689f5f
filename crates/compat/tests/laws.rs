//! For each kind of breaking change, a pact made of the message that shows the break is hit, and the same pact is not hit
//! by the near miss.
#![allow(clippy::unwrap_used, reason = "a test says what went wrong by failing")]
#![allow(clippy::disallowed_methods, reason = "tests read files; the crate does not")]

use std::path::{Path, PathBuf};

use gatepact_compat::{Matching, Reached, impact};
use gatepact_contract::{Body, Pact};
use gatepact_diff::{Change, Options, compare};
use gatepact_finding::{Severity, WitnessRequest, WitnessResponse};
use gatepact_openapi::{Document, MediaType};
use gatepact_schema::{Budget, Place, Reading, Universe};
use serde_json::{Value, json};

/// The day on which all cases are compared.
const TODAY: (i32, u8, u8) = (2026, 11, 23);

/// The fewest messages of each kind that the cases have to give.
const FEWEST: [usize; 2] = [40, 15];

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
    let mut headers = request.headers.clone();
    // The witness leaves out credentials, which are demanded of every request.
    for (name, value) in [("x-api-key", "key"), ("Authorization", "Bearer token")] {
        if !headers.keys().any(|it| it.eq_ignore_ascii_case(name)) {
            headers.insert(name.to_owned(), value.to_owned());
        }
    }
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

/// A response that may be sent now, and an interaction that expects what was sent before, by type; nothing where Pact takes
/// the one for the other.
fn of_response(case: &Case, change: &Change, response: &WitnessResponse) -> Option<Pact> {
    let operation = change.finding.operation.as_ref()?;
    let known = case.old.operations().iter().find(|it| it.to_string() == *operation)?;
    let view = case.old.view(known)?;
    let status: u16 = response.status.parse().ok()?;
    let content = view.response_for(status)?.content();
    let content = content.iter().find(|it| it.media_type == MediaType::parse("application/json"))?;
    let mut universe = Universe::new();
    let side = universe.add(case.old.value(), case.old.dialect());
    let place = Place { side, pointer: &content.schema()?.pointer };
    let body = universe.sample(place, Reading::response(), Budget::default())?;
    let method = known.method.to_string().replace("ANY", "GET");
    let path = known.path.replace(['{', '}', '+'], "");
    let rules = json!({ "body": { "$": { "matchers": [{ "match": "type" }], "combine": "AND" } } });
    let headers = json!({ "Content-Type": "application/json" });
    let expected =
        json!({ "status": status, "headers": headers, "body": body, "matchingRules": rules });
    let headers = json!({ "x-api-key": "key", "Authorization": "Bearer token" });
    let request = json!({ "method": method, "path": path, "headers": headers });
    let pact = pact(&request, &expected);
    let Body::Http(http) = &pact.interactions[0].body else { return None };
    let mut actual = http.response.clone();
    let bytes = response.body.as_ref()?.to_string().into_bytes();
    let kind = actual.body.content_type();
    actual.body = pact_models::bodies::OptionalBody::Present(bytes.into(), kind, None);
    let comparison = Matching::new(http.response.clone(), actual).ok()?;
    (!comparison.run().ok()?.is_empty()).then_some(pact)
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
            let of_request =
                witness.request.as_ref().and_then(|it| of_request(&fires, change, it));
            let of_response =
                witness.response.as_ref().and_then(|it| of_response(&fires, change, it));
            let (pact, kind) = match (&witness.response, of_request, of_response) {
                (None, Some(pact), _) => (pact, 0),
                (Some(_), _, Some(pact)) => (pact, 1),
                _ => continue,
            };
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
