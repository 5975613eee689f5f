//! What is given: interactions, a provider, pacts, a handler of states.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};
use tempfile::TempDir;

use super::outcome::Outcome;
use crate::binary::{Report, gatepact};
use crate::case::{Version, write_pact};
use crate::content::Content;
use crate::gherkin::{Row, Step};
use crate::provider::{Answer, Provider, STATES};

/// What a scenario has set up so far.
pub(super) struct World {
    version: Version,
    fixtures: PathBuf,
    defined: BTreeMap<usize, Row>,
    answers: BTreeMap<String, Answer>,
    pacts: Vec<Value>,
    arguments: Vec<String>,
    has_handler: bool,
}

impl World {
    pub(super) fn new(version: Version, fixtures: &Path) -> World {
        World {
            version,
            fixtures: fixtures.to_owned(),
            defined: BTreeMap::new(),
            answers: BTreeMap::new(),
            pacts: Vec::new(),
            arguments: Vec::new(),
            has_handler: false,
        }
    }

    /// Takes a step; an error names what the program does not have.
    pub(super) fn given(&mut self, step: &Step) -> Result<(), String> {
        let text = step.text.as_str();
        if text == "the following HTTP interactions have been defined:" {
            for row in &step.table {
                self.defined.insert(row.get("No").unwrap().parse().unwrap(), row.clone());
            }
        } else if text.starts_with("a provider is started that returns the response") {
            for number in step.numbers() {
                let row = self.defined[&number].clone();
                let answer = self.answer(&row, step.table.first());
                self.answers.insert(row.get("path").unwrap().to_owned(), answer);
            }
        } else if text.contains("from a Pact broker") || text.starts_with("publishing of") {
            return Err(no_broker());
        } else if text.starts_with("a Pact file for interaction") {
            let pact = self.interaction(step);
            self.pacts.push(pact);
        } else if text.starts_with("a provider state callback is configured") {
            let status = if text.ends_with("will return a failure") { 500 } else { 200 };
            let answer = Answer { status, headers: Vec::new(), body: Vec::new() };
            self.answers.insert(STATES.to_owned(), answer);
            self.has_handler = true;
        } else if text.starts_with("a request filter is configured") {
            for (name, value) in headers(step.table[0].get("headers")) {
                self.arguments.extend(["--header".to_owned(), format!("{name}={value}")]);
            }
        } else {
            panic!("an unknown step: {text}");
        }
        Ok(())
    }

    /// Runs the binary.
    pub(super) fn verify(self) -> Outcome {
        let folder = TempDir::new().unwrap();
        for (number, interaction) in self.pacts.iter().enumerate() {
            let file = folder.path().join(format!("{number}.json"));
            write_pact(&file, self.version, std::slice::from_ref(interaction));
        }
        let provider = Provider::of(self.answers);
        let mut command = gatepact(folder.path());
        command.args(["verify", "--dir", ".", "--provider-base-url", &provider.base_url]);
        command.args(&self.arguments);
        if self.has_handler {
            let url = format!("{}{STATES}", provider.base_url);
            command.args(["--state-change-url", &url, "--state-change-teardown"]);
            command.args(["--state-change-retries", "0"]);
        }
        let report = Report::of(&mut command, folder.path());
        Outcome { report, received: provider.received() }
    }

    fn content(&self, row: &Row, column: &str) -> Option<Content> {
        row.get(column).map(|cell| Content::of_cell(cell, &self.fixtures))
    }

    /// The answer of a defined interaction, with the cells of `changes` in place of its own.
    fn answer(&self, row: &Row, changes: Option<&Row>) -> Answer {
        let changes = changes.cloned().unwrap_or_default();
        let changed = |column| changes.get(column).or_else(|| row.get(column));
        let content = self.content(&changes, "response body");
        let original = self.content(row, "response body");
        let mut headers = headers(changed("response headers"));
        let kind = row.get("response content").map(str::to_owned);
        let own = original.as_ref().and_then(|content| content.kind.clone());
        headers.extend(kind.or(own).map(|kind| ("Content-Type".to_owned(), kind)));
        let body = content.or(original).map(|content| content.bytes).unwrap_or_default();
        Answer { status: changed("response").unwrap().parse().unwrap(), headers, body }
    }

    /// The interaction of a step `a Pact file for interaction N is to be verified ..`.
    fn interaction(&self, step: &Step) -> Value {
        let number = step.numbers()[0];
        let row = &self.defined[&number];
        let mut interaction = json!({
            "description": format!("interaction {number}"),
            "request": self.message(row, ["headers", "content", "body", "matching rules"]),
            "response": self.message(row, [
                "response headers", "response content", "response body", "response matching rules",
            ]),
        });
        interaction["request"]["method"] = json!(row.get("method").unwrap());
        interaction["request"]["path"] = json!(row.get("path").unwrap());
        if let Some(query) = row.get("query") {
            interaction["request"]["query"] = json!(query);
        }
        interaction["response"]["status"] =
            json!(row.get("response").unwrap().parse::<u16>().unwrap());
        if self.version == Version::V4 {
            interaction["type"] = json!("Synchronous/HTTP");
            interaction["pending"] = json!(step.text.ends_with("marked pending"));
            interaction["comments"] = comments(&step.table);
        }
        if let Some(state) = step.quoted().first() {
            let key = if self.version < Version::V3 { "providerState" } else { "providerStates" };
            interaction[key] = json!(state);
        } else if step.text.ends_with("the following provider states defined:") {
            interaction["providerStates"] = step.table.iter().map(state).collect();
        }
        interaction
    }

    fn message(&self, row: &Row, [header, kind, body, rules]: [&str; 4]) -> Value {
        let mut message = Map::new();
        let mut all = headers(row.get(header));
        let content = self.content(row, body);
        let own = content.as_ref().and_then(|content| content.kind.clone());
        let kind = row.get(kind).map(str::to_owned).or(own);
        all.extend(kind.map(|kind| ("Content-Type".to_owned(), kind)));
        message.insert(
            "headers".to_owned(),
            all.into_iter()
                .collect::<BTreeMap<_, _>>()
                .into_iter()
                .map(|(name, value)| (name, json!(value)))
                .collect::<Map<_, _>>()
                .into(),
        );
        if let Some(content) = content {
            message.insert("body".to_owned(), content.in_pact(self.version));
        }
        if let Some(file) = row.get(rules) {
            let text = std::fs::read_to_string(self.fixtures.join(file)).unwrap();
            message.insert("matchingRules".to_owned(), serde_json::from_str(&text).unwrap());
        }
        message.into()
    }
}

/// Pacts come from files and folders only. Should that change, these scenarios are to be played.
fn no_broker() -> String {
    let folder = TempDir::new().unwrap();
    let output = gatepact(folder.path()).args(["verify", "--broker-url", "x"]).output().unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(stderr.contains("unexpected argument '--broker-url'"), "{stderr}");
    "a broker is no source of pacts".to_owned()
}

fn state(row: &Row) -> Value {
    let params = row.get("Parameters").unwrap_or("{}");
    let params: Value = serde_json::from_str(params).unwrap();
    json!({ "name": row.get("State Name").unwrap(), "params": params })
}

fn comments(table: &[Row]) -> Value {
    let of = |kind| table.iter().filter(move |row| row.get("type") == Some(kind));
    let texts: Vec<_> = of("text").filter_map(|row| row.get("comment")).collect();
    json!({ "text": texts, "testname": of("testname").find_map(|row| row.get("comment")) })
}

/// `'NAME: VALUE', 'NAME: VALUE'`.
pub(crate) fn headers(cell: Option<&str>) -> Vec<(String, String)> {
    let quoted = cell.unwrap_or_default().split('\'').skip(1).step_by(2);
    quoted
        .map(|header| {
            let (name, value) = header.split_once(": ").unwrap();
            (name.to_owned(), value.to_owned())
        })
        .collect()
}
