//! What changed between two documents, whom it breaks, and what that means under a policy: one way for every command
//! that compares.
//!
//! | module | concept |
//! |---|---|
//! | `side` | a document, its name, the file it stands in |
//! | `finding`, `proof` | a change as reports tell it, and why it is believed |
//! | `policy` | from where on changes break the contract |
//! | `waiver`, `waived` | changes that somebody answers for, as `gatepact.toml` names them, and what they cover |
//! | `faults` | parts of a document that lead nowhere |
//! | `remark` | what is said besides the changes |
//! | `nearest` | the ids that a wrong one may have meant |

mod faults;
mod finding;
mod nearest;
mod policy;
mod proof;
mod remark;
mod side;
mod waived;
mod waiver;

pub(crate) use nearest::nearest;
pub(crate) use policy::{FailOn, Policy, outcome};
pub(crate) use remark::Remark;
pub(crate) use side::Side;
pub(crate) use waiver::WaiverConfig;

use gatepact_compat::impact;
use gatepact_openapi::diff::{self, compare};
use gatepact_publisher::Verdict;
use gatepact_report::{Changes, PactFile, Tally};

use crate::pacts::{Loaded, pact_file};

/// The comparison of two documents, judged.
pub(crate) struct Comparison {
    /// The changes, the worst first; then what is said besides.
    pub(crate) changes: Changes,
    pub(crate) verdict: Verdict,
    pub(crate) pacts: Vec<PactFile>,
    /// Whether a pact could not be read.
    pub(crate) unreadable: bool,
}

impl Policy {
    /// Compares and judges; without a document before nothing can have changed.
    pub(crate) fn judge(&self, before: Option<&Side>, after: &Side, loaded: Loaded) -> Comparison {
        let Loaded { pacts, findings: unread, unreadable } = loaded;
        let mut findings = Vec::new();
        let mut counts = None;
        if let Some(before) = before {
            let diff::Comparison { changes, tally } =
                compare(&before.document, &after.document, self.options);
            counts = Some(self::tally(tally));
            let mut relied = vec![None; changes.len()];
            if !pacts.is_empty() {
                let reached = impact(&changes, &before.document, &after.document, &pacts);
                relied = reached.into_iter().map(Some).collect();
            }
            let described = changes.iter().zip(relied);
            findings.extend(
                described.map(|(change, relied)| {
                    finding::of(change, [before, after], relied.as_deref())
                }),
            );
        }
        let remarks = waived::apply(&self.waivers, &mut findings, self.today);
        let verdict = self.verdict(&findings);
        findings.extend(remarks);
        findings.extend(faults::of(before, after));
        findings.extend(unread);
        let pacts = pacts.iter().map(pact_file).collect();
        let changes = Changes { findings, tally: counts };
        Comparison { changes, verdict, pacts, unreadable }
    }
}

fn tally(tally: diff::Tally) -> Tally {
    let diff::Tally { pairs, contained, witnessed, unproved, unverified } = tally;
    Tally { pairs, contained, witnessed, unproved, unverified }
}
