//! AWS's control plane as a stand-in plays it, spoken to without an SDK: three services, each a few
//! calls of JSON over HTTP. The stand-ins take any signature.

use std::time::Duration;

use reqwest::header::HeaderMap;
use reqwest::{Client, Method};
use serde_json::Value;
use tokio::runtime::Runtime;

/// One call, the first of a service included.
const PATIENCE: Duration = Duration::from_secs(90);

/// A stand-in for AWS that somebody else started.
pub(crate) struct Aws {
    pub(crate) endpoint_url: String,
    client: Client,
    runtime: Runtime,
}

/// What came back over HTTP.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    headers: HeaderMap,
    pub(crate) text: String,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}

impl Aws {
    /// The control plane, GetExport, HTTP integrations, request validation.
    pub(crate) fn localstack() -> Aws {
        Aws::at("GATEPACT_LOCALSTACK")
    }

    /// Lambda, throttling, HTTP APIs.
    pub(crate) fn ministack() -> Aws {
        Aws::at("GATEPACT_MINISTACK")
    }

    fn at(variable: &str) -> Aws {
        let Ok(endpoint_url) = std::env::var(variable) else {
            panic!("{variable} is not set: run these tests through `.ci/peers/run`")
        };
        // The tests and the program under test share the process's TLS provider, whoever is first.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder().no_proxy().timeout(PATIENCE).build().unwrap();
        Aws { endpoint_url, client, runtime: Runtime::new().unwrap() }
    }

    /// A call that reads.
    #[track_caller]
    pub(crate) fn get(&self, service: &str, path: &str) -> Value {
        self.call(service, Method::GET, path, String::new())
    }

    /// A call that makes something.
    #[track_caller]
    pub(crate) fn post(&self, service: &str, path: &str, body: &Value) -> Value {
        self.call(service, Method::POST, path, body.to_string())
    }

    /// A call that makes or replaces something.
    #[track_caller]
    pub(crate) fn put(&self, service: &str, path: &str, body: &Value) -> Value {
        self.call(service, Method::PUT, path, body.to_string())
    }

    /// A call that must succeed. `path` begins with a slash.
    #[track_caller]
    fn call(&self, service: &str, method: Method, path: &str, body: String) -> Value {
        let credential = format!("test/20260101/us-east-1/{service}/aws4_request");
        let headers = [
            ("accept", "application/json"),
            ("content-type", "application/json"),
            (
                "authorization",
                &format!(
                    "AWS4-HMAC-SHA256 Credential={credential}, SignedHeaders=host, Signature=0"
                ),
            ),
        ];
        let url = format!("{}{path}", self.endpoint_url);
        let answer = self.send(method, &url, &headers, body);
        assert!((200..300).contains(&answer.status), "{path}: {answer:?}");
        if answer.text.is_empty() { Value::Null } else { answer.json() }
    }

    /// Any request, any answer.
    #[track_caller]
    pub(crate) fn send(
        &self,
        method: Method,
        url: &str,
        headers: &[(&str, &str)],
        body: String,
    ) -> Answer {
        let mut request = self.client.request(method, url).body(body);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.runtime.block_on(async {
            let response = request.send().await.unwrap_or_else(|error| panic!("{url}: {error}"));
            Answer {
                status: response.status().as_u16(),
                headers: response.headers().clone(),
                text: response.text().await.unwrap(),
            }
        })
    }
}
