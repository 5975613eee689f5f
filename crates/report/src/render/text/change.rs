//! One change that may hurt somebody: what, where, whom, the message that proves it, what to do.

use std::fmt::Write as _;

use anstyle::AnsiColor;

use crate::render::escape::line;
use crate::render::message;
use crate::render::phrases::{by_consumer, list, number, operations_in_short, place};
use crate::{Line, Page};
use gatepact_finding::{Affected, Finding, Proof, Severity};

/// So many consumers are named; the others are counted.
const CONSUMERS: usize = 5;

/// How much of a change is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Depth {
    /// Everything, the witness as the message that it is.
    Whole,
    /// Everything but the message of the witness.
    Outline,
    /// One line.
    Line,
}

pub(super) fn render(page: &mut Page, change: &Finding, depth: Depth) {
    headline(page, change, depth);
    if depth == Depth::Line {
        return;
    }
    page.line(indented().text(operations_in_short(change)));
    if let Some(location) = &change.location {
        page.line(indented().dim(format!("--> {}", place(location))));
    }
    if let Some(affected) = &change.consumers {
        consumers(page, affected, change.touches.len());
    }
    match depth {
        Depth::Whole => witness(page, change),
        Depth::Outline => caller(page, change),
        Depth::Line => {}
    }
    if let Some(help) = &change.help {
        page.line(indented().dim(format!("help: {help}")));
    }
}

/// A line below the headline of a change.
pub(super) fn indented() -> Line {
    Line::new().text("      ")
}

fn headline(page: &mut Page, change: &Finding, depth: Depth) {
    let (mark, colour) = match change.level() {
        Severity::Error => ("✗", AnsiColor::Red),
        Severity::Warning => ("!", AnsiColor::Yellow),
        Severity::Info => ("+", AnsiColor::Green),
    };
    let mut notes = line(change.id());
    match &change.proof {
        Some(proof @ Proof::Declared) => {
            let _ = write!(notes, ", {}", proof.name());
        }
        // The message says that it is unproved, and why.
        Some(Proof::Witness(_) | Proof::Unproved(_)) | None => {}
    }
    if change.opened && !change.opens() {
        notes.push_str(", opened");
    }
    if depth == Depth::Line {
        let _ = write!(notes, "  {}", operations_in_short(change));
    }
    let start = Line::new().text("  ").coloured(mark, colour).text(" ");
    page.line(start.bold(&change.message).text("  ").dim(notes));
}

fn consumers(page: &mut Page, affected: &[Affected], touched: usize) {
    let consumers = by_consumer(affected);
    for (consumer, interactions) in consumers.iter().take(CONSUMERS) {
        let quoted: Vec<String> =
            interactions.iter().map(|interaction| format!("\"{interaction}\"")).collect();
        page.line(indented().text("breaks ").bold(consumer).text(": ").text(list(&quoted)));
    }
    match consumers.len() {
        0 => {
            let touched = match touched {
                0 => String::new(),
                some => format!(", touches {}", number(some, "recorded interaction")),
            };
            page.line(indented().dim(format!("breaks no recorded consumer{touched}")));
        }
        all if all > CONSUMERS => {
            page.line(indented().text(format!("breaks {} more consumers", all - CONSUMERS)));
        }
        _ => {}
    }
}

/// The message in a gutter, then which release has it.
fn witness(page: &mut Page, change: &Finding) {
    let Some(witness) = change.witness() else { return };
    for shown in message::lines(witness) {
        page.line(indented().dim("│").text(" ").text(shown));
    }
    page.line(indented().dim("╰").text(" ").text(message::releases(witness)));
}

/// Who is let in or refused, where the releases disagree on that: one line that says more than the message does.
fn caller(page: &mut Page, change: &Finding) {
    if let Some(witness) = change.witness().filter(|witness| witness.caller.is_some()) {
        page.line(indented().dim("╰").text(" ").text(message::releases(witness)));
    }
}

/// Whether a depth leaves something of a change untold.
pub(super) fn is_shortened(change: &Finding, depth: Depth) -> bool {
    match depth {
        Depth::Whole => false,
        Depth::Outline => change.witness().is_some(),
        Depth::Line => true,
    }
}
