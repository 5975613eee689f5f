//! OpenAPI documents as API Gateway exports them: read, routed, canonical, compared.
//!
//! | module | question it answers |
//! |---|---|
//! | [`document`] | what does the text say, and on which line? |
//! | [`canonical`] | which bytes stand for this contract, whoever exported it and when? |
//! | [`diff`] | what changed between two releases, and what breaks? |
//! | [`routes`] | which operation does a request reach? |
//!
//! Everything here is a pure function over values: no file, socket, clock or environment.
//!
//! ```
//! use gatepact_openapi::{Document, Found, Router};
//!
//! let document = Document::read(
//!     r#"{
//!       "openapi": "3.0.1",
//!       "info": { "title": "orders", "version": "1" },
//!       "servers": [ { "url": "https://x.example/{basePath}",
//!                      "variables": { "basePath": { "default": "prod" } } } ],
//!       "paths": { "/orders/{id}": { "get": { "responses": {} } } }
//!     }"#,
//! )?;
//! let router = Router::new(&document);
//! let Found::Match(found) = router.find_under_base_path("GET", "/prod/orders/42") else {
//!     panic!("no route")
//! };
//! assert_eq!(found.operation.to_string(), "GET /orders/{id}");
//! assert_eq!(found.parameter("id"), Some("42"));
//! assert_eq!(document.position(&found.operation.pointer).line, 6);
//! # Ok::<(), gatepact_openapi::ReadError>(())
//! ```

mod base_path;
pub mod canonical;
pub mod diff;
pub mod document;
mod operation;
mod parameter;
pub mod pointer;
mod position;
mod read;
pub mod routes;

pub use document::Document;
pub use operation::{Method, Operation};
pub use parameter::{Location, Parameter};
pub use position::{Place, Position};
pub use read::limits::BYTES as MAX_DOCUMENT_BYTES;
pub use read::{Forbidden, Format, ReadError, Specification};
pub use routes::{Found, Match, Router};
