//! What the pacts are replayed against.

use gatepact_gateway::region_of_host;
use gatepact_verifier::LambdaTarget;
use reqwest::Url;

use super::layers::{Layers, url};
use crate::error::CliError;
use crate::stage::{StageConfig, StageSettings};

/// What the pacts are replayed against: a stage by its ids, a URL, or both.
#[derive(Debug)]
pub(in super::super) struct Target {
    /// The stage that AWS is asked about, and how.
    pub(in super::super) stage: StageSettings,
    /// The URL in front of every path, where it is not the stage's own.
    pub(in super::super) base_url: Option<Url>,
    /// The function that is asked in place of a stage.
    pub(in super::super) lambda: Option<LambdaTarget>,
}

impl Layers<'_> {
    pub(super) fn target(&self) -> Result<Target, CliError> {
        let mut stage = self.stage()?;
        if let Some(lambda) = self.lambda()? {
            stage.id = None;
            return Ok(Target { stage, base_url: None, lambda: Some(lambda) });
        }
        if self.args.payload_format.is_some() {
            return Err(CliError::usage_with_help(
                "--payload-format is the shape of a function's events, and no function is asked",
                "name the function with --lambda",
            ));
        }
        let base_url = self.base_url()?;
        if stage.id.is_none() && base_url.is_none() {
            return Err(CliError::usage_with_help(
                "there is nothing to verify against",
                "name the deployed stage: --rest-api-id ID --stage-name NAME, or --provider-base-url \
                 https://ID.execute-api.REGION.amazonaws.com/STAGE; or a function: --lambda NAME",
            ));
        }
        if stage.expected_deployment.is_some() && stage.id.is_none() {
            return Err(CliError::usage_with_help(
                "a URL does not tell which deployment it serves",
                "name the stage beside --expect-deployment-id: --rest-api-id ID --stage-name NAME",
            ));
        }
        if let Some(text) = &stage.connection.endpoint_url {
            url(text, "--endpoint-url")?;
        }
        let region = &mut stage.connection.region;
        if region.is_none() {
            let host = base_url.as_ref().and_then(Url::host_str);
            *region = host.and_then(region_of_host).map(str::to_owned);
        }
        Ok(Target { stage, base_url, lambda: None })
    }

    /// The stage that is named, and how AWS is reached.
    pub(super) fn stage(&self) -> Result<StageSettings, CliError> {
        let file = &self.config.verify;
        let file = StageConfig {
            rest_api_id: file.rest_api_id.clone(),
            api_id: file.api_id.clone(),
            stage_name: file.stage_name.clone(),
            region: file.region.clone(),
            profile: file.profile.clone(),
            endpoint_url: file.endpoint_url.clone(),
        };
        self.args.stage.resolve(&file, self.context)
    }

    fn base_url(&self) -> Result<Option<Url>, CliError> {
        let text = self.text(
            self.args.provider_base_url.as_ref(),
            &["GATEPACT_PROVIDER_BASE_URL"],
            self.config.verify.provider_base_url.as_ref(),
        );
        let Some(text) = text else { return Ok(None) };
        let url = url(&text, "--provider-base-url")?;
        if url.query().is_some() || url.fragment().is_some() {
            return Err(CliError::usage(
                "--provider-base-url stands in front of paths, so it can have no query and no \
                 fragment",
            ));
        }
        Ok(Some(url))
    }
}
