//! How the cost of a comparison grows: documents of one shape at three sizes, each pair compared by a process of its own,
//! beside one that only parses both documents.
//!
//! `cargo bench -p gatepact-diff --bench shapes [-- FILTER]`. It fails where CPU grows faster than the document, and
//! where the verdict of a shape changes with its size. `GATEPACT_VERBOSE` tells the changes of each pair.
#![allow(clippy::unwrap_used, reason = "a bench says what went wrong by failing")]
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "the table is the result")]
#![allow(clippy::disallowed_methods, reason = "a bench reads files and clocks; the crate does not")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use gatepact_diff::{Options, compare};
use gatepact_finding::Proof;
use gatepact_openapi::Document;
use serde_json::{Map, Value, json};

/// So much more than in proportion to the document may CPU grow between two sizes.
const MOST_GROWTH: f64 = 2.0;
/// Below so many CPU seconds a process mostly starts and ends.
const NOISE: f64 = 0.05;

/// A shape: the document of a size, before or after a change.
type Make = fn(usize, bool) -> Value;

const SHAPES: [(&str, [usize; 3], Make); 9] = [
    ("chains of references", [1_000, 4_000, 16_000], chains),
    ("one component behind n", [1_000, 4_000, 16_000], common),
    ("required names", [1_000, 4_000, 16_000], required),
    ("properties", [1_000, 4_000, 16_000], properties),
    ("values of an enum", [1_000, 4_000, 16_000], values),
    ("operations", [1_000, 4_000, 16_000], operations),
    ("tagged alternatives", [100, 400, 1_600], tagged),
    ("mutually recursive", [10, 40, 80], clique),
    ("allOf in a row", [20, 50, 100], parents),
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|it| it != "--bench").collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["compare", old, new] => println!("{}", comparison(old, new)),
        ["parse", old, new] => println!("{}", parsing(old, new)),
        filter => return table(filter.first().copied().unwrap_or_default()),
    }
    ExitCode::SUCCESS
}

fn table(filter: &str) -> ExitCode {
    println!("| shape | size | KB | parsing s | whole s | of parsing | growth | MB | verdict |");
    println!("|---|---|---|---|---|---|---|---|---|");
    let mut faults = Vec::new();
    for (name, sizes, make) in SHAPES.iter().filter(|(name, ..)| name.contains(filter)) {
        let mut before: Option<(f64, f64, String)> = None;
        for size in sizes {
            let files = [false, true].map(|changed| write(name, *size, changed, make));
            let bytes: u64 = files.iter().map(|it| std::fs::metadata(it).unwrap().len()).sum();
            let (floor, whole) = (child("parse", &files), child("compare", &files));
            let number = |value: &Value| value.as_f64().unwrap();
            let (cpu, length) = (number(&whole["cpu"]), number(&bytes.into()));
            let verdict = whole["verdict"].as_str().unwrap().to_owned();
            let growth = before.as_ref().map_or(1.0, |(cpu_before, length_before, _)| {
                (cpu / cpu_before.max(NOISE)) / (length / length_before)
            });
            println!(
                "| {name} | {size} | {} | {:.3} | {cpu:.2} | {:.1} | {growth:.1} | {} | {verdict} |",
                bytes / 1024,
                number(&floor["cpu"]),
                cpu / number(&floor["cpu"]),
                whole["rss"],
            );
            if growth > MOST_GROWTH {
                faults.push(format!("{name} {size}: {growth:.1} times faster than the document"));
            }
            if let Some((.., known)) = before.filter(|(.., known)| *known != verdict) {
                faults.push(format!("{name} {size}: {verdict}, and {known} before"));
            }
            before = Some((cpu, length, verdict));
            files.iter().for_each(|file| std::fs::remove_file(file).unwrap());
        }
    }
    faults.iter().for_each(|fault| eprintln!("fault: {fault}"));
    if faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// The ids of the changes, whether each is proved, and nothing of how many there are.
fn comparison(old: &str, new: &str) -> Value {
    let read = |path: &str| Document::read(std::fs::read(path).unwrap()).unwrap();
    let (old, new) = (read(old), read(new));
    let comparison = compare(&old, &new, Options::default());
    if std::env::var_os("GATEPACT_VERBOSE").is_some() {
        comparison.changes.iter().for_each(|change| eprintln!("{change}"));
    }
    let told = comparison.changes.iter().map(|change| {
        let is_open = matches!(change.finding.proof, Some(Proof::Unproved(_)));
        format!("{}{}", change.id(), if is_open { " (unproved)" } else { "" })
    });
    let verdict: Vec<String> = told.collect::<BTreeSet<_>>().into_iter().collect();
    json!({ "cpu": cpu(), "rss": memory(), "verdict": verdict.join(", ") })
}

/// The floor: both texts become values and nothing else.
fn parsing(old: &str, new: &str) -> Value {
    let read = |path: &str| serde_json::from_slice::<Value>(&std::fs::read(path).unwrap()).unwrap();
    let documents = (read(old), read(new));
    json!({ "cpu": cpu(), "equal": documents.0 == documents.1 })
}

fn write(name: &str, size: usize, changed: bool, make: &Make) -> PathBuf {
    let name =
        format!("gatepact-{}-{size}-{changed}-{}.json", name.replace(' ', "-"), std::process::id());
    let path = std::env::temp_dir().join(name);
    std::fs::write(&path, make(size, changed).to_string()).unwrap();
    path
}

fn child(what: &str, files: &[PathBuf; 2]) -> Value {
    let output = Command::new(std::env::current_exe().unwrap())
        .arg(what)
        .args(files.iter().map(AsRef::<Path>::as_ref))
        .stderr(std::process::Stdio::inherit())
        .output()
        .unwrap();
    assert!(output.status.success(), "{what} {files:?}");
    serde_json::from_slice(&output.stdout).unwrap()
}

#[allow(
    clippy::needless_pass_by_value,
    reason = "the macro moves what it is given into the document"
)]
fn document(paths: Map<String, Value>, schemas: Map<String, Value>) -> Value {
    json!({
        "openapi": "3.0.3", "info": { "title": "shape", "version": "1" },
        "paths": paths, "components": { "schemas": schemas },
    })
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

#[allow(clippy::needless_pass_by_value, reason = "as above")]
fn answering(schema: Value) -> Value {
    let content = json!({ "application/json": { "schema": schema } });
    json!({ "get": { "responses": { "200": { "description": "", "content": content } } } })
}

#[allow(clippy::needless_pass_by_value, reason = "as above")]
fn taking(schema: Value) -> Value {
    let body = json!({ "content": { "application/json": { "schema": schema } } });
    json!({ "post": { "requestBody": body, "responses": { "200": { "description": "" } } } })
}

fn one_path(operation: Value) -> Map<String, Value> {
    Map::from_iter([("/things".to_owned(), operation)])
}

fn kind(changed: bool) -> Value {
    json!({ "type": if changed { "integer" } else { "string" } })
}

/// Chains of twenty components; the last of each changes.
fn chains(size: usize, changed: bool) -> Value {
    let (mut paths, mut schemas) = (Map::new(), Map::new());
    for chain in 0..size / 20 {
        for link in 0..20 {
            let below = if link == 19 {
                kind(changed)
            } else {
                reference(&format!("C{chain}L{}", link + 1))
            };
            let schema = json!({ "type": "object", "properties": { "next": below } });
            schemas.insert(format!("C{chain}L{link}"), schema);
        }
        paths.insert(format!("/c{chain}"), answering(reference(&format!("C{chain}L0"))));
    }
    document(paths, schemas)
}

fn common(size: usize, changed: bool) -> Value {
    let (mut paths, mut schemas) = (Map::new(), Map::new());
    let shared = json!({ "type": "object", "properties": { "count": kind(changed) } });
    schemas.insert("Shared".to_owned(), shared);
    for n in 0..size {
        let own = format!("p{n}");
        let schema = json!({ "type": "object", "properties": { own: { "type": "string" }, "shared": reference("Shared") } });
        schemas.insert(format!("S{n}"), schema);
        paths.insert(format!("/s{n}"), answering(reference(&format!("S{n}"))));
    }
    document(paths, schemas)
}

fn object(size: usize, of: &Value, required: bool) -> Value {
    let names = (0..size).map(|n| format!("p{n}"));
    let properties: Map<String, Value> = names.clone().map(|name| (name, of.clone())).collect();
    let mut schema = json!({ "type": "object", "properties": properties });
    if required {
        schema["required"] = names.collect::<Vec<_>>().into();
    }
    schema
}

fn required(size: usize, changed: bool) -> Value {
    document(one_path(taking(object(size, &kind(false), changed))), Map::new())
}

fn properties(size: usize, changed: bool) -> Value {
    document(one_path(taking(object(size, &kind(changed), false))), Map::new())
}

fn values(size: usize, changed: bool) -> Value {
    let values: Vec<String> = (usize::from(changed)..size).map(|n| format!("value-{n}")).collect();
    let schema = json!({ "type": "object", "properties": { "value": { "type": "string", "enum": values } } });
    document(one_path(taking(schema)), Map::new())
}

/// A tenth of them changes.
fn operations(size: usize, changed: bool) -> Value {
    let schema = |n: usize| {
        let own = format!("p{n}");
        json!({ "type": "object", "properties": { own: kind(changed && n.is_multiple_of(10)) } })
    };
    let paths = (0..size).map(|n| (format!("/o{n}"), taking(schema(n))));
    document(paths.collect(), Map::new())
}

/// In another order, and one more.
fn tagged(size: usize, changed: bool) -> Value {
    let alternative = |n: usize| {
        let tag = json!({ "type": "string", "enum": [format!("k{n}")] });
        let own = format!("v{n}");
        json!({ "type": "object", "required": ["kind"], "properties": { "kind": tag, own: { "type": "string" } } })
    };
    let mut all: Vec<Value> = (0..size + usize::from(changed)).map(alternative).collect();
    if changed {
        all.reverse();
    }
    document(one_path(answering(json!({ "oneOf": all }))), Map::new())
}

/// Components that refer to each other as "the id or the whole".
fn clique(size: usize, changed: bool) -> Value {
    let (mut paths, mut schemas) = (Map::new(), Map::new());
    for n in 0..size {
        let mut properties = Map::from_iter([
            ("id".to_owned(), kind(false)),
            ("object".to_owned(), json!({ "type": "string", "enum": [format!("s{n}")] })),
            ("email".to_owned(), kind(changed && n == 0)),
        ]);
        for (slot, step) in [1, 3, 7, 12].into_iter().enumerate() {
            let whole = reference(&format!("S{}", (n * 5 + step) % size));
            properties
                .insert(format!("r{slot}"), json!({ "anyOf": [{ "type": "string" }, whole] }));
        }
        let schema =
            json!({ "type": "object", "required": ["id", "object"], "properties": properties });
        schemas.insert(format!("S{n}"), schema);
        paths.insert(format!("/s{n}"), answering(reference(&format!("S{n}"))));
    }
    document(paths, schemas)
}

fn parents(size: usize, changed: bool) -> Value {
    let mut schemas = Map::new();
    for n in 0..size {
        schemas.insert(format!("P{n}"), json!({ "allOf": [reference(&format!("P{}", n + 1))] }));
    }
    let leaf = json!({ "type": "object", "properties": { "leaf": kind(changed) } });
    schemas.insert(format!("P{size}"), leaf);
    document(one_path(taking(reference("P0"))), schemas)
}

/// CPU seconds of this process so far.
fn cpu() -> f64 {
    let text = std::fs::read_to_string("/proc/self/schedstat").unwrap();
    text.split(' ').next().unwrap().parse::<f64>().unwrap() / 1e9
}

/// The most memory that this process has held, in MB.
fn memory() -> u64 {
    let text = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() / 1024
}
