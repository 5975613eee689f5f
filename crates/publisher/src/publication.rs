//! What is published, and what came of it.

use gatepact_openapi::Document;
use gatepact_openapi::canonical::{Form, canonical};

use crate::RegistryError;
use crate::files::sha256;
use crate::index::{Provenance, Release, Verdict};
use crate::name::Name;
use crate::source::ReleaseSource;

/// A document to be published as a release of a stage.
#[derive(Debug, Clone, PartialEq)]
pub struct Publication {
    pub(crate) api: Name,
    pub(crate) stage: Name,
    pub(crate) release: Name,
    pub(crate) public: String,
    pub(crate) full: String,
    pub(crate) source: Option<ReleaseSource>,
    pub(crate) provenance: Provenance,
    pub(crate) against: Against,
}

/// What a release is compared with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Against {
    /// The release that the stage runs.
    #[default]
    Current,
    /// Another release of the same stage.
    Release(String),
    /// Something that the caller holds; the registry hands out no predecessor.
    Elsewhere,
}

impl Publication {
    /// A publication of a document, in its two canonical forms.
    ///
    /// # Errors
    ///
    /// Names that are not safe as names of files.
    pub fn new(
        api: &str,
        stage: &str,
        release: &str,
        document: &Document,
    ) -> Result<Self, RegistryError> {
        Ok(Self {
            api: Name::api(api)?,
            stage: Name::stage(stage)?,
            release: Name::release(release)?,
            public: canonical(document, Form::Public),
            full: canonical(document, Form::Full),
            source: None,
            provenance: Provenance::default(),
            against: Against::Current,
        })
    }

    /// With its provenance.
    #[must_use]
    pub fn provenance(self, provenance: Provenance) -> Self {
        Self { provenance, ..self }
    }

    /// With the document that its author wrote. Nothing in it is hidden: account ids and ARNs stay.
    #[must_use]
    pub fn source(self, source: ReleaseSource) -> Self {
        Self { source: Some(source), ..self }
    }

    /// Compared with something else than the current release.
    #[must_use]
    pub fn against(self, against: Against) -> Self {
        Self { against, ..self }
    }

    /// Whether it brings no source, or the one that the release was published with.
    pub(crate) fn has_the_source_of(&self, release: &Release) -> bool {
        let source = self.source.as_ref().map(|source| source.entry(&self.release));
        source.is_none() || source == release.source
    }

    pub(crate) fn has_the_bytes_of(&self, release: &Release) -> bool {
        sha256(self.public.as_bytes()) == release.sha256
            && sha256(self.full.as_bytes()) == release.full_sha256
    }
}

/// What a publication does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// A new release, now current.
    Created,
    /// The release is current already: nothing is written.
    Unchanged,
    /// An older release becomes current again.
    Rollback,
}

/// What came of a publication.
#[derive(Debug, Clone, PartialEq)]
pub struct Published {
    /// What was done.
    pub outcome: Outcome,
    /// What it was compared with; for [`Outcome::Unchanged`], what it was compared with when it came.
    pub previous: Option<ReleaseDocument>,
    /// The verdict that the registry holds; for [`Outcome::Unchanged`], that of the time when it came.
    pub verdict: Verdict,
}

/// A release with its bytes, as they were published.
#[derive(Debug, Clone, PartialEq)]
pub struct ReleaseDocument {
    /// What the index says of it.
    pub release: Release,
    /// For consumers.
    pub public: String,
    /// For comparing.
    pub full: String,
}
