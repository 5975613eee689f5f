//! The kinds of credentials a consumer declares: what it sends, never the value.

use std::fmt;
use std::str::FromStr;

use serde_json::Value;

/// A kind of credential that an API Gateway method can ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AuthKind {
    /// Nothing is sent, on purpose.
    None,
    /// A SigV4 signature for the service `execute-api`.
    Iam,
    /// An API key in the header `x-api-key`.
    ApiKey,
    /// A token in the header `Authorization: Bearer`.
    Bearer,
}

impl AuthKind {
    /// Every kind, in the order in which help texts name them.
    pub const ALL: [AuthKind; 4] =
        [AuthKind::None, AuthKind::Iam, AuthKind::ApiKey, AuthKind::Bearer];

    /// The name by which pacts, `--auth` and `gatepact.toml` call the kind.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            AuthKind::None => "none",
            AuthKind::Iam => "iam",
            AuthKind::ApiKey => "api-key",
            AuthKind::Bearer => "bearer",
        }
    }

    /// What an interaction declares in `comments.references.gatepact.auth`.
    ///
    /// `Ok(None)` when it declares nothing.
    ///
    /// # Errors
    /// The offending text when the declaration is not a list of known kinds.
    pub(crate) fn declared(interaction: &Value) -> Result<Option<Vec<AuthKind>>, String> {
        let Some(declared) = interaction.pointer("/comments/references/gatepact/auth") else {
            return Ok(None);
        };
        let kinds = declared.as_array().ok_or_else(|| declared.to_string())?;
        kinds
            .iter()
            .map(|kind| kind.as_str().unwrap_or_default().parse().map_err(|_| kind.to_string()))
            .collect::<Result<Vec<_>, _>>()
            .map(Some)
    }
}

impl fmt::Display for AuthKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for AuthKind {
    type Err = UnknownAuthKind;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        AuthKind::ALL
            .into_iter()
            .find(|kind| kind.name() == text)
            .ok_or_else(|| UnknownAuthKind(text.to_owned()))
    }
}

/// A text that names no kind of credential.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown kind of credential `{0}`: one of none, iam, api-key, bearer")]
pub struct UnknownAuthKind(String);

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn names_and_kinds_are_one_to_one() {
        for kind in AuthKind::ALL {
            assert_eq!(kind.name().parse(), Ok(kind));
        }
        assert!("API-KEY".parse::<AuthKind>().is_err());
    }

    #[test]
    fn a_declaration_is_a_list_of_known_kinds() {
        let declares = |auth: Value| {
            AuthKind::declared(&json!({"comments": {"references": {"gatepact": {"auth": auth}}}}))
        };
        assert_eq!(AuthKind::declared(&json!({})), Ok(None));
        assert_eq!(
            declares(json!(["iam", "api-key"])),
            Ok(Some(vec![AuthKind::Iam, AuthKind::ApiKey]))
        );
        assert_eq!(declares(json!(["cookie"])), Err("\"cookie\"".to_owned()));
        assert_eq!(declares(json!("iam")), Err("\"iam\"".to_owned()));
    }
}
