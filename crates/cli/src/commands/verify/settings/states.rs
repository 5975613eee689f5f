//! Who sets provider states up.

use gatepact_verifier::{StateHandler, StateHandlerAt};

use super::lambda::function;
use super::layers::{Layers, url};
use crate::error::CliError;

const STATE_CHANGE_RETRIES: u32 = 1;

impl Layers<'_> {
    pub(super) fn state_handler(&self) -> Result<Option<StateHandler>, CliError> {
        let (args, file) = (self.args, &self.config.verify);
        let teardown = self.switch(
            args.state_change_teardown,
            "PACT_PROVIDER_STATE_CHANGE_TEARDOWN",
            file.state_change_teardown,
        )?;
        let retries =
            args.state_change_retries.or(file.state_change_retries).unwrap_or(STATE_CHANGE_RETRIES);
        match self.state_handler_at()? {
            Some(at) => Ok(Some(StateHandler { at, teardown, retries })),
            None if args.state_change_teardown == Some(true) => Err(CliError::usage_with_help(
                "--state-change-teardown has no handler to call",
                "name it with --state-change-url or --state-change-lambda",
            )),
            None => Ok(None),
        }
    }

    /// A handler on the command line or in the environment outranks every one in the file.
    fn state_handler_at(&self) -> Result<Option<StateHandlerAt>, CliError> {
        let (args, file) = (self.args, &self.config.verify);
        let variable = self.context.env("PACT_PROVIDER_STATE_CHANGE_URL");
        let at_url =
            |text: &str| url(text, "--state-change-url").map(|url| Some(StateHandlerAt::Url(url)));
        match (&args.state_change_lambda, args.state_change_url.as_deref().or(variable)) {
            (Some(name), _) => self.state_function(name),
            (None, Some(text)) => at_url(text),
            (None, None) => match (&file.state_change_lambda, &file.state_change_url) {
                (Some(_), Some(_)) => Err(CliError::usage_with_help(
                    "gatepact.toml names two handlers of provider states",
                    "keep one of `state-change-url` and `state-change-lambda`",
                )),
                (Some(name), None) => self.state_function(name),
                (None, Some(text)) => at_url(text),
                (None, None) => Ok(None),
            },
        }
    }

    fn state_function(&self, name: &str) -> Result<Option<StateHandlerAt>, CliError> {
        let function = function(name, "--state-change-lambda")?;
        let functions = self.functions(&function)?;
        Ok(Some(StateHandlerAt::Function { functions, function }))
    }
}
