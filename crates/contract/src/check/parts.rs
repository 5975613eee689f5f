//! Methods, paths, statuses and encoded bodies.

use std::ops::RangeInclusive;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use gatepact_finding::Pointer;
use serde_json::Value;

use crate::fault::{Fault, shown};

/// RFC 9110, section 15: a status code is an integer of three digits.
const STATUS: RangeInclusive<u64> = 100..=999;

pub(super) fn request(part: &Value, at: &Pointer) -> Result<(), Fault> {
    for name in ["method", "path"] {
        if let Some(other) = part.get(name).filter(|value| !value.is_string()) {
            return Err(Fault::new(&at.child(name), format!("its {name} is {}", shown(other))));
        }
    }
    body(part, at)
}

pub(super) fn response(part: &Value, at: &Pointer) -> Result<(), Fault> {
    if let Some(status) = part.get("status")
        && !status.as_u64().is_some_and(|status| STATUS.contains(&status))
    {
        let reason =
            format!("its status is {}: a status is a number from 100 to 999", shown(status));
        return Err(Fault::new(&at.child("status"), reason));
    }
    body(part, at)
}

/// A body that says it is encoded must be so: the model would take the encoded text for the body.
fn body(part: &Value, at: &Pointer) -> Result<(), Fault> {
    let at = at.child("body");
    let Some(body) = part.get("body").filter(|body| body.get("content").is_some()) else {
        return Ok(());
    };
    let Some(Value::String(encoding)) = body.get("encoded") else { return Ok(()) };
    match (encoding.to_lowercase().as_str(), body.get("content")) {
        ("base64", Some(Value::String(text))) if BASE64.decode(text).is_err() => {
            Err(Fault::new(&at.child("content"), "its body is not the base64 that it says it is"))
        }
        ("base64" | "json" | "", _) => Ok(()),
        (other, _) => {
            let reason = format!("its body is encoded as `{other}`: `base64` and `json` are known");
            Err(Fault::new(&at.child("encoded"), reason))
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_status_is_a_number_of_three_digits() {
        let faulty =
            |status: Value| response(&json!({ "status": status }), &Pointer::root()).is_err();
        for status in [
            json!("200"),
            json!(200.0),
            json!(200.5),
            json!(-1),
            json!(0),
            json!(1000),
            json!(65736),
            json!(u64::MAX),
            json!(null),
            json!(true),
            json!([200]),
            json!({}),
        ] {
            assert!(faulty(status.clone()), "{status}");
        }
        for status in [100, 200, 599, 999] {
            assert!(!faulty(json!(status)), "{status}");
        }
    }

    #[test]
    fn methods_and_paths_are_texts() {
        for part in [json!({"method": 1}), json!({"path": null}), json!({"path": ["/a"]})] {
            assert!(request(&part, &Pointer::root()).is_err(), "{part}");
        }
        assert!(request(&json!({"method": "get", "path": "/"}), &Pointer::root()).is_ok());
    }

    #[test]
    fn an_encoded_body_is_encoded() {
        for (encoded, content, sound) in [
            ("base64", "aGk=", true),
            ("base64", "h!", false),
            ("JSON", "1", true),
            ("gzip", "a", false),
        ] {
            let part = json!({"body": {"content": content, "encoded": encoded}});
            assert_eq!(request(&part, &Pointer::root()).is_ok(), sound, "{part}");
        }
    }
}
