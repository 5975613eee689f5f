//! Plays cases and compares the verdicts: with what their author says, and with Pact's own verifier.

use std::collections::BTreeMap;

use crate::binary::Report;
use crate::case::{Case, Stand, Verdict};
use crate::deviations::{Deviation, expect};
use crate::oracle;

/// Runs the cases. `from_stated` lists where the author is contradicted, `from_peer` where Pact's
/// own verifier is. Gives back our own report.
#[track_caller]
pub(crate) fn run(
    name: &str,
    cases: &[Case],
    from_stated: &[Deviation],
    from_peer: &[Deviation],
) -> Report {
    let stand = Stand::of(cases);
    let theirs = oracle::verdicts(stand.folder.path(), &stand.provider.base_url);
    let report = stand.ours();
    let ours = report.outcomes();
    assert_eq!(ours.len(), cases.len(), "every case is judged");
    assert_eq!(theirs.len(), cases.len(), "every case is judged by the peer");
    let (mut stated_differs, mut peer_differs) = (BTreeMap::new(), BTreeMap::new());
    for case in cases {
        let told = || {
            let about = |finding: &&serde_json::Value| finding["pact"]["interaction"] == case.id;
            let messages: Vec<_> =
                report.findings().iter().filter(about).map(|f| f["message"].to_string()).collect();
            format!("ours: {}: {}", ours[&case.id], messages.join("; "))
        };
        let verdict = match ours[&case.id].as_str() {
            "kept" => Verdict::Kept,
            "broken" => Verdict::Broken,
            _ => panic!("{}: {}", case.id, told()),
        };
        if verdict != case.stated {
            stated_differs.insert(case.id.clone(), told());
        }
        if verdict != theirs[&case.id] {
            peer_differs.insert(case.id.clone(), told());
        }
    }
    eprintln!(
        "{name}: {} cases, {} as stated, {} as Pact's own verifier says",
        cases.len(),
        cases.len() - stated_differs.len(),
        cases.len() - peer_differs.len()
    );
    expect(&format!("{name}, stated"), &stated_differs, from_stated);
    expect(&format!("{name}, peer"), &peer_differs, from_peer);
    report
}
