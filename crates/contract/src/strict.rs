//! JSON in which a key that stands twice is seen.
//!
//! `serde_json` keeps the last of two members of one name, so half of a promise would be ignored.

use std::fmt;

use gatepact_finding::Pointer;
use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

/// A value, and the first key in it that stands twice.
pub(crate) struct Strict {
    pub(crate) value: Value,
    pub(crate) twice: Option<Pointer>,
}

/// Reads a whole text.
///
/// # Errors
/// What is wrong with the JSON.
pub(crate) fn read(text: &str) -> Result<Strict, serde_json::Error> {
    let mut twice = None;
    let mut reader = serde_json::Deserializer::from_str(text);
    let at = Pointer::root();
    let value = Reading { at: &at, twice: &mut twice }.deserialize(&mut reader)?;
    reader.end()?;
    Ok(Strict { value, twice })
}

struct Reading<'a> {
    at: &'a Pointer,
    twice: &'a mut Option<Pointer>,
}

impl<'de> DeserializeSeed<'de> for Reading<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Value, D::Error> {
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Reading<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON")
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
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        loop {
            // The pointer of an element is made only where it is asked for.
            let mut twice = None;
            let at = Pointer::root();
            let next = elements.next_element_seed(Reading { at: &at, twice: &mut twice })?;
            let Some(value) = next else { return Ok(Value::Array(list)) };
            if let Some(below) = twice {
                let at = self.at.child(&list.len().to_string()).join(below.as_str());
                self.twice.get_or_insert(at);
            }
            list.push(value);
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut map = Map::new();
        while let Some(key) = members.next_key::<String>()? {
            let mut twice = None;
            let at = Pointer::root();
            let value = members.next_value_seed(Reading { at: &at, twice: &mut twice })?;
            if let Some(below) = twice {
                self.twice.get_or_insert(self.at.child(&key).join(below.as_str()));
            }
            if map.contains_key(&key) {
                self.twice.get_or_insert(self.at.child(&key));
            }
            map.insert(key, value);
        }
        Ok(Value::Object(map))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn twice(text: &str) -> Option<String> {
        read(text).unwrap().twice.map(|at| at.as_str().to_owned())
    }

    #[test]
    fn a_key_that_stands_twice_is_found_wherever_it_is() {
        for (text, at) in [
            (r#"{"a":1,"a":2}"#, "/a"),
            (r#"{"x":[0,{"b":1,"\u0062":{}}]}"#, "/x/1/b"),
            (r#"[{"a/b":{"c":1,"c":1}}]"#, "/0/a~1b/c"),
        ] {
            assert_eq!(twice(text).as_deref(), Some(at), "{text}");
        }
        assert_eq!(twice(r#"{"a":{"b":1},"b":{"a":1},"c":[{"a":1},{"a":2}]}"#), None);
    }

    #[test]
    fn values_are_those_of_serde_json() {
        let text = r#"{"z":[1,-1,1.50,18446744073709551615,1e3,true,null,"é\n"],"a":{}}"#;
        assert_eq!(read(text).unwrap().value, serde_json::from_str::<Value>(text).unwrap());
        assert!(read("{} {}").is_err());
        assert!(read(&"[".repeat(1000)).is_err());
    }
}
