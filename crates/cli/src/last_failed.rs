//! What failed the last time: `.gatepact/last-failed.json`, beside `gatepact.toml` or in the working
//! directory.
//!
//! A run that finds nothing broken writes nothing. The folder tells git to leave it alone.

use std::collections::BTreeSet;
use std::path::Path;

use gatepact_report::{InteractionResult, Shown, Verdict};
use gatepact_verifier::InteractionKey;
use serde::{Deserialize, Serialize};

use crate::error::CliError;
use crate::output::replace;

const FILE_NAME: &str = "last-failed.json";

/// The version of the file's form.
const VERSION: &str = "last-failed/1";

#[derive(Debug, Serialize, Deserialize)]
struct Remembered {
    gatepact: String,
    interactions: Vec<Entry>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Entry {
    consumer: String,
    provider: String,
    description: String,
    states: Vec<String>,
}

/// What failed the last time; `None` when nothing is known to have failed.
pub(crate) fn read(memory: &Path) -> Result<Option<BTreeSet<InteractionKey>>, CliError> {
    let path = memory.join(FILE_NAME);
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(unusable(&path, &error.to_string())),
    };
    let remembered: Remembered =
        serde_json::from_str(&text).map_err(|error| unusable(&path, &error.to_string()))?;
    if remembered.gatepact != VERSION {
        return Err(unusable(&path, "another version of gatepact wrote it"));
    }
    let keys: BTreeSet<_> = remembered.interactions.into_iter().map(Entry::key).collect();
    Ok((!keys.is_empty()).then_some(keys))
}

/// Remembers what failed now, and forgets what failed before and was kept now. What was not asked
/// this time stays as it is.
pub(crate) fn remember(memory: &Path, results: &[InteractionResult]) -> std::io::Result<()> {
    let before = read(memory).ok().flatten();
    let known = before.is_some();
    let mut failed = before.unwrap_or_default();
    for result in results {
        match result.outcome {
            Verdict::Broken | Verdict::Unknown => {
                failed.insert(key(result));
            }
            Verdict::Kept => {
                failed.remove(&key(result));
            }
            Verdict::Skipped => {}
        }
    }
    let path = memory.join(FILE_NAME);
    if failed.is_empty() {
        return if known { std::fs::remove_file(path) } else { Ok(()) };
    }
    std::fs::create_dir_all(memory)?;
    let ignored = memory.join(".gitignore");
    if !ignored.exists() {
        replace(&ignored, &Shown::own("*\n".to_owned()))?;
    }
    let interactions = failed.into_iter().map(Entry::of).collect();
    let remembered = Remembered { gatepact: VERSION.to_owned(), interactions };
    replace(&path, &Shown::json(&remembered)?)
}

fn key(result: &InteractionResult) -> InteractionKey {
    InteractionKey {
        consumer: result.consumer.clone(),
        provider: result.provider.clone(),
        description: result.description.clone(),
        states: result.states.clone(),
    }
}

impl Entry {
    fn of(key: InteractionKey) -> Entry {
        let InteractionKey { consumer, provider, description, states } = key;
        Entry { consumer, provider, description, states }
    }

    fn key(self) -> InteractionKey {
        let Entry { consumer, provider, description, states } = self;
        InteractionKey { consumer, provider, description, states }
    }
}

fn unusable(path: &Path, problem: &str) -> CliError {
    CliError::usage_with_help(
        format!("--last-failed: {} cannot be used: {problem}", path.display()),
        "delete it, or leave --last-failed away",
    )
}
