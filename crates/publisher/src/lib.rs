//! The registry of published releases: what was deployed on a stage, release after release.
//!
//! ```text
//! <registry>/<api>/<stage>/<release>.json        canonical bytes for consumers
//! <registry>/<api>/<stage>/<release>.full.json   canonical bytes for comparing
//! <registry>/<api>/<stage>/<release>.source.yaml the authored document, where one was given (or .json)
//! <registry>/<api>/<stage>/index.json            order, current release, provenance, verdicts
//! ```
//!
//! | module | story |
//! |---|---|
//! | [`registry`] | open, read, and prepare a publication |
//! | [`publication`] | what is published, and what came of it |
//! | [`prepared`] | the decision, and the commit |
//! | [`index`] | `index.json`: the commit point |
//! | [`source`] | the authored document of a release |
//! | [`name`] | names that are safe as names of files |
//!
//! Publishing has two steps, so that the caller can compare in between: [`Registry::prepare`] decides and hands out
//! the predecessor, [`Prepared::commit`] writes, unless somebody else was faster. A dry run is the first step alone.
//!
//! ```
//! use gatepact_openapi::Document;
//! use gatepact_publisher::{Outcome, Provenance, Publication, Registry, Verdict};
//!
//! # let folder = tempfile::tempdir()?;
//! let document = Document::read("openapi: 3.0.1\ninfo: {title: orders, version: '1'}\npaths: {}\n")?;
//! let registry = Registry::open(folder.path());
//! let publication = Publication::new("orders", "prod", "1.4.0", &document)?
//!     .provenance(Provenance { exported_at: "2026-11-24T00:00:00Z".to_owned(), ..Provenance::default() });
//!
//! let prepared = registry.prepare(publication)?;
//! assert!(prepared.previous().is_none(), "the first release has no predecessor");
//! let published = prepared.commit(Verdict::default())?;
//! assert_eq!(published.outcome, Outcome::Created);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod error;
mod files;
pub mod index;
pub mod name;
pub mod prepared;
pub mod publication;
pub mod registry;
pub mod source;

pub use error::{Damage, RegistryError};
pub use index::{Deployment, Index, Judgement, Provenance, Release, SourceEntry, Verdict};
pub use name::{Name, NameFault};
pub use prepared::Prepared;
pub use publication::{Against, Outcome, Publication, Published, ReleaseDocument};
pub use registry::Registry;
pub use source::ReleaseSource;
