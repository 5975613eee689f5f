//! Two documents and the pacts, reviewed under a policy: what changed, which consumers rely on it, does it break the
//! contract?

use gatepact_contract::Pact;
use gatepact_diff::policy::Policy;
use gatepact_diff::{Comparison, NamedDocument, compare, dangling};
use gatepact_finding::{Finding, SchemaStats};

use crate::impact::impact;

/// What a review found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Review {
    /// The changes, the worst first.
    pub changes: Vec<Finding>,
    /// What is said besides them: of waivers, and of parts that lead nowhere.
    pub remarks: Vec<Finding>,
    /// How the comparison of the schemas ended; absent where there was nothing to compare with.
    pub stats: Option<SchemaStats>,
    /// Whether the policy takes the changes for a breach.
    pub is_broken: bool,
}

/// Reviews the document after; without a document before nothing can have changed. Whom a change breaks is said where
/// there are pacts.
#[must_use]
pub fn review(
    policy: &Policy,
    before: Option<NamedDocument<'_>>,
    after: NamedDocument<'_>,
    pacts: &[Pact],
) -> Review {
    let (mut changes, stats) = match before {
        Some(before) => {
            let Comparison { mut changes, stats } = compare(before, after, policy.options);
            if !pacts.is_empty() {
                let reached = impact(&changes, before.document, after.document, pacts);
                for (change, affected) in changes.iter_mut().zip(reached) {
                    change.finding.consumers = Some(affected);
                }
            }
            (changes.into_iter().map(|change| change.finding).collect(), Some(stats))
        }
        None => (Vec::new(), None),
    };
    let mut remarks = policy.waivers.apply(&mut changes, policy.today);
    let is_broken = policy.fail_on.is_broken_by(&changes);
    remarks.extend(dangling(before, after));
    Review { changes, remarks, stats, is_broken }
}
