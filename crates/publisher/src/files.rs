//! Files that are whole or absent: written beside, synced, renamed, and the directory synced.

use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::RegistryError;

/// The one name for what is being written. Publishers of a stage exclude each other, so a fixed name is enough, and the
/// next publication finds what a killed one left without a look at the directory.
const TEMPORARY: &str = ".publishing.tmp";

/// The right to write in one directory, given back when dropped, or by the system when the process dies: never stale.
pub(crate) struct Lock(#[expect(dead_code, reason = "held, not read")] File);

impl Lock {
    /// The directory is created where it is missing.
    pub(crate) fn take(folder: &Path) -> Result<Self, RegistryError> {
        let write_error = |source| RegistryError::Write { path: folder.to_owned(), source };
        create_folder(folder).map_err(write_error)?;
        let file = open_for_lock(folder).map_err(write_error)?;
        match file.try_lock() {
            Ok(()) => Ok(Self(file)),
            Err(TryLockError::WouldBlock) => Err(RegistryError::Busy { path: folder.to_owned() }),
            Err(TryLockError::Error(source)) => Err(write_error(source)),
        }
    }
}

/// On Unix the directory itself is locked, so that no lock file lies about in somebody's repository.
#[cfg(unix)]
fn open_for_lock(folder: &Path) -> io::Result<File> {
    File::open(folder)
}

#[cfg(not(unix))]
fn open_for_lock(folder: &Path) -> io::Result<File> {
    File::options().create(true).truncate(false).write(true).open(folder.join(".lock"))
}

/// Removes what a killed publisher left.
pub(crate) fn clean(folder: &Path) -> Result<(), RegistryError> {
    let path = folder.join(TEMPORARY);
    match fs::remove_file(&path) {
        Err(source) if source.kind() != io::ErrorKind::NotFound => {
            Err(RegistryError::Write { path, source })
        }
        _ => Ok(()),
    }
}

/// Writes a file whole. Only for the holder of the lock.
pub(crate) fn write(folder: &Path, name: &str, bytes: &[u8]) -> Result<(), RegistryError> {
    let path = folder.join(name);
    let temporary = folder.join(TEMPORARY);
    let attempt = || {
        let mut file = File::create(&temporary)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        drop(file);
        fs::rename(&temporary, &path)?;
        sync_folder(folder)
    };
    attempt().map_err(|source| RegistryError::Write { path: path.clone(), source })
}

/// The bytes of a file, or `None` where there is none.
pub(crate) fn read_if_there(path: &Path) -> Result<Option<Vec<u8>>, RegistryError> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(RegistryError::Read { path: path.to_owned(), source }),
    }
}

/// The names of the directories in one; none where it is missing.
pub(crate) fn folders(path: &Path) -> Result<Vec<String>, RegistryError> {
    let read_error = |source| RegistryError::Read { path: path.to_owned(), source };
    let entries = match fs::read_dir(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(read_error)?,
    };
    let mut names = Vec::new();
    for entry in entries {
        let entry = entry.map_err(read_error)?;
        if entry.path().is_dir() {
            names.extend(entry.file_name().into_string());
        }
    }
    names.sort();
    Ok(names)
}

/// The sha256 of bytes, in hexadecimal.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Each new directory is synced into its parent, or a crash of the machine could lose it with all that it holds.
fn create_folder(folder: &Path) -> io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    let parent = folder.parent().filter(|parent| !parent.as_os_str().is_empty());
    if let Some(parent) = parent {
        create_folder(parent)?;
    }
    match fs::create_dir(folder) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
        _ => {}
    }
    sync_folder(parent.unwrap_or(Path::new(".")))
}

#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Windows has no such thing; its renames are journaled.
#[cfg(not(unix))]
fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}
