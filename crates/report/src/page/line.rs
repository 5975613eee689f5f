//! One line of a page, in parts with a style each.

use std::fmt::{Arguments, Display};

use anstyle::{AnsiColor, Style};

use crate::visible::{at_the_beginning, visible};

/// One line. Its parts are made visible, so they stay on it.
#[derive(Debug, Clone, Default)]
#[must_use]
pub struct Line {
    parts: Vec<(Style, String)>,
}

impl Line {
    /// A line without parts.
    pub fn new() -> Line {
        Line::default()
    }

    /// The same line and more text.
    pub fn text(self, text: impl Display) -> Line {
        self.styled(Style::new(), text)
    }

    /// The same line and more text in bold.
    pub fn bold(self, text: impl Display) -> Line {
        self.styled(Style::new().bold(), text)
    }

    /// The same line and more text that stands back.
    pub fn dim(self, text: impl Display) -> Line {
        self.styled(Style::new().dimmed(), text)
    }

    /// The same line and more text in a colour.
    pub fn coloured(self, text: impl Display, colour: AnsiColor) -> Line {
        self.styled(Style::new().fg_color(Some(colour.into())), text)
    }

    /// The same line and more text in a style.
    pub fn styled(mut self, style: Style, text: impl Display) -> Line {
        let text = visible(text);
        if !text.is_empty() {
            self.parts.push((style, text));
        }
        self
    }

    /// The same line and all parts of another.
    pub fn and(mut self, other: Line) -> Line {
        self.parts.extend(other.parts);
        self
    }

    /// Writes the line without its end; blanks at the end are left out.
    pub(super) fn write(self, text: &mut String, colour: bool) {
        let mut parts = self.guarded().parts;
        while let Some((_, last)) = parts.last_mut() {
            last.truncate(last.trim_end().len());
            if !last.is_empty() {
                break;
            }
            parts.pop();
        }
        for (style, part) in parts {
            match colour && style != Style::new() {
                true => text.push_str(&format!("{style}{part}{style:#}")),
                false => text.push_str(&part),
            }
        }
    }

    /// Neighbours may make a command that neither of them is, and the first may begin one: such a line has no styles.
    fn guarded(self) -> Line {
        let whole: String = self.parts.iter().map(|(_, part)| part.as_str()).collect();
        let guarded = at_the_beginning(&whole);
        if guarded == whole { self } else { Line { parts: vec![(Style::new(), guarded)] } }
    }
}

impl From<&str> for Line {
    fn from(text: &str) -> Line {
        Line::new().text(text)
    }
}

impl From<String> for Line {
    fn from(text: String) -> Line {
        Line::new().text(text)
    }
}

impl From<Arguments<'_>> for Line {
    fn from(text: Arguments<'_>) -> Line {
        Line::new().text(text)
    }
}
