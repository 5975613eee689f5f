//! The pact's request with its generators applied.
//!
//! Pact's own code does it, and keeps the recorded example where a generator fails. That is caught
//! before, so that nothing is sent that the pact did not say.

use std::collections::HashMap;

use gatepact_contract::{Recorded, caught};
use gatepact_matching::is_deep_xml;
use pact_matching::generate_request;
use pact_models::bodies::OptionalBody;
use pact_models::generators::{
    GenerateValue as _, Generator, GeneratorCategory, GeneratorTestMode, NoopVariantMatcher,
    VariantMatcher as _,
};
use pact_models::v4::http_parts::HttpRequest;
use serde_json::Value;

/// Why there is no request.
#[derive(Debug, thiserror::Error)]
pub(crate) enum GenerateError {
    #[error("{0}")]
    NoValue(String),
    #[error("its generators cannot be applied: {0}")]
    GivenUp(String),
}

/// What provider states returned.
#[derive(Debug, Clone, Copy)]
pub(crate) struct StateValues<'a> {
    pub(crate) values: &'a HashMap<String, Value>,
    /// Whether a handler was asked, so that what is missing was not returned.
    pub(crate) asked: bool,
}

/// Applies the generators of a request.
pub(crate) fn generated(
    request: &HttpRequest,
    recorded: &Recorded,
    states: StateValues<'_>,
) -> Result<HttpRequest, GenerateError> {
    let context: HashMap<&str, Value> =
        states.values.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
    if states.asked {
        for (category, generators) in &request.generators.categories {
            let part: &str = (*category).into();
            if *category != GeneratorCategory::STATUS {
                generators.values().try_for_each(|it| returned(it, part, &context))?;
            }
        }
        recorded.indexed.iter().try_for_each(|it| returned(&it.generator, "query", &context))?;
    }
    if has_deep_xml(request) {
        return Err(GenerateError::GivenUp("its XML is nested too deep".to_owned()));
    }
    caught(|| {
        let mut request =
            at_once(generate_request(request, &GeneratorTestMode::Provider, &context))?;
        for it in &recorded.indexed {
            let query = request.query.as_mut().and_then(|query| query.get_mut(&it.name));
            let Some(value) = query.and_then(|values| values.get_mut(it.index)) else { continue };
            let example = value.clone().unwrap_or_default();
            if let Ok(made) = text(&it.generator, &example, &context) {
                *value = Some(made);
            }
        }
        Some(request)
    })
    .and_then(|request| request.ok_or_else(|| "Pact's own code waits for a plugin".to_owned()))
    .map_err(GenerateError::GivenUp)
}

/// Pact's code recurses into the elements of a body that it generates in; no stack bears all.
fn has_deep_xml(request: &HttpRequest) -> bool {
    let generates = request.generators.categories.contains_key(&GeneratorCategory::BODY);
    let OptionalBody::Present(bytes, _, _) = &request.body else { return false };
    generates && request.content_type().is_some_and(|kind| kind.is_xml()) && is_deep_xml(bytes)
}

/// Without plugins Pact's code is synchronous behind an async signature.
fn at_once<T>(work: impl Future<Output = T>) -> Option<T> {
    futures::FutureExt::now_or_never(work)
}

fn text(
    generator: &Generator,
    example: &String,
    context: &HashMap<&str, Value>,
) -> Result<String, String> {
    let value = generator.generate_value(example, context, &NoopVariantMatcher.boxed());
    value.map_err(|error| error.to_string().lines().next().unwrap_or_default().to_owned())
}

/// Whether the handlers returned what the generator needs.
fn returned(
    generator: &Generator,
    part: &str,
    context: &HashMap<&str, Value>,
) -> Result<(), GenerateError> {
    let Generator::ProviderStateGenerator(expression, data_type) = generator else { return Ok(()) };
    // Some handlers wrap their values.
    let wrapped = context.get("providerState").and_then(Value::as_object);
    let has = |name: &str| match wrapped {
        Some(values) => values.contains_key(name),
        None => context.contains_key(name),
    };
    let missing: Vec<String> = names_in(expression)
        .into_iter()
        .filter(|name| !has(name))
        .map(|name| format!("`{name}`"))
        .collect();
    if !missing.is_empty() {
        return Err(GenerateError::NoValue(format!(
            "the provider-state handler returned no {}, which the request's {part} is made of ({expression})",
            missing.join(" and ")
        )));
    }
    // The conversion to a number, say.
    let example = Value::Null;
    let kind = data_type.map_or_else(String::new, |kind| format!(" as {kind:?}"));
    let made = caught(|| generator.generate_value(&example, context, &NoopVariantMatcher.boxed()));
    match made {
        Ok(Ok(_)) => Ok(()),
        Ok(Err(_)) | Err(_) => Err(GenerateError::NoValue(format!(
            "what the provider-state handler returned cannot be taken{kind} for the request's {part} ({expression})"
        ))),
    }
}

/// `/users/${id}` needs `id`; without braces the whole text is a name.
fn names_in(expression: &str) -> Vec<&str> {
    let mut names: Vec<&str> = expression
        .split("${")
        .skip(1)
        .filter_map(|rest| rest.split_once('}'))
        .map(|(name, _)| name)
        .filter(|name| !name.is_empty())
        .collect();
    if !expression.contains("${") {
        names.push(expression);
    }
    names
}

#[cfg(test)]
mod tests {
    use pact_models::generators::Generators;
    use serde_json::json;

    use super::*;

    fn request(part: GeneratorCategory, expression: &str) -> HttpRequest {
        let mut generators = Generators::default();
        generators
            .add_generator(&part, Generator::ProviderStateGenerator(expression.to_owned(), None));
        HttpRequest { path: "/users/1".to_owned(), generators, ..HttpRequest::default() }
    }

    fn path(expression: &str, values: Value, asked: bool) -> Result<String, String> {
        let values: HashMap<String, Value> = serde_json::from_value(values).unwrap();
        let states = StateValues { values: &values, asked };
        let request = request(GeneratorCategory::PATH, expression);
        generated(&request, &Recorded::default(), states)
            .map(|request| request.path)
            .map_err(|error| error.to_string())
    }

    #[test]
    fn what_a_handler_did_not_return_is_told() {
        let error = path("/users/${id}/${other}", json!({"other": 1}), true).unwrap_err();
        assert!(error.contains("returned no `id`, which the request's path"), "{error}");
        assert_eq!(path("/users/${id}", json!({"id": 7}), true).unwrap(), "/users/7");
        assert_eq!(path("id", json!({"id": "/x"}), true).unwrap(), "/x");
        assert_eq!(path("${id}", json!({"providerState": {"id": "/y"}}), true).unwrap(), "/y");
    }

    #[test]
    fn without_a_handler_the_example_is_sent() {
        assert_eq!(path("/users/${id}", json!({}), false).unwrap(), "/users/1");
    }

    #[test]
    fn what_ends_pacts_own_code_is_caught() {
        assert!(path("}${id}", json!({"id": 1}), true).is_err());
        assert!(path("}${id}", json!({"id": 1}), false).is_err());
    }
}
