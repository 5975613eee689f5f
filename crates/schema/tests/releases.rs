//! All differing schemas of consecutive releases of a large API, counted.
#![allow(clippy::unwrap_used, reason = "a test says what went wrong by failing")]
#![allow(clippy::disallowed_methods, reason = "tests read files; the crate does not")]
#![allow(clippy::print_stderr, reason = "a test says what it counted or skipped")]

mod pairs;

use gatepact_schema::{Answer, Budget, Universe};
use pairs::{VERSIONS, differing, folder, read, sides};

#[test]
fn nearly_every_difference_of_all_releases_is_decided() {
    let Some(folder) = folder() else { return };
    let (mut unique, mut contained, mut witnesses, mut unverified) = (0, 0, 0, 0);
    let mut open = Vec::new();
    let mut old = read(&folder, VERSIONS[0]);
    for pair in VERSIONS.windows(2) {
        let new = read(&folder, pair[1]);
        let mut universe = Universe::new();
        let (a, b) = sides(&mut universe, &old, &new);
        let found = differing(&mut universe, (a, b), (&old, &new));
        assert!(found.common >= found.differing && found.differing >= found.unique.len());
        for question in &found.unique {
            let (from, to) = question.places(a, b);
            match universe.contains(from, to, question.reading(), Budget::default()) {
                Answer::Contained => contained += 1,
                Answer::Witness(value) => {
                    witnesses += 1;
                    assert_eq!(universe.accepts(from, question.reading(), &value), Ok(true));
                    assert_eq!(universe.accepts(to, question.reading(), &value), Ok(false));
                }
                Answer::Undecided(reason) => open.push(format!("{reason:?} {}", question.name)),
            }
            unique += 1;
        }
        unverified += universe.unverified();
        old = new;
    }
    eprintln!("{unique} unique: {contained} contained, {witnesses} witnesses, open: {open:#?}");
    assert_eq!(unverified, 0);
    assert!(unique > 1_000);
    assert!(open.len() * 100 <= unique, "{} of {unique} undecided", open.len());
}
