//! Request validation, for methods that have a validator.

mod model;

use gatepact_finding::pointer;
use gatepact_gateway_responses::ResponseType;
use gatepact_openapi::{Document, Match, Operation, ParameterLocation};
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
    pub(crate) fn of(document: &Document, operation: &Operation) -> Result<Self, StageError> {
        let validator = validator(document, operation);
        let flag = |name: &str| validator.and_then(|it| it[name].as_bool()).unwrap_or_default();
        let required = match flag("validateRequestParameters") {
            true => required(document, operation),
            false => Vec::new(),
        };
        let models = match flag("validateRequestBody") {
            true => Model::all(document, operation)?,
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
fn validator<'d>(document: &'d Document, operation: &Operation) -> Option<&'d Value> {
    const NAME: &str = "x-amazon-apigateway-request-validator";
    let own = document.at(&pointer::child(&operation.pointer, NAME));
    let name = own.or_else(|| document.value().get(NAME))?.as_str()?;
    document.at(&pointer::child("/x-amazon-apigateway-request-validators", name))
}

fn required(document: &Document, operation: &Operation) -> Vec<Required> {
    let parameters = document.parameters(operation).into_iter();
    parameters
        // API Gateway knows no parameters in cookies.
        .filter(|parameter| parameter.required && parameter.location != ParameterLocation::Cookie)
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
            ParameterLocation::Cookie => true,
        }
    }
}
