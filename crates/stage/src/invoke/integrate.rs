//! Integrations: what is behind a method.

mod backend;
mod mock;

use std::time::Duration;

use bytes::Bytes;
use gatepact_gateway_responses::ResponseType;
use gatepact_openapi::{Match, MediaType, OperationView};
use http::{Response, Uri};
use serde_json::Value;

use super::{Call, End};
use crate::Settings;
use crate::log::AnsweredBy;
use crate::own::Own;
use crate::shared::Shared;
use backend::Target;
use mock::Mock;

/// The integration of an operation.
#[derive(Debug)]
pub(crate) struct Integration {
    kind: Kind,
    timeout: Duration,
    /// `passthroughBehavior: never`: a content type without a template is refused.
    never_passes: Option<Vec<MediaType>>,
}

#[derive(Debug)]
enum Kind {
    Backend(Target),
    Mock(Mock),
    /// Nothing that a local stage could call.
    Unusable,
}

/// A request that the gateway lets through.
pub(super) struct Request<'a> {
    pub(super) call: &'a Call,
    /// The path after the stage.
    pub(super) path: &'a str,
    pub(super) found: &'a Match<'a>,
    /// Whether a REST API answers.
    pub(super) rest: bool,
}

impl Integration {
    pub(crate) fn of(
        operation: &OperationView<'_>,
        backend: Option<&Uri>,
        settings: &Settings,
    ) -> Self {
        // An HTTP API may keep its integrations apart and refer to them.
        let declared = operation.operation.get("x-amazon-apigateway-integration");
        let declared = declared.map_or(&Value::Null, |declared| declared.value);
        let kind = declared["type"].as_str().unwrap_or_default().to_ascii_lowercase();
        let kind = match (kind.as_str(), backend) {
            ("mock", _) => Kind::Mock(Mock::of(declared)),
            (_, Some(base)) => Kind::Backend(Target::under(base)),
            ("http" | "http_proxy", None) => {
                Target::declared(declared).map_or(Kind::Unusable, Kind::Backend)
            }
            (_, None) => Kind::Unusable,
        };
        let timeout = declared["timeoutInMillis"].as_u64().map(Duration::from_millis);
        Self {
            kind,
            timeout: timeout.unwrap_or(settings.integration_timeout),
            never_passes: never_passes(declared),
        }
    }

    pub(super) async fn answer(&self, shared: &Shared, request: Request<'_>) -> Result<End, Own> {
        let media_type = request.call.media_type();
        let refused = self
            .never_passes
            .as_ref()
            .is_some_and(|known| !known.iter().any(|it| it.is_same_type(&media_type)));
        if refused && !request.call.body.is_empty() {
            return Err(ResponseType::UnsupportedMediaType.into());
        }
        match &self.kind {
            Kind::Mock(mock) => Ok(End::Integration(mock.answer(), AnsweredBy::Mock)),
            Kind::Unusable => Err(ResponseType::ApiConfigurationError.into()),
            Kind::Backend(target) => {
                let response: Response<Bytes> =
                    target.answer(shared, &request, self.timeout).await?;
                Ok(End::Integration(response, AnsweredBy::Backend))
            }
        }
    }
}

/// The media types that have a template, where no other passes.
fn never_passes(declared: &Value) -> Option<Vec<MediaType>> {
    let behaviour = declared["passthroughBehavior"].as_str()?;
    let templates = declared["requestTemplates"].as_object();
    let known = templates.into_iter().flatten().map(|(name, _)| MediaType::parse(name));
    behaviour.eq_ignore_ascii_case("never").then(|| known.collect())
}
