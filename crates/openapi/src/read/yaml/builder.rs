//! From the events of the parser to the value and its places.

use granit_parser::{Event, ScalarStyle, Span, Tag};
use serde_json::Value;

use super::anchors::Anchors;
use super::mapping::Mapping;
use super::scalar::Scalar;
use super::{ReadError, limits, position, short_form, tag};
use crate::position::{Position, Spots};

/// A collection that is still open.
struct Open {
    index: usize,
    anchor: usize,
    text_before: usize,
    content: Content,
}

enum Content {
    Sequence(Vec<Value>),
    Mapping(Mapping),
}

#[derive(Default)]
pub(super) struct Builder {
    root: Option<Value>,
    /// Where a document after the first one begins, while it is read.
    next_document: Option<Position>,
    spots: Spots,
    open: Vec<Open>,
    anchors: Anchors,
    /// Bytes of keys and scalars so far, repeated ones included.
    text: usize,
    /// Values that were made and do not count: clones for anchors, and what merges left out. They cost memory or time as
    /// well.
    spent: usize,
}

impl Builder {
    /// The value and its places, after the last event. A text without a document is `null`.
    pub(super) fn finish(mut self) -> (Value, Spots) {
        let value = self.root.unwrap_or_else(|| {
            self.spots.open(Position::new(1, 1));
            Value::Null
        });
        (value, self.spots)
    }

    pub(super) fn take(&mut self, event: Event<'_>, span: Span) -> Result<(), ReadError> {
        let at = position(&span.tag_start.unwrap_or(span.start));
        if let Some(start) = self.next_document {
            return self.after_the_end(&event, start);
        }
        match event {
            Event::DocumentStart(..) if self.root.is_some() => {
                self.next_document = Some(at);
                Ok(())
            }
            Event::Alias(anchor) => self.alias(anchor, at),
            Event::Scalar(text, style, anchor, tag) => {
                let scalar = Scalar { text: &text, style, tag: tag.as_deref(), at };
                if self.waits_for_key() {
                    return self.key(&scalar, anchor);
                }
                if let Some(function) = scalar.tag.and_then(short_form::function) {
                    return self.short_form_of_text(function, &text, anchor, at);
                }
                self.scalar(scalar.value()?, &text, anchor, at)
            }
            Event::SequenceStart(_, anchor, tag) => {
                self.begin(anchor, tag.as_deref(), at, Content::Sequence(Vec::new()))
            }
            Event::MappingStart(_, anchor, tag) => {
                self.begin(anchor, tag.as_deref(), at, Content::Mapping(Mapping::default()))
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(),
            // The bounds of the stream and of its first document; comments and names of anchors are not asked for.
            _ => Ok(()),
        }
    }

    /// A document after the first one may be empty: `---` or `...` at the end of a file begins one.
    fn after_the_end(&mut self, event: &Event<'_>, start: Position) -> Result<(), ReadError> {
        match event {
            Event::DocumentEnd => self.next_document = None,
            Event::Scalar(text, ScalarStyle::Plain, 0, None) if matches!(&**text, "" | "~") => {}
            event if event.is_node() => {
                return Err(ReadError::YamlOnly {
                    at: start,
                    what: "a second document in one file".to_owned(),
                    advice: "keep one API document per file",
                });
            }
            _ => {}
        }
        Ok(())
    }

    fn mapping(&mut self) -> Option<&mut Mapping> {
        match self.open.last_mut().map(|open| &mut open.content) {
            Some(Content::Mapping(mapping)) => Some(mapping),
            Some(Content::Sequence(_)) | None => None,
        }
    }

    fn waits_for_key(&mut self) -> bool {
        self.mapping().is_some_and(|mapping| mapping.waits_for_key())
    }

    fn key(&mut self, key: &Scalar<'_>, anchor: usize) -> Result<(), ReadError> {
        let (merges, at) = (key.is_merge_key()?, key.at);
        self.text += key.text.len();
        if anchor != 0 {
            self.spent += self.anchors.keep_key(anchor, key)?;
        }
        let name = key.text.to_owned();
        self.mapping().map_or(Ok(()), |mapping| mapping.begin_member(name, merges, at))
    }

    fn scalar(
        &mut self,
        value: Value,
        text: &str,
        anchor: usize,
        at: Position,
    ) -> Result<(), ReadError> {
        let (index, before) = (self.enter(at)?, self.text);
        self.text += text.len();
        if anchor != 0 {
            self.anchors.keep_text(anchor, text);
        }
        self.leave(index, anchor, before, value)
    }

    fn begin(
        &mut self,
        anchor: usize,
        tag: Option<&Tag>,
        at: Position,
        content: Content,
    ) -> Result<(), ReadError> {
        if self.waits_for_key() {
            let what = "a key that is a list or a mapping".to_owned();
            return Err(ReadError::YamlOnly { at, what, advice: "use plain text as the key" });
        }
        if let Some(function) = tag.and_then(short_form::function) {
            self.open(anchor, at, Content::Mapping(Mapping::short_form(function, at)))?;
            return self.open(0, at, content);
        }
        tag::accept_on_collection(tag, at)?;
        self.open(anchor, at, content)
    }

    /// `!Ref name`, as `Ref: name`.
    fn short_form_of_text(
        &mut self,
        function: &'static str,
        text: &str,
        anchor: usize,
        at: Position,
    ) -> Result<(), ReadError> {
        self.open(anchor, at, Content::Mapping(Mapping::short_form(function, at)))?;
        match short_form::list_of(function, text) {
            None => self.scalar(Value::from(text), text, 0, at)?,
            Some(items) => {
                self.open(0, at, Content::Sequence(Vec::new()))?;
                for item in items {
                    self.scalar(Value::from(item), item, 0, at)?;
                }
                return self.end();
            }
        }
        self.end()
    }

    fn open(&mut self, anchor: usize, at: Position, content: Content) -> Result<(), ReadError> {
        if self.open.len() >= limits::DEPTH {
            return Err(ReadError::TooDeep { at, limit: limits::DEPTH });
        }
        let index = self.enter(at)?;
        self.open.push(Open { index, anchor, text_before: self.text, content });
        Ok(())
    }

    fn end(&mut self) -> Result<(), ReadError> {
        let Some(Open { index, anchor, text_before, content }) = self.open.pop() else {
            return Ok(());
        };
        let value = match content {
            Content::Sequence(items) => Value::Array(items),
            Content::Mapping(mapping) => {
                let before = self.spots.len();
                let members = mapping.end(index, &mut self.spots);
                self.spent += before - self.spots.len();
                Value::Object(members)
            }
        };
        self.spots.close(index);
        self.leave(index, anchor, text_before, value)?;
        // A short form has no end of its own: it ends with the list or mapping that it stands before.
        if self.mapping().is_some_and(|mapping| mapping.is_complete_short_form()) {
            return self.end();
        }
        Ok(())
    }

    /// Notes the place of a value that begins.
    fn enter(&mut self, at: Position) -> Result<usize, ReadError> {
        let at = self.place(at);
        self.within_budget(1, at)?;
        Ok(self.spots.open(at))
    }

    /// Where a value stands: at its key, for a member.
    fn place(&mut self, at: Position) -> Position {
        self.mapping().and_then(|mapping| mapping.key_position()).unwrap_or(at)
    }

    /// Hands a finished value to what holds it.
    fn leave(
        &mut self,
        index: usize,
        anchor: usize,
        text_before: usize,
        value: Value,
    ) -> Result<(), ReadError> {
        if anchor != 0 {
            let text = self.text - text_before;
            self.spent += self.anchors.keep(anchor, &value, self.spots.from(index), text)?;
        }
        match self.open.last_mut().map(|open| &mut open.content) {
            None => self.root = Some(value),
            Some(Content::Sequence(items)) => items.push(value),
            Some(Content::Mapping(mapping)) => {
                let before = self.spots.len();
                mapping.end_member(value, index, &mut self.spots)?;
                self.spent += before - self.spots.len();
            }
        }
        Ok(())
    }

    fn alias(&mut self, anchor: usize, at: Position) -> Result<(), ReadError> {
        if self.waits_for_key() {
            let name = self.anchors.key(anchor, at)?.to_owned();
            self.text += name.len();
            return self.mapping().map_or(Ok(()), |mapping| mapping.begin_member(name, false, at));
        }
        let at = self.place(at);
        let values = self.anchors.repeat(anchor, self.open.len(), at)?;
        self.within_budget(values, at)?;
        let Some(anchored) = self.anchors.get(anchor) else { return Ok(()) };
        self.text += anchored.text;
        let (index, value) = (self.spots.len(), anchored.value.clone());
        self.spots.append(&anchored.spots, Some(at));
        self.leave(index, 0, 0, value)
    }

    fn within_budget(&self, more: usize, at: Position) -> Result<(), ReadError> {
        if self.spots.len() + self.spent + more > limits::VALUES {
            return Err(ReadError::TooManyValues { at, limit: limits::VALUES });
        }
        Ok(())
    }
}
