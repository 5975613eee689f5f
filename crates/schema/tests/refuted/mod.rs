//! Labels that an independent validator refutes, beyond those the corpus itself corrects: the
//! value is given by the answer (a witness), or it is the only value of `a`.

/// The class of the fault, and the directions it spoilt.
pub(crate) const REFUTED: [(&str, &str); 13] = [
    ("embedding", "containment-testsuite/draft2019-09_nonvalid_recursiveRef__7 a_subset_b"),
    ("embedding", "containment-testsuite/draft2019-09_nonvalid_recursiveRef__8 a_subset_b"),
    ("embedding", "containment-testsuite/draft2019-09_nonvalid_ref__14 a_subset_b"),
    ("partial-negation", "containment-testsuite/draft2019-09_universal_ref__14 b_subset_a"),
    ("embedding", "containment-testsuite/draft2019-09_unsatisfiable_ref__12 a_subset_b"),
    ("not-negated", "containment-testsuite/draft2020-12_nonvalid_dynamicRef__1 a_subset_b"),
    ("embedding", "containment-testsuite/draft2020-12_nonvalid_dynamicRef__9 a_subset_b"),
    ("embedding", "containment-testsuite/draft2020-12_nonvalid_ref__14 a_subset_b"),
    ("partial-negation", "containment-testsuite/draft2020-12_universal_ref__14 b_subset_a"),
    ("embedding", "containment-testsuite/draft2020-12_unsatisfiable_ref__12 a_subset_b"),
    ("embedding", "containment-testsuite/draft4_unsatisfiable_ref__11 a_subset_b"),
    ("embedding", "containment-testsuite/draft6_nonvalid_ref__16 a_subset_b"),
    ("embedding", "containment-testsuite/draft7_unsatisfiable_ref__13 a_subset_b"),
];
