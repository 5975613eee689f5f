//! What the pacts are replayed against.

use gatepact_gateway::StageId;
use gatepact_verifier::LambdaTarget;
use reqwest::Url;

use super::layers::{Layers, url};
use crate::error::CliError;

/// What the pacts are replayed against.
#[derive(Debug)]
pub(in super::super) struct Target {
    /// The stage that AWS is asked about.
    pub(in super::super) stage: Option<StageId>,
    /// The URL in front of every path, where it is not the stage's own.
    pub(in super::super) base_url: Option<Url>,
    /// The deployment that the stage must hold.
    pub(in super::super) deployment: Option<String>,
    pub(in super::super) endpoint_url: Option<String>,
    /// The function that is asked in place of a stage.
    pub(in super::super) lambda: Option<LambdaTarget>,
}

impl Layers<'_> {
    pub(super) fn target(&self) -> Result<Target, CliError> {
        let (args, file) = (self.args, &self.config.verify);
        let endpoint_url = self.endpoint_url("AWS_ENDPOINT_URL_API_GATEWAY")?;
        let lambda = self.lambda()?;
        if lambda.is_some() {
            let (stage, base_url, deployment) = (None, None, None);
            return Ok(Target { stage, base_url, deployment, endpoint_url, lambda });
        }
        if args.payload_format.is_some() {
            return Err(CliError::usage_with_help(
                "--payload-format is the shape of a function's events, and no function is asked",
                "name the function with --lambda",
            ));
        }
        let stage = self.stage()?;
        let base_url = self.base_url()?;
        if stage.is_none() && base_url.is_none() {
            return Err(CliError::usage_with_help(
                "there is nothing to verify against",
                "name the deployed stage: --rest-api-id ID --stage-name NAME, or --provider-base-url \
                 https://ID.execute-api.REGION.amazonaws.com/STAGE; or a function: --lambda NAME",
            ));
        }
        let deployment =
            args.expect_deployment_id.clone().or_else(|| file.expect_deployment_id.clone());
        if deployment.is_some() && stage.is_none() {
            return Err(CliError::usage_with_help(
                "a URL does not tell which deployment it serves",
                "name the stage beside --expect-deployment-id: --rest-api-id ID --stage-name NAME",
            ));
        }
        Ok(Target { stage, base_url, deployment, endpoint_url, lambda })
    }

    /// Flags name the whole stage, or the file does: half of each would be a stage nobody meant.
    fn stage(&self) -> Result<Option<StageId>, CliError> {
        let (args, file) = (self.args, &self.config.verify);
        let by_flags = args.rest_api_id.is_some() || args.api_id.is_some();
        let (rest, http) = if by_flags {
            (&args.rest_api_id, &args.api_id)
        } else {
            (&file.rest_api_id, &file.api_id)
        };
        let name = args.stage_name.as_ref().or(file.stage_name.as_ref());
        match (rest, http, name) {
            (None, None, None) => Ok(None),
            (Some(api), None, Some(stage)) => {
                Ok(Some(StageId::Rest { api: api.clone(), stage: stage.clone() }))
            }
            (None, Some(api), Some(stage)) => {
                Ok(Some(StageId::Http { api: api.clone(), stage: stage.clone() }))
            }
            (Some(_), Some(_), _) => Err(CliError::usage_with_help(
                "--rest-api-id and --api-id name two APIs",
                "a REST API has a --rest-api-id, an HTTP API an --api-id",
            )),
            (Some(_), None, None) | (None, Some(_), None) => Err(CliError::usage_with_help(
                "an API has many stages",
                "name one with --stage-name",
            )),
            (None, None, Some(_)) => Err(CliError::usage_with_help(
                "--stage-name names a stage of no API",
                "name the API with --rest-api-id or --api-id",
            )),
        }
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
