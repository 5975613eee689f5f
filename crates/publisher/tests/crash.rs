//! A publisher that is killed at any moment leaves the registry whole.
#![allow(clippy::unwrap_used, reason = "a test says what went wrong by failing")]

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant, SystemTime};

use gatepact_openapi::Document;
use gatepact_publisher::{Name, Outcome, Publication, Registry, ReleaseSource, Verdict};

const KILLS: u64 = 50;
const REGISTRY: &str = "GATEPACT_TEST_REGISTRY";

fn names() -> (Name, Name) {
    (Name::api("orders").unwrap(), Name::stage("prod").unwrap())
}

/// Small, so that a publisher spends its time in writing and syncing, where the kill is to hit it.
fn publication(release: &str) -> Publication {
    let text =
        format!("openapi: 3.0.1\ninfo: {{title: orders, version: '{release}'}}\npaths: {{}}\n");
    let document = Document::read(&text).unwrap();
    let source = ReleaseSource::new(&document, text.into_bytes());
    Publication::new("orders", "prod", release, &document).unwrap().source(source)
}

/// Not a test of its own: the process that the test below kills. It publishes until it dies.
#[test]
#[ignore = "runs inside the crash test"]
fn victim() {
    let Some(root) = std::env::var_os(REGISTRY) else { return };
    let registry = Registry::open(root);
    let (api, stage) = names();
    let start = registry.index(&api, &stage).unwrap().map_or(0, |index| index.generation);
    for number in start.. {
        let prepared = registry.prepare(publication(&format!("{number}"))).unwrap();
        prepared.commit(Verdict::default()).unwrap();
    }
}

#[test]
fn killed_at_any_moment_the_registry_is_whole() {
    let root = tempfile::tempdir().unwrap();
    let registry = Registry::open(root.path());
    let (api, stage) = names();
    let mut seed = SystemTime::UNIX_EPOCH.elapsed().unwrap().as_nanos() as u64;
    let (mut interrupted, mut unnamed_so_far) = (0, 0);
    for round in 0..KILLS {
        let before = registry.index(&api, &stage).unwrap().map_or(0, |index| index.generation);
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "victim", "--ignored", "--nocapture"])
            .env(REGISTRY, root.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // Wait until it is at work, then for a moment that nobody chose.
        let started = Instant::now();
        while registry.index(&api, &stage).unwrap().map_or(0, |index| index.generation) == before {
            assert!(started.elapsed() < Duration::from_secs(60), "the victim does not publish");
            assert!(child.try_wait().unwrap().is_none(), "the victim died by itself");
        }
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        std::thread::sleep(Duration::from_micros((seed >> 33) % 20_000));
        child.kill().unwrap();
        child.wait().unwrap();
        interrupted += usize::from(unnamed(root.path()) > unnamed_so_far);

        // Whole: every release that the index names is there with its bytes.
        let index = registry.index(&api, &stage).unwrap().unwrap();
        for release in &index.releases {
            registry.release(&api, &stage, &release.release).unwrap();
            assert!(registry.source(&api, &stage, &release.release).unwrap().is_some());
        }
        // Open: no lock is left, and what the victim was about to publish can be published with other bytes.
        let release = format!("after {round}");
        let published =
            registry.prepare(publication(&release)).unwrap().commit(Verdict::default()).unwrap();
        assert_eq!(published.outcome, Outcome::Created);
        assert!(!has_temporary(root.path()), "the next publication cleans up");
        unnamed_so_far = unnamed(root.path());
    }
    assert!(interrupted > 0, "no kill hit a publication: the test proves nothing");
}

fn files(root: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(root.join("orders/prod")).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

fn has_temporary(root: &Path) -> bool {
    files(root).iter().any(|name| name.ends_with(".tmp"))
}

/// How many files no index names, temporary or not: one more means that the kill came in the middle.
fn unnamed(root: &Path) -> usize {
    let (api, stage) = names();
    let index = Registry::open(root).index(&api, &stage).unwrap().unwrap();
    files(root).len() - (index.releases.len() * 3 + 1)
}
