//! JSON to a value and the places of its parts.
//!
//! Two passes: serde_json checks the grammar and builds the value, then a scan of the text, now known to be valid, notes
//! where every value starts. Of a key that stands twice in one object the last one counts, as for most readers (RFC
//! 8259, 4, leaves it open); the first ones are forgotten, and [`Spots::repeated_keys`] tells which.

use std::cell::{Cell, RefCell};
use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use super::error::ReadError;
use super::format::Format;
use super::limits;
use crate::position::{Position, Spots, is_continuation};

pub(super) fn parse(text: &str) -> Result<(Value, Spots), ReadError> {
    let watch = Watch::default();
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let value = Node { watch: &watch, depth: 0 }
        .deserialize(&mut deserializer)
        .and_then(|value| deserializer.end().map(|()| value))
        .map_err(|error| watch.explain(text, &error))?;
    let mut spots = scan(text);
    let replaced = watch.replaced.into_inner();
    if !replaced.is_empty() {
        spots.drop_replaced(replaced, &value);
    }
    Ok((value, spots))
}

/// So many keys may stand twice: each costs a look at the whole document.
const MOST_REPEATED: usize = 64;

/// What the visitors count, and the reason they stopped, if they did.
#[derive(Default)]
struct Watch {
    values: Cell<usize>,
    fault: Cell<Option<Fault>>,
    /// The numbers of values that count no more, with those of the values that count instead.
    replaced: RefCell<Vec<(usize, usize)>>,
}

enum Fault {
    TooDeep,
    TooManyValues,
    DuplicateKey(String),
}

impl Watch {
    fn stop<E: de::Error>(&self, fault: Fault) -> E {
        self.fault.set(Some(fault));
        E::custom("stopped")
    }

    fn explain(&self, text: &str, error: &serde_json::Error) -> ReadError {
        let at = Position::from_byte_column(text, error.line(), error.column());
        match self.fault.take() {
            Some(Fault::TooDeep) => ReadError::TooDeep { at, limit: limits::DEPTH },
            Some(Fault::TooManyValues) => ReadError::TooManyValues { at, limit: limits::VALUES },
            Some(Fault::DuplicateKey(key)) => ReadError::DuplicateKey { at, key },
            None => ReadError::Syntax { format: Format::Json, at, reason: reason(error) },
        }
    }
}

/// serde_json's message without its own " at line 1 column 2".
fn reason(error: &serde_json::Error) -> String {
    let message = error.to_string();
    message.rsplit_once(" at line ").map_or(message.clone(), |(what, _)| what.to_owned())
}

struct Node<'w> {
    watch: &'w Watch,
    depth: usize,
}

impl<'de> DeserializeSeed<'de> for Node<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        self.watch.values.set(self.watch.values.get() + 1);
        if self.watch.values.get() > limits::VALUES {
            return Err(self.watch.stop(Fault::TooManyValues));
        }
        if self.depth > limits::DEPTH {
            return Err(self.watch.stop(Fault::TooDeep));
        }
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Node<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut array = Vec::new();
        while let Some(item) = items.next_element_seed(self.inner())? {
            array.push(item);
        }
        Ok(Value::Array(array))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        // The number of each member's value; a value has the number of values before it.
        let mut numbers: Vec<usize> = Vec::new();
        while let Some(key) = members.next_key::<String>()? {
            let number = self.watch.values.get();
            if object.contains_key(&key) {
                let at = object.keys().position(|known| *known == key).unwrap_or_default();
                if self.watch.replaced.borrow().len() == MOST_REPEATED {
                    return Err(self.watch.stop(Fault::DuplicateKey(key)));
                }
                self.watch.replaced.borrow_mut().push((numbers.remove(at), number));
                object.shift_remove(&key);
            }
            numbers.push(number);
            let value = members.next_value_seed(self.inner())?;
            object.insert(key, value);
        }
        Ok(Value::Object(object))
    }
}

impl<'w> Node<'w> {
    fn inner(&self) -> Node<'w> {
        Node { watch: self.watch, depth: self.depth + 1 }
    }
}

/// The places of all values of a valid JSON text.
fn scan(text: &str) -> Spots {
    let mut spots = Spots::default();
    let mut scanner = Scanner { bytes: text.as_bytes(), at: 0, line: 1, column: 1 };
    let mut open: Vec<(usize, bool)> = Vec::new();
    let mut key = None;
    while let Some(byte) = scanner.peek() {
        let here = scanner.position();
        match byte {
            b' ' | b'\t' | b'\r' | b'\n' | b',' | b':' => scanner.step(),
            b'{' | b'[' => {
                open.push((spots.open(key.take().unwrap_or(here)), byte == b'{'));
                scanner.step();
            }
            b'}' | b']' => {
                if let Some((index, _)) = open.pop() {
                    spots.close(index);
                }
                scanner.step();
            }
            b'"' => {
                let in_object = open.last().is_some_and(|(_, object)| *object);
                if in_object && key.is_none() {
                    key = Some(here);
                } else {
                    spots.open(key.take().unwrap_or(here));
                }
                scanner.skip_string();
            }
            _ => {
                spots.open(key.take().unwrap_or(here));
                scanner.skip_word();
            }
        }
    }
    spots
}

struct Scanner<'t> {
    bytes: &'t [u8],
    at: usize,
    line: usize,
    column: usize,
}

impl Scanner<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn position(&self) -> Position {
        Position::new(self.line, self.column)
    }

    fn step(&mut self) {
        match self.peek() {
            Some(b'\n') => (self.line, self.column) = (self.line + 1, 1),
            Some(byte) if is_continuation(byte) => {}
            _ => self.column += 1,
        }
        self.at += 1;
    }

    fn skip_string(&mut self) {
        self.step();
        while let Some(byte) = self.peek() {
            self.step();
            match byte {
                b'\\' => self.step(),
                b'"' => return,
                _ => {}
            }
        }
    }

    fn skip_word(&mut self) {
        while self.peek().is_some_and(|byte| !b" \t\r\n,:{}[]\"".contains(&byte)) {
            self.step();
        }
    }
}
