//! What a change means for a team: how bad it is, what was announced, what is waived.
//!
//! | module | concept |
//! |---|---|
//! | `severity` | how bad a loss is |
//! | `sunset_exemption` | removals that were announced |
//! | `stability_exemption` | changes of operations that promised nothing |
//! | `finding`, `schema_place` | a change as a finding |
//! | `waiver` | changes that a team answers for, until a day |

mod finding;
mod schema_place;
mod severity;
mod stability_exemption;
mod sunset_exemption;
mod waiver;

pub use severity::{rule, rules, severity};
pub use waiver::{Waiver, Waivers};

use gatepact_finding::FailOn;

use crate::change::Change;
use crate::evidence::ProvenChange;
use crate::named_document::NamedDocument;
use crate::options::Options;
use stability_exemption::Unstable;

/// How a comparison is judged.
#[derive(Debug, Clone)]
pub struct Policy {
    /// Which changes break the contract.
    pub fail_on: FailOn,
    /// Whether what could not be compared leaves the answer alone.
    pub allow_uncompared: bool,
    /// The changes that are waived.
    pub waivers: Waivers,
    /// The day of the run, UTC: waivers end.
    pub today: time::Date,
    /// How documents are compared.
    pub options: Options,
}

/// The changes as findings: what opens an operation first, then the worst.
pub(crate) fn judge(
    proven: Vec<ProvenChange>,
    sides: [NamedDocument<'_>; 2],
    options: Options,
) -> Vec<Change> {
    let old = sides[0].document.root();
    let unstable = Unstable::of(sides[0].document);
    let judged = proven.into_iter().map(|mut change| {
        sunset_exemption::apply(&mut change, &old, options.today);
        let level = unstable.level_of(&change);
        let mut change = finding::change(change, sides);
        if let Some(level) = level {
            stability_exemption::apply(&mut change, level);
        }
        change
    });
    let mut changes: Vec<Change> = judged.collect();
    changes.sort_by_cached_key(Change::rank);
    changes
}
