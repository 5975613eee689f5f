//! Values to attack a proof with: literals and bounds of the schemas, simple values of every type,
//! and mutations of the ones that were accepted.

use serde_json::{Map, Number, Value, json};

use crate::random::Random;

fn pick<'v, T>(random: &mut Random, from: &'v [T]) -> &'v T {
    &from[random.below(from.len())]
}

/// The material: what the schemas mention, and what they do not.
pub(crate) struct Pool {
    values: Vec<Value>,
    names: Vec<String>,
}

impl Pool {
    pub(crate) fn of(schemas: &[&Value]) -> Self {
        let mut pool =
            Self { values: simple(), names: vec!["zz".into(), "a".into(), String::new()] };
        for schema in schemas {
            pool.collect(schema, 0);
        }
        pool.values.truncate(400);
        pool
    }

    fn collect(&mut self, value: &Value, depth: usize) {
        if depth > 24 {
            return;
        }
        self.values.push(value.clone());
        match value {
            Value::Object(members) => {
                for (name, value) in members {
                    self.names.push(name.clone());
                    self.collect(value, depth + 1);
                }
            }
            Value::Array(items) => items.iter().for_each(|item| self.collect(item, depth + 1)),
            Value::Number(number) => self.around(number),
            Value::String(text) => self.names.push(text.clone()),
            Value::Null | Value::Bool(_) => {}
        }
    }

    /// The number as a bound of values, lengths and counts.
    fn around(&mut self, number: &Number) {
        let Some(at) = number.as_f64() else { return };
        for near in [at - 1.0, at - 0.5, at + 0.5, at + 1.0, at * 2.0, -at] {
            if near.fract() == 0.0 && near.abs() < 1e15 {
                self.values.push(json!(near as i64));
            } else if let Some(near) = Number::from_f64(near) {
                self.values.push(near.into());
            }
        }
        if (0.0..40.0).contains(&at) && at.fract() == 0.0 {
            let at = at as usize;
            for length in [at.saturating_sub(1), at, at + 1] {
                self.values.push("x".repeat(length).into());
                self.values.push(vec![Value::from("x"); length].into());
                self.values.push((0..length).map(Value::from).collect::<Vec<Value>>().into());
                let members: Map<String, Value> =
                    (0..length).map(|n| (format!("p{n}"), Value::from(n))).collect();
                self.values.push(members.into());
            }
        }
    }
}

fn simple() -> Vec<Value> {
    vec![
        json!(null),
        json!(true),
        json!(false),
        json!(0),
        json!(1),
        json!(-1),
        json!(0.5),
        json!(7),
        json!(1e20),
        json!(""),
        json!("a"),
        json!("foo"),
        json!("Ω\n"),
        json!([]),
        json!([1]),
        json!(["a", "a"]),
        json!([[], {}]),
        json!({}),
        json!({ "a": 1 }),
        json!({ "zz": null }),
        json!("2024-02-29"),
        json!("user@example.com"),
        json!("123"),
        json!([null, 1, "a", 0.5]),
    ]
}

/// Up to `wanted` values that are accepted, out of many tries.
pub(crate) fn samples(
    pool: &Pool,
    random: &mut Random,
    wanted: usize,
    accepts: &mut dyn FnMut(&Value) -> bool,
) -> Vec<Value> {
    let mut found: Vec<Value> =
        pool.values.iter().filter(|value| accepts(value)).cloned().collect();
    found.truncate(wanted);
    for _ in 0..wanted * 6 {
        if found.len() >= wanted {
            break;
        }
        let start = if found.is_empty() || random.below(4) == 0 {
            pick(random, &pool.values).clone()
        } else {
            pick(random, &found).clone()
        };
        let mutated = mutate(start, pool, random, 0);
        if accepts(&mutated) {
            found.push(mutated);
        }
    }
    found
}

fn mutate(value: Value, pool: &Pool, random: &mut Random, depth: usize) -> Value {
    match value {
        Value::Object(mut members) if random.below(6) != 0 => {
            let names: Vec<String> = members.keys().cloned().collect();
            match random.below(4) {
                0 if !names.is_empty() => {
                    members.shift_remove(pick(random, &names));
                }
                1 | 2 if !names.is_empty() && depth < 6 => {
                    let name = pick(random, &names);
                    let inner = members.get(name).cloned().unwrap();
                    members.insert(name.clone(), mutate(inner, pool, random, depth + 1));
                }
                _ => {
                    let name = pick(random, &pool.names).clone();
                    members.insert(name, pick(random, &pool.values).clone());
                }
            }
            members.into()
        }
        Value::Array(mut items) if random.below(6) != 0 && items.len() < 60 => {
            match random.below(4) {
                0 if !items.is_empty() => {
                    items.remove(random.below(items.len()));
                }
                1 | 2 if !items.is_empty() && depth < 6 => {
                    let at = random.below(items.len());
                    let inner = std::mem::take(&mut items[at]);
                    items[at] = mutate(inner, pool, random, depth + 1);
                }
                _ => items.push(pick(random, &pool.values).clone()),
            }
            items.into()
        }
        Value::String(text) if random.below(3) != 0 => {
            let mut text = text;
            match random.below(3) {
                0 => text.push('x'),
                1 => text.push('7'),
                _ => {
                    text.pop();
                }
            }
            text.into()
        }
        _ => pick(random, &pool.values).clone(),
    }
}
