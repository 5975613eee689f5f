//! A law: whom the local stage lets in under OLD and refuses under NEW is what the comparison calls breaking.
//!
//! Stage and comparison each decide who may call with code of their own; they share the typed view of a document and
//! nothing that decides. Pairs of documents are generated, and callers for each of them: tokens that are really signed,
//! signatures of IAM, keys, addresses. Each caller becomes real requests to a stage that serves OLD and to one that
//! serves NEW.
//!
//! | module | concept |
//! |---|---|
//! | `api` | an API as far as it says who may call, and its document |
//! | `values` | what documents and callers are made of |
//! | `change` | a pair of APIs that differ in one or two things |
//! | `caller` | a caller, and the callers of an API |
//! | `tokens` | tokens, signed |
//! | `stages` | two stages, the functions behind them, and a client |
//! | `law` | one pair, asked |
//! | `faults` | faults that are planted in the rules of either side: each is noticed |
//!
//! The sample takes some seconds; `GATEPACT_CALLER_PAIRS=5000` asks more pairs, `GATEPACT_CALLER_SEED` others.
#![allow(clippy::unwrap_used, reason = "a test says what went wrong by failing")]

mod api;
mod caller;
mod change;
mod faults;
mod law;
#[path = "../../../crates/stage/tests/it/rfc_7515.rs"]
mod rfc_7515;
mod stages;
mod tokens;
mod values;
