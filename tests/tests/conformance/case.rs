//! One promise, one answer, and what is right about them.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::binary::{Report, gatepact};
use crate::provider::{Answer, Provider};

/// What the judge of an answer may say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    Kept,
    Broken,
}

impl Verdict {
    pub(crate) fn kept_if(kept: bool) -> Verdict {
        if kept { Verdict::Kept } else { Verdict::Broken }
    }
}

/// A version of Pact's specification.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Version {
    V1,
    V1_1,
    V2,
    V3,
    V4,
}

impl Version {
    pub(crate) const ALL: [Version; 5] =
        [Version::V1, Version::V1_1, Version::V2, Version::V3, Version::V4];

    /// As folders are called.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Version::V1 => "v1",
            Version::V1_1 => "v1.1",
            Version::V2 => "v2",
            Version::V3 => "v3",
            Version::V4 => "v4",
        }
    }

    /// As a pact's metadata name it.
    pub(crate) fn number(self) -> &'static str {
        match self {
            Version::V1 => "1.0.0",
            Version::V1_1 => "1.1.0",
            Version::V2 => "2.0.0",
            Version::V3 => "3.0.0",
            Version::V4 => "4.0",
        }
    }
}

/// One promise and one answer.
#[derive(Debug, Clone)]
pub(crate) struct Case {
    /// Unique; it becomes the interaction's description.
    pub(crate) id: String,
    pub(crate) version: Version,
    /// The `response` of the interaction, as the pact has it.
    pub(crate) promised: Value,
    pub(crate) answer: Answer,
    /// What the case's author says.
    pub(crate) stated: Verdict,
}

/// The cases as pacts in a folder, one per version, and a server that gives each its answer.
pub(crate) struct Stand {
    pub(crate) folder: TempDir,
    pub(crate) provider: Provider,
}

impl Stand {
    pub(crate) fn of(cases: &[Case]) -> Stand {
        let folder = TempDir::new().unwrap();
        let mut answers = BTreeMap::new();
        for version in Version::ALL {
            let mut interactions = Vec::new();
            for (number, case) in cases.iter().enumerate().filter(|(_, c)| c.version == version) {
                let path = format!("/case/{number}");
                answers.insert(path.clone(), case.answer.clone());
                interactions.push(interaction(version, &case.id, &path, &case.promised));
            }
            if !interactions.is_empty() {
                let path = folder.path().join(format!("{}.json", version.name()));
                write_pact(&path, version, &interactions);
            }
        }
        Stand { folder, provider: Provider::of(answers) }
    }

    /// The report of the binary.
    pub(crate) fn ours(&self) -> Report {
        let mut command = gatepact(self.folder.path());
        command.args(["verify", "--dir", ".", "--provider-base-url", &self.provider.base_url]);
        Report::of(&mut command, self.folder.path())
    }
}

fn interaction(version: Version, description: &str, path: &str, response: &Value) -> Value {
    let mut interaction = json!({
        "description": description,
        "request": { "method": "GET", "path": path },
        "response": response
    });
    if version == Version::V4 {
        interaction["type"] = json!("Synchronous/HTTP");
    }
    interaction
}

pub(crate) fn write_pact(path: &Path, version: Version, interactions: &[Value]) {
    let pact = json!({
        "consumer": { "name": version.name() }, "provider": { "name": "p" },
        "interactions": interactions,
        "metadata": { "pactSpecification": { "version": version.number() } }
    });
    std::fs::write(path, serde_json::to_string_pretty(&pact).unwrap()).unwrap();
}
