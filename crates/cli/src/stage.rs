//! The stage that a command is about, by its ids: the same flags mean the same in every command.

use clap::Args;
use gatepact_gateway::{Connection, Keys, StageId};

use crate::Context;
use crate::error::CliError;

/// Flags that name a stage and say how AWS is reached.
#[derive(Debug, Default, Args)]
pub(crate) struct StageArgs {
    /// The id of a REST API, whose stage is meant [env: GATEPACT_REST_API_ID]
    #[arg(long, value_name = "ID", conflicts_with = "api_id", help_heading = "Stage")]
    pub(crate) rest_api_id: Option<String>,
    /// The id of an HTTP API, whose stage is meant [env: GATEPACT_API_ID]
    #[arg(long, value_name = "ID", help_heading = "Stage")]
    pub(crate) api_id: Option<String>,
    /// The name of the stage; $default is that of an HTTP API [env: GATEPACT_STAGE_NAME]
    #[arg(long, value_name = "NAME", help_heading = "Stage")]
    pub(crate) stage_name: Option<String>,
    /// The API's region [env: AWS_REGION, AWS_DEFAULT_REGION]
    #[arg(long, value_name = "REGION", help_heading = "Stage")]
    pub(crate) region: Option<String>,
    /// The AWS profile [env: AWS_PROFILE]
    #[arg(long, value_name = "NAME", help_heading = "Stage")]
    pub(crate) profile: Option<String>,
    /// Where AWS's own endpoints are not meant: an emulator or a local stage, which then serves the
    /// stage, too [env: AWS_ENDPOINT_URL_API_GATEWAY, AWS_ENDPOINT_URL]
    #[arg(long, value_name = "URL", help_heading = "Stage")]
    pub(crate) endpoint_url: Option<String>,
    /// Go on only if the stage runs this deployment
    #[arg(long, value_name = "ID", help_heading = "Stage")]
    pub(crate) expect_deployment_id: Option<String>,
}

/// The same in gatepact.toml.
#[derive(Debug, Default, Clone)]
pub(crate) struct StageConfig {
    pub(crate) rest_api_id: Option<String>,
    pub(crate) api_id: Option<String>,
    pub(crate) stage_name: Option<String>,
    pub(crate) region: Option<String>,
    pub(crate) profile: Option<String>,
    pub(crate) endpoint_url: Option<String>,
}

/// What the flags, the environment and the file say of a stage.
#[derive(Debug, Clone)]
pub(crate) struct StageSettings {
    /// `None` where no id is given.
    pub(crate) id: Option<StageId>,
    pub(crate) connection: Connection,
    pub(crate) expected_deployment: Option<String>,
}

impl StageArgs {
    /// Flags before environment before file; a flag of one kind of API outranks the other kind everywhere below.
    pub(crate) fn resolve(
        &self,
        file: &StageConfig,
        context: &Context,
    ) -> Result<StageSettings, CliError> {
        let env =
            |names: &[&str]| names.iter().find_map(|name| context.env(name)).map(str::to_owned);
        let stage = self
            .stage_name
            .clone()
            .or_else(|| env(&["GATEPACT_STAGE_NAME"]))
            .or_else(|| file.stage_name.clone());
        let layers = [
            (self.rest_api_id.clone(), self.api_id.clone()),
            (env(&["GATEPACT_REST_API_ID"]), env(&["GATEPACT_API_ID"])),
            (file.rest_api_id.clone(), file.api_id.clone()),
        ];
        Ok(StageSettings {
            id: id(layers, stage)?,
            connection: Connection {
                region: self
                    .region
                    .clone()
                    .or_else(|| env(&["AWS_REGION", "AWS_DEFAULT_REGION"]))
                    .or_else(|| file.region.clone()),
                profile: self
                    .profile
                    .clone()
                    .or_else(|| env(&["AWS_PROFILE"]))
                    .or_else(|| file.profile.clone()),
                endpoint_url: self
                    .endpoint_url
                    .clone()
                    .or_else(|| env(&["AWS_ENDPOINT_URL_API_GATEWAY", "AWS_ENDPOINT_URL"]))
                    .or_else(|| file.endpoint_url.clone()),
                keys: self.profile.is_none().then(|| keys(context)).flatten(),
            },
            expected_deployment: self.expect_deployment_id.clone(),
        })
    }
}

type Ids = (Option<String>, Option<String>);

fn id(layers: [Ids; 3], stage: Option<String>) -> Result<Option<StageId>, CliError> {
    let Some(ids) = layers.into_iter().find(|(rest, http)| rest.is_some() || http.is_some()) else {
        return match stage {
            Some(_) => Err(CliError::usage_with_help(
                "a stage is named, but not of which API",
                "name the API with --rest-api-id or --api-id",
            )),
            None => Ok(None),
        };
    };
    let stage = stage.ok_or_else(|| {
        CliError::usage_with_help("an API is named, but not its stage", "name it with --stage-name")
    })?;
    match ids {
        (Some(api), None) => well_formed(api).map(|api| Some(StageId::Rest { api, stage })),
        (None, Some(api)) => well_formed(api).map(|api| Some(StageId::Http { api, stage })),
        (Some(_), Some(_)) | (None, None) => Err(CliError::usage_with_help(
            "a REST API and an HTTP API are both named",
            "keep one of --rest-api-id and --api-id, or of their variables",
        )),
    }
}

/// An id becomes part of a host name.
fn well_formed(api: String) -> Result<String, CliError> {
    if !api.is_empty() && api.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return Ok(api);
    }
    Err(CliError::usage_with_help(
        format!("`{api}` is no id of an API"),
        "ids are short and of letters and digits, such as a1b2c3d4e5; names and URLs are none",
    ))
}

/// The keys in the environment, which come first in the standard chain; a profile that is named outranks them.
fn keys(context: &Context) -> Option<Keys> {
    Some(Keys {
        access_key_id: context.env("AWS_ACCESS_KEY_ID")?.to_owned(),
        secret_access_key: context.env("AWS_SECRET_ACCESS_KEY")?.to_owned(),
        session_token: context.env("AWS_SESSION_TOKEN").map(str::to_owned),
    })
}
