//! Whether a consumer sends the credentials that an operation demands: by their presence, never by their value.

use gatepact_contract::AuthKind;
use gatepact_finding::Text;
use gatepact_openapi::view::{RequiredScheme, Requirement};
use gatepact_openapi::{Cursor, OperationView};
use pact_models::v4::http_parts::HttpRequest;

use crate::judge::header;

/// What an interaction sends.
pub(crate) struct Caller<'a> {
    pub(crate) request: &'a HttpRequest,
    pub(crate) declared: Option<&'a [AuthKind]>,
}

/// What is demanded and not sent; `None` where the caller may call.
///
/// API Gateway writes the API key and the authorizer of a method as two entries of the list, although it demands both.
pub(crate) fn missing(view: &OperationView<'_>, caller: &Caller<'_>) -> Option<Text> {
    let requirements = view.security().requirements;
    let mut alternatives: Vec<Vec<RequiredScheme<'_>>> =
        requirements.into_iter().map(|Requirement { schemes }| schemes).collect();
    if let [one, other] = alternatives.as_slice()
        && is_half_of_a_method(one, other)
    {
        alternatives = vec![alternatives.concat()];
    }
    if alternatives.is_empty() {
        alternatives.push(Vec::new());
    }
    let signs = view.operation.raw("x-amazon-apigateway-auth");
    let signs = signs.and_then(|auth| auth.text("type"));
    let is_signed = signs.is_some_and(|kind| kind.eq_ignore_ascii_case("AWS_IAM"));
    let lacking = |schemes: &Vec<RequiredScheme<'_>>| {
        let lacks = schemes.iter().find(|scheme| !caller.has(scheme)).map(name);
        lacks.or_else(|| (is_signed && !caller.is_signed()).then(|| Text::prose("a signature")))
    };
    let mut lacks = alternatives.iter().map(lacking);
    let first = lacks.next()?;
    if lacks.any(|lacks| lacks.is_none()) { None } else { first }
}

fn name(scheme: &RequiredScheme<'_>) -> Text {
    let text = |key| scheme.definition.as_ref().and_then(|it| it.text(key));
    match (text("in"), text("name")) {
        (Some(place), Some(name)) => Text::prose(format!("the {place} ")).and_code(name.to_owned()),
        _ => Text::prose("the credential ").and_code(scheme.name.to_owned()),
    }
}

fn is_half_of_a_method(one: &[RequiredScheme<'_>], other: &[RequiredScheme<'_>]) -> bool {
    let is_key = |schemes: &[RequiredScheme<'_>]| {
        schemes.len() == 1 && schemes.iter().all(|it| is_api_key(it.definition.as_ref()))
    };
    let is_authorizer = |schemes: &[RequiredScheme<'_>]| {
        schemes.len() == 1 && schemes.iter().all(|it| is_of_api_gateway(it.definition.as_ref()))
    };
    (is_key(one) && is_authorizer(other)) || (is_authorizer(one) && is_key(other))
}

fn is_of_api_gateway(definition: Option<&Cursor<'_>>) -> bool {
    let keys = ["x-amazon-apigateway-authtype", "x-amazon-apigateway-authorizer"];
    definition.is_some_and(|it| keys.iter().any(|key| it.value.get(key).is_some()))
}

fn is_api_key(definition: Option<&Cursor<'_>>) -> bool {
    let is_key = |it: &&Cursor<'_>| {
        it.text("type") == Some("apiKey")
            && it.text("name").is_some_and(|name| name.eq_ignore_ascii_case("x-api-key"))
    };
    definition.filter(is_key).is_some() && !is_of_api_gateway(definition)
}

impl Caller<'_> {
    fn declares(&self, kind: AuthKind) -> bool {
        self.declared.is_some_and(|kinds| kinds.contains(&kind))
    }

    fn sends(&self, name: &str) -> Option<&str> {
        let values = header(self.request.headers.as_ref(), name)?;
        values.first().map(String::as_str)
    }

    fn is_signed(&self) -> bool {
        let has_signature = |value: &str| value.starts_with("AWS4-");
        self.declares(AuthKind::Iam) || self.sends("authorization").is_some_and(has_signature)
    }

    /// Whether it sends some credential.
    fn has_any(&self) -> bool {
        let is_sent = ["authorization", "x-api-key"].iter().any(|name| self.sends(name).is_some());
        is_sent || self.declared.is_some_and(|kinds| kinds.iter().any(|it| *it != AuthKind::None))
    }

    /// Whether it has the credential of a scheme; for one that is not defined any credential will do.
    fn has(&self, scheme: &RequiredScheme<'_>) -> bool {
        let Some(definition) = &scheme.definition else { return self.has_any() };
        let authtype = definition.text("x-amazon-apigateway-authtype");
        if authtype.is_some_and(|kind| kind.eq_ignore_ascii_case("awsSigv4")) {
            return self.is_signed();
        }
        let begins = |prefix: &str| {
            self.sends("authorization").is_some_and(|value| {
                let scheme = value.split_whitespace().next().unwrap_or_default();
                scheme.eq_ignore_ascii_case(prefix)
            })
        };
        match (definition.text("type"), definition.text("in"), definition.text("name")) {
            (Some("apiKey"), Some("header"), Some(name)) => {
                let is_key = name.eq_ignore_ascii_case("x-api-key");
                let is_token = name.eq_ignore_ascii_case("authorization");
                self.sends(name).is_some()
                    || (is_key && self.declares(AuthKind::ApiKey))
                    || (is_token && self.declares(AuthKind::Bearer))
            }
            (Some("apiKey"), Some("query"), Some(name)) => {
                self.request.query.as_ref().is_some_and(|query| query.contains_key(name))
            }
            (Some("apiKey"), Some("cookie"), Some(name)) => {
                crate::parameters::cookies(self.request).any(|(known, _)| known == name)
            }
            (Some("http"), ..) => match definition.text("scheme").map(str::to_ascii_lowercase) {
                Some(kind) if kind == "bearer" => {
                    begins("bearer") || self.declares(AuthKind::Bearer)
                }
                Some(kind) => begins(&kind),
                None => self.sends("authorization").is_some(),
            },
            (Some("oauth2" | "openIdConnect"), ..) => {
                self.sends("authorization").is_some() || self.declares(AuthKind::Bearer)
            }
            _ => true,
        }
    }
}
