//! Releases of real interfaces: each breaking change is shown by a message, declared, or honestly not decided.

use std::io::Read;
use std::path::{Path, PathBuf};

use gatepact_diff::{Options, compare};
use gatepact_finding::SchemaStats;
use gatepact_openapi::Document;

use crate::witnesses::Pair;

/// Pairs of releases of a large interface.
const OCTOKIT: [(&str, &str); 3] =
    [("18.2.0", "19.0.0"), ("19.1.0", "20.0.0"), ("23.0.0", "23.0.1")];

#[test]
fn releases_of_a_large_interface_are_witnessed() {
    let cache = std::env::var_os("GATEPACT_CACHE").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../target"),
        PathBuf::from,
    );
    let path = |version: &str| cache.join("octokit").join(format!("{version}.json"));
    if !OCTOKIT.iter().all(|(old, new)| path(old).is_file() && path(new).is_file()) {
        eprintln!("skipped: octokit not present (crates/schema/scripts/fetch-octokit.sh)");
        return;
    }
    let read = |version: &str| Document::read(std::fs::read(path(version)).unwrap()).unwrap();
    let pairs = OCTOKIT.iter().map(|(old, new)| (read(old), read(new)));
    few_are_unproved("octokit", pairs);
}

#[test]
fn a_history_is_witnessed() {
    let root = std::env::var_os("GATEPACT_CORPORA").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpora"),
        PathBuf::from,
    );
    let folder = root.join("histories/box");
    if !folder.is_dir() {
        eprintln!("skipped: corpora/histories/box not present");
        return;
    }
    let pairs = (0..10).map(|at| (unpacked(&folder, at), unpacked(&folder, at + 1)));
    few_are_unproved("box", pairs);
}

fn unpacked(folder: &Path, at: usize) -> Document {
    let packed = std::fs::read(folder.join(format!("{at:04}.json.gz"))).unwrap();
    let mut text = Vec::new();
    flate2::read::GzDecoder::new(packed.as_slice()).read_to_end(&mut text).unwrap();
    Document::read(text).unwrap()
}

/// All that breaks is checked; at most one pair of schemas in a hundred stays open.
fn few_are_unproved(name: &str, pairs: impl Iterator<Item = (Document, Document)>) {
    let (mut all, mut witnessed, mut unproved, mut count) = (SchemaStats::default(), 0, 0, 0);
    for (old, new) in pairs {
        let comparison = compare(&old, &new, Options::default());
        let counts = match Pair::new(&old, &new).check(&comparison) {
            Ok(counts) => counts,
            Err(why) => panic!("{name}, pair {count}: {why}"),
        };
        witnessed += counts.witnessed;
        unproved += counts.unproved;
        all.pairs += comparison.stats.pairs;
        all.unproved += comparison.stats.unproved;
        all.unverified += comparison.stats.unverified;
        count += 1;
    }
    eprintln!(
        "{name}: {count} pairs of releases, {witnessed} witnesses, {unproved} unproved, {all:?}"
    );
    assert!(witnessed > 0 && all.pairs > 0);
    assert_eq!(all.unverified, 0);
    assert!(all.unproved * 100 <= all.pairs, "{all:?}");
}
