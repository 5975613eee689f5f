//! What a token has to say.
//!
//! Sources: guide, "Control access to HTTP APIs with JWT authorizers", "Control access to REST APIs using JWT
//! authorizers" and "Attach a JWT authorizer to methods and require scopes"; service model of `apigateway`,
//! `JwtIssuerInput`, `JwtAdditionalClaim`, `Method.authorizationScopes` and `Authorizer.identityValidationExpression`.

use gatepact_openapi::access::Claim;
use serde_json::Value;

use super::sources;

/// When a token is valid, in seconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Times {
    /// `exp`.
    pub expires: Option<f64>,
    /// `nbf`.
    pub not_before: Option<f64>,
    /// `iat`.
    pub issued: Option<f64>,
}

pub(super) fn algorithm(used: &str, accepted: &[&str]) -> bool {
    accepted.contains(&used)
}

/// Exactly, a slash at the end included.
pub(super) fn issuer(given: &str, trusted: &[&str]) -> Option<usize> {
    trusted.iter().position(|trusted| *trusted == given)
}

pub(super) fn one_of(given: &[&str], accepted: &[&str]) -> bool {
    given.iter().any(|given| accepted.contains(given))
}

/// A claim that is missing is refused where it is required. One that is there is a single text
/// (`format: SINGLE_STRING`), and the expected value where there is one.
pub(super) fn claim(given: Option<&Value>, rule: &Claim<'_>) -> bool {
    match given {
        None => !rule.required,
        Some(Value::String(text)) => rule.values.is_empty() || rule.values.contains(&text.as_str()),
        Some(_) => false,
    }
}

/// A token without `exp` is refused: AWS says that it must be after the current time.
pub(super) fn time(now: f64, times: Times) -> bool {
    let begun = |time: Option<f64>| time.is_none_or(|time| time <= now);
    times.expires.is_some_and(|expires| now < expires)
        && begun(times.not_before)
        && begun(times.issued)
}

pub(super) fn scope(given: &[&str], listed: &[&str]) -> bool {
    listed.is_empty() || one_of(given, listed)
}

/// "When the method scope is configured, the client must provide an access token instead of an identity token."
pub(super) fn token_use(token_use: &str, scopes: bool) -> bool {
    token_use == if scopes { "access" } else { "id" }
}

/// The expression is for `aud`: a token without one, such as an access token of Cognito, does not fit.
pub(super) fn pool_audience(given: &[&str], pattern: &str) -> Option<bool> {
    let fits = given.iter().map(|audience| sources::matches(audience, pattern));
    fits.collect::<Option<Vec<bool>>>().map(|fits| fits.contains(&true))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn claims_that_are_not_required_are_looked_at_where_they_are() {
        let rule = |required: bool, values: &[&'static str]| Claim {
            name: "tenant",
            required,
            values: values.to_vec(),
        };
        assert!(claim(None, &rule(false, &["a"])));
        assert!(!claim(None, &rule(true, &[])));
        assert!(claim(Some(&json!("b")), &rule(true, &[])));
        assert!(!claim(Some(&json!("b")), &rule(false, &["a"])));
        assert!(!claim(Some(&json!(["a"])), &rule(false, &["a"])));
        assert!(!claim(Some(&json!("A")), &rule(true, &["a"])));
    }

    #[test]
    fn a_token_is_valid_from_its_beginning_to_its_end() {
        let times = Times { expires: Some(20.0), not_before: Some(10.0), issued: None };
        let valid: Vec<bool> = [9.0, 10.0, 19.0, 20.0].map(|now| time(now, times)).to_vec();
        assert_eq!(valid, [false, true, true, false]);
        assert!(!time(15.0, Times { expires: None, ..times }));
        assert!(!time(15.0, Times { issued: Some(16.0), ..times }));
    }
}
