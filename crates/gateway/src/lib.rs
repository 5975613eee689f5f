//! What Gatepact asks of AWS: credentials from the standard chain, SigV4 signatures, API keys, and
//! functions invoked directly.
//!
//! The only crate that names the AWS SDK; everything it hands out is plain text or bytes.

mod api_key;
mod connection;
mod error;
mod function;
mod invoke;
mod signer;
mod stage_url;

pub use api_key::ApiKeys;
pub use connection::Connection;
pub use error::GatewayError;
pub use function::{Function, NotAFunction};
pub use invoke::{Functions, Invocation};
pub use signer::{Keys, Signature, Signer, Unsigned};
pub use stage_url::region_of_host;
