//! A function in place of a stage, and how it is reached.

use gatepact_gateway::{self as gateway, Function, Functions};
use gatepact_verifier::{LambdaTarget, PayloadFormat};

use super::layers::{Layers, url};
use crate::error::CliError;

impl Layers<'_> {
    /// The function that is asked, where no gateway is.
    ///
    /// A target on the command line or in the environment outranks every one in the file.
    pub(super) fn lambda(&self) -> Result<Option<LambdaTarget>, CliError> {
        let (args, file) = (self.args, &self.config.verify);
        let variables = ["GATEPACT_REST_API_ID", "GATEPACT_API_ID", "GATEPACT_PROVIDER_BASE_URL"];
        let of_others = args.stage.rest_api_id.is_some()
            || args.stage.api_id.is_some()
            || args.provider_base_url.is_some()
            || variables.iter().any(|name| self.context.env(name).is_some());
        let in_file =
            file.rest_api_id.is_some() || file.api_id.is_some() || file.provider_base_url.is_some();
        let text = match (&args.lambda, &file.lambda) {
            (Some(text), _) => text,
            (None, Some(_)) if !of_others && in_file => {
                return Err(CliError::usage_with_help(
                    "gatepact.toml names a function and a stage or URL as well",
                    "keep one of `lambda`, `rest-api-id`, `api-id` and `provider-base-url`",
                ));
            }
            (None, Some(text)) if !of_others => text,
            (None, Some(_) | None) => return Ok(None),
        };
        let function = function(text, "--lambda")?;
        let format = match args.payload_format.as_ref().or(file.payload_format.as_ref()) {
            Some(text) => text
                .parse()
                .map_err(|error| CliError::usage(format!("--payload-format: {error}")))?,
            None => PayloadFormat::default(),
        };
        let functions = self.functions(&function)?;
        Ok(Some(LambdaTarget::new(functions, function, format)))
    }

    /// A connection to where that function is; an ARN knows its region.
    pub(super) fn functions(&self, function: &Function) -> Result<Functions, CliError> {
        let mut connection = self.connection_to("AWS_ENDPOINT_URL_LAMBDA")?;
        if self.args.stage.region.is_none() {
            connection.region = function.region().map(str::to_owned).or(connection.region);
        }
        Ok(Functions::at(connection))
    }

    /// How a service of AWS is reached; `variable` names an endpoint of that service alone.
    pub(super) fn connection_to(&self, variable: &str) -> Result<gateway::Connection, CliError> {
        let endpoint_url = self.text(
            self.args.stage.endpoint_url.as_ref(),
            &[variable, "AWS_ENDPOINT_URL"],
            self.config.verify.endpoint_url.as_ref(),
        );
        if let Some(text) = &endpoint_url {
            url(text, "--endpoint-url")?;
        }
        Ok(gateway::Connection { endpoint_url, ..self.stage()?.connection })
    }
}

pub(super) fn function(text: &str, flag: &str) -> Result<Function, CliError> {
    text.parse().map_err(|error| CliError::usage(format!("{flag}: {error}")))
}
