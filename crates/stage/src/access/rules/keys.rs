//! API keys, and the functions of authorizers.

/// Where a REST API finds the API key of a caller (`x-amazon-apigateway-api-key-source`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeySource {
    /// In the header `x-api-key`.
    Header,
    /// In `usageIdentifierKey` of the answer of a Lambda authorizer.
    Authorizer,
}

pub(super) fn key_source<'a>(
    source: KeySource,
    header: Option<&'a str>,
    authorizer: Option<&'a str>,
) -> Option<&'a str> {
    match source {
        KeySource::Header => header,
        KeySource::Authorizer => authorizer,
    }
}

pub(super) fn api_key(given: Option<&str>, keys: &[&str]) -> Option<usize> {
    keys.iter().position(|key| Some(*key) == given)
}

/// The ARN, with or without version or alias, or the name alone.
pub(super) fn function(arn: &str, configured: &str) -> bool {
    let name = arn.rsplit_once(":function:").map_or(arn, |(_, name)| name);
    let unqualified = name.split(':').next().unwrap_or(name);
    let without = |text: &str| text.len() - (name.len() - unqualified.len());
    [arn, &arn[..without(arn)], name, unqualified].contains(&configured)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_function_is_named_or_addressed() {
        let arn = "arn:aws:lambda:us-east-1:123456789012:function:door:live";
        let plain = "arn:aws:lambda:us-east-1:123456789012:function:door";
        for configured in [arn, plain, "door", "door:live"] {
            assert!(function(arn, configured), "{configured}");
        }
        for configured in ["doo", "live", "door:test", "arn:aws:lambda:eu-west-1:1:function:door"] {
            assert!(!function(arn, configured), "{configured}");
        }
        assert!(function("${stageVariables.f}", "${stageVariables.f}"));
    }
}
