//! Documents whose names are meant to break reports.

use gatepact_report::render::{Decoration, Format, render};

use crate::releases::hostile;

/// Escape sequences, breaks and direction overrides never reach a terminal.
#[test]
fn no_name_steers_a_terminal() {
    let text = render(&hostile(), Format::Text, Decoration::default());
    let steers = |c: &char| c.is_control() && *c != '\n' || ('\u{202a}'..='\u{202e}').contains(c);
    assert_eq!(text.chars().find(steers), None, "{text}");
    // A line of the log that begins with a command would be one.
    for line in text.lines() {
        assert!(!line.trim_start().starts_with("::"), "{line}");
    }
}
