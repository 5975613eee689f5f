//! Who may call: the set of callers that an operation lets in, decided for one caller at a time.
//!
//! An operation demands something of its callers (`Access`); a caller holds credentials and calls from somewhere
//! (`Caller`); `decide` says whether the one lets the other in. Two releases are compared by that alone:
//! is every caller of OLD a caller of NEW? The callers that are asked (`examples`) hold no more than one alternative of a
//! release demands, once for each value that either release tells apart: each audience, scope, issuer, range of addresses. A
//! caller whom only one release lets in is the witness of the difference, and what refuses it is its reason.
//!
//! | module | concept |
//! |---|---|
//! | `access` | what an operation demands, API Gateway's rules where the scheme is its own, OpenAPI's elsewhere |
//! | `scheme` | a security scheme of OpenAPI, and which one it is in the other document |
//! | `caller` | what a caller holds, in words |
//! | `decide` | whether a caller passes, and what refuses it |
//! | `resource_policy` | whether the policy of the API allows a caller |
//! | `address_range`, `pattern`, `wildcard` | the values that are told apart |
//! | `examples` | the callers that are asked |
//! | `compare` | who is lost, who is gained, what is open now |
//! | `rules` | each rule as one function |
//!
//! What a function thinks of a token, and conditions that need more than the document, are not decided: such a caller is in
//! doubt, which is a difference only where the other release does not have the same doubt.

pub(crate) mod access;
mod address_range;
pub(crate) mod caller;
pub(crate) mod compare;
mod decide;
mod examples;
mod pattern;
pub(crate) mod resource_policy;
mod rules;
pub(crate) mod scheme;
mod wildcard;

pub use rules::{AuthorizedBy, CallerRules, PolicyResult};
