//! `json`: the report as it is.

use crate::{Report, Shown};

pub(super) fn render(report: &Report) -> Shown {
    Shown::json(report)
        .expect("a report has string keys only, so it is always representable in JSON")
}
