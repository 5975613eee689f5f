//! Labelled cases from outside, read where they are.

use std::path::PathBuf;

use gatepact_schema::{Dialect, Formats, Reading};
use serde_json::Value;

/// "Every value of `a` is a value of `b`": true or false.
pub(crate) struct Case {
    pub(crate) id: String,
    pub(crate) dialect: Dialect,
    pub(crate) optional: bool,
    pub(crate) a: Value,
    pub(crate) b: Value,
    pub(crate) label: bool,
}

/// The folder, or `None` after saying that it is not there.
pub(crate) fn corpus(folder: &str) -> Option<PathBuf> {
    let root = std::env::var_os("GATEPACT_CORPORA").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpora"),
        PathBuf::from,
    );
    let path = root.join(folder);
    if path.is_dir() {
        return Some(path);
    }
    eprintln!("skipped: corpora/{folder} not present");
    None
}

fn dialect(draft: &str) -> Option<Dialect> {
    Some(match draft {
        "draft4" => Dialect::Draft4,
        "draft6" => Dialect::Draft6,
        "draft7" => Dialect::Draft7,
        "draft2019-09" => Dialect::Draft201909,
        "draft2020-12" => Dialect::Draft202012,
        _ => return None,
    })
}

/// The labelled directions of a file, each pair and direction of a dialect once, with the labels
/// corrected that are known to be wrong.
pub(crate) fn cases(file: &str) -> Option<Vec<Case>> {
    let folder = corpus("containment")?;
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
    let corrections: Vec<Value> = serde_json::from_str(&read("known-wrong-labels.json")).unwrap();
    let mut seen = std::collections::BTreeSet::new();
    let mut cases = Vec::new();
    for line in read(file).lines() {
        let case: Value = serde_json::from_str(line).unwrap();
        let Some(dialect) = dialect(case["draft"].as_str().unwrap()) else { continue };
        for (direction, a, b) in [("a_subset_b", "a", "b"), ("b_subset_a", "b", "a")] {
            let corrected = corrections
                .iter()
                .find(|entry| entry["id"] == case["id"] && entry["direction"] == direction);
            let label = corrected.map_or(&case[direction], |entry| &entry["correct"]);
            let Some(label) = label.as_bool() else { continue };
            let key = format!("{dialect:?} {} {}", case[a], case[b]);
            if seen.insert(key) {
                cases.push(Case {
                    id: format!("{} {direction}", case["id"].as_str().unwrap()),
                    dialect,
                    optional: case["optional"].as_bool().unwrap_or(false),
                    a: case[a].clone(),
                    b: case[b].clone(),
                    label,
                });
            }
        }
    }
    assert!(!cases.is_empty(), "{file} holds no labelled case");
    Some(cases)
}

/// JSON Schema to the letter, with or without formats.
pub(crate) fn reading(formats: Formats) -> Reading {
    Reading { formats, ..Reading::literal() }
}
