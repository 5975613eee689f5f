//! `gatepact diff`: two documents, what changed, what breaks, who breaks.

mod compared;
mod explain;
mod exported;
mod git;
mod inputs;
mod kept;
mod opened;
mod output;
mod policy;
mod root;
mod url;
mod waivers;

use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::harness::{Said, gatepact, root};

/// Two releases of a small API in a folder: `old.yaml` and `new.yaml`. The new one demands a size in an order, which two
/// operations take, and answers with one more property.
const OLD: &str = "\
openapi: 3.0.1
info: { title: teas, version: 1.0.0 }
paths:
  /orders:
    post:
      requestBody:
        required: true
        content: { application/json: { schema: { $ref: '#/components/schemas/Order' } } }
      responses:
        '201':
          description: the new order
          content: { application/json: { schema: { $ref: '#/components/schemas/Receipt' } } }
  /orders/{id}:
    put:
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      requestBody:
        required: true
        content: { application/json: { schema: { $ref: '#/components/schemas/Order' } } }
      responses: { '204': { description: done } }
components:
  schemas:
    Order:
      type: object
      required: [tea]
      properties:
        tea: { type: string }
        size: { type: string }
    Receipt:
      type: object
      required: [id]
      properties:
        id: { type: string }
";

/// The id of the breaking change between the two.
const BREAKING: &str = "request.property.became-required";

fn new() -> String {
    OLD.replace("version: 1.0.0", "version: 1.1.0")
        .replace("required: [tea]", "required: [tea, size]")
        .replace(
            "        id: { type: string }\n",
            "        id: { type: string }\n        tea: { type: string }\n",
        )
}

/// A folder with the two releases.
fn releases() -> TempDir {
    let folder = TempDir::new().unwrap();
    std::fs::write(folder.path().join("old.yaml"), OLD).unwrap();
    std::fs::write(folder.path().join("new.yaml"), new()).unwrap();
    folder
}

/// `gatepact diff` with these arguments.
fn command(cwd: &Path, arguments: &[&str]) -> Command {
    let mut command = gatepact(cwd);
    command.arg("diff").args(arguments);
    command
}

/// `gatepact diff old.yaml new.yaml` with these arguments.
fn compared(cwd: &Path, arguments: &[&str]) -> Said {
    Said::of(command(cwd, &["old.yaml", "new.yaml"]).args(arguments))
}

/// A pact of a consumer that places orders without a size.
fn pact(consumer: &str) -> Value {
    json!({
        "consumer": { "name": consumer }, "provider": { "name": "teas" },
        "interactions": [{
            "type": "Synchronous/HTTP", "description": "an order without a size",
            "request": {
                "method": "POST", "path": "/orders",
                "body": { "contentType": "application/json", "content": { "tea": "green" } }
            },
            "response": {
                "status": 201,
                "body": { "contentType": "application/json", "content": { "id": "1" } }
            }
        }],
        "metadata": { "pactSpecification": { "version": "4.0" } }
    })
}

fn write_pact(folder: &Path, pact: &Value) {
    std::fs::create_dir_all(folder.join("pacts")).unwrap();
    let name = format!("pacts/{}.json", pact["consumer"]["name"].as_str().unwrap());
    std::fs::write(folder.join(name), serde_json::to_string_pretty(pact).unwrap()).unwrap();
}

#[test]
fn a_breaking_change_is_told_with_its_place_and_everything_it_reaches() {
    let folder = releases();
    compared(folder.path(), &[]).expect(
        1,
        &[
            BREAKING,
            "POST /orders, PUT /orders/{id}",
            "new.yaml:",
            "BROKEN",
            "1 breaking, 0 risky, 1 safe of 2 changes",
        ],
    );
    let report = compared(folder.path(), &["--report", "json"]).expect(1, &[]).json();
    assert_eq!(report["command"], "diff");
    assert_eq!(report["outcome"], "broken");
    let finding = &report["findings"][0];
    assert_eq!(finding["id"], BREAKING);
    assert_eq!(finding["severity"], "error");
    assert_eq!(finding["operations"], json!(["POST /orders", "PUT /orders/{id}"]));
    assert_eq!(finding["location"]["file"], "new.yaml");
    let line = usize::try_from(finding["location"]["line"].as_u64().unwrap()).unwrap();
    let text = new();
    let shown = text.lines().nth(line - 1).unwrap();
    assert!(shown.contains("size") || shown.contains("required"), "line {line}: {shown}");
    assert!(finding.get("consumers").is_none(), "no pacts, no word about consumers");
}

#[test]
fn the_documents_are_named_with_their_digests() {
    let folder = releases();
    let report = compared(folder.path(), &["--report", "json"]).expect(1, &[]).json();
    let both = &report["comparison"];
    assert_eq!(both["fail_on"], "breaking");
    for (side, file, version) in [("old", "old.yaml", "1.0.0"), ("new", "new.yaml", "1.1.0")] {
        assert_eq!(both[side]["file"], file);
        assert_eq!(both[side]["title"], "teas");
        assert_eq!(both[side]["version"], version);
        let bytes = std::fs::read(folder.path().join(file)).unwrap();
        assert_eq!(both[side]["sha256"], sha256(&bytes));
    }
}

fn sha256(bytes: &[u8]) -> String {
    use sha2::Digest as _;
    sha2::Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn the_same_document_twice_has_no_change() {
    let folder = releases();
    Said::of(&mut command(folder.path(), &["old.yaml", "old.yaml"]))
        .expect(0, &["KEPT: no change"]);
    // Nor has a refactoring that leaves the meaning: JSON in place of YAML, another order of keys.
    let document = gatepact_openapi::Document::read(OLD).unwrap();
    let mut value = document.value().clone();
    value.sort_all_objects();
    std::fs::write(folder.path().join("old.json"), value.to_string()).unwrap();
    Said::of(&mut command(folder.path(), &["old.yaml", "old.json"]))
        .expect(0, &["KEPT: no change"]);
}

#[test]
fn the_consumers_that_break_are_named() {
    let folder = releases();
    write_pact(folder.path(), &pact("tea-shop"));
    let said = compared(folder.path(), &["--dir", "pacts"])
        .expect(1, &["breaks tea-shop: \"an order without a size\"", "BROKEN: tea-shop breaks"]);
    assert!(said.stderr.is_empty(), "{}", said.stderr);
    let report = compared(folder.path(), &["--file", "pacts/tea-shop.json", "--report", "json"]);
    let report = report.expect(1, &[]).json();
    assert_eq!(report["summary"]["consumers_broken"], 1);
    assert_eq!(report["pacts"][0]["consumer"], "tea-shop");
    let affected = &report["findings"][0]["consumers"][0];
    assert_eq!(affected["consumer"], "tea-shop");
    assert_eq!(affected["interaction"], "an order without a size");
    assert_eq!(affected["file"], "pacts/tea-shop.json");
}

/// The message that proves a break is whole, and is told in the words of both releases.
#[test]
fn a_break_is_shown_by_a_message() {
    let folder = releases();
    compared(folder.path(), &[]).expect(1, &["accepted by old.yaml, refused by new.yaml"]);
    let report = compared(folder.path(), &["--report", "json"]).expect(1, &[]).json();
    let finding = &report["findings"][0];
    assert_eq!(finding["proof"], "witness");
    let witness = &finding["witness"];
    assert_eq!(witness["request"]["method"], "POST");
    assert_eq!(witness["request"]["path"], "/orders");
    assert!(witness["request"]["body"]["tea"].is_string(), "{witness:#}");
    assert!(witness["request"]["body"].get("size").is_none(), "{witness:#}");
    let explains = witness["explains"].as_str().unwrap();
    assert!(explains.starts_with("accepted by old.yaml, refused by new.yaml: "), "{explains}");
    let summary = &report["summary"];
    assert_eq!([&summary["witnessed"], &summary["unverified"]], [1, 0], "{summary}");
    // What breaks nobody needs no proof.
    assert!(report["findings"][1].get("proof").is_none());
}

/// What stands in the README between the example's command and the end of its output.
const SHOWN: &str =
    "```sh\ngatepact diff orders-api@1.0.0 orders-api@2.0.0 --dir pacts\n```\n\n```text\n";

/// The example API: its committed releases and the committed pacts.
#[test]
fn the_readme_shows_what_is_said_of_the_committed_releases() {
    let mut diff = command(&root(), &["orders-api@1.0.0", "orders-api@2.0.0", "--dir", "pacts"]);
    let said = Said::of(&mut diff).expect(1, &["response.type.changed", "BROKEN: web-shop breaks"]);
    assert!(!said.stdout.contains("warehouse"), "{}", said.stdout);
    let path = root().join("README.md");
    let readme = std::fs::read_to_string(&path).unwrap();
    let (before, rest) = readme.split_once(SHOWN).expect("the README has the example");
    let (shown, after) = rest.split_once("```").unwrap();
    if std::env::var_os("UPDATE_README").is_some() {
        std::fs::write(&path, format!("{before}{SHOWN}{}```{after}", said.stdout)).unwrap();
        return;
    }
    assert_eq!(shown, said.stdout, "set UPDATE_README=1 and look at the difference");
}
