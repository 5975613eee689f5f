//! YAML 1.2 to a value and the places of its parts, over the events of `granit-parser`.
//!
//! Built by hand rather than through serde, for three reasons: places, a bound on what aliases may repeat
//! ("billion laughs"), and a refusal of everything that JSON cannot hold instead of a silent guess.

mod scalar;

use std::collections::HashMap;
use std::ops::Range;

use granit_parser::{Event, Marker, Parser, ScanError, Span, Tag};
use serde_json::{Map, Value};

use super::{Format, ReadError, limits};
use crate::position::{Position, Spots};

pub(super) fn parse(text: &str) -> Result<(Value, Spots), ReadError> {
    let mut builder = Builder::default();
    let mut parser = Parser::new_from_str(text);
    while let Some(event) = parser.next_event() {
        let (event, span) = event.map_err(|error| syntax(&error))?;
        let end = matches!(event, Event::StreamEnd);
        builder.take(event, span)?;
        if end {
            break;
        }
    }
    Ok((builder.root.unwrap_or(Value::Null), builder.spots))
}

fn syntax(error: &ScanError) -> ReadError {
    let (at, reason) = (position(error.marker()), error.info());
    ReadError::Syntax { format: Format::Yaml, at, reason }
}

fn position(marker: &Marker) -> Position {
    Position::new(marker.line(), marker.col() + 1)
}

/// A collection that is still open.
struct Open {
    index: usize,
    anchor: usize,
    text_before: usize,
    content: Content,
}

enum Content {
    Sequence(Vec<Value>),
    /// The members so far, and the key that waits for its value.
    Mapping(Map<String, Value>, Option<(String, Position)>),
}

/// An anchored value: what an alias repeats.
struct Anchored {
    value: Value,
    spots: Range<usize>,
    text: usize,
}

#[derive(Default)]
struct Builder {
    root: Option<Value>,
    spots: Spots,
    open: Vec<Open>,
    anchors: HashMap<usize, Anchored>,
    /// Bytes of scalars so far, repeated ones included.
    text: usize,
    /// Values cloned for anchors: they cost memory as well.
    kept: usize,
}

impl Builder {
    fn take(&mut self, event: Event<'_>, span: Span) -> Result<(), ReadError> {
        let at = position(&span.tag_start.unwrap_or(span.start));
        match event {
            Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => Ok(()),
            Event::DocumentStart(..) if self.root.is_some() => Err(ReadError::YamlOnly {
                at,
                what: "a second document in one file".to_owned(),
                advice: "keep one API document per file",
            }),
            Event::DocumentStart(..) => Ok(()),
            Event::Alias(anchor) => self.alias(anchor, at),
            Event::Scalar(text, style, anchor, tag) => {
                if self.waits_for_key() {
                    return self.key(text.into_owned(), at);
                }
                let value = scalar::resolve(&text, style, tag.as_deref(), at)?;
                let (index, before) = (self.enter(at)?, self.text);
                self.text += text.len();
                self.leave(index, anchor, before, value)
            }
            Event::SequenceStart(_, anchor, tag) => {
                self.begin(anchor, tag.as_deref(), at, Content::Sequence(Vec::new()))
            }
            Event::MappingStart(_, anchor, tag) => {
                self.begin(anchor, tag.as_deref(), at, Content::Mapping(Map::new(), None))
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(),
            // Comments and the names of anchors: events that the options leave out.
            _ => Ok(()),
        }
    }

    fn waits_for_key(&self) -> bool {
        matches!(self.open.last(), Some(Open { content: Content::Mapping(_, None), .. }))
    }

    fn key(&mut self, key: String, at: Position) -> Result<(), ReadError> {
        let Some(Open { content: Content::Mapping(members, waiting), .. }) = self.open.last_mut()
        else {
            return Ok(());
        };
        if members.contains_key(&key) {
            return Err(ReadError::DuplicateKey { at, key });
        }
        if key == "<<" {
            let what = "the merge key `<<`".to_owned();
            return Err(ReadError::YamlOnly { at, what, advice: "write the members out" });
        }
        *waiting = Some((key, at));
        Ok(())
    }

    fn begin(
        &mut self,
        anchor: usize,
        tag: Option<&Tag>,
        at: Position,
        content: Content,
    ) -> Result<(), ReadError> {
        scalar::accept_collection_tag(tag, at)?;
        if self.waits_for_key() {
            let what = "a key that is a list or a mapping".to_owned();
            return Err(ReadError::YamlOnly { at, what, advice: "use plain text as the key" });
        }
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
            Content::Mapping(members, _) => Value::Object(members),
        };
        self.spots.close(index);
        self.leave(index, anchor, text_before, value)
    }

    /// Notes the place of a value that begins: its key, for a member.
    fn enter(&mut self, at: Position) -> Result<usize, ReadError> {
        let at = match self.open.last() {
            Some(Open { content: Content::Mapping(_, Some((_, key))), .. }) => *key,
            _ => at,
        };
        self.within_budget(at)?;
        Ok(self.spots.open(at))
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
            let spots = index..self.spots.len();
            self.kept += spots.len();
            let text = self.text - text_before;
            self.anchors.insert(anchor, Anchored { value: value.clone(), spots, text });
        }
        match self.open.last_mut().map(|open| &mut open.content) {
            None => self.root = Some(value),
            Some(Content::Sequence(items)) => items.push(value),
            Some(Content::Mapping(members, waiting)) => {
                if let Some((key, _)) = waiting.take() {
                    members.insert(key, value);
                }
            }
        }
        Ok(())
    }

    fn alias(&mut self, anchor: usize, at: Position) -> Result<(), ReadError> {
        let Some(Anchored { value, spots, text }) = self.anchors.get(&anchor) else {
            let what = "an alias inside the value it names".to_owned();
            return Err(ReadError::YamlOnly { at, what, advice: "use `$ref` for recursion" });
        };
        if self.waits_for_key() {
            let what = "an alias as a key".to_owned();
            return Err(ReadError::YamlOnly { at, what, advice: "use plain text as the key" });
        }
        self.text += text;
        let (spots, depth) = (spots.clone(), self.open.len() + depth(value));
        if depth > limits::DEPTH {
            return Err(ReadError::TooDeep { at, limit: limits::DEPTH });
        }
        if self.spots.len() + spots.len() > limits::VALUES || self.text > limits::REPEATED_BYTES {
            return Err(ReadError::TooManyValues { at, limit: limits::VALUES });
        }
        let value = value.clone();
        let index = self.spots.len();
        self.spots.repeat(spots, at);
        self.leave(index, 0, 0, value)
    }

    fn within_budget(&self, at: Position) -> Result<(), ReadError> {
        if self.spots.len() + self.kept >= limits::VALUES {
            return Err(ReadError::TooManyValues { at, limit: limits::VALUES });
        }
        Ok(())
    }
}

/// Levels of collections; bounded, since nothing deeper than the limit is ever built.
fn depth(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(depth).max().unwrap_or(0),
        Value::Object(members) => 1 + members.values().map(depth).max().unwrap_or(0),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 0,
    }
}
