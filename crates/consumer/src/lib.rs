//! Records, from the tests of an API Gateway client, what that client relies on: its pact.
//!
//! A test describes interactions and runs the client against a mock of the deployed stage. The mock
//! demands credentials and refuses like API Gateway does; what it answers is the interaction's
//! response. If the client kept its side, the interactions go into the pact file.
//!
//! ```
//! use gatepact_consumer::prelude::*;
//!
//! # async fn get(url: String, key: &str) -> Result<String, reqwest::Error> {
//! #     let _installed = rustls::crypto::ring::default_provider().install_default();
//! #     reqwest::Client::new().get(url).header("x-api-key", key).send().await?.text().await
//! # }
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Error> {
//! # let directory = tempfile::tempdir().expect("a directory for the pact");
//! // In a crate's tests: #[tokio::test] async fn reads_an_order() -> Result<(), Error> {
//! let body = Pact::between("web-shop", "orders-api")
//! #   .output_dir(directory.path())
//!     .stage("prod")
//!     .interaction("a request for order 42", |i| {
//!         i.given_with_params("an order exists", json!({ "id": "42" }));
//!         i.auth([Auth::ApiKey]);
//!         i.request.get().path("/orders/42");
//!         i.response.ok().json_body(json_pattern!({ "id": "42", "total": like!(25.0) }));
//!     })
//!     .test(async |stage| get(format!("{}/orders/42", stage.url()), "any key").await)
//!     .await?;
//!
//! assert!(body.expect("the client's own result").contains("25.0"));
//! # Ok(())
//! # }
//! ```
//!
//! # What is recorded, and what never is
//!
//! * The path is recorded **without the stage**: the same pact is verified against any stage.
//! * Credentials are recorded as **kinds** ([`Auth`]), as the comment `references.gatepact.auth`.
//!   Their values are never recorded; an interaction that names such a header itself is refused.
//! * The file is `{consumer}-{provider}.json` in [`Pact::output_dir`], else `$PACT_OUTPUT_DIR`, else
//!   `target/pacts` of the crate under test. Each test merges its interactions into it, under a lock,
//!   so parallel tests and parallel processes (cargo-nextest) lose nothing. The bytes depend on the
//!   interactions alone.
//! * Merging keeps interactions that no test records any more. Delete the directory before the run
//!   whose file you publish.
//!
//! # When a test fails
//!
//! [`Pact::test`] is the only way to run one, and it gives an [`Error`] that says what differed, so
//! nothing is left to a destructor: there is no step to forget, and nothing is recorded unless every
//! interaction was requested and every request was expected.
//!
//! # Contents
//!
//! | item | concept |
//! |---|---|
//! | [`Pact`] | one test: interactions, the stage, and where to record |
//! | [`Interaction`] | one request and its response |
//! | [`Auth`] | a kind of credentials |
//! | [`Stage`] | the running mock, as the client sees it |
//! | [`Error`], [`Report`], [`Problem`] | why a test failed |
//! | [`prelude`] | all of it with Pact's patterns: what a test imports |

mod auth;
mod error;
mod gateway_answer;
mod interaction;
mod mock;
mod output_dir;
mod pact;
pub mod prelude;
mod problem;
mod record;
mod stage;
mod unrecordable;

pub use auth::Auth;
pub use error::Error;
pub use interaction::Interaction;
pub use pact::Pact;
pub use problem::{Problem, Report};
pub use stage::Stage;
