//! The responses that API Gateway generates itself, in one table.
//!
//! AWS calls them *gateway responses*: the gateway sends one when the request does not reach the
//! integration, or when the integration's response cannot be passed on. The table serves both
//! directions. [`render`] writes a response exactly as the gateway does, for a local stage or for a
//! test of how a client handles throttling. [`classify`] says whether the gateway or the function
//! sent a response, and what that means for a verifier.
//!
//! ```
//! use gatepact_gateway_responses::{Implication, ResponseType, classify, render};
//!
//! let response = render(ResponseType::Throttled);
//! assert_eq!((response.status, response.body.as_str()), (429, r#"{"message":"Too Many Requests"}"#));
//!
//! let found = classify(response.status, |name| response.header(name), response.body.as_bytes());
//! assert_eq!(found.expect("a gateway response").implication(), Implication::Unknown);
//! ```

mod class;
mod classify;
mod confidence;
mod gateway_response;
mod render;
mod response_type;
mod table;

pub use class::{Class, Implication, Retry};
pub use classify::{Classification, DetectedBy, classify};
pub use confidence::Confidence;
pub use gateway_response::{Api, GatewayResponse, MessageTemplate, Provenance};
pub use render::{RenderedResponse, render, render_about};
pub use response_type::ResponseType;
pub use table::gateway_responses;
