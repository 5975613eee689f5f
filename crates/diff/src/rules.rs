//! Every rule by which `diff` finds something: kinds of change, and what is said besides them.
//!
//! The id of a change is `request.<name>` or `response.<name>` where the kind exists in a direction, and the plain name
//! where it concerns the API or an operation as a whole.
//!
//! | module | concept |
//! |---|---|
//! | `change_kind` | a row for each kind of change, in its `table` |
//! | `effect` | what a kind of change does to a promise |
//! | `callers` | the sentences of a changelog |
//! | `remark` | what is said besides the changes |
//! | `did_you_mean` | the ids that a wrong one may stand for |

mod callers;
mod change_kind;
mod did_you_mean;
mod effect;
mod remark;

pub use callers::for_callers;
pub use change_kind::{AppliesTo, CHANGE_KINDS, ChangeKind, ChangeKindInfo, ProofKind};
pub use did_you_mean::did_you_mean;
pub use effect::Effect;
pub use remark::Remark;

/// The ids of all kinds of change, sorted.
#[must_use]
pub fn change_ids() -> Vec<&'static str> {
    let ids = |info: &'static ChangeKindInfo| info.directions().iter().map(|way| info.id(*way));
    let mut ids: Vec<_> = CHANGE_KINDS.iter().flat_map(ids).collect();
    ids.sort_unstable();
    ids
}
