//! Values, interned by what they mean: 1 and 1.0 are one value, the order of members is none.

use rustc_hash::FxHashMap;
use serde_json::Value;

use crate::number;

/// A value of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct ValueId(u32);

#[derive(Debug, Default)]
pub(crate) struct Values {
    known: FxHashMap<String, ValueId>,
    all: Vec<Value>,
}

impl Values {
    pub(crate) fn intern(&mut self, value: &Value) -> ValueId {
        let key = key(value);
        if let Some(id) = self.known.get(&key) {
            return *id;
        }
        let id = ValueId(u32::try_from(self.all.len()).expect("fewer than 2^32 values"));
        self.all.push(value.clone());
        self.known.insert(key, id);
        id
    }

    pub(crate) fn find(&self, value: &Value) -> Option<ValueId> {
        self.known.get(&key(value)).copied()
    }

    pub(crate) fn get(&self, id: ValueId) -> &Value {
        &self.all[id.0 as usize]
    }
}

/// A text that two values share exactly when they are equal.
pub(crate) fn key(value: &Value) -> String {
    let mut text = String::new();
    write(value, &mut text);
    text
}

fn write(value: &Value, text: &mut String) {
    match value {
        Value::Number(number) => match number::exact(number) {
            Some(exact) => text.push_str(&exact.to_string()),
            None => text.push_str(&number.to_string()),
        },
        Value::Array(items) => {
            text.push('[');
            for item in items {
                write(item, text);
                text.push(',');
            }
            text.push(']');
        }
        Value::Object(members) => {
            let mut names: Vec<&String> = members.keys().collect();
            names.sort();
            text.push('{');
            for name in names {
                text.push_str(&Value::String(name.clone()).to_string());
                text.push(':');
                write(&members[name], text);
                text.push(',');
            }
            text.push('}');
        }
        Value::Null | Value::Bool(_) | Value::String(_) => text.push_str(&value.to_string()),
    }
}
