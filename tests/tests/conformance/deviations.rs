//! Lists of what differs, each with its reason. A list can neither grow nor go stale silently.

use std::collections::{BTreeMap, BTreeSet};

/// A case that comes out otherwise, and why that is right.
pub(crate) type Deviation = (&'static str, &'static str);

/// Compares what differs with what is listed. `differing` maps each case to what happened.
#[track_caller]
pub(crate) fn expect(what: &str, differing: &BTreeMap<String, String>, listed: &[Deviation]) {
    let names: BTreeSet<&str> = listed.iter().map(|(id, _)| *id).collect();
    assert_eq!(names.len(), listed.len(), "{what}: a case is listed twice");
    assert!(listed.iter().all(|(_, reason)| !reason.is_empty()), "{what}: a reason is missing");
    let new: Vec<_> = differing.iter().filter(|(id, _)| !names.contains(id.as_str())).collect();
    assert!(new.is_empty(), "{what}: not listed: {new:#?}");
    let stale: Vec<_> = names.iter().filter(|id| !differing.contains_key(**id)).collect();
    assert!(stale.is_empty(), "{what}: listed, and no longer so: {stale:#?}");
}
