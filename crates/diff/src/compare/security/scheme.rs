//! A security scheme: what it demands of a consumer.
//!
//! Schemes are compared by that, not by name: the same name with another header is another demand. How an authorizer is
//! run (its function, its cache) is no demand, and neither are descriptions and hints.

use gatepact_openapi::Cursor;
use serde_json::{Map, Value};

/// What an authorizer's owner may change without the consumer noticing, and what only documents.
const INTERNAL: [&str; 8] = [
    "description",
    "bearerFormat",
    "authorizerUri",
    "authorizerCredentials",
    "authorizerResultTtlInSeconds",
    "authorizerPayloadFormatVersion",
    "enableSimpleResponses",
    "providerARNs",
];

const AUTHORIZER: &str = "x-amazon-apigateway-authorizer";
const AUTHTYPE: &str = "x-amazon-apigateway-authtype";

/// The demand for a signature of IAM, whatever scheme represents it.
const IAM: &str = "IAM";

/// The demand that an operation states without a scheme (`x-amazon-apigateway-auth`), and its name.
pub(super) fn of_operation(operation: &Cursor<'_>) -> Option<(String, &'static str)> {
    let auth = operation.raw("x-amazon-apigateway-auth")?;
    let is_iam = auth.text("type").is_some_and(|kind| kind.eq_ignore_ascii_case("AWS_IAM"));
    is_iam.then(|| (IAM.to_owned(), "AWS_IAM"))
}

/// A scheme under its name; nothing behind it where the document does not define it.
pub(super) struct Scheme<'d> {
    name: &'d str,
    definition: Option<Cursor<'d>>,
}

impl<'d> Scheme<'d> {
    pub(super) fn new(name: &'d str, definition: Option<Cursor<'d>>) -> Self {
        Self { name, definition }
    }

    /// The name, and where the credentials travel: `api_key (header x-api-key)`.
    pub(super) fn describe(&self) -> String {
        match (self.text("in"), self.text("name")) {
            (Some(place), Some(key)) => format!("{} ({place} {key})", self.name),
            (None | Some(_), _) => self.name.to_owned(),
        }
    }

    /// An API key of a usage plan, as API Gateway exports it; IAM and authorizers have the same type and another header.
    pub(super) fn is_api_key(&self) -> bool {
        self.text("type") == Some("apiKey")
            && self.text("name").is_some_and(|name| name.eq_ignore_ascii_case("x-api-key"))
            && !self.is_of_api_gateway()
    }

    /// IAM or an authorizer.
    pub(super) fn is_of_api_gateway(&self) -> bool {
        let has = |key| self.definition.as_ref().is_some_and(|it| it.value.get(key).is_some());
        has(AUTHTYPE) || has(AUTHORIZER)
    }

    /// What is demanded, in one spelling.
    pub(super) fn demand(&self) -> String {
        if self.text(AUTHTYPE).is_some_and(|kind| kind.eq_ignore_ascii_case("awsSigv4")) {
            return IAM.to_owned();
        }
        self.definition.as_ref().map_or_else(
            || format!("?{}", self.name),
            |definition| spell(&mut stripped(definition.value)),
        )
    }

    /// The same without the URLs where tokens are issued. The name represents them: two issuers have two names.
    pub(super) fn demand_from_anywhere(&self) -> String {
        let Some(definition) = &self.definition else { return self.demand() };
        let mut demand = stripped(definition.value);
        for flow in flows(&mut demand) {
            flow.retain(|key, _| !key.ends_with("Url"));
        }
        format!("{} {}", self.name, spell(&mut demand))
    }

    fn text(&self, key: &str) -> Option<&'d str> {
        self.definition.as_ref()?.text(key)
    }
}

fn stripped(definition: &Value) -> Value {
    let mut demand = definition.clone();
    strip(&mut demand);
    if let Some(authorizer) = demand.get_mut(AUTHORIZER) {
        strip(authorizer);
    }
    // The list of scopes is documentation; those that an operation asks for stand in its requirement.
    for flow in flows(&mut demand) {
        flow.remove("scopes");
    }
    // Names of headers and of HTTP's own schemes count in any case (RFC 9110, 5.1 and 11.1).
    let is_header = demand.get("in").and_then(Value::as_str) == Some("header");
    for key in ["name", "scheme"].into_iter().filter(|key| *key == "scheme" || is_header) {
        if let Some(Value::String(text)) = demand.get_mut(key) {
            text.make_ascii_lowercase();
        }
    }
    demand
}

fn strip(part: &mut Value) {
    if let Some(members) = part.as_object_mut() {
        members.retain(|key, _| !INTERNAL.contains(&key.as_str()));
    }
}

fn flows(demand: &mut Value) -> impl Iterator<Item = &mut Map<String, Value>> {
    let flows = demand.get_mut("flows").and_then(Value::as_object_mut);
    flows.into_iter().flat_map(Map::values_mut).filter_map(Value::as_object_mut)
}

fn spell(demand: &mut Value) -> String {
    demand.sort_all_objects();
    demand.to_string()
}
