//! Whether the documents describe an API of API Gateway: some rules hold there only.

use gatepact_openapi::{Cursor, Document};
use serde_json::Value;

const PREFIX: &str = "x-amazon-apigateway-";

/// What is known of the gateway before the two documents.
#[derive(Debug, Clone, Copy)]
pub(super) struct ApiGateway {
    /// Whether one of them is an API of API Gateway: then the other one is the same API.
    pub(super) is_known: bool,
    /// Whether slashes at the end of a path say nothing: a REST API ignores them, an HTTP API does not, and elsewhere
    /// `/x` and `/x/` are two paths (RFC 3986, 6.2.3).
    pub(super) ignores_last_slash: bool,
}

impl ApiGateway {
    pub(super) fn of(documents: [&Document; 2]) -> Self {
        let is_known =
            documents.iter().any(|document| has_extension(document) || is_hosted(document));
        let is_http_api = documents.iter().any(|document| document.is_http_api());
        Self { is_known, ignores_last_slash: is_known && !is_http_api }
    }
}

/// Whether the document, a path, an operation, a server or a security scheme has an extension of API Gateway.
fn has_extension(document: &Document) -> bool {
    let root = document.root();
    let has = |part: &Cursor<'_>| part.raw_members().any(|(key, _)| key.starts_with(PREFIX));
    let items = root.get_or_absent("paths");
    let schemes = root.get_or_absent("components").get_or_absent("securitySchemes");
    let has_in_item =
        |item: &Cursor<'_>| has(item) || item.raw_members().any(|(_, operation)| has(&operation));
    has(&root)
        || items.raw_members().any(|(_, item)| has_in_item(&item))
        || schemes.raw_members().any(|(_, scheme)| has(&scheme))
        || root.get_or_absent("servers").items().any(|server| has(&server))
}

/// Whether a server is an execute-api endpoint.
fn is_hosted(document: &Document) -> bool {
    let servers = document.value().get("servers").and_then(Value::as_array).into_iter().flatten();
    servers.filter_map(|server| server.get("url")?.as_str()).any(|url| {
        let host = url.split_once("//").map_or("", |(_, rest)| rest);
        host.split(['/', '?']).next().unwrap_or_default().split('.').any(|it| it == "execute-api")
    })
}
