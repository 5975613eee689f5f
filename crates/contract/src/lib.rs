//! Pacts as Gatepact sees them.
//!
//! A [`Pact`] is read from bytes, never from a path: whoever calls [`Pact::read`] brings them. What
//! `pact_models` makes of each interaction is kept for matching; beside it stands what it does not
//! keep: the line of every part in the file, and the kinds of credentials the consumer declared.
//!
//! What tools write in another shape than the specification's is repaired (`repair`), what makes no
//! sense is a fault of its interaction with a place and a reason (`check`), and what ends Pact's own
//! code all the same is caught (`caught`).
//!
//! ```
//! use gatepact_contract::{AuthKind, Body, Pact};
//!
//! let json = br#"{
//!   "consumer": { "name": "web-shop" }, "provider": { "name": "orders-api" },
//!   "interactions": [{
//!     "type": "Synchronous/HTTP", "description": "a request for order 42",
//!     "comments": { "references": { "gatepact": { "auth": ["api-key"] } } },
//!     "request": { "method": "GET", "path": "/orders/42" }, "response": { "status": 200 }
//!   }],
//!   "metadata": { "pactSpecification": { "version": "4.0" } }
//! }"#;
//! let pact = Pact::read("web-shop-orders-api.json", json.to_vec())?;
//! let interaction = &pact.interactions[0];
//! assert_eq!(interaction.line, 3);
//! assert_eq!(interaction.auth, Some(vec![AuthKind::ApiKey]));
//! assert!(matches!(interaction.body, Body::Http(_)));
//! assert_eq!(pact.line_of("/interactions/0/request/path"), Some(6));
//! # Ok::<(), gatepact_contract::ReadError>(())
//! ```

mod auth;
mod caught;
mod check;
mod error;
mod fault;
mod interaction;
mod outline;
mod pact;
mod repair;
mod strict;

pub use auth::AuthKind;
pub use caught::{caught, panics_are_caught};
pub use error::ReadError;
pub use interaction::{Body, Interaction};
pub use pact::{MAX_PACT_BYTES, Pact};
pub use repair::{IndexedGenerator, Recorded};
