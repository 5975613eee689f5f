//! `gatepact demo`, from a folder that has nothing to do with the project.

use std::path::Path;

use tempfile::TempDir;

use crate::harness::{Said, gatepact};

#[test]
fn the_story_is_told_from_anywhere_and_its_files_can_be_looked_at() {
    let folder = TempDir::new().unwrap();
    // Settings of somebody else's must not change the story.
    std::fs::write(folder.path().join("gatepact.toml"), "[verify]\nfilter-state = 'x'\n").unwrap();
    let said = Said::of(
        gatepact(folder.path()).arg("demo").env("PACT_DESCRIPTION", "x").env("NO_COLOR", "1"),
    )
    .expect(
        0,
        &[
            "KEPT: every promise to 2 consumers",
            "KEPT: the first release breaks nobody",
            "BROKEN: web-shop breaks (9 kept, 3 broken of 12 interactions)",
            "$.total",
            "BROKEN: web-shop breaks (1 breaking, 0 risky, 1 safe of 2 changes)",
            "Order.total: the type changed from `number` to `string`",
        ],
    );
    assert!(said.stderr.is_empty(), "{}", said.stderr);
    assert!(!said.stdout.contains('\u{1b}'));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    let kept = said.stdout.lines().find_map(|line| line.strip_prefix("Everything is in ")).unwrap();
    for file in ["1.0.0.json", "2.0.0.full.json", "index.json"] {
        assert!(Path::new(kept).join("openapi/orders-api/prod").join(file).is_file(), "{file}");
    }
    std::fs::remove_dir_all(kept).unwrap();
}
