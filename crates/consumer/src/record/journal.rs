use std::collections::BTreeSet;
use std::collections::hash_map::RandomState;
use std::env;
use std::fs::File;
use std::hash::{BuildHasher, Hasher};
use std::io::{self, Read, Seek, Write};
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

/// Which interactions the current run of the tests has recorded, kept in the lock file.
#[derive(Default, Deserialize, Serialize)]
pub(super) struct Journal {
    run: String,
    recorded: BTreeSet<String>,
}

/// What the processes of one run have in common. cargo-nextest, which runs every test in a process of
/// its own, names its run; otherwise a run is a process.
static RUN: LazyLock<String> = LazyLock::new(|| {
    env::var("NEXTEST_RUN_ID")
        .unwrap_or_else(|_| format!("{:016x}", RandomState::new().build_hasher().finish()))
});

impl Journal {
    /// The journal of this run. That of another run, or none at all, is an empty one.
    pub(super) fn read(file: &mut File) -> Self {
        let mut text = String::new();
        let read = file.read_to_string(&mut text).ok();
        read.and_then(|_| serde_json::from_str::<Self>(&text).ok())
            .filter(|journal| journal.run == *RUN)
            .unwrap_or_else(|| Self { run: RUN.clone(), recorded: BTreeSet::new() })
    }

    pub(super) fn write(&self, file: &mut File) -> io::Result<()> {
        file.set_len(0)?;
        file.rewind()?;
        file.write_all(serde_json::to_string(self)?.as_bytes())
    }

    pub(super) fn contains(&self, key: &str) -> bool {
        self.recorded.contains(key)
    }

    pub(super) fn extend(&mut self, keys: impl Iterator<Item = String>) {
        self.recorded.extend(keys);
    }
}
