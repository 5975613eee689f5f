//! Whole messages around a value: the request or response that shows a change.

mod request;
mod response;
mod style;

use gatepact_finding::{Direction, Release, WitnessRequest, WitnessResponse};
use serde_json::Value;

use super::proven::ProvenChange;
use crate::compare::context::{OperationPair, Part};
use crate::containment::Containment;
use crate::rules::ProofKind;

/// What there is to show of a change.
pub(super) enum Shown {
    /// A message.
    Message(Box<Message>),
    /// Nothing: the documents say so outside of the schemas.
    Declared,
    /// Nothing, for this reason.
    Unproved(&'static str),
}

/// A message, and which release has it.
pub(super) struct Message {
    pub(super) request: Option<WitnessRequest>,
    pub(super) response: Option<WitnessResponse>,
    /// The operation that the message belongs to, where it has one: `GET /orders`.
    pub(super) operation: Option<String>,
    pub(super) holder: Release,
}

/// The media type of a message that is shown for a component: any could hold it.
const JSON: &str = "application/json";

const NO_OPERATION: Shown = Shown::Unproved("the operation of the message is not known");
const NO_MESSAGE: Shown = Shown::Unproved("no whole message around the change was found");

/// The message that holds a value which only one release has: for a change in a schema.
pub(super) fn witness<'d>(
    containment: &mut Containment<'d>,
    direction: Direction,
    (operation, part, value): (&OperationPair<'d>, Option<&Part<'d>>, Value),
) -> Shown {
    let mut message = Message {
        request: None,
        response: None,
        operation: Some(operation.name.clone()).filter(|name| !name.is_empty()),
        holder: Release::Old,
    };
    match (direction, part) {
        (_, Some(Part::Sent(name, media))) => {
            message.holder = Release::New;
            message.operation = None;
            message.request = Some(request::sent(name, media, value));
        }
        (_, Some(Part::Reply(status, media))) => {
            message.operation = None;
            message.response = Some(response::reply(status, media, value));
        }
        (Direction::Request, Some(Part::Component(name))) => {
            message.request = Some(request::sent(&format!("with {name}"), JSON, value));
        }
        (Direction::Response, Some(Part::Component(_))) => {
            message.holder = Release::New;
            message.response = Some(response::reply("2XX", JSON, value));
        }
        // Of a library: no operation has it yet.
        (Direction::Request, Some(Part::Parameter(parameter))) if operation.name.is_empty() => {
            message.request = Some(request::with(parameter, &value));
        }
        (Direction::Response, Some(Part::Header(status, name))) if operation.name.is_empty() => {
            message.holder = Release::New;
            message.response = Some(response::with(status, name, &value));
        }
        (Direction::Request, Some(part)) => {
            let Some(old) = &operation.old else { return NO_OPERATION };
            let Some(request) = request::around(containment, old, (part, value)) else {
                return NO_MESSAGE;
            };
            message.request = Some(request);
        }
        (Direction::Response, Some(part)) => {
            let Some(new) = &operation.new else { return NO_OPERATION };
            message.holder = Release::New;
            let Some(response) = response::around(containment, new, (part, value)) else {
                return NO_MESSAGE;
            };
            message.response = Some(response);
        }
        (Direction::Request | Direction::Response, None) => return NO_OPERATION,
    }
    Shown::Message(Box::new(message))
}

/// What there is to show of a change outside of the schemas.
pub(super) fn stated<'d>(
    containment: &mut Containment<'d>,
    change: &ProvenChange,
    (operation, part): (Option<&OperationPair<'d>>, Option<&Part<'d>>),
) -> Shown {
    let Some(OperationPair { name, old, new }) = operation else { return Shown::Declared };
    let (request, response, holder) = match (change.kind.info().proof, change.direction) {
        (ProofKind::Caller | ProofKind::Declared, _) => return Shown::Declared,
        // The exchange that was promised, with the part that was removed.
        (ProofKind::Withdrawn, _) => {
            let Some(old) = old else { return Shown::Declared };
            // Where nothing can be sent there is nothing to show, and the documents say what was removed all the same.
            let Some(request) = request::of(containment, old, change) else {
                return Shown::Declared;
            };
            (Some(request), response::of(containment, old, (change, part)), Release::Old)
        }
        (ProofKind::Schema, Direction::Request) => {
            let Some(old) = old else { return Shown::Declared };
            let Some(request) = request::of(containment, old, change) else { return NO_MESSAGE };
            (Some(request), None, Release::Old)
        }
        (ProofKind::Schema, Direction::Response) => {
            let Some(new) = new else { return Shown::Declared };
            (None, response::of(containment, new, (change, part)), Release::New)
        }
    };
    if request.is_none() && response.is_none() {
        return Shown::Declared;
    }
    let operation = Some(name.clone()).filter(|name| !name.is_empty());
    Shown::Message(Box::new(Message { request, response, operation, holder }))
}
