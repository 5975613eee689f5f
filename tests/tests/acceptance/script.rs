//! A provider that answers by a script: one reply after another, the last one for ever.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::response::Response;
use gatepact_gateway_responses::{ResponseType, render};

use crate::harness::Provider;

/// One answer.
#[derive(Debug, Clone)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Reply {
    /// The function's own answer, passed on by a REST API.
    pub(crate) fn of_the_function(status: u16) -> Reply {
        let marks = [("x-amzn-requestid", "r-1"), ("x-amz-apigw-id", "g-1")];
        let headers = marks.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
        Reply { status, headers, body: "{}".to_owned() }.with("content-type", "application/json")
    }

    /// With another header, or another value for one.
    pub(crate) fn with(mut self, name: &str, value: &str) -> Reply {
        self.headers.retain(|(header, _)| header != name);
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    fn response(&self) -> Response {
        let mut response = Response::builder().status(self.status);
        for (name, value) in &self.headers {
            response = response.header(name, value);
        }
        response.body(Body::from(self.body.clone())).unwrap()
    }
}

impl From<ResponseType> for Reply {
    /// API Gateway's own.
    fn from(response_type: ResponseType) -> Reply {
        let answer = render(response_type);
        let headers = answer.headers.into_iter();
        Reply {
            status: answer.status,
            headers: headers.map(|(name, value)| (name.to_owned(), value)).collect(),
            body: answer.body,
        }
    }
}

/// A provider that answers so; every provider state is fine with it.
pub(crate) fn scripted(replies: impl IntoIterator<Item = Reply>) -> Provider {
    let replies: Vec<Reply> = replies.into_iter().collect();
    let next = Arc::new(Mutex::new(0));
    answering(move |_| {
        let mut next = next.lock().unwrap();
        let reply = replies.get(*next).or(replies.last()).unwrap().clone();
        *next += 1;
        reply
    })
}

/// A provider that answers by its request.
pub(crate) fn answering(
    answer: impl Fn(&Request) -> Reply + Clone + Send + Sync + 'static,
) -> Provider {
    let app = Router::new().fallback(move |request: Request| {
        let states = request.uri().path().starts_with("/_pact/");
        let response =
            if states { Response::new(Body::empty()) } else { answer(&request).response() };
        async { response }
    });
    Provider::serving(app, |_, _| {})
}
