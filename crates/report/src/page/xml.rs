//! XML in which nothing steers what shows it.

use std::fmt::Display;
use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use super::Shown;
use crate::visible::{at_the_beginning, visible};

/// An XML document in the making.
pub(crate) struct Xml(Writer<Vec<u8>>);

impl Xml {
    /// A document with its declaration.
    pub(crate) fn new() -> io::Result<Xml> {
        let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
        writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        Ok(Xml(writer))
    }

    /// Opens an element.
    pub(crate) fn start(&mut self, tag: Tag) -> io::Result<()> {
        self.0.write_event(Event::Start(tag.0))
    }

    /// Closes an element.
    pub(crate) fn end(&mut self, name: &str) -> io::Result<()> {
        self.0.write_event(Event::End(BytesEnd::new(name)))
    }

    /// Adds an element without content.
    pub(crate) fn empty(&mut self, tag: Tag) -> io::Result<()> {
        self.0.write_event(Event::Empty(tag.0))
    }

    /// Adds an element that holds lines of text.
    pub(crate) fn text(&mut self, tag: Tag, lines: &[impl AsRef<str>]) -> io::Result<()> {
        let lines: Vec<String> =
            lines.iter().map(|line| representable(&at_the_beginning(line.as_ref()))).collect();
        let end = tag.0.to_end().into_owned();
        self.0.write_event(Event::Start(tag.0))?;
        self.0.write_event(Event::Text(BytesText::new(&lines.join("\n"))))?;
        self.0.write_event(Event::End(end))
    }

    /// The document.
    pub(crate) fn finish(self) -> Shown {
        let mut text = String::from_utf8_lossy(&self.0.into_inner()).into_owned();
        text.push('\n');
        Shown(text)
    }
}

/// The name of an element and its attributes.
pub(crate) struct Tag(BytesStart<'static>);

impl Tag {
    /// An element without attributes.
    pub(crate) fn new(name: &'static str) -> Tag {
        Tag(BytesStart::new(name))
    }

    /// The same element and an attribute.
    #[must_use]
    pub(crate) fn with(mut self, name: &str, value: impl Display) -> Tag {
        self.0.push_attribute((name, representable(&visible(value)).as_str()));
        self
    }
}

/// XML 1.0 has no place for two noncharacters, not even escaped (section 2.2, `Char`).
fn representable(text: &str) -> String {
    text.replace(['\u{fffe}', '\u{ffff}'], "\u{fffd}")
}
