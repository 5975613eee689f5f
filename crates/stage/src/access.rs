//! Who may call: what the stage decides about a caller, beside signatures.
//!
//! | module | concept |
//! |---|---|
//! | `rules` | each question that decides, as one function in a table |
//! | `authorizer` | finds what an authorizer looks at, and asks the one that decides |
//! | `caller` | what a request says of its caller |
//! | `token` | a JSON Web Token, taken apart |
//! | `key_set` | the public keys of an issuer |
//! | `key_cache` | key sets that are fetched |
//! | `jwt`, `user_pool` | tokens of issuers and of Amazon Cognito |
//! | `function` | Lambda authorizers: their events and their answers |
//! | `policy` | resource policies, and policies that functions answer with |
//!
//! Nothing here is shared with the comparison of documents but the typed view `gatepact_openapi::access`: the stage is
//! what shows that the comparison is right, so the two must not make the same mistake.

pub(crate) mod authorizer;
pub(crate) mod caller;
pub(crate) mod function;
mod jwt;
mod key_cache;
mod key_set;
pub(crate) mod policy;
pub(crate) mod rules;
mod token;
mod user_pool;

pub(crate) use key_cache::KeyCache;
