//! What Gatepact asks of AWS: credentials from the standard chain, and SigV4 signatures.
//!
//! The only crate that names the AWS SDK; everything it hands out is plain text.

mod error;
mod signer;
mod stage_url;

pub use error::GatewayError;
pub use signer::{Keys, Signature, Signer, Unsigned};
pub use stage_url::region_of_host;
