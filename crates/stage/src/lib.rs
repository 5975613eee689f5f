//! A local API Gateway stage in front of any HTTP backend, described by an OpenAPI 3.0 document.
//!
//! It follows what was recorded of the service and what its documentation says, down to the words of its refusals, so
//! that a client, a verifier or a publisher meets on this machine what it would meet on AWS. It listens on 127.0.0.1
//! only, on two ports: the stage ([`Running::invoke_url`]) and the control plane ([`Running::endpoint_url`], for
//! `--endpoint-url` of the AWS CLI and `endpoint_url` of an SDK).
//!
//! ```
//! use std::io::{Read, Write};
//!
//! use gatepact_openapi::Document;
//! use gatepact_stage::{ResponseType, Settings, Stage};
//!
//! let document = Document::read(r#"{
//!   "openapi": "3.0.1",
//!   "info": { "title": "greetings", "version": "1" },
//!   "paths": { "/hello": { "get": {
//!     "responses": { "200": { "description": "" } },
//!     "x-amazon-apigateway-integration": {
//!       "type": "mock",
//!       "responses": { "default": {
//!         "statusCode": "200", "responseTemplates": { "application/json": "{\"hello\":\"world\"}" } } }
//!     }
//!   } } }
//! }"#)?;
//! // In front of a backend: `Stage::start(Release::new(document, "http://127.0.0.1:9000"), settings)`.
//! let stage = Stage::start(document, Settings { stage: "dev".to_owned(), ..Settings::default() })?;
//!
//! let get = |path: &str| {
//!     let url = stage.invoke_url() + path;
//!     let (host, path) = url["http://".len()..].split_once('/').expect("a path");
//!     let mut socket = std::net::TcpStream::connect(host)?;
//!     write!(socket, "GET /{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")?;
//!     let mut answer = String::new();
//!     socket.read_to_string(&mut answer)?;
//!     Ok::<_, std::io::Error>(answer)
//! };
//! assert!(get("/hello")?.ends_with(r#"{"hello":"world"}"#));
//! assert!(get("/nowhere")?.contains("Missing Authentication Token"));
//!
//! stage.play(ResponseType::Throttled);
//! assert!(get("/hello")?.starts_with("HTTP/1.1 429"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What it does
//!
//! | part | as on AWS |
//! |---|---|
//! | address | `/{stage}/..` on any host; `{api-id}.execute-api.{region}.amazonaws.com` of another API or region is refused; `$default` has no prefix |
//! | routes | the router of `gatepact-openapi`; what is not there is 403 (REST) or 404 (HTTP API) |
//! | IAM | SigV4 in header or query, checked against [`Settings::iam_keys`]: scope, clock, token, canonical request |
//! | API keys | in addition to the authorization of a method, in `x-api-key` or, where the API says so, in the answer of a Lambda authorizer; an HTTP API has none |
//! | tokens | JWT authorizers and user pools: signature by the keys of [`Settings::key_sets`], issuer, audience, algorithm, times, claims, scopes, kind of token |
//! | Lambda authorizers | identity sources and expression, then the URL of [`Settings::functions`] is asked with the event of TOKEN, REQUEST or payload 2.0, and its policy or truth value obeyed |
//! | other authorizers | without keys or URL a token of [`Settings::tokens`] is let in |
//! | resource policies | principals, actions, paths and conditions; before a Lambda authorizer what is denied, after any other authorization all of it; [`Settings::source_headers`] says where a request comes from |
//! | limits | [`Settings::throttle`], [`Settings::quota`], 10 MB of body, 10,240 bytes of headers, the integration's timeout |
//! | validation | required parameters, never their types; bodies against the model of their content type |
//! | integrations | mocks, and HTTP: to [`Release::backend`] with the path after the stage, or to the integration's own `uri` |
//! | headers | `x-amzn-Remapped-*`, a content type on every answer, no SigV4 header to the backend |
//! | gateway responses | status, headers and words of the stage's own; `x-amzn-errortype` stays |
//! | deployments | what was deployed is served until the next [`Running::deploy`] |
//! | control plane | API, stage, deployments, keys, usage plan, `GetExport` (OpenAPI 3.0) and `ExportApi`; SigV4 checked |
//!
//! # What it does not do
//!
//! No TLS, so no `https` backends. No mapping templates: an `http` integration is passed through like `http_proxy`, and
//! a mock answers with its template as it stands. No firewalls, caches (of authorizers neither), custom domains or CORS of
//! HTTP APIs. The answers that belong to these can be played ([`Running::play`]), like any other.
//!
//! Of who may call: tokens signed with ES512 are refused, because `ring` has no P-521; of the policy of an IAM identity the settings say
//! no more than whether it allows calls; discovery documents of issuers are not read, their keys are in the settings; a condition of
//! a policy about something that a request here does not have (a tag, an organisation) holds only where it is negated.
//!
//! Which callers pass is decided by a table of rules, [`AccessRules`], one function each.

mod access;
mod control;
mod deployment;
mod error;
mod ids;
mod invoke;
mod log;
mod outgoing;
mod own;
mod play;
mod server;
mod settings;
mod shared;
mod signature;
mod yaml;

pub use access::rules::{AccessRules, Demands, KeySource, Times, Verdict, Workflow};
pub use error::StageError;
pub use gatepact_gateway_responses::ResponseType;
pub use log::{AnsweredBy, Received};
pub use play::{ControlFailure, Play};
pub use server::{Running, Stage};
pub use settings::{ApiKey, IamKey, KeySet, Release, Settings, SourceHeaders, Throttle, Token};
