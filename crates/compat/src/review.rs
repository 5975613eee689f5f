//! Two documents and the pacts, reviewed under a policy: what changed, whom it breaks, does it break the contract?

use gatepact_contract::Pact;
use gatepact_diff::policy::Policy;
use gatepact_diff::{Comparison, DocumentRemarks, NamedDocument, compare, document_remarks};
use gatepact_finding::{Coverage, FailOnWord, Finding, Impact, SchemaStats};
use gatepact_matching::Runner;

use crate::impact::{Reached, impact};

/// What a review found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Review {
    /// The changes: what opens an operation first, then the worst.
    pub changes: Vec<Finding>,
    /// Whom the changes break; absent without pacts, and where there was nothing to compare with.
    pub impact: Option<Impact>,
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
/// there are pacts; `run` bounds how long their matching may take.
#[must_use]
pub fn review(
    policy: &Policy,
    before: Option<NamedDocument<'_>>,
    after: NamedDocument<'_>,
    pacts: &[Pact],
    run: &Runner<'_>,
) -> Review {
    let (mut changes, mut reached, stats, compared) = match before {
        Some(before) => {
            let Comparison { mut changes, stats, compared } =
                compare(before, after, policy.options);
            let reached =
                (!pacts.is_empty()).then(|| impact(&changes, [before, after], pacts, run));
            if let Some(Reached { consumers, touches, .. }) = &reached {
                for (change, (broken, touched)) in
                    changes.iter_mut().zip(consumers.iter().zip(touches))
                {
                    change.finding.consumers = Some(broken.clone());
                    change.finding.touches.clone_from(touched);
                }
            }
            let findings: Vec<Finding> = changes.into_iter().map(|change| change.finding).collect();
            (findings, reached.map(|reached| reached.impact), Some(stats), Some(compared))
        }
        None => (Vec::new(), None, None, None),
    };
    let mut remarks = policy.waivers.apply(&mut changes, policy.today);
    if let Some(impact) = &mut reached {
        policy.waivers.apply_to_consumers(impact, &changes, policy.today);
    }
    let asks_consumers = policy.fail_on.has(FailOnWord::Consumers);
    let breaks_consumers = reached.as_ref().is_some_and(|impact| impact.counted().next().is_some());
    let by_changes = policy.fail_on.without(FailOnWord::Consumers);
    let is_broken = changes.iter().any(|change| by_changes.is_broken_by(change))
        || (asks_consumers && breaks_consumers);
    // Without a pact no consumer was asked.
    let is_blind =
        asks_consumers && before.is_some() && reached.as_ref().is_none_or(Impact::is_blind);
    let DocumentRemarks { findings, coverage } =
        document_remarks(before.zip(compared.as_ref()), after);
    remarks.extend(findings);
    let is_unknown = (!policy.allow_uncompared && !coverage.is_complete()) || is_blind;
    let coverage = compared.map(|_| coverage);
    Review { changes, impact: reached, remarks, coverage, stats, is_broken, is_unknown }
}
