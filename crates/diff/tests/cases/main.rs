//! One folder per id of a change, each with a case that fires and a near miss that passes.
//!
//! `cases/base.json` is an export; `before.json` (optional) and `patch.json` are JSON patches (RFC 6902): the old
//! document is base + before, the new one is that + patch. `expected.snap` holds all changes that are reported.
//! Each folder is a test of its own: `cargo test --test cases response.property`.
#![allow(clippy::unwrap_used, reason = "a test says what went wrong by failing")]
#![allow(clippy::disallowed_methods, reason = "tests read files; the crate does not")]

mod audit;

use std::path::{Path, PathBuf};

use gatepact_diff::{Options, compare};
use gatepact_openapi::Document;
use libtest_mimic::{Arguments, Failed, Trial};
use serde_json::Value;

/// The day on which all cases are compared.
const TODAY: (i32, u8, u8) = (2026, 11, 23);

fn main() {
    let audit = |(name, audit): (&str, fn())| {
        Trial::test(name, move || {
            audit();
            Ok(())
        })
    };
    let mut trials: Vec<_> = audit::AUDITS.map(audit).into();
    for id in folders(&root()) {
        for (verdict, fires) in [("fires", true), ("passes", false)] {
            let (id, folder) = (id.clone(), root().join(&id).join(verdict));
            trials.push(Trial::test(format!("{id}::{verdict}"), move || run(&id, &folder, fires)));
        }
    }
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("cases")
}

fn folders(root: &Path) -> Vec<String> {
    let entries =
        std::fs::read_dir(root).unwrap().map(Result::unwrap).filter(|it| it.path().is_dir());
    let mut names: Vec<_> = entries.map(|it| it.file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn json(path: &Path) -> Option<Value> {
    let text = std::fs::read_to_string(path).ok()?;
    Some(serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display())))
}

fn run(id: &str, folder: &Path, fires: bool) -> Result<(), Failed> {
    let base = json(&root().join("base.json")).ok_or("cases/base.json is missing")?;
    let patch = json(&folder.join("patch.json")).ok_or("patch.json is missing")?;
    let before =
        json(&folder.join("before.json")).map_or(base.clone(), |before| patched(&base, &before));
    let document =
        |value: &Value| Document::read(value.to_string()).map_err(|error| error.to_string());
    let (old, new) = (document(&before)?, document(&patched(&before, &patch))?);
    let options = Options { today: Some(TODAY), ..Options::default() };
    let changes = compare(&old, &new, options).changes;
    if changes.iter().any(|change| change.id() == id) != fires {
        return Err(
            format!("{id} should {}: {changes:#?}", if fires { "fire" } else { "pass" }).into()
        );
    }
    let places = changes.iter().flat_map(|it| [(&it.old, &old), (&it.new, &new)]);
    for (pointer, document) in
        places.filter_map(|(pointer, document)| Some((pointer.as_ref()?, document)))
    {
        let parent = pointer.rsplit_once('/').map_or("", |(parent, _)| parent);
        if document.at(parent).is_none() {
            return Err(format!("{pointer} does not exist").into());
        }
    }
    let mut lines: Vec<_> = changes
        .iter()
        .map(|change| format!("{change}\n    {}", change.finding.help.as_ref().unwrap()))
        .collect();
    if lines.is_empty() {
        lines.push("no changes".to_owned());
    }
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(folder);
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("expected", lines.join("\n")));
    Ok(())
}

/// JSON Patch: `add`, `remove` and `replace`.
fn patched(document: &Value, patch: &Value) -> Value {
    let mut document = document.clone();
    for step in patch.as_array().unwrap() {
        let (path, op) = (step["path"].as_str().unwrap(), step["op"].as_str().unwrap());
        let (parent, token) = path.rsplit_once('/').unwrap();
        let token = token.replace("~1", "/").replace("~0", "~");
        let parent = document.pointer_mut(parent).unwrap_or_else(|| panic!("no {parent}"));
        let exists = if parent.is_array() {
            parent.get(token.parse::<usize>().unwrap_or(usize::MAX))
        } else {
            parent.get(&token)
        }
        .is_some();
        assert!(op == "add" || exists, "{op} {path}: not there");
        match (parent, op) {
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
