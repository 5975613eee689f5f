//! The rules by which findings are made.

use std::collections::BTreeSet;

use gatepact_diff::rules::{Remark, change_ids};
use gatepact_verifier::Rule;

/// The ids of all rules: of changes, of what is said besides them, and of what `verify` finds.
pub(crate) fn ids() -> BTreeSet<String> {
    let remarks = Remark::ALL.iter().map(|remark| remark.id());
    let rules = Rule::ALL.iter().map(|rule| rule.id());
    change_ids().into_iter().chain(remarks).chain(rules).map(str::to_owned).collect()
}
