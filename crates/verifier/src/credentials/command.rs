//! A command that prints a token.

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use gatepact_report::Secrets;
use tokio::io::{AsyncRead, AsyncReadExt as _};
use tokio::process::{Child, Command};

use super::bearer::Obtained;

/// The longest token that is taken, in bytes; API Gateway takes 10,240 bytes of headers in all.
const MAX_TOKEN_BYTES: usize = 16 * 1024;

/// How much of standard error is kept, in bytes: its beginning.
const MAX_STDERR_BYTES: usize = 16 * 1024;

/// A line of standard output shorter than this is no secret worth hiding everywhere.
const SHORTEST_SECRET: usize = 8;

/// A command whose standard output is a token. It is run without a shell.
#[derive(Clone)]
pub struct TokenCommand {
    /// The program and its arguments.
    pub argv: Vec<String>,
    /// Where it runs.
    pub cwd: PathBuf,
    /// Its whole environment.
    pub env: BTreeMap<String, String>,
    /// How long it may take.
    pub timeout: Duration,
}

/// Why a command gave no token. Texts hold nothing of its standard output.
#[derive(Debug, Clone, thiserror::Error)]
pub(crate) enum CommandError {
    #[error("the token command `{program}` could not be run: {reason}")]
    NotRun { program: String, reason: String },
    #[error("the token command `{program}` took longer than {after:?}")]
    TimedOut { program: String, after: Duration },
    #[error("the token command `{program}` failed ({status}){said}")]
    Failed { program: String, status: ExitStatus, said: String },
    #[error("the token command `{program}` printed {what}, not a token{said}")]
    NotAToken { program: String, what: &'static str, said: String },
}

impl TokenCommand {
    /// Runs the command and takes what it prints for the token.
    pub(super) async fn token(&self, secrets: &Secrets) -> Result<Obtained, CommandError> {
        let child = self.spawn()?;
        let (status, stdout, stderr) = tokio::time::timeout(self.timeout, finish(child))
            .await
            .map_err(|_| CommandError::TimedOut { program: self.program(), after: self.timeout })?
            .map_err(|error| self.not_run(&error))?;
        let text = String::from_utf8_lossy(&stdout);
        // A command that fails may have printed a token all the same, and repeat it in its error.
        for line in text.lines().map(str::trim).filter(|line| line.len() >= SHORTEST_SECRET) {
            secrets.learn(line);
        }
        let said = said(&stderr, secrets);
        let program = self.program();
        if !status.success() {
            return Err(CommandError::Failed { program, status, said });
        }
        match token(&text) {
            Ok(token) => Ok(Obtained { token: token.to_owned(), expires_in: None }),
            Err(what) => Err(CommandError::NotAToken { program, what, said }),
        }
    }

    fn spawn(&self) -> Result<Child, CommandError> {
        let mut argv = self.argv.iter();
        let mut command = Command::new(argv.next().map_or("", String::as_str));
        command.args(argv).current_dir(&self.cwd).env_clear().envs(&self.env);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command.kill_on_drop(true).spawn().map_err(|error| self.not_run(&error))
    }

    fn not_run(&self, error: &std::io::Error) -> CommandError {
        CommandError::NotRun { program: self.program(), reason: error.to_string() }
    }

    /// Its arguments may hold what nobody should read.
    fn program(&self) -> String {
        self.argv.first().cloned().unwrap_or_default()
    }
}

async fn finish(mut child: Child) -> std::io::Result<(ExitStatus, Vec<u8>, Vec<u8>)> {
    let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
    // One byte more than the longest token tells that there are too many.
    let (status, stdout, stderr) = tokio::join!(
        child.wait(),
        beginning(stdout, MAX_TOKEN_BYTES + 1),
        beginning(stderr, MAX_STDERR_BYTES),
    );
    Ok((status?, stdout?, stderr?))
}

/// Reads to the end, so that the command is not stopped by a full pipe, and keeps the beginning.
async fn beginning(
    stream: Option<impl AsyncRead + Unpin>,
    most: usize,
) -> std::io::Result<Vec<u8>> {
    let mut kept = Vec::new();
    let Some(mut stream) = stream else { return Ok(kept) };
    let mut buffer = [0_u8; 4096];
    loop {
        let count = stream.read(&mut buffer).await?;
        if count == 0 {
            return Ok(kept);
        }
        let room = most.saturating_sub(kept.len()).min(count);
        kept.extend_from_slice(&buffer[..room]);
    }
}

/// One word; `Bearer` in front of it is taken away.
fn token(stdout: &str) -> Result<&str, &'static str> {
    if stdout.len() > MAX_TOKEN_BYTES {
        return Err("more than 16 KiB");
    }
    let text = stdout.trim();
    let text = match text.split_at_checked(7) {
        Some((scheme, rest)) if scheme.eq_ignore_ascii_case("bearer ") => rest.trim_start(),
        Some(_) | None => text,
    };
    match text {
        "" => Err("nothing"),
        text if text.contains(char::is_whitespace) => Err("several words"),
        text => Ok(text),
    }
}

fn said(stderr: &[u8], secrets: &Secrets) -> String {
    let text = String::from_utf8_lossy(stderr);
    let text = secrets.redact(text.trim());
    if text.is_empty() { String::new() } else { format!(": {text}") }
}

impl fmt::Debug for TokenCommand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let TokenCommand { argv: _, cwd, env: _, timeout } = self;
        f.debug_struct("TokenCommand")
            .field("program", &self.program())
            .field("cwd", cwd)
            .field("timeout", timeout)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn run(script: &str, timeout: Duration) -> Result<String, String> {
        let command = TokenCommand {
            argv: ["sh", "-c", script].map(str::to_owned).to_vec(),
            cwd: PathBuf::from("/"),
            env: BTreeMap::from([("PATH".to_owned(), "/usr/bin:/bin".to_owned())]),
            timeout,
        };
        let secrets = Secrets::default();
        let result = command.token(&secrets).await;
        result.map(|obtained| obtained.token).map_err(|error| error.to_string())
    }

    async fn soon(script: &str) -> Result<String, String> {
        run(script, Duration::from_secs(30)).await
    }

    #[tokio::test]
    async fn one_word_on_standard_output_is_the_token() {
        assert_eq!(soon("echo a-token").await, Ok("a-token".to_owned()));
        assert_eq!(
            soon("echo warning >&2; echo '  bearer a-token  '").await,
            Ok("a-token".to_owned())
        );
    }

    #[tokio::test]
    async fn everything_else_is_told_without_what_was_printed() {
        for (script, said) in [
            ("echo half-a-token; echo why: half-a-token >&2; exit 7", "why: [redacted]"),
            ("exit 7", "failed (exit status: 7)"),
            ("true", "printed nothing"),
            ("echo secret-one secret-two", "printed several words"),
            ("echo secret-one; echo secret-two", "printed several words"),
            ("head -c 100000 /dev/zero | tr '\\0' x", "printed more than 16 KiB"),
        ] {
            let error = soon(script).await.unwrap_err();
            assert!(error.contains(said), "{script}: {error}");
            assert!(!error.contains("half-a-token") && !error.contains("secret-"), "{error}");
        }
    }

    #[tokio::test]
    async fn a_command_that_never_ends_is_ended() {
        let error = run("exec sleep 600", Duration::from_millis(200)).await.unwrap_err();
        assert_eq!(error, "the token command `sh` took longer than 200ms");
    }

    #[tokio::test]
    async fn a_program_that_is_not_there_is_named() {
        let command = TokenCommand {
            argv: vec!["no-such-program".to_owned(), "--password=hunter2".to_owned()],
            cwd: PathBuf::from("/"),
            env: BTreeMap::new(),
            timeout: Duration::from_secs(1),
        };
        let Err(error) = command.token(&Secrets::default()).await else { panic!("it ran") };
        let error = error.to_string();
        assert!(error.contains("`no-such-program` could not be run"), "{error}");
        assert!(!format!("{command:?} {error}").contains("hunter2"));
    }
}
