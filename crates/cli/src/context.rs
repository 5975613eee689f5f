//! The outside world, read once.

use std::collections::BTreeMap;
use std::io::IsTerminal as _;
use std::path::PathBuf;

use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use tokio_util::sync::CancellationToken;

/// The outside world as one run sees it.
#[derive(Debug, Clone)]
pub struct Context {
    /// Environment variables; those that are no Unicode are left out.
    pub env: BTreeMap<String, String>,
    /// The working directory.
    pub cwd: PathBuf,
    /// Whether standard output is a terminal.
    pub stdout_is_terminal: bool,
    /// Whether standard error is a terminal.
    pub stderr_is_terminal: bool,
    /// When the run started.
    pub started_at: OffsetDateTime,
    /// Cancelled when the user wants the run to stop.
    pub interrupt: CancellationToken,
}

impl Context {
    /// The world of this process.
    #[must_use]
    pub fn of_process() -> Context {
        Context {
            env: std::env::vars_os()
                .filter_map(|(name, value)| {
                    Some((name.into_string().ok()?, value.into_string().ok()?))
                })
                .collect(),
            cwd: std::env::current_dir().unwrap_or_else(|_| PathBuf::from(".")),
            stdout_is_terminal: std::io::stdout().is_terminal(),
            stderr_is_terminal: std::io::stderr().is_terminal(),
            started_at: OffsetDateTime::now_utc(),
            interrupt: CancellationToken::new(),
        }
    }

    /// An environment variable that is set and not empty.
    #[must_use]
    pub fn env(&self, name: &str) -> Option<&str> {
        self.env.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// Whether a stream may have colours: `NO_COLOR`, then `CLICOLOR_FORCE`, then the terminal.
    #[must_use]
    pub fn colour(&self, terminal: bool) -> bool {
        if self.env("NO_COLOR").is_some() {
            return false;
        }
        terminal || self.env("CLICOLOR_FORCE").is_some_and(|value| value != "0")
    }

    /// The day of the start, UTC: year, month, day.
    #[must_use]
    pub(crate) fn today(&self) -> (i32, u8, u8) {
        let (year, month, day) = self.started_at.date().to_calendar_date();
        (year, month.into(), day)
    }

    /// The start in RFC 3339, UTC, whole seconds.
    #[must_use]
    pub(crate) fn start_time(&self) -> String {
        self.started_at
            .replace_nanosecond(0)
            .unwrap_or(self.started_at)
            .format(&Rfc3339)
            .expect("a date of this age has a form in RFC 3339")
    }
}
