//! Where a bearer token comes from: a command, a token endpoint, or the environment.

use gatepact_verifier::{Bearer, ClientCredentials, Connection, Reach, TokenCommand};

use super::layers::{Layers, url};
use crate::error::CliError;

impl Layers<'_> {
    /// A flag outranks GATEPACT_BEARER_TOKEN, which outranks the file.
    pub(super) fn bearer(&self, connection: &Connection) -> Result<Option<Bearer>, CliError> {
        let (args, file) = (self.args, &self.config.verify);
        let by_flags = (args.token_command.as_ref(), args.oauth_token_url.as_ref());
        let in_file = (file.token_command.as_ref(), file.oauth_token_url.as_ref());
        match (by_flags, self.context.env("GATEPACT_BEARER_TOKEN"), in_file) {
            ((Some(command), _), _, _) => self.of_command(command).map(Some),
            ((None, Some(endpoint)), _, _) => self.of_client(endpoint, connection).map(Some),
            (_, Some(token), _) => Bearer::given(token).map(Some).ok_or_else(|| {
                CliError::usage("GATEPACT_BEARER_TOKEN has a character that no header may have")
            }),
            (_, None, (Some(_), Some(_))) => Err(CliError::usage_with_help(
                "gatepact.toml names two sources of a bearer token",
                "keep one of `token-command` and `oauth-token-url`",
            )),
            (_, None, (Some(command), None)) => self.of_command(command).map(Some),
            (_, None, (None, Some(endpoint))) => self.of_client(endpoint, connection).map(Some),
            (_, None, (None, None)) => Ok(None),
        }
    }

    fn of_command(&self, text: &str) -> Result<Bearer, CliError> {
        // The command may hold a secret, so it is not repeated.
        let argv = shell_words::split(text)
            .map_err(|_| CliError::usage("--token-command has a quote that is never closed"))?;
        if argv.is_empty() {
            return Err(CliError::usage("--token-command names no program"));
        }
        Ok(Bearer::of_command(TokenCommand {
            argv,
            cwd: self.context.cwd.clone(),
            env: self.context.env.clone(),
            timeout: self.request_timeout()?,
        }))
    }

    fn of_client(&self, endpoint: &str, connection: &Connection) -> Result<Bearer, CliError> {
        let endpoint = url(endpoint, "--oauth-token-url")?;
        let value = |variable: &'static str| {
            self.context.env(variable).ok_or_else(|| {
                CliError::usage_with_help(
                    format!("--oauth-token-url is asked by a client, but {variable} is not set"),
                    "put the client's id and secret into GATEPACT_CLIENT_ID and \
                     GATEPACT_CLIENT_SECRET; no flag takes a secret",
                )
            })
        };
        let (id, secret) = (value("GATEPACT_CLIENT_ID")?, value("GATEPACT_CLIENT_SECRET")?);
        let reach = Reach { connection, timeout: self.request_timeout()? };
        let client = ClientCredentials::new(endpoint, id, secret, reach)?;
        let (args, file) = (self.args, &self.config.verify);
        let scope = args.oauth_scope.clone().or_else(|| file.oauth_scope.clone());
        Ok(Bearer::of_client(client.with_scope(scope)))
    }
}
