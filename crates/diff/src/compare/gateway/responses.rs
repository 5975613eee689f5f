//! The responses that API Gateway generates itself, as far as the document customises them.
//!
//! | rule | source |
//! |---|---|
//! | a type without a status of its own has that of `DEFAULT_4XX` or `DEFAULT_5XX`, else its default | API Gateway developer guide, "Gateway response types" |
//! | a type that is not defined has headers and body of `DEFAULT_4XX` or `DEFAULT_5XX` | the same |
//! | the body is `{"message":$context.error.messageString}` where no template is given | the same |
//! | a status is exported as a number and as a text | recorded |

use gatepact_finding::Subject;
use gatepact_gateway_responses::{Api, gateway_responses};
use gatepact_openapi::Cursor;
use serde_json::{Map, Value, json};

use super::settings::number;
use crate::compare::context::{Context, Scope};
use crate::compare::cors::header_value;
use crate::compare::raw_change::{Details, Place};
use crate::rules::ChangeKind;

pub(super) const RESPONSES: &str = "x-amazon-apigateway-gateway-responses";

const HEADER: &str = "gatewayresponse.header.";

/// The body of every response without a template.
const DEFAULT_BODY: &str = r#"{"message":$context.error.messageString}"#;

pub(super) fn compare(context: &mut Context<'_>, scope: Scope, old: &Cursor<'_>, new: &Cursor<'_>) {
    let (old, new) = (old.get_or_absent(RESPONSES), new.get_or_absent(RESPONSES));
    let mut names: Vec<_> = old.members().chain(new.members()).map(|(name, _)| name).collect();
    names.sort_unstable();
    names.dedup();
    for name in names {
        let [before, after] = [&old, &new].map(|all| Customised::new(all, name));
        let kind = if before.status != after.status {
            ChangeKind::GatewayResponseStatusChanged
        } else if before.rest != after.rest {
            ChangeKind::GatewayResponseBodyChanged
        } else {
            continue;
        };
        let details = Details::values(before.status.as_ref(), after.status.as_ref());
        let place = Place::both(&old.get_or_absent(name), &new.get_or_absent(name));
        let details = details.subject(Subject::GatewayResponse(name.to_owned()));
        context.report(scope, kind, place, details);
    }
}

/// What a document makes of a type of response.
struct Customised {
    /// `None` where it is not known.
    status: Option<Value>,
    /// Headers and templates.
    rest: Value,
}

impl Customised {
    fn new(all: &Cursor<'_>, name: &str) -> Self {
        let default = default_status(name);
        let fallback = match default {
            Some(status) => all.get_or_absent(&format!("DEFAULT_{}XX", status / 100)),
            None => all.get_or_absent(name),
        };
        let own = all.get(name);
        let status_of =
            |it: &Cursor<'_>| it.value.get("statusCode").filter(|it| !it.is_null()).map(status);
        let status = own.as_ref().and_then(status_of).or_else(|| status_of(&fallback));
        let status = status.or(default.map(Value::from));
        Self { status, rest: rest(&own.unwrap_or(fallback)) }
    }
}

/// A status as a number, however it is written.
fn status(value: &Value) -> Value {
    match number(value).as_str().and_then(|text| text.trim().parse::<u16>().ok()) {
        Some(status) => status.into(),
        None => value.clone(),
    }
}

/// The status of a type that nothing customises.
fn default_status(name: &str) -> Option<u16> {
    let mut known = gateway_responses().filter(|it| it.api == Api::Rest);
    known.find(|it| it.name == name && it.customised_by == Some(name)).map(|it| it.status)
}

fn rest(response: &Cursor<'_>) -> Value {
    let members = |key| -> Map<String, Value> {
        let members = response.value.get(key).and_then(Value::as_object);
        let is_default = |value: &Value| {
            value.as_str().is_some_and(|text| text.replace(' ', "") == DEFAULT_BODY)
        };
        let said = |(name, value): (&String, &Value)| {
            let is_said = !(name == "application/json" && is_default(value));
            let value = match name.strip_prefix(HEADER) {
                Some(header) => header_value(header, value),
                None => value.clone(),
            };
            is_said.then(|| (name.clone(), value))
        };
        members.into_iter().flatten().filter_map(said).collect()
    };
    json!([members("responseParameters"), members("responseTemplates")])
}
