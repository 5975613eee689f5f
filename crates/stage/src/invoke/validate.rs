//! Request validation, for methods that have a validator.

mod model;

use gatepact_gateway_responses::ResponseType;
use gatepact_openapi::{Cursor, Match, OperationView, ParameterLocation};
use serde_json::Value;

use super::Call;
use crate::StageError;
use crate::own::Own;
use model::Model;

/// What is checked of the requests of one operation.
#[derive(Debug, Default)]
pub(crate) struct Checks {
    /// Empty where parameters are not validated.
    required: Vec<Required>,
    /// Empty where bodies are not validated.
    models: Vec<Model>,
}

#[derive(Debug)]
struct Required {
    location: ParameterLocation,
    name: String,
}

impl Checks {
    pub(crate) fn of(operation: &OperationView<'_>) -> Result<Self, StageError> {
        let validator = validator(operation);
        let flag = |name: &str| validator.as_ref().is_some_and(|it| it.flag(name));
        let required = match flag("validateRequestParameters") {
            true => required(operation),
            false => Vec::new(),
        };
        let models = match flag("validateRequestBody") {
            true => Model::all(operation)?,
            false => Vec::new(),
        };
        Ok(Self { required, models })
    }

    pub(super) fn check(&self, found: &Match<'_>, call: &Call) -> Result<(), Own> {
        let missing: Vec<&str> = self
            .required
            .iter()
            .filter(|required| !required.is_in(found, call))
            .map(|required| required.name.as_str())
            .collect();
        if !missing.is_empty() {
            return Err(Own::about(ResponseType::BadRequestParameters, missing.join(", ")));
        }
        // A content type without a model passes.
        let media_type = call.media_type();
        let Some(model) = self.models.iter().find(|model| model.is_for(&media_type)) else {
            return Ok(());
        };
        // No body at all is taken for an empty object.
        let body = if call.body.is_empty() { b"{}" } else { call.body.as_ref() };
        match serde_json::from_slice::<Value>(body) {
            Ok(body) if model.takes(&body) => Ok(()),
            Ok(_) | Err(_) => Err(ResponseType::BadRequestBody.into()),
        }
    }
}

/// The validator of an operation, its own or the document's.
fn validator<'d>(view: &OperationView<'d>) -> Option<Cursor<'d>> {
    const NAME: &str = "x-amazon-apigateway-request-validator";
    let name = view.operation.raw(NAME).or_else(|| view.root.raw(NAME))?;
    view.root.raw("x-amazon-apigateway-request-validators")?.raw(name.value.as_str()?)
}

fn required(operation: &OperationView<'_>) -> Vec<Required> {
    let parameters = operation.parameters().into_iter();
    parameters
        // API Gateway knows no parameters in cookies.
        .filter(|parameter| {
            let location = parameter.location;
            parameter.required
                && !matches!(location, ParameterLocation::Cookie | ParameterLocation::QueryString)
        })
        .map(|parameter| Required { location: parameter.location, name: parameter.name.to_owned() })
        .collect()
}

impl Required {
    fn is_in(&self, found: &Match<'_>, call: &Call) -> bool {
        match self.location {
            ParameterLocation::Path => {
                let name = self.name.strip_suffix('+').unwrap_or(&self.name);
                found.parameter(name).is_some()
            }
            ParameterLocation::Header => call.headers.contains_key(self.name.as_str()),
            ParameterLocation::Query => call.query.split('&').any(|pair| {
                let name = pair.split('=').next().unwrap_or_default();
                percent_encoding::percent_decode_str(name).decode_utf8_lossy() == self.name
            }),
            ParameterLocation::Cookie | ParameterLocation::QueryString => true,
        }
    }
}
