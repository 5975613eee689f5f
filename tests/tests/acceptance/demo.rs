//! `gatepact demo`, from a folder that has nothing to do with the project.

use tempfile::TempDir;

use crate::harness::{Said, gatepact};

#[test]
fn the_story_is_told_from_anywhere_and_leaves_nothing_behind() {
    let folder = TempDir::new().unwrap();
    // Settings of somebody else's must not change the story.
    std::fs::write(folder.path().join("gatepact.toml"), "[verify]\nfilter-state = 'x'\n").unwrap();
    let said = Said::of(
        gatepact(folder.path()).arg("demo").env("PACT_DESCRIPTION", "x").env("NO_COLOR", "1"),
    )
    .expect(0, &["KEPT: every promise to 2 consumers", "BROKEN: web-shop breaks", "$.total"]);
    assert!(said.stderr.is_empty(), "{}", said.stderr);
    assert!(!said.stdout.contains('\u{1b}'));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}
