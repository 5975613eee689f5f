//! What reading the document of a large API costs, in CPU time, beside plain parsing: as JSON, and as the same document
//! in YAML. Fetch the documents with `crates/schema/scripts/fetch-octokit.sh`, or name one with `GATEPACT_DOCUMENT`.
#![allow(clippy::unwrap_used, reason = "a bench says what went wrong by failing")]
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "the table is the result")]
#![allow(clippy::disallowed_methods, reason = "a bench reads files and clocks; the crate does not")]

use std::path::PathBuf;
use std::time::Duration;

use gatepact_openapi::Document;
use serde_json::Value;

const ROUNDS: usize = 9;

/// The CPU time of this thread so far.
fn cpu() -> Duration {
    let text = std::fs::read_to_string("/proc/self/schedstat").unwrap_or_default();
    let nanoseconds = text.split(' ').next().and_then(|first| first.parse().ok());
    Duration::from_nanos(nanoseconds.unwrap_or_default())
}

/// The median of some rounds; what a round makes is dropped outside of the measurement.
fn median<T>(mut round: impl FnMut() -> T) -> Duration {
    let mut times: Vec<Duration> = (0..ROUNDS)
        .map(|_| {
            let before = cpu();
            let made = round();
            let time = cpu() - before;
            drop(made);
            time
        })
        .collect();
    times.sort();
    times[ROUNDS / 2]
}

/// Writes a value as people write YAML: blocks, and text without quotes where that is safe.
fn write_yaml(value: &Value, indent: usize, out: &mut String) {
    let pad = " ".repeat(indent);
    match value {
        Value::Object(members) if !members.is_empty() => {
            for (key, value) in members {
                out.push_str(&format!("\n{pad}{}:", scalar(key)));
                write_yaml(value, indent + 2, out);
            }
        }
        Value::Array(items) if !items.is_empty() => {
            for item in items {
                out.push_str(&format!("\n{pad}-"));
                write_yaml(item, indent + 2, out);
            }
        }
        Value::String(text) if text.contains('\n') && is_block(text) => {
            out.push_str(" |-");
            for line in text.split('\n') {
                out.push_str(&format!("\n{}{line}", if line.is_empty() { "" } else { &pad }));
            }
        }
        Value::String(text) => out.push_str(&format!(" {}", scalar(text))),
        other => out.push_str(&format!(" {other}")),
    }
}

fn is_block(text: &str) -> bool {
    !text.starts_with([' ', '\n'])
        && !text.ends_with('\n')
        && text.chars().all(|it| it == '\n' || !it.is_control())
        && text.lines().all(|line| line.is_empty() || !line.trim().is_empty())
}

/// A text without quotes where it can be nothing else than text.
fn scalar(text: &str) -> String {
    let is_plain = text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.ends_with(|last: char| last.is_ascii_alphanumeric())
        && text.chars().all(|it| it.is_ascii_alphanumeric() || " _-./{}".contains(it))
        && !["null", "true", "false"].contains(&text.to_lowercase().as_str());
    if is_plain { text.to_owned() } else { Value::from(text).to_string() }
}

fn main() {
    let cache = std::env::var_os("GATEPACT_CACHE").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../target"),
        PathBuf::from,
    );
    let path = std::env::var_os("GATEPACT_DOCUMENT")
        .map_or_else(|| cache.join("octokit/23.0.2.json"), PathBuf::from);
    let Ok(text) = std::fs::read(&path) else {
        eprintln!("skipped: {} not present", path.display());
        return;
    };
    let plain = median(|| serde_json::from_slice::<Value>(&text).unwrap());
    let read = median(|| Document::read(&text).unwrap());
    let alone = |_: &str| Err::<Vec<u8>, _>("no files");
    let mut yaml = String::new();
    write_yaml(&serde_json::from_slice(&text).unwrap(), 0, &mut yaml);
    assert_eq!(Document::read(&yaml).unwrap().value(), Document::read(&text).unwrap().value());
    let read_yaml = median(|| Document::read(&yaml).unwrap());
    let followed = median(|| Document::read_with(&text, "api.json", alone).unwrap());
    println!("| {} bytes | CPU time | against plain parsing |\n|---|---|---|", text.len());
    for (name, time) in
        [("serde_json", plain), ("read", read), ("read_with", followed), ("read, YAML", read_yaml)]
    {
        let ratio = time.as_secs_f64() / plain.as_secs_f64();
        println!("| {name} | {:.0} ms | {ratio:.2} |", time.as_secs_f64() * 1000.0);
    }
}
