//! A bearer token: given, printed by a command, or granted by a token endpoint; obtained once, and
//! again when it expires or is refused.

use std::fmt;
use std::sync::Arc;
use std::time::{Instant, SystemTime};

use gatepact_report::Secrets;
use http::HeaderValue;
use tokio::sync::Mutex;

use super::command::{CommandError, TokenCommand};
use super::expiry::good_until;
use super::oauth::{ClientCredentials, OAuthError};
use super::sensitive;

/// Where the token of `Authorization: Bearer` comes from. Copies share one token. `Debug` shows the
/// kind of source, never a token.
#[derive(Clone)]
pub struct Bearer(Arc<Shared>);

struct Shared {
    source: Source,
    // Held while a token is obtained: whoever else needs one waits for it instead of asking, too.
    state: Mutex<State>,
}

#[derive(Debug)]
enum Source {
    Given,
    Command(TokenCommand),
    ClientCredentials(ClientCredentials),
}

enum State {
    Nothing,
    Token(Token),
    /// Asking again would fail again, once for each interaction.
    Failed(BearerError),
}

struct Token {
    header: HeaderValue,
    good_until: Option<Instant>,
    /// Obtained in place of a refused one, and not yet accepted itself.
    on_trial: bool,
}

/// A token as its source gave it.
pub(super) struct Obtained {
    pub(super) token: String,
    /// How many seconds the source says that it is good for.
    pub(super) expires_in: Option<u64>,
}

/// Why there is no token.
#[derive(Debug, Clone, thiserror::Error)]
pub(crate) enum BearerError {
    #[error(transparent)]
    Command(CommandError),
    #[error(transparent)]
    OAuth(OAuthError),
    #[error("the token has a character that no header may have")]
    Unsendable,
}

impl Bearer {
    /// A token that the caller has at hand; `None` if no header can carry it.
    #[must_use]
    pub fn given(token: &str) -> Option<Bearer> {
        let token = Token::of(token, None, false)?;
        Some(Bearer::from(Source::Given, State::Token(token)))
    }

    /// Tokens that a command prints.
    #[must_use]
    pub fn of_command(command: TokenCommand) -> Bearer {
        Bearer::from(Source::Command(command), State::Nothing)
    }

    /// Tokens that a token endpoint grants.
    #[must_use]
    pub fn of_client(client: ClientCredentials) -> Bearer {
        Bearer::from(Source::ClientCredentials(client), State::Nothing)
    }

    fn from(source: Source, state: State) -> Bearer {
        Bearer(Arc::new(Shared { source, state: Mutex::new(state) }))
    }

    /// A token that is still good.
    pub(crate) async fn token(&self, secrets: &Secrets) -> Result<HeaderValue, BearerError> {
        let mut state = self.0.state.lock().await;
        match &*state {
            State::Token(token) if token.is_good(Instant::now()) => Ok(token.header.clone()),
            State::Failed(error) => Err(error.clone()),
            State::Token(_) | State::Nothing => self.obtain(&mut state, secrets, false).await,
        }
    }

    /// A token in place of one that was refused with 401. `None` where no other is to be had: the
    /// source has only one, or its last one was obtained for this reason and refused as well.
    pub(crate) async fn instead_of(
        &self,
        refused: &HeaderValue,
        secrets: &Secrets,
    ) -> Result<Option<HeaderValue>, BearerError> {
        let mut state = self.0.state.lock().await;
        match (&self.0.source, &*state) {
            (Source::Given, _) => return Ok(None),
            // Another request has already seen to it.
            (_, State::Token(token)) if token.header != *refused => {
                return Ok(Some(token.header.clone()));
            }
            (_, State::Token(token)) if token.on_trial => return Ok(None),
            (_, State::Failed(error)) => return Err(error.clone()),
            (_, State::Token(_) | State::Nothing) => {}
        }
        let token = self.obtain(&mut state, secrets, true).await?;
        Ok((token != *refused).then_some(token))
    }

    /// The token was not refused.
    pub(crate) async fn accepted(&self, accepted: &HeaderValue) {
        if let State::Token(token) = &mut *self.0.state.lock().await
            && token.header == *accepted
        {
            token.on_trial = false;
        }
    }

    async fn obtain(
        &self,
        state: &mut State,
        secrets: &Secrets,
        on_trial: bool,
    ) -> Result<HeaderValue, BearerError> {
        let obtained = match &self.0.source {
            // A token that was given never expires as far as anybody here knows.
            Source::Given => Err(BearerError::Unsendable),
            Source::Command(command) => command.token(secrets).await.map_err(BearerError::Command),
            Source::ClientCredentials(client) => {
                client.token(secrets).await.map_err(BearerError::OAuth)
            }
        };
        let token = obtained.and_then(|Obtained { token, expires_in }| {
            secrets.learn(&token);
            Token::of(&token, expires_in, on_trial).ok_or(BearerError::Unsendable)
        });
        match token {
            Ok(token) => {
                let header = token.header.clone();
                *state = State::Token(token);
                Ok(header)
            }
            Err(error) => {
                *state = State::Failed(error.clone());
                Err(error)
            }
        }
    }
}

impl Token {
    fn of(token: &str, expires_in: Option<u64>, on_trial: bool) -> Option<Token> {
        let header = sensitive(&format!("Bearer {token}"))?;
        let good_until = good_until(token, expires_in, SystemTime::now(), Instant::now());
        Some(Token { header, good_until, on_trial })
    }

    fn is_good(&self, now: Instant) -> bool {
        self.good_until.is_none_or(|until| now < until)
    }
}

impl fmt::Debug for Bearer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Bearer").field(&self.0.source).finish()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::time::Duration;

    use super::*;

    /// A command that prints another token each time: the number of times it ran.
    fn counting(folder: &std::path::Path) -> Bearer {
        let script = "echo x >> runs; printf 'a-token-%s' $(wc -l < runs)";
        Bearer::of_command(TokenCommand {
            argv: ["sh", "-c", script].map(str::to_owned).to_vec(),
            cwd: folder.to_owned(),
            env: BTreeMap::from([("PATH".to_owned(), "/usr/bin:/bin".to_owned())]),
            timeout: Duration::from_secs(30),
        })
    }

    #[tokio::test]
    async fn a_command_runs_once_for_many_requests() {
        let folder = tempfile::TempDir::new().unwrap();
        let (bearer, secrets) = (counting(folder.path()), Secrets::default());
        let tokens = futures::future::join_all((0..8).map(|_| bearer.token(&secrets))).await;
        for token in tokens {
            assert_eq!(token.unwrap(), "Bearer a-token-1");
        }
        assert_eq!(secrets.redact("<a-token-1>"), "<[redacted]>");
    }

    #[tokio::test]
    async fn a_refused_token_is_replaced_once_until_one_is_accepted() {
        let folder = tempfile::TempDir::new().unwrap();
        let (bearer, secrets) = (counting(folder.path()), Secrets::default());
        let first = bearer.token(&secrets).await.unwrap();
        let second = bearer.instead_of(&first, &secrets).await.unwrap().unwrap();
        assert_eq!(second, "Bearer a-token-2");
        let late = bearer.instead_of(&first, &secrets).await.unwrap();
        assert_eq!(late, Some(second.clone()), "whoever was refused as well takes the new one");
        assert_eq!(bearer.instead_of(&second, &secrets).await.unwrap(), None, "enough is enough");
        bearer.accepted(&second).await;
        let third = bearer.instead_of(&second, &secrets).await.unwrap();
        assert_eq!(third.unwrap(), "Bearer a-token-3");
    }

    #[tokio::test]
    async fn a_given_token_has_no_successor() {
        let bearer = Bearer::given("abc").unwrap();
        let secrets = Secrets::default();
        let token = bearer.token(&secrets).await.unwrap();
        assert_eq!(token, "Bearer abc");
        assert_eq!(bearer.instead_of(&token, &secrets).await.unwrap(), None);
        assert!(Bearer::given("a\nb").is_none());
    }

    #[tokio::test]
    async fn a_failure_is_told_to_everybody_and_asked_for_once() {
        let folder = tempfile::TempDir::new().unwrap();
        let bearer = Bearer::of_command(TokenCommand {
            argv: ["sh", "-c", "echo x >> runs; exit 3"].map(str::to_owned).to_vec(),
            cwd: folder.path().to_owned(),
            env: BTreeMap::from([("PATH".to_owned(), "/usr/bin:/bin".to_owned())]),
            timeout: Duration::from_secs(30),
        });
        for _ in 0..3 {
            let error = bearer.token(&Secrets::default()).await.unwrap_err().to_string();
            assert!(error.contains("exit status: 3"), "{error}");
        }
        let runs = std::fs::read_to_string(folder.path().join("runs")).unwrap();
        assert_eq!(runs.lines().count(), 1);
    }

    #[test]
    fn debug_shows_no_token() {
        let shown = format!("{:?}", Bearer::given("hunter2").unwrap());
        assert_eq!(shown, "Bearer(Given)");
    }
}
