//! The name of a Lambda function, as the AWS CLI takes it.

use std::fmt;
use std::str::FromStr;

/// A Lambda function, perhaps one version or alias of it: `orders`, `orders:live`,
/// `123456789012:function:orders:7` or a whole ARN.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Function {
    name: String,
    qualifier: Option<String>,
}

/// A text that names no function.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` names no function: write NAME, NAME:ALIAS, NAME:VERSION, or an ARN")]
pub struct NotAFunction(String);

impl Function {
    /// The function without the version or alias: a name, a partial or a whole ARN.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The version or alias.
    #[must_use]
    pub fn qualifier(&self) -> Option<&str> {
        self.qualifier.as_deref()
    }

    /// The last part of the name: `orders` of an ARN, too.
    #[must_use]
    pub fn short_name(&self) -> &str {
        self.name.rsplit(':').next().unwrap_or(&self.name)
    }

    /// The region that an ARN names.
    #[must_use]
    pub fn region(&self) -> Option<&str> {
        self.name.strip_prefix("arn:")?.split(':').nth(2)
    }
}

impl FromStr for Function {
    type Err = NotAFunction;

    fn from_str(text: &str) -> Result<Function, NotAFunction> {
        let parts: Vec<&str> = text.split(':').collect();
        let parts_of_name = match parts.as_slice() {
            ["arn", _, "lambda", _, _, "function", _, ..] => 7,
            [_, "function", _, ..] => 3,
            _ => 1,
        };
        let valid = parts.len() <= parts_of_name + 1 && parts.iter().all(|part| is_word(part));
        if !valid {
            return Err(NotAFunction(text.to_owned()));
        }
        Ok(Function {
            name: parts[..parts_of_name].join(":"),
            qualifier: parts.get(parts_of_name).map(|&qualifier| qualifier.to_owned()),
        })
    }
}

fn is_word(part: &str) -> bool {
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '$');
    !part.is_empty() && part.chars().all(allowed)
}

impl fmt::Display for Function {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)?;
        self.qualifier.as_ref().map_or(Ok(()), |qualifier| write!(f, ":{qualifier}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_to_name_a_function_is_understood() {
        const ARN: &str = "arn:aws:lambda:eu-west-1:123456789012:function:orders";
        let partial = "123456789012:function:orders";
        for (text, name, qualifier) in [
            ("orders", "orders", None),
            ("orders:live", "orders", Some("live")),
            ("orders:$LATEST", "orders", Some("$LATEST")),
            (partial, partial, None),
            (&format!("{partial}:7"), partial, Some("7")),
            (ARN, ARN, None),
            (&format!("{ARN}:live"), ARN, Some("live")),
        ] {
            let function: Function = text.parse().unwrap();
            assert_eq!((function.name(), function.qualifier()), (name, qualifier), "{text}");
            assert_eq!(function.short_name(), "orders");
            assert_eq!(function.to_string(), text);
            assert_eq!(function.region(), text.starts_with("arn").then_some("eu-west-1"));
        }
    }

    #[test]
    fn everything_else_is_refused() {
        for text in ["", ":", "orders:", "a:b:c", "a b", "arn:aws:s3:::bucket", "orders/live"] {
            assert!(text.parse::<Function>().is_err(), "{text}");
        }
    }
}
