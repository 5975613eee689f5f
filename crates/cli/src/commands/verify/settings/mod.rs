//! From flags, environment and file to what a run needs; whatever is wrong is said before anything
//! is sent.

mod credentials;
mod layers;
mod output;
mod run;
mod sources;
mod states;
mod target;

use gatepact_contract::AuthKind;
use gatepact_gateway::{Keys, region_of_host};
use gatepact_verifier::Options;

use super::args::VerifyArgs;
use crate::config::Config;
use crate::context::Context;
use crate::error::CliError;
use crate::output::Output;
use crate::pacts::Sources;
use layers::Layers;

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
