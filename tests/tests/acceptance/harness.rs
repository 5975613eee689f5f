//! What the tests share: a workspace, a binary, a provider that answers wrongly on purpose.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::{Arc, LazyLock, Mutex};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::response::Parts;
use axum::response::Response;
use http_body_util::BodyExt as _;
use jsonschema::Validator;
use orders_service::{Config, Release};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::net::TcpListener;

/// The root of the workspace.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// A command that knows nothing of this machine's settings and credentials.
pub(crate) fn gatepact(cwd: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gatepact-under-test"));
    command.current_dir(cwd).env_clear().env("AWS_EC2_METADATA_DISABLED", "true");
    command
}

/// What a finished command said.
pub(crate) struct Said {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Said {
    pub(crate) fn of(command: &mut Command) -> Said {
        Said::from(command.output().unwrap())
    }

    /// The report that was asked for on standard output.
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        let report = serde_json::from_str(&self.stdout)
            .unwrap_or_else(|error| panic!("{error}: {}\n{}", self.stdout, self.stderr));
        assert_described(&report);
        report
    }

    #[track_caller]
    pub(crate) fn expect(self, code: i32, texts: &[&str]) -> Said {
        let all = format!("{}{}", self.stdout, self.stderr);
        assert_eq!(self.code, code, "{all}");
        for text in texts {
            assert!(all.contains(text), "no `{text}` in:\n{all}");
        }
        assert!(!all.contains("panicked"), "{all}");
        self
    }
}

impl Said {
    /// What goes to standard output, rather than to either.
    #[track_caller]
    pub(crate) fn expect_in_stdout(&self, texts: &[&str]) {
        for text in texts {
            assert!(self.stdout.contains(text), "no `{text}` in:\n{}", self.stdout);
        }
    }
}

/// Every JSON report of every test is what docs/report.schema.json says it is.
#[track_caller]
pub(crate) fn assert_described(report: &Value) {
    static SCHEMA: LazyLock<Validator> = LazyLock::new(|| {
        let text = std::fs::read_to_string(root().join("docs/report.schema.json")).unwrap();
        jsonschema::validator_for(&serde_json::from_str(&text).unwrap()).unwrap()
    });
    let faults: Vec<String> = SCHEMA
        .iter_errors(report)
        .map(|fault| format!("{} at {}", fault, fault.instance_path()))
        .collect();
    assert!(faults.is_empty(), "{faults:#?}\n{report:#}");
}

impl From<Output> for Said {
    fn from(output: Output) -> Said {
        Said {
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

/// What a provider does to an answer of the good service before it sends it.
pub(crate) type Mutation = fn(&mut Parts, &mut Value);

/// A provider on loopback: the example service, perhaps behind a mutation. It keeps what it was
/// sent.
pub(crate) struct Provider {
    pub(crate) base_url: String,
    requests: Arc<Mutex<Vec<Received>>>,
    // Stops the server when dropped.
    _runtime: tokio::runtime::Runtime,
}

/// A request as the provider saw it.
#[derive(Debug, Clone)]
pub(crate) struct Received {
    pub(crate) method: String,
    pub(crate) target: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Bytes,
}

impl Received {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(header, _)| header == name).map(|(_, value)| value.as_str())
    }
}

impl Provider {
    /// The good service.
    pub(crate) fn good() -> Provider {
        Provider::mutated(|_, _| {})
    }

    /// The good service behind a mutation of its JSON answers.
    pub(crate) fn mutated(mutation: Mutation) -> Provider {
        let service =
            orders_service::router(Config { release: Release::V1, provider_states: true });
        Provider::serving(service, mutation)
    }

    pub(crate) fn serving(service: Router, mutation: Mutation) -> Provider {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
        let runtime = runtime.unwrap();
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
        let base_url = format!("http://{}", listener.local_addr().unwrap());
        let requests = Arc::new(Mutex::new(Vec::new()));
        let seen = requests.clone();
        let app = service.layer(axum::middleware::from_fn(
            move |request: Request, next: axum::middleware::Next| {
                let seen = seen.clone();
                async move {
                    let states = request.uri().path().starts_with("/_pact/");
                    let request = remember(request, &seen).await;
                    let response = next.run(request).await;
                    if states { response } else { mutate(response, mutation).await }
                }
            },
        ));
        runtime.spawn(async move { axum::serve(listener, app).await });
        Provider { base_url, requests, _runtime: runtime }
    }

    pub(crate) fn state_change_url(&self) -> String {
        format!("{}/_pact/provider-states", self.base_url)
    }

    /// What came, calls of the state handler left out.
    pub(crate) fn received(&self) -> Vec<Received> {
        self.all_received().into_iter().filter(|r| !r.target.starts_with("/_pact/")).collect()
    }

    pub(crate) fn all_received(&self) -> Vec<Received> {
        self.requests.lock().unwrap().clone()
    }

    /// `verify` of the committed pacts against this provider, with all credentials they ask for.
    pub(crate) fn verify(&self, cwd: &Path) -> Command {
        let mut command = gatepact(cwd);
        command
            .args(["verify", "--provider-base-url", &self.base_url])
            .args(["--state-change-url", &self.state_change_url(), "--state-change-teardown"])
            .env("GATEPACT_API_KEY", "test-key")
            .env("AWS_ACCESS_KEY_ID", "AKIDTEST")
            .env("AWS_SECRET_ACCESS_KEY", "test-secret")
            .env("AWS_REGION", "eu-west-1");
        command
    }
}

async fn remember(request: Request, seen: &Mutex<Vec<Received>>) -> Request {
    let (parts, body) = request.into_parts();
    let body = body.collect().await.unwrap().to_bytes();
    let headers = parts.headers.iter();
    seen.lock().unwrap().push(Received {
        method: parts.method.to_string(),
        target: parts.uri.to_string(),
        headers: headers
            .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
            .collect(),
        body: body.clone(),
    });
    Request::from_parts(parts, Body::from(body))
}

async fn mutate(response: Response, mutation: Mutation) -> Response {
    let (mut parts, body) = response.into_parts();
    let bytes = body.collect().await.unwrap().to_bytes();
    let mut json: Value = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
    let before = json.clone();
    mutation(&mut parts, &mut json);
    let bytes = if json == before { bytes } else { Bytes::from(json.to_string()) };
    parts.headers.remove("content-length");
    Response::from_parts(parts, Body::from(bytes))
}

/// A folder with one pact of one interaction, `GET /orders/unknown` answered with 404, after
/// `change` was made to the pact.
pub(crate) fn folder_with_pact(change: impl FnOnce(&mut Value)) -> TempDir {
    let mut pact = json!({
        "consumer": { "name": "someone" }, "provider": { "name": "orders-api" },
        "interactions": [{
            "type": "Synchronous/HTTP", "description": "an unknown order",
            "request": { "method": "GET", "path": "/orders/unknown" },
            "response": { "status": 404 }
        }],
        "metadata": { "pactSpecification": { "version": "4.0" } }
    });
    change(&mut pact);
    let folder = TempDir::new().unwrap();
    std::fs::create_dir(folder.path().join("pacts")).unwrap();
    let text = serde_json::to_string_pretty(&pact).unwrap();
    std::fs::write(folder.path().join("pacts/someone-orders-api.json"), text).unwrap();
    folder
}
