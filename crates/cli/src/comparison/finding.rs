//! A change as reports tell it.

use gatepact_compat::Reliance;
use gatepact_openapi::diff::{Change, Direction as Way, Severity as Weight};
use gatepact_openapi::pointer;
use gatepact_report::{Affected, Direction, Finding, Severity, apart};

use super::proof;
use super::side::Side;

/// The finding of a change between the old document and the new one; `relied` is absent where no pacts are known.
pub(super) fn of(change: &Change, sides: [&Side; 2], relied: Option<&[Reliance<'_>]>) -> Finding {
    let (side, pointer) = place(change, sides);
    let message = message(change, pointer);
    let mut finding =
        Finding::change(change.id(), severity(change.severity()), message).with_help(change.help());
    finding.location = Some(side.place(pointer));
    finding.direction = (!change.is_whole()).then_some(match change.direction {
        Way::Request => Direction::Request,
        Way::Response => Direction::Response,
    });
    finding.operation = change.operations.first().cloned();
    finding.operations.clone_from(&change.operations);
    finding.consumers = relied.map(|relied| relied.iter().map(affected).collect());
    proof::prove(&mut finding, change, apart(&sides[0].name, &sides[1].name));
    finding
}

/// What is gone stands in the old document only.
fn place<'a>(change: &'a Change, [before, after]: [&'a Side; 2]) -> (&'a Side, &'a str) {
    match (&change.pointer_new, &change.pointer_old) {
        (Some(pointer), _) => (after, pointer),
        (None, Some(pointer)) => (before, pointer),
        (None, None) => (after, ""),
    }
}

fn severity(weight: Weight) -> Severity {
    match weight {
        Weight::Breaking => Severity::Error,
        Weight::Risky => Severity::Warning,
        Weight::Safe => Severity::Info,
    }
}

/// `Order.total: the type changed from ..`: what changed, of what.
fn message(change: &Change, pointer: &str) -> String {
    let message = change.message();
    match pointer::readable(pointer) {
        Some(name) if !message.contains(&format!("`{name}`")) => format!("{name}: {message}"),
        Some(_) | None => message,
    }
}

fn affected(reliance: &Reliance<'_>) -> Affected {
    let Reliance { pact, line, consumer, interaction } = reliance;
    Affected {
        consumer: (*consumer).to_owned(),
        interaction: (*interaction).to_owned(),
        file: (*pact).to_owned(),
        line: *line,
    }
}
