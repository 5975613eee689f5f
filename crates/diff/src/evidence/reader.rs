//! What is lost to the readers of one alternative, although another one takes every message.
//!
//! `anyOf: [Order, {}]` accepts any order, changed or not: the second alternative accepts a value only because it
//! describes nothing of it. A consumer that reads orders still receives the changed ones.

use gatepact_finding::Proof;
use gatepact_schema::{Answer, Certainty, OneOf, Step};
use serde_json::{Value, json};

use super::reach::{Passed, Way};
use super::{ProvenChange, Prover, pair};
use crate::compare::raw_change::Loss;
use crate::containment::Demand;

/// How these questions are asked: their values are not shown.
const LIKELY: (OneOf, Certainty) = (OneOf::AtLeast, Certainty::Likely);

impl Prover<'_, '_> {
    /// A change that no message shows, if it is lost to the readers of an alternative.
    pub(super) fn shown_to_readers(
        &mut self,
        number: usize,
        mut change: ProvenChange,
        ways: &[Way],
    ) -> Option<ProvenChange> {
        let hit: Vec<Way> = ways
            .iter()
            .filter(|way| way.alternatives.iter().any(|it| self.is_lost(number, way, *it)))
            .cloned()
            .collect();
        if hit.is_empty() {
            return None;
        }
        change.operations = self.operations(&hit);
        change.loss = Loss::Reader;
        change.proof = Some(Proof::Declared);
        Some(change)
    }

    /// Whether the alternative on a way loses a value that no other one describes.
    fn is_lost(&mut self, number: usize, way: &Way, passed: Passed) -> bool {
        let Self { context, causes, .. } = self;
        let candidate = causes.get(number);
        let path = &way.path[passed.depth..];
        let demand = Demand { path, at: &candidate.at, fragment: &candidate.fragment };
        let (own, containment) = pair(context, passed.pair);
        let traffic = own.traffic();
        // As many properties as possible: they tell what the value is.
        let full = full(traffic.sent.value, &candidate.fragment);
        let at_sent = Demand { path: &[], at: traffic.sent, fragment: &full };
        let answer = match containment.survives(traffic, (demand, &[at_sent]), LIKELY) {
            Answer::Witness(value) => Answer::Witness(value),
            Answer::Contained | Answer::Undecided(_) => {
                containment.survives(traffic, (demand, &[]), LIKELY)
            }
        };
        let Answer::Witness(mut value) = answer else { return false };
        if let Some(Step::Alternative(alternative)) = way.path.get(passed.depth - 1) {
            mark(alternative.tag.as_ref(), &mut value);
        }
        // The discriminator says whose the value is, whatever else its parent takes.
        if context.is_inherited(passed.list) {
            return true;
        }
        let (list, containment) = pair(context, passed.list);
        let direction = list.direction;
        !containment.is_described(list.traffic().accepted, &value, direction)
    }
}

/// A schema that requires all properties which another one describes, but those of which a demand speaks.
fn full(schema: &Value, demand: &Value) -> Value {
    let is_asked = |name: &&String| {
        let asks = |part: &Value| {
            let listed = part.get("required").and_then(Value::as_array);
            listed.is_some_and(|names| names.iter().any(|it| it == name.as_str()))
        };
        asks(demand)
    };
    let members = schema.get("properties").and_then(Value::as_object);
    let names = members.into_iter().flat_map(serde_json::Map::keys).filter(|it| !is_asked(it));
    json!({ "required": names.collect::<Vec<_>>() })
}

/// Gives a value the tag of its alternative.
fn mark(tag: Option<&Value>, value: &mut Value) {
    let properties = tag.and_then(|tag| tag.get("properties")?.as_object());
    for (name, schema) in properties.into_iter().flatten() {
        let first = schema.get("enum").and_then(|values| values.get(0));
        if let (Some(members), Some(first)) = (value.as_object_mut(), first) {
            members.insert(name.clone(), first.clone());
        }
    }
}
