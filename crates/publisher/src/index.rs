//! `index.json`: the releases of one stage in their order, which of them is current, where each came from and how it
//! was judged. A release exists when the index names it; the files beside it are nothing before that.

use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::error::{Damage, RegistryError};
use crate::files;
use crate::name::Name;

/// The format of this version.
const FORMAT: &str = "index/1";

/// The name of the file.
pub(crate) const FILE: &str = "index.json";

/// The index of one stage.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Index {
    /// The format: `index/1`.
    pub registry: String,
    /// The API.
    pub api: String,
    /// The stage.
    pub stage: String,
    /// Counts the writes; a publisher that saw another generation is told.
    pub generation: u64,
    /// The release that the stage runs.
    pub current: String,
    /// All releases, in the order of their first publication.
    pub releases: Vec<Release>,
}

/// One release.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Release {
    /// Its name.
    pub release: String,
    /// The sha256 of `<release>.json`.
    pub sha256: String,
    /// The sha256 of `<release>.full.json`.
    pub full_sha256: String,
    /// The authored document that it was published with; absent in older indexes, and where none was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<SourceEntry>,
    /// When it came to the stage: once when it was new, once more for each rollback to it.
    pub deployments: Vec<Deployment>,
}

/// The authored document of a release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceEntry {
    /// The name of its file: `<release>.source.json` or `<release>.source.yaml`.
    pub file: String,
    /// The sha256 of that file.
    pub sha256: String,
}

/// One time that a release came to the stage.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Deployment {
    /// Where the document came from.
    #[serde(flatten)]
    pub provenance: Provenance,
    /// The release that it was compared with, if that is one of the registry.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub previous: Option<String>,
    /// How it was judged.
    pub verdict: Verdict,
}

/// Where a document came from. All of it is told by the caller: there is no clock in here.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Provenance {
    /// When it was exported, RFC 3339.
    pub exported_at: String,
    /// The deployment that the stage ran.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deployment_id: Option<String>,
    /// The id of the API.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub api_id: Option<String>,
    /// The region.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// The host of the stage.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub host: Option<String>,
}

/// How a release was judged against its predecessor.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// The outcome under the policy.
    pub outcome: Judgement,
    /// Breaking changes.
    pub breaking: usize,
    /// Risky changes.
    pub risky: usize,
    /// Safe changes.
    pub safe: usize,
}

/// The outcome under the policy.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Judgement {
    /// The contract is kept.
    #[default]
    Kept,
    /// The contract is broken.
    Broken,
    /// It could not be told.
    Unknown,
}

impl Index {
    pub(crate) fn new(api: &Name, stage: &Name) -> Self {
        Self {
            registry: FORMAT.to_owned(),
            api: api.to_string(),
            stage: stage.to_string(),
            generation: 0,
            current: String::new(),
            releases: Vec::new(),
        }
    }

    /// The index in the directory of a stage; `None` before the first publication.
    pub(crate) fn read(
        folder: &Path,
        api: &Name,
        stage: &Name,
    ) -> Result<Option<Self>, RegistryError> {
        let path = folder.join(FILE);
        let Some(bytes) = files::read_if_there(&path)? else { return Ok(None) };
        let damaged = |damage| RegistryError::Damaged { path: path.clone(), damage };
        let index: Self = serde_json::from_slice(&bytes).map_err(|error| damaged(error.into()))?;
        match index.damage(api, stage) {
            Some(damage) => Err(damaged(damage)),
            None => Ok(Some(index)),
        }
    }

    fn damage(&self, api: &Name, stage: &Name) -> Option<Damage> {
        if self.registry != FORMAT {
            Some(Damage::Format { found: self.registry.clone(), expected: FORMAT })
        } else if self.api != api.as_str() || self.stage != stage.as_str() {
            Some(Damage::Elsewhere { api: self.api.clone(), stage: self.stage.clone() })
        } else if self.release(&self.current).is_none() {
            Some(Damage::NoCurrent(self.current.clone()))
        } else {
            None
        }
    }

    /// A release by name.
    #[must_use]
    pub fn release(&self, name: &str) -> Option<&Release> {
        self.releases.iter().find(|release| release.release == name)
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        let value = serde_json::to_value(self).expect("an index holds text and numbers only");
        format!("{value:#}\n").into_bytes()
    }
}

impl Release {
    /// The names of the two files of a release: for consumers, and for comparing.
    #[must_use]
    pub fn file_names(release: &str) -> [String; 2] {
        [format!("{release}.json"), format!("{release}.full.json")]
    }

    /// The last time that it came to the stage.
    #[must_use]
    pub fn last_deployment(&self) -> Option<&Deployment> {
        self.deployments.last()
    }
}
