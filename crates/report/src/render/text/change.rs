//! One change that may hurt somebody: what, where, whom, the message that proves it, what to do.

use std::fmt::Write as _;

use anstyle::AnsiColor;

use super::Paint;
use crate::render::escape::line;
use crate::render::message;
use crate::render::phrases::{by_consumer, list, operations_in_short, place};
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

pub(super) fn render(text: &mut String, change: &Finding, depth: Depth, paint: Paint) {
    headline(text, change, depth, paint);
    if depth == Depth::Line {
        return;
    }
    let _ = writeln!(text, "      {}", operations_in_short(change));
    if let Some(location) = &change.location {
        let _ = writeln!(text, "      {}", paint.dim(&format!("--> {}", place(location))));
    }
    // What breaks no consumer hurts none of those that rely on it.
    if let Some(affected) = change.consumers.as_ref().filter(|_| change.severity > Severity::Info) {
        consumers(text, change.severity, affected, paint);
    }
    match depth {
        Depth::Whole => witness(text, change, paint),
        Depth::Outline => caller(text, change, paint),
        Depth::Line => {}
    }
    if let Some(help) = &change.help {
        let _ = writeln!(text, "      {}", paint.dim(&format!("help: {}", line(help))));
    }
}

fn headline(text: &mut String, change: &Finding, depth: Depth, paint: Paint) {
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
    let mark = paint.coloured(mark, colour);
    let message = paint.bold(&line(&change.message));
    let _ = writeln!(text, "  {mark} {message}  {}", paint.dim(&notes));
}

fn consumers(text: &mut String, severity: Severity, affected: &[Affected], paint: Paint) {
    let verb = if severity == Severity::Error { "breaks" } else { "may hurt" };
    let consumers = by_consumer(affected);
    for (consumer, interactions) in consumers.iter().take(CONSUMERS) {
        let quoted: Vec<String> =
            interactions.iter().map(|interaction| format!("\"{interaction}\"")).collect();
        let _ = writeln!(text, "      {verb} {}: {}", paint.bold(&line(consumer)), list(&quoted));
    }
    match consumers.len() {
        0 => {
            let _ = writeln!(text, "      {}", paint.dim("no recorded consumer relies on it"));
        }
        all if all > CONSUMERS => {
            let _ = writeln!(text, "      {verb} {} more consumers", all - CONSUMERS);
        }
        _ => {}
    }
}

/// The message in a gutter, then which release has it.
fn witness(text: &mut String, change: &Finding, paint: Paint) {
    let Some(witness) = change.witness() else { return };
    for shown in message::lines(witness) {
        let gutter = paint.dim("│");
        let _ = writeln!(text, "{}", format!("      {gutter} {shown}").trim_end());
    }
    let _ = writeln!(text, "      {} {}", paint.dim("╰"), line(message::releases(witness)));
}

/// Who is let in or refused, where the releases disagree on that: one line that says more than the message does.
fn caller(text: &mut String, change: &Finding, paint: Paint) {
    if let Some(witness) = change.witness().filter(|witness| witness.caller.is_some()) {
        let _ = writeln!(text, "      {} {}", paint.dim("╰"), line(message::releases(witness)));
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
