//! Why a change weighs what it weighs, and how it is proved: by its effect and direction.

use gatepact_diff::rules::{Effect, ProofKind};
use gatepact_finding::{Direction, Severity};

/// Why the table of severities says so.
pub(super) fn why(effect: Effect, direction: Direction) -> &'static str {
    use Direction::{Request, Response};
    match (effect, direction) {
        (Effect::Withdrawn, Request | Response) => {
            "a promise is withdrawn: who relied on it finds nothing in its place"
        }
        (Effect::Replaced, Request | Response) => {
            "something else stands in the place of what was promised: who relied on it does not find it"
        }
        (Effect::Narrowed, Request) => "a request that was accepted before may be refused now",
        (Effect::Narrowed, Response) => {
            "a response may hold less than it might have before: who could take all of it can take this"
        }
        (Effect::Widened | Effect::Extended, Request) => {
            "every request that was accepted before is still accepted"
        }
        (Effect::Widened, Response) => {
            "a response may come that could not come before, and of another nature (an absence, a null, \
             another type): who was ready for the old ones is not ready for it"
        }
        (Effect::Extended, Response) => {
            "a response may come that could not come before, but of the same nature: who is ready for \
             more of the same can take it, who lists what may come cannot"
        }
        (Effect::Removed, Request) => {
            "what consumers had to send is no longer described: nobody says what becomes of it"
        }
        (Effect::Removed, Response) => {
            "what was always there is no longer promised: who reads it may find nothing"
        }
        (Effect::Undescribed, Request | Response) => {
            "what might be there is no longer described: who uses it may find nothing, but nobody \
             promised it"
        }
        (Effect::Undecided, Request | Response) => {
            "the documents alone cannot tell what it does to a consumer"
        }
        (Effect::Allowed, Request | Response) => "it is something new that nobody has to use",
        (Effect::Internal, Request | Response) => "nothing that is still promised changes",
    }
}

/// What stands behind such a finding.
pub(super) fn proof(kind: ProofKind, severity: Severity) -> &'static str {
    match (severity, kind) {
        (Severity::Info, _) => "none is needed: it breaks nobody",
        (Severity::Warning | Severity::Error, ProofKind::Caller) => {
            "a witness: a caller whom the old release lets in and the new one refuses, or may refuse"
        }
        (Severity::Warning | Severity::Error, ProofKind::Declared) => {
            "`declared`: the documents say so outside of their schemas, and no message shows it from \
             within them"
        }
        (Severity::Warning | Severity::Error, ProofKind::Withdrawn) => {
            "a witness: the message of the old release of which a part is gone, checked against its own \
             schemas by an independent validator. Where none can be made the finding says `unproved`, and \
             why"
        }
        (Severity::Warning | Severity::Error, ProofKind::Schema) => {
            "a witness: a whole request or response that one release takes or sends and the other does \
             not, checked against the schemas of both by an independent validator. Where none can be \
             made the finding says `unproved`, and why"
        }
    }
}
