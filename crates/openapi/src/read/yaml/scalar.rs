//! Plain text to null, booleans, numbers and strings: the core schema of YAML 1.2.2, section 10.3.2.
//!
//! So `no`, `on` and `2023-11-01` are strings, unlike in YAML 1.1.

use granit_parser::{ScalarStyle, Tag};
use serde_json::{Number, Value};

use super::ReadError;
use super::tag::{self, Resolution};
use crate::position::Position;

/// A text with what says how it is to be read.
pub(super) struct Scalar<'t> {
    pub(super) text: &'t str,
    pub(super) style: ScalarStyle,
    pub(super) tag: Option<&'t Tag>,
    pub(super) at: Position,
}

impl Scalar<'_> {
    pub(super) fn value(&self) -> Result<Value, ReadError> {
        match tag::of_scalar(self.tag, self.at)? {
            Resolution::ByStyle if self.style != ScalarStyle::Plain => Ok(Value::from(self.text)),
            Resolution::Text => Ok(Value::from(self.text)),
            Resolution::ByStyle | Resolution::ByContent => plain(self.text, self.at),
        }
    }

    /// Whether this is a merge key: the plain text `<<`, or any with the tag `!!merge`. In quotes, `<<` is text.
    pub(super) fn is_merge_key(&self) -> Result<bool, ReadError> {
        match self.tag {
            None => Ok(self.text == "<<" && self.style == ScalarStyle::Plain),
            Some(tag) if tag::is_merge(tag) => Ok(true),
            tag => tag::of_scalar(tag, self.at).map(|_| false),
        }
    }
}

fn plain(text: &str, at: Position) -> Result<Value, ReadError> {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Ok(Value::Null),
        "true" | "True" | "TRUE" => Ok(Value::Bool(true)),
        "false" | "False" | "FALSE" => Ok(Value::Bool(false)),
        _ => number(text, at),
    }
}

fn number(text: &str, at: Position) -> Result<Value, ReadError> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let radix = [("0x", 16), ("0o", 8)]
        .into_iter()
        .find_map(|(prefix, radix)| Some((text.strip_prefix(prefix)?, radix)));
    if let Some((digits, radix)) = radix {
        let number = u64::from_str_radix(digits, radix).map(Value::from);
        return Ok(number.unwrap_or_else(|_| Value::from(text)));
    }
    if matches!(digits, ".inf" | ".Inf" | ".INF") || matches!(text, ".nan" | ".NaN" | ".NAN") {
        let what = format!("the number `{text}`");
        return Err(ReadError::YamlOnly { at, what, advice: "leave the bound out" });
    }
    if !is_decimal(digits) {
        return Ok(Value::from(text));
    }
    let unsigned = text.strip_prefix('+').unwrap_or(text);
    if let Ok(integer) = unsigned.parse::<i64>() {
        return Ok(Value::from(integer));
    }
    if let Ok(integer) = unsigned.parse::<u64>() {
        return Ok(Value::from(integer));
    }
    let float = unsigned.parse::<f64>().ok().and_then(Number::from_f64);
    Ok(float.map_or_else(|| Value::from(text), Value::Number))
}

/// `( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?`
fn is_decimal(text: &str) -> bool {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (text, None),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let exponent_ok = exponent.is_none_or(|exponent| {
        let digits = exponent.strip_prefix(['-', '+']).unwrap_or(exponent);
        !digits.is_empty() && all_digits(digits)
    });
    !(whole.is_empty() && fraction.is_empty())
        && all_digits(whole)
        && all_digits(fraction)
        && exponent_ok
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_core_schema() {
        let at = Position::new(1, 1);
        let cases = [
            ("1", json!(1)),
            ("-7", json!(-7)),
            ("+7", json!(7)),
            ("1.0", json!(1.0)),
            (".5", json!(0.5)),
            ("1e3", json!(1000.0)),
            ("0x1F", json!(31)),
            ("0o17", json!(15)),
            ("18446744073709551615", json!(u64::MAX)),
            ("", json!(null)),
            ("~", json!(null)),
            ("True", json!(true)),
            ("no", json!("no")),
            ("on", json!("on")),
            ("2023-11-01T19:44:06Z", json!("2023-11-01T19:44:06Z")),
            ("1.2.3", json!("1.2.3")),
            (".", json!(".")),
            ("e5", json!("e5")),
            ("0xZZ", json!("0xZZ")),
            ("-", json!("-")),
        ];
        for (text, expected) in cases {
            assert_eq!(plain(text, at).unwrap(), expected, "{text}");
        }
        assert!(matches!(plain(".inf", at), Err(ReadError::YamlOnly { .. })));
    }
}
