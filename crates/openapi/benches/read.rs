//! What reading the document of a large API costs, in CPU time, beside plain parsing. Fetch the documents with
//! `crates/schema/scripts/fetch-octokit.sh`.
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

fn main() {
    let cache = std::env::var_os("GATEPACT_CACHE").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../target"),
        PathBuf::from,
    );
    let path = cache.join("octokit/23.0.2.json");
    let Ok(text) = std::fs::read(&path) else {
        eprintln!("skipped: {} not present", path.display());
        return;
    };
    let plain = median(|| serde_json::from_slice::<Value>(&text).unwrap());
    let read = median(|| Document::read(&text).unwrap());
    let alone = |_: &str| Err::<Vec<u8>, _>("no files");
    let followed = median(|| Document::read_with(&text, "api.json", alone).unwrap());
    println!("| {} bytes | CPU time | against plain parsing |\n|---|---|---|", text.len());
    for (name, time) in [("serde_json", plain), ("read", read), ("read_with", followed)] {
        let ratio = time.as_secs_f64() / plain.as_secs_f64();
        println!("| {name} | {:.0} ms | {ratio:.2} |", time.as_secs_f64() * 1000.0);
    }
}
