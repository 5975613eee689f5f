//! What changed between two API documents, and what breaks: documents in, [`Change`]s out.
//!
//! An operation is a set of requests that are accepted and a set of responses that may be sent. So schemas are compared
//! by their meaning ([`gatepact_schema`]): what breaks carries a witness, a whole message that the one release accepts
//! or sends and the other does not; another way to write the same is no change. A change inside a component is reported
//! once, with all operations that reach it. What cannot be decided is a change of its own (`schema.changed`,
//! `constraint.changed`), never silence.
//!
//! Beside schemas stands who may call ([`callers`]): what differs there carries a caller whom only one release lets in.
//!
//! Four layers, each of which uses only those above it in this table:
//!
//! | layer | question |
//! |---|---|
//! | `containment` | is every value that one schema sends accepted by another? |
//! | `compare` | which parts of the two documents differ, and how? |
//! | `evidence` | which message shows that a difference matters? |
//! | [`policy`] | how bad is it, was it announced, is it waived, does it fail the run? |
//!
//! [`document_remarks`] says what is wrong with the documents themselves, and which operations could not be compared for
//! it.
//!
//! [`rules`] has the names, texts and effects of all kinds of change. Descriptions, summaries, tags and examples are no
//! contract and are not compared.

pub mod callers;
mod change;
mod compare;
mod compared;
mod containment;
mod document_remarks;
mod evidence;
mod named_document;
mod options;
pub mod policy;
pub mod rules;

pub use change::Change;
pub use compared::{Compared, ComparedOperation};
pub use document_remarks::{DocumentRemarks, document_remarks};
pub use named_document::NamedDocument;
pub use options::Options;

use compare::unknown::Unknown;
use evidence::{ProvenChange, Releases};
use gatepact_finding::{SchemaStats, without_common_folders};
use gatepact_openapi::Document;

/// The difference between two documents.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Comparison {
    /// What opens an operation first, then the worst, then by id and place.
    pub changes: Vec<Change>,
    /// How the comparison of the schemas ended.
    pub stats: SchemaStats,
    /// What was compared.
    pub compared: Compared,
}

/// The changes from `old` to `new`: what opens an operation first, then the worst, then by id and place.
///
/// ```
/// use gatepact_diff::diff;
/// use gatepact_finding::Severity;
/// use gatepact_openapi::Document;
///
/// let release = |paths: &str| {
///     Document::read(format!("openapi: 3.0.1\ninfo: {{title: t, version: '1'}}\npaths: {paths}\n"))
/// };
/// let old = release("{/orders: {get: {responses: {}}}}")?;
/// let new = release("{/orders: {put: {responses: {}}}}")?;
/// let changes = diff(&old, &new);
/// assert_eq!(changes[0].id(), "operation.removed");
/// assert_eq!(changes[0].severity(), Severity::Error);
/// assert_eq!(changes[0].finding.operations, ["GET /orders"]);
/// assert_eq!(changes[1].id(), "operation.added");
/// # Ok::<(), gatepact_openapi::ReadError>(())
/// ```
#[must_use]
pub fn diff(old: &Document, new: &Document) -> Vec<Change> {
    compare(old, new, Options::default()).changes
}

/// The difference from `old` to `new`, with how the comparison of the schemas ended.
#[must_use]
pub fn compare<'d>(
    old: impl Into<NamedDocument<'d>>,
    new: impl Into<NamedDocument<'d>>,
    options: Options,
) -> Comparison {
    let (old, new) = (old.into(), new.into());
    let [before, after] = without_common_folders(old.name, new.name);
    let unknown = Unknown::of(old.document, new.document);
    let question = Question { releases: Releases { old: before, new: after }, options };
    let (proven, stats, compared) = question.ask((old.document, new.document), unknown, MAX_PASSES);
    Comparison { changes: policy::judge(proven, [old, new], options), stats, compared }
}

/// How often documents are compared anew, with other schemas for those that are not known: there may be more behind them.
const MAX_PASSES: usize = 8;

struct Question<'r> {
    releases: Releases<'r>,
    options: Options,
}

impl Question<'_> {
    fn ask(
        &self,
        (old, new): (&Document, &Document),
        unknown: Unknown,
        passes: usize,
    ) -> (Vec<ProvenChange>, SchemaStats, Compared) {
        let mut context = compare::compare(old, new, unknown, self.options);
        if let Some([of_old, of_new]) = context.unknown.take_stand_ins().filter(|_| passes > 0) {
            let unknown = std::mem::take(&mut context.unknown);
            drop(context);
            let (old, new) = (old.with_schemas(of_old), new.with_schemas(of_new));
            return self.ask((&old, &new), unknown, passes - 1);
        }
        let proven = evidence::prove(&mut context, self.releases);
        (proven, context.containment.stats(), context.compared())
    }
}
