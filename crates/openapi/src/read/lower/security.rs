//! Security schemes.

use serde_json::{Map, Value, json};

use super::{At, Grown, Lowering};
use crate::fault::Reading;
use gatepact_finding::pointer;

/// The fields that move into the one flow of a scheme.
const OF_THE_FLOW: [&str; 4] = ["flow", "authorizationUrl", "tokenUrl", "scopes"];

impl<'s> Lowering<'s> {
    pub(super) fn security_scheme(&mut self, value: &'s Value, at: &At) -> Result<Value, Grown> {
        let Value::Object(members) = value else { return Ok(value.clone()) };
        match members.get("type").and_then(Value::as_str) {
            Some("basic") => {
                let mut result = members.clone();
                result.insert("type".to_owned(), json!("http"));
                result.insert("scheme".to_owned(), json!("basic"));
                self.made(&pointer::child(&at.to, "scheme"), &pointer::child(&at.from, "type"))?;
                Ok(Value::Object(result))
            }
            Some("oauth2") => self.oauth2(members, at),
            _ => Ok(value.clone()),
        }
    }

    fn oauth2(&mut self, members: &Map<String, Value>, at: &At) -> Result<Value, Grown> {
        let flow = match members.get("flow").and_then(Value::as_str) {
            Some("accessCode") => "authorizationCode",
            Some("application") => "clientCredentials",
            Some(flow @ ("implicit" | "password")) => flow,
            Some(_) => {
                let reason =
                    "a flow that is not `implicit`, `password`, `application` or `accessCode`";
                self.note(&at.child("flow"), reason, Reading::NotUnderstood);
                return Ok(Value::Object(members.clone()));
            }
            None => return Ok(Value::Object(members.clone())),
        };
        let (mut result, mut inside) = (Map::new(), Map::new());
        for (key, value) in members {
            match key.as_str() {
                "flow" => {}
                _ if OF_THE_FLOW.contains(&key.as_str()) => {
                    inside.insert(key.clone(), value.clone());
                }
                _ => {
                    result.insert(key.clone(), value.clone());
                }
            }
        }
        inside.entry("scopes").or_insert_with(|| json!({}));
        let flows = pointer::child(&at.to, "flows");
        self.made(&flows, &pointer::child(&at.from, "flow"))?;
        let place = pointer::child(&flows, flow);
        for key in inside.keys() {
            self.subtree(&pointer::child(&place, key), &pointer::child(&at.from, key))?;
        }
        let inside = Value::Object(inside);
        result.insert("flows".to_owned(), json!({ flow: inside }));
        Ok(Value::Object(result))
    }
}
