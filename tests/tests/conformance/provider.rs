//! A server that gives each path its answer.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::response::Response;
use tokio::net::TcpListener;

/// An answer, as it goes over the wire.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

pub(crate) struct Provider {
    pub(crate) base_url: String,
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
        let answers = Arc::new(answers);
        let app = Router::new().fallback(move |request: Request| {
            let answers = answers.clone();
            async move { answers.get(request.uri().path()).map_or_else(not_found, response) }
        });
        runtime.spawn(async move { axum::serve(listener, app).await });
        Provider { base_url, _runtime: runtime }
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
