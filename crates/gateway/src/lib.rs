//! What Gatepact asks of AWS: stages and their documents, credentials from the standard chain, SigV4
//! signatures, API keys, and functions invoked directly.
//!
//! | module | concept |
//! |---|---|
//! | `connection` | region, profile, endpoint |
//! | `control_plane` | look a stage up, export its document |
//! | `deployed_stage` | a stage and where it answers |
//! | `patience` | waiting for a busy control plane, out loud |
//! | `call`, `error` | what a failure means, and what to do about it |
//! | `signer` | SigV4 for `execute-api` |
//! | `api_key` | the value of an API key that is known by its id |
//! | `function`, `invoke` | a Lambda function, and calling it |
//!
//! The only crate that names the AWS SDK; everything it hands out is plain text or bytes.

mod api_key;
mod call;
mod connection;
mod control_plane;
mod deployed_stage;
mod error;
mod function;
mod invoke;
mod patience;
mod signer;
mod stage_url;

pub use api_key::ApiKeys;
pub use connection::Connection;
pub use control_plane::ControlPlane;
pub use deployed_stage::{DeployedStage, StageId};
pub use error::{Causes, GatewayError};
pub use function::{Function, NotAFunction};
pub use invoke::{Functions, Invocation, InvokeError};
pub use patience::{Patience, Wait};
pub use signer::{Keys, Signature, Signer, Unsigned};
pub use stage_url::region_of_host;

use deployed_stage::partition;
