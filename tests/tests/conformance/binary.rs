//! The binary and its JSON report.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// A command that knows nothing of this machine's settings and credentials.
pub(crate) fn gatepact(cwd: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gatepact-under-test"));
    command.current_dir(cwd).env_clear();
    command
}

/// What a run of `verify` reported.
pub(crate) struct Report {
    pub(crate) code: i32,
    pub(crate) json: Value,
    /// What a user reads at the terminal.
    pub(crate) text: String,
}

impl Report {
    /// Runs a command that works in `folder`.
    pub(crate) fn of(command: &mut Command, folder: &Path) -> Report {
        let output = command.args(["--report", "json=report"]).output().unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(!stderr.contains("panicked"), "{stderr}");
        let json = std::fs::read(folder.join("report"))
            .unwrap_or_else(|error| panic!("no report: {error}: {stderr}"));
        let text = String::from_utf8(output.stdout).unwrap();
        let json = serde_json::from_slice(&json).unwrap();
        Report { code: output.status.code().unwrap(), json, text }
    }

    /// The outcome of each interaction, by description.
    pub(crate) fn outcomes(&self) -> BTreeMap<String, String> {
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let interactions = self.json["interactions"].as_array().unwrap();
        interactions.iter().map(|i| (text(&i["description"]), text(&i["outcome"]))).collect()
    }

    pub(crate) fn findings(&self) -> &Vec<Value> {
        self.json["findings"].as_array().unwrap()
    }

    /// The findings of one rule.
    pub(crate) fn findings_of(&self, id: &str) -> impl Iterator<Item = &Value> {
        self.findings().iter().filter(move |finding| finding["id"] == id)
    }
}
