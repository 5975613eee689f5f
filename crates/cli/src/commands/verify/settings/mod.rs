//! From flags, environment and file to what a run needs; whatever is wrong is said before anything
//! is sent.

mod bearer;
mod connection;
mod credentials;
mod lambda;
mod layers;
mod output;
mod run;
mod sources;
mod states;
mod target;

use std::path::PathBuf;

use gatepact_contract::AuthKind;
use gatepact_report::Secrets;
use gatepact_verifier::{
    AuthPolicy, Connection, Course, Credentials, Filter, Options, StateHandler,
};
use http::{HeaderName, HeaderValue};

use super::args::VerifyArgs;
use crate::config::Config;
use crate::context::Context;
use crate::error::CliError;
use crate::output::Output;
use crate::pacts::Sources;
use layers::Layers;
pub(super) use target::Target;

/// What a run needs.
#[derive(Debug)]
pub(super) struct Settings {
    pub(super) sources: Sources,
    pub(super) provider_name: Option<String>,
    pub(super) target: Target,
    pub(super) connection: Connection,
    pub(super) strip_path_prefix: Option<String>,
    pub(super) filter: Filter,
    /// Whether only what failed the last time is to be replayed.
    pub(super) last_failed: bool,
    /// The folder where a run remembers what failed.
    pub(super) memory: PathBuf,
    pub(super) auth: AuthPolicy,
    /// Without a signer yet: that one may have to ask AWS.
    pub(super) credentials: Credentials,
    pub(super) headers: Vec<(HeaderName, HeaderValue)>,
    pub(super) secrets: Secrets,
    pub(super) states: Option<StateHandler>,
    pub(super) course: Course,
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
        let file = &config.verify;
        let headers = layers.headers()?;
        let target = layers.target()?;
        let connection = layers.connection()?;
        let credentials = layers.credentials(&connection)?;
        let settings = Settings {
            sources: layers.sources()?,
            provider_name: layers.text(
                args.provider_name.as_ref(),
                &["PACT_PROVIDER_NAME"],
                file.provider_name.as_ref(),
            ),
            target,
            strip_path_prefix: layers.strip_path_prefix()?,
            filter: layers.filter()?,
            last_failed: args.last_failed.or(file.last_failed).unwrap_or(false),
            memory: layers.memory(),
            auth: layers.auth()?,
            secrets: layers.secrets(&headers),
            connection,
            credentials,
            headers,
            states: layers.state_handler()?,
            course: layers.course()?,
            output: layers.output()?,
        };
        settings.has_what_is_asked_for()?;
        Ok(settings)
    }

    /// The options of a run against that target.
    pub(super) fn options(
        &self,
        target: gatepact_verifier::Target,
        connection: Connection,
    ) -> Options {
        Options {
            target,
            connection,
            strip_path_prefix: self.strip_path_prefix.clone(),
            filter: self.filter.clone(),
            auth: self.auth.clone(),
            credentials: self.credentials.clone(),
            headers: self.headers.clone(),
            states: self.states.clone(),
            course: self.course.clone(),
            secrets: self.secrets.clone(),
        }
    }

    fn has_what_is_asked_for(&self) -> Result<(), CliError> {
        if self.target.lambda.is_some() {
            // What is configured for the stage is not sent to a function.
            return Ok(());
        }
        for kind in self.auth.kinds_asked_for() {
            let missing = match kind {
                AuthKind::ApiKey => "GATEPACT_API_KEY is not set, nor --api-key-id given",
                AuthKind::Bearer => {
                    "GATEPACT_BEARER_TOKEN is not set, nor --token-command or --oauth-token-url given"
                }
                AuthKind::Iam | AuthKind::None => continue,
            };
            if !self.credentials.has(kind) {
                return Err(CliError::usage_with_help(
                    format!("credentials of the kind `{kind}` are asked for, but {missing}"),
                    "put the value into that environment variable, or name where it comes from; no flag \
                     takes a secret",
                ));
            }
        }
        Ok(())
    }
}
