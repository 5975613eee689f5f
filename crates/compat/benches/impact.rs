//! What it costs to know whom a change breaks: 1,000 pacts of 10 interactions against two releases of a large API.
//!
//! `cargo bench -p gatepact-compat --bench impact [-- OLD NEW]`. Without names the releases 22.0.0 and 23.0.2 of
//! `api.github.com` are taken, which come from `crates/schema/scripts/fetch-octokit.sh`; where they are absent, the
//! benchmark says so and measures nothing. The pacts are made from the old document: for each of its operations in turn a
//! request, and a response of a few members that are matched by type. Times are CPU seconds of this process.
//!
//! Fails when impact takes more than one second above the comparison, the reading of the pacts included.
#![allow(clippy::unwrap_used, reason = "a bench says what went wrong by failing")]
#![allow(clippy::print_stdout, reason = "the table is the result")]
#![allow(clippy::disallowed_methods, reason = "a bench reads files and clocks; the crate does not")]

use std::path::{Path, PathBuf};

use gatepact_compat::{Matching, impact};
use gatepact_contract::Pact;
use gatepact_diff::{Options, compare};
use gatepact_openapi::view::Content;
use gatepact_openapi::{Document, Operation, ParameterLocation};
use gatepact_schema::{Budget, Place, Reading, Side, Universe};
use serde_json::{Map, Value, json};

const PACTS: usize = 1_000;
const INTERACTIONS: usize = 10;
/// Members of an expected body.
const MEMBERS: usize = 6;
/// CPU seconds above the comparison.
const MOST: f64 = 1.0;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|it| it != "--bench").collect();
    let files = match arguments.as_slice() {
        [old, new] => [old, new].map(PathBuf::from),
        _ => ["22.0.0.json", "23.0.2.json"].map(|name| releases().join(name)),
    };
    if let Some(absent) = files.iter().find(|file| !file.is_file()) {
        println!("{} is absent: nothing was measured", absent.display());
        return;
    }
    let [old, new] = files.map(|file| Document::read(std::fs::read(file).unwrap()).unwrap());
    let texts = pacts(&old);
    let start = cpu();
    let changes = compare(&old, &new, Options::default()).changes;
    let compared = cpu();
    let pacts: Vec<Pact> = texts
        .into_iter()
        .enumerate()
        .map(|(position, text)| Pact::read(&format!("{position}.json"), text).unwrap())
        .collect();
    let loaded = cpu();
    let reached = impact(&changes, [(&old).into(), (&new).into()], &pacts, &Matching::run);
    let done = cpu();
    let found = &reached.impact;
    println!(
        "| comparison s | reading pacts s | impact s | broken | touched | unmatched | already broken |"
    );
    println!("|---|---|---|---|---|---|---|");
    println!(
        "| {:.2} | {:.2} | {:.2} | {} | {} | {} | {} |",
        compared - start,
        loaded - compared,
        done - loaded,
        found.broken.len(),
        found.touched.len(),
        found.unmatched.len(),
        found.already_broken.len(),
    );
    if std::env::var_os("GATEPACT_VERBOSE").is_some() {
        for entry in
            found.unmatched.iter().chain(&found.already_broken).chain(&found.broken).take(600)
        {
            println!("{} {:?} {}", entry.interaction, entry.operation, entry.reason);
        }
    }
    assert!(done - compared <= MOST || cfg!(debug_assertions), "more than {MOST} s");
}

fn releases() -> PathBuf {
    let target = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target");
    std::env::var_os("GATEPACT_CACHE").map_or(target, PathBuf::from).join("octokit")
}

/// The texts of the pacts, each with the next interactions.
fn pacts(document: &Document) -> Vec<Vec<u8>> {
    let mut universe = Universe::new();
    let side = universe.add(document.value(), document.dialect());
    let operations = document.operations().iter();
    let all: Vec<Value> = operations
        .filter_map(|operation| interaction(document, (&mut universe, side), operation))
        .collect();
    let mut next = all.iter().cycle();
    (0..PACTS)
        .map(|position| {
            let interactions: Vec<Value> = (0..INTERACTIONS)
                .map(|number| {
                    let mut interaction = next.next().unwrap().clone();
                    interaction["description"] = json!(format!("{position} {number}"));
                    interaction
                })
                .collect();
            let pact = json!({
                "consumer": { "name": format!("consumer-{position}") },
                "provider": { "name": "service" }, "interactions": interactions,
                "metadata": { "pactSpecification": { "version": "4.0" } },
            });
            pact.to_string().into_bytes()
        })
        .collect()
}

fn interaction(
    document: &Document,
    (universe, side): (&mut Universe<'_>, Side),
    operation: &Operation,
) -> Option<Value> {
    let view = document.view(operation)?;
    let mut sample = |pointer: &str, reading| {
        universe.sample(Place { side, pointer }, reading, Budget::default())
    };
    let mut path = operation.path.clone();
    let mut query = Map::new();
    for parameter in view.parameters() {
        let value = sample(&parameter.schema().pointer, Reading::request());
        let text = match value {
            Some(Value::String(text)) if !text.is_empty() => text,
            Some(value @ (Value::Number(_) | Value::Bool(_))) => value.to_string(),
            _ => "x".to_owned(),
        };
        match parameter.location {
            ParameterLocation::Path => {
                path = path.replace(&format!("{{{}}}", parameter.name), &text);
            }
            ParameterLocation::Query if parameter.required => {
                query.insert(parameter.name.to_owned(), json!([text]));
            }
            _ => {}
        }
    }
    let mut request = json!({ "method": operation.method.as_str(), "path": path, "query": query });
    if let Some(schema) = view.request_body().and_then(|it| of_json(it.content())) {
        let body = sample(&schema, Reading::request())?;
        request["headers"] = json!({ "Content-Type": ["application/json"] });
        request["body"] =
            json!({ "content": body, "contentType": "application/json", "encoded": false });
    }
    let responses = view.responses();
    let success = responses.iter().find(|it| it.key.starts_with('2'))?;
    let mut response = json!({ "status": success.key.parse::<u16>().ok()? });
    if let Some(schema) = of_json(success.content()) {
        let mut body = sample(&schema, Reading::response())?;
        if let Value::Object(members) = &mut body {
            let names: Vec<String> = members.keys().skip(MEMBERS).cloned().collect();
            names.iter().for_each(|name| drop(members.remove(name)));
        }
        response["headers"] = json!({ "Content-Type": ["application/json"] });
        response["body"] =
            json!({ "content": body, "contentType": "application/json", "encoded": false });
        response["matchingRules"] =
            json!({ "body": { "$": { "matchers": [{ "match": "type" }], "combine": "AND" } } });
    }
    Some(json!({ "type": "Synchronous/HTTP", "request": request, "response": response }))
}

/// The place of the schema of bodies in JSON.
fn of_json(content: Vec<Content<'_>>) -> Option<gatepact_finding::Pointer> {
    let content = content.into_iter().find(|it| it.name == "application/json")?;
    content.schema().map(|schema| schema.pointer)
}

/// CPU seconds of this process so far.
fn cpu() -> f64 {
    let text = std::fs::read_to_string("/proc/self/schedstat").unwrap();
    text.split(' ').next().unwrap().parse::<f64>().unwrap() / 1e9
}
