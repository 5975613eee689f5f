//! Changes that break nobody: a few of each kind, the others counted.

use std::collections::HashMap;
use std::fmt::Write as _;

use anstyle::AnsiColor;

use super::Paint;
use super::changes::title;
use crate::render::decoration::Decoration;
use crate::render::escape::line;
use crate::render::phrases::{operations, operations_in_short};
use gatepact_finding::{Direction, Finding};

/// So many of a kind are shown.
const OF_A_KIND: usize = 3;

/// Gives the number of those that are only counted.
pub(super) fn render(text: &mut String, changes: &[&Finding], decoration: Decoration) -> usize {
    if changes.is_empty() {
        return 0;
    }
    let paint = Paint { colour: decoration.colour };
    title(text, "Safe", changes.len(), AnsiColor::Green, paint);
    let mut hidden = 0;
    for (id, changes) in by_kind(changes) {
        let shown = if decoration.verbose { changes.len() } else { OF_A_KIND };
        for change in changes.iter().take(shown) {
            let mark = paint.coloured("+", AnsiColor::Green);
            let notes = paint.dim(&format!("{}{}", side(change), operations_in_short(change)));
            let _ = writeln!(text, "  {mark} {}  {notes}", line(&change.message));
        }
        let more = changes.len().saturating_sub(shown);
        if more > 0 {
            let _ =
                writeln!(text, "    {}", paint.dim(&format!("and {more} more of {}", line(id))));
        }
        hidden += more;
    }
    text.push('\n');
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
