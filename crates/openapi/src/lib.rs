//! OpenAPI documents as API Gateway exports them: read, routed, canonical.
//!
//! | module | question it answers |
//! |---|---|
//! | [`document`] | what does the text say, and on which line of which file? |
//! | [`canonical`] | which bytes stand for this contract, whoever exported it and when? |
//! | [`gateway_export`] | what does API Gateway make of a document that it imports and exports? |
//! | [`routes`] | which operation does a request reach? |
//! | [`view`] | what does an operation take and answer, references followed? |
//! | [`access`] | what do authorizers and resource policies say of callers? |
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
//! | OpenAPI 3.1.x, 3.2.x | as it is written | OpenAPI 3.1 |
//!
//! In all of them a path item behind `$ref` is written out. References into other files are followed by
//! [`Document::read_with`], inside one root folder only and never over the network; what is needed of the files then
//! stands under `x-gatepact-files`. [`Document::place`] leads from every part of the value to file, line and pointer
//! of the text that its author wrote.
//!
//! Of YAML, merge keys (`<<`) are read, and the short forms of CloudFormation's functions: `!Ref name` is `Ref: name`. A
//! member that came by a merge has the line on which it was written.
//!
//! An odd part does not make a document unreadable: it is read as what its author means, or kept as not understood, and
//! [`Document::faults`] tells it with its line. What is merely incomplete is no fault: a response without a description, an
//! operation without responses, a server without a URL. So is a list of types in a schema of 3.0, because the models of API
//! Gateway have them. Refused is what is no API document, or grows beyond the bounds.
//!
//! Not followed ([`Document::unresolved`]): addresses, files out of the folder, `$anchor`s of other files, `$dynamicRef`s
//! into them, and a base address that `$id` sets.
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

pub mod access;
pub mod base_path;
pub mod canonical;
mod cursor;
pub mod document;
mod fault;
pub mod gateway_export;
mod media_type;
mod needs;
pub mod operation;
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
pub use fault::{Fault, Reading, Unreached, Unresolved};
pub use media_type::MediaType;
pub use needs::{NeededBy, Needs};
pub use operation::{Method, MethodName, Operation};
pub use position::{Place, Position};
pub use read::limits::BYTES as MAX_DOCUMENT_BYTES;
pub use read::{Forbidden, Format, ReadError, Specification};
pub use routes::{Found, Match, Router};
pub use status_range::StatusRange;
pub use view::{OperationView, Parameter, ParameterKey, ParameterLocation};
