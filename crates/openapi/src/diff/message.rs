//! Whole messages around a value: the request or response that shows a change.

mod request;
mod response;
mod style;

use serde_json::Value;

use super::change::Change;
use super::judge::Judge;
use super::proof::{Proof, Release, Witness};
use super::rules::{Kind, Proved};
use super::severity::Direction;
use super::walk::{Exchange, Part};

/// The proof of a change in a schema: the message that holds a value which only one release has.
pub(super) fn witness<'d>(
    judge: &mut Judge<'d>,
    change: &Change,
    (exchange, part, value): (&Exchange<'d>, Option<&Part<'d>>, Value),
) -> Proof {
    let mut witness =
        Witness { request: None, response: None, of: Release::Old, why: change.message() };
    match (change.direction, part) {
        (_, Some(Part::Sent(name, media))) => {
            witness.of = Release::New;
            witness.request = Some(request::sent(name, media, value));
        }
        (_, Some(Part::Reply(status, media))) => {
            witness.response = Some(response::reply(status, media, value));
        }
        (Direction::Request, Some(part)) => {
            let Some(old) = &exchange.old else { return unproved() };
            witness.request = Some(request::around(judge, old, Some((part, value))));
        }
        (Direction::Response, Some(part)) => {
            let Some(new) = &exchange.new else { return unproved() };
            witness.of = Release::New;
            witness.response = Some(response::around(judge, new, (part, value)));
        }
        (Direction::Request | Direction::Response, None) => return unproved(),
    }
    Proof::Witness(Box::new(witness))
}

fn unproved() -> Proof {
    Proof::Unproved("the operation of the message is not known".to_owned())
}

/// The proof of a change that stands outside of the schemas.
pub(super) fn stated<'d>(
    judge: &mut Judge<'d>,
    change: &Change,
    exchange: Option<&Exchange<'d>>,
) -> Proof {
    let Some(old) = exchange.and_then(|exchange| exchange.old.as_ref()) else {
        return Proof::Declared;
    };
    let is_withdrawn = change.kind.row().proved == Proved::Withdrawn;
    let is_refused = matches!(
        change.kind,
        Kind::BodyRequiredAdded
            | Kind::BodyBecameRequired
            | Kind::ParameterRequiredAdded
            | Kind::ParameterBecameRequired
    );
    if !is_withdrawn && !is_refused {
        return Proof::Declared;
    }
    let response = is_withdrawn.then(|| response::of(judge, old, change)).flatten();
    let request = Some(request::around(judge, old, None));
    let why = change.message();
    Proof::Witness(Box::new(Witness { request, response, of: Release::Old, why }))
}
