//! Which credentials there are, and which interaction gets which.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use gatepact_contract::AuthKind;
use gatepact_gateway::ApiKeys;
use gatepact_report::Secrets;
use gatepact_verifier::{ApiKey, AuthPolicy, AuthRule, Connection, Credentials};
use http::{HeaderName, HeaderValue};

use super::layers::{Layers, regex};
use crate::config::AuthConfig;
use crate::console::SECRET_VARIABLES;
use crate::error::CliError;
use crate::proxies::passwords;

/// Headers whose values nobody needs to hide; hiding them would spoil the findings about them.
const PLAIN_HEADERS: [&str; 8] = [
    "accept",
    "accept-encoding",
    "accept-language",
    "cache-control",
    "content-type",
    "host",
    "user-agent",
    "x-apigw-api-id",
];

impl Layers<'_> {
    pub(super) fn auth(&self) -> Result<AuthPolicy, CliError> {
        let default = if self.args.auth.is_empty() {
            kinds(&self.config.verify.auth, "auth of gatepact.toml")?
        } else {
            self.args.auth.clone()
        };
        that_go_together(&default, "--auth")?;
        let rules = self.config.auth.iter().map(rule).collect::<Result<Vec<_>, _>>()?;
        Ok(AuthPolicy { default, rules })
    }

    pub(super) fn credentials(&self, connection: &Connection) -> Result<Credentials, CliError> {
        let (api_key, bearer) = (self.api_key()?, self.bearer(connection)?);
        Ok(Credentials { api_key, bearer, signer: None })
    }

    /// A flag outranks GATEPACT_API_KEY, which outranks the file.
    fn api_key(&self) -> Result<Option<ApiKey>, CliError> {
        let by_id = |id: &str| {
            let keys = ApiKeys::at(self.connection_to("AWS_ENDPOINT_URL_API_GATEWAY")?);
            Ok::<_, CliError>(Some(ApiKey::by_id(keys, id)))
        };
        let file = self.config.verify.api_key_id.as_ref();
        match (&self.args.api_key_id, self.context.env("GATEPACT_API_KEY"), file) {
            (Some(id), _, _) => by_id(id),
            (None, Some(text), _) => {
                let mut value = HeaderValue::from_str(text).map_err(|_| {
                    CliError::usage("GATEPACT_API_KEY has a character that no header may have")
                })?;
                value.set_sensitive(true);
                Ok(Some(ApiKey::given(value)))
            }
            (None, None, Some(id)) => by_id(id),
            (None, None, None) => Ok(None),
        }
    }

    pub(super) fn headers(&self) -> Result<Vec<(HeaderName, HeaderValue)>, CliError> {
        self.args
            .header
            .iter()
            .enumerate()
            .map(|(index, text)| {
                // The value may be secret, and without a `=` nobody knows where it begins: neither
                // is repeated in the message.
                let number = index + 1;
                let (name, value) = text.split_once('=').ok_or_else(|| {
                    CliError::usage(format!(
                        "--header number {number} is not of the form NAME=VALUE"
                    ))
                })?;
                let name = HeaderName::from_bytes(name.trim().as_bytes()).map_err(|_| {
                    CliError::usage(format!("--header number {number} has no valid name"))
                })?;
                let value = HeaderValue::from_str(value).map_err(|_| {
                    CliError::usage(format!(
                        "--header {name} has a character that no header may have"
                    ))
                })?;
                Ok((name, value))
            })
            .collect()
    }

    /// Everything that must never be shown, as far as it is known before the run.
    pub(super) fn secrets(&self, headers: &[(HeaderName, HeaderValue)]) -> Secrets {
        let own = headers.iter().filter(|(name, _)| !PLAIN_HEADERS.contains(&name.as_str()));
        let mut values: Vec<String> = Vec::new();
        for value in own.clone().filter_map(|(_, value)| value.to_str().ok()) {
            values.push(value.to_owned());
            // `Bearer abc`: the token alone is as secret; so is the password of `Basic` (RFC 7617, section 2).
            values.extend(value.split_once(' ').map(|(_, rest)| rest.to_owned()));
            values.extend(password(value));
        }
        values.extend(
            SECRET_VARIABLES.iter().filter_map(|name| self.context.env(name)).map(str::to_owned),
        );
        values.extend(passwords(self.context));
        let names = own.map(|(name, _)| name.as_str());
        Secrets::default().with(values.iter().map(String::as_str)).with_headers(names)
    }
}

/// The password in a header of the scheme `Basic`.
fn password(value: &str) -> Option<String> {
    let (scheme, credentials) = value.split_once(' ')?;
    let basic = scheme.eq_ignore_ascii_case("basic");
    let bytes = STANDARD.decode(credentials.trim()).ok().filter(|_| basic)?;
    let (_, password) = std::str::from_utf8(&bytes).ok()?.split_once(':')?;
    Some(password.to_owned())
}

fn rule(config: &AuthConfig) -> Result<AuthRule, CliError> {
    let pattern = |text: &Option<String>, name| {
        text.as_ref().map(|text| regex(text, &format!("{name} of an [[auth]] rule"))).transpose()
    };
    let kinds = kinds(config.kind.as_slice(), "kind of an [[auth]] rule")?;
    that_go_together(&kinds, "kind of an [[auth]] rule")?;
    Ok(AuthRule {
        consumer: config.consumer.clone(),
        description: pattern(&config.description, "description")?,
        state: pattern(&config.state, "state")?,
        kinds,
    })
}

fn kinds(texts: &[String], name: &str) -> Result<Vec<AuthKind>, CliError> {
    texts
        .iter()
        .map(|text| text.parse().map_err(|error| CliError::usage(format!("{name}: {error}"))))
        .collect()
}

fn that_go_together(kinds: &[AuthKind], name: &str) -> Result<(), CliError> {
    if kinds.len() > 1 && kinds.contains(&AuthKind::None) {
        return Err(CliError::usage(format!("{name}: `none` excludes every other kind")));
    }
    if kinds.contains(&AuthKind::Iam) && kinds.contains(&AuthKind::Bearer) {
        return Err(CliError::usage(format!(
            "{name}: `iam` and `bearer` both stand in the header Authorization"
        )));
    }
    Ok(())
}
