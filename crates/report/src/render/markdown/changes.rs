//! Changes as a table, the worst first, and before it a table of what opened; below each, folded, the messages that
//! prove them.

use std::fmt::Write as _;

use super::mark;
use crate::render::markup::{cell, code, fence, html, plain, sentence, sentence_cell};
use crate::render::message;
use crate::render::phrases::{
    OPENED, by_consumer, list, number, operations, operations_in_short, place,
};
use crate::{Page, Report};
use gatepact_finding::{Finding, Proof, Severity, Waived, Witness};

/// So many rows a table has: a forge cuts off summaries and comments that are too long.
const ROWS: usize = 200;

/// So many messages are shown.
const MESSAGES: usize = 20;

pub(super) fn render(page: &mut Page, report: &Report) {
    let changes = |wanted: fn(&Finding) -> bool| {
        let changes = report.findings.iter().filter(|finding| finding.is_change());
        changes.filter(|finding| wanted(finding)).collect::<Vec<_>>()
    };
    let opened = changes(Finding::opens);
    if !opened.is_empty() {
        page.paragraph(format!("**Operations {OPENED}**"));
        table(page, &opened);
        witnesses(page, &opened);
    }
    let harmful = changes(|change| is_listed(change) && change.severity > Severity::Info);
    if !harmful.is_empty() {
        table(page, &harmful);
        witnesses(page, &harmful);
    }
    let safe = changes(|change| is_listed(change) && change.severity == Severity::Info);
    folded(page, &number(safe.len(), "safe change"), &safe);
    let waived = changes(|change| change.waived.is_some());
    folded(page, &number(waived.len(), "waived change"), &waived);
}

/// Whether a change is listed by its severity: neither waived nor in the list of what opened.
fn is_listed(change: &Finding) -> bool {
    change.counts() && !change.opens()
}

fn folded(page: &mut Page, title: &str, changes: &[&Finding]) {
    if !changes.is_empty() {
        page.paragraph(format!("<details><summary>{title}</summary>"));
        table(page, changes);
        page.paragraph("</details>");
    }
}

fn table(page: &mut Page, changes: &[&Finding]) {
    page.line("| | change | operation | whom it breaks | id |");
    page.line("|---|---|---|---|---|");
    for change in changes.iter().take(ROWS) {
        row(page, change);
    }
    page.blank();
    if changes.len() > ROWS {
        page.paragraph(format!("And {} more: `--report json` has all.", changes.len() - ROWS));
    }
}

fn row(page: &mut Page, change: &Finding) {
    let mut told = sentence_cell(&change.message);
    if let Some(Waived { reason, expires, .. }) = &change.waived {
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
    page.line(format!(
        "| {} | {told} | {} | {} | {id} |",
        if change.opened { "🔓" } else { mark(change.severity) },
        names(operations(change)),
        consumers.join("; "),
    ));
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

fn witnesses(page: &mut Page, changes: &[&Finding]) {
    let proved: Vec<(&Finding, &Witness)> =
        changes.iter().filter_map(|change| Some((*change, change.witness()?))).collect();
    for (change, witness) in proved.iter().take(MESSAGES) {
        details(page, change, witness);
    }
    if proved.len() > MESSAGES {
        let more = number(proved.len() - MESSAGES, "more message");
        page.paragraph(format!("{more} in `--report json`."));
    }
}

fn details(page: &mut Page, change: &Finding, witness: &Witness) {
    let title = format!("{}: {}", operations_in_short(change), change.message);
    page.paragraph(format!("<details><summary>{}</summary>", html(&title)));
    if let Some(location) = &change.location {
        page.paragraph(code(&place(location)));
    }
    let message = message::lines(witness).join("\n");
    // A caller may be shown without a message.
    if !message.is_empty() {
        let fence = fence(&message, 3);
        page.line(format!("{fence}http"));
        page.lines(&message);
        page.paragraph(fence);
    }
    page.paragraph(sentence(&message::releases(witness)));
    if let Some(help) = &change.help {
        page.paragraph(sentence(help));
    }
    page.paragraph("</details>");
}
