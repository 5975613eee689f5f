//! Why a change weighs what it weighs, and how it is proved: by its effect and direction.

use gatepact_openapi::diff::rules::Proved;
use gatepact_openapi::diff::severity::Effect;
use gatepact_openapi::diff::{Direction, Severity};

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
        (Effect::Dropped, Request) => {
            "what consumers had to send is no longer described: nobody says what becomes of it"
        }
        (Effect::Dropped, Response) => {
            "what was always there is no longer promised: who reads it may find nothing"
        }
        (Effect::Forgotten, Request | Response) => {
            "what might be there is no longer described: who uses it may find nothing, but nobody \
             promised it"
        }
        (Effect::Undecided, Request | Response) => {
            "the documents alone cannot tell what it does to a consumer"
        }
        (Effect::Granted, Request | Response) => "it is something new that nobody has to use",
        (Effect::Internal, Request | Response) => "nothing that is still promised changes",
    }
}

/// What stands behind such a finding.
pub(super) fn proof(proved: Proved, severity: Severity) -> &'static str {
    match (severity, proved) {
        (Severity::Safe, _) => "none is needed: it breaks nobody",
        (Severity::Risky | Severity::Breaking, Proved::Declared) => {
            "`declared`: the documents say so outside of their schemas, and no message shows it from \
             within them"
        }
        (Severity::Risky | Severity::Breaking, Proved::Withdrawn) => {
            "a witness: the message of the old release of which a part is gone, checked against its own \
             schemas by an independent validator. Where none can be made the finding says `unproved`, and \
             why"
        }
        (Severity::Risky | Severity::Breaking, Proved::Schema) => {
            "a witness: a whole request or response that one release takes or sends and the other does \
             not, checked against the schemas of both by an independent validator. Where none can be \
             made the finding says `unproved`, and why"
        }
    }
}
