//! What changed between two documents, whom it breaks, and what that means under a policy: one way for every command
//! that compares.
//!
//! | module | concept |
//! |---|---|
//! | `read_document` | a document, its name, the file it stands in |
//! | `fail_on`, `policy` | flags and settings as a policy |
//! | `waivers` | `[[waiver]]` of `gatepact.toml` |

mod fail_on;
mod policy;
mod read_document;
mod waivers;

pub(crate) use fail_on::{fail_on, fail_on_word};
pub(crate) use policy::{Leniency, check_pacts, outcome, policy};
pub(crate) use read_document::ReadDocument;
pub(crate) use waivers::WaiverConfig;

use gatepact_compat::{Review, review};
use gatepact_diff::policy::Policy;
use gatepact_publisher::Verdict;
use gatepact_report::{ChangeCounts, Changes, PactFile};

use crate::pacts::{Loaded, pact_file};

/// The comparison of two documents, judged.
pub(crate) struct Comparison {
    /// The changes: what opens an operation first, then the worst; then what is said besides.
    pub(crate) changes: Changes,
    pub(crate) verdict: Verdict,
    pub(crate) pacts: Vec<PactFile>,
    /// Whether a pact could not be read.
    pub(crate) unreadable: bool,
}

/// Compares and judges; without a document before nothing can have changed.
pub(crate) fn judge(
    policy: &Policy,
    (before, after): (Option<&ReadDocument>, &ReadDocument),
    loaded: Loaded,
) -> Comparison {
    let Loaded { pacts, findings: unread, unreadable } = loaded;
    let before = before.map(ReadDocument::named);
    let review = review(policy, before, after.named(), &pacts);
    let Review { changes: mut findings, remarks, coverage, stats, is_broken, is_unknown } = review;
    let counts = ChangeCounts::of(&findings, !pacts.is_empty());
    findings.extend(remarks);
    findings.extend(unread);
    Comparison {
        changes: Changes { findings, stats, coverage },
        verdict: policy::verdict((is_broken, is_unknown), counts),
        pacts: pacts.iter().map(pact_file).collect(),
        unreadable,
    }
}
