//! A release that the registry keeps: `orders-api@1.4.0`.

use std::path::PathBuf;

use gatepact_publisher::{Index, Name, Registry, Release};

use super::loaded::{Files, LoadedDocument};
use crate::error::CliError;

/// What stands for the release that the stage runs.
const CURRENT: &str = "current";

/// Where releases are looked for.
#[derive(Debug, Clone)]
pub(crate) struct Shelf {
    /// The working directory.
    pub(crate) cwd: PathBuf,
    /// The registry, as the user named it.
    pub(crate) registry: PathBuf,
    /// The stage; without one, the API must have a single one.
    pub(crate) stage: Option<String>,
}

/// A release on a shelf.
#[derive(Debug)]
pub(super) struct Kept {
    pub(super) api: Name,
    pub(super) release: String,
    pub(super) shelf: Shelf,
}

impl Kept {
    /// The bytes that the registry keeps for comparing; their digest was checked against its index.
    pub(super) fn find(self) -> Result<LoadedDocument, CliError> {
        let registry = Registry::open(self.shelf.cwd.join(&self.shelf.registry));
        let stage = self.stage(&registry)?;
        let index = registry.index(&self.api, &stage)?;
        let index = index.ok_or_else(|| self.no_stage(&stage))?;
        let release = self.release(&index)?;
        let full = registry.document(&self.api, &stage, &release.release)?;
        let [_, file] = Release::file_names(&release.release);
        let folder = self.shelf.registry.join(self.api.as_str()).join(stage.as_str());
        let found = |file: &str, bytes: Vec<u8>, sha256: &str| LoadedDocument {
            name: release.release.clone(),
            file: folder.join(file).display().to_string(),
            bytes,
            sha256: sha256.to_owned(),
            files: Files::None,
            is_release: false,
            source: None,
        };
        let source = registry.source(&self.api, &stage, &release.release)?;
        let source = release.source.as_ref().zip(source);
        let source =
            source.map(|(entry, bytes)| Box::new(found(&entry.file, bytes, &entry.sha256)));
        let export = found(&file, full.into_bytes(), &release.full_sha256);
        Ok(LoadedDocument { is_release: true, source, ..export })
    }

    fn stage(&self, registry: &Registry) -> Result<Name, CliError> {
        if let Some(stage) = &self.shelf.stage {
            return Ok(Name::stage(stage)?);
        }
        let stages = registry.stages()?;
        let mut stages: Vec<Name> = stages
            .into_iter()
            .filter(|(api, _)| *api == self.api)
            .map(|(_, stage)| stage)
            .collect();
        match (stages.pop(), stages.as_slice()) {
            (Some(stage), []) => Ok(stage),
            (Some(last), _) => {
                stages.push(last);
                Err(CliError::usage_with_help(
                    format!("{} has releases on several stages: {}", self.api, list(&stages)),
                    "choose one with --stage-name",
                ))
            }
            (None, _) => Err(CliError::usage_with_help(
                format!(
                    "the registry {} keeps no release of {}, and there is no such file",
                    self.shelf.registry.display(),
                    self.api
                ),
                "name the registry with --registry, or correct the name",
            )),
        }
    }

    fn no_stage(&self, stage: &Name) -> CliError {
        let registry = self.shelf.registry.display();
        CliError::usage_with_help(
            format!(
                "the registry {registry} keeps no release of {} on the stage {stage}",
                self.api
            ),
            "correct the name, --stage-name or --registry",
        )
    }

    /// A release that is really called `current` is meant before the one that is.
    fn release<'i>(&self, index: &'i Index) -> Result<&'i Release, CliError> {
        let current = || (self.release == CURRENT).then(|| index.release(&index.current)).flatten();
        if let Some(release) = index.release(&self.release).or_else(current) {
            return Ok(release);
        }
        let known: Vec<&str> =
            index.releases.iter().rev().map(|release| release.release.as_str()).collect();
        Err(CliError::usage_with_help(
            format!("{} has no release `{}` on the stage {}", self.api, self.release, index.stage),
            format!("it has {}; `{CURRENT}` is {}", list(&known), index.current),
        ))
    }
}

/// So many names are shown; the others are counted.
const SHOWN: usize = 5;

fn list<T: ToString>(names: &[T]) -> String {
    let shown: Vec<String> = names.iter().take(SHOWN).map(T::to_string).collect();
    match names.len() - shown.len() {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}
