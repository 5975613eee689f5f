//! `json`: the report as it is.

use crate::Report;

pub(super) fn render(report: &Report) -> String {
    let mut text = serde_json::to_string_pretty(report)
        .expect("a report has string keys only, so it is always representable in JSON");
    text.push('\n');
    text
}
