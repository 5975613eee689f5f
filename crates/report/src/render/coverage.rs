//! The line that says how much was compared: "no change" means that everything was.

use super::escape::line;
use super::phrases::number;
use crate::Report;
use gatepact_finding::{Coverage, NotCompared};

/// The maximum number of parts named that were not compared; the others are counted, and JSON has all.
const SHOWN: usize = 5;

/// `compared 11 of 12 operations; not compared: GET /items (the reference ..)`; `None` where nothing was to compare.
pub(super) fn sentence(report: &Report) -> Option<String> {
    let Coverage { operations, compared, components, not_compared } = report.coverage.as_ref()?;
    let mut told = match (operations, components) {
        (0, 0) => "compared no operation: the documents have none".to_owned(),
        (0, some) => {
            format!("compared {}: the documents have no operations", number(*some, "component"))
        }
        (all, _) => format!("compared {compared} of {}", number(*all, "operation")),
    };
    if not_compared.is_empty() {
        return Some(told);
    }
    let shown = not_compared.iter().take(SHOWN);
    let shown =
        shown.map(|NotCompared { what, reason }| format!("{} ({})", line(what), line(reason)));
    told.push_str("; not compared: ");
    told.push_str(&shown.collect::<Vec<_>>().join(", "));
    match not_compared.len().saturating_sub(SHOWN) {
        0 => {}
        more => told.push_str(&format!(" and {more} more")),
    }
    Some(told)
}
