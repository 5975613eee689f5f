//! The pact file: merged under a lock, replaced as a whole, the same bytes for the same interactions.

mod canonical;
mod file;
mod journal;
mod key;

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use pact_models::pact::ReadWritePact;
use pact_models::v4::interaction::V4Interaction;
use pact_models::v4::pact::V4Pact;
use serde_json::Value;

use self::journal::Journal;
use crate::Error;

pub(crate) use self::key::key;

/// Adds the interactions of a pact to its file in this directory.
///
/// The lock is held from the first read to the last write. It is on a file of its own, because the
/// pact file is replaced, and a lock on a replaced file excludes nobody.
pub(crate) fn record(directory: &Path, pact: &V4Pact) -> Result<(), Error> {
    let name = format!("{}-{}", pact.consumer.name, pact.provider.name);
    let file = directory.join(format!("{name}.json"));
    fs::create_dir_all(directory).map_err(io("create", directory))?;
    let mut lock = lock(&directory.join(format!(".{name}.lock")))?;
    let mut journal = Journal::read(&mut lock);

    let existing = file::read(&file)?;
    let merged = match &existing {
        None => pact.clone(),
        Some(bytes) => {
            let existing = file::parse(&file, bytes, pact)?;
            check_conflicts(&file, pact, &existing, &journal)?;
            merge(&file, pact, &existing)?
        }
    };

    // Written ahead: if the process dies in between, a key too many is remembered, not one too few.
    journal.extend(pact.interactions.iter().map(|interaction| key(&**interaction)));
    journal.write(&mut lock).map_err(io("write", &directory.join(format!(".{name}.lock"))))?;
    let bytes = canonical::bytes(&merged, &file)?;
    if existing.is_none_or(|existing| existing != bytes) {
        file::replace(&file, &directory.join(format!(".{name}.tmp")), &bytes)?;
    }
    Ok(())
}

/// Waits for the others and keeps them out until the file is dropped.
fn lock(path: &Path) -> Result<File, Error> {
    let file = File::options()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .open(path)
        .map_err(io("open", path))?;
    file.lock().map_err(io("lock", path))?;
    Ok(file)
}

/// What this run recorded must not be replaced by something else of the same identity: one of two
/// tests would be lost. What an earlier run recorded is replaced; that is how a contract changes.
fn check_conflicts(
    file: &Path,
    pact: &V4Pact,
    existing: &V4Pact,
    journal: &Journal,
) -> Result<(), Error> {
    let conflict = pact.interactions.iter().find(|interaction| {
        let key = key(&***interaction);
        let same_identity = |other: &&Interaction| other.key().as_ref() == Some(&key);
        journal.contains(&key)
            && existing
                .interactions
                .iter()
                .find(same_identity)
                .is_some_and(|other| content(other) != content(interaction))
    });
    match conflict {
        None => Ok(()),
        Some(interaction) => {
            Err(Error::Conflict { interaction: interaction.description(), file: file.to_owned() })
        }
    }
}

type Interaction = Box<dyn V4Interaction + Send + Sync + std::panic::RefUnwindSafe>;

fn content(interaction: &Interaction) -> Value {
    canonical::sorted(V4Interaction::to_json(&**interaction))
}

fn merge(file: &Path, pact: &V4Pact, existing: &V4Pact) -> Result<V4Pact, Error> {
    let merged = ReadWritePact::merge(pact, existing).and_then(|merged| merged.as_v4_pact());
    merged.map_err(|error| Error::Unmergeable { file: file.to_owned(), source: error.into() })
}

/// Says which step failed on which file.
fn io(action: &'static str, file: &Path) -> impl FnOnce(std::io::Error) -> Error {
    let file = PathBuf::from(file);
    move |source| Error::Io { action, file, source }
}
