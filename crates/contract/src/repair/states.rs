//! Provider states: a list of objects, whatever a tool made of it.

use gatepact_finding::Pointer;
use serde_json::{Map, Value, json};

use crate::fault::{Fault, shown};

/// The states of an interaction as Pact V3 writes them.
pub(super) fn of(interaction: &Value) -> Result<Vec<Value>, Fault> {
    for name in ["providerStates", "providerState", "provider_state"] {
        let at = Pointer::root().child(name);
        let states = match interaction.get(name) {
            None | Some(Value::Null) => continue,
            Some(Value::Array(states)) => states
                .iter()
                .enumerate()
                .map(|(index, state)| one(state, &at.child(&index.to_string())))
                .collect::<Result<Vec<_>, _>>()?,
            Some(state) => vec![one(state, &at)?],
        };
        let states: Vec<Value> = states.into_iter().flatten().collect();
        if !states.is_empty() {
            return Ok(states);
        }
    }
    Ok(Vec::new())
}

/// `None` for an empty text, which V1 and V2 write where there is no state.
fn one(state: &Value, at: &Pointer) -> Result<Option<Value>, Fault> {
    let members = match state {
        Value::String(name) if name.is_empty() => return Ok(None),
        Value::String(name) => return Ok(Some(json!({ "name": name }))),
        Value::Object(members) => members,
        other => return Err(Fault::new(at, format!("a provider state is {}", shown(other)))),
    };
    let name = match members.get("name") {
        Some(Value::String(name)) => Value::String(name.clone()),
        Some(number @ (Value::Number(_) | Value::Bool(_))) => Value::String(number.to_string()),
        Some(other) => {
            let reason = format!("the name of a provider state is {}", shown(other));
            return Err(Fault::new(at, reason));
        }
        None => return Err(Fault::new(at, "a provider state has no `name`")),
    };
    let params = match members.get("params") {
        None | Some(Value::Null) => Map::new(),
        Some(Value::Object(params)) => params.clone(),
        Some(other) => {
            let reason = format!("the parameters of a provider state are {}", shown(other));
            return Err(Fault::new(&at.child("params"), reason));
        }
    };
    Ok(Some(json!({ "name": name, "params": params })))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_and_single_states_are_lists_of_objects() {
        let state = json!({"name": "a", "params": {}});
        for interaction in [
            json!({"providerStates": ["a"]}),
            json!({"providerStates": "a"}),
            json!({"providerStates": [{"name": "a", "params": null}]}),
            json!({"providerStates": {"name": "a"}}),
            json!({"providerState": ["a", ""]}),
            json!({"providerStates": [], "providerState": "a"}),
            json!({"providerStates": null, "provider_state": "a"}),
        ] {
            let names: Vec<_> =
                of(&interaction).unwrap().into_iter().map(|it| it["name"].clone()).collect();
            assert_eq!(names, [state["name"].clone()], "{interaction}");
        }
        assert!(of(&json!({"providerState": ""})).unwrap().is_empty());
    }

    #[test]
    fn what_names_no_state_is_a_fault() {
        for states in [
            json!([1]),
            json!([{}]),
            json!([null]),
            json!(7),
            json!([{"name": ["a"]}]),
            json!([{"name": "a", "params": 1}]),
        ] {
            assert!(of(&json!({ "providerStates": states })).is_err(), "{states}");
        }
    }
}
