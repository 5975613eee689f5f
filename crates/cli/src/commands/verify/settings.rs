//! From flags, environment and file to what a run needs; whatever is wrong is said before anything
//! is sent.

use std::path::PathBuf;
use std::time::Duration;

use gatepact_contract::AuthKind;
use gatepact_gateway::{Keys, region_of_host};
use gatepact_report::Secrets;
use gatepact_verifier::{AuthPolicy, AuthRule, Credentials, Filter, Options, StateHandler};
use http::{HeaderName, HeaderValue};
use regex::Regex;
use reqwest::Url;

use super::args::VerifyArgs;
use crate::config::{AuthConfig, Config};
use crate::context::Context;
use crate::duration;
use crate::error::CliError;
use crate::output::{Destination, Output};
use crate::pacts::Sources;

/// Longer than the 29 s after which API Gateway gives up on its integration by default.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(35);
const CONCURRENCY: usize = 16;
const STATE_CHANGE_RETRIES: u32 = 1;

/// Headers whose values nobody needs to hide; hiding them would spoil the findings about them.
const PLAIN_HEADERS: [&str; 6] =
    ["accept", "accept-encoding", "accept-language", "cache-control", "content-type", "user-agent"];

/// What a run needs.
#[derive(Debug)]
pub(super) struct Settings {
    pub(super) sources: Sources,
    pub(super) provider_name: Option<String>,
    /// Without a signer yet: that one may have to ask AWS.
    pub(super) options: Options,
    pub(super) region: Option<String>,
    pub(super) profile: Option<String>,
    /// The keys in the environment, which come first in the standard chain.
    pub(super) keys: Option<Keys>,
    pub(super) output: Output,
}

impl Settings {
    /// Flags before environment before file.
    pub(super) fn resolve(
        args: &VerifyArgs,
        config: &Config,
        context: &Context,
    ) -> Result<Settings, CliError> {
        let layers = Layers { args, config, context };
        let credentials = layers.credentials()?;
        let headers = layers.headers()?;
        let base_url = layers.base_url()?;
        let filter = layers.filter()?;
        let settings = Settings {
            sources: layers.sources()?,
            provider_name: layers.text(
                args.provider_name.as_ref(),
                &["PACT_PROVIDER_NAME"],
                config.verify.provider_name.as_ref(),
            ),
            region: layers
                .text(
                    args.region.as_ref(),
                    &["AWS_REGION", "AWS_DEFAULT_REGION"],
                    config.verify.region.as_ref(),
                )
                .or_else(|| region_of_host(base_url.host_str()?).map(str::to_owned)),
            profile: layers.text(
                args.profile.as_ref(),
                &["AWS_PROFILE"],
                config.verify.profile.as_ref(),
            ),
            keys: layers.keys(),
            output: layers.output()?,
            options: Options {
                filter,
                auth: layers.auth()?,
                secrets: layers.secrets(&credentials, &headers),
                credentials,
                headers,
                states: layers.state_handler()?,
                request_timeout: layers.request_timeout()?,
                concurrency: layers.concurrency()?,
                parallel_states: args
                    .parallel_states
                    .or(config.verify.parallel_states)
                    .unwrap_or(false),
                base_url,
            },
        };
        for kind in settings.options.auth.kinds_asked_for() {
            let missing = match kind {
                AuthKind::ApiKey => "GATEPACT_API_KEY is not set",
                AuthKind::Bearer => "GATEPACT_BEARER_TOKEN is not set",
                AuthKind::Iam | AuthKind::None => continue,
            };
            if !settings.options.credentials.has(kind) {
                return Err(CliError::usage_with_help(
                    format!("credentials of the kind `{kind}` are asked for, but {missing}"),
                    "put the value into that environment variable; no flag takes a secret",
                ));
            }
        }
        Ok(settings)
    }
}

struct Layers<'a> {
    args: &'a VerifyArgs,
    config: &'a Config,
    context: &'a Context,
}

impl Layers<'_> {
    fn text(
        &self,
        flag: Option<&String>,
        variables: &[&str],
        file: Option<&String>,
    ) -> Option<String> {
        flag.cloned()
            .or_else(|| variables.iter().find_map(|name| self.context.env(name)).map(str::to_owned))
            .or_else(|| file.cloned())
    }

    fn switch(
        &self,
        flag: Option<bool>,
        variable: &str,
        file: Option<bool>,
    ) -> Result<bool, CliError> {
        let from_env = || match self.context.env(variable) {
            None => Ok(None),
            Some("true" | "1") => Ok(Some(true)),
            Some("false" | "0") => Ok(Some(false)),
            Some(other) => {
                Err(CliError::usage(format!("{variable} is `{other}`, neither true nor false")))
            }
        };
        Ok(match flag {
            Some(flag) => flag,
            None => from_env()?.or(file).unwrap_or(false),
        })
    }

    fn sources(&self) -> Result<Sources, CliError> {
        let (args, file) = (self.args, &self.config.verify);
        let mut sources = Sources { files: args.file.clone(), dirs: args.dir.clone() };
        if sources.is_empty() {
            let from_file = |paths: &[PathBuf]| -> Vec<PathBuf> {
                paths.iter().map(|path| self.path_from_file(path)).collect()
            };
            sources = Sources { files: from_file(&file.file), dirs: from_file(&file.dir) };
        }
        if sources.is_empty() {
            return Err(CliError::usage_with_help(
                "no pacts are named",
                "name a folder with --dir or a file with --file",
            ));
        }
        Ok(sources)
    }

    /// A path of the file, counted from the file's folder; shown from here where that is shorter.
    fn path_from_file(&self, path: &std::path::Path) -> PathBuf {
        let path = self.config.folder.join(path);
        path.strip_prefix(&self.context.cwd).map(PathBuf::from).unwrap_or(path)
    }

    fn base_url(&self) -> Result<Url, CliError> {
        let text = self
            .text(
                self.args.provider_base_url.as_ref(),
                &["GATEPACT_PROVIDER_BASE_URL"],
                self.config.verify.provider_base_url.as_ref(),
            )
            .ok_or_else(|| {
                CliError::usage_with_help(
                    "there is nothing to verify against",
                    "name the deployed stage: --provider-base-url \
                     https://ID.execute-api.REGION.amazonaws.com/STAGE",
                )
            })?;
        let url = url(&text, "--provider-base-url")?;
        if url.query().is_some() || url.fragment().is_some() {
            return Err(CliError::usage(
                "--provider-base-url stands in front of paths, so it can have no query and no \
                 fragment",
            ));
        }
        Ok(url)
    }

    fn state_handler(&self) -> Result<Option<StateHandler>, CliError> {
        let (args, file) = (self.args, &self.config.verify);
        let text = self.text(
            args.state_change_url.as_ref(),
            &["PACT_PROVIDER_STATE_CHANGE_URL"],
            file.state_change_url.as_ref(),
        );
        let teardown = self.switch(
            args.state_change_teardown,
            "PACT_PROVIDER_STATE_CHANGE_TEARDOWN",
            file.state_change_teardown,
        )?;
        let retries =
            args.state_change_retries.or(file.state_change_retries).unwrap_or(STATE_CHANGE_RETRIES);
        match text {
            Some(text) => {
                let url = url(&text, "--state-change-url")?;
                Ok(Some(StateHandler { url, teardown, retries }))
            }
            None if args.state_change_teardown == Some(true) => Err(CliError::usage_with_help(
                "--state-change-teardown has no handler to call",
                "name it with --state-change-url",
            )),
            None => Ok(None),
        }
    }

    fn filter(&self) -> Result<Filter, CliError> {
        let (args, file) = (self.args, &self.config.verify);
        let consumers = if args.filter_consumer.is_empty() {
            file.filter_consumer.clone()
        } else {
            args.filter_consumer.clone()
        };
        let pattern = |flag, variable, file, name| {
            self.text(flag, &[variable], file).map(|text| regex(&text, name)).transpose()
        };
        Ok(Filter {
            consumers,
            description: pattern(
                args.filter_description.as_ref(),
                "PACT_DESCRIPTION",
                file.filter_description.as_ref(),
                "--filter-description",
            )?,
            state: pattern(
                args.filter_state.as_ref(),
                "PACT_PROVIDER_STATE",
                file.filter_state.as_ref(),
                "--filter-state",
            )?,
            no_state: self.switch(
                args.filter_no_state,
                "PACT_PROVIDER_NO_STATE",
                file.filter_no_state,
            )?,
        })
    }

    fn auth(&self) -> Result<AuthPolicy, CliError> {
        let default = if self.args.auth.is_empty() {
            kinds(&self.config.verify.auth, "auth of gatepact.toml")?
        } else {
            self.args.auth.clone()
        };
        not_none_and_others(&default, "--auth")?;
        let rules = self.config.auth.iter().map(rule).collect::<Result<Vec<_>, _>>()?;
        Ok(AuthPolicy { default, rules })
    }

    fn credentials(&self) -> Result<Credentials, CliError> {
        let value = |variable: &str, prefix: &str| {
            let Some(text) = self.context.env(variable) else { return Ok(None) };
            let mut value = HeaderValue::from_str(&format!("{prefix}{text}")).map_err(|_| {
                CliError::usage(format!("{variable} has a character that no header may have"))
            })?;
            value.set_sensitive(true);
            Ok::<_, CliError>(Some(value))
        };
        Ok(Credentials {
            api_key: value("GATEPACT_API_KEY", "")?,
            bearer: value("GATEPACT_BEARER_TOKEN", "Bearer ")?,
            signer: None,
        })
    }

    fn keys(&self) -> Option<Keys> {
        if self.args.profile.is_some() {
            return None;
        }
        Some(Keys {
            access_key_id: self.context.env("AWS_ACCESS_KEY_ID")?.to_owned(),
            secret_access_key: self.context.env("AWS_SECRET_ACCESS_KEY")?.to_owned(),
            session_token: self.context.env("AWS_SESSION_TOKEN").map(str::to_owned),
        })
    }

    fn headers(&self) -> Result<Vec<(HeaderName, HeaderValue)>, CliError> {
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
    fn secrets(&self, credentials: &Credentials, headers: &[(HeaderName, HeaderValue)]) -> Secrets {
        let supplied = [&credentials.api_key, &credentials.bearer].into_iter().flatten();
        let headers = headers
            .iter()
            .filter(|(name, _)| !PLAIN_HEADERS.contains(&name.as_str()))
            .map(|(_, value)| value);
        let mut values: Vec<&str> = Vec::new();
        for value in supplied.chain(headers).filter_map(|value| value.to_str().ok()) {
            values.push(value);
            // `Bearer abc`: the token alone is as secret.
            values.extend(value.split_once(' ').map(|(_, rest)| rest));
        }
        let from_aws = ["AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"];
        values.extend(from_aws.iter().filter_map(|name| self.context.env(name)));
        Secrets::default().with(values)
    }

    fn request_timeout(&self) -> Result<Duration, CliError> {
        self.text(
            self.args.request_timeout.as_ref(),
            &["PACT_PROVIDER_REQUEST_TIMEOUT"],
            self.config.verify.request_timeout.as_ref(),
        )
        .map_or(Ok(REQUEST_TIMEOUT), |text| {
            duration::parse(&text)
                .map_err(|problem| CliError::usage(format!("--request-timeout: {problem}")))
        })
    }

    fn concurrency(&self) -> Result<usize, CliError> {
        match self.args.concurrency.or(self.config.verify.concurrency).unwrap_or(CONCURRENCY) {
            0 => Err(CliError::usage("--concurrency 0 would never send anything")),
            number => Ok(number),
        }
    }

    fn output(&self) -> Result<Output, CliError> {
        if !self.args.report.is_empty() {
            return Output::new(&self.args.report, &self.context.cwd);
        }
        let destinations = self
            .config
            .verify
            .report
            .iter()
            .map(|text| text.parse::<Destination>())
            .collect::<Result<Vec<_>, _>>()
            .map_err(|problem| CliError::usage(format!("report of gatepact.toml: {problem}")))?;
        Output::new(&destinations, &self.config.folder)
    }
}

fn url(text: &str, flag: &str) -> Result<Url, CliError> {
    // A URL may carry a password; one that cannot be parsed is not repeated if it might.
    let shown = if text.contains('@') { "its value" } else { text };
    let url = Url::parse(text)
        .map_err(|error| CliError::usage(format!("{flag}: {shown} is no URL: {error}")))?;
    if !matches!(url.scheme(), "http" | "https") || url.host().is_none() {
        return Err(CliError::usage(format!("{flag}: {shown} is neither http:// nor https://")));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(CliError::usage_with_help(
            format!("{flag} carries a user name or a password"),
            "give credentials with --auth or --header instead",
        ));
    }
    Ok(url)
}

fn regex(text: &str, name: &str) -> Result<Regex, CliError> {
    Regex::new(text).map_err(|error| CliError::usage(format!("{name}: {error}")))
}

fn rule(config: &AuthConfig) -> Result<AuthRule, CliError> {
    let pattern = |text: &Option<String>, name| {
        text.as_ref().map(|text| regex(text, &format!("{name} of an [[auth]] rule"))).transpose()
    };
    let kinds = kinds(config.kind.as_slice(), "kind of an [[auth]] rule")?;
    not_none_and_others(&kinds, "kind of an [[auth]] rule")?;
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

fn not_none_and_others(kinds: &[AuthKind], name: &str) -> Result<(), CliError> {
    if kinds.len() > 1 && kinds.contains(&AuthKind::None) {
        return Err(CliError::usage(format!("{name}: `none` excludes every other kind")));
    }
    Ok(())
}
