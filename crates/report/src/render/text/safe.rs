//! Changes that break nobody: a few of each kind, the others counted.

use anstyle::AnsiColor;
use std::collections::HashMap;

use super::changes::title;
use crate::render::decoration::Decoration;
use crate::render::phrases::{operations, operations_in_short};
use crate::{Line, Page};
use gatepact_finding::{Direction, Finding};

/// So many of a kind are shown.
const OF_A_KIND: usize = 3;

/// Gives the number of those that are only counted.
pub(super) fn render(page: &mut Page, changes: &[&Finding], decoration: Decoration) -> usize {
    if changes.is_empty() {
        return 0;
    }
    title(page, "Safe", changes.len(), AnsiColor::Green);
    let mut hidden = 0;
    for (id, changes) in by_kind(changes) {
        let shown = if decoration.verbose { changes.len() } else { OF_A_KIND };
        for change in changes.iter().take(shown) {
            let notes = format!("{}{}", side(change), operations_in_short(change));
            let start = Line::new().text("  ").coloured("+", AnsiColor::Green).text(" ");
            page.line(start.text(&change.message).text("  ").dim(notes));
        }
        let more = changes.len().saturating_sub(shown);
        if more > 0 {
            page.line(Line::new().text("    ").dim(format!("and {more} more of {id}")));
        }
        hidden += more;
    }
    page.blank();
    hidden
}

/// In which direction a change is safe: the same words may break in the other.
fn side(change: &Finding) -> &'static str {
    match change.direction {
        Some(_) if operations(change).is_empty() => "",
        Some(Direction::Request) => "in requests of ",
        Some(Direction::Response) => "in responses of ",
        None => "",
    }
}

/// The changes of each id, in the order in which the ids come up.
fn by_kind<'a>(changes: &[&'a Finding]) -> Vec<(&'static str, Vec<&'a Finding>)> {
    let mut kinds: Vec<(&'static str, Vec<&Finding>)> = Vec::new();
    let mut positions: HashMap<&str, usize> = HashMap::new();
    for change in changes {
        let position = *positions.entry(change.id()).or_insert(kinds.len());
        if position == kinds.len() {
            kinds.push((change.id(), Vec::new()));
        }
        kinds[position].1.push(change);
    }
    kinds
}
