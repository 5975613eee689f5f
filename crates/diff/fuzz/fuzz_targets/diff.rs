//! Two documents, parted by a line `%%`: they are compared in bounded time, the same each time, and every change that
//! breaks has something behind it.
#![no_main]

use gatepact_openapi::Document;
use gatepact_diff::{Options, compare};
use gatepact_finding::Severity;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Some(middle) = data.windows(4).position(|bytes| bytes == b"\n%%\n") else { return };
    let (old, new) = (Document::read(&data[..middle]), Document::read(&data[middle + 4..]));
    let (Ok(old), Ok(new)) = (old, new) else { return };
    assert!(compare(&old, &old, Options::default()).changes.is_empty());
    let comparison = compare(&old, &new, Options::default());
    assert_eq!(comparison.stats.unverified, 0);
    for change in &comparison.changes {
        assert!(change.severity() != Severity::Error || change.finding.proof.is_some(), "{change}");
    }
    assert_eq!(compare(&old, &new, Options::default()), comparison);
});
