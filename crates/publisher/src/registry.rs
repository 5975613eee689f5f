//! A registry in a directory: what it holds, and what a publication would do.

use std::path::{Path, PathBuf};

use crate::error::{Damage, RegistryError};
use crate::files;
use crate::index::{Index, Release};
use crate::name::Name;
use crate::prepared::Prepared;
use crate::publication::{Against, Outcome, Publication, ReleaseDocument};

/// A registry in a directory. Opening it does nothing; the first publication creates it.
#[derive(Debug, Clone)]
pub struct Registry {
    root: PathBuf,
}

impl Registry {
    /// The registry in a directory.
    #[must_use]
    pub fn open(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// The stages that have releases: API and stage, sorted.
    ///
    /// # Errors
    ///
    /// A directory that cannot be read.
    pub fn stages(&self) -> Result<Vec<(Name, Name)>, RegistryError> {
        let mut stages = Vec::new();
        for api in files::folders(&self.root)?.iter().filter_map(|name| Name::api(name).ok()) {
            for stage in files::folders(&self.root.join(api.as_str()))? {
                let Ok(stage) = Name::stage(&stage) else { continue };
                if self.folder(&api, &stage).join(crate::index::FILE).is_file() {
                    stages.push((api.clone(), stage));
                }
            }
        }
        Ok(stages)
    }

    /// The index of a stage; `None` before its first publication.
    ///
    /// # Errors
    ///
    /// An index that cannot be read or is damaged.
    pub fn index(&self, api: &Name, stage: &Name) -> Result<Option<Index>, RegistryError> {
        self.refuse_collisions(api, stage)?;
        Index::read(&self.folder(api, stage), api, stage)
    }

    /// A release with its bytes, checked against the index.
    ///
    /// # Errors
    ///
    /// A release that is not there, or is not what was published.
    pub fn release(
        &self,
        api: &Name,
        stage: &Name,
        release: &str,
    ) -> Result<ReleaseDocument, RegistryError> {
        let index = self.index(api, stage)?;
        let entry = index.as_ref().and_then(|index| index.release(release));
        let entry = entry.ok_or_else(|| unknown(api, stage, release))?;
        read_release(&self.folder(api, stage), entry)
    }

    /// The canonical bytes for comparing of a release, checked against the index; half the reading of
    /// [`Registry::release`].
    ///
    /// # Errors
    ///
    /// A release that is not there, or is not what was published.
    pub fn document(
        &self,
        api: &Name,
        stage: &Name,
        release: &str,
    ) -> Result<String, RegistryError> {
        let index = self.index(api, stage)?;
        let entry = index.as_ref().and_then(|index| index.release(release));
        let entry = entry.ok_or_else(|| unknown(api, stage, release))?;
        let [_, full] = Release::file_names(&entry.release);
        read_checked(self.folder(api, stage).join(full), &entry.full_sha256)
    }

    /// The authored document that a release was published with, checked against the index.
    ///
    /// # Errors
    ///
    /// A release that is not there, or is not what was published.
    pub fn source(
        &self,
        api: &Name,
        stage: &Name,
        release: &str,
    ) -> Result<Option<Vec<u8>>, RegistryError> {
        let index = self.index(api, stage)?;
        let entry = index.as_ref().and_then(|index| index.release(release));
        let entry = entry.ok_or_else(|| unknown(api, stage, release))?;
        let Some(source) = &entry.source else { return Ok(None) };
        let folder = self.folder(api, stage);
        if !source.is_of(entry) {
            let path = folder.join(crate::index::FILE);
            let damage = Damage::Source(source.file.clone());
            return Err(RegistryError::Damaged { path, damage });
        }
        read_bytes(folder.join(&source.file), &source.sha256).map(Some)
    }

    /// What a publication would do, and what it has to be compared with. Writes nothing: a dry run ends here.
    ///
    /// # Errors
    ///
    /// A release that is published with other bytes, a predecessor that is not there, a registry that cannot be read.
    pub fn prepare(&self, publication: Publication) -> Result<Prepared, RegistryError> {
        let Publication { api, stage, release, .. } = &publication;
        let index = self.index(api, stage)?.unwrap_or_else(|| Index::new(api, stage));
        let outcome = outcome(&index, &publication)?;
        let previous = match (&publication.against, outcome) {
            (Against::Release(name), _) => Some(name.clone()),
            (Against::Elsewhere, _) => None,
            (Against::Current, Outcome::Created | Outcome::Rollback) => {
                Some(index.current.clone()).filter(|current| !current.is_empty())
            }
            (Against::Current, Outcome::Unchanged) => {
                let entry = index.release(release.as_str());
                entry
                    .and_then(Release::last_deployment)
                    .and_then(|deployment| deployment.previous.clone())
            }
        };
        let folder = self.folder(api, stage);
        let previous = match previous {
            None => None,
            Some(name) => {
                let entry = index.release(&name).ok_or_else(|| unknown(api, stage, &name))?;
                Some(read_release(&folder, entry)?)
            }
        };
        Ok(Prepared { folder, index, publication, outcome, previous })
    }

    fn folder(&self, api: &Name, stage: &Name) -> PathBuf {
        self.root.join(api.as_str()).join(stage.as_str())
    }

    /// A registry is carried between file systems: names that differ in case only are refused on all of them.
    fn refuse_collisions(&self, api: &Name, stage: &Name) -> Result<(), RegistryError> {
        for (name, folder) in [(api, self.root.clone()), (stage, self.root.join(api.as_str()))] {
            refuse_collision(name, &files::folders(&folder)?)?;
        }
        Ok(())
    }
}

fn outcome(index: &Index, publication: &Publication) -> Result<Outcome, RegistryError> {
    let Publication { api, stage, release, .. } = publication;
    match index.release(release.as_str()) {
        None => {
            let names: Vec<_> = index.releases.iter().map(|known| known.release.clone()).collect();
            refuse_collision(release, &names).map(|()| Outcome::Created)
        }
        Some(known) if !publication.has_the_bytes_of(known) => Err(RegistryError::OtherBytes {
            api: api.clone(),
            stage: stage.clone(),
            release: release.clone(),
        }),
        Some(known) if !publication.has_the_source_of(known) => Err(RegistryError::OtherSource {
            api: api.clone(),
            stage: stage.clone(),
            release: release.clone(),
        }),
        Some(known) if known.release == index.current => Ok(Outcome::Unchanged),
        Some(_) => Ok(Outcome::Rollback),
    }
}

fn refuse_collision(name: &Name, known: &[String]) -> Result<(), RegistryError> {
    match known.iter().find(|known| name.collides_with(known)) {
        Some(existing) => {
            Err(RegistryError::Collision { name: name.clone(), existing: existing.clone() })
        }
        None => Ok(()),
    }
}

fn unknown(api: &Name, stage: &Name, release: &str) -> RegistryError {
    RegistryError::UnknownRelease {
        api: api.clone(),
        stage: stage.clone(),
        release: release.to_owned(),
    }
}

fn read_release(folder: &Path, release: &Release) -> Result<ReleaseDocument, RegistryError> {
    let [public, full] = Release::file_names(&release.release);
    Ok(ReleaseDocument {
        release: release.clone(),
        public: read_checked(folder.join(public), &release.sha256)?,
        full: read_checked(folder.join(full), &release.full_sha256)?,
    })
}

fn read_checked(path: PathBuf, expected: &str) -> Result<String, RegistryError> {
    let bytes = read_bytes(path.clone(), expected)?;
    String::from_utf8(bytes).map_err(|_| RegistryError::Damaged { path, damage: Damage::NotUtf8 })
}

fn read_bytes(path: PathBuf, expected: &str) -> Result<Vec<u8>, RegistryError> {
    let bytes = std::fs::read(&path)
        .map_err(|source| RegistryError::Read { path: path.clone(), source })?;
    let found = files::sha256(&bytes);
    if found != expected {
        let damage = Damage::Checksum { found, expected: expected.to_owned() };
        return Err(RegistryError::Damaged { path, damage });
    }
    Ok(bytes)
}
