//! Whom the changes break: a table of consumers and changes; below it, folded, the messages on which they break.

use std::fmt::Write as _;

use super::super::consumers::{MESSAGES, ROWS, apart, broken, lines, refused_by, rows};
use crate::Report;
use crate::render::markup::{cell, code, fence, html, plain, sentence};
use crate::render::phrases::{list, number, operations_in_short, place};
use gatepact_finding::{ImpactedInteraction, Waived};

pub(super) fn render(text: &mut String, report: &Report) {
    let rows = rows(report);
    if !rows.is_empty() {
        let _ =
            writeln!(text, "| | consumer | change | operation | effect |\n|---|---|---|---|---|");
        for row in rows.iter().take(ROWS) {
            let broken = match row.breaks.is_empty() {
                true => String::new(),
                false => plain(format!(": {}", list(&row.breaks))),
            };
            let _ = writeln!(
                text,
                "| {} | {} | {} | {} | {}{broken} |",
                if row.breaks.is_empty() { "➖" } else { "❌" },
                plain(row.consumer),
                cell(row.change.id()),
                cell(&operations_in_short(row.change)),
                row.effect(),
            );
        }
        text.push('\n');
        if rows.len() > ROWS {
            let _ = writeln!(text, "And {} more: `--report json` has all.\n", rows.len() - ROWS);
        }
    }
    let all = broken(report);
    for entry in all.iter().take(MESSAGES) {
        interaction(text, entry);
    }
    if all.len() > MESSAGES {
        let more = number(all.len() - MESSAGES, "more broken interaction");
        let _ = writeln!(text, "{more} in `--report json`.\n");
    }
    if let Some(told) = apart(report) {
        let _ = writeln!(text, "{}\n", plain(told));
    }
}

fn interaction(text: &mut String, broken: &ImpactedInteraction) {
    let title = format!("❌ {}: {}", broken.consumer, broken.interaction);
    let _ = writeln!(text, "<details><summary>{}</summary>\n", html(&title));
    let _ = writeln!(text, "{}\n", sentence(&broken.reason));
    let mut places = vec![code(&format!("{}:{}", broken.file, broken.line))];
    places.extend(broken.location.as_ref().map(|location| code(&place(location))));
    let _ = writeln!(text, "{}\n", places.join(", "));
    let message = lines(broken).join("\n");
    if !message.is_empty() {
        let fence = fence(&message, 3);
        let _ = writeln!(text, "{fence}http\n{message}\n{fence}\n");
    }
    let _ = writeln!(text, "{}\n", refused_by(broken));
    if let Some(Waived { owner, reason, expires }) = &broken.waived {
        let owner = owner.as_ref().map(|owner| format!(" by {}", plain(owner))).unwrap_or_default();
        let _ = writeln!(text, "Waived{owner} until {}: {}\n", plain(expires), plain(reason));
    }
    let _ = writeln!(text, "</details>\n");
}
