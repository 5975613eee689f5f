//! A run of the command `git`: without a shell, bounded in time and output, and without a command that the repository
//! names. A document is compared in repositories of others, too, such as the checkout of a pull request.

use std::io;
use std::process::Stdio;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt as _};
use tokio::process::Command;

use super::error::GitError;
use crate::Context;

/// How long one answer may take.
pub(super) const PATIENCE: Duration = Duration::from_secs(60);

/// How much of standard error is kept, in bytes: its beginning.
const MAX_STDERR_BYTES: usize = 4096;

/// `git` in the working directory, to be ended with whatever runs it.
///
/// The settings of a repository may name commands; what is run here (`rev-parse`, `cat-file`, `ls-files`) uses neither
/// filters, `textconv`, aliases nor hooks. What is left is switched off: the pager, the monitor of files, and the remote of
/// a partial clone, which would be asked for what is missing (git-config(1): `core.pager`, `core.fsmonitor`,
/// `remote.<name>.uploadpack`; git(1): `GIT_ALLOW_PROTOCOL`, `GIT_NO_LAZY_FETCH`).
pub(super) fn git(context: &Context, arguments: &[&str]) -> Command {
    let mut command = Command::new("git");
    command.args(["--no-pager", "-c", "core.fsmonitor="]).args(arguments);
    command.current_dir(&context.cwd).env_clear().envs(&context.env);
    command.env("GIT_OPTIONAL_LOCKS", "0").env("GIT_TERMINAL_PROMPT", "0");
    command.env("GIT_NO_LAZY_FETCH", "1").env("GIT_ALLOW_PROTOCOL", "");
    // Its words are read: whether there is a repository at all.
    command.env("LC_ALL", "C");
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command.kill_on_drop(true);
    command
}

/// Why a command did not start.
pub(super) fn not_started(error: &io::Error) -> GitError {
    match error.kind() {
        io::ErrorKind::NotFound => GitError::NotInstalled,
        _ => GitError::NotRun(error.to_string()),
    }
}

/// What a command prints to standard output, at most `most` bytes.
pub(super) async fn output(mut command: Command, most: usize) -> Result<Vec<u8>, GitError> {
    let work = async {
        let mut child = command.spawn().map_err(|error| not_started(&error))?;
        let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
        // One byte more tells that there are too many.
        let both = tokio::join!(
            beginning(stdout, most.saturating_add(1)),
            beginning(stderr, MAX_STDERR_BYTES)
        );
        let status = child.wait().await.map_err(|error| not_started(&error))?;
        let (stdout, stderr) = both;
        match status.success() {
            true if stdout.len() > most => Err(GitError::TooMuch(most)),
            true => Ok(stdout),
            false => Err(failed(&stderr)),
        }
    };
    tokio::time::timeout(PATIENCE, work).await.unwrap_or(Err(GitError::TimedOut(PATIENCE)))
}

/// Reads to the end, so that the command is not stopped by a full pipe, and keeps the beginning.
async fn beginning(stream: Option<impl AsyncRead + Unpin>, most: usize) -> Vec<u8> {
    let mut kept = Vec::new();
    let Some(mut stream) = stream else { return kept };
    let mut buffer = [0_u8; 8192];
    loop {
        match stream.read(&mut buffer).await {
            Ok(0) | Err(_) => return kept,
            Ok(count) => {
                let room = most.saturating_sub(kept.len()).min(count);
                kept.extend(buffer.iter().take(room));
            }
        }
    }
}

/// What a command says on standard error.
pub(super) async fn words(stderr: Option<impl AsyncRead + Unpin>) -> GitError {
    failed(&beginning(stderr, MAX_STDERR_BYTES).await)
}

/// What git says, in its own words: for a repository of another owner these say what to do.
fn failed(stderr: &[u8]) -> GitError {
    let text = String::from_utf8_lossy(stderr);
    if text.contains("not a git repository") {
        return GitError::NoRepository;
    }
    if text.contains("from promisor remote") {
        return GitError::Absent;
    }
    let text = text.trim();
    let text = text.strip_prefix("fatal: ").unwrap_or(text);
    let is_hidden = |c: char| c.is_control() && c != '\n' && c != '\t';
    let text: String = text.chars().map(|c| if is_hidden(c) { '\u{fffd}' } else { c }).collect();
    match text.is_empty() {
        true => GitError::NotRun("it broke off without a word".to_owned()),
        false => GitError::Failed(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_git_are_shown_without_control_characters() {
        let failed = |text: &str| failed(text.as_bytes()).to_string();
        let owner = "fatal: detected dubious ownership in repository at '/w'\nTo add an exception \
                     for this directory, call:\n\n\tgit config --global --add safe.directory /w\n";
        let shown = failed(owner);
        assert!(shown.starts_with("git failed: detected dubious ownership"), "{shown}");
        assert!(shown.ends_with("safe.directory /w"), "{shown}");
        assert_eq!(failed("a\u{1b}[2Jb"), "git failed: a\u{fffd}[2Jb");
        assert!(failed("").contains("without a word"));
    }
}
