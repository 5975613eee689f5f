//! What a function's runtime says when the function failed.

use std::fmt;

use serde_json::Value;

/// How many lines of a stack trace are worth showing.
const STACK_LINES: usize = 5;

/// A function that failed, in the words of its runtime.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FunctionFailure {
    /// `Handled` or `Unhandled`.
    how: String,
    /// `errorType`: `TypeError`, `Runtime.ExitError`.
    kind: Option<String>,
    /// `errorMessage`.
    message: Option<String>,
    /// The first lines of the stack trace; the payload itself where it has no known shape.
    pub(crate) excerpt: Option<String>,
}

/// Reads the payload of a failed invocation. The runtimes agree on `errorType` and `errorMessage`
/// and call the trace `trace` (Node.js) or `stackTrace` (the others).
pub(crate) fn read(how: &str, payload: &[u8]) -> FunctionFailure {
    let json: Value = serde_json::from_slice(payload).unwrap_or_default();
    let text = |name: &str| json.get(name).and_then(Value::as_str).map(str::to_owned);
    let (kind, message) = (text("errorType"), text("errorMessage"));
    let known = kind.is_some() || message.is_some();
    let excerpt = if known { stack(&json) } else { raw(payload) };
    FunctionFailure { how: how.to_owned(), kind, message, excerpt }
}

fn stack(json: &Value) -> Option<String> {
    let trace = json.get("trace").or_else(|| json.get("stackTrace"))?;
    let lines: Vec<String> = match trace {
        Value::Array(frames) => frames.iter().map(line).collect(),
        Value::String(text) => vec![text.clone()],
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => Vec::new(),
    };
    let lines: Vec<&str> = lines
        .iter()
        .flat_map(|line| line.lines())
        .map(str::trim_end)
        .filter(|line| !line.is_empty())
        .take(STACK_LINES)
        .collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// Python before 3.8 and Ruby write a frame as a list, others as a text or an object.
fn line(frame: &Value) -> String {
    frame.as_str().map_or_else(|| frame.to_string(), str::to_owned)
}

fn raw(payload: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(payload).trim().to_owned();
    (!text.is_empty()).then_some(text)
}

impl fmt::Display for FunctionFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let FunctionFailure { how, kind, message, excerpt: _ } = self;
        write!(f, "the function failed ({how})")?;
        for part in [kind, message].into_iter().flatten().filter(|part| !part.is_empty()) {
            write!(f, ": {part}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Shapes as the runtimes write them.
    const NODE: &str = r#"{"errorType":"TypeError","errorMessage":"x is not a function","trace":[
        "TypeError: x is not a function","    at handler (/var/task/index.js:3:5)",
        "    at a","    at b","    at c","    at d"]}"#;
    const PYTHON: &str = r#"{"errorMessage":"'id'","errorType":"KeyError","requestId":"1",
        "stackTrace":["  File \"/var/task/app.py\", line 4, in handler\n    return event['id']\n"]}"#;
    const TIMED_OUT: &str =
        r#"{"errorMessage":"2026-11-25T22:00:00.000Z 1 Task timed out after 3.00 seconds"}"#;

    #[test]
    fn type_message_and_the_first_lines_of_the_trace_are_told() {
        let failure = read("Unhandled", NODE.as_bytes());
        assert_eq!(
            failure.to_string(),
            "the function failed (Unhandled): TypeError: x is not a function"
        );
        let excerpt = failure.excerpt.unwrap();
        assert!(excerpt.contains("index.js:3:5"), "{excerpt}");
        assert_eq!(excerpt.lines().count(), STACK_LINES);
        let failure = read("Unhandled", PYTHON.as_bytes());
        assert_eq!(failure.to_string(), "the function failed (Unhandled): KeyError: 'id'");
        assert!(failure.excerpt.unwrap().ends_with("return event['id']"));
    }

    #[test]
    fn a_timeout_has_a_message_only() {
        let failure = read("Unhandled", TIMED_OUT.as_bytes());
        assert!(failure.to_string().ends_with("Task timed out after 3.00 seconds"));
        assert_eq!(failure.excerpt, None);
    }

    #[test]
    fn what_has_no_known_shape_is_shown_as_it_is() {
        for (payload, excerpt) in [
            ("\"boom\"", Some("\"boom\"")),
            ("not json", Some("not json")),
            ("{\"code\":1}", Some("{\"code\":1}")),
            ("", None),
        ] {
            let failure = read("Handled", payload.as_bytes());
            assert_eq!(failure.to_string(), "the function failed (Handled)");
            assert_eq!(failure.excerpt.as_deref(), excerpt);
        }
        let odd = read("Handled", br#"{"errorType":"E","stackTrace":[["a.py",1,"f"],{}]}"#);
        assert_eq!(odd.excerpt.unwrap(), "[\"a.py\",1,\"f\"]\n{}");
    }
}
