//! Whom the changes break: a table of consumers and changes; below it, folded, the messages on which they break.

use super::super::consumers::{MESSAGES, ROWS, apart, broken, lines, refused_by, rows};
use crate::render::markup::{cell, code, fence, html, plain, sentence};
use crate::render::phrases::{list, number, operations_in_short, place};
use crate::{Page, Report};
use gatepact_finding::{ImpactedInteraction, Waived};

pub(super) fn render(page: &mut Page, report: &Report) {
    let rows = rows(report);
    if !rows.is_empty() {
        page.line("| | consumer | change | operation | effect |");
        page.line("|---|---|---|---|---|");
        for row in rows.iter().take(ROWS) {
            let broken = match row.breaks.is_empty() {
                true => String::new(),
                false => plain(format!(": {}", list(&row.breaks))),
            };
            page.line(format!(
                "| {} | {} | {} | {} | {}{broken} |",
                if row.breaks.is_empty() { "➖" } else { "❌" },
                plain(row.consumer),
                cell(row.change.id()),
                cell(&operations_in_short(row.change)),
                row.effect(),
            ));
        }
        page.blank();
        if rows.len() > ROWS {
            page.paragraph(format!("And {} more: `--report json` has all.", rows.len() - ROWS));
        }
    }
    let all = broken(report);
    for entry in all.iter().take(MESSAGES) {
        interaction(page, entry);
    }
    if all.len() > MESSAGES {
        let more = number(all.len() - MESSAGES, "more broken interaction");
        page.paragraph(format!("{more} in `--report json`."));
    }
    if let Some(told) = apart(report) {
        page.paragraph(plain(told));
    }
}

fn interaction(page: &mut Page, broken: &ImpactedInteraction) {
    let title = format!("❌ {}: {}", broken.consumer, broken.interaction);
    page.paragraph(format!("<details><summary>{}</summary>", html(&title)));
    page.paragraph(sentence(&broken.reason));
    let mut places = vec![code(&format!("{}:{}", broken.file, broken.line))];
    places.extend(broken.location.as_ref().map(|location| code(&place(location))));
    page.paragraph(places.join(", "));
    let message = lines(broken).join("\n");
    if !message.is_empty() {
        let fence = fence(&message, 3);
        page.line(format!("{fence}http"));
        page.lines(&message);
        page.paragraph(fence);
    }
    page.paragraph(refused_by(broken));
    if let Some(Waived { owner, reason, expires }) = &broken.waived {
        let owner = owner.as_ref().map(|owner| format!(" by {}", plain(owner))).unwrap_or_default();
        page.paragraph(format!("Waived{owner} until {}: {}", plain(expires), plain(reason)));
    }
    page.paragraph("</details>");
}
