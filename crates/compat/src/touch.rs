//! Which changes an interaction has in its request or in its expected response, and which of them explain a fault.

use std::collections::{BTreeSet, HashMap};

use gatepact_diff::Change;
use gatepact_finding::{Direction, Pointer, Severity};
use gatepact_openapi::OperationView;
use pact_models::v4::http_parts::HttpRequest;
use serde_json::Value;

use crate::fault::Fault;
use crate::parameters::{Sent, sent};
use crate::reach::Reach;
use crate::request::content_of;
use crate::selection::{Chosen, Selection};
use crate::trace::Trace;

/// How an interaction meets a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Touch {
    None,
    /// It could meet it, and does not: an addition that it does not use.
    Weak,
    Strong,
}

/// A request, and the responses that both documents have for it.
pub(crate) struct Exchange<'a, 'd> {
    pub(crate) request: &'a HttpRequest,
    pub(crate) views: [&'a OperationView<'d>; 2],
    pub(crate) chosen: &'a [Selection<'d>; 2],
    pub(crate) paths: &'a [Vec<(&'a str, String)>; 2],
    /// The operation of the old document.
    pub(crate) name: &'a str,
}

/// The changes by operation.
pub(crate) struct Touches<'r> {
    changes: &'r [Change],
    by_operation: HashMap<&'r str, Vec<usize>>,
    of_all: Vec<usize>,
    reach: [Reach; 2],
}

impl<'r> Touches<'r> {
    pub(crate) fn new(changes: &'r [Change]) -> Self {
        let (mut by_operation, mut of_all) = (HashMap::<_, Vec<usize>>::new(), Vec::new());
        for (position, change) in changes.iter().enumerate() {
            for operation in &change.finding.operations {
                by_operation.entry(operation.as_str()).or_default().push(position);
            }
            if change.finding.operations.is_empty() {
                of_all.push(position);
            }
        }
        Self { changes, by_operation, of_all, reach: Default::default() }
    }

    /// The changes of operations, and those of the API as a whole.
    pub(crate) fn of<'n>(&self, names: impl Iterator<Item = &'n String>) -> BTreeSet<usize> {
        let own = names.filter_map(|name| self.by_operation.get(name.as_str())).flatten();
        own.chain(&self.of_all).copied().collect()
    }

    /// The changes that explain a fault, in each place that it has.
    pub(crate) fn causes(&self, candidates: &BTreeSet<usize>, fault: &Fault) -> BTreeSet<usize> {
        let also = fault.also.iter().flat_map(|it| self.causes(candidates, it));
        self.causes_of_one(candidates, fault).into_iter().chain(also).collect()
    }

    /// The changes that explain it in one place: those about what is gone, else those at its place, else those above it, else all.
    fn causes_of_one(&self, candidates: &BTreeSet<usize>, fault: &Fault) -> BTreeSet<usize> {
        let is_gone = |position: &&usize| {
            self.changes[**position].old.as_ref().is_some_and(|place| fault.gone.contains(place))
        };
        let gone: BTreeSet<usize> = candidates.iter().filter(is_gone).copied().collect();
        if !gone.is_empty() {
            return gone;
        }
        let is_within = |place: &str, within: &str| {
            place.strip_prefix(within).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let explains = |position: &usize, test: &dyn Fn(&str, &str) -> bool| {
            let change = &self.changes[*position];
            [&change.old, &change.new].into_iter().zip(&fault.within).any(|(place, within)| {
                let place = place.as_ref();
                place.is_some_and(|place| within.iter().any(|it| test(place, it)))
            })
        };
        let found = |test: &dyn Fn(&str, &str) -> bool| -> BTreeSet<usize> {
            candidates.iter().filter(|it| explains(it, test)).copied().collect()
        };
        let at = found(&is_within);
        if !at.is_empty() {
            return at;
        }
        let above =
            found(&|place: &str, within: &str| !place.is_empty() && is_within(within, place));
        if above.is_empty() { candidates.clone() } else { above }
    }

    /// How an interaction meets a change of its operation.
    pub(crate) fn touch(&mut self, position: usize, exchange: &Exchange<'_, '_>) -> Touch {
        let change = &self.changes[position];
        // What the new document has in the place of something old may be there for other messages as well.
        let is_of_old = change.old.is_some()
            && (change.finding.operations.is_empty()
                || change.finding.operations.iter().any(|it| it == exchange.name));
        let sides = [(0, &change.old), (1, &change.new)];
        let is_met = sides.into_iter().take(if is_of_old { 1 } else { 2 }).any(|(side, place)| {
            place.as_ref().is_some_and(|place| self.is_met(change, place, side, exchange))
        });
        let is_addition = change.old.is_none() && change.severity() == Severity::Info;
        match (is_met, is_addition) {
            (false, _) => Touch::None,
            (true, true) if !is_used(change, exchange) => Touch::Weak,
            (true, _) => Touch::Strong,
        }
    }

    fn is_met(
        &mut self,
        change: &Change,
        place: &Pointer,
        side: usize,
        exchange: &Exchange<'_, '_>,
    ) -> bool {
        let view = exchange.views[side];
        if place.starts_with("/servers") {
            return false;
        }
        if change.finding.operations.is_empty() || place.as_str() == "/security" {
            return true;
        }
        let own = place.strip_prefix(view.operation.pointer.as_str());
        let is_own = own.is_some_and(|below| below.is_empty() || below.starts_with('/'));
        // Another operation took over some requests of this one, but not these.
        let [old, new] = exchange.views;
        if is_own && old.operation.value == new.operation.value {
            return false;
        }
        if own.is_some_and(is_of_the_whole) {
            return true;
        }
        let reach = &mut self.reach[side];
        if change.direction == Direction::Request {
            let mut parameters = view.parameters().into_iter();
            if parameters.any(|parameter| reach.has(&parameter.at, place)) {
                return true;
            }
            let Some(body) = view.request_body() else { return false };
            if !reach.has(&body.at, place)
                && !is_inside(place, &view.operation.pointer.child("requestBody"))
            {
                return false;
            }
            let content = body.content();
            let in_content = content.iter().any(|it| reach.has(&it.at, place));
            return !in_content
                || content_of(view, exchange.request).is_some_and(|it| reach.has(&it.at, place));
        }
        let Selection::One(chosen) = &exchange.chosen[side] else { return false };
        let Chosen { response, content } = chosen.as_ref();
        let key = view.operation.pointer.child("responses").child(response.key);
        if !is_inside(place, &key) && !reach.has(&response.at, place) {
            return false;
        }
        let all = response.content();
        let in_content = all.iter().any(|it| reach.has(&it.at, place));
        let in_headers = response.headers().iter().any(|it| reach.has(&it.at, place));
        !in_content
            || in_headers
            || content.as_ref().is_some_and(|(it, _)| reach.has(&it.at, place))
            || (all.len() == 1 && content.is_none())
    }
}

fn is_inside(place: &Pointer, part: &Pointer) -> bool {
    place.strip_prefix(part.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Whether a place below an operation concerns it as a whole: its security, its integration, itself.
fn is_of_the_whole(below: &str) -> bool {
    (below.is_empty() || below.starts_with('/'))
        && !["/responses", "/requestBody", "/parameters"].iter().any(|part| below.starts_with(part))
}

/// Whether a request uses what is new.
fn is_used(change: &Change, exchange: &Exchange<'_, '_>) -> bool {
    let (Direction::Request, Some(place)) = (change.direction, &change.new) else { return false };
    let view = exchange.views[1];
    let sends = |parameter: &gatepact_openapi::Parameter<'_>| {
        sent(parameter, exchange.request, &exchange.paths[1]) != Sent::Absent
    };
    if let Some(parameter) = view.parameters().iter().find(|it| is_inside(place, &it.at.pointer)) {
        return sends(parameter);
    }
    let body = exchange.request.body.value().unwrap_or_default();
    let (Ok(value), Some(content)) =
        (serde_json::from_slice::<Value>(&body), content_of(view, exchange.request))
    else {
        return false;
    };
    let Some(schema) = content.schema() else { return false };
    let mut trace = Trace::default();
    trace.follow(&value, &schema);
    trace.touched.contains_key(place)
}
