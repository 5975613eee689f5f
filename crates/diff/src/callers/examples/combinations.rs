//! One choice of each list: all combinations, or those that differ from the first one in one place.

/// The maximum number of callers for all combinations of an alternative; beyond it a caller differs in one value.
const MAX_COMBINATIONS: usize = 64;

/// All combinations of indices where they are few; else the first of each list, and those that differ from it in one place.
pub(super) fn indices(lengths: &[usize]) -> Vec<Vec<usize>> {
    let total = lengths.iter().try_fold(1_usize, |total, length| total.checked_mul(*length));
    if total.is_some_and(|total| total <= MAX_COMBINATIONS) {
        let add = |all: Vec<Vec<usize>>, length: &usize| {
            let one = |index: Vec<usize>| {
                (0..*length).map(move |last| index.iter().copied().chain([last]).collect())
            };
            all.into_iter().flat_map(one).collect()
        };
        return lengths.iter().fold(vec![Vec::new()], add);
    }
    if lengths.contains(&0) {
        return Vec::new();
    }
    let first = vec![0; lengths.len()];
    let mut result = vec![first.clone()];
    for (place, length) in lengths.iter().enumerate() {
        result.extend((1..*length).map(|index| {
            let mut other = first.clone();
            other[place] = index;
            other
        }));
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_combinations_are_all_asked_and_many_differ_in_one_place() {
        assert_eq!(indices(&[2, 3]).len(), 6);
        assert_eq!(indices(&[]), [Vec::<usize>::new()]);
        assert_eq!(indices(&[4, 0, 5]).len(), 0);
        assert_eq!(indices(&[9, 9, 9]).len(), 1 + 8 + 8 + 8);
        assert_eq!(indices(&[99, 99, 0]).len(), 0);
    }
}
