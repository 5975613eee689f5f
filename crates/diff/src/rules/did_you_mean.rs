//! The ids of changes that a wrong one may stand for.

use super::change_ids;

/// The number of ids that are named.
const SHOWN: usize = 3;

/// The ids that are nearest to a text, the nearest first: those that hold it, then those with the fewest edits.
#[must_use]
pub fn did_you_mean(text: &str) -> Vec<&'static str> {
    let text = text.trim().to_ascii_lowercase();
    let mut ids: Vec<(usize, &str)> =
        change_ids().into_iter().map(|id| (distance(&text, id), id)).collect();
    ids.sort();
    ids.into_iter().take(SHOWN).map(|(_, id)| id).collect()
}

/// A part of an id is nearer than any misspelling of the whole.
fn distance(text: &str, id: &str) -> usize {
    let is_part = text.len() > 3 && id.contains(text);
    if is_part { 0 } else { 1 + edits(text, id) }
}

/// Levenshtein's distance, in bytes: ids are ASCII.
fn edits(one: &str, other: &str) -> usize {
    // Whatever was typed, only its beginning can be an id.
    let one = &one.as_bytes()[..one.len().min(100)];
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (done, byte) in one.iter().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], done + 1);
        for (at, wanted) in other.bytes().enumerate() {
            let replaced = diagonal + usize::from(*byte != wanted);
            diagonal = row[at + 1];
            row[at + 1] = replaced.min(row[at] + 1).min(diagonal + 1);
        }
    }
    row[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_are_counted() {
        assert_eq!(edits("", "abc"), 3);
        assert_eq!(edits("kitten", "sitting"), 3);
        assert_eq!(edits("same", "same"), 0);
        assert_eq!(edits("abc", ""), 3);
    }

    #[test]
    fn a_slip_of_the_pen_and_a_half_remembered_id_are_found() {
        assert_eq!(did_you_mean("response.type.chnaged")[0], "response.type.changed");
        assert_eq!(
            did_you_mean("request.property.became_required")[0],
            "request.property.became-required"
        );
        assert!(did_you_mean("became-required").iter().all(|id| id.ends_with("became-required")));
        assert!(did_you_mean("operation.deleted").contains(&"operation.removed"));
    }
}
