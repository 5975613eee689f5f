//! A server that gives each path its answer and remembers what it was asked.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::response::Response;
use http_body_util::BodyExt as _;
use serde_json::Value;
use tokio::net::TcpListener;

/// An answer, as it goes over the wire.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

/// What came: method, path, headers, and the body if it is JSON.
#[derive(Debug, Clone)]
pub(crate) struct Received {
    pub(crate) path: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) json: Value,
}

/// The path of the handler of provider states.
pub(crate) const STATES: &str = "/_states";

pub(crate) struct Provider {
    pub(crate) base_url: String,
    received: Arc<Mutex<Vec<Received>>>,
    // Stops the server when dropped.
    _runtime: tokio::runtime::Runtime,
}

impl Provider {
    /// Answers a path that is not in the table with 404.
    pub(crate) fn of(answers: BTreeMap<String, Answer>) -> Provider {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .unwrap();
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
        let base_url = format!("http://{}", listener.local_addr().unwrap());
        let received = Arc::new(Mutex::new(Vec::new()));
        let (answers, seen) = (Arc::new(answers), received.clone());
        let app = Router::new().fallback(move |request: Request| {
            let (answers, seen) = (answers.clone(), seen.clone());
            async move {
                let came = remember(request).await;
                let answer = answers.get(&came.path).map_or_else(not_found, response);
                seen.lock().unwrap().push(came);
                answer
            }
        });
        runtime.spawn(async move { axum::serve(listener, app).await });
        Provider { base_url, received, _runtime: runtime }
    }

    pub(crate) fn received(&self) -> Vec<Received> {
        self.received.lock().unwrap().clone()
    }
}

async fn remember(request: Request) -> Received {
    let (parts, body) = request.into_parts();
    let body = body.collect().await.unwrap().to_bytes();
    let headers = parts.headers.iter();
    Received {
        path: parts.uri.path().to_owned(),
        headers: headers
            .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
            .collect(),
        json: serde_json::from_slice(&body).unwrap_or_default(),
    }
}

fn response(answer: &Answer) -> Response {
    let mut response = Response::builder().status(answer.status);
    for (name, value) in &answer.headers {
        response = response.header(name, value);
    }
    response.body(Body::from(answer.body.clone())).unwrap()
}

fn not_found() -> Response {
    Response::builder().status(404).body(Body::empty()).unwrap()
}
