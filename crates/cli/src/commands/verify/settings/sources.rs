//! Which pacts are read, and which of their interactions are replayed.

use std::path::PathBuf;

use gatepact_verifier::Filter;

use super::layers::{Layers, regex};
use crate::error::CliError;
use crate::pacts::Sources;

impl Layers<'_> {
    pub(super) fn sources(&self) -> Result<Sources, CliError> {
        let (args, file) = (self.args, &self.config.verify);
        let mut sources = Sources { files: args.file.clone(), dirs: args.dir.clone() };
        if sources.is_empty() {
            let from_file = |paths: &[PathBuf]| -> Vec<PathBuf> {
                paths.iter().map(|path| self.path_from_file(path)).collect()
            };
            sources = Sources { files: from_file(&file.file), dirs: from_file(&file.dir) };
        }
        if sources.is_empty() {
            return Err(CliError::usage_with_help(
                "no pacts are named",
                "name a folder with --dir or a file with --file",
            ));
        }
        Ok(sources)
    }

    pub(super) fn filter(&self) -> Result<Filter, CliError> {
        let (args, file) = (self.args, &self.config.verify);
        let consumers = if args.filter_consumer.is_empty() {
            file.filter_consumer.clone()
        } else {
            args.filter_consumer.clone()
        };
        let pattern = |flag, variable, file, name| {
            self.text(flag, &[variable], file).map(|text| regex(&text, name)).transpose()
        };
        Ok(Filter {
            consumers,
            description: pattern(
                args.filter_description.as_ref(),
                "PACT_DESCRIPTION",
                file.filter_description.as_ref(),
                "--filter-description",
            )?,
            state: pattern(
                args.filter_state.as_ref(),
                "PACT_PROVIDER_STATE",
                file.filter_state.as_ref(),
                "--filter-state",
            )?,
            no_state: self.switch(
                args.filter_no_state,
                "PACT_PROVIDER_NO_STATE",
                file.filter_no_state,
            )?,
            only: None,
        })
    }

    pub(super) fn strip_path_prefix(&self) -> Result<Option<String>, CliError> {
        let (args, file) = (self.args, &self.config.verify);
        let prefix = args.strip_path_prefix.clone().or_else(|| file.strip_path_prefix.clone());
        match prefix {
            Some(prefix) if !prefix.starts_with('/') || prefix.trim_matches('/').is_empty() => {
                Err(CliError::usage(format!(
                    "--strip-path-prefix `{prefix}` is no beginning of a path: write /dev"
                )))
            }
            prefix => Ok(prefix),
        }
    }

    /// Beside the settings file, so that it is the same from every folder below; else here.
    pub(super) fn memory(&self) -> PathBuf {
        let folder = &self.config.folder;
        let folder = if folder.as_os_str().is_empty() { &self.context.cwd } else { folder };
        folder.join(".gatepact")
    }
}
