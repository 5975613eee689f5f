//! Whole messages around a value: the request or response that shows a change.

mod request;
mod response;
mod style;

use serde_json::Value;

use super::change::Change;
use super::judge::Judge;
use super::proof::{Proof, Release, Witness};
use super::rules::Proved;
use super::severity::Direction;
use super::walk::{Exchange, Part};

/// The proof of a change in a schema: the message that holds a value which only one release has.
pub(super) fn witness<'d>(
    judge: &mut Judge<'d>,
    change: &Change,
    (exchange, part, value): (&Exchange<'d>, Option<&Part<'d>>, Value),
) -> Proof {
    let mut witness = Witness {
        request: None,
        response: None,
        operation: Some(exchange.name.clone()).filter(|name| !name.is_empty()),
        of: Release::Old,
        why: change.message(),
    };
    match (change.direction, part) {
        (_, Some(Part::Sent(name, media))) => {
            witness.of = Release::New;
            witness.operation = None;
            witness.request = Some(request::sent(name, media, value));
        }
        (_, Some(Part::Reply(status, media))) => {
            witness.operation = None;
            witness.response = Some(response::reply(status, media, value));
        }
        (Direction::Request, Some(part)) => {
            let Some(old) = &exchange.old else { return unproved() };
            let Some(request) = request::around(judge, old, (part, value)) else { return unsent() };
            witness.request = Some(request);
        }
        (Direction::Response, Some(part)) => {
            let Some(new) = &exchange.new else { return unproved() };
            witness.of = Release::New;
            let Some(response) = response::around(judge, new, (part, value)) else {
                return unsent();
            };
            witness.response = Some(response);
        }
        (Direction::Request | Direction::Response, None) => return unproved(),
    }
    Proof::Witness(Box::new(witness))
}

fn unproved() -> Proof {
    Proof::Unproved("the operation of the message is not known".to_owned())
}

fn unsent() -> Proof {
    Proof::Unproved("no whole message around the change was found".to_owned())
}

/// The proof of a change that stands outside of the schemas.
pub(super) fn stated<'d>(
    judge: &mut Judge<'d>,
    change: &Change,
    (exchange, part): (Option<&Exchange<'d>>, Option<&Part<'d>>),
) -> Proof {
    let Some(Exchange { name, old, new }) = exchange else { return Proof::Declared };
    let why = change.message();
    let operation = Some(name.clone()).filter(|name| !name.is_empty());
    let (request, response, of) = match (change.kind.row().proved, change.direction) {
        (Proved::Declared, _) => return Proof::Declared,
        // The exchange that was promised, with the part that is gone.
        (Proved::Withdrawn, _) => {
            let Some(old) = old else { return Proof::Declared };
            // Where nothing can be sent there is nothing to show, and the documents say all the same what is gone.
            let Some(request) = request::of(judge, old, change) else { return Proof::Declared };
            (Some(request), response::of(judge, old, (change, part)), Release::Old)
        }
        (Proved::Schema, Direction::Request) => {
            let Some(old) = old else { return Proof::Declared };
            let Some(request) = request::of(judge, old, change) else { return unsent() };
            (Some(request), None, Release::Old)
        }
        (Proved::Schema, Direction::Response) => {
            let Some(new) = new else { return Proof::Declared };
            (None, response::of(judge, new, (change, part)), Release::New)
        }
    };
    if request.is_none() && response.is_none() {
        return Proof::Declared;
    }
    Proof::Witness(Box::new(Witness { request, response, operation, of, why }))
}
