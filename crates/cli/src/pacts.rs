//! Where pacts come from: files and folders.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use gatepact_contract::{MAX_PACT_BYTES, Pact, ReadError};
use gatepact_finding::{Finding, PactPlace};
use gatepact_report::PactFile;
use gatepact_verifier::Rule;

use crate::error::CliError;

/// The deepest nesting of folders that is searched; links may make a tree endless.
const MAX_DEPTH: usize = 32;

/// The sources that the user named.
#[derive(Debug, Default)]
pub(crate) struct Sources {
    /// `--file`.
    pub(crate) files: Vec<PathBuf>,
    /// `--dir`, with all folders below.
    pub(crate) dirs: Vec<PathBuf>,
}

/// What the sources held.
#[derive(Debug, Default)]
pub(crate) struct Loaded {
    /// The pacts, sorted by file within each source.
    pub(crate) pacts: Vec<Pact>,
    /// What could not be read, and what was passed over.
    pub(crate) findings: Vec<Finding>,
    /// Whether something that had to be read could not be.
    pub(crate) unreadable: bool,
}

impl Sources {
    pub(crate) fn is_empty(&self) -> bool {
        self.files.is_empty() && self.dirs.is_empty()
    }

    /// Reads everything there is; what cannot be read is a finding and spoils nothing else.
    pub(crate) fn load(&self, cwd: &Path) -> Loaded {
        let mut loaded = Loaded::default();
        for file in &self.files {
            loaded.take(file, cwd, Named::ByTheUser);
        }
        for dir in &self.dirs {
            let mut files = Vec::new();
            match json_files(&cwd.join(dir), dir, MAX_DEPTH, &mut files) {
                Ok(()) => {
                    files.sort();
                    for file in &files {
                        loaded.take(file, cwd, Named::ByItsFolder);
                    }
                }
                Err((path, error)) => loaded.unreadable(&path, &error.to_string(), None),
            }
        }
        loaded
    }

    /// The sources in words: `the folder pacts`.
    pub(crate) fn describe(&self) -> String {
        let names = |what: &str, paths: &[PathBuf]| -> Vec<String> {
            paths.iter().map(|path| format!("{what} {}", path.display())).collect()
        };
        let mut parts = names("the file", &self.files);
        parts.extend(names("the folder", &self.dirs));
        parts.join(", ")
    }
}

/// A folder may hold other JSON; a file that was named is meant.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Named {
    ByTheUser,
    ByItsFolder,
}

impl Loaded {
    /// The same with the pacts of one provider only.
    pub(crate) fn of_provider(mut self, name: Option<&str>) -> Result<Loaded, CliError> {
        self.choose_provider(name).map(|()| self)
    }

    /// Keeps the pacts of one provider; which one, must be beyond doubt.
    pub(crate) fn choose_provider(&mut self, name: Option<&str>) -> Result<(), CliError> {
        if let Some(name) = name {
            let others: Vec<String> = self
                .pacts
                .iter()
                .filter(|pact| pact.provider != name)
                .map(|pact| format!("\"{}\"", pact.provider))
                .collect();
            self.pacts.retain(|pact| pact.provider == name);
            if self.pacts.is_empty() && !others.is_empty() {
                let rule = Rule::NothingVerified;
                let message = format!(
                    "there is no pact of the provider \"{name}\", only of {}",
                    distinct(others).join(", ")
                );
                self.findings.push(Finding::new(rule.rule(), message));
            }
            return Ok(());
        }
        let providers = self.pacts.iter().map(|pact| format!("\"{}\"", pact.provider)).collect();
        match distinct(providers).as_slice() {
            [] | [_] => Ok(()),
            several => Err(CliError::usage_with_help(
                format!("the pacts are of several providers: {}", several.join(", ")),
                "choose one with --provider-name",
            )),
        }
    }

    fn take(&mut self, file: &Path, cwd: &Path, named: Named) {
        let source = file.display().to_string();
        if self.pacts.iter().any(|pact| pact.source == source) {
            return;
        }
        let read = match read(&cwd.join(file)) {
            Ok(Content::Whole(bytes)) => Pact::read(&source, bytes),
            Ok(Content::TooLarge(error)) => Err(error),
            Err(error) => return self.unreadable(file, &error.to_string(), None),
        };
        match read {
            Ok(pact) => self.pacts.push(pact),
            Err(error) if error.is_other_json() && named == Named::ByItsFolder => {
                self.findings.push(finding(Rule::PactIgnored, file, &error));
            }
            Err(error) => {
                self.findings.push(finding(Rule::PactUnreadable, file, &error));
                self.unreadable = true;
            }
        }
    }

    fn unreadable(&mut self, path: &Path, problem: &str, line: Option<usize>) {
        let rule = Rule::PactUnreadable;
        let message = format!("{} cannot be read: {problem}", path.display());
        let mut finding = Finding::new(rule.rule(), message);
        finding.pact = Some(place(path, line));
        self.findings.push(finding);
        self.unreadable = true;
    }
}

fn finding(rule: Rule, file: &Path, error: &ReadError) -> Finding {
    let message = format!("{} {error}", file.display());
    let mut finding = Finding::new(rule.rule(), message);
    finding.pact = Some(place(file, error.line()));
    finding
}

fn place(path: &Path, line: Option<usize>) -> PactPlace {
    PactPlace {
        file: path.display().to_string(),
        line,
        consumer: None,
        provider: None,
        interaction: None,
        pointer: None,
    }
}

/// What a file held.
enum Content {
    Whole(Vec<u8>),
    TooLarge(ReadError),
}

/// Reads a file unless it says that it is too large; one that says nothing, a pipe say, is read to
/// one byte beyond the limit, which is enough to tell.
fn read(path: &Path) -> std::io::Result<Content> {
    let limit = MAX_PACT_BYTES as u64;
    let file = std::fs::File::open(path)?;
    let size = file.metadata()?.len();
    if size > limit {
        let size = usize::try_from(size).unwrap_or(usize::MAX);
        return Ok(Content::TooLarge(ReadError::TooLarge { size }));
    }
    let mut bytes = Vec::new();
    file.take(limit + 1).read_to_end(&mut bytes)?;
    Ok(Content::Whole(bytes))
}

/// Collects the `.json` files below a folder, under the names that begin as the user began them.
fn json_files(
    folder: &Path,
    shown: &Path,
    depth: usize,
    files: &mut Vec<PathBuf>,
) -> Result<(), (PathBuf, std::io::Error)> {
    let fault = |error| (shown.to_owned(), error);
    if depth == 0 {
        return Err(fault(std::io::Error::other("folders are nested too deeply")));
    }
    for entry in std::fs::read_dir(folder).map_err(fault)? {
        let entry = entry.map_err(fault)?;
        let (path, shown) = (entry.path(), shown.join(entry.file_name()));
        if path.is_dir() {
            json_files(&path, &shown, depth - 1, files)?;
        } else if path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json")) {
            files.push(shown);
        }
    }
    Ok(())
}

fn distinct(mut names: Vec<String>) -> Vec<String> {
    names.sort();
    names.dedup();
    names
}

/// A pact as reports name it.
pub(crate) fn pact_file(pact: &Pact) -> PactFile {
    PactFile {
        file: pact.source.clone(),
        sha256: pact.sha256.clone(),
        consumer: pact.consumer.clone(),
        provider: pact.provider.clone(),
    }
}
