//! What a comparison costs, over the releases of large APIs: CPU seconds and memory of a process that reads two
//! documents and compares them, beside those of one that only parses them.
//!
//! `cargo bench -p gatepact-diff --bench releases [-- FILTER]`. The documents of `api.github.com` come from
//! `crates/schema/scripts/fetch-octokit.sh`; further histories are folders of numbered documents named by
//! `GATEPACT_HISTORIES` (`gunzip` them first). Each pair is a process of its own, this program under other arguments.
#![allow(clippy::unwrap_used, reason = "a bench says what went wrong by failing")]
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "the table is the result")]
#![allow(clippy::disallowed_methods, reason = "a bench reads files and clocks; the crate does not")]

use std::path::{Path, PathBuf};
use std::process::Command;

use gatepact_diff::{Options, compare};
use gatepact_finding::{Proof, Severity};
use gatepact_openapi::Document;
use serde_json::{Value, json};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|it| it != "--bench").collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["compare", old, new] => println!("{}", comparison(old, new)),
        ["parse", old, new] => println!("{}", parsing(old, new)),
        filter => table(filter.first().copied().unwrap_or_default()),
    }
}

/// One pair, in this process.
fn comparison(old: &str, new: &str) -> Value {
    let read = |path: &str| Document::read(std::fs::read(path).unwrap()).unwrap();
    let (old, new) = (read(old), read(new));
    let reading = cpu();
    let comparison = compare(&old, &new, Options::default());
    let total = cpu();
    let count = |severity| comparison.changes.iter().filter(|it| it.severity() == severity).count();
    let breaking = comparison.changes.iter().filter(|it| it.severity() == Severity::Error);
    let bare = breaking.clone().filter(|it| it.finding.proof.is_none()).count();
    let unproved =
        breaking.filter(|it| matches!(it.finding.proof, Some(Proof::Unproved(_)))).count();
    if std::env::var_os("GATEPACT_VERBOSE").is_some() {
        for change in &comparison.changes {
            eprintln!("{change}");
            eprintln!("    {:?}", change.finding.proof);
        }
    }
    let stats = comparison.stats;
    json!({
        "reading": reading, "cpu": total, "rss": memory(),
        "breaking": count(Severity::Error), "risky": count(Severity::Warning),
        "safe": count(Severity::Info), "bare": bare, "unproved": unproved,
        "stats": [stats.pairs, stats.contained, stats.witnessed, stats.unproved, stats.unverified],
    })
}

/// The floor: both texts become values and nothing else.
fn parsing(old: &str, new: &str) -> Value {
    let read = |path: &str| serde_json::from_slice::<Value>(&std::fs::read(path).unwrap()).unwrap();
    let documents = (read(old), read(new));
    json!({ "cpu": cpu(), "rss": memory(), "equal": documents.0 == documents.1 })
}

fn table(filter: &str) {
    println!(
        "| pair | parsing s | reading s | whole s | of parsing | MB | breaking | without proof | unproved | risky | safe | pairs | contained | witnessed | undecided | unverified |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|");
    for (name, files) in histories() {
        let mut seconds = Vec::new();
        for pair in files.windows(2) {
            let label = format!("{name} {} to {}", stem(&pair[0]), stem(&pair[1]));
            if label.contains(filter) {
                seconds.push(row(&label, &pair[0], &pair[1]));
            }
        }
        seconds.sort_by(f64::total_cmp);
        if let (Some(median), Some(slowest)) = (seconds.get(seconds.len() / 2), seconds.last()) {
            println!(
                "| **{name}**, median and slowest | | | {median:.2}, {slowest:.2} | | | | | | | | | | | | |"
            );
        }
    }
}

fn row(label: &str, old: &Path, new: &Path) -> f64 {
    let (floor, whole) = (child("parse", old, new), child("compare", old, new));
    let number = |value: &Value| value.as_f64().unwrap();
    println!(
        "| {label} | {:.2} | {:.2} | {:.2} | {:.1} | {} | {} | {} | {} | {} | {} | {} |",
        number(&floor["cpu"]),
        number(&whole["reading"]),
        number(&whole["cpu"]),
        number(&whole["cpu"]) / number(&floor["cpu"]),
        whole["rss"],
        whole["breaking"],
        whole["bare"],
        whole["unproved"],
        whole["risky"],
        whole["safe"],
        whole["stats"]
            .as_array()
            .unwrap()
            .iter()
            .map(Value::to_string)
            .collect::<Vec<_>>()
            .join(" | "),
    );
    number(&whole["cpu"])
}

fn child(what: &str, old: &Path, new: &Path) -> Value {
    let output = Command::new(std::env::current_exe().unwrap())
        .arg(what)
        .args([old, new])
        .stderr(std::process::Stdio::inherit())
        .output()
        .unwrap();
    assert!(output.status.success(), "{what} {} {}", old.display(), new.display());
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The histories that are here, oldest release first.
fn histories() -> Vec<(String, Vec<PathBuf>)> {
    let target = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target");
    let cache = std::env::var_os("GATEPACT_CACHE").map_or(target, PathBuf::from);
    let mut histories = vec![("github".to_owned(), documents(&cache.join("octokit")))];
    for folder in std::env::var_os("GATEPACT_HISTORIES").iter().flat_map(std::env::split_paths) {
        histories.push((stem(&folder), documents(&folder)));
    }
    histories.retain(|(name, files)| {
        let is_here = files.len() > 1;
        if !is_here {
            eprintln!("skipped: {name} not present");
        }
        is_here
    });
    histories
}

fn documents(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().map(|it| it.unwrap().path());
    let mut files: Vec<_> =
        entries.filter(|it| it.extension().is_some_and(|it| it == "json")).collect();
    files.sort_by_key(|path| {
        stem(path).split('.').map(|it| it.parse().unwrap_or(0)).collect::<Vec<u32>>()
    });
    files
}

fn stem(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
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
