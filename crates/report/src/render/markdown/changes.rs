//! Changes as a table, the worst first, and before it a table of what opened; below each, folded, the messages that
//! prove them.

use std::fmt::Write as _;

use super::mark;
use crate::Report;
use crate::render::markup::{cell, code, fence, html, plain, sentence, sentence_cell};
use crate::render::message;
use crate::render::phrases::{
    OPENED, by_consumer, list, number, operations, operations_in_short, place,
};
use gatepact_finding::{Finding, Proof, Severity, Waived, Witness};

/// So many rows a table has: a forge cuts off summaries and comments that are too long.
const ROWS: usize = 200;

/// So many messages are shown.
const MESSAGES: usize = 20;

pub(super) fn render(text: &mut String, report: &Report) {
    let changes = |wanted: fn(&Finding) -> bool| {
        let changes = report.findings.iter().filter(|finding| finding.is_change());
        changes.filter(|finding| wanted(finding)).collect::<Vec<_>>()
    };
    let opened = changes(Finding::opens);
    if !opened.is_empty() {
        let _ = writeln!(text, "**Operations {OPENED}**\n");
        table(text, &opened);
        witnesses(text, &opened);
    }
    let harmful = changes(|change| is_listed(change) && change.severity > Severity::Info);
    if !harmful.is_empty() {
        table(text, &harmful);
        witnesses(text, &harmful);
    }
    let safe = changes(|change| is_listed(change) && change.severity == Severity::Info);
    folded(text, &number(safe.len(), "safe change"), &safe);
    let waived = changes(|change| change.waived.is_some());
    folded(text, &number(waived.len(), "waived change"), &waived);
}

/// Whether a change is listed by its severity: neither waived nor in the list of what opened.
fn is_listed(change: &Finding) -> bool {
    change.counts() && !change.opens()
}

fn folded(text: &mut String, title: &str, changes: &[&Finding]) {
    if !changes.is_empty() {
        let _ = writeln!(text, "<details><summary>{title}</summary>\n");
        table(text, changes);
        let _ = writeln!(text, "</details>\n");
    }
}

fn table(text: &mut String, changes: &[&Finding]) {
    let _ =
        writeln!(text, "| | change | operation | who relies on it | id |\n|---|---|---|---|---|");
    for change in changes.iter().take(ROWS) {
        row(text, change);
    }
    text.push('\n');
    if changes.len() > ROWS {
        let _ = writeln!(text, "And {} more: `--report json` has all.\n", changes.len() - ROWS);
    }
}

fn row(text: &mut String, change: &Finding) {
    let mut told = sentence_cell(&change.message);
    if let Some(Waived { reason, expires }) = &change.waived {
        let _ = write!(told, " (waived until {}: {})", plain(expires), plain(reason));
    }
    let consumers = by_consumer(change.consumers.as_deref().unwrap_or_default());
    let consumers: Vec<String> = consumers
        .into_iter()
        .map(|(consumer, interactions)| plain(format!("{consumer}: {}", list(&interactions))))
        .collect();
    let mut id = cell(change.id());
    match &change.proof {
        Some(proof @ (Proof::Unproved(_) | Proof::Declared)) => {
            let _ = write!(id, ", {}", proof.name());
        }
        Some(Proof::Witness(_)) | None => {}
    }
    let _ = writeln!(
        text,
        "| {} | {told} | {} | {} | {id} |",
        if change.opened { "🔓" } else { mark(change.severity) },
        names(operations(change)),
        consumers.join("; "),
    );
}

/// Some names as code, the others counted.
fn names(names: &[String]) -> String {
    const SHOWN: usize = 5;
    let shown: Vec<String> = names.iter().take(SHOWN).map(|name| cell(name)).collect();
    match names.len() - shown.len() {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

fn witnesses(text: &mut String, changes: &[&Finding]) {
    let proved: Vec<(&Finding, &Witness)> =
        changes.iter().filter_map(|change| Some((*change, change.witness()?))).collect();
    for (change, witness) in proved.iter().take(MESSAGES) {
        details(text, change, witness);
    }
    if proved.len() > MESSAGES {
        let more = number(proved.len() - MESSAGES, "more message");
        let _ = writeln!(text, "{more} in `--report json`.\n");
    }
}

fn details(text: &mut String, change: &Finding, witness: &Witness) {
    let title = format!("{}: {}", operations_in_short(change), change.message);
    let _ = writeln!(text, "<details><summary>{}</summary>\n", html(&title));
    if let Some(location) = &change.location {
        let _ = writeln!(text, "{}\n", code(&place(location)));
    }
    let message = message::lines(witness).join("\n");
    // A caller may be shown without a message.
    if !message.is_empty() {
        let fence = fence(&message, 3);
        let _ = writeln!(text, "{fence}http\n{message}\n{fence}\n");
    }
    let _ = writeln!(text, "{}\n", sentence(&message::releases(witness)));
    if let Some(help) = &change.help {
        let _ = writeln!(text, "{}\n", sentence(help));
    }
    let _ = writeln!(text, "</details>\n");
}
