//! The ids that a wrong one may stand for.

/// The number of ids that are named.
const SHOWN: usize = 3;

/// Those of some ids that are nearest to a text, the nearest first: those that hold it, then those that begin with the
/// same word, each with the fewest edits first.
#[must_use]
pub fn did_you_mean<'i>(text: &str, ids: impl IntoIterator<Item = &'i str>) -> Vec<&'i str> {
    let text = text.trim().to_ascii_lowercase();
    let mut ids: Vec<_> = ids.into_iter().map(|id| (distance(&text, id), id)).collect();
    ids.sort();
    ids.into_iter().take(SHOWN).map(|(_, id)| id).collect()
}

/// A part of an id is nearer than any misspelling of the whole, and the kind of an id (`spec.`) nearer than its letters.
fn distance(text: &str, id: &str) -> (usize, usize) {
    let kind = |id: &str| id.split_once('.').map(|(kind, _)| kind.to_owned());
    if text.len() > 3 && id.contains(text) {
        (0, 0)
    } else if kind(text).is_some_and(|of_text| kind(id) == Some(of_text)) {
        (1, edits(text, id))
    } else {
        (2, edits(text, id))
    }
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
    use crate::rules::change_ids;

    fn near(text: &str) -> Vec<&'static str> {
        did_you_mean(text, change_ids())
    }

    #[test]
    fn edits_are_counted() {
        assert_eq!(edits("", "abc"), 3);
        assert_eq!(edits("kitten", "sitting"), 3);
        assert_eq!(edits("same", "same"), 0);
        assert_eq!(edits("abc", ""), 3);
    }

    #[test]
    fn a_slip_of_the_pen_and_a_half_remembered_id_are_found() {
        assert_eq!(near("response.type.chnaged")[0], "response.type.changed");
        assert_eq!(near("request.property.became_required")[0], "request.property.became-required");
        assert_eq!(near("respnse.type.changed")[0], "response.type.changed");
        assert!(near("became-required").iter().all(|id| id.ends_with("became-required")));
        assert!(near("operation.deleted").contains(&"operation.removed"));
    }

    #[test]
    fn an_unknown_id_of_a_kind_is_one_of_that_kind() {
        let ids = ["cors.changed", "spec.reference-unread", "spec.not-understood"];
        assert_eq!(did_you_mean("spec.nothing", ids)[2], "cors.changed");
    }
}
