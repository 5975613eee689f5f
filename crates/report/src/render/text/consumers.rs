//! Whom the changes break: a line for each consumer and change, then each broken interaction with its message.

use std::fmt::Write as _;

use anstyle::AnsiColor;

use super::Paint;
use crate::Report;
use crate::render::consumers::{
    MESSAGES, ROWS, Row, alike, apart, lines, refused_by, rows, touched,
};
use crate::render::escape::line;
use crate::render::phrases::{list, number, operations_in_short, place};
use gatepact_finding::{ImpactedInteraction, Waived};

pub(super) fn render(text: &mut String, report: &Report, paint: Paint) {
    let all = rows(report);
    let rows: Vec<&Row<'_>> = all.iter().filter(|row| !row.breaks.is_empty()).collect();
    if !rows.is_empty() {
        let _ = writeln!(text, "{}", paint.bold("Consumers"));
        let width = |of: &dyn Fn(usize) -> usize| (0..rows.len().min(ROWS)).map(of).max();
        let names = width(&|at| line(rows[at].consumer).chars().count()).unwrap_or(0);
        let effects = width(&|at| rows[at].effect().chars().count()).unwrap_or(0);
        for row in rows.iter().take(ROWS) {
            let _ = writeln!(
                text,
                "  {} {:names$}  {:effects$}  {}  {}",
                paint.coloured("✗", AnsiColor::Red),
                line(row.consumer),
                row.effect(),
                line(row.change.id()),
                paint.dim(&operations_in_short(row.change)),
            );
        }
        if rows.len() > ROWS {
            let _ = writeln!(text, "  and {} more (--report json)", rows.len() - ROWS);
        }
        text.push('\n');
    }
    let all = alike(report);
    for group in all.iter().take(MESSAGES) {
        interaction(text, group, paint);
    }
    if all.len() > MESSAGES {
        let others = all.iter().skip(MESSAGES).map(Vec::len).sum();
        let more = number(others, "more broken interaction");
        let _ = writeln!(text, "{}\n", paint.dim(&format!("{more} (--report json)")));
    }
    let told: Vec<String> = touched(report).into_iter().chain(apart(report)).collect();
    for told in &told {
        let _ = writeln!(text, "{}", paint.dim(told));
    }
    if !told.is_empty() {
        text.push('\n');
    }
}

/// Interactions that break in the same way: the first is shown.
fn interaction(text: &mut String, alike: &[&ImpactedInteraction], paint: Paint) {
    let Some((broken, others)) = alike.split_first() else { return };
    let mark = paint.coloured("✗", AnsiColor::Red);
    let title = format!("{}: \"{}\"", line(&broken.consumer), line(&broken.interaction));
    let _ = writeln!(text, "  {mark} {}", paint.bold(&title));
    let _ = writeln!(text, "      {}", line(&broken.reason));
    let pact = format!("--> {}:{}", line(&broken.file), broken.line);
    let _ = writeln!(text, "      {}", paint.dim(&pact));
    if let Some(location) = &broken.location {
        let _ = writeln!(text, "      {}", paint.dim(&format!("--> {}", place(location))));
    }
    for shown in lines(broken) {
        let _ = writeln!(text, "{}", format!("      {} {shown}", paint.dim("│")).trim_end());
    }
    let _ = writeln!(text, "      {} {}", paint.dim("╰"), refused_by(broken));
    if !others.is_empty() {
        let names: Vec<String> =
            others.iter().map(|it| format!("\"{}\"", it.interaction)).collect();
        let told = format!("in the same way: {}", list(&names));
        let _ = writeln!(text, "      {}", paint.dim(&told));
    }
    if let Some(Waived { owner, reason, expires }) = &broken.waived {
        let owner = owner.as_ref().map(|owner| format!(" by {}", line(owner))).unwrap_or_default();
        let told = format!("waived{owner} until {}: {}", line(expires), line(reason));
        let _ = writeln!(text, "      {}", paint.dim(&told));
    }
    text.push('\n');
}
