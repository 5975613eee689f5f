//! OpenAPI documents as API Gateway exports them: read, routed, canonical.
//!
//! | module | question it answers |
//! |---|---|
//! | [`document`] | what does the text say, and on which line of which file? |
//! | [`canonical`] | which bytes stand for this contract, whoever exported it and when? |
//! | [`routes`] | which operation does a request reach? |
//! | [`view`] | what does an operation take and answer, references followed? |
//!
//! Everything here is a pure function over values: no file, socket, clock or environment.
//!
//! # What is read
//!
//! JSON and YAML 1.2, decided by content, of these specifications; every other version is refused by name.
//!
//! | specification | [`Document::value`] | [`Document::dialect`] of its schemas |
//! |---|---|---|
//! | Swagger 2.0 | that of the same API in OpenAPI 3.0: it is lowered while it is read | OpenAPI 3.0 |
//! | OpenAPI 3.0.x | as it is written | OpenAPI 3.0 |
//! | OpenAPI 3.1.x | as it is written | OpenAPI 3.1 |
//!
//! In all of them a path item behind `$ref` is written out. References into other files are followed by
//! [`Document::read_with`], inside the document's folder only and never over the network; what is needed of the files
//! then stands under `x-gatepact-files`. [`Document::place`] leads from every part of the value to file, line and pointer
//! of the text that its author wrote.
//!
//! What would be misread is refused with its line: a key that stands twice, a part of another shape than the
//! specification wants, a Swagger 2.0 document with fields of OpenAPI 3. What is merely incomplete is read: a response
//! without a description, an operation without responses, a server without a URL. So is a list of types in a schema of
//! 3.0, because the models of API Gateway have them.
//!
//! Not followed: `$anchor`s of other files, `$dynamicRef`s into them, and a base address that `$id` sets.
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

pub mod base_path;
pub mod canonical;
mod cursor;
pub mod document;
mod media_type;
mod operation;
pub mod path_template;
mod position;
mod read;
pub mod reference;
pub mod routes;
mod status_range;
pub mod view;
mod visit;

pub use cursor::Cursor;
pub use document::Document;
pub use media_type::MediaType;
pub use operation::{Method, Operation};
pub use position::{Place, Position};
pub use read::limits::BYTES as MAX_DOCUMENT_BYTES;
pub use read::{Forbidden, Format, ReadError, Specification};
pub use routes::{Found, Match, Router};
pub use status_range::StatusRange;
pub use view::{OperationView, Parameter, ParameterKey, ParameterLocation};
