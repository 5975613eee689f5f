//! Flags before environment before file.

use std::path::{Path, PathBuf};

use regex::Regex;
use reqwest::Url;

use super::super::args::VerifyArgs;
use crate::config::Config;
use crate::context::Context;
use crate::error::CliError;

/// Where a setting may stand.
#[derive(Clone, Copy)]
pub(super) struct Layers<'a> {
    pub(super) args: &'a VerifyArgs,
    pub(super) config: &'a Config,
    pub(super) context: &'a Context,
}

impl Layers<'_> {
    pub(super) fn text(
        &self,
        flag: Option<&String>,
        variables: &[&str],
        file: Option<&String>,
    ) -> Option<String> {
        flag.cloned()
            .or_else(|| variables.iter().find_map(|name| self.context.env(name)).map(str::to_owned))
            .or_else(|| file.cloned())
    }

    pub(super) fn switch(
        &self,
        flag: Option<bool>,
        variable: &str,
        file: Option<bool>,
    ) -> Result<bool, CliError> {
        let from_env = || match self.context.env(variable) {
            None => Ok(None),
            Some("true" | "1") => Ok(Some(true)),
            Some("false" | "0") => Ok(Some(false)),
            Some(other) => {
                Err(CliError::usage(format!("{variable} is `{other}`, neither true nor false")))
            }
        };
        Ok(match flag {
            Some(flag) => flag,
            None => from_env()?.or(file).unwrap_or(false),
        })
    }

    /// A path of the file, counted from the file's folder; shown from here where that is shorter.
    pub(super) fn path_from_file(&self, path: &Path) -> PathBuf {
        let path = self.config.folder.join(path);
        path.strip_prefix(&self.context.cwd).map(PathBuf::from).unwrap_or(path)
    }
}

pub(super) fn url(text: &str, flag: &str) -> Result<Url, CliError> {
    // A URL may carry a password; one that cannot be parsed is not repeated if it might.
    let shown = if text.contains('@') { "its value" } else { text };
    let url = Url::parse(text)
        .map_err(|error| CliError::usage(format!("{flag}: {shown} is no URL: {error}")))?;
    if !matches!(url.scheme(), "http" | "https") || url.host().is_none() {
        return Err(CliError::usage(format!("{flag}: {shown} is neither http:// nor https://")));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(CliError::usage_with_help(
            format!("{flag} carries a user name or a password"),
            "give credentials with --auth or --header instead",
        ));
    }
    Ok(url)
}

pub(super) fn regex(text: &str, name: &str) -> Result<Regex, CliError> {
    Regex::new(text).map_err(|error| {
        // The parser points at the place below the pattern; its last line says what is wrong.
        let told = error.to_string();
        let reason = told.lines().last().unwrap_or_default().trim_start_matches("error: ");
        CliError::usage(format!("{name}: `{text}` is not a valid pattern: {reason}"))
    })
}
