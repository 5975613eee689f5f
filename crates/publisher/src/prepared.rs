//! A publication that was decided on: it waits for the verdict, and for nobody to have been faster.
//!
//! | moment of a kill | what is there afterwards |
//! |---|---|
//! | while a file is written | a temporary file that the next publication removes |
//! | between the files and the index | files that no index names; publishing again writes them again |
//! | after the rename of the index | the release |
//!
//! The index is renamed last: it is the commit point. At each moment it names whole files only.

use std::path::PathBuf;

use crate::RegistryError;
use crate::files::{self, Lock, sha256};
use crate::index::{self, Deployment, Index, Release, Verdict};
use crate::name::Name;
use crate::publication::{Outcome, Publication, Published, ReleaseDocument};

/// What a publication will do; dropping it does nothing.
#[derive(Debug)]
pub struct Prepared {
    pub(crate) folder: PathBuf,
    /// The index as it was when this was decided.
    pub(crate) index: Index,
    pub(crate) publication: Publication,
    pub(crate) outcome: Outcome,
    pub(crate) previous: Option<ReleaseDocument>,
}

impl Prepared {
    /// The API.
    #[must_use]
    pub fn api(&self) -> &Name {
        &self.publication.api
    }

    /// The stage.
    #[must_use]
    pub fn stage(&self) -> &Name {
        &self.publication.stage
    }

    /// What the commit will do.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        self.outcome
    }

    /// What the document has to be compared with.
    #[must_use]
    pub fn previous(&self) -> Option<&ReleaseDocument> {
        self.previous.as_ref()
    }

    /// The canonical bytes for comparing.
    #[must_use]
    pub fn full(&self) -> &str {
        &self.publication.full
    }

    /// The file of the authored document, if the release has one.
    #[must_use]
    pub fn source_file(&self) -> Option<String> {
        let Publication { release, source, .. } = &self.publication;
        let known = self.index.release(release.as_str()).and_then(|known| known.source.clone());
        let given = source.as_ref().map(|source| source.entry(release));
        given.or(known).map(|entry| entry.file)
    }

    /// Writes the release with its verdict and makes it current; for [`Outcome::Unchanged`], writes nothing.
    ///
    /// # Errors
    ///
    /// Another publisher was faster or is writing, or a file cannot be written. In each case nothing was published.
    pub fn commit(self, verdict: Verdict) -> Result<Published, RegistryError> {
        let Self { folder, index, publication, outcome, previous } = self;
        let Publication { api, stage, release, public, full, .. } = &publication;
        if outcome == Outcome::Unchanged {
            let recorded = index.release(release.as_str()).and_then(Release::last_deployment);
            let verdict = recorded.map_or(verdict, |deployment| deployment.verdict);
            return Ok(Published { outcome, previous, verdict });
        }

        let _lock = Lock::take(&folder)?;
        let now = Index::read(&folder, api, stage)?;
        if now.as_ref().map_or(0, |now| now.generation) != index.generation {
            let current = now.map_or_else(String::new, |now| now.current);
            return Err(RegistryError::Conflict {
                api: api.clone(),
                stage: stage.clone(),
                current,
            });
        }
        files::clean(&folder)?;
        for (name, bytes) in Release::file_names(release.as_str()).iter().zip([public, full]) {
            files::write(&folder, name, bytes.as_bytes())?;
        }
        if let Some(source) = &publication.source {
            files::write(&folder, &source.entry(release).file, &source.bytes)?;
        }
        let previous_name = previous.as_ref().map(|previous| previous.release.release.clone());
        let deployment = Deployment {
            provenance: publication.provenance.clone(),
            previous: previous_name,
            verdict,
        };
        let next = next(index, &publication, deployment);
        files::write(&folder, index::FILE, &next.bytes())?;
        Ok(Published { outcome, previous, verdict })
    }
}

/// The index after the publication.
fn next(mut index: Index, publication: &Publication, deployment: Deployment) -> Index {
    let name = publication.release.as_str();
    index.generation += 1;
    name.clone_into(&mut index.current);
    match index.releases.iter_mut().find(|known| known.release == name) {
        Some(known) => known.deployments.push(deployment),
        None => index.releases.push(Release {
            release: name.to_owned(),
            sha256: sha256(publication.public.as_bytes()),
            full_sha256: sha256(publication.full.as_bytes()),
            source: publication.source.as_ref().map(|source| source.entry(&publication.release)),
            deployments: vec![deployment],
        }),
    }
    index
}
