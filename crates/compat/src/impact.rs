//! Which interactions each change reaches.

use gatepact_contract::{Body, Interaction, Pact};
use gatepact_diff::Change;
use gatepact_diff::rules::ChangeKind;
use gatepact_finding::{Affected, Direction};
use gatepact_openapi::{Document, Found, Operation, Router};
use serde_json::Value;

use crate::footprint::{Footprint, Side, same_operation};

/// For each change the interactions that rely on what changed, in the order of the pacts.
///
/// An interaction relies on a part of the old release if it names it: a property that its expected body holds, a
/// parameter that it sends. It is also hurt by a new demand that it does not meet: a required parameter that it does not
/// send. What its own example already is hurts no consumer: a change of a type to the one that it holds. A change that concerns the API as a whole reaches every interaction that the old release serves. An
/// interaction that the old release does not serve is reached by nothing: it was broken before.
#[must_use]
pub fn impact(
    changes: &[Change],
    old: &Document,
    new: &Document,
    pacts: &[Pact],
) -> Vec<Vec<Affected>> {
    let router = Router::new(old);
    let mut reached = vec![Vec::new(); changes.len()];
    for pact in pacts {
        for interaction in &pact.interactions {
            let Some(seen) = Seen::new(interaction, &router, old, new) else { continue };
            for (change, reached) in changes.iter().zip(&mut reached) {
                if seen.is_reached_by(change) {
                    reached.push(affected(pact, interaction));
                }
            }
        }
    }
    reached
}

/// The consumer, and by which of its interactions.
fn affected(pact: &Pact, interaction: &Interaction) -> Affected {
    Affected {
        consumer: pact.consumer.clone(),
        interaction: interaction.description.clone(),
        file: pact.source.clone(),
        line: interaction.line,
    }
}

/// An interaction as both releases see it.
struct Seen {
    operation: String,
    old: Footprint,
    /// Absent where the new release has no such operation.
    new: Option<Footprint>,
}

impl Seen {
    fn new(
        interaction: &Interaction,
        router: &Router,
        old: &Document,
        new: &Document,
    ) -> Option<Self> {
        let Body::Http(http) = &interaction.body else { return None };
        let operation: &Operation = serves(router, &http.request.method, &http.request.path)?;
        Some(Self {
            operation: operation.to_string(),
            old: Footprint::of(http, &old.view(operation)?),
            new: same_operation(new, operation).map(|it| Footprint::of(http, &it)),
        })
    }

    fn is_reached_by(&self, change: &Change) -> bool {
        if change.finding.operations.is_empty() {
            return true;
        }
        if !change.finding.operations.contains(&self.operation) {
            return false;
        }
        let places =
            [(change.old.as_deref(), Some(&self.old)), (change.new.as_deref(), self.new.as_ref())];
        places.into_iter().any(|(place, footprint)| {
            place.zip(footprint).is_some_and(|(place, footprint)| {
                let side = match change.direction {
                    Direction::Request => &footprint.request,
                    Direction::Response => &footprint.response,
                };
                footprint.is_of_the_whole(place) || relies(side, change, place)
            })
        })
    }
}

/// A new demand hurts consumers that do not meet it; everything else consumers that use the part.
fn relies(side: &Side, change: &Change, place: &str) -> bool {
    let is_demand = change.direction == Direction::Request
        && matches!(
            change.kind,
            ChangeKind::BodyRequiredAdded
                | ChangeKind::BodyBecameRequired
                | ChangeKind::ParameterRequiredAdded
                | ChangeKind::ParameterBecameRequired
                | ChangeKind::PropertyRequiredAdded
                | ChangeKind::PropertyBecameRequired
        );
    if !is_demand {
        // A consumer that reads a number is not hurt by what becomes one.
        let fits = change.kind == ChangeKind::TypeChanged
            && change
                .finding
                .new
                .as_ref()
                .and_then(Value::as_str)
                .is_some_and(|it| side.is_all_of(it, place));
        return side.touches(place) && !fits;
    }
    // A property that is required without being described has the place of its object.
    let is_described =
        change.kind != ChangeKind::PropertyBecameRequired || place.contains("/properties/");
    if is_described { side.leaves_out(place) } else { side.touches(place) }
}

/// The operation that serves a request. Pacts record the path behind the base path; those of other tools may hold it.
fn serves<'r>(router: &'r Router, method: &str, path: &str) -> Option<&'r Operation> {
    let method = method.to_ascii_uppercase();
    let found = [router.find(&method, path), router.find_under_base_path(&method, path)];
    found.into_iter().find_map(|found| match found {
        Found::Match(found) => Some(found.operation.as_ref()),
        Found::PathOnly { .. } | Found::NoRoute => None,
    })
}
