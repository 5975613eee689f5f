//! Text for a terminal, a log or a file: the only way in which anything of ours is shown.
//!
//! A page is made of lines. Whatever is put into a line is made [visible](crate::visible()) first, so that it stays on that line and
//! steers nothing; colours and line breaks are the page's own. A format that wants to show something cannot avoid that:
//! its result has to be [`Shown`], and only this module makes one.

mod json;
mod line;
mod xml;

use std::fmt::{self, Display};

pub use line::Line;
use serde::Serialize;
pub(crate) use xml::{Tag, Xml};

use crate::visible::visible;

/// A finished text that steers nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shown(String);

impl Shown {
    /// A text of ours alone, in which nothing is foreign: a completion script, a help text.
    ///
    /// `tests/tests/architecture` lists who may call it.
    #[must_use]
    pub fn own(text: String) -> Shown {
        Shown(text)
    }

    /// A value as JSON. Only its strings can hold what is foreign, and there every character has an escape.
    ///
    /// # Errors
    ///
    /// When the value has no form in JSON.
    pub fn json(value: &impl Serialize) -> serde_json::Result<Shown> {
        let mut text = json::escaped(&serde_json::to_string_pretty(value)?);
        text.push('\n');
        Ok(Shown(text))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::ops::Deref for Shown {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Lines, one below the other.
#[derive(Debug, Clone)]
pub struct Page {
    text: String,
    colour: bool,
}

impl Page {
    /// An empty page, with colours or without.
    #[must_use]
    pub fn new(colour: bool) -> Page {
        Page { text: String::new(), colour }
    }

    /// Adds a line.
    pub fn line(&mut self, line: impl Into<Line>) {
        line.into().write(&mut self.text, self.colour);
        self.text.push('\n');
    }

    /// Adds an empty line.
    pub fn blank(&mut self) {
        self.text.push('\n');
    }

    /// Adds a line and an empty one.
    pub fn paragraph(&mut self, line: impl Into<Line>) {
        self.line(line);
        self.blank();
    }

    /// Adds each line of a text of several.
    pub fn lines(&mut self, text: &str) {
        text.lines().for_each(|line| self.line(line));
    }

    /// Adds a command of GitHub Actions: the only line that may begin with two colons.
    pub(crate) fn command(&mut self, name: &str, properties: &str, data: &str) {
        let line = format!("{name} {properties}::{data}");
        self.text.push_str("::");
        self.text.push_str(&visible(line));
        self.text.push('\n');
    }

    /// Whether nothing was added.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// How much was added, in bytes.
    pub(crate) fn len(&self) -> usize {
        self.text.len()
    }

    /// The text, each line with its end.
    #[must_use]
    pub fn finish(self) -> Shown {
        Shown(self.text)
    }
}

#[cfg(test)]
mod tests {
    use anstyle::AnsiColor;

    use super::*;

    #[test]
    fn what_is_foreign_stays_on_its_line() {
        let mut page = Page::new(true);
        page.line(Line::new().text("::error::a\n::b").bold("c\u{1b}[0m").text(" ##[d"));
        page.command("error", "title=a", "b\n::c");
        let shown = page.finish();
        assert_eq!(
            shown.as_str(),
            "\\u{3a}:error::a\\n::bc\\u{1b}[0m \\u{23}#[d\n::error title=a::b\\n::c\n"
        );
    }

    /// Two parts may make a command that neither is.
    #[test]
    fn parts_make_no_command() {
        for colour in [true, false] {
            let mut page = Page::new(colour);
            page.line(Line::new().text(" :").text(":error::x"));
            page.line(Line::new().text("#").text("#[error]x"));
            page.line(Line::new().coloured(":", AnsiColor::Red).text(":x"));
            let shown = page.finish();
            let plain = shown.replace("\u{1b}[31m", "").replace("\u{1b}[0m", "");
            assert!(!plain.lines().any(|line| line.trim_start().starts_with("::")), "{shown}");
            assert!(!plain.contains("##["), "{shown}");
        }
    }
}
