//! Whom the changes break: a line for each consumer and change, then each broken interaction with its message.

use anstyle::AnsiColor;

use super::change::indented;
use crate::render::consumers::{
    MESSAGES, ROWS, Row, alike, apart, lines, refused_by, rows, touched,
};
use crate::render::escape::line;
use crate::render::phrases::{list, number, operations_in_short, place};
use crate::{Line, Page, Report};
use gatepact_finding::{ImpactedInteraction, Waived};

pub(super) fn render(page: &mut Page, report: &Report) {
    let all = rows(report);
    let rows: Vec<&Row<'_>> = all.iter().filter(|row| !row.breaks.is_empty()).collect();
    if !rows.is_empty() {
        page.line(Line::new().bold("Consumers"));
        let width = |of: &dyn Fn(usize) -> usize| (0..rows.len().min(ROWS)).map(of).max();
        let names = width(&|at| line(rows[at].consumer).chars().count()).unwrap_or(0);
        let effects = width(&|at| rows[at].effect().chars().count()).unwrap_or(0);
        for row in rows.iter().take(ROWS) {
            let (consumer, effect, id) = (line(row.consumer), row.effect(), row.change.id());
            let told = format!(" {consumer:names$}  {effect:effects$}  {id}  ");
            let row_line = Line::new().text("  ").coloured("✗", AnsiColor::Red).text(told);
            page.line(row_line.dim(operations_in_short(row.change)));
        }
        if rows.len() > ROWS {
            page.line(format!("  and {} more (--report json)", rows.len() - ROWS));
        }
        page.blank();
    }
    let all = alike(report);
    for group in all.iter().take(MESSAGES) {
        interaction(page, group);
    }
    if all.len() > MESSAGES {
        let others = all.iter().skip(MESSAGES).map(Vec::len).sum();
        let more = number(others, "more broken interaction");
        page.line(Line::new().dim(format!("{more} (--report json)")));
        page.blank();
    }
    let told: Vec<String> = touched(report).into_iter().chain(apart(report)).collect();
    for told in &told {
        page.line(Line::new().dim(told));
    }
    if !told.is_empty() {
        page.blank();
    }
}

/// Interactions that break in the same way: the first is shown.
fn interaction(page: &mut Page, alike: &[&ImpactedInteraction]) {
    let Some((broken, others)) = alike.split_first() else { return };
    let title = format!("{}: \"{}\"", broken.consumer, broken.interaction);
    page.line(Line::new().text("  ").coloured("✗", AnsiColor::Red).text(" ").bold(title));
    page.line(indented().text(&broken.reason));
    page.line(indented().dim(format!("--> {}:{}", broken.file, broken.line)));
    if let Some(location) = &broken.location {
        page.line(indented().dim(format!("--> {}", place(location))));
    }
    for shown in lines(broken) {
        page.line(indented().dim("│").text(" ").text(shown));
    }
    page.line(indented().dim("╰").text(" ").text(refused_by(broken)));
    if !others.is_empty() {
        let names: Vec<String> =
            others.iter().map(|it| format!("\"{}\"", it.interaction)).collect();
        page.line(indented().dim(format!("in the same way: {}", list(&names))));
    }
    if let Some(Waived { owner, reason, expires }) = &broken.waived {
        let owner = owner.as_ref().map(|owner| format!(" by {owner}")).unwrap_or_default();
        page.line(indented().dim(format!("waived{owner} until {expires}: {reason}")));
    }
    page.blank();
}
