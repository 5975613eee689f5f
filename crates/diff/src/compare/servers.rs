//! The servers of a document: where requests go.

use serde_json::Value;

use gatepact_openapi::base_path;

/// One server.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Server {
    /// The host, in lower case; none for a relative URL, and none for one of execute-api: AWS names those.
    pub(super) host: Option<String>,
    /// As `/prod`, or empty.
    pub(super) base_path: String,
}

pub(super) fn all(document: &Value) -> Vec<Server> {
    let list = document.get("servers").and_then(Value::as_array);
    list.into_iter().flatten().map(Server::new).collect()
}

/// The one that is meant; a document without servers means its own place.
pub(super) fn first(servers: &[Server]) -> Server {
    servers.first().cloned().unwrap_or_default()
}

impl Server {
    fn new(server: &Value) -> Self {
        let host = base_path::url_of(server).and_then(host).filter(|host| !is_execute_api(host));
        Self { host, base_path: base_path::of_server(server) }
    }
}

/// A host with a variable in it is not known.
fn host(url: &str) -> Option<String> {
    let (_, rest) = url.split_once("://")?;
    let host = rest.split(['/', '?', '#']).next()?.to_ascii_lowercase();
    (!host.is_empty() && !host.contains('{')).then_some(host)
}

fn is_execute_api(host: &str) -> bool {
    host.split('.').any(|label| label == "execute-api")
}
