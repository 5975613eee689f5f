//! Objects of a repository by name: one `git cat-file --batch`, which is asked for one after the other.
//!
//! Names go to its standard input, so no name is ever taken for an option.

use std::io;
use std::process::Stdio;

use gatepact_openapi::MAX_DOCUMENT_BYTES;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt, AsyncWriteExt as _, BufReader};
use tokio::process::{Child, ChildStdin, ChildStdout};
use tokio::sync::{mpsc, oneshot};

use super::error::GitError;
use super::process::{PATIENCE, git, not_started, words};
use crate::Context;

/// The longest line before an object, in bytes: the name that was asked for, or an id, a kind and a size.
const MAX_HEADER_BYTES: u64 = 64 * 1024;

/// An object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Object {
    /// Hex, of SHA-1 or SHA-256.
    pub(super) id: String,
    pub(super) kind: Kind,
    pub(super) bytes: Vec<u8>,
}

/// What an object is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Blob,
    Tree,
    Commit,
    Tag,
}

/// An object, nothing, or why git was of no help.
type Answer = Result<Option<Object>, GitError>;

/// A repository that is asked for objects. The process ends with the last of these, and with the runtime.
#[derive(Debug)]
pub(super) struct Objects {
    requests: mpsc::Sender<(String, oneshot::Sender<Answer>)>,
}

impl Objects {
    /// Starts the process, on the runtime around it.
    pub(super) fn open(context: &Context) -> Result<Objects, GitError> {
        let mut command = git(context, &["cat-file", "--batch"]);
        command.stdin(Stdio::piped());
        let child = command.spawn().map_err(|error| not_started(&error))?;
        let (requests, asked) = mpsc::channel(1);
        tokio::spawn(serve(child, asked));
        Ok(Objects { requests })
    }

    /// The object of this name, as git spells it: `main^{commit}`, `main:openapi.yaml`.
    pub(super) async fn get(&self, name: String) -> Answer {
        let (sender, answer) = oneshot::channel();
        let sent = self.requests.send((name, sender)).await;
        sent.map_err(|_| broke_off())?;
        answer.await.map_err(|_| broke_off())?
    }

    /// The same outside of the runtime.
    pub(super) fn get_blocking(&self, name: String) -> Answer {
        let (sender, answer) = oneshot::channel();
        let sent = self.requests.blocking_send((name, sender));
        sent.map_err(|_| broke_off())?;
        answer.blocking_recv().map_err(|_| broke_off())?
    }
}

fn broke_off() -> GitError {
    GitError::NotRun("it broke off".to_owned())
}

/// Answers until every sender is dropped. After a failure of git, each answer is that failure.
async fn serve(mut child: Child, mut asked: mpsc::Receiver<(String, oneshot::Sender<Answer>)>) {
    let (Some(mut stdin), Some(stdout)) = (child.stdin.take(), child.stdout.take()) else { return };
    let mut stdout = BufReader::new(stdout);
    let mut failure = None;
    while let Some((name, answer)) = asked.recv().await {
        let found = match &failure {
            Some(failure) => Err(GitError::clone(failure)),
            None => {
                let work = exchange(&mut stdin, &mut stdout, &name);
                match tokio::time::timeout(PATIENCE, work).await {
                    Ok(Ok(found)) => found,
                    Ok(Err(Ended)) => Err(failure.insert(said(&mut child).await).clone()),
                    Err(_) => Err(failure.insert(GitError::TimedOut(PATIENCE)).clone()),
                }
            }
        };
        // Nobody waits any more where the run was interrupted.
        let _ = answer.send(found);
    }
}

/// Why git ended.
async fn said(child: &mut Child) -> GitError {
    // Its standard error ends with it.
    let _ = child.start_kill();
    let words = words(child.stderr.take());
    tokio::time::timeout(PATIENCE, words).await.unwrap_or(GitError::TimedOut(PATIENCE))
}

/// The process ended in the middle of an exchange.
struct Ended;

impl From<io::Error> for Ended {
    fn from(_: io::Error) -> Self {
        Self
    }
}

/// One question and its answer.
async fn exchange(
    stdin: &mut ChildStdin,
    stdout: &mut BufReader<ChildStdout>,
    name: &str,
) -> Result<Answer, Ended> {
    stdin.write_all(format!("{name}\n").as_bytes()).await?;
    stdin.flush().await?;
    let mut line = Vec::new();
    AsyncReadExt::take(&mut *stdout, MAX_HEADER_BYTES).read_until(b'\n', &mut line).await?;
    if line.pop() != Some(b'\n') {
        return Err(Ended);
    }
    let line = String::from_utf8_lossy(&line);
    let Some((id, kind, size)) = header(&line) else {
        let is_ambiguous = line.ends_with(" ambiguous");
        return Ok(match is_ambiguous {
            true => Err(GitError::Failed(format!("`{name}` is ambiguous"))),
            false => Ok(None),
        });
    };
    let whole = u64::try_from(size).unwrap_or(u64::MAX).saturating_add(1);
    let mut content = AsyncReadExt::take(&mut *stdout, whole);
    if size > MAX_DOCUMENT_BYTES {
        tokio::io::copy(&mut content, &mut tokio::io::sink()).await?;
        return Ok(Err(GitError::TooLarge(size)));
    }
    let mut bytes = Vec::new();
    content.read_to_end(&mut bytes).await?;
    if bytes.pop() != Some(b'\n') || bytes.len() != size {
        return Err(Ended);
    }
    Ok(Ok(Some(Object { id: id.to_owned(), kind, bytes })))
}

/// `<id> <kind> <size>`, as git-cat-file(1) describes it; anything else says that there is no such object.
fn header(line: &str) -> Option<(&str, Kind, usize)> {
    let mut words = line.split(' ');
    let (id, kind, size) = (words.next()?, words.next()?, words.next()?);
    let is_id = id.len() >= 40 && id.bytes().all(|byte| byte.is_ascii_hexdigit());
    if !is_id || words.next().is_some() {
        return None;
    }
    let kind = match kind {
        "blob" => Kind::Blob,
        "tree" => Kind::Tree,
        "commit" => Kind::Commit,
        "tag" => Kind::Tag,
        _ => return None,
    };
    Some((id, kind, size.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_is_an_id_a_kind_and_a_size() {
        let id = "109fc279e8bd389e24115dac6fd079fb5d680fad";
        assert_eq!(header(&format!("{id} blob 31")), Some((id, Kind::Blob, 31)));
        for line in [
            "main^{commit} missing",
            "a blob 3",
            &format!("{id} missing"),
            &format!("{id} blob"),
            &format!("{id} blob -1"),
            &format!("{id} blob 3 4"),
            &format!("{id} submodule"),
            "",
        ] {
            assert_eq!(header(line), None, "{line}");
        }
    }
}
