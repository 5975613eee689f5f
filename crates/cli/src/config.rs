//! `gatepact.toml`: the same names as the flags, found upwards from the working directory.
//!
//! A name that is not known is an error with its line, so that a slip of the pen cannot turn a check
//! off in silence. Relative paths count from the file's folder. There is no place for `--header`:
//! values that may be secret do not belong into a file that is committed.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::Context;
use crate::commands::diff::DiffConfig;
use crate::commands::publish_spec::PublishSpecConfig;
use crate::comparison::WaiverConfig;
use crate::error::CliError;

/// The name that is looked for.
const FILE_NAME: &str = "gatepact.toml";

/// The settings of a file.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Config {
    /// The folder of the file; its relative paths count from here.
    #[serde(skip)]
    pub(crate) folder: PathBuf,
    /// The file itself; empty where there is none.
    #[serde(skip)]
    pub(crate) file: PathBuf,
    /// Its text, which knows the lines.
    #[serde(skip)]
    text: String,
    /// `[verify]`.
    #[serde(default)]
    pub(crate) verify: VerifyConfig,
    /// `[publish-spec]`.
    #[serde(default)]
    pub(crate) publish_spec: PublishSpecConfig,
    /// `[diff]`.
    #[serde(default)]
    pub(crate) diff: DiffConfig,
    /// `[[auth]]`, in order; the first one that an interaction meets decides.
    #[serde(default)]
    pub(crate) auth: Vec<AuthConfig>,
    /// `[[waiver]]`, in order.
    #[serde(default)]
    pub(crate) waiver: Vec<WaiverConfig>,
}

/// `[verify]`: the flags of `gatepact verify`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub(crate) struct VerifyConfig {
    pub(crate) file: Vec<PathBuf>,
    pub(crate) dir: Vec<PathBuf>,
    pub(crate) provider_name: Option<String>,
    pub(crate) filter_consumer: Vec<String>,
    pub(crate) filter_description: Option<String>,
    pub(crate) filter_state: Option<String>,
    pub(crate) filter_no_state: Option<bool>,
    pub(crate) last_failed: Option<bool>,
    pub(crate) strip_path_prefix: Option<String>,
    pub(crate) rest_api_id: Option<String>,
    pub(crate) api_id: Option<String>,
    pub(crate) stage_name: Option<String>,
    pub(crate) endpoint_url: Option<String>,
    pub(crate) provider_base_url: Option<String>,
    pub(crate) lambda: Option<String>,
    pub(crate) payload_format: Option<String>,
    pub(crate) ca_bundle: Option<PathBuf>,
    pub(crate) client_certificate: Option<PathBuf>,
    pub(crate) client_key: Option<PathBuf>,
    pub(crate) auth: Vec<String>,
    pub(crate) api_key_id: Option<String>,
    pub(crate) token_command: Option<String>,
    pub(crate) oauth_token_url: Option<String>,
    pub(crate) oauth_scope: Option<String>,
    pub(crate) region: Option<String>,
    pub(crate) profile: Option<String>,
    pub(crate) state_change_url: Option<String>,
    pub(crate) state_change_lambda: Option<String>,
    pub(crate) state_change_teardown: Option<bool>,
    pub(crate) state_change_retries: Option<u32>,
    pub(crate) concurrency: Option<usize>,
    pub(crate) parallel_states: Option<bool>,
    pub(crate) read_only: Option<bool>,
    pub(crate) exit_on_first_error: Option<bool>,
    pub(crate) retry_budget: Option<String>,
    pub(crate) max_rps: Option<f64>,
    pub(crate) probe_auth: Option<bool>,
    pub(crate) probe_unsafe: Option<bool>,
    pub(crate) request_timeout: Option<String>,
    pub(crate) report: Vec<String>,
}

/// `[[auth]]`: which interactions are sent with which credentials.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct AuthConfig {
    /// The consumer's name, exactly.
    pub(crate) consumer: Option<String>,
    /// A pattern somewhere in the description.
    pub(crate) description: Option<String>,
    /// A pattern somewhere in the name of a provider state.
    pub(crate) state: Option<String>,
    /// One kind of credential or several.
    pub(crate) kind: OneOrMore,
}

/// `kind = "iam"` or `kind = ["iam", "api-key"]`.
#[derive(Debug, Deserialize)]
#[serde(untagged, expecting = "expected a kind of credential, or a list of them")]
pub(crate) enum OneOrMore {
    One(String),
    More(Vec<String>),
}

impl OneOrMore {
    pub(crate) fn as_slice(&self) -> &[String] {
        match self {
            OneOrMore::One(kind) => std::slice::from_ref(kind),
            OneOrMore::More(kinds) => kinds,
        }
    }
}

impl Config {
    /// Reads the named file, or the nearest `gatepact.toml` upwards; none there is no fault.
    pub(crate) fn find(named: Option<&Path>, context: &Context) -> Result<Config, CliError> {
        let path = match named {
            Some(path) => context.cwd.join(path),
            None => {
                let nearest = context
                    .cwd
                    .ancestors()
                    .map(|folder| folder.join(FILE_NAME))
                    .find(|path| path.is_file());
                match nearest {
                    Some(path) => path,
                    None => return Ok(Config::default()),
                }
            }
        };
        Config::read(&path)
    }

    /// A path of the file, counted from the file's folder; shown from the working directory where that is shorter.
    pub(crate) fn path(&self, path: &Path, context: &Context) -> PathBuf {
        let path = self.folder.join(path);
        path.strip_prefix(&context.cwd).map(PathBuf::from).unwrap_or(path)
    }

    /// The line, from 1, of a byte of the file.
    pub(crate) fn line(&self, offset: usize) -> usize {
        1 + self.text.bytes().take(offset).filter(|byte| *byte == b'\n').count()
    }

    fn read(path: &Path) -> Result<Config, CliError> {
        let fault = |problem: String| CliError::Config { path: path.to_owned(), problem };
        let text = std::fs::read_to_string(path).map_err(|error| fault(error.to_string()))?;
        let mut config: Config =
            toml::from_str(&text).map_err(|error| fault(told(&error, &text)))?;
        config.folder = path.parent().unwrap_or(Path::new("")).to_owned();
        path.clone_into(&mut config.file);
        config.text = text;
        Ok(config)
    }
}

/// The place and the reason. The line itself is not repeated, nor the value that is of another kind: both may be secret.
fn told(error: &toml::de::Error, text: &str) -> String {
    let message = without_values(error.message());
    match error.span() {
        Some(span) => {
            let before = &text[..text.floor_char_boundary(span.start)];
            let line = 1 + before.matches('\n').count();
            let beginning = before.rsplit('\n').next().unwrap_or_default();
            let column = 1 + beginning.chars().count();
            let key = match beginning.split_once('=') {
                Some((key, _)) if is_bare(key.trim()) => format!("`{}`: ", key.trim()),
                Some(_) | None => String::new(),
            };
            format!("line {line}, column {column}: {key}{message}")
        }
        None => message,
    }
}

/// Whether a text is a key as settings have them, and no value.
fn is_bare(key: &str) -> bool {
    !key.is_empty() && key.chars().all(|sign| sign.is_ascii_lowercase() || sign == '-')
}

/// `invalid type: string "abc", expected ..` without the text (serde's `Unexpected`).
fn without_values(message: &str) -> String {
    let kind =
        |text: &str| ["string ", "character "].into_iter().find(|kind| text.starts_with(kind));
    let Some((before, rest)) = message.split_once(": ") else { return message.to_owned() };
    match (before, kind(rest), rest.rfind(", expected")) {
        ("invalid type" | "invalid value", Some(kind), Some(end)) => {
            format!("{before}: a {}{}", kind.trim_end(), &rest[end..])
        }
        _ => message.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_names_the_place_and_no_value() {
        for (text, expected) in [
            (
                "[verify]\nmax-rps = \"hunter2, expected\"\n",
                "line 2, column 11: `max-rps`: invalid type: a string, expected f64",
            ),
            ("[verify]\napi-key = \"hunter2\"\n", "line 2, column 1: unknown field `api-key`"),
            ("[verify]\napi-key-id = \"hunter2\nx\n", "line 3, column "),
            ("[[auth]]\nkind = { a = \"hunter2\" }\n", "expected a kind of credential"),
        ] {
            let error = toml::from_str::<Config>(text).unwrap_err();
            let told = told(&error, text);
            assert!(told.contains(expected), "{told}");
            assert!(!told.contains("hunter2") && !told.contains('\n'), "{told}");
        }
    }
}
