//! What changed between two releases, and whom it breaks: documents in, [`Change`]s out.
//!
//! An operation is a set of requests that are accepted and a set of responses that may be answered. So schemas are
//! compared by their meaning ([`gatepact_schema`]): what breaks carries a [`proof`], a whole message that the one release
//! takes or sends and the other does not; another way to write the same is no change. A change inside a component is
//! reported once, with all operations that reach it. What cannot be decided is a change of its own (`schema.changed`,
//! `constraint.changed`), never silence.
//!
//! ```text
//! operations --+-- parameters ----+
//!              +-- request_body --+-- media_types --+-- schema: types, enums, properties, ..
//!              +-- responses -----+-- headers ------+
//!              +-- callbacks -----+
//!              +-- lifetime, security, validation, integration
//! webhooks -----------------------+
//! gateway (base path, endpoint, policy, gateway responses, ..)
//! ```
//!
//! `walk` keeps the pairs of schemas and who reaches them, `judge` asks about them, `prove` decides what is a change, and
//! `message` writes the witness. One kind of change, one file. The names, texts and effects of all kinds stand in [`rules`], the severity of an
//! effect in [`severity`]. Descriptions, summaries, tags and examples are no contract and are not compared.

mod callbacks;
mod change;
mod cursor;
mod gateway;
mod headers;
mod integration;
mod judge;
mod lifetime;
mod media_type;
mod media_types;
mod message;
mod operations;
mod parameters;
mod pardon;
pub mod proof;
mod prove;
mod request_body;
mod responses;
pub mod rules;
mod schema;
mod security;
mod serialization;
mod servers;
pub mod severity;
mod validation;
mod walk;

pub use change::{Change, Facts};
pub use severity::{Direction, Severity};

use crate::Document;
use judge::Judge;
use walk::Walk;

/// How two documents are compared.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// Whether a producer may send properties that its schema does not declare: JSON Schema to the letter.
    pub open_world: bool,
    /// The day on which the releases are compared, as year, month and day: sunset dates up to it are past. `None`:
    /// no sunset date is past.
    pub today: Option<(i32, u8, u8)>,
}

/// What became of the schemas that two releases have in common and that differ.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Pairs of schemas (of parameters, bodies and headers) that differ in more than names; equal pairs count once.
    pub pairs: usize,
    /// All that the one release sends is taken by the other.
    pub contained: usize,
    /// A value was found that is not.
    pub witnessed: usize,
    /// Neither could be shown.
    pub unproved: usize,
    /// Values that an independent validator refused as witnesses: faults of this engine, counted among the unproved.
    pub unverified: usize,
}

/// The difference between two documents.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Comparison {
    /// The worst first, then by id and place.
    pub changes: Vec<Change>,
    /// What became of the schemas.
    pub tally: Tally,
}

/// The changes from `old` to `new`: the worst first, then by id and place.
///
/// ```
/// use gatepact_openapi::{Document, diff::{Severity, diff}};
///
/// let release = |paths: &str| {
///     Document::read(format!("openapi: 3.0.1\ninfo: {{title: t, version: '1'}}\npaths: {paths}\n"))
/// };
/// let old = release("{/orders: {get: {responses: {}}}}")?;
/// let new = release("{/orders: {put: {responses: {}}}}")?;
/// let changes = diff(&old, &new);
/// assert_eq!(changes[0].id(), "operation.removed");
/// assert_eq!(changes[0].severity(), Severity::Breaking);
/// assert_eq!(changes[0].operations, ["GET /orders"]);
/// assert_eq!(changes[1].id(), "operation.added");
/// # Ok::<(), gatepact_openapi::ReadError>(())
/// ```
#[must_use]
pub fn diff(old: &Document, new: &Document) -> Vec<Change> {
    compare(old, new, Options::default()).changes
}

/// The difference from `old` to `new`, with what became of the schemas.
#[must_use]
pub fn compare(old: &Document, new: &Document, options: Options) -> Comparison {
    let mut walk = Walk::new(Judge::new(old, new, options), options);
    gateway::compare(&mut walk, old, new);
    operations::compare(&mut walk, old, new);
    let mut comparison = walk.finish();
    parameters::tell_defaults_once(&mut comparison.changes);
    for change in &mut comparison.changes {
        pardon::pardon(change, old, options.today);
    }
    comparison.changes.sort_by_cached_key(Change::rank);
    comparison
}
