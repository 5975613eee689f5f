//! Two documents and the pacts, reviewed under a policy: what changed, which consumers rely on it, does it break the
//! contract?

use gatepact_contract::Pact;
use gatepact_diff::policy::Policy;
use gatepact_diff::{Comparison, DocumentRemarks, NamedDocument, compare, document_remarks};
use gatepact_finding::{Coverage, Finding, SchemaStats};

use crate::impact::impact;

/// What a review found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Review {
    /// The changes: what opens an operation first, then the worst.
    pub changes: Vec<Finding>,
    /// What is said besides them: of waivers, and of faulty parts of the documents.
    pub remarks: Vec<Finding>,
    /// What was compared; absent where there was nothing to compare with.
    pub coverage: Option<Coverage>,
    /// How the comparison of the schemas ended; absent where there was nothing to compare with.
    pub stats: Option<SchemaStats>,
    /// Whether the policy takes the changes for a breach.
    pub is_broken: bool,
    /// Whether something could not be compared, and the policy does not allow it.
    pub is_unknown: bool,
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
    let (mut changes, stats, compared) = match before {
        Some(before) => {
            let Comparison { mut changes, stats, compared } =
                compare(before, after, policy.options);
            if !pacts.is_empty() {
                let reached = impact(&changes, before.document, after.document, pacts);
                for (change, affected) in changes.iter_mut().zip(reached) {
                    change.finding.consumers = Some(affected);
                }
            }
            (
                changes.into_iter().map(|change| change.finding).collect(),
                Some(stats),
                Some(compared),
            )
        }
        None => (Vec::new(), None, None),
    };
    let mut remarks = policy.waivers.apply(&mut changes, policy.today);
    let is_broken = changes.iter().any(|change| policy.fail_on.is_broken_by(change));
    let DocumentRemarks { findings, coverage } =
        document_remarks(before.zip(compared.as_ref()), after);
    remarks.extend(findings);
    let is_unknown = !policy.allow_uncompared && !coverage.is_complete();
    let coverage = compared.map(|_| coverage);
    Review { changes, remarks, coverage, stats, is_broken, is_unknown }
}
